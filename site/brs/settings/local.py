"""On one's own machine: `make demo`, `manage.py`. Mail goes to the console."""

from .base import *  # noqa: F403
from .environment import read

DEBUG = read("BRS_DEBUG")
SECRET_KEY = read("BRS_SECRET_KEY", "local-only-not-secret-0123456789-0123456789-0123456789")
ALLOWED_HOSTS = read("BRS_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
STYLEGUIDE = True
WAGTAILADMIN_BASE_URL = read("BRS_ADDRESS", "http://localhost:8000")
