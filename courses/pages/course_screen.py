"""A course as one person sees it: its parts as a task list, what is left in words, where to go on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from brs.certificates.models import Certificate
from brs.certificates.renewal import is_open
from brs.core.languages import best_of_each
from brs.core.pages import SOURCE_LANGUAGE, is_public
from courses.learning.enrolments import enrolment_of
from courses.learning.models import Enrolment
from courses.learning.rules import first_from, required_of, what_is_left, what_would_change

from .course_outline import CourseOutline, course_outline
from .lost_quizzes import lost_quizzes
from .renewal import left_to_renew, newest_certificate

FINISHED = ("done", "passed")


@dataclass(frozen=True)
class Task:
    """`state`: not_started | started | done | passed | failed | lost | waived | extra; `label` says it in words.

    Waived is what went offline after the learner began, extra what came after it. `page` is None for a deleted part.
    """

    page: Page | None
    state: str
    label: str


@dataclass(frozen=True)
class NewerRelease:
    """A release after the learner's: titles of the parts that it would add, and of those that would fall away."""

    added: list[str]
    gone: list[str]


@dataclass(frozen=True)
class Renewal:
    """A certificate that ends soon or has ended; `left`: keys of what is to be passed again for the next."""

    certificate: Certificate
    left: list[str]


@dataclass(frozen=True)
class CourseScreen:
    """`tasks`: modules (None for parts without one) with their tasks.

    `pages`: the parts in order; `unfinished`: keys of those that are left and can be finished. `offline`: parts of the
    learner's outline that are not published any more. `newer`: what they may move over to.
    `certificate`: the newest, whether it holds still or not; `renewal`: how to earn the next, once that is open.
    """

    tasks: list[tuple[Page | None, list[Task]]]
    enrolment: Enrolment | None
    left: str
    pages: list[Page]
    unfinished: frozenset[str]
    certificate: Certificate | None
    outline: CourseOutline
    offline: list[Task]
    newer: NewerRelease | None
    renewal: Renewal | None = None

    @property
    def go_on(self) -> Page | None:
        """What they worked on last if it is unfinished, else what is left after it, else the first that is left."""
        if self.enrolment is None:
            return self.pages[0] if self.pages else None
        return self._first_from(self.enrolment.progress.position.partition(":")[0])

    def go_on_after(self, page: Page) -> Page | None:
        return self._first_from(str(page.translation_key))

    def _first_from(self, position: str) -> Page | None:
        pages = {str(page.translation_key): page for page in self.pages}
        key = first_from(list(pages), self.unfinished, position)
        return pages[key] if key else None

    @property
    def again(self) -> list[Page]:
        """What is to be passed again for the next certificate."""
        left = self.renewal.left if self.renewal else []
        return [part.page for part in self.outline.parts if str(part.page.translation_key) in left]

    @property
    def fingerprint(self) -> str:
        """All tasks in order with their states: whoever has the same sees the same list."""
        return " ".join(f"{task.page and task.page.pk}:{task.state}" for _module, tasks in self.tasks for task in tasks)

    def state_of(self, page: Page) -> str:
        return next(
            (task.state for _m, tasks in self.tasks for task in tasks if task.page and task.page.pk == page.pk), ""
        )


def course_screen(page: Page, request: HttpRequest) -> CourseScreen:
    """The course that this page is or belongs to, and for somebody enrolled their progress.

    At most two queries where the outline is kept; one more each for parts of the learner's that are not among its
    pages, and for a newer release.
    """
    outline = course_outline(page).for_reader(request)
    course = outline.course
    enrolment = enrolment_of(request.user, course.translation_key)
    if enrolment and enrolment.outline_id in outline.releases:
        enrolment.outline = outline.releases[enrolment.outline_id]  # kept already: no query
    if enrolment is None:
        unlabelled = [(module, [Task(page, "", "") for page in pages]) for module, pages in outline.sections]
        pages = [part.page for part in outline.parts]
        return CourseScreen(unlabelled, None, "", pages, frozenset(), None, outline, [], None)
    states = enrolment.progress.items
    lost = lost_quizzes([enrolment]).get(enrolment.pk, set())
    asked = [item["key"] for item in enrolment.outline.items]
    tasks: list[tuple[Page | None, list[Task]]] = [
        (module, [_task(page, states, asked, lost) for page in pages]) for module, pages in outline.sections
    ]
    pages = [part.page for part in outline.parts if str(part.page.translation_key) in asked]
    shown = {str(page.translation_key) for page in pages}
    known = _by_key([key for key in asked if key not in shown | outline.hidden], request)
    elsewhere = [page for page in known.values() if page and page.live]
    if elsewhere:
        tasks.append((None, [_task(page, states, asked, lost) for page in elsewhere]))
    hidden = outline.hidden | {key for key, page in known.items() if page is None}
    online = shown | hidden | {str(page.translation_key) for page in elsewhere}
    waived = [key for key in asked if key not in online]
    certificate = newest_certificate(enrolment) if enrolment.completed_at else None
    unfinished = {item["key"] for item in what_is_left(enrolment.outline.items, states, waived)} - lost
    return CourseScreen(
        tasks=tasks,
        enrolment=enrolment,
        left=left_in_words(enrolment, waived, lost),
        pages=[*pages, *elsewhere],
        unfinished=frozenset(unfinished),
        certificate=certificate,
        outline=outline,
        offline=[_offline_task(key, known.get(key), states) for key in waived],
        newer=_newer_release(enrolment, outline, request),
        renewal=_renewal(enrolment, certificate),
    )


