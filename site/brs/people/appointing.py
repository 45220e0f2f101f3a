"""Who gives whom which role, and whose account somebody may close: nobody reaches above their own role.

The table of roles stands in order: an administrator gives all of them, and nobody but a superuser makes a superuser,
touches one, or gives a group that is not in the table.
"""

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from .models import User
from .roles import ROLES

ORDER = [role.name for role in ROLES]
NO_ROLE = -1


def rank(person: User) -> int:
    """The place of their highest role. Reads `groups`, so that a list may fetch them for all of its rows."""
    return max((ORDER.index(group.name) for group in person.groups.all() if group.name in ORDER), default=NO_ROLE)


def roles_to_give(giver: User) -> QuerySet[Group]:
    if giver.is_superuser:
        return Group.objects.order_by("name")
    return Group.objects.filter(name__in=ORDER[: rank(giver) + 1]).order_by("name")


def may_change(person: User, account: User) -> bool:
    if person.is_superuser:
        return True
    return not account.is_superuser and rank(account) <= rank(person)


class AccountPolicy(ModelPermissionPolicy):
    def user_has_permission_for_instance(self, user: User, action: str, instance: User) -> bool:
        allowed = self.user_has_permission(user, action)
        return allowed and (action not in ("change", "delete") or may_change(user, instance))
