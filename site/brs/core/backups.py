"""A backup: one archive with the database, uploaded files and settings, made while the site runs, and put back.

What is in it, and the digest of each file, is written last, so that an archive that was cut says nothing and is
refused. Secrets are named, not kept.
"""

import hashlib
import io
import json
import os
import shlex
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.db import connection

from brs.settings.environment import VARIABLES

from . import dumps
from .dumps import Unusable

SETTINGS, CONTENTS, MEDIA = "settings.env", "contents.json", "media/"
NAMED = "brs-learn-*.tar"
PART, REPLACED = ".brs-learn-", ".replaced-"  # how names begin of what is unfinished, and of what was set aside
FORGOTTEN_SECONDS = 24 * 60 * 60
PIECE = 1 << 20
ROOT_PACKAGES = ("brs", "courses", "toolkits")


def make(folder: Path) -> tuple[Path, dict[str, Any]]:
    """A new archive in the folder, read again once it is on the disk; what is in it."""
    now = datetime.now(UTC)
    path = folder / now.strftime(NAMED.replace("*", "%Y-%m-%dT%H-%M-%SZ"))
    if path.exists():
        raise Unusable(f"{path} has just been made.")
    with tempfile.TemporaryDirectory(dir=folder, prefix=PART) as unfinished:
        part, copy = Path(unfinished, path.name), Path(unfinished, dumps.NAMES[connection.vendor])
        contents = {"made": now.isoformat(timespec="seconds"), "vendor": connection.vendor, **dumps.take(copy)}
        part.touch(0o600, exist_ok=False)
        with part.open("wb") as file:
            _write(file, copy, contents)
            file.flush()
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # what is on the disk is read, not memory
        if read(part) != contents:
            raise Unusable("What was written is not what is read.")
        part.rename(path)
    _sync(folder)
    return path, contents


def rotate(folder: Path, keep: int, newest: Path) -> list[Path]:
    """Remove all but so many; those removed. The one just made stays whatever the clock said."""
    others = sorted((path for path in folder.glob(NAMED) if path != newest), reverse=True)
    removed = others[max(keep - 1, 0) :]
    for path in removed:
        path.unlink()
    _clear(folder, FORGOTTEN_SECONDS)
    return removed


def newest_of(folder: Path) -> Path | None:
    return max(folder.glob(NAMED), default=None)


def read(archive: Path, copy: Path | None = None, media: Path | None = None) -> dict[str, Any]:
    """What is in an archive; every byte of it is compared with what was written. Raises Unusable where any differs.

    The database is copied to `copy` and uploaded files into the folder `media`, where they are given.
    """
    digests: dict[str, str] = {}
    contents: dict[str, Any] = {}
    try:
        with archive.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as members:
            for member in members:
                source = members.extractfile(member)
                if source is None:
                    raise Unusable(f"{archive}: {member.name} is not a file.")
                if member.name == CONTENTS:
                    contents = json.load(source)
                    continue
                with ExitStack() as opened:
                    path = _place(member.name, copy, media)
                    target = opened.enter_context(path.open("xb")) if path else None
                    digests[member.name] = _digest(source, target)
                if path:
                    os.utime(path, (member.mtime, member.mtime))
    except (OSError, tarfile.TarError, ValueError) as error:
        raise Unusable(f"{archive}: {error}") from error
    if not contents:
        raise Unusable(f"{archive}: its end is missing.")
    files = contents.pop("files")
    if differing := sorted(name for name in files.keys() | digests.keys() if files.get(name) != digests.get(name)):
        raise Unusable(f"{archive}: damaged are {', '.join(differing[:5])}")
    return contents


def refuse_if_not_ours(contents: dict[str, Any]) -> None:
    """Raises Unusable where this installation cannot use it: another database, or made by a newer version."""
    if contents["vendor"] != connection.vendor:
        raise Unusable(f"It is of {contents['vendor']}, and BRS_DATABASE_URL names {connection.vendor}.")
    ours = [app for app in apps.get_app_configs() if app.name.partition(".")[0] in ROOT_PACKAGES]
    # By the names of their files: loading some packages' migrations asks the database, which may be broken.
    known = {f"{app.label}.{file.stem}" for app in ours for file in Path(app.path, "migrations").glob("[0-9]*.py")}
    labels = {app.label for app in ours}
    of_then = {name for name in contents["migrations"] if name.partition(".")[0] in labels}
    if unknown := sorted(of_then - known):
        raise Unusable(f"A newer version made it: this one does not know {unknown[0]}. Check that version out first.")


