"""A film's sound alone is made by ffmpeg where that is installed, within bounds; where it is not, that is said."""

import shutil
import subprocess

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form

from brs.core import bounds
from brs.core.bounds import Bounds
from brs.core.media import audio, kinds
from brs.core.models import AudioVersion
from brs.core.pages import address
from tests.given import a_course, a_document, in_role, lessons_of

pytestmark = pytest.mark.django_db
needs_ffmpeg = pytest.mark.skipif(audio.program() is None, reason="ffmpeg is not installed")


@pytest.fixture(scope="module")
def film(tmp_path_factory) -> bytes:
    """Two seconds with a tone."""
    return drawn(tmp_path_factory.mktemp("film") / "film.mp4", "-f", "lavfi", "-i", "sine=f=440:d=2", "-c:a", "aac")


def drawn(path, *sound: str) -> bytes:
    picture = ["-f", "lavfi", "-i", "color=c=teal:s=64x48:d=2:r=5"]
    subprocess.run(
        [str(audio.program()), "-v", "error", *picture, *sound, "-c:v", "mpeg4", "-shortest", str(path)], check=True
    )
    return path.read_bytes()


def asked(document) -> AudioVersion:
    version = AudioVersion.objects.create(film=document)
    audio.make(version.pk)
    version.refresh_from_db()
    return version


@needs_ffmpeg
def test_its_sound_is_made_and_offered_below_the_film(client, film):
    document = a_document("Film", film, "film.mp4")
    value = {"title": "Film", "file": document, "captions": None, "transcript": "<p>Words</p>", "poster": None}
    [lesson] = lessons_of(a_course(lessons=1, body=[("video", value)]))
    assert "Sound alone" not in client.get(address(lesson)).content.decode()
    client.force_login(in_role("administrator"))
    screen = reverse("audio_version", args=[document.pk])
    assert "Make the audio version" in client.get(screen).content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(screen)
        client.post(screen)
        assert "It is being made." in client.get(screen).content.decode()
    # In tests a task is done as soon as it is asked for.
    recording = AudioVersion.objects.get().audio
    assert (recording.filename, recording.collection_id) == ("film.m4a", document.collection_id)
    with recording.open_file() as file:
        assert kinds.is_as_named("a.m4a", file)
    assert "It is there:" in client.get(screen).content.decode()
    audio.make(AudioVersion.objects.get().pk)  # once more changes nothing
    assert get_document_model().objects.count() == 2
    client.logout()
    main = BeautifulSoup(client.get(address(lesson)).content, "html.parser").main
    link = main.find("a", href=recording.url)
    assert "Sound alone" in link.get_text()
    assert b"".join(client.get(recording.url).streaming_content)[4:8] == b"ftyp"


@needs_ffmpeg
def test_what_cannot_be_made_says_why(film, tmp_path, monkeypatch):
    silent = drawn(tmp_path / "silent.mp4")
    assert asked(a_document("Silent", silent, "silent.mp4")).problem == "silent"
    assert asked(a_document("Broken", film[:2000], "broken.mp4")).problem == "unreadable"
    # A list of other files under the name of a film is not followed.
    playlist = b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"
    assert asked(a_document("List", playlist, "list.mp4")).problem == "unreadable"
    monkeypatch.setattr(bounds, "AUDIO_MAKING", Bounds(cpu_seconds=60, seconds=60, memory=10**9, answer=500))
    assert asked(a_document("Long", film, "long.mp4")).problem == "too_long"


@needs_ffmpeg
def test_a_film_that_is_replaced_loses_its_sound(client, film):
    document = a_document("Film", film, "film.mp4")
    asked(document)
    client.force_login(in_role("administrator"))
    fields = {"title": "Film", "collection": document.collection_id, "tags": ""}
    file = SimpleUploadedFile("new.mp4", film)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("wagtaildocs:edit", args=[document.pk]), {**fields, "file": file})
    assert not AudioVersion.objects.exists()
    assert get_document_model().objects.get().filename == "new.mp4"


def test_without_ffmpeg_that_is_said_and_nothing_is_asked_for(client, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    document = a_document("Film", b"\x1a\x45\xdf\xa3", "film.webm")
    client.force_login(in_role("administrator"))
    screen = reverse("audio_version", args=[document.pk])
    assert "is not installed on the server" in client.get(screen).content.decode()
    assert "is not installed on the server" in client.post(screen, follow=True).content.decode()
    assert not AudioVersion.objects.exists()
    assert asked(document).problem == "missing"


def test_who_may_not_edit_a_film_or_has_no_film_asks_in_vain(client):
    film, form = a_document("Film", b"", "film.mp4"), a_document("Form")
    client.force_login(in_role("administrator"))
    assert client.get(reverse("audio_version", args=[form.pk])).status_code == 404
    assert "Audio version" in client.get(reverse("wagtaildocs:edit", args=[film.pk])).content.decode()
    assert "Audio version" not in client.get(reverse("wagtaildocs:edit", args=[form.pk])).content.decode()
    client.force_login(in_role("facilitator"))
    assert client.post(reverse("audio_version", args=[film.pk])).status_code == 302
    assert not AudioVersion.objects.exists()


def test_the_weight_of_a_film_is_said_when_it_is_sent():
    data = b"\x00\x00\x00\x18ftypmp42" + b"\0" * 4_800_000
    files = {"file": SimpleUploadedFile("film.mp4", data)}
    form = get_document_form(get_document_model())({"title": "Film", "collection": 1}, files)
    assert form.is_valid(), form.errors
    assert "4.6\xa0MB, 3 minutes at 256 kbit/s" in form.save().became
