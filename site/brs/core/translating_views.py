"""The screens on which editors ask for translations, in place of wagtail-localize's at the same addresses."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Locale, Page, TranslatableMixin
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail.snippets.views.snippets import get_snippet_model_from_url_params
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
    SubmitTranslationForm,
)
from wagtail_localize.views.update_translations import UpdateTranslationsView

from .machine_translation import NoAnswer
from .translating import Begun, begin, make_whole, write_anew


class BeginForm(SubmitTranslationForm):
    with_used = forms.BooleanField(
        label=gettext_lazy("Include the questions it asks"),
        help_text=gettext_lazy("Those that are not translated yet, as drafts."),
        required=False,
    )

    def __init__(self, instance: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(instance, *args, **kwargs)
        if not isinstance(instance, Page):
            del self.fields["with_used"]
        self.fields["include_subtree"].help_text = gettext_lazy(
            "All pages begin as drafts. What is translated already stays as it is."
        )


class BeginsAsDraft:
    """For wagtail-localize's views: its form, with our way to begin."""

    def get_form(self) -> BeginForm:
        theirs = super().get_form()  # type: ignore[misc]
        return BeginForm(self.object, theirs.data if theirs.is_bound else None, initial=theirs.initial)  # type: ignore[attr-defined]

    def form_valid(self, form: BeginForm) -> HttpResponse:
        chosen = form.cleaned_data
        request: HttpRequest = self.request  # type: ignore[attr-defined]
        begun = begin(
            self.object,  # type: ignore[attr-defined]
            chosen["locales"],
            request.user,
            with_used=chosen.get("with_used", False),
            with_subtree=chosen["include_subtree"],
        )
        tell(request, begun)
        only = chosen["locales"][0] if len(chosen["locales"]) == 1 else None
        translated = self.object.get_translation(only) if only else None  # type: ignore[attr-defined]
        return redirect(self.get_success_url() or self.get_default_success_url(translated))  # type: ignore[attr-defined]


class BeginPage(BeginsAsDraft, SubmitPageTranslationView):
    pass


class BeginSnippet(BeginsAsDraft, SubmitSnippetTranslationView):
    pass


class Update(UpdateTranslationsView):
    """wagtail-localize's, which would publish what is in no other language than the source's yet."""

    def get_form(self) -> forms.Form:
        form = super().get_form()
        form.fields["publish_translations"].help_text = _(
            "Translations of which no word is missing are published. The others stay as they are until they are "
            "translated, and what a machine wrote is reviewed."
        )
        return form

    def form_valid(self, form: forms.Form) -> HttpResponse:
        publish = form.cleaned_data["publish_translations"]
        by_machine = form.cleaned_data.get("use_machine_translation", False)
        try:
            published, waiting = write_anew(self.object, self.request.user, publish=publish, by_machine=by_machine)
        except NoAnswer:
            messages.error(self.request, _("The translation service does not answer. The new texts wait for people."))
            published, waiting = write_anew(self.object, self.request.user, publish=publish)
        if published:
            texts = ngettext("%(n)s translation was published.", "%(n)s translations were published.", len(published))
            messages.success(self.request, texts % {"n": len(published)})
        if waiting:
            texts = ngettext(
                "%(n)s translation has the new texts to translate and stays as it is.",
                "%(n)s translations have the new texts to translate and stay as they are.",
                len(waiting),
            )
            messages.info(self.request, texts % {"n": len(waiting)})
        return redirect(self.get_success_url() or self.get_default_success_url())


def tell(request: HttpRequest, begun: Begun) -> None:
    made, translated_before = len(begun.made), len(begun.translated_before)
    messages.success(
        request,
        ngettext(
            "%(n)s draft to translate. It goes live when you publish it.",
            "%(n)s drafts to translate. Each goes live when you publish it.",
            made,
        )
        % {"n": made},
    )
    if translated_before:
        text = ngettext(
            "%(n)s was translated already and stays as it is.",
            "%(n)s were translated already and stay as they are.",
            translated_before,
        )
        messages.info(request, text % {"n": translated_before})
    if begun.by_hand:
        names = ", ".join(str(instance) for instance in begun.by_hand)
        messages.warning(
            request, _("Built otherwise than their source, so still edited by themselves: %(names)s") % {"names": names}
        )


def translate_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    """A draft, or where the model has none all words at once."""
    model = get_snippet_model_from_url_params(app_label, model_name)
    if not issubclass(model, TranslatableMixin):
        raise Http404
    if issubclass(model, DraftStateMixin):
        return BeginSnippet.as_view()(request, app_label=app_label, model_name=model_name, pk=pk)
    if not request.user.has_perm("wagtail_localize.submit_translation") or not user_can_edit_snippet_type(
        request.user, model
    ):
        raise PermissionDenied
    return _translate_at_once(request, get_object_or_404(model, pk=unquote(pk)))


def _translate_at_once(request: HttpRequest, instance: Any) -> HttpResponse:
    missing = Locale.objects.exclude(pk__in=instance.get_translations(inclusive=True).values("locale"))
    locale = missing.filter(language_code=request.GET.get("select_locale")).first() or missing.first()
    name = f"wagtailsnippets_{instance._meta.app_label}_{instance._meta.model_name}:edit"
    if locale is None:
        messages.info(request, _("It is translated into all languages."))
        return redirect(name, quote(instance.pk))
    source, _created = TranslationSource.update_or_create_from_instance(instance)
    form = WordsForm(source, request.POST or None)
    if form.is_valid():
        try:
            target = make_whole(instance, locale, form.words(), request.user)
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Translated into %(language)s.") % {"language": _named(locale)})
            return redirect(name, quote(target.pk))
    context = {
        "title": _("Translate into %(language)s") % {"language": _named(locale)},
        "instance": instance,
        "form": form,
        "locale": locale,
        "others": missing.exclude(pk=locale.pk),
        "back": reverse(name, args=[quote(instance.pk)]),
    }
    return render(request, "core/translate_at_once.html", context)


def _named(locale: Locale) -> str:
    return get_language_info(locale.language_code)["name_translated"]


class WordsForm(forms.Form):
    """All the words of something that has no drafts, each beside that of the source."""

    def __init__(self, source: TranslationSource, *args: Any) -> None:
        super().__init__(*args)
        self.of_path = {}
        instance = source.get_source_instance()
        for segment in source.stringsegment_set.select_related("string", "context").order_by("order"):
            text = segment.string.as_value().render_text()
            field = _field(instance, segment)
            self.of_path[segment.context.path] = f"text-{segment.pk}"
            self.fields[f"text-{segment.pk}"] = forms.CharField(
                label=capfirst(str(field.verbose_name)),
                help_text=text,
                max_length=field.max_length,
                initial="" if any(map(str.isalpha, text)) else text,
                widget=forms.Textarea(attrs={"dir": "auto", "rows": 1 + text.count("\n") + len(text) // 80}),
            )

    def refuse(self, error: ValidationError) -> None:
        for name, texts in error.message_dict.items():
            self.add_error(self.of_path.get(name), texts)

    def words(self) -> dict[int, str]:
        return {int(name.removeprefix("text-")): text for name, text in self.cleaned_data.items()}


def _field(instance: Any, segment: StringSegment) -> Any:
    name, *rest = segment.context.path.split(".")
    field = instance._meta.get_field(name)
    # A question of a survey: its key, then its field.
    return field.related_model._meta.get_field(rest[-1]) if field.one_to_many else field
