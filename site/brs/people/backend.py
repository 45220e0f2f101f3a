"""How people are told apart and what they may: by e-mail and password, and by their roles."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from .models import User


class Backend(AuthenticationBackend):
    """allauth's. Nobody has a permission but by a role (roles.py), so that no second query asks for others."""

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()
