"""The form of the page editor."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm


class PageForm(WagtailAdminPageForm):
    """Says above the page what is wrong in a window that is closed: when it is published and when it ends."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("go_live_at", "expire_at"):
            for message in self.errors.get(name, []):
                self.add_error(
                    None, _("%(problem)s. Set another time under Status, Set schedule.") % {"problem": message}
                )
        return cleaned
