"""The offline folder of a toolkit: what is in it, that it leads nowhere else, and how it is made and fetched."""

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Locale

from brs.core import edition
from brs.home.models import HomePage
from brs.taxonomy.models import Convention, Provision
from tests.given import WELL, a_course, a_document, a_home, a_link, a_tool, a_toolkit, in_french, in_role, lessons_of
from toolkits.sharing import actions
from toolkits.sharing.contents.folder import folder, weight
from toolkits.sharing.models import Bundle, Entry, Toolkit
from toolkits.sharing.offline import making
from toolkits.sharing.offline.making import begin, begin_later
from toolkits.tools.models import ToolPage

pytestmark = pytest.mark.django_db

CANARY = "canary"
NOTES = [{"type": "discussion", "value": f"{CANARY} note", "id": "n1"}]
TYPES = {  # all that a browser may never be told stands under «canary»
    "single_choice": {"stem": "Stem one?", "options": [("Red", True), ("Blue", False)]},
    "multiple_response": {"stem": "Stem two?", "options": [("Lead", True), ("Gold", False)]},
    "true_false": {"stem": "Stem three?", "answer": True},
    "numeric": {"stem": "Stem four?", "answer": "60.21", "tolerance": "0", "unit": "days"},
    "short_text": {"stem": "Stem five?", "accepted": [f"{CANARY} accepted"]},
    "ordering": {"stem": "Stem six?", "items": ["Ask", "Wait", "Ship"]},
    "matching": {"stem": "Stem seven?", "pairs": [("BC", "Waste"), ("RC", "Trade"), ("SC", "POPs")]},
}


def listed(values: list, key: str) -> list[dict]:
    return [{"type": "item", "id": f"{key}{place}", "value": value} for place, value in enumerate(values)]


def a_question(kind: str, number: int) -> dict:
    value = {**TYPES[kind], "feedback": f"{CANARY} feedback"}
    if "options" in value:
        options = [{"text": t, "correct": right, "feedback": f"{CANARY} option"} for t, right in value["options"]]
        value["options"] = listed(options, f"o{number}")
    if "pairs" in value:
        value["pairs"] = listed([{"left": left, "right": right} for left, right in value["pairs"]], f"p{number}")
        value["distractors"] = []
    for name in ("items", "accepted"):
        if name in value:
            value[name] = listed(value[name], f"{name}{number}")
    return {"type": "question", "id": f"q{number}", "value": [{"type": kind, "id": f"i{number}", "value": value}]}


def rich(text: str) -> dict:
    return {"type": "paragraph", "value": text, "id": "r1"}


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


def made(toolkit: Toolkit, language: str = "en") -> Bundle:
    edition.forget()
    with translation.override(language):
        return making.ask(toolkit, language, weight(toolkit, language), lambda: None)


def unpacked(toolkit: Toolkit, language: str = "en") -> dict[str, bytes]:
    """Path below the folder -> content."""
    bundle = made(toolkit, language)
    assert bundle.state() == "made"
    with zipfile.ZipFile(bundle.path) as archive:
        assert archive.testzip() is None
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def pages(files: dict[str, bytes]) -> dict[str, BeautifulSoup]:
    return {path: BeautifulSoup(said, "html.parser") for path, said in files.items() if path.endswith(".html")}


def text_of(files: dict[str, bytes]) -> str:
    return "\n".join(soup.get_text(" ", strip=True) for soup in pages(files).values())


def where(here: str, target: str) -> str:
    parts: list[str] = []
    for step in (PurePosixPath(here).parent / target).parts:
        assert parts or step != "..", f"{here} leads out of the folder by {target}"
        parts = parts[:-1] if step == ".." else [*parts, step]
    return "/".join(parts)


def unresolved(files: dict[str, bytes]) -> list[str]:
    """Whatever leads, or loads, from elsewhere than the folder; but links to people and marked links outside."""
    wrong, found = [], pages(files)
    for here, soup in found.items():
        for tag in soup(True):
            for name in ("href", "src", "srcset", "poster", "action", "data"):
                target = str(tag.get(name, ""))
                parts = urlsplit(target)
                if not target or parts.scheme == "mailto" or target.startswith("data:text/vtt;base64,"):
                    continue
                if tag.name == "a" and parts.scheme in ("http", "https") and "↗" in tag.get_text():
                    continue
                path = where(here, unquote(parts.path)) if parts.path else here
                goal = found.get(path)
                is_there = path in files and (not parts.fragment or (goal and goal.find(id=parts.fragment)))
                if parts.scheme or parts.netloc or not is_there:
                    wrong.append(f"{here}: <{tag.name} {name}={target}>")
    return wrong


