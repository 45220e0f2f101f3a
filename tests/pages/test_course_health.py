"""What an editor is told of a course: its parts with their states, and what is wrong with them."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction, Revision

from brs.core.models import OutsideLink
from brs.review.models import ReaderReport, Review
from brs.taxonomy.models import Competency, Convention, Provision, Theme
from courses.pages.health import checks
from courses.pages.health.checks import CHECKS, lix
from courses.pages.health.screen import health_of
from courses.pages.models import CoursePage, LessonPage, ModulePage, QuizPage
from courses.questions.models import Question
from tests.given import a_course, a_document, in_french, in_role, in_the_admin_alone, lessons_of

pytestmark = pytest.mark.django_db
PLAIN = "The exporter tells the State of import. It answers in writing. " * 6
LONG = (
    "International environmental organizations continuously recommend comprehensive administrative implementation " * 6
)


def block(kind: str, value, block_id: str = "") -> dict:
    return {"id": block_id or str(uuid.uuid4()), "type": kind, "value": value}


def a_paragraph(text: str = PLAIN) -> dict:
    return block("paragraph", f"<p>{text}</p>")


def found_in(course: CoursePage) -> dict[str, list]:
    """Name of a check -> the findings of it."""
    [health] = health_of([CoursePage.objects.get(pk=course.pk)])
    findings: dict[str, list] = {}
    for issue in health.issues:
        findings.setdefault(issue.check.name, []).append(issue)
    return findings


def with_body(*blocks: dict) -> CoursePage:
    return a_course(lessons=1, body=list(blocks))


def with_fields(**fields) -> CoursePage:
    course = with_body(a_paragraph())
    for name, value in fields.items():
        setattr(course, name, value)
    course.save()
    return course


def a_provision() -> Provision:
    convention = Convention.objects.create(slug="basel", title="Basel", abbreviation="BC")
    return Provision.objects.create(slug="bc-6", title="Movements", convention=convention, kind="article", number="6")


def a_question(**fields) -> Question:
    item = block("true_false", {"stem": "Is silence consent?", "answer": False, "feedback": ""})
    return Question.objects.create(**{"name": "Is silence consent?", "body": [item], **fields})


def a_quiz_that_asks(*asked: dict) -> CoursePage:
    course = a_course(lessons=1, body=[a_paragraph()], quiz=True)
    quiz = QuizPage.objects.descendant_of(course).get()
    quiz.questions = list(asked)
    quiz.save()
    return course


def no_parts() -> CoursePage:
    return a_course(lessons=0)


def an_empty_module() -> CoursePage:
    course = with_body(a_paragraph())
    course.add_child(instance=ModulePage(title="Two", slug="two"))
    return course


def a_question_in_draft() -> CoursePage:
    return a_quiz_that_asks(block("question", a_question(live=False).pk))


def a_dry_pool() -> CoursePage:
    topic = Theme.objects.create(slug="t", title="T", group=a_provision().convention)
    a_question(topic=topic)
    return a_quiz_that_asks(block("pool", {"topic": topic.pk, "count": 2}))


def a_link_to_a_draft() -> CoursePage:
    target = a_course()
    target.unpublish()
    return with_body(a_paragraph(f'<a linktype="page" id="{target.pk}">See</a>'))


def a_dead_link() -> CoursePage:
    OutsideLink.objects.create(url="https://gone.example.org/a", status=404, failures=2)
    return with_body(a_paragraph('<a href="https://gone.example.org/a">See</a>'))


def a_picture_without_words() -> CoursePage:
    image = get_image_model().objects.create(title="Drums", file=get_test_image_file())
    return with_body(a_paragraph(), block("figure", {"image": image.pk, "alt": "", "caption": "Drums"}))


def a_heavy_picture() -> CoursePage:
    image = get_image_model().objects.create(title="Drums", file=get_test_image_file())
    get_image_model().objects.filter(pk=image.pk).update(file_size=checks.SLOW_LINE * (checks.LONGEST_WAIT + 1))
    return with_body(a_paragraph(), block("figure", {"image": image.pk, "alt": "Drums", "caption": "Drums"}))


def a_recording(kind: str, transcript: str) -> CoursePage:
    file = a_document()
    value = {"title": "Film", "file": file.pk, "captions": None, "transcript": transcript, "poster": None}
    return with_body(a_paragraph(), block(kind, value))


def a_heavy_film() -> CoursePage:
    file = a_document()
    get_document_model().objects.filter(pk=file.pk).update(file_size=48_000_000)
    value = {"title": "Film", "file": file.pk, "captions": None, "transcript": "<p>Words</p>", "poster": None}
    return with_body(a_paragraph(), block("video", value))


def a_draft() -> CoursePage:
    course = with_body(a_paragraph())
    lesson = lessons_of(course)[0]
    LessonPage.objects.filter(pk=lesson.pk).update(live=False, first_published_at=None)
    return course


def a_change() -> CoursePage:
    course = with_body(a_paragraph())
    lessons_of(course)[0].save_revision()
    return course


def a_closed_part() -> CoursePage:
    course = with_body(a_paragraph())
    PageViewRestriction.objects.create(page=lessons_of(course)[0], restriction_type="login")
    return course


def one_part_not_in_french() -> CoursePage:
    course = with_body(a_paragraph())
    in_french(course)
    return course


def a_competency_that_nobody_teaches() -> CoursePage:
    course = with_body(a_paragraph())
    course.competencies.set([Competency.objects.create(slug="c", title="Notify a movement")])
    course.save()
    return course


def an_overdue_review() -> CoursePage:
    course = with_body(a_paragraph())
    Review.objects.create(key=course.translation_key, kind="courses.coursepage", review_by=date(2020, 1, 2))
    return course


def a_reported_lesson() -> CoursePage:
    course = with_body(a_paragraph())
    key = lessons_of(course)[0].translation_key
    ReaderReport.objects.create(key=key, subject_key=course.translation_key, problem="link", text="Dead.")
    return course


# Name of a check -> a course in which it finds something.
FAULTS = {
    "no-parts": no_parts,
    "empty": lambda: with_body(),
    "empty-module": an_empty_module,
    "no-quiz": lambda: with_body(a_paragraph()),
    "no-questions": lambda: a_quiz_that_asks(),
    "question-draft": a_question_in_draft,
    "pool": a_dry_pool,
    "picture-gone": lambda: with_body(block("figure", {"image": 9_999, "alt": "A", "caption": "A"})),
    "link": a_link_to_a_draft,
    "outside-link": a_dead_link,
    "alt": a_picture_without_words,
    "captions": lambda: a_recording("video", "<p>Words</p>"),
    "transcript": lambda: a_recording("audio", "<p> </p>"),
    "weight": a_heavy_picture,
    "film": a_heavy_film,
    "reading": lambda: with_body(a_paragraph(LONG)),
    "reported": a_reported_lesson,
    "review": an_overdue_review,
    "draft": a_draft,
    "changed": a_change,
    "restricted": a_closed_part,
    "languages": lambda: with_body(a_paragraph()),
    "untranslated": one_part_not_in_french,
    "uncited": lambda: with_fields(provisions=[block("citation", {"provision": a_provision().pk, "pinpoint": ""})]),
    "cites-nothing": lambda: with_body(a_paragraph()),
    "competency": a_competency_that_nobody_teaches,
    "outcome": lambda: with_fields(outcomes=[block("outcome", {"text": "Classify hazardous pesticides"})]),
}
# What is in order by these, of a course in which nothing is wrong but by the first few.
UNAVOIDABLE = {"languages", "cites-nothing"}


def test_every_check_has_its_fault_here():
    assert FAULTS.keys() == {check.name for check in CHECKS}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_the_place_to_mend_it(name, client):
    course = FAULTS[name]()
    findings = found_in(course)
    assert name in findings
    client.force_login(in_role("editor"))
    answer = client.get(reverse("course_health", args=[course.pk]))
    assert str(findings[name][0].check.says) in answer.content.decode()
    assert client.get(findings[name][0].address).status_code == 200


def test_nothing_is_told_of_a_course_that_is_in_order():
    provision = a_provision()
    text = block("provision", {"provision": provision.pk, "pinpoint": "", "text": "Ask before you export drums."})
    course = a_course(lessons=1, body=[a_paragraph(), text], quiz=True)
    quiz = QuizPage.objects.descendant_of(course).get()
    competency = Competency.objects.create(slug="c", title="Notify")
    quiz.questions = [block("question", a_question(competency=competency).pk)]
    quiz.save()
    course.provisions = [block("citation", {"provision": provision.pk, "pinpoint": ""})]
    course.outcomes = [block("outcome", {"text": "Ask before you export drums"})]
    course.competencies.set([competency])
    course.save()
    assert found_in(course).keys() == {"languages"}


def test_what_counts_is_the_newest_draft():
    course = with_body()
    lesson = lessons_of(course)[0]
    lesson.body = [a_paragraph()]
    lesson.save_revision()
    assert "empty" not in found_in(course)


def test_a_finding_leads_to_its_block(client):
    block_id = str(uuid.uuid4())
    course = with_body(block("figure", {"image": 9_999, "alt": "A", "caption": "A"}, block_id))
    [gone] = found_in(course)["picture-gone"]
    assert gone.address.endswith(f"#block-{block_id}-section")


def test_pictures_are_weighed_as_they_are_served(client):
    image = get_image_model().objects.create(title="Drums", file=get_test_image_file())
    course = with_body(a_paragraph(), block("figure", {"image": image.pk, "alt": "Drums", "caption": "Drums"}))
    client.get(lessons_of(course)[0].url)  # draws it
    drawn = {rendition.filter_spec: rendition.file.size for rendition in image.renditions.all()}
    [avif] = [size for spec, size in drawn.items() if "avif" in spec]
    [health] = health_of([course])
    [lesson] = health.content.lessons
    assert checks.weight_of(health.content, lesson) == avif


def test_parts_stand_in_their_order_with_their_states(client):
    course = a_course(lessons=4, body=[a_paragraph()])
    live, changed, draft, scheduled = lessons_of(course)
    changed.save_revision()
    LessonPage.objects.filter(pk=draft.pk).update(live=False, first_published_at=None)
    scheduled.go_live_at = timezone.now() + timedelta(days=2)
    scheduled.save_revision(approved_go_live_at=scheduled.go_live_at)
    assert Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    [health] = health_of([course])
    states = [(row.part.page.title, row.part.status) for row in health.parts if row.part.kind == "lesson"]
    assert states == [
        (live.title, "live"),
        (changed.title, "changed"),
        (draft.title, "draft"),
        (scheduled.title, "scheduled"),
    ]


def queries_of(client, address: str) -> int:
    client.get(address)  # content types, permissions of the group
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def a_full_course(lessons: int) -> CoursePage:
    course = a_course(
        lessons=lessons, body=[a_paragraph(), a_paragraph('<a linktype="page" id="1">Root</a>')], quiz=True
    )
    quiz = QuizPage.objects.descendant_of(course).get()
    quiz.questions = [block("question", a_question().pk) for _ in range(lessons)]
    quiz.save()
    for lesson in lessons_of(course)[::2]:
        lesson.save_revision()
    return course


def test_a_course_costs_the_same_whatever_its_size(client):
    client.force_login(in_role("editor"))
    small, large = a_full_course(2), a_full_course(20)
    few, many = (queries_of(client, reverse("course_health", args=[course.pk])) for course in (small, large))
    assert few == many <= 40


def test_the_list_costs_the_same_however_many_courses_there_are(client):
    client.force_login(in_role("editor"))
    for _ in range(3):
        a_full_course(2)
    few = queries_of(client, reverse("course_health_report"))
    for _ in range(12):
        a_full_course(3)
    assert queries_of(client, reverse("course_health_report")) == few <= 45


def test_the_list_counts_filters_and_exports(client):
    client.force_login(in_role("editor"))
    empty, fine = with_body(), a_quiz_that_asks(block("question", a_question().pk))
    address = reverse("course_health_report")
    assert {fine.title, empty.title} <= {course.title for course in client.get(address).context["object_list"]}
    for query in ("check=empty", "severity=error"):
        [listed] = client.get(f"{address}?{query}").context["object_list"]
        assert (listed.title, listed.error) == (empty.title, 1)
    sheet = client.get(f"{address}?export=csv&check=empty")
    lines = b"".join(sheet.streaming_content).decode().splitlines()
    assert len(lines) == 2 and empty.title in lines[1]


def test_only_who_edits_it_sees_the_health_of_a_course(client):
    course = with_body(a_paragraph())
    addresses = [reverse("course_health", args=[course.pk]), reverse("course_health_report")]
    for role, statuses in {"facilitator": {302}, "trainee": {302}, "reviewer": {200}, "editor": {200}}.items():
        client.force_login(in_role(role))
        assert {client.get(address).status_code for address in addresses} == statuses, role
    client.force_login(in_the_admin_alone())
    assert {client.get(address).headers["Location"] for address in addresses} == {reverse("wagtailadmin_home")}


def test_it_is_reached_from_the_editor_and_from_the_reports(client):
    course = with_body(a_paragraph())
    client.force_login(in_role("editor"))
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[course.pk])).content.decode()
    assert reverse("course_health", args=[course.pk]) in editor
    assert "courses/health/" in client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("course_health", args=[course.pk]) in client.get(reverse("course_health_report")).content.decode()


def test_short_sentences_read_better():
    assert lix(PLAIN) < 35 < checks.COMPLEX_FROM < lix(LONG)
    assert lix("Too short.") == 0
