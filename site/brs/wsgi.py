"""Entry point for gunicorn: `gunicorn brs.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from brs.core.logs import with_reference
from brs.core.long_answers import long_answers
from brs.core.whole_bodies import whole_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brs.settings.production")
application = with_reference(whole_bodies(long_answers(get_wsgi_application())))
# All views before gunicorn makes its workers, which share them so, and no first visitor waits for them.
get_resolver().url_patterns  # noqa: B018
gc.freeze()  # what stays for good is neither looked at nor copied any more
