"""Files into the bank, on the admin's screens: a dry run, one press, once, and back again."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from brs.taxonomy.models import Convention, Theme
from courses.exchange.actions import Taken, take
from courses.exchange.drafts import differences
from courses.exchange.dry_run import dry_run
from courses.exchange.format_table import FORMATS, export
from courses.exchange.models import QuestionImport, prune
from courses.questions.content import can_be_asked
from courses.questions.models import Question
from tests.exchange import corpus
from tests.given import a_home, a_quiz, in_role

pytestmark = pytest.mark.django_db

BANK = "wagtailsnippets_courses_question"
GIFT = """$CATEGORY: Waste

::Consent::What is <b>PIC</b>? <img src="x.png" alt="a map"><script>alert(1)</script> {
    =prior informed consent#Yes
    ~persistent chemicals
}

::Weight::How many kilograms is a tonne? {#1000:1}

::Empty::Which? {~no ~nor}

An essay. {}
"""


@pytest.fixture
def editor(client):
    a_home()
    editor = in_role("editor")
    client.force_login(editor)
    return editor


def sent(client, text, name="quiz.txt", **fields):
    file = SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
    return client.post(reverse(f"{BANK}:import"), {"file": file, "locale": Locale.get_default().pk, **fields})


def added(client, numbers, **fields):
    question_import = QuestionImport.objects.latest("pk")
    url = reverse(f"{BANK}:import_check", args=[question_import.pk])
    return client.post(url, {"questions": numbers, **fields})


def test_the_dry_run_shows_each_question_its_answer_and_what_is_wrong(client, editor):
    answer = client.get(sent(client, GIFT).headers["Location"])
    page = answer.content.decode()
    assert "What is PIC?" in page and "alert(1)" not in page
    assert "Line 3: A picture is not taken over. «a map»" in page
    assert "Line 3: A script or embedded page was taken out." in page
    assert "No option is right: tick the right one." in page
    assert "Line 12: Essays are not among the types of questions. «An essay.»" in page
    assert not Question.objects.exists()


def test_one_press_makes_drafts_with_topics_and_a_second_makes_none(client, editor):
    group = Convention.objects.create(slug="basel", title="Basel", locale=Locale.get_default())
    theme = Theme.objects.create(slug="waste", title="Waste", locale=Locale.get_default(), group=group)
    sent(client, GIFT)
    for _press in range(2):
        answer = added(client, [0, 1, 2])
        assert answer.status_code == 302
    questions = Question.objects.order_by("pk")
    assert [question.name for question in questions] == ["Consent", "Weight", "Empty"]
    assert {question.topic for question in questions} == {theme} and not questions.filter(live=True)
    assert questions[1].content()["answer"] == "1000"
    assert [question.latest_revision.user for question in questions] == [editor] * 3
    assert "were added" in client.get(answer.headers["Location"]).content.decode()


def test_the_right_ones_are_published_the_others_stay_drafts(client, editor):
    sent(client, GIFT)
    added(client, [0, 1, 2], publish="1")
    live = {question.name: question.live for question in Question.objects.all()}
    assert live == {"Consent": True, "Weight": True, "Empty": False}
    assert can_be_asked(Question.objects.get(name="Consent"))


def test_texts_longer_than_the_form_takes_are_told_and_stay_drafts(client, editor):
    long = "x" * 501
    page = client.get(sent(client, f"Q? {{={long} ~b}}").headers["Location"]).content.decode()
    assert "500 characters" in page
    added(client, [0], publish="1")
    assert not Question.objects.get().live


def test_the_same_file_is_known_again_and_what_the_bank_has_is_not_ticked(client, editor):
    sent(client, GIFT)
    added(client, [0])
    page = client.get(sent(client, GIFT).headers["Location"]).content.decode()
    assert "The same file was imported" in page and "The bank has this question:" in page
    ticked = [line for line in page.splitlines() if 'name="questions"' in line]
    assert ["checked" in line for line in ticked] == [False, True, True]


def test_a_question_much_like_one_of_the_bank_is_pointed_out(client, editor):
    sent(client, "Which of the three conventions is about the trade in hazardous chemicals? {=Rotterdam ~Basel}")
    added(client, [0])
    again = "Which of the three Conventions is about trade in hazardous chemicals {=Rotterdam ~Stockholm}"
    assert "The bank has one much like it:" in client.get(sent(client, again).headers["Location"]).content.decode()


def test_undoing_deletes_what_nobody_has_changed_or_used(client, editor):
    sent(client, GIFT + "\nFourth? {T}\n")
    added(client, [0, 1, 2, 3], publish="1")
    consent, weight, empty, _fourth = Question.objects.order_by("pk")
    weight.name = "Weight, changed"
    weight.save_revision(user=editor)
    quiz = a_quiz(questions=0)
    quiz.questions = [{"type": "question", "value": consent.pk}]
    quiz.save()
    answer = client.post(reverse(f"{BANK}:import_undo", args=[QuestionImport.objects.get().pk]), follow=True)
    assert "2 questions were deleted. 2 stay: they were changed or are used." in answer.content.decode()
    assert set(Question.objects.values_list("pk", flat=True)) == {consent.pk, weight.pk}
    assert QuestionImport.objects.get().undone_by == editor


def test_pasted_text_in_another_language_goes_into_its_bank(client, editor):
    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    text = "1. ما هو؟\nأ) واحد\n*ب) اثنان\n"
    url = reverse(f"{BANK}:import")
    page = client.get(client.post(url, {"text": text, "locale": arabic.pk}).headers["Location"]).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    added(client, [0])
    assert Question.objects.get().locale == arabic


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (corpus.ENTITIES, "quiz.xml", "The file declares entities"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 40, "a.png", "This file has no text in it"),
        ("\n\n".join(f"q{n} {{T}}" for n in range(501)), "many.gift", "too many questions"),
    ],
)
def test_what_cannot_be_read_says_why_and_makes_nothing(client, editor, data, name, words):
    page = client.get(sent(client, data, name).headers["Location"]).content.decode()
    assert words in page and 'name="questions"' not in page


def test_nothing_or_both_is_said_at_the_form(client, editor):
    for fields in ({}, {"file": SimpleUploadedFile("a.txt", b"x"), "text": "y"}):
        answer = client.post(reverse(f"{BANK}:import"), {"locale": Locale.get_default().pk, **fields})
        assert answer.status_code == 422 and "one of both" in answer.content.decode()


def test_nothing_is_made_where_one_question_fails(client, editor, monkeypatch):
    sent(client, GIFT)
    save, calls = Question.save_revision, []

    def failing(self, *args, **kwargs):
        calls.append(self)
        if len(calls) == 2:
            raise OSError("the disk is full")
        return save(self, *args, **kwargs)

    monkeypatch.setattr(Question, "save_revision", failing)
    with pytest.raises(OSError):
        added(client, [0, 1])
    assert not Question.objects.exists() and QuestionImport.objects.get().taken_at is None


def test_only_those_who_may_add_questions_and_each_sees_their_own(client, editor):
    sent(client, GIFT)
    check = reverse(f"{BANK}:import_check", args=[QuestionImport.objects.get().pk])
    for role, status in (("editor", 404), ("facilitator", 302), ("manager", 302)):
        client.force_login(in_role(role))
        assert client.get(check).status_code == status
        assert client.get(reverse(f"{BANK}:import")).status_code == (200 if role == "editor" else 302)


class TestExport:
    @pytest.fixture
    def bank(self, client, editor):
        sent(client, export(FORMATS["sheet"], list(corpus.EVERY_TYPE.values())).data, "all.xlsx")
        added(client, range(8), publish="1")

    def test_all_eight_types_come_back_from_the_bank_as_they_went_in(self, client, bank):
        answer = client.get(reverse(f"{BANK}:export"), {"format": "sheet", "download": "1"})
        assert answer.headers["Content-Disposition"] == 'attachment; filename="questions-sheet.xlsx"'
        back = {question.type: question for question in FORMATS["sheet"].read(answer.content).questions}
        for name, question in corpus.EVERY_TYPE.items():
            assert set(differences(question, back[name])) <= {"topic", "difficulty"}

    def test_what_a_format_cannot_say_is_told_first(self, client, bank):
        page = client.get(reverse(f"{BANK}:export"), {"format": "aiken"}).content.decode()
        assert page.count("the whole question") == 7

    def test_the_lists_filters_choose(self, client, bank):
        Question.objects.filter(name="Of choice").update(difficulty="apply")
        query = {"format": "sheet", "download": "1", "difficulty": "apply"}
        answer = client.get(reverse(f"{BANK}:export"), query)
        assert [question.name for question in FORMATS["sheet"].read(answer.content).questions] == ["Of choice"]

    def test_the_banks_list_leads_there(self, client, bank):
        page = client.get(reverse(f"{BANK}:list"), {"difficulty": "apply"}).content.decode()
        assert (
            reverse(f"{BANK}:import") in page and f"{reverse(f'{BANK}:export')}?difficulty=apply&amp;locale=en" in page
        )

    def test_what_is_ticked_in_the_list_is_exported(self, client, bank):
        ticked = Question.objects.filter(name__in=["Of choice", "How much?"]).values_list("pk", flat=True)
        action = reverse("wagtail_bulk_action", args=["courses", "question", "export"])
        export_page = client.get(action, {"id": list(ticked)}).headers["Location"]
        answer = client.get(f"{export_page}&format=sheet&download=1")
        assert {each.name for each in FORMATS["sheet"].read(answer.content).questions} == {"Of choice", "How much?"}

    def test_the_template_is_there_to_download(self, client, editor):
        answer = client.get(reverse(f"{BANK}:import_template"))
        assert FORMATS["sheet"].read(answer.content).questions


def test_checking_takes_as_many_queries_for_many_questions(client, editor):
    counts = []
    for number in (2, 40):
        sent(client, "\n\n".join(f"Question {number} {n}? {{=a ~b}}" for n in range(number)))
        question_import = QuestionImport.objects.latest("pk")
        with CaptureQueriesContext(connection) as queries:
            dry_run(question_import)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6


def test_two_who_take_one_import_at_once_make_its_questions_once(client, editor):
    sent(client, GIFT)
    first, second = QuestionImport.objects.get(), QuestionImport.objects.get()
    assert take(first, {0, 1}, publish=False, by=editor) == Taken(2, 0)
    assert second.taken_at is None  # as they read it before
    assert take(second, {0, 1, 2}, publish=True, by=in_role("editor")) is None
    assert Question.objects.count() == 2


def test_what_was_read_and_never_added_is_forgotten_after_a_fortnight(client, editor):
    for text in (GIFT, "Is it? {T}", "Was it? {F}"):
        sent(client, text)
    added(client, [0])
    QuestionImport.objects.update(made_at=timezone.now() - timedelta(days=15))
    sent(client, "New? {T}")
    assert prune() == 2 and QuestionImport.objects.count() == 2 and Question.objects.count() == 1
