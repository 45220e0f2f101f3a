"""Rules of every page in the admin, whatever it holds, and scripts of the admin's widgets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, TranslatableMixin
from wagtail.rich_text.feature_registry import FeatureRegistry

from . import aliases, editors_bar, health
from .health import HealthMenuItem
from .links import PublishedPageLink, unpublished_targets
from .machine_translation import has_machine_words
from .machine_translation_views import ask_before_machine_words_go_live, machine_translate, review_machine_words
from .media.editing import AudioVersionView, EditDocument, EditImage
from .media.listing import DocumentList, ImageList
from .media.replacing import REPLACED
from .one_address import why_not_move
from .quoting import quoted_list
from .translating import of_target, open_translation, refresh_draft, resume
from .translating_views import BeginPage, Update, translate_snippet
from .translation_files_views import download_xliff, upload_archive
from .translation_words import keep_revision

# In place of what Wagtail does by inline scripts; and for what is pasted into formatted texts.
SCRIPTS = ["js/admin/start-widget.js", "js/admin/touch-support.js", "js/admin/pasted.js"]


@hooks.register("insert_global_admin_js")
def own_scripts() -> SafeString:
    return format_html_join("", '<script type="module" src="{}"></script>', ((static(name),) for name in SCRIPTS))


@hooks.register("construct_main_menu")
def remember_who_has_been_here(request: HttpRequest, _items: list[MenuItem]) -> None:
    """The menu is on every screen of the admin."""
    editors_bar.remember(request)


@hooks.register("before_move_page")
def refuse_a_move_in_one_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    reason = why_not_move(page, destination)
    if not reason:
        return None
    messages.error(request, reason)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("register_admin_urls", order=-1)  # before wagtail-localize's own at this address
def no_conversion_to_an_alias() -> list[URLPattern]:
    return [path("localize/page/<int:page_id>/convert_to_alias/", aliases.refuse_conversion)]


@hooks.register("register_rich_text_features", order=1)  # in place of Wagtail's own
def link_to_what_is_published(features: FeatureRegistry) -> None:
    features.register_link_type(PublishedPageLink)


@hooks.register("before_edit_page")
def name_unpublished_targets(request: HttpRequest, page: Page) -> None:
    titles = [target.title for target in unpublished_targets(page)[:5]] if request.method == "GET" else []
    if titles:
        warning = _("This page links to pages that are not published, and readers see no link: %(pages)s.")
        messages.warning(request, warning % {"pages": quoted_list(titles)})


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != aliases.MENU_ITEM]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own at these addresses
def media() -> list[URLPattern]:
    return [
        path("images/<int:image_id>/", EditImage.as_view()),
        path("documents/edit/<int:document_id>/", EditDocument.as_view()),
        path("documents/<int:document_id>/audio/", AudioVersionView.as_view(), name="audio_version"),
        path("images/", ImageList.as_view()),
        path("images/results/", ImageList.as_view(results_only=True)),
        path("documents/", DocumentList.as_view()),
        path("documents/results/", DocumentList.as_view(results_only=True)),
    ]


@hooks.register("register_log_actions")
def what_history_says_of_files(actions: LogActionRegistry) -> None:
    actions.register_action(REPLACED, gettext_lazy("Replace the file"), gettext_lazy("Replaced the file"))


@hooks.register("register_admin_urls")
def health_screens() -> list[URLPattern]:
    return health.urlpatterns


@hooks.register("register_reports_menu_item")
def health_menu_item() -> MenuItem:
    return HealthMenuItem(gettext_lazy("Health"), reverse_lazy("health"), name="health", icon_name="history", order=900)


@hooks.register("register_reports_menu_item")
def mail_menu_item() -> MenuItem:
    return HealthMenuItem(gettext_lazy("Mail"), reverse_lazy("outgoing_mail"), name="mail", icon_name="mail", order=910)


# Before those of wagtail-localize, whose order is 0.
FIRST = -1


@hooks.register("register_admin_urls", order=FIRST)
def translating() -> list[URLPattern]:
    """At wagtail-localize's addresses, and beside them."""
    return [
        path("localize/submit/page/<int:page_id>/", BeginPage.as_view()),
        path("localize/update/<int:translation_source_id>/", Update.as_view()),
        path("localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", translate_snippet),
        path("localize/translate/<int:translation_id>/xliff/", download_xliff, name="download_xliff"),
        path("localize/translate/files/", upload_archive, name="upload_translations"),
        path("localize/translate/<int:translation_id>/machine_translate/", machine_translate),
        path("localize/translate/<int:translation_id>/reviewed/", review_machine_words, name="review_machine_words"),
    ]


@hooks.register("before_edit_page", order=FIRST)
@hooks.register("before_edit_snippet", order=FIRST)
def keep_what_stands(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """Nothing is written over that is not in the history; a translation goes on from what stands in it."""
    if request.method != "POST":
        return None
    keep_revision(instance)
    if "localize-restart-translation" not in request.POST or not isinstance(instance, TranslatableMixin):
        return None
    translation = of_target(instance, enabled=False)
    if translation is None:
        return None
    hindrances = resume(translation, instance)
    if hindrances:
        messages.error(
            request,
            _("Not started: these parts are built otherwise than in the source, and would be lost: %(parts)s.")
            % {"parts": ", ".join(sorted(hindrances))},
        )
    else:
        messages.success(request, _("Started again from the words that stand here now."))
    return redirect(request.path)


@hooks.register("before_edit_page", order=FIRST)
@hooks.register("before_edit_snippet", order=FIRST)
def name_other_translators(request: HttpRequest, instance: Any) -> None:
    """The screen with both texts saves each text by itself, and knows nothing of others who have it open."""
    if request.method != "GET" or not isinstance(instance, TranslatableMixin) or of_target(instance) is None:
        return
    names = open_translation(instance, request.user)
    if names:
        text = ngettext(
            "%(names)s has this translation open too. Of a text that both change, the last version stays.",
            "%(names)s have this translation open too. Of a text that several change, the last version stays.",
            len(names),
        )
        messages.warning(request, text % {"names": ", ".join(names)})


hooks.register("before_edit_page", ask_before_machine_words_go_live, order=FIRST)
hooks.register("before_edit_snippet", ask_before_machine_words_go_live, order=FIRST)


@hooks.register("before_bulk_action")
def publish_what_is_translated(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> HttpResponse | None:
    """Drafts take the words that were translated since; one that lacks some is not published among many."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    pages = {}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in objects:
            pages |= {below.pk: below for below in page.get_descendants().not_live()}
    pages |= {page.pk: page for page in objects if not page.live or page.has_unpublished_changes}
    by_machine = [page.get_admin_display_title() for page in pages.values() if has_machine_words(page)]
    if by_machine:
        text = _("Nothing was published. Texts that a machine wrote wait for review in: %(titles)s.")
        messages.error(request, text % {"titles": ", ".join(by_machine)})
        return redirect(action.next_url)
    unfinished = [page.get_admin_display_title() for page in pages.values() if not refresh_draft(page, request.user)]
    if not unfinished:
        return None
    text = ngettext(
        "Nothing was published. This page is not translated to its end: %(titles)s.",
        "Nothing was published. These pages are not translated to their end: %(titles)s.",
        len(unfinished),
    )
    messages.error(request, text % {"titles": ", ".join(unfinished)})
    return redirect(action.next_url)
