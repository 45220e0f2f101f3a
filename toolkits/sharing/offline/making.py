"""Makes offline folders: once for the same content, however many ask; in the background where it takes long.

Whoever makes one says every second how far they are. Where they fall silent, killed for instance, the next who asks
has it begun again. See docs/offline-folders.md.
"""

import hashlib
import json
import logging
import mimetypes
import os
import time
import uuid
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _lazy
from django_tasks import task

from brs.core.background import in_background
from toolkits.sharing.contents.folder import Folder, Weight, folder
from toolkits.sharing.models import SILENCE, Bundle, Toolkit

from .pages import Shelf, pages

log = logging.getLogger(__name__)

CHUNK = 1024 * 1024
SAY_EVERY = 1.0  # seconds
# How long to wait before it is tried again: by what has become of it.
AGAIN = {
    "stopped": SILENCE,
    "lost": timedelta(0),
    "waiting": timedelta(minutes=10),
    "failed": timedelta(hours=1),
}
TYPES = {".webp": "image/webp", ".vtt": "text/vtt", ".bin": "application/octet-stream"}


class TakenOver(Exception):
    """Somebody else makes this folder by now, or nobody wants it any more."""


def bundle_of(toolkit: Toolkit, language: str, weight: Weight) -> Bundle | None:
    """The folder of this content if anybody has asked for it."""
    return Bundle.objects.fresh().filter(toolkit=toolkit, language=language, stamp=weight.stamp).first()


def ask(toolkit: Toolkit, language: str, weight: Weight, may_begin: Callable[[], object]) -> Bundle:
    """The folder, made or on its way. `may_begin` is called before a new one is begun, and may raise."""
    bundle = bundle_of(toolkit, language, weight)
    if bundle is None:
        may_begin()
        sweep(toolkit, language, but=weight.stamp)
        bundle, is_mine = Bundle.objects.get_or_create(
            toolkit=toolkit, language=language, stamp=weight.stamp, defaults={"files": weight.files}
        )
    else:
        is_mine = _is_time_to_begin_again(bundle)
    if is_mine:
        if weight.is_light:
            begin(bundle.pk)
        else:
            begin_later.enqueue(str(bundle.pk))
        bundle.refresh_from_db()
    return bundle


def begin(key: uuid.UUID | str) -> None:
    """Make a folder, unless it is made or somebody is at it."""
    if not Bundle.objects.idle().filter(pk=key).update(alive_at=timezone.now(), tries=F("tries") + 1, files_done=0):
        return
    bundle = Bundle.objects.select_related("toolkit").get(pk=key)
    mine = Bundle.objects.filter(pk=key, tries=bundle.tries)
    part = bundle.path.with_suffix(f".{bundle.tries}.part")
    part.parent.mkdir(parents=True, exist_ok=True)
    for left in part.parent.glob(f"{bundle.pk}.*.part"):  # by whoever was killed
        left.unlink(missing_ok=True)
    try:
        contents = folder(bundle.toolkit, bundle.language)
        written = _write(contents, part, lambda done, of: _say(mine, done, of))
        _say(mine, written, written)
        part.replace(bundle.path)
        size = bundle.path.stat().st_size
        mine.update(made_at=timezone.now(), size=size, files=written, files_done=written)
    except TakenOver:
        pass
    except Exception:
        # The next who asks has it begun again.
        log.exception("The offline folder %s was not made", key)
    finally:
        part.unlink(missing_ok=True)


@in_background(_lazy("Make an offline folder"), is_repeatable=True)  # one that is made is not made again
@task(backend="background")
def begin_later(key: str) -> None:
    begin(key)


def sweep(toolkit: Toolkit, language: str, but: str) -> None:
    """Delete what nobody will ask for again: folders of what the toolkit was before, and old ones of any toolkit."""
    outdated = Bundle.objects.filter(toolkit=toolkit, language=language).exclude(stamp=but)
    for bundle in [*outdated, *Bundle.objects.old()]:
        bundle.delete()


def name_of(toolkit: Toolkit, language: str) -> str:
    """Of the folder, and of its zip file."""
    words = slugify(toolkit.title)[:40].strip("-")
    return "-".join(filter(None, ["brs-learn", words, language]))


def _is_time_to_begin_again(bundle: Bundle) -> bool:
    """Whether it is up to the caller to have it begun again: to one caller at a time."""
    now = timezone.now()
    pause = AGAIN.get(bundle.state())
    if pause is None:
        return False
    idle = Bundle.objects.filter(pk=bundle.pk, asked_at__lt=now - pause)
    return bool(idle.update(asked_at=now, made_at=None, alive_at=None))


def _say(mine: Any, done: int, of: int) -> None:
    if not mine.update(alive_at=timezone.now(), files_done=done, files=of):
        raise TakenOver


@dataclass
class _Writer:
    """A zip file that is being written, with what is in it so far. Texts are packed, the rest is packed already."""

    archive: zipfile.ZipFile
    top: str
    say: Callable[[int], None]
    listed: list[dict[str, Any]] = field(default_factory=list)

    def put(self, file: str, chunks: Iterable[bytes], size: int = 0, packed: bool = False) -> None:
        info = zipfile.ZipInfo(f"{self.top}/{file}", time.gmtime()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o644 << 16
        info.file_size = size
        digest, written = hashlib.sha256(), 0
        with self.archive.open(info, "w") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                written += len(chunk)
                self.say(len(self.listed))
        self.listed.append({"path": file, "bytes": written, "sha256": digest.hexdigest(), "type": _type(file)})

    def text(self, file: str, content: str) -> None:
        self.put(file, [content.encode()], packed=True)


def _write(contents: Folder, path: Path, say: Callable[[int, int], None]) -> int:
    """Write the zip file, one page and one piece of a file at a time. Returns how many files are in it."""
    shelf, made_at = Shelf(contents), timezone.now()
    beat = _Beat(lambda done: say(done, max(contents.weight.files, done)))
    with path.open("wb") as out:
        with zipfile.ZipFile(out, "w") as archive:
            writer = _Writer(archive, name_of(contents.toolkit, contents.language), beat)
            for file, text in pages(contents, shelf, made_at):
                writer.text(file, text)
            for asset in shelf.assets.values():
                with asset.storage.open(asset.name) as source:
                    writer.put(asset.file, _chunks(source), asset.size)
            manifest = {
                "title": contents.toolkit.title,
                "address": settings.WAGTAILADMIN_BASE_URL,
                "language": contents.language,
                "made_at": made_at.isoformat(timespec="seconds"),
                "files": list(writer.listed),
                "left_out": [
                    {"title": document.title, "address": document.address, "bytes": document.size, "why": document.why}
                    for document in shelf.left_out.values()
                ],
            }
            writer.text("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
            writer.text("checksums.txt", "".join(f"{file['sha256']}  {file['path']}\n" for file in writer.listed))
        out.flush()
        os.fsync(out.fileno())
    return len(writer.listed)


class _Beat:
    """Says how far it is, but not more often than SAY_EVERY."""

    def __init__(self, say: Callable[[int], None]) -> None:
        self.say, self.last = say, 0.0

    def __call__(self, done: int) -> None:
        if time.monotonic() - self.last >= SAY_EVERY:
            self.last = time.monotonic()
            self.say(done)


def _chunks(source: Any) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk


def _type(file: str) -> str:
    suffix = Path(file).suffix
    return TYPES.get(suffix) or mimetypes.guess_type(file)[0] or TYPES[".bin"]