def test_it_holds_all_that_the_toolkit_leads_to(full):
    files = unpacked(full)
    assert sorted(PurePosixPath(path).suffix for path in files if "/" in path) == sorted(
        [".html"] * 6 + [".csv", ".vtt", ".wav", ".webp"]
    )
    assert {path for path in files if "/" not in path} == {
        "index.html",
        "style.css",
        "manifest.json",
        "checksums.txt",
    }
    text = text_of(files)
    words = ["Nairobi", "For customs", "Hello all", "Morning", "Bring a question.", "Lesson 2", "A heading", "The flow"]
    words += ["Ding.", "Who would answer?", "Manual", "Helps.", "BC Article 6: Movement", "↗ example.org", "Quiz"]
    assert [word for word in words if word not in text] == []


def test_every_link_leads_into_the_folder_or_is_marked_as_outside(full):
    for language in ("en", "ar"):
        assert unresolved(unpacked(full, language)) == []


def test_nothing_in_it_runs_sends_or_loads(full):
    files = unpacked(full)
    for soup in pages(files).values():
        assert soup(["script", "style", "form", "input", "button", "iframe", "object", "embed", "base"]) == []
        assert [tag for tag in soup(True) for name in tag.attrs if name.startswith("on") or name == "style"] == []
    assert b"url(" not in files["style.css"]
    assert b"@import" not in files["style.css"]


def test_questions_are_asked_without_what_is_right_and_trainers_notes_stay_away(full):
    full.entries.update(note="")
    files = unpacked(full)
    text = text_of(files)
    stems = [content["stem"] for content in TYPES.values()]
    words = ["Red", "Blue", "Lead", "Gold", "Ask", "Wait", "Ship", "BC", "Waste", "True", "False"]
    assert [word for word in stems + words if word not in text] == []
    assert [path for path, said in files.items() if CANARY.encode() in said or b"60.21" in said] == []


def test_what_is_ordered_or_matched_is_not_shown_in_the_right_order(full):
    for soup in pages(unpacked(full)).values():
        for right in (["Ask", "Wait", "Ship"], ["Waste", "Trade", "POPs"]):
            shown = [li.get_text(strip=True) for li in soup.select(".choices li")]
            by_page = [word for word in shown if word in right]
            assert by_page == [] or sorted(by_page) == sorted(right)
    # Its order comes from the block's identity, as online; of two questions one at least is not as it was written.
    lesson = next(soup for path, soup in pages(unpacked(full)).items() if "lesson-1" in path)
    words = [li.get_text(strip=True) for li in lesson.select(".choices li")]
    assert [w for w in words if w in "Ask Wait Ship"] != ["Ask", "Wait", "Ship"] or (
        [w for w in words if w in "Waste Trade POPs"] != ["Waste", "Trade", "POPs"]
    )


def test_its_checksums_are_right(full):
    files = unpacked(full)
    lines = files["checksums.txt"].decode().splitlines()
    sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    assert sums == {path: hashlib.sha256(said).hexdigest() for path, said in files.items() if path != "checksums.txt"}
    manifest = json.loads(files["manifest.json"])
    assert manifest["title"] == "Nairobi"
    assert manifest["address"] == "http://testserver"
    assert manifest["language"] == "en"
    assert manifest["made_at"].startswith(f"{timezone.now():%Y-%m-%d}")
    told = {one["path"]: (one["bytes"], one["sha256"]) for one in manifest["files"]}
    assert told == {path: (len(files[path]), sums[path]) for path in sums if path != "manifest.json"}
    assert {one["type"] for one in manifest["files"]} >= {"text/html", "text/css", "image/webp", "text/csv"}


def test_in_arabic_it_runs_from_the_right_and_what_stands_in_is_marked(full):
    for soup in pages(unpacked(full, "ar")).values():
        assert (soup.html["lang"], soup.html["dir"]) == ("ar", "rtl")
    lesson = next(soup for path, soup in pages(unpacked(full, "ar")).items() if "lesson-1" in path)
    assert (lesson.article["lang"], lesson.article["dir"]) == ("en", "ltr")


