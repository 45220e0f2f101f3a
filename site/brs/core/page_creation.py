"""How a page is created in the admin, where Wagtail's own way ends in an error page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.create import CreateView


class CreatePage(CreateView):
    """Wagtail's. A new page saves itself: who presses "Save draft" in that moment sends the same page twice."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            if "slug" not in getattr(error, "error_dict", {}):
                raise
            message = _(
                "A page with this slug has just been saved here, perhaps this one by itself. Look at the pages here "
                "before you save it with another slug."
            )
            form.add_error("slug", message)
            return self.form_invalid(form)


create_page = require_admin_access(CreatePage.as_view())
