"""What can be wrong with a course: one table. A check is a function of the course's content, and a row of the table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from brs.core import folding
from brs.core.media.weights import SLOW_LINE, film_in_words, minutes_on_slow_line
from brs.core.outside_links import addresses_in
from brs.core.quoting import quoted
from brs.review.models import State as ReviewState

from .content import Block, CourseContent, Part, document_ids, linked_pages, picture_ids, plain

LONGEST_WAIT = 10  # seconds on a slow line
LONGEST_FILM = 5  # minutes on that line, without its sound alone beside it
# As in the editor's panel "Checks": average words a sentence and the share of words of more than 6 letters (LIX).
COMPLEX_FROM = 45
LONG_WORD = 6
FEWEST_WORDS = 30
WITHOUT_SPACES = {"zh-hans"}
SENTENCE = re.compile(r"[.!?…؟。！？]+|\n")
WORD = re.compile(r"\w+")
LONGEST_QUOTE = 60
# An outcome is taken up where a part has at least this share of its words of 5 letters and more.
SAME_WORDS = 0.5
TELLING_WORD = 5


@dataclass(frozen=True)
class Finding:
    """`part` is where to mend it, and `block_id` at which block of it. `detail`: what it is about, where that helps."""

    part: Part
    detail: str = ""
    block_id: str = ""


@dataclass(frozen=True)
class Check:
    """`severity`: error, where learners miss something or are stopped; warning; advice, which one may well not take."""

    name: str
    severity: str
    says: str | Promise
    find: Callable[[CourseContent], Iterator[Finding]]


def empty_parts(content: CourseContent) -> Iterator[Finding]:
    for part in content.lessons:
        if not any(line.strip() for line in part.text.splitlines()) and not any(map(picture_ids, part.blocks)):
            yield Finding(part)


def empty_modules(content: CourseContent) -> Iterator[Finding]:
    filled = {part.module.pk for part in content.members if part.module}
    for part in content.members:
        if part.kind == "module" and part.page.pk not in filled:
            yield Finding(part)


def nothing_to_do(content: CourseContent) -> Iterator[Finding]:
    if not content.lessons and not content.quizzes:
        yield Finding(content.itself)


def no_quiz(content: CourseContent) -> Iterator[Finding]:
    if content.lessons and not content.quizzes:
        yield Finding(content.itself)


def quiz_without_questions(content: CourseContent) -> Iterator[Finding]:
    for part in content.quizzes:
        if not part.asked and not any(count for _topic, count in part.pools):
            yield Finding(part)


def questions_not_published(content: CourseContent) -> Iterator[Finding]:
    facts = content.facts
    for part in content.quizzes:
        for pk in part.asked:
            question = facts.questions.get(pk)
            if question is None:
                yield Finding(part, _("A question that was deleted"))
            elif question.translation_key not in facts.live_questions:
                yield Finding(part, _quoted(question.name))


def pools_too_small(content: CourseContent) -> Iterator[Finding]:
    for part in content.quizzes:
        for topic, count in part.pools:
            stock = content.facts.stock.get(topic, 0)
            if stock < count:
                yield Finding(part, _("Asks %(n)d questions, the bank has %(stock)d.") % {"n": count, "stock": stock})


def pictures_without_words(content: CourseContent) -> Iterator[Finding]:
    for part, block in _blocks(content, "image", "figure"):
        value = block.value if isinstance(block.value, dict) else {}
        if picture_ids(block) and not value.get("decorative") and not (value.get("alt_text") or value.get("alt")):
            yield Finding(part, _names_of_pictures(content, block), block.id)


def pictures_gone(content: CourseContent) -> Iterator[Finding]:
    for part, block in _blocks(content):
        if picture_ids(block) - content.facts.images.keys():
            yield Finding(part, block_id=block.id)


def films_without_captions(content: CourseContent) -> Iterator[Finding]:
    for part, block in _blocks(content, "video"):
        if not block.value.get("captions"):
            yield Finding(part, _quoted(block.value.get("title") or ""), block.id)


def recordings_without_transcript(content: CourseContent) -> Iterator[Finding]:
    for part, block in _blocks(content, "video", "audio"):
        if not plain(block.value.get("transcript") or "").strip():
            yield Finding(part, _quoted(block.value.get("title") or ""), block.id)


def heavy_lessons(content: CourseContent) -> Iterator[Finding]:
    for part in content.lessons:
        weight = weight_of(content, part)
        if seconds_on_slow_line(weight) > LONGEST_WAIT:
            yield Finding(part, weight_in_words(weight))


def heavy_films(content: CourseContent) -> Iterator[Finding]:
    for part, block in _blocks(content, "video"):
        film = content.facts.documents.get(block.value.get("file"))
        size = (film.file_size or 0) if film else 0
        if minutes_on_slow_line(size) > LONGEST_FILM and not getattr(film, "audio_version", None):
            yield Finding(part, film_in_words(size), block.id)


def hard_to_read(content: CourseContent) -> Iterator[Finding]:
    if content.course.locale.language_code in WITHOUT_SPACES:
        return
    for part in content.lessons:
        score = lix(part.text)
        if score >= COMPLEX_FROM:
            yield Finding(part, _("LIX %(score)d; from %(limit)d on") % {"score": score, "limit": COMPLEX_FROM})


def dead_links(content: CourseContent) -> Iterator[Finding]:
    """To pages that are deleted or published in no language, and to files that are deleted."""
    facts = content.facts
    for part, block in _blocks(content):
        for pk in linked_pages(block):
            page = facts.pages.get(pk)
            if page is None:
                yield Finding(part, _("A page that was deleted"), block.id)
            elif page.translation_key not in facts.published_keys:
                yield Finding(part, _quoted(page.title), block.id)
        if document_ids(block) - facts.documents.keys():
            yield Finding(part, _("A file that was deleted"), block.id)


def dead_outside_links(content: CourseContent) -> Iterator[Finding]:
    """To other sites that have failed on two days: see brs.core.outside_links."""
    for part, block in _blocks(content):
        for address in sorted(set(addresses_in(block.value)) & content.facts.dead_addresses):
            yield Finding(part, _quoted(address), block.id)


def restricted_parts(content: CourseContent) -> Iterator[Finding]:
    closed = {restriction.page.path for restriction in content.facts.restrictions}
    for part in [content.itself, *content.members]:
        if part.page.path in closed:
            yield Finding(part)


def review_overdue(content: CourseContent) -> Iterator[Finding]:
    review = content.review
    if content.course.live and review and review.review_by and review.state == ReviewState.OVERDUE:
        yield Finding(content.itself, date_format(review.review_by))


def reported_by_readers(content: CourseContent) -> Iterator[Finding]:
    for part in [content.itself, *content.members]:
        count = content.facts.reported.get(part.page.translation_key, 0)
        if count:
            yield Finding(part, ngettext("%(n)d report", "%(n)d reports", count) % {"n": count})


def drafts(content: CourseContent) -> Iterator[Finding]:
    return (Finding(part) for part in [content.itself, *content.members] if part.status == "draft")


def changed_since_published(content: CourseContent) -> Iterator[Finding]:
    return (Finding(part) for part in [content.itself, *content.members] if part.status == "changed")


def not_in_a_language(content: CourseContent) -> Iterator[Finding]:
    if content.is_source:
        known = content.facts.languages.get(content.course.translation_key, set())
        missing = [code for code, _name in settings.LANGUAGES if code not in known]
        if missing:
            yield Finding(content.itself, _languages(missing))


def parts_not_translated(content: CourseContent) -> Iterator[Finding]:
    """Of the languages in which the course is published itself."""
    if not content.is_source:
        return
    languages = content.facts.languages
    course_languages = languages.get(content.course.translation_key, set())
    for part in content.members:
        published = languages.get(part.page.translation_key, set())
        missing = sorted(course_languages - published)
        if part.page.live and missing:
            yield Finding(part, _languages(missing))


def provisions_not_cited(content: CourseContent) -> Iterator[Finding]:
    cited = {pk for part in content.lessons for pk in part.provisions}
    for pk in sorted(content.provisions - cited):
        provision = content.facts.provisions.get(pk)
        yield Finding(content.itself, str(provision) if provision else _("A provision that was deleted"))


def lessons_that_cite_nothing(content: CourseContent) -> Iterator[Finding]:
    return (Finding(part) for part in content.lessons if part.blocks and not part.provisions)


def competencies_not_taught(content: CourseContent) -> Iterator[Finding]:
    taught = {pk for part in content.lessons for pk in part.competencies}
    asked = {
        content.facts.questions[pk].competency_id for part in content.quizzes for pk in _known_questions(content, part)
    }
    for pk in sorted(content.competencies - taught - asked):
        term = content.facts.competencies.get(pk)
        if term:
            yield Finding(content.itself, str(term))


def outcomes_not_taken_up(content: CourseContent) -> Iterator[Finding]:
    if not content.is_source:  # a translation has the outcomes of its source
        return
    texts = [_telling_words(part.text + "\n" + _objectives(part)) for part in content.lessons]
    texts += [
        _telling_words(" ".join(content.facts.questions[pk].name for pk in _known_questions(content, part)))
        for part in content.quizzes
    ]
    for raw in content.course.outcomes.raw_data:
        outcome = raw["value"].get("text") or ""
        wanted = _telling_words(outcome)
        if wanted and not any(len(wanted & text) >= SAME_WORDS * len(wanted) for text in texts):
            yield Finding(content.itself, _quoted(outcome), str(raw.get("id") or ""))


CHECKS = [
    Check("no-parts", "error", gettext_lazy("The course has no lesson and no quiz."), nothing_to_do),
    Check("empty", "error", gettext_lazy("The lesson is empty."), empty_parts),
    Check("empty-module", "warning", gettext_lazy("The module has no lesson and no quiz."), empty_modules),
    Check("no-quiz", "warning", gettext_lazy("The course has no quiz."), no_quiz),
    Check("no-questions", "error", gettext_lazy("The quiz asks no question."), quiz_without_questions),
    Check(
        "question-draft",
        "error",
        gettext_lazy("A question is not published, and so not asked."),
        questions_not_published,
    ),
    Check("pool", "error", gettext_lazy("The bank has fewer questions than the quiz asks for."), pools_too_small),
    Check("picture-gone", "error", gettext_lazy("A picture was deleted."), pictures_gone),
    Check("link", "error", gettext_lazy("A link leads to nothing that is published."), dead_links),
    Check("outside-link", "error", gettext_lazy("A link to another site is dead."), dead_outside_links),
    Check("alt", "error", gettext_lazy("A picture has no words for those who do not see it."), pictures_without_words),
    Check("captions", "warning", gettext_lazy("A film has no captions."), films_without_captions),
    Check("transcript", "error", gettext_lazy("A recording has no transcript."), recordings_without_transcript),
    Check("weight", "warning", gettext_lazy("The pictures take long to load on a slow line."), heavy_lessons),
    Check("film", "advice", gettext_lazy("A film is heavy, and has no audio version beside it."), heavy_films),
    Check(
        "reading", "advice", gettext_lazy("The text is complex: shorten sentences, use shorter words."), hard_to_read
    ),
    Check("reported", "error", gettext_lazy("Readers reported a problem."), reported_by_readers),
    Check("review", "warning", gettext_lazy("The review is overdue."), review_overdue),
    Check("draft", "warning", gettext_lazy("Not published yet."), drafts),
    Check("changed", "advice", gettext_lazy("Changed since it was published."), changed_since_published),
    Check("restricted", "advice", gettext_lazy("Not everybody is let in."), restricted_parts),
    Check("languages", "advice", gettext_lazy("The course is not published in every language."), not_in_a_language),
    Check(
        "untranslated",
        "warning",
        gettext_lazy("Readers of a language of the course get this in English."),
        parts_not_translated,
    ),
    Check(
        "uncited", "warning", gettext_lazy("The course names a provision that no lesson cites."), provisions_not_cited
    ),
    Check("cites-nothing", "advice", gettext_lazy("The lesson cites no provision."), lessons_that_cite_nothing),
    Check(
        "competency",
        "warning",
        gettext_lazy("No lesson teaches and no question asks this competency of the course."),
        competencies_not_taught,
    ),
    Check(
        "outcome",
        "advice",
        gettext_lazy("No lesson and no question takes up the words of this outcome."),
        outcomes_not_taken_up,
    ),
]


def weight_of(content: CourseContent, part: Part) -> int:
    """Bytes of the pictures that a lesson shows, each counted once."""
    shown = {pk for block in part.blocks for pk in picture_ids(block)}
    return sum(content.facts.picture_bytes.get(pk, 0) for pk in shown)


def seconds_on_slow_line(weight: int) -> int:
    return -(-weight // SLOW_LINE)


def weight_in_words(weight: int) -> str:
    """«340 kB, 11 seconds»."""
    seconds = seconds_on_slow_line(weight)
    waiting = ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    return _("%(weight)s, %(seconds)s") % {"weight": filesizeformat(weight), "seconds": waiting}


def lix(text: str) -> int:
    """The readability index of a text: 0 for one too short to tell."""
    words = WORD.findall(text)
    sentences = [sentence for sentence in SENTENCE.split(text) if WORD.search(sentence)]
    if len(words) < FEWEST_WORDS:
        return 0
    return round(len(words) / len(sentences) + 100 * sum(len(word) > LONG_WORD for word in words) / len(words))


def _blocks(content: CourseContent, *types: str) -> Iterator[tuple[Part, Block]]:
    for part in content.lessons:
        for block in part.blocks:
            if not types or block.type in types:
                yield part, block


def _known_questions(content: CourseContent, part: Part) -> list[int]:
    return [pk for pk in part.asked if pk in content.facts.questions]


def _objectives(part: Part) -> str:
    return "\n".join(str(raw["value"]) for raw in part.page.objectives.raw_data)


def _telling_words(text: str) -> set[str]:
    return {
        word for word in folding.words(text) if len(word) >= TELLING_WORD or (len(word) == 2 and not word.isascii())
    }


def _names_of_pictures(content: CourseContent, block: Block) -> str:
    images = content.facts.images
    return _(", ").join(_quoted(images[pk].title) for pk in sorted(picture_ids(block)) if pk in images)


def _languages(codes: list[str]) -> str:
    return _(", ").join(str(get_language_info(code)["name_translated"]) for code in codes)


def _quoted(text: str) -> str:
    return quoted(Truncator(text).chars(LONGEST_QUOTE)) if text else ""
