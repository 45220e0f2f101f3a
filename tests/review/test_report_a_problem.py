"""A reader says what is wrong on a page, without an account or scripts; the page's editors answer, by mail if asked."""

import io
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission, Page

from brs.core.pages import address
from brs.people import privacy
from brs.review import report_form, reports
from brs.review.models import ReaderReport
from tests.given import a_course, a_tool, a_trainee, in_french, in_role, in_the_admin_alone, lessons_of

pytestmark = pytest.mark.django_db
TYPED = {"problem": "mistake", "text": "The limit is 50 mg since 2019.", "position": "Limits", "email": ""}


@pytest.fixture(autouse=True)
def _read_long_enough(monkeypatch):
    """As if the form had been shown for a while."""
    monkeypatch.setattr(report_form, "FEWEST_SECONDS", -1)


@pytest.fixture
def lesson():
    return lessons_of(a_course(lessons=1))[0]


def at(page: Page, language: str = "en") -> str:
    return f"/{language}/problems/{page.translation_key}/"


def form_at(client: Client, page: Page, language: str = "en", **typed: str) -> dict[str, str]:
    """What a browser sends of the form."""
    soup = BeautifulSoup(client.get(at(page, language)).content, "html.parser")
    hidden = {field["name"]: field.get("value", "") for field in soup.main.select("form input[type=hidden]")}
    return {**hidden, "website": "", **TYPED, **typed}


def reported(page: Page, client: Client | None = None, language: str = "en", **typed: str) -> ReaderReport:
    client = client or Client()
    answer = client.post(at(page, language), form_at(client, page, language, **typed))
    assert answer.status_code == 302, answer.content.decode()
    return ReaderReport.objects.latest("reported_at")


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(in_role(role))
    return client


@pytest.mark.parametrize("make", [lambda: lessons_of(a_course())[0], a_tool])
def test_the_foot_of_a_page_leads_to_the_form_and_a_preview_does_not(client, make):
    page = make()
    assert at(page) in client.get(address(page, "en")).content.decode()
    editor = signed_in("editor")
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert page.title in draft and "/problems/" not in draft


def test_what_is_wrong_where_and_in_which_language_is_taken_down(client, lesson):
    in_french(lesson)
    answer = client.post(at(lesson, "fr"), form_at(client, lesson, "fr"), follow=True)
    assert answer.status_code == 200 and address(lesson, "fr") in answer.content.decode()
    report = ReaderReport.objects.get()
    course = lesson.get_parent().get_parent()
    assert (report.key, report.subject_key) == (lesson.translation_key, course.translation_key)
    assert (report.problem, report.text, report.position) == ("mistake", TYPED["text"], "Limits")
    assert (report.language, report.page_language, report.email) == ("fr", "fr", "")
    assert reported(lesson, language="es").page_language == "en"  # it is shown in English there


def test_who_is_signed_in_finds_their_address_there(lesson):
    client, someone = Client(), a_trainee()
    client.force_login(someone)
    page = BeautifulSoup(client.get(at(lesson)).content, "html.parser")
    assert page.select_one("[name=email]")["value"] == someone.email


def test_what_is_wrong_in_the_form_is_said_beside_it_and_nothing_is_lost(client, lesson):
    for typed, error in (
        ({"text": "No"}, "at least 5 characters"),
        ({"text": "x" * 2_001}, "at most 2000 characters"),
        ({"problem": "nonsense"}, "valid choice"),
        ({"email": "me@"}, "valid e"),
        ({"position": "y" * 201}, "at most 200 characters"),
    ):
        answer = client.post(at(lesson), form_at(client, lesson, **typed))
        text = answer.content.decode()
        assert answer.status_code == 422 and error in text, typed
        assert {**TYPED, **typed}["text"] in text
    assert not ReaderReport.objects.exists()


def test_a_form_that_is_sent_twice_is_one_report(client, lesson):
    form = form_at(client, lesson)
    for _twice in range(2):
        assert client.post(at(lesson), form).status_code == 302
    assert ReaderReport.objects.count() == 1


