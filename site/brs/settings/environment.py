"""Every environment variable that BRS Learn reads: once, with its type, default and meaning.

`docs/configuration.md` is checked against this table by a test.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
REQUIRED = object()


@dataclass(frozen=True)
class Variable:
    name: str
    kind: str  # a method of environ.Env: str, bool, int, list, db_url, email_url, cache_url
    default: Any
    help: str
    is_secret: bool = False  # or may hold a password: no backup keeps it


VARIABLES = {
    v.name: v
    for v in [
        Variable(
            "BRS_SECRET_KEY", "str", REQUIRED, "Secret for signing sessions and tokens; 50 random characters.", True
        ),
        Variable("BRS_HOSTS", "list", REQUIRED, "Host names the site answers to, separated by commas."),
        Variable("BRS_ADDRESS", "str", REQUIRED, "Public address with scheme, for links in mail and on certificates."),
        Variable(
            "BRS_DATABASE_URL",
            "db_url",
            f"sqlite:///{ROOT}/var/brs.sqlite3",
            "Database: sqlite:///path or postgres://user:password@host/name.",
            is_secret=True,
        ),
        Variable("BRS_DATA", "str", str(ROOT / "var"), "Folder for uploaded media and collected static files."),
        Variable(
            "BRS_EMAIL_URL", "email_url", "consolemail://", "Mail server: smtp+tls://user:password@host:587.", True
        ),
        Variable("BRS_EMAIL_FROM", "str", "BRS Learn <no-reply@localhost>", "Sender of the site's mail."),
        Variable(
            "BRS_CACHE_URL",
            "cache_url",
            "dbcache://cache",
            "Cache shared by all workers: dbcache://table or redis://host.",
            is_secret=True,
        ),
        Variable("BRS_PROXIES", "int", 0, "How many trusted reverse proxies stand before the site."),
        Variable("BRS_HSTS_SECONDS", "int", 31_536_000, "How long browsers shall insist on https."),
        Variable("BRS_DEBUG", "bool", True, "Error pages with details; read by local settings only."),
        Variable("BRS_LOG_LEVEL", "str", "INFO", "Least level of log lines written to standard error."),
        Variable("BRS_ACCESS_LOG", "bool", True, "Whether gunicorn writes a line for each request to standard output."),
        Variable("BRS_ADMINS", "list", [], "Addresses that errors are reported to by mail, separated by commas."),
        Variable("BRS_OFFLINE_DOCUMENT_MB", "int", 200, "Largest document that goes into a toolkit's offline folder."),
        Variable("BRS_OFFLINE_FOLDER_MB", "int", 2000, "Most that the documents of an offline folder weigh together."),
        Variable(
            "BRS_MACHINE_TRANSLATOR",
            "str",
            "",
            "Class that translates by machine, by its dotted name, for wagtail-localize; empty for none.",
        ),
        Variable(
            "BRS_MACHINE_TRANSLATOR_OPTIONS", "json", {}, "Its options as JSON: address, key of the service.", True
        ),
        Variable(
            "BRS_CHECK_LINKS",
            "bool",
            False,
            "Whether the worker asks other sites for the links to them, to find dead ones; it must reach the internet.",
        ),
        Variable("BRS_FONTS", "str", "/usr/share/fonts", "Folder in which certificates and handouts look for fonts."),
    ]
}

_env = environ.Env()


def read(name: str, default: Any = None) -> Any:
    """The variable's value in its type; `default` lets local and test settings do without a required one.

    Raises ImproperlyConfigured, naming the variable and its meaning, where it is required and missing.
    """
    variable = VARIABLES[name]
    fallback = variable.default if default is None else default
    if fallback is REQUIRED and not _env.str(name, default=""):
        raise ImproperlyConfigured(f"Set the environment variable {name}: {variable.help}")
    if fallback is REQUIRED:
        return getattr(_env, variable.kind)(name)
    return getattr(_env, variable.kind)(name, default=fallback)
