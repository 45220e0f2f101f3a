"""The form of a question in the bank."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

LONGEST_NAME = 200


class QuestionForm(WagtailAdminModelForm):
    """A name that is left empty is what is asked: nobody types it twice."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "name" in self.fields and not cleaned.get("name"):
            stems = [block.value.get("stem") or "" for block in cleaned.get("body") or []]
            cleaned["name"] = " ".join(" ".join(stems).split())[:LONGEST_NAME]
            if not cleaned["name"]:
                self.add_error("name", _("Write the question, or give it a name."))
        return cleaned