def _renewal(enrolment: Enrolment, certificate: Certificate | None) -> Renewal | None:
    """Two queries where a certificate ends."""
    if certificate is None or not is_open(certificate):
        return None
    return Renewal(certificate, left_to_renew(enrolment, certificate.issued_at))


def left_in_words(enrolment: Enrolment, waived: Collection[str], lost: Collection[str]) -> str:
    """«Left: 2 lessons to read, 1 quiz to pass. 1 part is waived: it is not online any more.»

    `lost`: keys of quizzes that cannot be passed any more.
    """
    if enrolment.completed_at:
        return _("You have completed this course.")
    items, states = enrolment.outline.items, enrolment.progress.items
    if not required_of(items, waived):
        return _("No part of this course is online at the moment. What you have done is kept.")
    left = what_is_left(items, states, waived)
    lessons = sum(item["kind"] == "lesson" for item in left)
    beyond = sum(item["key"] in lost for item in left)
    quizzes = len(left) - lessons - beyond
    unfinished = []
    if lessons:
        unfinished.append(ngettext("%(n)d lesson to read", "%(n)d lessons to read", lessons) % {"n": lessons})
    if quizzes:
        unfinished.append(ngettext("%(n)d quiz to pass", "%(n)d quizzes to pass", quizzes) % {"n": quizzes})
    sentences = [_("Left: %(what)s.") % {"what": _(", ").join(unfinished)}] if unfinished else []
    if beyond:
        beyond_words = ngettext(
            "%(n)d quiz cannot be passed any more, so the course cannot be completed.",
            "%(n)d quizzes cannot be passed any more, so the course cannot be completed.",
            beyond,
        )
        sentences.append(beyond_words % {"n": beyond})
    if not left:
        sentences.append(_("Nothing is left."))
    gone = len(what_is_left(items, states, [])) - len(left)
    if gone:
        waived_words = ngettext(
            "%(n)d part is waived: it is not online any more.",
            "%(n)d parts are waived: they are not online any more.",
            gone,
        )
        sentences.append(waived_words % {"n": gone})
    return " ".join(sentences)


def state_words() -> dict[str, str]:
    return {
        "not_started": _("Not started"),
        "started": _("Started"),
        "done": _("Done"),
        "passed": _("Passed"),
        "failed": _("Not passed yet"),
        "lost": _("Not passed"),
        "waived": _("Waived"),
        "extra": _("Not asked of you"),
    }


def _task(page: Page, states: Mapping[str, str], asked: Collection[str], lost: Collection[str]) -> Task:
    key = str(page.translation_key)
    state = "lost" if key in lost else states.get(key, "not_started") if key in asked else "extra"
    return Task(page, state, state_words()[state])


def _offline_task(key: str, page: Page | None, states: Mapping[str, str]) -> Task:
    state = states.get(key, "")
    state = state if state in FINISHED else "waived"
    return Task(page, state, state_words()[state])


def _newer_release(enrolment: Enrolment, outline: CourseOutline, request: HttpRequest) -> NewerRelease | None:
    *_older, newest = outline.releases.values()
    if newest.number <= enrolment.outline.number:
        return None
    added, gone = what_would_change(enrolment.outline.items, newest.items)
    known = _by_key([*added, *gone], request)
    closed = _("A part that is not for everybody")
    titles = {key: page.title if page else closed for key, page in known.items()}
    deleted = _("A part that was deleted")
    return NewerRelease([titles.get(key, deleted) for key in added], [titles.get(key, deleted) for key in gone])


def _by_key(keys: Collection[str], request: HttpRequest) -> dict[str, Page | None]:
    """A page for each key that has one, in the order of the keys: a published one if there is any, rather the source.

    None for one that the reader is not let into. One query, none for no keys; more where some are restricted.
    """
    if not keys:
        return {}
    pages = Page.objects.filter(translation_key__in=keys).select_related("locale").annotate(is_open=is_public())
    by_key = {str(key): page for key, page in best_of_each(pages, SOURCE_LANGUAGE).items()}
    return {key: _if_let_in(by_key[key], request) for key in keys if key in by_key}


def _if_let_in(page: Page, request: HttpRequest) -> Page | None:
    is_let_in = page.is_open or all(restriction.accept_request(request) for restriction in page.get_view_restrictions())
    return page if is_let_in else None
