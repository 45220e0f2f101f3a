"""The offline folder leads nowhere else, runs nothing, and has names that any file system takes."""

import re
import zipfile
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from tests.given import a_course, a_document, a_toolkit, lessons_of
from tests.toolkits.offline_folders import (
    made,
    pages,
    rich,
    text_of,
    unpacked,
    unresolved,
)
from toolkits.sharing import actions
from toolkits.sharing.models import Entry, Toolkit

pytestmark = pytest.mark.django_db


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
    body = [rich("".join(f'<p><a href="{address}">Press {n}</a></p>' for n, address in enumerate(worse)))]
    course, toolkit = a_course(lessons=1, body=body), a_toolkit(cover_note=f'<p><a href="{bad[0]}">Press</a></p>')
    actions.add_page(toolkit, lessons_of(course)[0].translation_key, "Lesson")
    for address in bad:
        Entry.objects.create(toolkit=toolkit, kind="link", title="Press", url=address, position=9)
    files = unpacked(Toolkit.objects.get(pk=toolkit.pk))
    assert unresolved(files) == []
    for soup in pages(files).values():
        for tag in soup("a"):
            assert urlsplit(tag["href"]).scheme in ("", "http", "https", "mailto")
    assert "Press 1" in text_of(files)
