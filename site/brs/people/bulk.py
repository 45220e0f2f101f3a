"""Actions on several accounts at once: on those alone that the person could change one by one."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction
from wagtail.users.views.users import UserFilterSet

from .appointing import may_change, roles_to_give
from .models import User

SEARCHED = ("name", "email", "organisation")


class AsListed:
    """Whoever takes all that the list shows takes what it was narrowed to, and no account beside it."""

    def get_all_objects_in_listing_query(self, _parent_id: Any) -> QuerySet:
        asked = self.request.GET  # type: ignore[attr-defined]
        shown = UserFilterSet(asked, User.objects.all(), request=self.request).qs  # type: ignore[attr-defined]
        words = Q()
        for field in SEARCHED:
            words |= Q(**{f"{field}__icontains": asked.get("q", "")})
        return shown.filter(words).values_list("pk", flat=True)

    def check_perm(self, account: User) -> bool:
        return super().check_perm(account) and may_change(self.request.user, account)  # type: ignore[misc,attr-defined]


class AssignRole(AsListed, AssignRoleBulkAction):
    def get_form(self, *args: Any) -> forms.Form:
        form = super().get_form(*args)
        form.fields["role"].queryset = roles_to_give(self.request.user)
        return form


class Delete(AsListed, DeleteBulkAction):
    pass


class SetActiveState(AsListed, SetActiveStateBulkAction):
    pass
