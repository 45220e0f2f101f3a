"""The sound of a film as a recording of its own, for those whose line is too slow for the film: made by ffmpeg.

ffmpeg is an option of the machine. It reads what people sent, and so as one format, from one file, within bounds of
time, memory and size.
"""

import logging
import resource
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django_tasks import task
from wagtail.documents import get_document_model

from .. import bounds
from ..background import in_background
from ..models import AudioVersion
from .kinds import ending_of, kind_of

# Ending of a film -> the one reader that ffmpeg may use for it: no list of other files, no address.
READERS = {"mp4": "mov", "webm": "matroska"}
SPEECH = ["-vn", "-map", "0:a:0", "-map_metadata", "-1", "-ac", "1", "-c:a", "aac", "-b:a", "48k"]
NO_SOUND = "matches no streams"

log = logging.getLogger(__name__)
Problem = AudioVersion.Problem


class NotMade(Exception):
    """`problem`: one of AudioVersion.Problem."""

    def __init__(self, problem: str):
        self.problem = problem


def program() -> str | None:
    """Where ffmpeg is; None where it is not installed."""
    return shutil.which("ffmpeg")


def is_film(document: Any) -> bool:
    return kind_of(document.filename) == "film"


def ask(film: Any) -> AudioVersion:
    """Have it made in the background; what is made or on its way already is not made again."""
    with transaction.atomic():
        version, is_new = AudioVersion.objects.get_or_create(film=film)
        if not is_new and not version.problem:
            return version
        version.problem = ""
        version.save()
        transaction.on_commit(lambda: make_later.enqueue(version.pk))
    return version


@in_background(_lazy("Make the audio version of a film"), is_repeatable=True)  # one that is made is not made again
@task(backend="background")
def make_later(pk: int) -> None:
    make(pk)


def make(pk: int) -> None:
    """Make what was asked for, or note why it cannot be made. Whoever has it meanwhile replaced asks anew."""
    version = AudioVersion.objects.select_related("film__collection").filter(pk=pk, audio=None, problem="").first()
    if version is None:
        return
    film = version.film
    with TemporaryDirectory() as folder:
        try:
            sound = _sound_of(film, Path(folder))
        except NotMade as error:
            AudioVersion.objects.filter(pk=pk).update(problem=error.problem)
            return
        with sound.open("rb") as file, transaction.atomic():
            mine = AudioVersion.objects.select_for_update().filter(pk=pk, audio=None, film__file=film.file.name).first()
            if mine is None:
                return
            recording = get_document_model()(
                title=_("%(film)s (sound)") % {"film": film.title[:200]},
                collection=film.collection,
                uploaded_by_user_id=film.uploaded_by_user_id,
                file=File(file, name=f"{film.filename.rpartition('.')[0]}.m4a"),
            )
            recording._set_document_file_metadata()
            recording.save()
            mine.audio = recording
            mine.save()


def forget(film: Any) -> None:
    """Of a film that is replaced: its sound is another one."""
    for version in AudioVersion.objects.filter(film=film).select_related("audio"):
        if version.audio:
            version.audio.delete()
        AudioVersion.objects.filter(pk=version.pk).delete()


def _sound_of(film: Any, folder: Path) -> Path:
    """A file with the sound of a film, in a folder of its own. Raises NotMade."""
    ffmpeg = program()
    if ffmpeg is None:
        raise NotMade(Problem.MISSING)
    reader = READERS.get(ending_of(film.filename))
    if reader is None:
        raise NotMade(Problem.UNREADABLE)
    source, sound = folder / "film", folder / "sound.m4a"
    try:
        with film.open_file() as stored, source.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
    except OSError as error:
        raise NotMade(Problem.UNREADABLE) from error
    command = [ffmpeg, "-nostdin", "-v", "error", "-protocol_whitelist", "file", "-threads", "1", "-f", reader]
    command += ["-i", str(source), *SPEECH, "-movflags", "+faststart", str(sound)]
    problem = _run(command, folder)
    if problem or not sound.exists() or not sound.stat().st_size:
        raise NotMade(problem or Problem.UNREADABLE)
    return sound


def _run(command: list[str], folder: Path) -> str:
    """What went wrong; nothing where all went well."""
    limits = bounds.AUDIO_MAKING
    mishaps = folder / "mishaps"
    with mishaps.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=output, cwd=folder, env={"LANG": "C"}
        )
        for what, most in (
            (resource.RLIMIT_CPU, limits.cpu_seconds),
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_FSIZE, limits.answer),
            (resource.RLIMIT_CORE, 0),
        ):
            try:
                resource.prlimit(process.pid, what, (most, most))
            except ProcessLookupError:
                break  # it has ended already
        try:
            process.wait(limits.seconds)
        except subprocess.TimeoutExpired:
            return Problem.TOO_LONG
        finally:
            process.kill()
            process.wait()
    if process.returncode == 0:
        return ""
    words = mishaps.read_bytes()[-2000:].decode(errors="replace")
    log.warning("No audio version: ffmpeg ended with %s: %s", process.returncode, words.strip()[-300:])
    if process.returncode < 0:
        return Problem.TOO_LONG
    return Problem.SILENT if NO_SOUND in words else Problem.UNREADABLE
