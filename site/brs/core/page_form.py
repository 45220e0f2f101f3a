"""The form of the page editor."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Says above the page what is wrong in a window that is closed: when it is published and when it ends.

    A new page gets its slug from its title where none is given, as it does from a script if that is there in time.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields and not self.instance.pk:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("go_live_at", "expire_at"):
            for message in self.errors.get(name, []):
                advice = _("%(problem)s. Set another time under Status, Set schedule.")
                if message.endswith(("?", "؟", "？")):  # of two hours, or of one that there is not
                    advice = _("%(problem)s Answer that under Status, Set schedule.")
                self.add_error(None, advice % {"problem": message})
        return cleaned
