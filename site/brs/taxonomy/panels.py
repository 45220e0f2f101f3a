"""The panel in which a page gets its terms."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from .models import CLASSIFIED_FIELDS
from .suggesting import suggestions_for


class ClassificationPanel(MultiFieldPanel):
    """Suggests the terms of the page above, and those that the text names."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def __init__(self, **bound: Any) -> None:
            super().__init__(**bound)
            if self.form is None:
                return
            suggestions = suggestions_for(self.instance, getattr(self.form, "parent_page", None))
            for name in CLASSIFIED_FIELDS.values():
                if name in self.form.fields:
                    self.form.fields[name].widget.suggestions = suggestions[name]


classification_panels = [
    ClassificationPanel(
        [
            FieldPanel("conventions"),
            FieldPanel("themes"),
            FieldPanel("audiences"),
            FieldPanel("competencies"),
            FieldPanel("sdg_targets"),
            FieldPanel("provisions"),
        ],
        heading=_("Classification"),
        help_text=_("By these terms readers find the page in lists, filters and search, and reports count it."),
    )
]
