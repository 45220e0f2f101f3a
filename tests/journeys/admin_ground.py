"""What tests/journeys/test_admin.py works on, made in the running site: nothing of it is published."""

from allauth.account.models import EmailAddress
from wagtail.images.models import Image

from brs.people.models import User
from courses.pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, QuizPage
from tests.journeys.conftest import PASSWORD


def make() -> None:
    person = User.objects.create_superuser("superuser@example.org", PASSWORD, name="Superuser")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    catalogue = CourseIndexPage.objects.get(locale__language_code="en")
    draft = {"live": False, "owner": person}
    course = catalogue.add_child(instance=CoursePage(title="Drafted course", summary="About.", **draft))
    module = course.add_child(instance=ModulePage(title="Drafted module", **draft))
    lesson = module.add_child(instance=LessonPage(title="Drafted lesson", **draft))
    quiz = module.add_child(instance=QuizPage(title="Drafted quiz", **draft))
    body = [
        {"type": "heading", "value": "Bunds"},
        {"type": "paragraph", "value": "<p>A bund holds what a tank loses. It is as large as the largest tank.</p>"},
        {"type": "image", "value": {"image": Image.objects.latest("pk").pk, "alt_text": "IMG_2041.jpg"}},
    ]
    nameless = module.add_child(instance=LessonPage(title="Lesson with a nameless picture", body=body, **draft))
    pasted = module.add_child(instance=LessonPage(title="Lesson to paste into", **draft))
    for page in (course, module, lesson, quiz, nameless, pasted):
        page.save_revision(user=person)
