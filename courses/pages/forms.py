"""Forms of the page editor that check more than their fields."""

from typing import Any

from brs.core.page_form import PageForm

from .opening import why_not_open


class CourseForm(PageForm):
    """A course is opened when it is whole: refused beside the switch otherwise, with what to publish first."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_open") and (reason := why_not_open(self.instance)):
            self.add_error("is_open", reason)
        return cleaned
