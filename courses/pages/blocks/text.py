"""Blocks of words."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.models import Page

from brs.core.pages import is_public
from brs.taxonomy.blocks import CitationBlock
from brs.taxonomy.models import Provision

# What a learner on a small screen can follow: no headings inside a block, no images, no embeds.
FEATURES = ["bold", "italic", "superscript", "subscript", "link", "ol", "ul"]
READING, PRACTICE = _("Reading"), _("Practice")


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        group = READING
        description = _("Divides a lesson; learners jump to it.")
        preview_value = "Who must agree before waste moves?"
        template = "courses/blocks/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **options):
        super().__init__(**{"features": FEATURES, **options})

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        group = READING
        description = _("Plain text with lists and links.")
        preview_value = "<p>The State of import answers <b>in writing</b>.</p>"
        template = "courses/blocks/paragraph.html"


class CalloutBlock(blocks.StructBlock):
    style = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("note", _("Note")), ("tip", _("Tip")), ("warning", _("Warning")), ("law", _("Law"))],
        default="note",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        group = READING
        description = _("Something that must not be overlooked.")
        preview_value = {"style": "law", "title": "Silence is not consent", "text": "<p>Wait for the answer.</p>"}
        template = "courses/blocks/callout.html"


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"), max_length=200)
    definition = blocks.TextBlock(label=_("Meaning"), rows=2)


class KeyTermsBlock(blocks.StructBlock):
    terms = blocks.ListBlock(TermBlock(), label=_("Terms"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Key terms")
        group = READING
        description = _("Words of the field with what they mean.")
        preview_value = {"terms": [{"term": "Disposal", "definition": "Any operation of Annex IV."}]}
        template = "courses/blocks/key_terms.html"


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    items = blocks.ListBlock(blocks.CharBlock(max_length=500), label=_("Items"), min_num=1)

    class Meta:
        icon = "tasks"
        label = _("Checklist")
        group = READING
        description = _("Steps to take away and tick off.")
        preview_value = {"title": "On Monday", "items": ["Find the contact", "Read the notification"]}
        template = "courses/blocks/checklist.html"

    def get_context(self, value, parent_context=None):
        # In a template `value.items` is the method of a dictionary.
        return {**super().get_context(value, parent_context), "entries": value["items"]}


class CaseStudyBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "openquote"
        label = _("Case study")
        group = READING
        description = _("A story from practice; say where it is invented.")
        preview_value = {"title": "Four tonnes of lindane", "text": "<p>Found in an old store.</p>"}
        template = "courses/blocks/case_study.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Caption"), max_length=300)
    header = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Column headings"), min_num=1, max_num=8)
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.RichTextBlock(features=["bold", "italic", "superscript", "subscript", "link"]), min_num=1, max_num=8
        ),
        label=_("Rows"),
        help_text=_("Each with as many cells as there are column headings; the first cell names the row."),
        min_num=1,
    )

    class Meta:
        icon = "table"
        label = _("Table")
        group = READING
        description = _("Figures or facts to compare. Paste a table from Word or Excel into the first heading.")
        preview_value = {"caption": "Time limits", "header": ["Step", "Days"], "rows": [["Answer", "60"]]}
        template = "courses/blocks/table.html"

    def clean(self, value):
        """A draft may be uneven; in what is published each cell stands below a heading."""
        value = super().clean(value)
        columns = len(value["header"])
        uneven = [number for number, row in enumerate(value["rows"]) if len(row) != columns]
        if uneven and not self.is_deferred_validation:
            problem = ValidationError(
                ngettext("Give this row %(n)d cell.", "Give this row %(n)d cells, one below each heading.", columns)
                % {"n": columns}
            )
            rows = ListBlockValidationError(block_errors=dict.fromkeys(uneven, problem))
            raise blocks.StructBlockValidationError(block_errors={"rows": rows})
        return value


class TableBlockAdapter(StructBlockAdapter):
    """In the editor a table that is pasted into one of its fields fills it from there on."""

    js_constructor = "courses.TableBlock"

    def js_args(self, block):
        name, fields, meta = super().js_args(block)
        too_wide = _("A table has at most 8 columns; what is right of them was left out.")
        return [name, fields, {**meta, "tooWide": too_wide}]

    @cached_property
    def media(self):
        return super().media + forms.Media(js=["js/admin/table-block.js"])


register(TableBlockAdapter(), TableBlock)


class ProvisionBlock(CitationBlock):
    text = blocks.TextBlock(label=_("What it says, in our words"), rows=3)

    def get_preview_value(self):
        provision = Provision.objects.in_source_language().first()
        return self.normalize({"provision": provision, "pinpoint": "4", "text": "The State of import answers."})

    class Meta:
        icon = "doc-full"
        group = READING
        label = _("Provision")
        description = _("An article, annex or decision, and what it says in plain words.")
        template = "courses/blocks/provision.html"


class ToolBlock(blocks.StructBlock):
    """A tool of ours by its page; another by its name and address."""

    page = blocks.PageChooserBlock(label=_("Tool"), required=False)
    name = blocks.CharBlock(
        label=_("Name"), max_length=200, required=False, help_text=_("Of a tool that has no page here.")
    )
    url = blocks.URLBlock(label=_("Address"), required=False)
    text = blocks.TextBlock(label=_("What to use it for"), rows=2)

    def get_context(self, value, parent_context=None):
        """`tool`: its page, where that is for everybody; its title already tells."""
        page = value.get("page")
        is_open = page and Page.objects.live().filter(is_public(), pk=page.pk).exists()
        return {**super().get_context(value, parent_context), "tool": page if is_open else None}

    class Meta:
        icon = "cog"
        label = _("Tool")
        group = READING
        description = _("Guidance, a form or a manual to work with.")
        preview_value = {"name": "Notification form", "url": "https://www.basel.int", "text": "Fill in block 14."}
        template = "courses/blocks/tool.html"

    def clean(self, value):
        value = super().clean(value)
        missing = [name for name in ("name", "url") if not value[name]]
        if missing and not value["page"] and not self.is_deferred_validation:
            problem = ValidationError(_("Choose a tool, or give its name and address."))
            raise blocks.StructBlockValidationError(block_errors=dict.fromkeys(missing, problem))
        return value


class RevealBlock(blocks.StructBlock):
    summary = blocks.CharBlock(label=_("What is hidden"), max_length=200)
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        icon = "view"
        label = _("Reveal")
        group = PRACTICE
        description = _("An answer or worked example, opened on demand.")
        preview_value = {"summary": "Show the worked example", "text": "<p>Sixty days.</p>"}
        template = "courses/blocks/reveal.html"


class ReflectionBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(label=_("What to think about"), rows=2)

    class Meta:
        icon = "edit"
        label = _("Reflection")
        group = PRACTICE
        description = _("A private question: only the learner sees the answer.")
        preview_value = {"prompt": "Who in your country would answer this?"}
        template = "courses/blocks/reflection.html"
