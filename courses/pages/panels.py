"""Panels of the page editor."""

import json
from functools import cached_property
from typing import Any

from django.forms import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.admin.telepath import JSContext
from wagtail.snippets.widgets import AdminSnippetChooser

from courses.questions.models import Question

from .impact import impact_of
from .opening import has_opened
from .quiz_glance import glance_of
from .quiz_questions import warnings as quiz_warnings


class ImpactPanel(Panel):
    """Says before publishing whom it touches."""

    def __init__(self, **options: Any):
        super().__init__(**{"heading": _("What publishing does"), "icon": "group", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/impact_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "impact": impact_of(self.instance)}


class QuizWarningsPanel(Panel):
    """Says what the bank lacks for a quiz, and whom its rules can stop; gone where there is nothing to say."""

    def __init__(self, **options: Any):
        super().__init__(**{"heading": _("Before you publish"), "icon": "warning", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/quiz_warnings_panel.html"

        @cached_property
        def warnings(self) -> list[str]:
            return quiz_warnings(self.instance) if self.instance.pk else []

        def is_shown(self) -> bool:
            return super().is_shown() and bool(self.warnings)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "warnings": self.warnings}


class QuizGlancePanel(Panel):
    """What the quiz asks, what that is worth and what its pools can serve; follows what is being chosen."""

    def __init__(self, **options: Any):
        super().__init__(**{"heading": _("At a glance"), "icon": "view", **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/quiz_glance_panel.html"

        class Media:
            js = [Script(path, type="module") for path in ("js/admin/quiz-glance.js", "js/admin/add-questions.js")]

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            address = reverse("quiz_glance", args=[self.instance.locale.language_code])
            return {
                **super().get_context_data(parent_context),
                "glance": glance_of(self.instance),
                "url": address,
                "chooser": json.dumps(JSContext().pack(AdminSnippetChooser(Question))),
                "language": self.instance.locale.language_code,
            }


class OpeningPanel(FieldPanel):
    """The switch that opens a course: gone once it has been opened, since that is for good."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and not (self.instance.pk and has_opened(self.instance))
