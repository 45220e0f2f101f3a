"""Toolkits whose offline folders are made, and a queue with a worker."""

import pytest
from django_tasks_db.management.commands.db_worker import Worker
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from brs.home.models import HomePage
from brs.taxonomy.models import Convention, Provision
from tests.given import a_course, a_document, a_home, a_tool, a_toolkit, lessons_of
from tests.toolkits.offline_folders import NOTES, TYPES, a_question, rich
from toolkits.sharing import actions
from toolkits.sharing.models import Toolkit


@pytest.fixture
def full() -> Toolkit:
    """A toolkit with every kind of entry, over a course with every kind of block."""
    english = a_home().locale
    basel = Convention.objects.create(title="Basel Convention", slug="basel", abbreviation="BC", locale=english)
    article = Provision.objects.create(
        title="Movement", slug="bc-6", kind="article", number="6", convention=basel, locale=english
    )
    image = get_image_model().objects.create(title="x", file=get_test_image_file(size=(800, 400)))
    form = a_document("Form, to fill in", b"a,b\n" * 100)
    sound, words = a_document("Chime", b"RIFF", "chime.wav"), a_document("Words", b"WEBVTT\n\n", "words.vtt")
    figure = {"image": image.pk, "alt": "Two boxes", "caption": "The flow"}
    recording = {"title": "Chime", "file": sound.pk, "captions": words.pk, "transcript": "<p>Ding.</p>"}
    course = a_course(
        lessons=3,
        quiz=True,
        body=[
            {"type": "heading", "value": "A heading", "id": "h1"},
            rich(
                f'<p>See <a linktype="document" id="{form.pk}">the form</a>, '
                f'<a linktype="page" id="{HomePage.objects.first().pk}">home</a>, <a href="https://who.int/x">WHO</a> '
                'and <a href="mailto:brs@un.org">us</a>.</p>'
            ),
            {"type": "figure", "value": figure, "id": "f1"},
            {"type": "audio", "value": recording, "id": "a1"},
            {"type": "video", "value": recording, "id": "v1"},
            {"type": "document", "value": {"document": form.pk, "text": "To fill in"}, "id": "d1"},
            {"type": "provision", "value": {"provision": article.pk, "pinpoint": "4", "text": "Ask."}, "id": "c1"},
            {"type": "reflection", "value": {"prompt": "Who would answer?"}, "id": "t1"},
            *[a_question(kind, number) for number, kind in enumerate(TYPES)],
        ],
    )
    first, second, _third = lessons_of(course)
    for page in (first, second):
        page.trainers_notes = NOTES
        page.save_revision().publish()
    first.body.append(("paragraph", f'<p><a linktype="page" id="{second.pk}">Next</a></p>'))
    first.save_revision().publish()
    editions = [
        {"type": "file", "value": {"document": form.pk, "languages": ["en"], "format": "spreadsheet", "date": ""}},
        {"type": "link", "value": {"url": "https://basel.int/t", "languages": ["en"], "format": "pdf", "date": ""}},
    ]
    related = [{"type": "course", "value": course.pk}]
    tool = a_tool(title="Manual", summary="Helps.", editions=editions, related=related, trainers_notes=NOTES)
    toolkit = a_toolkit(links=1, title="Nairobi", purpose="For customs", cover_note="<p>Hello <b>all</b></p>")
    actions.add_section(toolkit, "Morning")
    other = a_course(lessons=1)
    for page in (course, tool, lessons_of(other)[0]):
        actions.add_page(toolkit, page.translation_key, page.title)
    actions.add_document(toolkit, form)
    actions.annotate(toolkit.entries.first(), title="Link 0", note="Bring a question.")
    return Toolkit.objects.get(pk=toolkit.pk)


@pytest.fixture
def small() -> Toolkit:
    toolkit = a_toolkit(title="Small")
    actions.add_document(toolkit, a_document(content=bytes(range(256)) * 200))
    return Toolkit.objects.get(pk=toolkit.pk)


@pytest.fixture
def queue(settings, monkeypatch):
    """Whatever is large waits in the database; `queue()` is a worker that does all that waits."""
    # It would close the connection in whose transaction the test runs.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.OFFLINE_AT_ONCE_BYTES = 10_000

    def work() -> None:
        Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="background",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        ).run()

    return work