def put_back(archive: Path) -> tuple[dict[str, Any], list[str]]:
    """Use what is in the archive from now on; what that is, and where all that was used before is kept.

    Nothing is replaced before the whole of it is there and checked. Raises Unusable.
    """
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    beside = dumps.database_file().parent if connection.vendor == "sqlite" else settings.DATA
    beside.mkdir(parents=True, exist_ok=True)
    mark = datetime.now(UTC).strftime(f"{REPLACED}%Y%m%dT%H%M%S%f")
    for folder in (media, beside):
        _clear(folder)
    with ExitStack() as staged:
        # Beside what they replace: moving them there takes no time and no room.
        copy = Path(staged.enter_context(tempfile.TemporaryDirectory(dir=beside, prefix=PART)), "database")
        files = Path(staged.enter_context(tempfile.TemporaryDirectory(dir=media, prefix=PART)))
        contents = read(archive, copy, files)
        refuse_if_not_ours(contents)
        dumps.checked(copy)
        os.sync()
        replaced = [dumps.put_back(copy, mark)]
        try:
            replaced.append(_swap(files, media, media / mark))
        except OSError as error:
            raise Unusable(f"The database is there, its files are not: {error}. Mend that and run it again.") from error
        os.sync()
    return contents, [path for path in replaced if path]


def in_words(contents: dict[str, Any]) -> str:
    counted = ", ".join(f"{number:,} {words}" for words, number in contents["counted"].items())
    return f"Of {contents['made']}: {counted}; the newest is of {contents['newest'] or 'no time'}"


def elsewhere() -> list[str]:
    """The storages whose files are not in MEDIA_ROOT, and so in no backup."""
    root = str(Path(settings.MEDIA_ROOT).absolute())
    return [
        alias
        for alias in ("default", "pictures")
        if not isinstance(storage := storages[alias], FileSystemStorage) or storage.location != root
    ]


def secrets() -> list[str]:
    """The variables that are set here and kept in no backup."""
    return [name for name, variable in VARIABLES.items() if variable.is_secret and name in os.environ]


def _write(file: IO[bytes], copy: Path, contents: dict[str, Any]) -> None:
    digests = {}
    with tarfile.TarFile(fileobj=file, mode="w", copybufsize=PIECE) as archive:

        def add(name: str, source: IO[bytes], size: int, changed: float) -> None:
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.mode = size, changed, 0o600
            read_through = _Digested(source)
            archive.addfile(member, read_through)
            digests[name] = read_through.digest.hexdigest()

        def add_text(name: str, text: str) -> None:
            add(name, io.BytesIO(text.encode()), len(text.encode()), time.time())

        add_text(SETTINGS, _settings())
        for name, path in [(copy.name, copy), *_uploaded()]:
            with path.open("rb") as source:
                state = os.fstat(source.fileno())
                add(name, source, state.st_size, state.st_mtime)
        add_text(CONTENTS, json.dumps({**contents, "files": digests}, indent=1))


class _Digested:
    """What is read of a file, and its digest."""

    def __init__(self, source: IO[bytes]):
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.digest.update(piece)
        return piece


def _settings() -> str:
    """As a shell and systemd read them."""
    lines = [f"DJANGO_SETTINGS_MODULE={settings.SETTINGS_MODULE}"]
    for name, variable in VARIABLES.items():
        if name in os.environ:
            lines.append(f"# {name}=  a secret" if variable.is_secret else f"{name}={shlex.quote(os.environ[name])}")
    return "\n".join([*lines, ""])


def _uploaded() -> Iterator[tuple[str, Path]]:
    """Each file under MEDIA_ROOT, but what was set aside or is unfinished."""
    root = Path(settings.MEDIA_ROOT)
    for folder, folders, names in os.walk(root, followlinks=True):
        if Path(folder) == root:
            folders[:] = [name for name in folders if not name.startswith((PART, REPLACED))]
        for name in sorted(names):
            path = Path(folder, name)
            yield MEDIA + path.relative_to(root).as_posix(), path


def _place(name: str, copy: Path | None, media: Path | None) -> Path | None:
    """Where a file of the archive is copied to, if anywhere."""
    if name in dumps.NAMES.values():
        return copy
    if media is None or not name.startswith(MEDIA):
        return None
    path = media / name.removeprefix(MEDIA)
    if not path.resolve().is_relative_to(media.resolve()):
        raise Unusable(f"{name} lies outside the folder for uploaded files.")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _digest(source: IO[bytes], target: IO[bytes] | None) -> str:
    digested = _Digested(source)
    while piece := digested.read(PIECE):
        if target:
            target.write(piece)
    return digested.digest.hexdigest()


def _swap(new: Path, folder: Path, aside: Path) -> str:
    """Piece by piece, since the folder itself may be a disk of its own; where the old ones are, if there were any."""
    for old in [path for path in folder.iterdir() if not path.name.startswith((PART, REPLACED))]:
        aside.mkdir(exist_ok=True)
        old.rename(aside / old.name)
    for path in list(new.iterdir()):
        path.rename(folder / path.name)
    return str(aside) if aside.exists() else ""


def _clear(folder: Path, seconds: int = 0) -> None:
    """Of what was killed; another one may be at work until so long after."""
    for left in folder.glob(f"{PART}*"):
        if left.stat().st_mtime <= time.time() - seconds:
            shutil.rmtree(left, ignore_errors=True)


def _sync(folder: Path) -> None:
    """So that the new name is on the disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
