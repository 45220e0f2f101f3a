"""What people say of their toolkits and of what is in them."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from brs.core.sanitizing import clean
from toolkits.sharing.models import Entry, Toolkit

ROWS = 5


class WordedForm(forms.ModelForm):
    """Carries the wording that its writer saw, so that nobody overwrites unseen what another writes meanwhile."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.wording()

    def say_meanwhile(self, now: Any) -> list[tuple[Any, str]]:
        """Label and text of what another has written in other words. Sent again, the form may replace that."""
        sent: Any = self.data
        self.data = {**sent.dict(), "seen": now.wording()}
        return [
            (field.label, getattr(now, f"get_{field.name}_display", lambda name=field.name: getattr(now, name))())
            for field in self.visible_fields()
            if getattr(now, field.name) != getattr(self.instance, field.name)
        ]


class ToolkitForm(WordedForm):
    class Meta:
        model = Toolkit
        fields: ClassVar[list[str]] = ["title", "purpose", "language", "cover_note"]
        help_texts: ClassVar[dict[str, Any]] = {
            "purpose": _("For whom and for what, in a sentence."),
            "language": _("Of your own words here. Items are shown in the reader’s language."),
            "cover_note": _(
                "A blank line begins a new paragraph. For marks: &lt;b&gt;bold&lt;/b&gt;, &lt;i&gt;italic&lt;/i&gt;, "
                '&lt;a href="https://…"&gt;link&lt;/a&gt;, &lt;ul&gt;&lt;li&gt;item&lt;/li&gt;&lt;/ul&gt;.'
            ),
        }
        widgets: ClassVar[dict[str, Any]] = {"cover_note": forms.Textarea(attrs={"rows": ROWS * 2, "dir": "auto"})}

    def clean_cover_note(self) -> str:
        """What somebody typed is kept without what is not safe; what has no marks stays as it was typed."""
        note = self.cleaned_data["cover_note"]
        return str(clean(note)) if "<" in note else note


NOT_AN_ADDRESS = _("Give an address on the web, such as https://example.org/page.")


class WebAddressField(forms.URLField):
    default_validators: ClassVar[list[Any]] = [URLValidator(["http", "https"], message=NOT_AN_ADDRESS)]

    def clean(self, value: Any) -> str:
        """Refuses what looks like one site and leads to another: https://brsmeas.org@example.org."""
        url = super().clean(value)
        if "@" in urlsplit(url).netloc:
            raise forms.ValidationError(NOT_AN_ADDRESS)
        return url


class LinkForm(forms.Form):
    url = WebAddressField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(
            attrs={"inputmode": "url", "autocomplete": "off", "dir": "ltr", "placeholder": "https://"}
        ),
    )
    title = forms.CharField(label=_("Title (optional)"), max_length=255, required=False)

    def title_or_host(self) -> str:
        return self.cleaned_data["title"] or urlsplit(self.cleaned_data["url"]).hostname or self.cleaned_data["url"]


class SectionForm(forms.Form):
    title = forms.CharField(label=_("Heading"), max_length=255)


class EntryForm(WordedForm):
    """Its note, and the title of what has none of its own."""

    class Meta:
        model = Entry
        fields: ClassVar[list[str]] = ["title", "note"]
        widgets: ClassVar[dict[str, Any]] = {"note": forms.Textarea(attrs={"rows": ROWS, "dir": "auto"})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.instance.kind not in (Entry.Kind.LINK, Entry.Kind.SECTION):
            del self.fields["title"]
