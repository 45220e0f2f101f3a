"""The forms of pictures and documents, wherever the admin shows them. Their files are read apart."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .. import bounds, trials
from ..apart import Busy, TooMuch, read_apart
from ..models import NAMED_TO_READERS, Attribution, Licence

BUSY = _("The files of others are being read. Send yours again in a minute.")
PICTURE_NOT_TAKEN: dict[type[Exception], Any] = {
    trials.NotAPicture: _("This picture cannot be read. Save it anew, as JPEG or PNG."),
    trials.TooManyPixels: _("This picture has too many pixels: more than 50 million. Save it smaller."),
    TooMuch: _("This picture takes too long to be drawn. Save it anew, as a smaller JPEG or PNG."),
    Busy: BUSY,
}


class PictureField(WagtailImageField):
    """Wagtail's, which draws a picture to look at it, for one that can be drawn to its end within the bounds."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is not None and file.size <= settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            try:
                read_apart(trials.picture, file.read(), bounds.PICTURE_READING)
            except tuple(PICTURE_NOT_TAKEN) as error:
                raise forms.ValidationError(PICTURE_NOT_TAKEN[type(error)]) from None
            file.seek(0)
        return super().to_python(data)


class AttributionForm(forms.ModelForm):
    """Licence and source, beside what Wagtail asks. `owner`: the field of Attribution that the form is about."""

    owner = ""

    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=Licence,
        required=False,
        help_text=_("Readers see author and licence where it is Creative Commons, or used with permission."),
    )
    source = forms.CharField(label=_("Author or source"), max_length=300, required=False)
    source_url = forms.URLField(label=_("Address of the source"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.attribution = (
            Attribution.objects.filter(**{self.owner: self.instance}).first() if self.instance.pk else None
        )
        for name in ("licence", "source", "source_url"):
            self.initial.setdefault(name, getattr(self.attribution, name, ""))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("licence") in NAMED_TO_READERS and not cleaned.get("source"):
            self.add_error("source", _("Readers are told whose it is under this licence: name the author."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Where the form was shown without these fields, as while several files are sent, nothing is changed."""
        medium = super().save(commit=commit)
        if commit and self.add_prefix("licence") in self.data:
            Attribution.objects.update_or_create(
                **{self.owner: medium},
                defaults={name: self.cleaned_data[name] for name in ("licence", "source", "source_url")},
            )
        return medium


class PictureForm(AttributionForm, BaseImageForm):
    owner = "image"

    class Meta(BaseImageForm.Meta):
        pass

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if shown := self.fields.get("file"):  # not where several are described after they were sent
            field = PictureField(label=shown.label, widget=shown.widget, required=shown.required)
            self.fields["file"] = field
        if title := self.fields.get("title"):
            title.help_text = _("For editors, who find the picture by it. Readers do not see it.")
        if description := self.fields.get("description"):
            description.help_text = _(
                "What the picture shows, for people who cannot see it. A page can say it in other words."
            )


class DocumentForm(AttributionForm, BaseDocumentForm):
    owner = "document"

    class Meta(BaseDocumentForm.Meta):
        pass
