"""The Secretariat's view of people."""

from wagtail.users.views.users import UserViewSet


class PeopleViewSet(UserViewSet):
    pass
