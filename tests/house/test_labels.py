"""Whatever an editor fills in has a name in their language: no field or block is called by its name in the code."""

import pytest
from django.apps import apps
from django.utils.functional import Promise
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

OURS = ("brs.", "courses.", "toolkits.")
MODELS = [model for model in [*get_page_models(), *get_snippet_models()] if model.__module__.startswith(OURS)]


def unnamed_blocks(block: blocks.Block, path: str) -> list[str]:
    if isinstance(block, blocks.ListBlock):
        return unnamed_blocks(block.child_block, path)
    if not isinstance(block, blocks.BaseStreamBlock | blocks.BaseStructBlock) or isinstance(block, ImageBlock):
        return []
    unnamed = []
    for name, child in block.child_blocks.items():
        full_name = f"{path}.{name}"
        unnamed += [full_name] * (not isinstance(child.label, Promise)) + unnamed_blocks(child, full_name)
    return unnamed


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_all_of_it_is_named(model):
    handler = model.get_edit_handler() if issubclass(model, Page) else model.snippet_viewset._edit_handler
    in_form = handler.get_form_class().base_fields
    local_fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    asked = [field for field in local_fields if field.name in in_form]
    unnamed = [field.name for field in asked if not isinstance(field.verbose_name, Promise)]
    for field in asked:
        if isinstance(field, StreamField):
            unnamed += unnamed_blocks(field.stream_block, field.name)
    assert unnamed == []
    assert isinstance(model._meta.verbose_name, Promise)


# Where the name says all that happens, or the field is a tick that says it.
PLAIN = {
    *("full_title", "website", "adopted_on", "in_force_since", "parties_count", "is_indicator", "kind", "steps"),
    *("organisers", "donors", "is_demo", "planned_activities", "sort_order", "when_to_use", "when_not", "theme"),
    *("conventions", "themes", "audiences", "competencies", "sdg_targets", "provisions"),  # said by their panel
}
FORMS = [
    *("courses.CoursePage", "courses.ModulePage", "courses.LessonPage", "courses.QuizPage", "courses.Question"),
    *("toolkits.ToolPage", "activities.ActivityPage", "activities.Survey", "certificates.CertificateKind"),
    *("needs.Questionnaire", "taxonomy.Convention", "taxonomy.Theme", "taxonomy.SdgTarget", "taxonomy.Audience"),
    *("taxonomy.Competency", "taxonomy.Provision", "taxonomy.GlossaryTerm"),
]


def field_panels(panel):
    for child in getattr(panel, "children", []):
        yield from field_panels(child)
    if isinstance(panel, FieldPanel):
        yield panel


@pytest.mark.parametrize("label", FORMS)
def test_each_field_says_what_happens(label):
    model = apps.get_model(label)
    handler = model.get_edit_handler() if issubclass(model, Page) else model.snippet_viewset._edit_handler
    fields = {field.name: field for field in [*model._meta.local_fields, *model._meta.local_many_to_many]}
    silent = [
        panel.field_name
        for panel in field_panels(handler)
        if panel.field_name in fields and not (panel.help_text or fields[panel.field_name].help_text)
    ]
    assert set(silent) - PLAIN == set()
