"""The impact on learners of publishing a page of a course, or of taking it offline. Reads only."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from brs.certificates.models import Certificate
from brs.core.pages import SOURCE_LANGUAGE
from courses.learning.models import Outline, Progress
from courses.learning.rules import what_is_left

from .course_outline import ITEM_KINDS, course_above

if TYPE_CHECKING:
    from .models.course import CoursePage


@dataclass(frozen=True)
class Impact:
    """`release`: number of the newest outline, 0 before the first. `on_newest`, `on_older`: who is in progress on it,
    or on one before. `publishing`: in words, what publishing the page will do.
    """

    release: int
    on_newest: int
    on_older: int
    certificates: int
    publishing: str


@dataclass(frozen=True)
class Removal:
    """Parts that go offline in every language, the learners who have not done all of them, and in which languages
    others of them stay. `is_released`: a new release will ask for them no more.
    """

    parts: int
    learners: int
    languages: list[str]
    is_released: bool


def impact_of(page: Page) -> Impact:
    """For a page as it stands in the editor. At most seven queries."""
    course = course_above(page) if page.pk else None
    if course is None:
        return Impact(0, 0, 0, 0, _of_new_page(page))
    learning = Count("enrolments", filter=Q(enrolments__completed_at=None))
    outlines = list(Outline.objects.of(course.translation_key).annotate(learning=learning).order_by("number"))
    return Impact(
        release=outlines[-1].number if outlines else 0,
        on_newest=outlines[-1].learning if outlines else 0,
        on_older=sum(outline.learning for outline in outlines[:-1]),
        certificates=Certificate.objects.for_subject(course.translation_key)
        .without_merged()
        .filter(supersedes=None)
        .count(),
        publishing=_publishing(page, course, is_first=not outlines),
    )


def removal_of(page: Page) -> Removal | None:
    """If a page goes offline with all under it; None where that is no live part of a course. Six queries."""
    course = course_above(page)
    if course is None:
        return None
    going = Page.objects.descendant_of(page, inclusive=True).live().specific(defer=True)
    keys = {str(part.translation_key) for part in going if part.item_kind in ITEM_KINDS}
    if not keys:
        return None
    others = Page.objects.live().filter(translation_key__in=keys).exclude(locale=page.locale)
    stay = list(others.values_list("translation_key", "locale__language_code"))
    waived = keys - {str(key) for key, _language in stay}
    return Removal(
        parts=len(waived),
        learners=_who_has_not_done(course, waived),
        languages=[name for code, name in settings.LANGUAGES if code in {language for _key, language in stay}],
        is_released=course.live and page.locale.language_code == SOURCE_LANGUAGE and page.pk != course.pk,
    )


def removal_in_words(removal: Removal) -> str:
    sentences = []
    if removal.parts:
        sentences += [
            ngettext(
                "Taking this offline waives %(n)d part of the course for all who have not done it.",
                "Taking this offline with its parts waives %(n)d parts of the course for all who have not done them.",
                removal.parts,
            )
            % {"n": removal.parts},
            ngettext("That touches %(n)d learner.", "That touches %(n)d learners.", removal.learners)
            % {"n": removal.learners},
            _("What was done stays done; nobody loses a completed course or a certificate."),
        ]
    if removal.languages:
        sentences.append(
            _("What stays online in %(languages)s is still asked of those who began with it.")
            % {"languages": _(", ").join(removal.languages)}
        )
    if removal.is_released:
        sentences.append(_("A new release without it binds those who enrol from then on."))
    return " ".join(sentences)


def _of_new_page(page: Page) -> str:
    """Empty for a page of another kind: editors publish pages of all kinds at once."""
    match getattr(page, "item_kind", ""):
        case "course":
            return _("A new course. It takes enrolments once it is opened.")
        case "module":
            return _("A new module. It asks nothing of learners by itself; its lessons and quizzes do.")
        case "lesson" | "quiz":
            sentence = _("A new part. If the course is online, publishing it makes a new release.")
            return f"{sentence} {_whom_it_binds()}"
    return ""


def _publishing(page: Page, course: "CoursePage", *, is_first: bool) -> str:
    if page.item_kind == "course":
        return _of_course(page, is_first)
    if page.item_kind == "module":
        return _("This changes what is read, not what is asked: nobody's requirements move.")
    if page.live:
        return _("This changes what is read, not which parts are required: nobody's requirements move.") + (
            " " + _("Attempts that have begun keep their questions and rules.") if page.item_kind == "quiz" else ""
        )
    if is_first:
        return _("The course has not been opened: nobody is learning in it yet.")
    return f"{_of_offline_part(page, course)} {_asked_again(page, course)}".strip()


def _of_course(course: "CoursePage", is_first: bool) -> str:
    if course.locale.language_code != SOURCE_LANGUAGE:
        return _of_translation()
    if is_first:
        return _("The course goes online. It takes enrolments once it is opened and all its parts are published.")
    if course.new_release:
        return _("A new release is made, because “publish as a new release” is ticked.") + " " + _whom_it_binds()
    if not course.live:
        return _("The course goes online again, with the parts that are online then.")
    return _(
        "This changes what is read, not which parts are required: nobody's requirements move. "
        "Tick “publish as a new release” below if it shall be one."
    )


def _of_offline_part(page: Page, course: "CoursePage") -> str:
    if page.locale.language_code != SOURCE_LANGUAGE:
        return _of_translation()
    if not course.live:
        return _("The course is not online: it will ask for this part when it is published.")
    return _("This part becomes required: a new release is made.") + " " + _whom_it_binds()


def _of_translation() -> str:
    return _("A translation makes no release: what is required follows the English pages.")


def _whom_it_binds() -> str:
    return _("It binds those who enrol from then on. Whoever is learning now stays as they are, and may move over.")


def _asked_again(page: Page, course: "CoursePage") -> str:
    """Of those who began when a part was online, and who have not done it: nothing while another language has it."""
    if Page.objects.live().filter(translation_key=page.translation_key).exists():
        return ""
    learners = _who_has_not_done(course, {str(page.translation_key)})
    if not learners:
        return ""
    return ngettext(
        "%(n)d learner who began when it was online is asked for it again.",
        "%(n)d learners who began when it was online are asked for it again.",
        learners,
    ) % {"n": learners}


def _who_has_not_done(course: "CoursePage", keys: Collection[str]) -> int:
    """How many in the course are held to one of these parts and have not done it. Two queries."""
    if not keys:
        return 0
    outlines = {
        outline.pk: [item for item in outline.items if item["key"] in keys]
        for outline in Outline.objects.of(course.translation_key)
    }
    asked = [pk for pk, items in outlines.items() if items]
    rows = Progress.objects.filter(enrolment__outline__in=asked, enrolment__completed_at=None)
    return sum(
        bool(what_is_left(outlines[outline], items, waived=()))
        for outline, items in rows.values_list("enrolment__outline", "items").iterator()
    )
