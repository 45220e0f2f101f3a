"""For the tests: quick hashes, mail kept in memory, nothing written outside a temporary folder."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .environment import read

DEBUG = False
SECRET_KEY = "test-only-0123456789-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STYLEGUIDE = True
WAGTAILADMIN_BASE_URL = read("BRS_ADDRESS", "http://testserver")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DISK_LOW_BYTES = 0  # whatever room the machine has
MAIL_IN_A_THREAD = False  # another thread sees nothing of a test's transaction
DATA = Path(tempfile.mkdtemp(prefix="brs-data-"))
MEDIA_ROOT = DATA / "media"
OFFLINE_ROOT = DATA / "offline"
TASKS = {**TASKS, "background": TASKS["default"]}  # noqa: F405
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
PERIODIC_DEEDS = []  # no worker runs: nothing is overdue. tests/core/test_periodic.py has the table of the site
