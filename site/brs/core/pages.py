"""The base of every public page: one page, one slug, in every language that it has been translated to."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, IntegerField, Model, OuterRef, QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest
from django.utils.translation import get_language, gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import BaseViewRestriction, Locale, Page, PageViewRestriction
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from . import generation, one_address
from .aliases import PageCopyForm
from .languages import SOURCE_LANGUAGE, best, best_of_each, readers_language
from .names import one_line
from .one_address import HOME_DEPTH
from .page_form import PageForm
from .panels import SlugPanel
from .published_translations import Reservations, reservations_of
from .searching import Folded, FoldedBeginnings

T = TypeVar("T")
M = TypeVar("M", bound=Model)
P = TypeVar("P", bound=Page)


class TranslatedPage(Page):
    """A page whose slug is one in all languages. Where it is not translated, its source is served in its place.

    `/fr/courses/x/` shows the English page «x», marked as English, inside the French interface; and whatever language
    a page was written in, where there is neither.
    """

    base_form_class = PageForm
    copy_form_class = PageCopyForm
    # That in which the page was found at its address; empty for a preview, a draft, a page in the admin.
    generation = ""

    promote_panels = [
        MultiFieldPanel(
            [SlugPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            gettext_lazy("For search engines"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], gettext_lazy("For site menus")),
    ]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    search_fields = [*Page.search_fields, Folded("title", boost=2), FoldedBeginnings("title")]

    class Meta:
        abstract = True

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page at an address below a home page, found in three queries however deep it lies.

        Whatever language stands at the address says which page it is; its readers get it in theirs, else in the source
        language, else in that one: a page that may stand at an address of its own.
        """
        if not path_components or not self.is_home:
            return super().route(request, path_components)
        # The slug is indexed, `url_path` is not: so it is compared here.
        at_depth = Page.objects.live().filter(slug=path_components[-1], depth=self.depth + len(path_components))
        asked = "/".join(path_components) + "/"
        page = best(page for page in at_depth.select_related("locale") if below_home(page) == asked)
        if page is None:
            raise Http404
        if page.locale.language_code != readers_language():  # there may be a better one elsewhere
            versions = Page.objects.live().filter(translation_key=page.translation_key).select_related("locale")
            page = best([page, *versions]) or page
        specific = page.specific
        specific.locale = page.locale  # known already: no query for it later
        return RouteResult(specific)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A title is one line: it stands in subjects of mail and in names of files."""
        self.title = one_line(self.title)  # type: ignore[has-type]
        super().full_clean(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        one_address.check_slug(self)

    @transaction.atomic
    def save(self, *args: Any, **options: Any) -> None:
        """Saves the page at the one address that all its languages share."""
        if options.get("update_fields") and "slug" not in options["update_fields"]:
            return super().save(*args, **options)
        one_address.take_slug(self)
        super().save(*args, **options)
        one_address.rename_translations(self)
        return None

    def copy_for_translation(
        self, locale: Locale, copy_parents: bool = False, alias: bool = False, exclude_fields: Any = None
    ) -> Page:
        """A draft in another language, and drafts of all above it where asked for: never an alias, see aliases.py."""
        return super().copy_for_translation(locale, copy_parents=copy_parents, exclude_fields=exclude_fields)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """A draft is seen while it is written: what is not typed yet is as in a new page."""
        for field in self._meta.concrete_fields:
            if field.model is not Page and not field.null and getattr(self, field.attname) in (None, ""):
                is_number = isinstance(field, IntegerField)
                setattr(self, field.attname, field.get_default() if field.has_default() or not is_number else 0)
        return super().serve_preview(request, mode_name)

    def cached(self, name: str, make: Callable[[], T]) -> T:
        """A value derived from published content alone, for this page in the reader's language: made once a generation.

        Afresh for a page that is not being served to the public.
        """
        if not self.generation:
            return make()
        return generation.cached(self.generation, (name, self.pk, get_language()), make)

    def get_view_restrictions(self) -> Iterable[BaseViewRestriction]:
        """Those of the page and of all above it; whom they let in is asked anew each time."""
        restrictions = super().get_view_restrictions
        return self.cached("restrictions", lambda: list(restrictions())) if self.generation else restrictions()

    @property
    def is_home(self) -> bool:
        return self.depth == HOME_DEPTH

    @property
    def content_language(self) -> str:
        return self.locale.language_code

    @property
    def live_languages(self) -> list[str]:
        """Codes of the languages in which the page is published."""
        same = Page.objects.live().filter(translation_key=self.translation_key)
        return self.cached(
            "live_languages", lambda: sorted(same.values_list("locale__language_code", flat=True).distinct())
        )

    @property
    def reservations(self) -> Reservations:
        """What readers of a translation are told of it."""
        return reservations_of(self)

    @property
    def in_brief(self) -> str:
        """The page's summary in a sentence or two, for search engines and for cards in messengers."""
        texts = (self.search_description, getattr(self, "summary", ""), getattr(self, "introduction", ""))
        return next(filter(None, texts), "")


def is_public() -> Combinable:
    """For a query of pages: whether anyone may see the page, neither it nor one above it being restricted."""
    outer = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = PageViewRestriction.objects.annotate(restricted=outer).filter(restricted__startswith=F("page__path"))
    return ~Exists(above)


def for_everybody(pages: QuerySet[M]) -> QuerySet[M]:
    """The pages for a list: published, open to anyone, each once, as readers get it at its address."""
    return once_each(pages.filter(live=True)).filter(is_public())


def may_see(request: HttpRequest, key: uuid.UUID) -> bool:
    """Whether the page with this key is published, in whatever language, and this person let in."""
    pages = Page.objects.live().filter(translation_key=key)
    return any(
        all(restriction.accept_request(request) for restriction in page.get_view_restrictions()) for page in pages
    )


def once_each(pages: QuerySet[M]) -> QuerySet[M]:
    """Each page, or anything else that is translated, in the reader's language, else in the source language."""
    language = readers_language()
    mine = pages.filter(locale__language_code=language)
    if language == SOURCE_LANGUAGE:
        return mine.select_related("locale")
    stand_ins = pages.filter(locale__language_code=SOURCE_LANGUAGE).exclude(
        translation_key__in=mine.values("translation_key")
    )
    return (mine | stand_ins).select_related("locale")


def one_of_each(pages: Iterable[P]) -> list[P]:
    """Each page once: in the reader's language, else in the source language, else in whichever comes first.

    It stands where the first of its languages stands. Reads their locales.
    """
    return list(best_of_each(pages).values())


def above(page: Page) -> Page:
    """The page right above this one, in the reader's language where it is published in it. One query."""
    keys = Page.objects.filter(path=page.path[: -page.steplen]).values("translation_key")
    return once_each(Page.objects.live().filter(translation_key__in=keys)).first() or page.get_parent()


def address(page: Page, language: str | None = None) -> str:
    """The page's address inside the interface of `language` (the active one): `/fr/courses/x/`. No query.

    `url_path` is «/home/courses/x/» or «/home-fr/courses/x/»: its first step is the home page of a language.
    """
    return f"/{language or readers_language()}/{below_home(page)}"


def below_home(page: Page) -> str:
    """«courses/x/»: the address without what stands for the home page of its language."""
    return path_below_home(page.url_path)


def path_below_home(url_path: str) -> str:
    return url_path.split("/", 2)[2]
