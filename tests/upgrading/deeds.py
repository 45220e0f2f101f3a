"""What people do at a site with the starter catalogue and its demo: every table of ours gets rows. See make.py."""

import random
from datetime import timedelta
from itertools import count

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Locale, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from brs.activities.pages.models import ActivityPage
from brs.activities.participants.actions import join
from brs.activities.planning.actions import ask_to_run
from brs.activities.register.registers import register_of
from brs.certificates.actions import correct_name, revoke
from brs.certificates.models import Certificate
from brs.needs.assessments import actions as needs
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Questionnaire
from brs.needs.assistance_plan.models import IndicatorValue, OutputPage
from brs.people import privacy
from brs.people.models import Party, User
from brs.reports.disclosure.monthly_closing import close_months
from courses.learning.answers import pinned_questions
from courses.learning.attempts import save_answer, start_attempt, submit_attempt
from courses.learning.enrolments import enrol, move_to_newest_outline
from courses.learning.events import Happening
from courses.learning.evidence import mark_done, record, undo_done
from courses.learning.models import Attempt, Enrolment
from courses.learning.outlines import release
from courses.pages.models import CoursePage, LessonPage, QuizPage
from courses.pages.quiz_start import questions_for, rules_of
from courses.questions.feedback import right_answer
from toolkits.sharing import actions as sharing
from toolkits.sharing.models import Bundle, DailyCount, Toolkit
from toolkits.tools.models import ToolPage

PASSWORD = "brs-learn-demo"
TRANSLATED, BORDER = "three-conventions-one-life-cycle", "e-waste-and-plastic-waste-amendments"
LEARNERS = {
    "en": ("wanjiku@example.org", "Wanjiku Mwangi", "KE"),
    "fr": ("aicha@example.org", "Aïcha Traoré", "SN"),
    "es": ("jose@example.org", "José Muñoz", "PE"),
    "ru": ("anna@example.org", "Анна Иванова", "KZ"),
    "ar": ("layla@example.org", "ليلى حداد", "JO"),
    "zh-hans": ("liming@example.org", "李明", "CN"),
}
dice = random.Random(2)


def live() -> None:
    people = {language: _person(*about) for language, about in LEARNERS.items()}
    colleague = _person("otieno@example.org", "Otieno Ouma", "KE")
    leaver = _person("leaver@example.org", "Somebody Else", "KE")
    facilitator, manager = (User.objects.get(email=f"{role}@example.org") for role in ("facilitator", "manager"))
    for language, person in people.items():
        _learn(person, language)
    _stumble(people["en"])
    _take_all(leaver, BORDER)
    _change_certificates(people)
    _gather(facilitator, people["fr"])
    _meet(facilitator, people)
    _answer_needs(people["en"], colleague, manager)
    _measure(manager)
    _edit()
    _look_around(people)
    # A year later its months are over; who leaves then stays in their figures.
    close_months(timezone.now().date() + timedelta(days=400))
    privacy.erase(leaver)


def _person(email: str, name: str, party: str) -> User:
    person = User.objects.create_user(email, PASSWORD, name=name, party=Party.objects.get(iso2=party))
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    person.groups.add(Group.objects.get(name="trainee"))
    return person


def _course(slug: str, language: str = "en") -> CoursePage:
    return CoursePage.objects.get(slug=slug, locale__language_code=language)


def _learn(person: User, language: str) -> None:
    """The course that is there in six languages, to its certificate, with a first try that fails."""
    course = _course(TRANSLATED, language)
    enrolment = enrol(person, course.translation_key, language=language)
    for item in enrolment.outline.items:
        if item["kind"] == "lesson":
            mark_done(enrolment, item["key"], language=language)
    quiz = QuizPage.objects.descendant_of(course).get()
    _try(enrolment, quiz, language, share=0.3)
    _try(enrolment, quiz, language, share=1)


def _take_all(person: User, slug: str) -> None:
    course = _course(slug)
    enrolment = enrol(person, course.translation_key, language="en")
    for lesson in LessonPage.objects.descendant_of(course):
        mark_done(enrolment, str(lesson.translation_key), language="en")
    _try(enrolment, QuizPage.objects.descendant_of(course).get(), "en", share=1)


def _try(enrolment: Enrolment, quiz: QuizPage, language: str, share: float, *, submit: bool = True) -> Attempt:
    attempt = start_attempt(enrolment, rules_of(quiz), questions_for(quiz, dice))
    questions = pinned_questions(attempt)
    for seq, question in enumerate(questions[: round(share * len(questions))], start=1):
        save_answer(attempt, question.key, right_answer(question.content), seq=seq, language=language)
    return submit_attempt(attempt, language=language) if submit else attempt