class TestMachines:
    def test_whoever_fills_in_what_nobody_sees_is_thanked_and_forgotten(self, client, lesson):
        answer = client.post(at(lesson), form_at(client, lesson, website="https://spam.example"))
        assert answer.status_code == 302 and not ReaderReport.objects.exists()

    @pytest.mark.parametrize("token", ["", "forged", "other page", "old"])
    def test_a_form_that_was_never_shown_or_long_ago_is_not_taken(self, client, lesson, token, monkeypatch):
        shown = {"other page": report_form.token_for(uuid.uuid4())}.get(token, token)
        if token == "old":
            shown = report_form.token_for(lesson.translation_key)
            monkeypatch.setattr(report_form, "MOST_SECONDS", -1)
        answer = client.post(at(lesson), form_at(client, lesson) | {"shown": shown})
        text = answer.content.decode()
        assert answer.status_code == 422 and "once more" in text and TYPED["text"] in text
        monkeypatch.undo()
        assert not ReaderReport.objects.exists()

    def test_nobody_writes_so_fast(self, client, lesson, monkeypatch):
        monkeypatch.setattr(report_form, "FEWEST_SECONDS", 60)
        form = form_at(client, lesson)
        answer = client.post(at(lesson), form)
        page = BeautifulSoup(answer.content, "html.parser")
        assert answer.status_code == 422 and page.select_one("[name=shown]")["value"] == form["shown"]
        monkeypatch.setattr(report_form, "FEWEST_SECONDS", -1)  # a minute later the very same form is taken
        assert client.post(at(lesson), form).status_code == 302

    def test_a_browser_reports_ten_an_hour_and_is_told_how_long_to_wait(self, client, lesson):
        for number in range(report_form.REPORTS_OF_A_BROWSER.most):
            reported(lesson, client, text=f"Mistake number {number}")
        answer = client.post(at(lesson), form_at(client, lesson, text="One too many"))
        assert answer.status_code == 422
        assert "Please wait" in answer.content.decode() and "One too many" in answer.content.decode()
        assert ReaderReport.objects.count() == report_form.REPORTS_OF_A_BROWSER.most

    def test_markup_is_text_and_no_address_becomes_a_link(self, lesson):
        words = "<script>alert(1)</script> https://spam.example/ javascript:alert(1)"
        report = reported(lesson, text=words)
        for path in (reverse("reader_reports"), reverse("reader_report", args=[report.pk]), "/admin/"):
            text = signed_in("editor").get(path).content.decode()
            assert "<script>alert" not in text and 'href="https://spam' not in text


def test_what_is_not_published_or_not_for_everybody_takes_no_report(client, lesson):
    assert client.get(at(Page.get_first_root_node())).status_code == 404
    lesson.view_restrictions.create(restriction_type="login")
    assert client.get(at(lesson)).status_code == 404
    assert client.post(at(lesson), TYPED).status_code == 404
    lesson.view_restrictions.all().delete()
    Page.objects.get(pk=lesson.pk).unpublish()
    assert client.get(at(lesson)).status_code == 404


class TestAnswering:
    def test_an_answer_goes_to_the_reporter_in_their_language(self, lesson, django_capture_on_commit_callbacks):
        in_french(lesson)
        report = reported(lesson, language="fr", email="Reader@example.org")
        client = signed_in("editor")
        screen = client.get(reverse("reader_report", args=[report.pk])).content.decode()
        for part in (TYPED["text"], "Limits", "eader@example.org", address(lesson, "fr"), "Answer and close"):
            assert part in screen
        with django_capture_on_commit_callbacks(execute=True):
            for _twice in range(2):
                client.post(reverse("reader_report", args=[report.pk]), {"answer": "Merci, c’est corrigé."})
        [letter] = mail.outbox
        assert letter.to == ["reader@example.org"] and "Merci, c’est corrigé." in letter.body
        assert f"http://testserver{address(lesson, 'fr')}" in letter.body and TYPED["text"] not in letter.body
        report.refresh_from_db()
        assert (report.state, report.closed_by.groups.get().name) == ("answered", "editor")

    def test_an_answer_must_say_something(self, lesson):
        report = reported(lesson, email="reader@example.org")
        answer = signed_in("editor").post(reverse("reader_report", args=[report.pk]), {"answer": " "})
        assert "This field is required" in answer.content.decode()
        report.refresh_from_db()
        assert report.state == "open"

    def test_it_is_closed_without_an_answer(self, lesson, django_capture_on_commit_callbacks):
        report = reported(lesson, email="reader@example.org")
        client = signed_in("editor")
        close = reverse("close_reader_report", args=[report.pk])
        assert client.get(close).status_code == 405
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(close).status_code == 302
        report.refresh_from_db()
        assert report.state == "closed" and not mail.outbox

    def test_of_two_who_answer_at_once_one_is_sent(self, lesson, django_capture_on_commit_callbacks):
        report = reported(lesson, email="reader@example.org")
        path = reverse("reader_report", args=[report.pk])
        with django_capture_on_commit_callbacks(execute=True):
            signed_in("editor").post(path, {"answer": "Mended."})
            late = signed_in("editor").post(path, {"answer": "We disagree."}, follow=True)
        assert "already" in late.content.decode() and len(mail.outbox) == 1

    def test_only_who_edits_the_page_sees_it(self, lesson):
        other = lessons_of(a_course(lessons=1))[0]
        report, of_other = reported(lesson), reported(other)
        person = in_the_admin_alone()
        client = Client()
        client.force_login(person)
        paths = [reverse("reader_report", args=[report.pk]), reverse("reader_reports")]
        assert {client.get(path).status_code for path in paths} == {302}
        GroupPagePermission.objects.create(
            group=person.groups.get(),
            page=Page.objects.get(pk=lesson.pk),
            permission_type="change",
        )
        assert {client.get(path).status_code for path in paths} == {200}
        assert [row.pk for row in client.get(paths[1]).context["object_list"]] == [report.pk]
        for name in ("reader_report", "close_reader_report"):
            assert client.post(reverse(name, args=[of_other.pk]), {"answer": "Mine"}).status_code == 404
        assert ReaderReport.objects.open().count() == 2


class TestList:
    def test_it_filters_and_exports(self, lesson):
        client, tool = signed_in("editor"), a_tool()
        in_french(lesson)
        first = reported(lesson, language="fr")
        second = reported(tool, problem="link", text="=cmd|' /C calc'!A0")
        reports.close(second, in_role("editor"))
        course_key = first.subject_key

        def listed(query: str) -> set[uuid.UUID]:
            return {row.pk for row in client.get(reverse("reader_reports") + query).context["object_list"]}

        assert listed("") == {first.pk, second.pk}
        for query in ("?state=open", "?problem=mistake", f"?subject_key={course_key}", "?page_language=fr"):
            assert listed(query) == {first.pk}, query
        assert listed("?state=closed") == {second.pk} and listed("?state=answered") == set()
        lines = b"".join(client.get(reverse("reader_reports") + "?export=csv").streaming_content).decode()
        assert tool.title in lines and "'=cmd" in lines
        book = b"".join(client.get(reverse("reader_reports") + "?export=xlsx").streaming_content)
        cells = [cell for row in load_workbook(io.BytesIO(book)).active for cell in row]
        assert [cell.data_type for cell in cells if "=cmd" in str(cell.value)] == ["s"]

    def test_it_and_the_front_page_cost_the_same_however_many_there_are(self):
        client = signed_in("editor")

        def queries(path: str) -> int:
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            return len(captured)

        def more(count: int) -> None:
            for lesson in lessons_of(a_course(lessons=count)):
                ReaderReport.objects.create(
                    key=lesson.translation_key,
                    subject_key=uuid.uuid4(),
                    problem="link",
                    text="Dead.",
                    page_language="en",
                )

        paths = [reverse("reader_reports"), reverse("wagtailadmin_home")]
        more(2)
        few = [queries(path) for path in paths]
        more(20)
        assert [queries(path) for path in paths] == few and few[0] <= 25


def test_the_editor_of_the_page_and_the_front_page_name_it(lesson):
    report = reported(lesson)
    client = signed_in("editor")
    detail = reverse("reader_report", args=[report.pk])
    for path in (reverse("wagtailadmin_pages:edit", args=[lesson.pk]), "/admin/"):
        assert detail in client.get(path).content.decode()
    reports.close(report, None)
    for path in (reverse("wagtailadmin_pages:edit", args=[lesson.pk]), "/admin/"):
        assert detail not in client.get(path).content.decode()


class TestForgetting:
    def test_who_asks_for_it_takes_their_address_away_and_the_problem_stays(self, lesson):
        report = reported(lesson, email="reader@example.org")
        holder = privacy.holder_of_address("READER@example.org")
        assert any(privacy._rooms["review"].held(holder)["reports"])
        privacy.erase(holder)
        report.refresh_from_db()
        assert (report.email, report.text) == ("", TYPED["text"])

    def test_reports_go_in_time(self, lesson):
        now = timezone.now()
        for closed, made in ((None, 729), (None, 731), (179, 400), (181, 400)):
            ReaderReport.objects.create(
                key=lesson.translation_key,
                subject_key=lesson.translation_key,
                problem="link",
                text=f"{closed} {made}",
                reported_at=now - timedelta(days=made),
                closed_at=closed and now - timedelta(days=closed),
            )
        call_command("prune", verbosity=0)
        assert set(ReaderReport.objects.values_list("text", flat=True)) == {"None 729", "179 400"}

    def test_they_go_with_the_page_and_not_with_who_answered(self, lesson):
        report, editor = reported(lesson), in_role("editor")
        reports.close(report, editor)
        editor.delete()
        report.refresh_from_db()
        assert report.closed_by is None
        Page.objects.get(pk=lesson.pk).delete()
        assert not ReaderReport.objects.exists()
