"""For whom Wagtail asks whether they may have its bar on a page: who has been in the admin since they signed in.

Of nobody else a page asks the database what they may: learners cost no query.
"""

from django.http import HttpRequest

BEEN_THERE = "been_in_admin"  # in the session


def remember(request: HttpRequest) -> None:
    if BEEN_THERE not in request.session:
        request.session[BEEN_THERE] = True


def has_been_in_the_admin(request: HttpRequest) -> bool:
    return BEEN_THERE in request.session
