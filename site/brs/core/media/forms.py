"""The forms of pictures and documents, wherever the admin shows them. Their files are read apart."""

from base64 import b64decode
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from .. import bounds
from ..apart import Busy, TooMuch, read_apart
from ..models import NAMED_TO_READERS, Attribution, Licence
from . import audio, captions, pictures, replacing, svg
from .kinds import ending_of, is_as_named, kind_of
from .weights import film_in_words

BUSY = _("The files of others are being read. Send yours again in a minute.")
PICTURE_NOT_TAKEN: dict[type[Exception], Any] = {
    pictures.NotAPicture: _("This picture cannot be read. Save it anew, as JPEG or PNG."),
    pictures.TooManyPixels: _("This picture has too many pixels: more than 50 million. Save it smaller."),
    svg.Broken: _("This SVG cannot be read. Save it anew, or as PNG."),
    svg.Entities: _("This SVG declares entities, which may stand for anything. Save it as plain SVG, or as PNG."),
    svg.TooComplex: _("This SVG is drawn of too many parts. Save it as PNG."),
    svg.Photograph: _("This SVG has a photograph in it. Save it as JPEG or PNG."),
    TooMuch: _("This picture takes too long to be drawn. Save it anew, as a smaller JPEG or PNG."),
    Busy: BUSY,
}


class StoredPicture(SimpleUploadedFile):
    """A picture that was made fit. `became`: what editors are told of that."""

    became = ""


class PictureField(WagtailImageField):
    """Wagtail's, for the picture as it is fit for pages (`pictures.py`), which is looked at within bounds before."""

    def to_python(self, data: Any) -> Any:
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        try:
            picture = read_apart(pictures.prepared, file.read(), bounds.PICTURE_READING)
        except tuple(PICTURE_NOT_TAKEN) as error:
            raise forms.ValidationError(PICTURE_NOT_TAKEN[type(error)]) from None
        file.seek(0)
        stem, _dot, ending = str(file.name).rpartition(".")
        if ending.lower() not in pictures.ENDINGS[picture["format"]]:
            facts = {"extension": ending, "image_format": picture["format"]}
            raise forms.ValidationError(self.error_messages["invalid_image_known_format"] % facts)
        if not picture["data"]:
            return super().to_python(file)
        ending = pictures.ENDINGS[picture["stored_format"]][0]
        stored = StoredPicture(f"{stem}.{ending}", b64decode(picture["data"]))
        stored.became = _what_became(picture, file.size, stored.size or 0)
        return super().to_python(stored)


def _what_became(picture: dict[str, Any], size: int | None, stored_size: int) -> str:
    """What editors are told of a picture that is not stored as it was sent; nothing of one that looks the same."""
    if picture["size"] == picture["stored_size"] and picture["format"] == picture["stored_format"]:
        return ""
    facts = {"before": _in_words(picture["size"], size or 0), "now": _in_words(picture["stored_size"], stored_size)}
    if picture["format"] != picture["stored_format"]:
        return gettext("Stored as %(format)s: %(now)s. It was %(before)s.") % {
            **facts,
            "format": picture["stored_format"],
        }
    return gettext("Made smaller for the web: %(now)s. It was %(before)s.") % facts


def _in_words(size: list[int], weight: int) -> str:
    return f"{size[0]} × {size[1]}, {filesizeformat(weight)}"


