"""The interface's translations: `.po` files that people edit, compiled to the `.mo` files that the site reads."""

from pathlib import Path

import polib
from django.conf import settings


def sources() -> list[Path]:
    """Every `.po` file of ours."""
    return sorted(path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po"))


def stale() -> list[Path]:
    """Those that have been changed since they were compiled, or never were."""
    return [source for source in sources() if not _is_fresh(source)]


def compile_stale() -> list[Path]:
    """Compile what is stale; a running site never sees half a file."""
    compiled = stale()
    for source in compiled:
        unfinished = source.with_suffix(".mo.tmp")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(source.with_suffix(".mo"))
    return compiled


def _is_fresh(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime
