"""What the offline folder of a toolkit holds: all that it leads to, for whom, in which language."""

import hashlib
import io
import json
import zipfile
from pathlib import PurePosixPath

import pytest
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from brs.core import generation
from tests.given import a_link, in_french, lessons_of
from tests.toolkits.offline_folders import (
    CANARY,
    TYPES,
    made,
    pages,
    text_of,
    unpacked,
    unresolved,
)
from toolkits.tools.models import ToolPage

pytestmark = pytest.mark.django_db


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


def test_questions_are_asked_without_what_is_right_and_trainers_notes_stay_away(full):
    full.entries.update(note="")
    files = unpacked(full)
    text = text_of(files)
    stems = [content["stem"] for content in TYPES.values()]
    words = ["Red", "Blue", "Lead", "Gold", "Ask", "Wait", "Ship", "BC", "Waste", "True", "False"]
    assert [word for word in stems + words if word not in text] == []
    assert [path for path, content in files.items() if CANARY.encode() in content or b"60.21" in content] == []


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
    assert sums == {
        path: hashlib.sha256(content).hexdigest() for path, content in files.items() if path != "checksums.txt"
    }
    manifest = json.loads(files["manifest.json"])
    assert manifest["title"] == "Nairobi"
    assert manifest["address"] == "http://testserver"
    assert manifest["language"] == "en"
    assert manifest["made_at"].startswith(f"{timezone.now():%Y-%m-%d}")
    recorded = {file["path"]: (file["bytes"], file["sha256"]) for file in manifest["files"]}
    assert recorded == {path: (len(files[path]), sums[path]) for path in sums if path != "manifest.json"}
    assert {file["type"] for file in manifest["files"]} >= {"text/html", "text/css", "image/webp", "text/csv"}


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
    generation.renew()
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
