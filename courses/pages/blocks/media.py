"""Blocks of pictures, sound and files. Each says in words what it shows."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

MEDIA = _("Media")


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.TextBlock(
        label=_("In words"), rows=2, help_text=_("All that the picture tells, for those who do not see it.")
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=300)

    class Meta:
        icon = "image"
        label = _("Figure")
        group = MEDIA
        description = _("A drawing or chart with its caption.")
        template = "courses/blocks/figure.html"


class RecordingBlock(blocks.StructBlock):
    """What video and sound share: nothing plays without its words beside it."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(label=_("File"))
    captions = DocumentChooserBlock(label=_("Captions (WebVTT)"), required=False)
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=["bold", "italic", "ol", "ul"])


class VideoBlock(RecordingBlock):
    poster = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "media"
        label = _("Video")
        group = MEDIA
        description = _("A film, with captions and transcript.")
        template = "courses/blocks/video.html"


class AudioBlock(RecordingBlock):
    class Meta:
        icon = "media"
        label = _("Audio")
        group = MEDIA
        description = _("A recording, with transcript.")
        template = "courses/blocks/audio.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    text = blocks.CharBlock(label=_("What it is for"), max_length=300, required=False)

    class Meta:
        icon = "download"
        label = _("Document")
        group = MEDIA
        description = _("A file to download; its size is shown.")
        template = "courses/blocks/document.html"
