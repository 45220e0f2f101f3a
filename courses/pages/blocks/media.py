"""Blocks of pictures, sound and files. Each says in words what it shows."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from brs.core.media.kinds import mime_type

MEDIA = _("Media")
IN_FIVE_STEPS = {"title": "A movement in five steps", "transcript": "<p>The exporter notifies, and waits.</p>"}


class PictureBlock(ImageBlock):
    def get_preview_value(self):
        return get_image_model().objects.last()


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        label=_("In words"), rows=2, help_text=_("All that the picture tells, for those who do not see it.")
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=300)

    def get_preview_value(self):
        image = get_image_model().objects.last()
        return self.normalize({"image": image, "alt": "Boxes and arrows", "caption": "From notice to file"})

    class Meta:
        icon = "image"
        label = _("Figure")
        group = MEDIA
        description = _("A drawing or chart with its caption.")
        template = "courses/blocks/figure.html"


def _mime_type(document) -> str:
    with document.open_file() as file:
        return mime_type(file)


class RecordingBlock(blocks.StructBlock):
    """A recording, of pictures or of sound: none plays without its words beside it."""

    # What the file may begin its type with, and what is said of another.
    plays: tuple[str, ...] = ()
    not_played = _("This file cannot be played.")

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(label=_("File"))
    captions = DocumentChooserBlock(label=_("Captions (WebVTT)"), required=False)
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), features=["bold", "italic", "superscript", "subscript", "ol", "ul"]
    )

    def clean(self, value):
        value = super().clean(value)
        wrong = {}
        if value["file"] and not _mime_type(value["file"]).startswith(self.plays):
            wrong["file"] = ValidationError(self.not_played)
        if value["captions"] and _mime_type(value["captions"]) != "text/vtt":
            wrong["captions"] = ValidationError(_("This is no WebVTT file: it would begin with the word WEBVTT."))
        if wrong and not self.is_deferred_validation:
            raise blocks.StructBlockValidationError(block_errors=wrong)
        return value


class VideoBlock(RecordingBlock):
    plays = ("video/", "audio/ogg")
    not_played = _("This file is no film. Choose one as MP4 or WebM.")
    poster = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        group = MEDIA
        description = _("A film, with captions and transcript.")
        preview_value = IN_FIVE_STEPS
        template = "courses/blocks/video.html"


class AudioBlock(RecordingBlock):
    plays = ("audio/", "video/mp4", "video/webm")
    not_played = _("This file is no recording. Choose one as MP3, M4A or Ogg.")

    class Meta:
        icon = "media"
        label = _("Audio")
        group = MEDIA
        description = _("A recording, with transcript.")
        preview_value = IN_FIVE_STEPS
        template = "courses/blocks/audio.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    text = blocks.CharBlock(label=_("What it is for"), max_length=300, required=False)

    def get_preview_value(self):
        document = get_document_model().objects.last()
        return self.normalize({"document": document, "text": "To fill in at the border"})

    class Meta:
        icon = "download"
        label = _("Document")
        group = MEDIA
        description = _("A file to download; its size is shown.")
        template = "courses/blocks/document.html"
