"""In service: https only; every secret from the environment, with a clear error where one is missing."""

from .base import *  # noqa: F403
from .environment import read

DEBUG = False
SECRET_KEY = read("BRS_SECRET_KEY")
ALLOWED_HOSTS = read("BRS_HOSTS")
WAGTAILADMIN_BASE_URL = read("BRS_ADDRESS")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = read("BRS_HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if read("BRS_PROXIES"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = read("BRS_PROXIES")
