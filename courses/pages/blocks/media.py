"""Blocks of pictures, sound and files. Each says in words what it shows."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

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
        preview_value = IN_FIVE_STEPS
        template = "courses/blocks/video.html"


class AudioBlock(RecordingBlock):
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
