"""What the journeys of the admin work on, made in the running site: nothing of it is published."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from wagtail.images.models import Image

from brs.people.models import User
from courses.pages.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, QuizPage
from tests.journeys.conftest import PASSWORD


def make_editor() -> None:
    """Whom an administrator has just made an editor: they have done nothing here yet."""
    person = User.objects.create_user("editor@example.org", PASSWORD, name="New editor")
    person.groups.add(Group.objects.get(name="editor"))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


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
