"""Static files under hashed names, with the imports between our ES modules rewritten as well."""

import functools
import time

from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SECONDS_REMEMBERED = 60


class HashedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True


def missing() -> list[str]:
    """Of what this version's pages ask for, the files that were not collected: a page that names one fails.

    Remembered for a minute. Nothing is missing where names are not hashed, as with DEBUG.
    """
    return _lately_missing(int(time.monotonic() // SECONDS_REMEMBERED))


@functools.lru_cache(maxsize=1)
def _lately_missing(_minute: int) -> list[str]:
    storage = staticfiles_storage
    if settings.DEBUG or not isinstance(storage, HashedStaticFilesStorage):
        return []
    hashed = storage.hashed_files
    return [name for name in _wanted() if name not in hashed or not storage.exists(hashed[name])]


forget = _lately_missing.cache_clear


@functools.lru_cache(maxsize=1)
def _wanted() -> list[str]:
    """The files that `collectstatic` collects; they do not change while a process lives."""
    return sorted(
        f"{prefix}/{path}".replace("\\", "/") if (prefix := getattr(storage, "prefix", "")) else path
        for finder in get_finders()
        for path, storage in finder.list(StaticFilesConfig.ignore_patterns)
    )