def test_it_is_in_the_readers_language_where_there_is_a_translation(full):
    course = full.entries.get(title__startswith="Course")
    from courses.pages.models import CoursePage, LessonPage

    english = CoursePage.objects.get(translation_key=course.content_key, locale__language_code="en")
    translated = in_french(lessons_of(english)[0])
    translated.title = "Leçon"
    translated.save_revision().publish()
    files = unpacked(full, "fr")
    assert "Leçon" in text_of(files)
    assert LessonPage.objects.filter(locale__language_code="fr").count() == 1
    assert unresolved(files) == []


HOSTILE = [
    "../../etc/passwd",
    "CON",
    "Ünïcødé 😀 🧪",
    "تقرير",
    "a" * 255,
    'q"u<o>t|e?*:.',
    "Form",
    "FORM",
    "  .hidden. ",
    "x\u202egpj.exe",
]


def test_hostile_titles_and_names_make_safe_files():
    toolkit = a_toolkit(title="../CON <b>", purpose="<script>alert(1)</script>")
    for number, title in enumerate(HOSTILE):
        actions.add_document(toolkit, a_document(title, name=f"{number}.csv"))
    odd = a_document("Odd", b"MZ", "odd.csv")
    get_document_model().objects.filter(pk=odd.pk).update(
        file=odd.file.storage.save("documents/x.exe", ContentFile(b""))
    )
    actions.add_document(toolkit, odd)
    course = a_course(lessons=len(HOSTILE))
    for lesson, title in zip(lessons_of(course), HOSTILE, strict=True):
        lesson.title = title
        lesson.save()
    actions.add_page(toolkit, course.translation_key, course.title)
    bundle = made(toolkit)
    with zipfile.ZipFile(bundle.path) as archive:
        names = archive.namelist()
    for name in names:
        assert re.fullmatch(r"brs-learn-con-b-en(/[a-z]+)?/[a-z0-9-]+\.[a-z0-9]{1,5}", name), name
        assert len(name) < 120
        assert not re.search(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|/|$)", name)
    assert len({name.casefold() for name in names}) == len(names)
    assert not any(name.endswith(".exe") for name in names)
    files = unpacked(toolkit)
    assert unresolved(files) == []
    assert b"<script" not in files["index.html"]


def test_links_that_would_run_something_become_plain_words():
    bad = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,<script>1</script>", "file:///etc/passwd"]
    bad += ["vbscript:x", "folder:../../x", " javascript:alert(1)", "java\nscript:alert(1)", "//evil.example/x"]
    worse = [*bad, "http://[", "https://", "?"]
    body = [rich("".join(f'<p><a href="{one}">Press {n}</a></p>' for n, one in enumerate(worse)))]
    course, toolkit = a_course(lessons=1, body=body), a_toolkit(cover_note=f'<p><a href="{bad[0]}">Press</a></p>')
    actions.add_page(toolkit, lessons_of(course)[0].translation_key, "Lesson")
    for one in bad:
        Entry.objects.create(toolkit=toolkit, kind="link", title="Press", url=one, position=9)
    files = unpacked(Toolkit.objects.get(pk=toolkit.pk))
    assert unresolved(files) == []
    for soup in pages(files).values():
        for tag in soup("a"):
            assert urlsplit(tag["href"]).scheme in ("", "http", "https", "mailto")
    assert "Press 1" in text_of(files)


def test_a_document_over_the_limit_is_left_out_and_that_is_said(full, settings):
    settings.OFFLINE_DOCUMENT_BYTES = 300
    files = unpacked(full)
    assert not any(path.endswith(".csv") for path in files)
    index = pages(files)["index.html"].get_text(" ", strip=True)
    assert "Not in this folder" in index
    assert "Form, to fill in" in index
    assert "400" in index and "too large for the folder" in index
    assert "http://testserver/documents/" in index
    assert unresolved(files) == []
    assert json.loads(files["manifest.json"])["left_out"][0]["why"] == "large"


def test_a_full_folder_takes_no_more_documents_and_says_so(settings):
    settings.OFFLINE_FOLDER_BYTES = 1000
    toolkit = a_toolkit()
    for number in range(3):
        actions.add_document(toolkit, a_document(f"Form {number}", b"x" * 400, f"{number}.csv"))
    files = unpacked(toolkit)
    assert len([path for path in files if path.endswith(".csv")]) == 2
    assert "the folder was full before it" in text_of(files)
    assert weight(toolkit, "en").files == len(files)


