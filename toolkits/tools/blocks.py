"""The blocks of a tool's page: when to use it, the steps of using it, where to get it."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from courses.pages.blocks.text import FEATURES


class Format(models.TextChoices):
    WEB_PAGE = "web-page", _("Web page")
    APPLICATION = "application", _("Online application")
    COURSE = "course", _("Online course")
    DOCUMENT = "document", _("Publication")
    PDF = "pdf", _("PDF")
    TEXT = "text", _("Text document")
    SPREADSHEET = "spreadsheet", _("Spreadsheet")
    PRESENTATION = "presentation", _("Presentation")
    VIDEO = "video", _("Video")


POINTS = [("point", blocks.CharBlock(label=_("Point"), max_length=300))]


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("What to do"), max_length=200)
    text = blocks.RichTextBlock(label=_("How"), features=FEATURES, required=False)
    tools = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="toolkits.ToolPage"),
        label=_("Tools that this step needs"),
        default=[],
        min_num=0,
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class EditionBlock(blocks.StructBlock):
    """One way to get a tool. The languages are the tool's own, not its page's."""

    languages = blocks.MultipleChoiceBlock(label=_("Languages"), choices=settings.LANGUAGES)
    format = blocks.ChoiceBlock(label=_("Format"), choices=Format.choices, default=Format.WEB_PAGE)
    date = blocks.CharBlock(
        label=_("Date"),
        required=False,
        help_text=_("As far as it is known: 2019, 2019-05 or 2019-05-30."),
        validators=[RegexValidator(r"^\d{4}(-\d{2}){0,2}$", _("Write 2019, 2019-05 or 2019-05-30."))],
    )


class FileBlock(EditionBlock):
    document = DocumentChooserBlock(label=_("Document"))

    class Meta:
        icon = "doc-full"
        label = _("File")


class LinkBlock(EditionBlock):
    url = blocks.URLBlock(label=_("Official address"))
    kilobytes = blocks.IntegerBlock(label=_("Size in kB"), required=False, min_value=1, help_text=_("If it is known."))

    class Meta:
        icon = "link"
        label = _("Official link")


EDITIONS = [("link", LinkBlock()), ("file", FileBlock())]
RELATED = [
    ("course", blocks.PageChooserBlock(label=_("Course"), page_type="courses.CoursePage")),
    ("tool", blocks.PageChooserBlock(label=_("Tool"), page_type="toolkits.ToolPage")),
]
