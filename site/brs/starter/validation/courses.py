"""Checks courses: their fields, lessons, blocks and quiz."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..drawings import DRAWINGS
from ..figures import KINDS
from ..sounds import SOUNDS
from .place import CONFIDENCE, Place
from .questions import check_question
from .terms import Known

QUIZ_MINUTES = 15
BLOOM = {"remember", "understand", "apply", "analyse", "evaluate", "create"}
STATUS = {"complete", "usable"}
COURSE_FIELDS = {
    *("slug", "code", "conventions", "title", "summary", "level", "status", "estimated_minutes", "pass_mark"),
    *("certificate", "audiences", "themes", "competencies", "sdg", "outcomes", "modules", "quiz"),
}
LESSON_FIELDS = {"slug", "title", "estimated_minutes", "confidence", "provisions", "objectives", "blocks"}
BLOCK_FIELDS = {
    "heading": {"text"},
    "paragraph": {"html"},
    "callout": {"style", "title", "html"},
    "key_terms": {"terms"},
    "checklist": {"title", "items"},
    "case_study": {"title", "html"},
    "table": {"caption", "header", "rows"},
    "provision": {"provision", "text"},
    "tool": {"tool", "text"},
    "reveal": {"summary", "html"},
    "question": {"question"},
    "reflection": {"prompt"},
    "figure": {"caption", "alt", "spec"},
    "image": {"drawing", "title", "alt"},
    "document": {"file", "title", "text"},
    "audio": {"sound", "title", "html"},
    "video": {"film", "title", "html"},
}
NOTE_FIELDS = {
    "agenda": {"html"},
    "timing": {"minutes", "what"},
    "discussion": {"text"},
    "model_answer": {"question", "html"},
}
CALLOUT_STYLES = {"note", "tip", "warning", "law"}
SHORTEST_ALT = 40


def check_course(place: Place, course: Any, known: Known, folder: Path) -> dict[str, Any]:
    course = place.mapping(course)
    place.fields(course, COURSE_FIELDS, {"cross_cutting", "prerequisites"})
    place.at("slug").one_of(course.get("slug"), {Path(place.path).stem})
    place.at("title").languages(course.get("title"))
    place.at("summary").languages(course.get("summary"))
    for name, what in (
        ("conventions", "convention"),
        ("audiences", "audience"),
        ("themes", "theme"),
        ("competencies", "competency"),
        ("sdg", "SDG target"),
    ):
        place.at(name).refers(course.get(name), known[name], what)
    place.at("level").one_of(course.get("level"), known["levels"])
    place.at("certificate").one_of(course.get("certificate"), known["certificates"])
    place.at("status").one_of(course.get("status"), STATUS)
    if not isinstance(course.get("pass_mark"), int) or not 1 <= course["pass_mark"] <= 100:
        place.at("pass_mark").wrong("must be a whole number from 1 to 100")
    for here, outcome in place.at("outcomes").entries(course.get("outcomes"), "id"):
        here.text(outcome.get("text"))
        here.at("bloom").one_of(outcome.get("bloom"), BLOOM)
    lessons = []
    for here, module in place.at("modules").entries(course.get("modules")):
        here.slug(module.get("slug"))
        here.fields(module, {"title", "lessons"})
        lessons += here.entries(module.get("lessons"))
    slugs = [lesson.get("slug") for _here, lesson in lessons]
    place.once(slugs, "lesson")
    for here, lesson in lessons:
        _check_lesson(here, lesson, known, folder)
    _check_quiz(place.at("quiz"), course.get("quiz"), slugs, known)
    given = [lesson.get("estimated_minutes") for _here, lesson in lessons]
    minutes = [one for one in given if isinstance(one, int)]
    together = sum(minutes) + QUIZ_MINUTES
    if len(minutes) == len(given) and course.get("estimated_minutes") != together:
        place.at("estimated_minutes").wrong(f"lessons and {QUIZ_MINUTES} for the quiz make {together}")
    return course


def check_prerequisites(courses: Mapping[str, dict[str, Any]], found: list[str]) -> None:
    """They exist, and no course comes before itself."""
    for slug, course in courses.items():
        place = Place(f"courses/{slug}.yaml: prerequisites", found)
        place.refers(course.get("prerequisites"), courses, "course")
        before: set[str] = set()
        ahead = _names(course.get("prerequisites"))
        while ahead:
            step = ahead.pop()
            if step not in before:
                before.add(step)
                ahead += _names(courses.get(step, {}).get("prerequisites"))
        if slug in before:
            place.wrong("the course comes before itself, directly or through others")
    codes = [course.get("code") for course in courses.values()]
    Place("courses", found).once(codes, "code")


def _check_lesson(place: Place, lesson: dict[str, Any], known: Known, folder: Path) -> None:
    place.slug(lesson.get("slug"))
    place.fields(lesson, LESSON_FIELDS, {"sources", "trainers_notes"})
    if not _is_number(lesson.get("estimated_minutes")):
        place.at("estimated_minutes").wrong("must be a whole number")
    place.at("confidence").one_of(lesson.get("confidence"), CONFIDENCE)
    place.cites(lesson.get("provisions"), known["provisions"])
    for here, block in place.entries(lesson.get("blocks"), "id"):
        _check_block(here, block, known, folder)
    for number, note in enumerate(place.at("trainers_notes").listed(lesson.get("trainers_notes")), start=1):
        _check_note(place.at("trainers_notes").at(number), note)


def _check_block(place: Place, block: dict[str, Any], known: Known, folder: Path) -> None:
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in BLOCK_FIELDS:
        return place.at("type").one_of(kind, BLOCK_FIELDS)
    place.fields(block, BLOCK_FIELDS[kind], {"id", "type"})
    if "html" in block:
        place.at("html").html(block["html"])
    if "alt" in block and len(str(block["alt"])) < SHORTEST_ALT:
        place.at("alt").wrong("is too short to stand in for the picture")
    match kind:
        case "callout":
            place.at("style").one_of(block.get("style"), CALLOUT_STYLES)
        case "key_terms":
            for here, term in place.entries(block.get("terms"), "term"):
                here.fields(term, {"term", "definition"})
        case "table":
            _check_table(place, block)
        case "provision":
            place.cites([block.get("provision")], known["provisions"])
        case "tool":
            place.refers([block.get("tool")], known["tools"], "tool")
        case "question":
            check_question(place.at("question"), block.get("question"))
        case "figure":
            spec = place.at("spec").mapping(block.get("spec"))
            place.at("spec").fields(spec, {"kind", "labels"})
            place.at("spec").one_of(spec.get("kind"), KINDS)
        case "image":
            place.at("drawing").one_of(block.get("drawing"), DRAWINGS)
        case "audio":
            place.at("sound").one_of(block.get("sound"), SOUNDS)
        case "video":
            if not (folder / "files" / f"{block.get('film')}.mp4").is_file():
                place.at("film").wrong(f"there is no files/{block.get('film')}.mp4")
        case "document":
            if not (folder / "files" / str(block.get("file"))).is_file():
                place.at("file").wrong(f"there is no files/{block.get('file')}")
    return None


def _check_note(place: Place, note: Any) -> None:
    note = place.mapping(note)
    place.at("type").one_of(note.get("type"), NOTE_FIELDS)
    place.fields(note, NOTE_FIELDS.get(str(note.get("type")), set()), {"type"})
    if "html" in note:
        place.at("html").html(note["html"])


def _check_table(place: Place, block: dict[str, Any]) -> None:
    header = place.at("header").listed(block.get("header"))
    for row in [header, *place.at("rows").listed(block.get("rows"))]:
        if not isinstance(row, list) or len(row) != len(header):
            place.wrong(f"each row must have {len(header)} cells as the header has: {row}")
            continue
        for cell in row:
            place.html(cell)


def _check_quiz(place: Place, quiz: Any, lessons: list[Any], known: Known) -> None:
    quiz = place.mapping(quiz)
    place.fields(quiz, {"slug", "title"})
    questions = place.entries(quiz.get("questions"), "id", least=8)
    if questions and len({str(question.get("type")) for _here, question in questions}) < 3:
        place.wrong("needs questions of at least three types")
    for here, question in questions:
        here.fields(question, {"lesson", "points", "bloom", "provisions"})
        here.at("lesson").refers([question.get("lesson")], lessons, "lesson")
        here.at("bloom").one_of(question.get("bloom"), BLOOM)
        here.at("confidence").one_of(question.get("confidence"), CONFIDENCE)
        here.cites(question.get("provisions"), known["provisions"])
        check_question(here, question, in_quiz=True)


def _names(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