def test_a_file_that_the_site_lost_is_left_out_and_that_is_said(full):
    document = get_document_model().objects.get(title="Form, to fill in")
    Path(document.file.path).unlink()
    image = get_image_model().objects.get()
    for rendition in image.renditions.all():
        Path(rendition.file.path).unlink()
    files = unpacked(full)
    assert "the site did not find the file" in text_of(files)
    assert unresolved(files) == []


def test_what_is_not_for_everybody_is_not_in_it(full):
    course = full.entries.get(title__startswith="Course")
    from courses.pages.models import CoursePage

    before = made(full)
    first, second, third = lessons_of(CoursePage.objects.get(translation_key=course.content_key))
    second.view_restrictions.create(restriction_type="login")
    third.title = "Gone secret"
    third.save_revision().publish()
    third.unpublish()
    closed = Collection.get_first_root_node().add_child(name="Closed")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    get_document_model().objects.filter(title="Chime").update(collection=closed, title="Secret chime")
    edition.renew()
    files = unpacked(full)
    assert made(full) != before
    text = text_of(files)
    assert "Lesson 0" in text
    assert [word for word in ("Lesson 1", "Gone secret", "Secret chime") if word in text] == []
    assert not any(path.endswith(".wav") for path in files)
    assert "This recording is not in the folder." in text
    assert unresolved(files) == []


def test_a_wrong_title_of_a_private_page_is_not_told_by_an_old_folder(full, client):
    link = a_link(full)
    assert client.get(f"/t/{link.code}/bundle.zip").getvalue()[:2] == b"PK"
    tool = ToolPage.objects.get()
    tool.view_restrictions.create(restriction_type="login")
    answer = client.get(f"/t/{link.code}/bundle.zip")
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
        assert not any("tool-0" in name for name in archive.namelist())


def test_its_weight_is_told_before_it_is_made(full, client):
    files = unpacked(full)
    told = weight(full, "en")
    assert told.files == len(files)
    said = client.get(f"/t/{a_link(full).code}/").content.decode()
    assert f"{told.files} files" in said
    client.force_login(full.owner)
    assert f"{told.files} files" in client.get(f"/en/toolkits/{full.pk}/").content.decode()


def queries(lessons: int) -> int:
    toolkit, course, form = a_toolkit(links=lessons), a_course(lessons=lessons), a_document()
    for page in (course, *lessons_of(course)):
        actions.add_page(toolkit, page.translation_key, page.title)
    actions.add_document(toolkit, form)
    toolkit.refresh_from_db()
    folder(toolkit, "en")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        folder(toolkit, "en")
    return len(captured)


def test_what_is_in_it_takes_as_many_queries_however_much_it_is():
    assert queries(3) == queries(30) <= 20


# --- fetching it ----------------------------------------------------------------------------------


@pytest.fixture
def small() -> Toolkit:
    toolkit = a_toolkit(title="Small")
    actions.add_document(toolkit, a_document(content=bytes(range(256)) * 200))
    return Toolkit.objects.get(pk=toolkit.pk)


def test_a_visitor_downloads_it_and_that_is_counted_once(small, client):
    link = a_link(small)
    address = f"/t/{link.code}/bundle.zip"
    answer = client.get(address, {"language": "fr"})
    content = answer.getvalue()
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == 'attachment; filename="brs-learn-small-fr.zip"'
    assert int(answer["Content-Length"]) == len(content)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    client.head(address)
    rest = client.get(address, {"language": "fr"}, headers={"Range": "bytes=1000-"})
    assert (rest.status_code, rest.getvalue()) == (206, content[1000:])
    assert [(one.deed, one.count) for one in link.counts.all()] == [("download", 1)]
    client.force_login(small.owner)
    assert client.get(address).getvalue()
    assert link.counts.get().count == 1


def test_a_broken_download_goes_on_unless_it_has_changed(small, client):
    client.force_login(small.owner)
    address = reverse("toolkit_bundle", args=[small.pk])
    whole = client.get(address)
    content, etag = whole.getvalue(), whole["ETag"]
    part = client.get(address, headers={"Range": "bytes=100-199", "If-Range": etag})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100-199/{len(content)}"
    assert part.getvalue() == content[100:200]
    last = client.get(address, headers={"Range": "bytes=-50"})
    assert last.getvalue() == content[-50:]
    for asked, byte in (("0-0", content[:1]), ("7-7", content[7:8]), ("-1", content[-1:])):
        one = client.get(address, headers={"Range": f"bytes={asked}"})
        assert (one.status_code, one.getvalue(), one["Content-Length"]) == (206, byte, "1")
    assert client.get(address, headers={"Range": f"bytes={len(content)}-"}).status_code == 416
    assert client.get(address, headers={"Range": "nonsense"}).getvalue() == content
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    other = client.get(address, headers={"Range": "bytes=100-199", "If-Range": '"older"'})
    assert (other.status_code, other.getvalue()) == (200, content)


