"""Moodle XML: questions of a Moodle course, with categories, HTML and embedded files."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from brs.core.xml import for_xml

from ..drafts import Answer, DraftQuestion, Issue, Reading, choice, decimal, draft, one_line, points_of, stored
from ..escapes import marked, parted, unescaped
from ..markup import as_markup, plain_text
from .base import Format
from .gift import topic_of

Fields = dict[str, Any]


def read(data: bytes) -> Reading:
    reading = Reading()
    try:
        root = fromstring(data)
    except DefusedXmlException:
        reading.add_issue(1, "entities")
        return reading
    except (ParseError, ValueError, LookupError) as error:
        reading.add_issue(getattr(error, "position", (1, 0))[0], "not_xml")
        return reading
    if root.tag != "quiz":
        reading.add_issue(1, "not_moodle", str(root.tag))
        return reading
    topic = ""
    for position, element in enumerate(root.findall("question"), 1):
        kind = element.get("type", "")
        if kind == "category":
            topic = topic_of(_inner(element.find("category")))
            continue
        words = _Words(position)
        fields = {
            "name": _inner(element.find("name")),
            "stem": words.of(element.find("questiontext")),
            "feedback": words.of(element.find("generalfeedback")),
            "points": _points(element, words),
            "topic": topic,
            "position": position,
            "issues": words.issues,
        }
        if kind in _READERS:
            _note_the_rest(element, words)
            question = _READERS[kind](element, words, fields)
            reading.questions.append(question)
        else:
            code = "essay" if kind == "essay" else "type_unknown"
            reading.add_issue(position, code, f"{kind}: {fields['name'] or fields['stem']}")
    return reading


class _Words:
    """Texts of one question, and the issues of what in them is not taken over."""

    def __init__(self, position: int) -> None:
        self.position = position
        self.issues: list[Issue] = []

    def add(self, code: str, about: str = "") -> None:
        self.issues.append(Issue(self.position, code, one_line(about)[:120]))

    def of(self, element: Element | None) -> str:
        if element is None:
            return ""
        text = _inner(element)
        for file in element.iter("file"):
            self.add("picture", file.get("name", ""))
        if element.get("format", "html") not in ("html", "moodle_auto_format", "markdown"):
            return text
        if not re.search(r"<[a-zA-Z/!]|&#?\w", text):
            return text
        words, codes = plain_text(text)
        for code, name in codes.items():
            if code != "picture" or element.find("file") is None:
                self.add(code, name)
        return words


def _inner(element: Element | None) -> str:
    """The text of an element, which mostly stands in a <text> within."""
    if element is None:
        return ""
    text = element.find("text")
    return ((element.text if text is None else text.text) or "").strip()


def _flag(element: Element, name: str) -> bool:
    return _inner(element.find(name)).casefold() in ("1", "true")


def _points(element: Element, words: _Words) -> int:
    text = _inner(element.find("defaultgrade"))
    points = points_of(text) if text else 1
    if points is None:
        words.add("points", text)
    return points or 1


def _note_the_rest(element: Element, words: _Words) -> None:
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        text = words.of(element.find(name))
        if text and not _is_usual(text):
            words.add("feedback_of_answer", text)
    for hint in element.findall("hint"):
        words.add("hint", words.of(hint))
    penalty = decimal(_inner(element.find("penalty")) or "0")
    if penalty and _inner(element.find("penalty")) not in ("0.3333333", "1.0000000", "1", "0.1000000"):
        words.add("penalty", str(penalty))


def _is_usual(text: str) -> bool:
    """What Moodle itself writes there."""
    return text in ("Your answer is correct.", "Your answer is partially correct.", "Your answer is incorrect.")


def _shares(element: Element, words: _Words) -> list[Answer]:
    answers = []
    for answer in element.findall("answer"):
        share = decimal(answer.get("fraction", "0"))
        if share is None:
            words.add("number", answer.get("fraction", ""))
        answers.append(Answer(words.of(answer), share or Decimal(0), words.of(answer.find("feedback"))))
    return answers


def _multichoice(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    several = not _flag(element, "single") if element.find("single") is not None else None
    return choice(_shares(element, words), several=several, **fields)


def _true_false(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    answers = _shares(element, words)
    right = next((answer for answer in answers if answer.share > 0), Answer("false"))
    for answer in answers:
        if answer.feedback:
            words.add("feedback_of_answer", answer.feedback)
    return draft("true_false", answer=right.text.strip().casefold() == "true", **fields)


def _short(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    accepted = []
    for answer in _shares(element, words):
        if answer.feedback:
            words.add("feedback_of_answer", answer.feedback)
        if answer.share < 100:
            words.add("partial_credit", answer.text)
        elif "*" in answer.text.replace("\\*", ""):
            words.add("wildcard", answer.text)
        else:
            accepted.append(answer.text.replace("\\*", "*"))
    return draft("short_text", accepted=accepted, case_sensitive=_flag(element, "usecase"), **fields)


def _numerical(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    numbers: list[Fields] = []
    for answer, part in zip(_shares(element, words), element.findall("answer"), strict=True):
        value, tolerance = decimal(answer.text), decimal(_inner(part.find("tolerance")) or "0")
        if answer.feedback:
            words.add("feedback_of_answer", answer.feedback)
        if answer.share < 100:
            words.add("partial_credit", answer.text)
        elif value is None or tolerance is None:
            words.add("number", answer.text)
        elif numbers:
            words.add("other_number", answer.text)
        else:
            numbers.append({"answer": stored(value), "tolerance": stored(tolerance)})
    units = [_inner(unit.find("unit_name")) for unit in element.iter("unit")]
    for unit in units[1:]:
        words.add("unit", unit)
    return draft("numeric", **(numbers[0] if numbers else {}), unit=next(iter(units), ""), **fields)


def _matching(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    pairs, distractors = [], []
    for part in element.findall("subquestion"):
        left, right = words.of(part), _inner(part.find("answer"))
        if left:
            pairs.append({"left": left, "right": right})
        else:
            distractors.append(right)
    return draft("matching", pairs=pairs, distractors=distractors, **fields)


def _ordering(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    answers = _shares(element, words)
    if len({answer.share for answer in answers}) == len(answers):
        answers = sorted(answers, key=lambda answer: answer.share)
    return draft("ordering", items=[answer.text for answer in answers], **fields)


_GAP = re.compile(
    r"(?<!\\)\{(\d{0,3}):(SHORTANSWER|SHORTANSWER_C|SA|SAC|MW|MWC|NUMERICAL|NM|MULTICHOICE|MULTICHOICE_[A-Z]+|MC[A-Z]*)"
    r":((?:[^\\{}]|\\.)*)\}",
    re.DOTALL,
)
_WEIGHT = re.compile(r"(=|%-?\d{1,3}(?:\.\d{1,8})?%)?(.*)", re.DOTALL)


def _cloze(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    """The text before the paragraph of the first gap is the stem."""
    gaps: list[Fields] = []
    case_sensitive = False
    parts, start, text = [], 0, fields["stem"]
    for match in _GAP.finditer(text):
        gap = _gap(match[2], match[3], words)
        case_sensitive |= match[2] in ("SHORTANSWER_C", "SAC", "MWC")
        gaps.append(gap)
        parts.append(f"{text[start : match.start()]}[{len(gaps)}]")
        start = match.end()
    sentence = "".join([*parts, text[start:]])
    before = parts[0] if parts else ""
    cut = before.rfind("\n\n")
    stem, sentence = (sentence[:cut], sentence[cut + 2 :]) if cut >= 0 else ("", sentence)
    if not stem:
        words.add("stem_given")
    fields = {**fields, "stem": stem or "Fill in the gaps."}
    if not gaps:
        words.add("answers", sentence)
    return draft("gap_text", sentence=sentence, gaps=gaps, case_sensitive=case_sensitive, **fields)


def _gap(kind: str, body: str, words: _Words) -> Fields:
    is_choice = kind.startswith(("MULTICHOICE", "MC"))
    options, accepted = [], []
    for _tilde, part in marked(body, "~"):
        answer, feedback = parted(part.strip(), "#")
        weight = _WEIGHT.fullmatch(answer)
        mark, text = (weight[1] or "", unescaped(weight[2]).strip()) if weight else ("", "")
        share = Decimal(100) if mark == "=" else Decimal(mark.strip("%") or 0) if mark else Decimal(0)
        if feedback:
            words.add("feedback_of_answer", feedback)
        if 0 < share < 100:
            words.add("partial_credit", text)
        if not text:
            continue
        if is_choice:
            options.append({"text": text, "correct": share == 100})
        elif share == 100:
            number, _colon, tolerance = text.partition(":") if kind in ("NUMERICAL", "NM") else (text, "", "")
            if tolerance.strip("0. "):
                words.add("tolerance", text)
            accepted.append(number)
    return {"options": options, "accepted": accepted}


def _gap_select(element: Element, words: _Words, fields: Fields) -> DraftQuestion:
    """«[[1]]» in the text is the position of the first of the choices; those of a group are offered together."""
    boxes = [
        (_inner(box), _inner(box.find("group")) or "1")
        for box in [*element.findall("selectoption"), *element.findall("dragbox")]
    ]
    gaps: list[Fields] = []

    def gap(match: re.Match[str]) -> str:
        number = int(match[1])
        if not 0 < number <= len(boxes):
            words.add("answers", match[0])
            return match[0]
        group = boxes[number - 1][1]
        offered = [(at, text) for at, (text, its_group) in enumerate(boxes, 1) if its_group == group]
        gaps.append({"options": [{"text": text, "correct": at == number} for at, text in offered], "accepted": []})
        return f"[{len(gaps)}]"

    sentence = re.sub(r"\[\[(\d{1,2})\]\]", gap, fields["stem"])
    cut = sentence[: max(sentence.find("[1]"), 0)].rfind("\n\n")
    stem, sentence = (sentence[:cut], sentence[cut + 2 :]) if cut >= 0 else ("", sentence)
    if not stem:
        words.add("stem_given")
    return draft("gap_text", sentence=sentence, gaps=gaps, **{**fields, "stem": stem or "Fill in the gaps."})


_READERS: dict[str, Callable[[Element, _Words, Fields], DraftQuestion]] = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _gap_select,
    "ddwtos": _gap_select,
}

# --- out --------------------------------------------------------------------------------------------------


def write(questions: Sequence[DraftQuestion]) -> bytes:
    root, topic = Element("quiz"), ""
    for question in questions:
        if question.topic != topic:
            topic = question.topic
            category = SubElement(SubElement(root, "question", type="category"), "category")
            path = f"top/{topic.replace('/', '//')}" if topic else "top"
            SubElement(category, "text").text = for_xml(path)
        kind, fill = _WRITERS[question.type]
        element = SubElement(root, "question", type=kind)
        _text(element, "name", question.name)
        stem = as_markup(question.value["stem"])
        if question.type == "gap_text":
            stem += as_markup(_with_gaps(question.value))
        _text(element, "questiontext", stem, markup="html")
        _text(element, "generalfeedback", as_markup(question.value["feedback"]), markup="html")
        SubElement(element, "defaultgrade").text = str(question.points)
        fill(element, question.value)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _text(parent: Element, name: str, text: str, markup: str = "", **attributes: str) -> Element:
    element = SubElement(parent, name, {**attributes, **({"format": markup} if markup else {})})
    SubElement(element, "text").text = for_xml(text)
    return element


def _answer(parent: Element, share: str, text: str, feedback: str = "") -> Element:
    element = _text(parent, "answer", text, markup="plain_text", fraction=share)
    _text(element, "feedback", feedback, markup="plain_text")
    return element


def _choice_out(single: bool) -> Callable[[Element, Fields], None]:
    def fill(element: Element, value: Fields) -> None:
        SubElement(element, "single").text = str(single).lower()
        right = 1 if single else max(sum(bool(option["correct"]) for option in value["options"]), 1)
        share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
        for option in value["options"]:
            wrong = "0" if single else f"-{share}"
            _answer(element, share if option["correct"] else wrong, option["text"], option["feedback"])

    return fill


def _true_false_out(element: Element, value: Fields) -> None:
    for answer in (True, False):
        _answer(element, "100" if value["answer"] == answer else "0", str(answer).lower())


def _short_out(element: Element, value: Fields) -> None:
    SubElement(element, "usecase").text = str(int(value["case_sensitive"]))
    for text in value["accepted"]:
        _answer(element, "100", text.replace("*", "\\*"))


def _numerical_out(element: Element, value: Fields) -> None:
    SubElement(_answer(element, "100", str(value["answer"])), "tolerance").text = value["tolerance"]
    if value["unit"]:
        unit = SubElement(SubElement(element, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = for_xml(value["unit"])


def _matching_out(element: Element, value: Fields) -> None:
    for left, right in [
        *((pair["left"], pair["right"]) for pair in value["pairs"]),
        *(("", r) for r in value["distractors"]),
    ]:
        _text(_text(element, "subquestion", left, markup="plain_text"), "answer", right)


def _ordering_out(element: Element, value: Fields) -> None:
    for number, text in enumerate(value["items"], 1):
        _answer(element, str(number), text)


def _with_gaps(value: Fields) -> str:
    """The sentence with each gap as Moodle writes it, in the position of its number."""

    def gap(match: re.Match[str]) -> str:
        number = int(match[1])
        return _gap_out(value["gaps"][number - 1], value) if 0 < number <= len(value["gaps"]) else match[0]

    return re.sub(r"\[(\d{1,2})\]", gap, value["sentence"])


def _gap_out(gap: Fields, value: Fields) -> str:
    if gap["options"]:
        answers = [("=" if option["correct"] else "") + _escaped(option["text"]) for option in gap["options"]]
        return f"{{1:MULTICHOICE:{'~'.join(answers)}}}"
    kind = "SHORTANSWER_C" if value["case_sensitive"] else "SHORTANSWER"
    return f"{{1:{kind}:{'~'.join('=' + _escaped(text) for text in gap['accepted'])}}}"


def _escaped(text: str) -> str:
    return re.sub(r"[\\~=#{}%]", r"\\\g<0>", text)


def _nothing(element: Element, value: Fields) -> None:
    """All of it stands in the text."""


_WRITERS: dict[str, tuple[str, Callable[[Element, Fields], None]]] = {
    "single_choice": ("multichoice", _choice_out(True)),
    "multiple_response": ("multichoice", _choice_out(False)),
    "true_false": ("truefalse", _true_false_out),
    "numeric": ("numerical", _numerical_out),
    "ordering": ("ordering", _ordering_out),
    "matching": ("matching", _matching_out),
    "short_text": ("shortanswer", _short_out),
    "gap_text": ("cloze", _nothing),
}


def detect(data: bytes, suffix: str) -> bool:
    return bool(re.search(rb"<quiz\b", data[:5_000]))


FORMAT = Format(
    name="moodle_xml",
    position="question",
    suffixes=(".xml",),
    content_type="application/xml",
    detect=detect,
    read=read,
    write=write,
    says=frozenset(_WRITERS),
)
