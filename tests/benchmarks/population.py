"""Many courses and learners, made quickly: rows are written past the models, so the generation is renewed by hand."""

import uuid
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from wagtail.models import Page

from brs.certificates.actions import issue
from brs.core import generation
from brs.people.models import User
from brs.taxonomy.models import Classification
from courses.learning.models import Enrolment, Outline, Progress
from courses.pages.models import CourseIndexPage, CoursePage, QuizPage
from courses.questions.models import Question
from tests.certificates.test_actions import SNAPSHOT


@transaction.atomic
def fill_catalogue(count: int) -> None:
    """Copies of one course, without lessons, until there are so many live courses in English."""
    catalogue = CourseIndexPage.objects.get(locale__language_code="en")
    courses = CoursePage.objects.live().child_of(catalogue)
    model: Any = courses.first()
    last = catalogue.get_children().order_by("path").last()
    missing = max(0, count - courses.count())
    step = Page._str2int(last.path[-Page.steplen :])
    pages = []
    for number in range(1, missing + 1):
        slug = f"copy-{catalogue.numchild + number}"
        page = Page(
            title=f"{model.title} {number}",
            draft_title=model.title,
            slug=slug,
            path=Page._get_path(catalogue.path, model.depth, step + number),
            depth=model.depth,
            url_path=f"{catalogue.url_path}{slug}/",
            content_type_id=model.content_type_id,
            locale_id=model.locale_id,
            translation_key=uuid.uuid4(),
            live=True,
        )
        pages.append(page)
    pages = Page.objects.bulk_create(pages)
    Page.objects.filter(pk=catalogue.pk).update(numchild=catalogue.numchild + missing)
    _copy_rows(CoursePage._meta.db_table, "page_ptr_id", model.pk, [page.pk for page in pages])
    through = CoursePage.conventions.through._meta.db_table
    _copy_rows(through, "coursepage_id", model.pk, [page.pk for page in pages])
    carried = Classification.objects.of(model.translation_key)
    terms = [(row.axis, row.term_key) for row in carried]
    Classification.objects.bulk_create(
        [Classification(content_key=page.translation_key, axis=a, term_key=k) for page in pages for a, k in terms]
    )
    generation.renew()


def _copy_rows(table: str, key: str, source: int, targets: list[int]) -> None:
    """Rows of a table that belong to `source`, once more for each of the targets."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        others = ", ".join(f'"{column}"' for column in columns if column not in (key, "id"))
        comma = ", " if others else ""
        cursor.executemany(
            f'INSERT INTO {table} ("{key}"{comma}{others}) SELECT %s{comma}{others} FROM {table} WHERE "{key}" = %s',
            [(target, source) for target in targets],
        )


@transaction.atomic
def learners_in(course_key: uuid.UUID, count: int) -> list[User]:
    """People who have just enrolled in a course."""
    outline = Outline.objects.of(course_key).newest()
    start = User.objects.count()
    people = User.objects.bulk_create(
        [User(email=f"bench{start + n}@example.org", name=f"Learner {n}", password="!") for n in range(count)]
    )
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(learner=person, course_key=course_key, outline=outline) for person in people]
    )
    Progress.objects.bulk_create([Progress(enrolment=enrolment) for enrolment in enrolments])
    return people


@transaction.atomic
def certificates_of(people: list[User]) -> list[str]:
    """Serials of certificates, one for each."""
    return [issue(person, uuid.uuid4(), replace(SNAPSHOT, holder=person.name)).serial for person in people]


@transaction.atomic
def courses_of(person: User, count: int) -> None:
    """The person in so many courses, each with an outline of two parts."""
    courses = (
        CoursePage.objects.live()
        .filter(locale__language_code="en")
        .exclude(translation_key__in=Enrolment.objects.of(person).values("course_key"))
    )
    outlines = Outline.objects.bulk_create(
        [
            Outline(
                course_key=course.translation_key,
                number=1000 + person.pk,
                digest=uuid.uuid4().hex,
                items=[{"key": str(uuid.uuid4()), "kind": "lesson", "required": True} for _ in range(2)],
            )
            for course in courses[: count - Enrolment.objects.of(person).count()]
        ]
    )
    enrolments = Enrolment.objects.bulk_create(
        [Enrolment(learner=person, course_key=outline.course_key, outline=outline) for outline in outlines]
    )
    Progress.objects.bulk_create([Progress(enrolment=enrolment) for enrolment in enrolments])


def a_quiz_of_ten(course: CoursePage) -> tuple[QuizPage, list[str]]:
    """A quiz of ten questions in a fixed order, and what to type into the field of each."""
    typed: list[str] = []
    questions: list[Question] = []
    for question in Question.objects.filter(live=True, locale__language_code="en").order_by("pk"):
        [body] = question.body
        if body.block_type == "single_choice" and len(questions) < 10:
            questions.append(question)
            typed.append(body.value["options"].bound_blocks[0].id)
    quiz = QuizPage(
        title="Ten questions",
        slug="ten-questions",
        shuffle=False,
        questions=[("question", question) for question in questions],
    )
    course.add_child(instance=quiz)
    quiz.save_revision().publish()
    return quiz, typed