def test_what_has_changed_is_made_anew_and_the_old_file_goes(small):
    before = made(small)
    path = before.path
    assert made(small) == before
    actions.add_link(small, "https://example.org/new", "New")
    small.refresh_from_db()
    after = made(small)
    assert after != before
    assert after.path.exists()
    assert not path.exists()
    assert b"New" in unpacked(small)["index.html"]


def test_each_language_has_its_own(small):
    english, french = made(small, "en"), made(small, "fr")
    assert english != french
    assert english.is_there and french.is_there


def test_an_old_one_is_made_anew_and_old_ones_of_others_go(small):
    other = made(a_toolkit(links=1))
    first = made(small)
    Bundle.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert made(small).pk != first.pk
    assert not other.path.exists()
    assert not first.path.exists()


def test_its_file_goes_with_the_toolkit(small):
    bundle = made(small)
    small.delete()
    assert not bundle.path.exists()


def test_a_file_that_somebody_took_away_is_made_anew(small):
    bundle = made(small)
    bundle.path.unlink()
    assert made(small).is_there


def test_of_many_new_ones_from_one_place_the_last_are_refused(client):
    links = [a_link() for _ in range(11)]
    statuses = [client.get(f"/t/{link.code}/bundle.zip").status_code for link in links]
    assert statuses == [200] * 10 + [429]
    assert client.get(f"/t/{links[0].code}/bundle.zip").status_code == 200


def test_a_passcode_is_asked_for(small, client):
    link = a_link(small, passcode="mercury")
    for below in ("bundle.zip", "offline/"):
        assert client.get(f"/t/{link.code}/{below}").content[:2] != b"PK"
    assert Bundle.objects.count() == 0
    assert client.post(f"/t/{link.code}/bundle.zip", {"passcode": "mercury"}).status_code == 302
    assert client.get(f"/t/{link.code}/bundle.zip").getvalue()[:2] == b"PK"


def test_post_changes_nothing(small, client):
    client.force_login(small.owner)
    assert client.post(reverse("toolkit_bundle", args=[small.pk])).status_code == 405


# --- in the background ----------------------------------------------------------------------------


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


def waiting() -> int:
    return DBTaskResult.objects.ready().count()


def silent(bundle: Bundle, **fields) -> None:
    """As a worker leaves it that was killed two minutes ago."""
    then = timezone.now() - timedelta(minutes=2)
    Bundle.objects.filter(pk=bundle.pk).update(alive_at=then, asked_at=then, **{"tries": 1, **fields})


def test_a_large_one_is_made_in_the_background_while_a_page_says_how_far_it_is(small, client, queue):
    link = a_link(small)
    page = client.get(f"/t/{link.code}/bundle.zip")
    assert page.status_code == 302
    said = client.get(page["Location"])
    assert said["Refresh"] == "3"
    assert "waits for its turn" in said.content.decode()
    Bundle.objects.update(alive_at=timezone.now(), tries=1, files=40, files_done=17)
    assert "17 of 40 files" in client.get(page["Location"]).content.decode()
    Bundle.objects.update(alive_at=None, tries=0)
    queue()
    ready = client.get(page["Location"])
    assert "Refresh" not in ready
    assert f"/t/{link.code}/bundle.zip?language=en" in ready.content.decode()
    assert client.get(f"/t/{link.code}/bundle.zip").getvalue()[:2] == b"PK"
    assert [(one.deed, one.count) for one in link.counts.all()] == [("download", 1)]


def test_the_page_offers_it_before_anybody_asked(small, client, queue):
    said = client.get(f"/t/{a_link(small).code}/offline/").content.decode()
    assert "Make it" in said
    assert "about" in said
    assert waiting() == 0


def test_two_clicks_make_one_job(small, client, queue):
    link = a_link(small)
    for _ in range(3):
        client.get(f"/t/{link.code}/bundle.zip")
    client.force_login(small.owner)
    client.get(reverse("toolkit_bundle", args=[small.pk]))
    assert (Bundle.objects.count(), waiting()) == (1, 1)