def _stumble(person: User) -> None:
    """A course begun: a mark taken back, an event refused, questions in a lesson, a new outline, an open attempt."""
    course = _course(BORDER)
    enrolment = enrol(person, course.translation_key, language="en")
    first, second = LessonPage.objects.descendant_of(course)[:2]
    done = mark_done(enrolment, str(first.translation_key), language="en")
    mark_done(enrolment, str(second.translation_key), language="fr")
    undo_done(enrolment, str(second.translation_key), language="en")
    twice = Happening(done.id, str(second.translation_key), "done", timezone.now())
    record(enrolment, [twice], channel="outbox", language="en")
    release(course.translation_key, enrolment.outline.items, enrolment.outline.rule, force_new=True)
    move_to_newest_outline(enrolment, language="en")
    _try(enrolment, QuizPage.objects.descendant_of(course).get(), "en", share=0.5, submit=False)


def _change_certificates(people: dict[str, User]) -> None:
    correct_name(Certificate.objects.held_by(people["es"]).get(), "José Luis Muñoz", "A name was left out.")
    revoke(Certificate.objects.held_by(people["ru"]).get(), "Issued by mistake.")


def _gather(facilitator: User, other: User) -> None:
    toolkit = Toolkit.objects.create(
        owner=facilitator, title="Border kit", purpose="For the workshop", cover_note="Bring a lamp."
    )
    sharing.add_section(toolkit, "To read")
    lesson, tool = LessonPage.objects.descendant_of(_course(BORDER)).first(), ToolPage.objects.live().first()
    entry = sharing.add_page(toolkit, lesson.translation_key, lesson.title)
    sharing.annotate(entry, title=entry.title, note="Before the first day.")
    sharing.add_page(toolkit, tool.translation_key, tool.title)
    sharing.add_document(toolkit, get_document_model().objects.first())
    sharing.add_link(toolkit, "https://www.basel.int/", "The convention")
    toolkit.co_owners.add(other)
    sharing.invite(toolkit, facilitator, "asked@example.org")
    link = sharing.share(toolkit, facilitator, label="Nairobi", language="fr", expires_at=None)
    sharing.share(toolkit, facilitator, label="Closed", language="en", expires_at=None, passcode="open sesame")
    sharing.revoke(sharing.share(toolkit, facilitator, label="Old", language="ar", expires_at=None))
    for deed in DailyCount.Deed:
        sharing.count(link, deed)
    Bundle.objects.create(toolkit=toolkit, language="en", stamp="0" * 64, tries=1, made_at=timezone.now(), size=10)
    register_of(_demonstration()).toolkits.add(toolkit)


def _demonstration() -> ActivityPage:
    return ActivityPage.objects.get(slug="demo-e-waste-border-workshop")


def _meet(facilitator: User, people: dict[str, User]) -> None:
    activity = _demonstration()
    for person in people.values():
        join(activity, person, with_code=True)
    ask_to_run(activity, facilitator, "asked@example.org")


def _answer_needs(person: User, colleague: User, manager: User) -> None:
    """Two speak for Kenya, and answer in two rounds; one of them for herself as well."""
    kenya = Party.objects.get(iso2="KE")
    for speaker in (person, colleague):
        needs.confirm(needs.ask_to_speak_for(speaker, kenya, "Competent authority"), manager)
    questionnaire = Questionnaire.objects.filter(live=True, locale__language_code="en").first()
    levels = count()
    for party, rounds in ((kenya, 2), (None, 1)):
        for number in range(rounds):
            assessment = needs.begin(questionnaire.translation_key, person, party)
            for item in assessment.version.order()[: 6 - number]:
                answer = Answer(next(levels) % 5, 1 + next(levels) % 3, "Act of 2021", "Of two ministries")
                needs.answer(assessment, item, answer, person)
            if party:
                item = assessment.version.order()[0]
                seen = assessment.responses.filter(item=item).values_list("id", flat=True)
                needs.answer(assessment, item, Answer(None), colleague, saw=seen)
            if number == 0:
                needs.submit(assessment, person)
                needs.share(assessment)


def _measure(manager: User) -> None:
    output = next(page for page in OutputPage.objects.live() if page.indicators)
    block = output.indicators[0]
    IndicatorValue.objects.create(
        output_key=output.translation_key,
        indicator=block.id,
        text=str(block.value["text"])[:400],
        value="12.50",
        on=timezone.now().date(),
        source="Report of 2026",
        by=manager,
    )


def _edit() -> None:
    """A course for those who are signed in; another one translated in the admin, as far as one has got."""
    PageViewRestriction.objects.create(page=_course("running-a-workshop"), restriction_type="login")
    source, _is_new = TranslationSource.update_or_create_from_instance(_course("eliminating-pcbs"))
    french = Locale.objects.get(language_code="fr")
    Translation.objects.create(source=source, target_locale=french).save_target(publish=False)


def _look_around(people: dict[str, User]) -> None:
    """Pictures get the sizes in which pages show them."""
    for language, person in people.items():
        client = Client()
        client.force_login(person)
        for course in CoursePage.objects.live().filter(locale__language_code="en"):
            client.get(f"/{language}/courses/{course.slug}/")
        client.get(f"/{language}/courses/")
        client.get(f"/{language}/learning/")
    for lesson in LessonPage.objects.live().descendant_of(_course(TRANSLATED)):
        client.get(lesson.get_url())
    client.session.flush()
