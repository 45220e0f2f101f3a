"""For whom Wagtail's bar is on a page: who may come into the admin, and has been there since they signed in.

A page asks the database of nobody else what they may: learners cost no query.
"""

from django.http import HttpRequest

MAY_COME_IN = "wagtailadmin.access_admin"
BEEN_THERE = "been_in_admin"  # in the session


def remember(request: HttpRequest) -> None:
    if BEEN_THERE not in request.session:
        request.session[BEEN_THERE] = True


def has_bar(request: HttpRequest) -> bool:
    return bool(request.session.get(BEEN_THERE)) and request.user.has_perm(MAY_COME_IN)
