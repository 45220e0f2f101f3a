"""Checks courses: their fields, lessons, blocks and quiz."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..drawings import DRAWINGS
from ..figures import KINDS
from ..sounds import SOUNDS
from .location import CONFIDENCE, Location
from .questions import check_question
from .terms import Known

QUIZ_MINUTES = 15
BLOOM = {"remember", "understand", "apply", "analyse", "evaluate", "create"}
STATUS = {"complete", "usable"}
COURSE_FIELDS = {
    *("slug", "code", "conventions", "title", "summary", "level", "status", "estimated_minutes", "pass_mark"),
    *("certificate", "audiences", "themes", "competencies", "sdg", "outcomes", "modules", "quiz"),
}
LESSON_FIELDS = {
    *("slug", "title", "estimated_minutes", "confidence", "competencies", "provisions", "objectives", "blocks"),
}
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


def check_course(location: Location, course: Any, known: Known, folder: Path) -> dict[str, Any]:
    course = location.mapping(course)
    location.fields(course, COURSE_FIELDS, {"cross_cutting", "prerequisites"})
    location.at("slug").one_of(course.get("slug"), {Path(location.path).stem})
    location.at("title").languages(course.get("title"))
    location.at("summary").languages(course.get("summary"))
    for name, what in (
        ("conventions", "convention"),
        ("audiences", "audience"),
        ("themes", "theme"),
        ("competencies", "competency"),
        ("sdg", "SDG target"),
    ):
        location.at(name).refers(course.get(name), known[name], what)
    location.at("level").one_of(course.get("level"), known["levels"])
    location.at("certificate").one_of(course.get("certificate"), known["certificates"])
    location.at("status").one_of(course.get("status"), STATUS)
    if not isinstance(course.get("pass_mark"), int) or not 1 <= course["pass_mark"] <= 100:
        location.at("pass_mark").wrong("must be a whole number from 1 to 100")
    for entry_location, outcome in location.at("outcomes").entries(course.get("outcomes"), "id"):
        entry_location.text(outcome.get("text"))
        entry_location.at("bloom").one_of(outcome.get("bloom"), BLOOM)
    lessons = []
    for entry_location, module in location.at("modules").entries(course.get("modules")):
        entry_location.slug(module.get("slug"))
        entry_location.fields(module, {"title", "lessons"})
        lessons += entry_location.entries(module.get("lessons"))
    slugs = [lesson.get("slug") for _here, lesson in lessons]
    location.once(slugs, "lesson")
    for entry_location, lesson in lessons:
        _check_lesson(entry_location, lesson, known, folder)
        entry_location.at("competencies").refers(
            lesson.get("competencies"), _names(course.get("competencies")), "competency of the course"
        )
    taught = {slug for _lesson_location, lesson in lessons for slug in _names(lesson.get("competencies"))}
    for slug in set(_names(course.get("competencies"))) - taught:
        location.at("competencies").wrong(f"no lesson teaches {slug!r}")
    _check_quiz(location.at("quiz"), course.get("quiz"), slugs, known)
    given = [lesson.get("estimated_minutes") for _here, lesson in lessons]
    minutes = [item for item in given if isinstance(item, int)]
    together = sum(minutes) + QUIZ_MINUTES
    if len(minutes) == len(given) and course.get("estimated_minutes") != together:
        location.at("estimated_minutes").wrong(f"lessons and {QUIZ_MINUTES} for the quiz make {together}")
    return course


def check_prerequisites(courses: Mapping[str, dict[str, Any]], problems_found: list[str]) -> None:
    """They exist, and no course comes before itself."""
    for slug, course in courses.items():
        location = Location(f"courses/{slug}.yaml: prerequisites", problems_found)
        location.refers(course.get("prerequisites"), courses, "course")
        before: set[str] = set()
        ahead = _names(course.get("prerequisites"))
        while ahead:
            step = ahead.pop()
            if step not in before:
                before.add(step)
                ahead += _names(courses.get(step, {}).get("prerequisites"))
        if slug in before:
            location.wrong("the course comes before itself, directly or through others")
    codes = [course.get("code") for course in courses.values()]
    Location("courses", problems_found).once(codes, "code")


def _check_lesson(location: Location, lesson: dict[str, Any], known: Known, folder: Path) -> None:
    location.slug(lesson.get("slug"))
    location.fields(lesson, LESSON_FIELDS, {"sources", "trainers_notes"})
    if not _is_number(lesson.get("estimated_minutes")):
        location.at("estimated_minutes").wrong("must be a whole number")
    location.at("confidence").one_of(lesson.get("confidence"), CONFIDENCE)
    location.cites(lesson.get("provisions"), known["provisions"])
    for entry_location, block in location.entries(lesson.get("blocks"), "id"):
        _check_block(entry_location, block, known, folder)
    for number, note in enumerate(location.at("trainers_notes").listed(lesson.get("trainers_notes")), start=1):
        _check_note(location.at("trainers_notes").at(number), note)


def _check_block(location: Location, block: dict[str, Any], known: Known, folder: Path) -> None:
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in BLOCK_FIELDS:
        return location.at("type").one_of(kind, BLOCK_FIELDS)
    location.fields(block, BLOCK_FIELDS[kind], {"id", "type"})
    if "html" in block:
        location.at("html").html(block["html"])
    if "alt" in block and len(str(block["alt"])) < SHORTEST_ALT:
        location.at("alt").wrong("is too short to stand in for the picture")
    match kind:
        case "callout":
            location.at("style").one_of(block.get("style"), CALLOUT_STYLES)
        case "key_terms":
            for entry_location, term in location.entries(block.get("terms"), "term"):
                entry_location.fields(term, {"term", "definition"})
        case "table":
            _check_table(location, block)
        case "provision":
            location.cites([block.get("provision")], known["provisions"])
        case "tool":
            location.refers([block.get("tool")], known["tools"], "tool")
        case "question":
            check_question(location.at("question"), block.get("question"))
        case "figure":
            spec = location.at("spec").mapping(block.get("spec"))
            location.at("spec").fields(spec, {"kind", "labels"})
            location.at("spec").one_of(spec.get("kind"), KINDS)
        case "image":
            location.at("drawing").one_of(block.get("drawing"), DRAWINGS)
        case "audio":
            location.at("sound").one_of(block.get("sound"), SOUNDS)
        case "video":
            if not (folder / "files" / f"{block.get('film')}.mp4").is_file():
                location.at("film").wrong(f"there is no files/{block.get('film')}.mp4")
        case "document":
            if not (folder / "files" / str(block.get("file"))).is_file():
                location.at("file").wrong(f"there is no files/{block.get('file')}")
    return None


def _check_note(location: Location, note: Any) -> None:
    note = location.mapping(note)
    location.at("type").one_of(note.get("type"), NOTE_FIELDS)
    location.fields(note, NOTE_FIELDS.get(str(note.get("type")), set()), {"type"})
    if "html" in note:
        location.at("html").html(note["html"])


def _check_table(location: Location, block: dict[str, Any]) -> None:
    header = location.at("header").listed(block.get("header"))
    for row in [header, *location.at("rows").listed(block.get("rows"))]:
        if not isinstance(row, list) or len(row) != len(header):
            location.wrong(f"each row must have {len(header)} cells as the header has: {row}")
            continue
        for cell in row:
            location.html(cell)


def _check_quiz(location: Location, quiz: Any, lessons: list[Any], known: Known) -> None:
    quiz = location.mapping(quiz)
    location.fields(quiz, {"slug", "title"})
    questions = location.entries(quiz.get("questions"), "id", least=8)
    if questions and len({str(question.get("type")) for _here, question in questions}) < 3:
        location.wrong("needs questions of at least three types")
    for entry_location, question in questions:
        entry_location.fields(question, {"lesson", "points", "bloom", "provisions"})
        entry_location.at("lesson").refers([question.get("lesson")], lessons, "lesson")
        entry_location.at("bloom").one_of(question.get("bloom"), BLOOM)
        entry_location.at("confidence").one_of(question.get("confidence"), CONFIDENCE)
        entry_location.cites(question.get("provisions"), known["provisions"])
        check_question(entry_location, question, in_quiz=True)


def _names(value: Any) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