class MediaForm(forms.ModelForm):
    """Licence and source, beside what Wagtail asks; and what a new file replaces. `owner`: a field of Attribution."""

    owner = ""
    original_file: Any  # of Wagtail's forms

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
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].help_text = replacing.warning(self.instance)
        if became := getattr(self.instance, "became", ""):  # below the one that has just been sent
            self.fields["title"].help_text = became

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("licence") in NAMED_TO_READERS and not cleaned.get("source"):
            self.add_error("source", _("Readers are told whose it is under this licence: name the author."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Where the form was shown without these fields, as while several files are sent, nothing is changed."""
        former = self.original_file if commit and "file" in self.changed_data else None
        if former:
            self.original_file = None  # which Wagtail would delete, whether or not the rest succeeds
            self.store_beside()
        with transaction.atomic():
            medium = super().save(commit=commit)
            if former:
                replacing.note(medium, former)
                self.forget_what_was_made()
            if "file" in self.changed_data:
                medium.became = self.what_became()
            if commit and self.add_prefix("licence") in self.data:
                Attribution.objects.update_or_create(
                    **{self.owner: medium},
                    defaults={name: self.cleaned_data[name] for name in ("licence", "source", "source_url")},
                )
        return medium

    def what_became(self) -> str:
        """What editors are told of the file that they sent."""
        return ""

    def store_beside(self) -> None:
        """Under a name that the file that is replaced does not have."""
        raise NotImplementedError

    def forget_what_was_made(self) -> None:
        """Of the file that is replaced."""


class PictureForm(MediaForm, BaseImageForm):
    owner = "image"

    class Meta(BaseImageForm.Meta):
        pass

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if shown := self.fields.get("file"):  # not where several are described after they were sent
            field = PictureField(label=shown.label, widget=shown.widget, required=shown.required)
            if self.instance.pk:
                field.help_text = format_html("{} {}", shown.help_text, field.help_text)
            self.fields["file"] = field
        if (title := self.fields.get("title")) and not title.help_text:
            title.help_text = _("For editors, who find the picture by it. Readers do not see it.")
        if description := self.fields.get("description"):
            description.help_text = _(
                "What the picture shows, for people who cannot see it. A page can say it in other words."
            )

    def what_became(self) -> str:
        return getattr(self.cleaned_data["file"], "became", "")

    def store_beside(self) -> None:
        self.instance.file.name = replacing.new_name(self.instance.file.name)

    def forget_what_was_made(self) -> None:
        self.instance.renditions.all().delete()


KINDS_IN_WORDS = {
    "film": _("a film"),
    "sound": _("a recording"),
    "captions": _("captions"),
    "document": _("a document to read"),
}
CAPTIONS_READERS = {"srt": captions.from_srt, "vtt": captions.from_vtt}
CAPTIONS_NOT_TAKEN: dict[type[Exception], Any] = {
    captions.NoCaptions: _("There are no captions with their times in this file."),
    TooMuch: _("This file of captions is too large to be read."),
    Busy: BUSY,
}
WRONG_TIMES = {
    "unreadable": _("Line %(line)s: the times cannot be read: “%(text)s”."),
    "backwards": _("Line %(line)s: the caption ends before it begins: “%(text)s”."),
}


class DocumentForm(MediaForm, BaseDocumentForm):
    owner = "document"

    class Meta(BaseDocumentForm.Meta):
        pass

    def _post_clean(self) -> None:
        """Of a file that is refused the model would add that it has no ending."""
        if "file" not in self.errors:
            super()._post_clean()

    def clean_file(self) -> Any:
        """The file as it is stored: captions as WebVTT in UTF-8, whatever they were."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        if not is_as_named(str(file.name), file):
            raise forms.ValidationError(
                _("What is in this file is not what its ending says (.%(ending)s). Save it anew, or rename it.")
                % {"ending": ending_of(str(file.name))}
            )
        former = self.original_file.name if self.original_file else ""
        if former and kind_of(former) != kind_of(str(file.name)):
            raise forms.ValidationError(
                _("Pages use this as %(former)s, and the new file is %(kind)s. Add it as a document of its own.")
                % {"former": KINDS_IN_WORDS[kind_of(former)], "kind": KINDS_IN_WORDS[kind_of(str(file.name))]}
            )
        file.seek(0)
        return _captions(file) if ending_of(str(file.name)) in CAPTIONS_READERS else file

    def store_beside(self) -> None:
        file = self.instance.file
        self.instance.file = file.storage.save(replacing.new_folder(file.name), file.file)

    def forget_what_was_made(self) -> None:
        audio.forget(self.instance)

    def what_became(self) -> str:
        file = self.cleaned_data["file"]
        if kind_of(str(file.name)) != "film":
            return ""
        words = gettext("The film stays as it is: %(weight)s. “Audio version” on its form makes its sound alone.")
        return words % {"weight": film_in_words(file.size)}


def _captions(file: UploadedFile) -> UploadedFile:
    stem, _dot, ending = str(file.name).rpartition(".")
    try:
        if (file.size or 0) > captions.LARGEST:
            raise TooMuch
        read = read_apart(CAPTIONS_READERS[ending.lower()], file.read(), bounds.CAPTIONS_READING)
    except tuple(CAPTIONS_NOT_TAKEN) as error:
        raise forms.ValidationError(CAPTIONS_NOT_TAKEN[type(error)]) from None
    if read["issues"]:
        lines = [WRONG_TIMES[what] % {"line": line, "text": text} for line, what, text in read["issues"]]
        if read["more"]:
            more = ngettext("And %(n)s more line.", "And %(n)s more lines.", read["more"])
            lines.append(more % {"n": read["more"]})
        raise forms.ValidationError([forms.ValidationError(line) for line in lines])
    return SimpleUploadedFile(f"{stem}.vtt", read["text"].encode())