def test_a_job_that_comes_twice_is_done_once(small, queue):
    bundle = made(small)
    begin_later.enqueue(str(bundle.pk))
    queue()
    bundle.refresh_from_db()
    assert (bundle.tries, bundle.state()) == (1, "made")


def test_one_whose_worker_was_killed_is_begun_again_once(small, client, queue):
    bundle = made(small)
    DBTaskResult.objects.all().delete()  # the worker had taken it
    silent(bundle)
    bundle.path.parent.mkdir(exist_ok=True)
    bundle.path.with_suffix(".1.part").write_bytes(b"half")
    page = f"/t/{a_link(small).code}/offline/"
    for _ in range(3):
        assert client.get(page)["Refresh"]
    assert waiting() == 1
    queue()
    bundle.refresh_from_db()
    assert (bundle.tries, bundle.state()) == (2, "made")
    assert list(bundle.path.parent.glob(f"{bundle.pk}.*")) == [bundle.path]


def test_one_that_is_alive_is_left_alone(small, queue):
    bundle = made(small)
    queue()
    Bundle.objects.update(made_at=None, alive_at=timezone.now() - timedelta(seconds=30))
    begin(bundle.pk)
    bundle.refresh_from_db()
    assert (bundle.tries, bundle.state()) == (1, "making")


def test_who_was_given_up_stops_when_somebody_else_goes_on(small, queue, monkeypatch):
    bundle = made(small)
    monkeypatch.setattr(making, "SAY_EVERY", 0)
    write = making._write

    def slow(found, path, say):
        silent(bundle, tries=2)  # meanwhile another has begun
        return write(found, path, say)

    monkeypatch.setattr(making, "_write", slow)
    begin(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.made_at is None
    assert list(bundle.path.parent.glob(f"{bundle.pk}.*")) == []


def test_one_that_fails_three_times_says_so_and_rests_an_hour(small, client, queue, monkeypatch):
    monkeypatch.setattr(making, "_write", lambda *args: 1 / 0)
    bundle = made(small)
    page = f"/t/{a_link(small).code}/offline/"
    for tries in (1, 2, 3):
        queue()
        bundle.refresh_from_db()
        assert bundle.tries == tries
        silent(bundle, tries=tries)
        client.get(page)
    assert waiting() == 0
    failed = client.get(page)
    assert "could not be made" in failed.content.decode()
    assert "Refresh" not in failed
    assert client.get(f"/t/{a_link(small).code}/bundle.zip").status_code == 302
    Bundle.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    client.get(f"/t/{a_link(small).code}/bundle.zip")
    assert waiting() == 1


def test_one_whose_job_was_lost_is_asked_for_again_after_a_while(small, client, queue):
    made(small)
    DBTaskResult.objects.all().delete()
    page = f"/t/{a_link(small).code}/offline/"
    client.get(page)
    assert waiting() == 0
    Bundle.objects.update(asked_at=timezone.now() - timedelta(minutes=11))
    for _ in range(3):
        client.get(page)
    assert waiting() == 1


def test_one_of_many_pages_is_made_in_the_background_too(settings, queue):
    settings.OFFLINE_AT_ONCE_BYTES, settings.OFFLINE_AT_ONCE_PAGES = 20_000_000, 3
    toolkit, course = a_toolkit(), a_course(lessons=4)
    actions.add_page(toolkit, course.translation_key, course.title)
    assert made(toolkit).state() == "waiting"


def test_the_site_says_when_nothing_takes_what_waits(small, client, queue):
    made(small)
    assert client.get("/readyz").json() == WELL
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=16))
    said = client.get("/readyz")
    assert said.status_code == 200
    assert "worker" in said.json()["warnings"][0]


def test_others_do_not_find_it(small, client):
    client.force_login(in_role("facilitator"))
    for name in ("toolkit_bundle", "toolkit_offline"):
        assert client.get(reverse(name, args=[small.pk])).status_code == 404


def test_an_arabic_speaker_reads_how_far_it_is(small, client, queue):
    Locale.objects.get_or_create(language_code="ar")
    client.get(f"/t/{a_link(small, language='ar').code}/bundle.zip")
    said = client.get(f"/t/{a_link(small, language='ar').code}/offline/").content.decode()
    assert '<html lang="ar" dir="rtl">' in said
