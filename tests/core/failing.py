"""The site with an address that fails: served by gunicorn in `test_duty.py`."""

import logging

from django.contrib.auth import get_user
from django.http import HttpResponse
from django.urls import path

from brs import wsgi  # isort: skip  (it loads the apps)
from brs import urls  # isort: skip


SAID = "amina@example.org has said this"


class Broken(Exception):
    pass


def fail(request, code=""):
    get_user(request)
    logging.getLogger("brs.test").info("looking at %s", request.get_full_path())
    raise Broken(SAID)


def speak(request):
    return HttpResponse(f"{request.user.pk}")


urls.urlpatterns[:0] = [path("fail/", fail), path("t/<str:code>/fail/", fail), path("who/", speak)]
application = wsgi.application
