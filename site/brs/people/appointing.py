"""Who gives whom which role, and whose account somebody may close: nobody reaches above their own role.

The table of roles stands in order: an administrator gives all of them, and nobody but a superuser makes a superuser,
touches one, or gives a group that is not in the table.
"""

from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from .models import User
from .roles import ROLES, name_of_reviewers

ORDER = [role.name for role in ROLES]
NO_ROLE = -1
OF_A_CONVENTION = name_of_reviewers("")  # its reviewers have the rank of all reviewers


def rank(person: User) -> int:
    """The place of their highest role. Reads `groups`, so that a list may fetch them for all of its rows."""
    return max((_rank_of(group) for group in person.groups.all()), default=NO_ROLE)


def _rank_of(group: Group) -> int:
    name = "reviewer" if group.name.startswith(OF_A_CONVENTION) else group.name
    return ORDER.index(name) if name in ORDER else NO_ROLE


def roles_to_give(giver: User) -> QuerySet[Group]:
    if giver.is_superuser:
        return Group.objects.order_by("name")
    offered = Q(name__in=ORDER[: rank(giver) + 1])
    if rank(giver) >= ORDER.index("reviewer"):
        offered |= Q(name__startswith=OF_A_CONVENTION)
    return Group.objects.filter(offered).order_by("name")


def may_change(person: User, account: User) -> bool:
    if person.is_superuser:
        return True
    return not account.is_superuser and rank(account) <= rank(person)


class AccountPolicy(ModelPermissionPolicy):
    def user_has_permission_for_instance(self, user: User, action: str, instance: User) -> bool:
        allowed = self.user_has_permission(user, action)
        return allowed and (action not in ("change", "delete") or may_change(user, instance))
