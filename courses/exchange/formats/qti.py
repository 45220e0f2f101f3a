"""QTI 2.1 and 3.0 of 1EdTech: an item as XML, or a package (ZIP) of items. Written as a package of QTI 2.1."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from brs.core import bounds
from brs.core.xml import for_xml

from ..drafts import DraftQuestion, Issue, Reading, decimal, draft, one_line, points_of, stored, truth
from ..markup import as_markup, plain_text
from .base import Format

Fields = dict[str, Any]

_NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_SCHEMA = "http://www.imsglobal.org/xsd/imscp_v1p1"
_NEVER_ITEMS = {"manifest", "assessmentTest", "assessmentSection", "assessmentStimulus", "lom"}
GAP = "\ue000"  # a sign of nobody's, where a gap stands in the text


def read(data: bytes) -> Reading:
    reading = Reading()
    try:
        files = list(_files(data))
    except _TooLarge:
        reading.add_issue(1, "too_much")
        return reading
    except MemoryError:
        raise
    except Exception:  # whatever a broken archive makes the reader stumble over, the answer is the same
        reading.add_issue(1, "not_zip")
        return reading
    for position, (name, content) in enumerate(files, 1):
        try:
            root = _plain_names(fromstring(content))
        except DefusedXmlException:
            reading.add_issue(position, "entities", name)
            continue
        except (ParseError, ValueError, LookupError):
            reading.add_issue(position, "not_xml", name)
            continue
        if root.tag in _NEVER_ITEMS:
            continue
        if root.tag != "assessmentItem":
            reading.add_issue(position, "not_qti", f"{name} {root.tag}")
            continue
        question = _item(root, position)
        if isinstance(question, Issue):
            reading.issues.append(question)
        else:
            reading.questions.append(question)
    return reading


class _TooLarge(Exception):
    pass


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Items in the order of the manifest's names."""
    if not data.startswith(b"PK"):
        yield "", data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [part for part in archive.infolist() if part.filename.lower().endswith(".xml")]
        if sum(part.file_size for part in archive.infolist()) > bounds.QUESTION_UNPACKED:
            raise _TooLarge
        for part in names:
            yield part.filename, archive.read(part)


def _plain_names(root: Element) -> Element:
    """Names without namespaces; those of QTI 3.0 («qti-choice-interaction») as those of 2.1."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        element.tag = _camel(element.tag.rpartition("}")[2].removeprefix("qti-"))
        for name in list(element.attrib):
            element.attrib[_camel(name.rpartition("}")[2])] = element.attrib[name]
    return root


def _camel(name: str) -> str:
    return re.sub(r"-([a-z])", lambda letter: letter[1].upper(), name)


_INTERACTIONS = {
    "choiceInteraction",
    "orderInteraction",
    "matchInteraction",
    "associateInteraction",
    "textEntryInteraction",
    "inlineChoiceInteraction",
    "extendedTextInteraction",
    "gapMatchInteraction",
    "hottextInteraction",
    "hotspotInteraction",
    "sliderInteraction",
    "uploadInteraction",
    "drawingInteraction",
    "mediaInteraction",
    "customInteraction",
    "portableCustomInteraction",
}


class _Item:
    def __init__(self, root: Element, position: int) -> None:
        self.root, self.position = root, position
        self.issues: list[Issue] = []
        body = root.find("itemBody")
        self.body = body if body is not None else Element("itemBody")
        self.interactions = [each for each in self.body.iter() if each.tag in _INTERACTIONS]
        self.declared = {each.get("identifier", ""): each for each in root.findall("responseDeclaration")}

    def add(self, code: str, about: str = "") -> None:
        self.issues.append(Issue(self.position, code, one_line(about[:400])[:120]))

    def words(self, element: Element, *, without: Callable[[Element], bool] = lambda each: False) -> str:
        """The words of an element; interactions in it are gaps or, where they are left out, nothing."""
        text, codes = plain_text("".join(_markup(element, without)))
        for code, name in codes.items():
            self.add(code, name)
        return text

    def correct(self, interaction: Element) -> list[str]:
        response = self.declared.get(interaction.get("responseIdentifier", ""))
        values = response.find("correctResponse") if response is not None else None
        return [] if values is None else [(value.text or "").strip() for value in values.iter("value")]

    def mapped(self, interaction: Element) -> list[tuple[str, Decimal]]:
        response = self.declared.get(interaction.get("responseIdentifier", ""))
        mapping = response.find("mapping") if response is not None else None
        entries = [] if mapping is None else mapping.findall("mapEntry")
        return [(each.get("mapKey", ""), decimal(each.get("mappedValue", "0")) or Decimal(0)) for each in entries]


def _markup(element: Element, without: Callable[[Element], bool]) -> Iterator[str]:
    """As HTML: by its own walk, so that no depth of marks is too deep."""
    stack: list[Element | str] = [element]
    while stack:
        part = stack.pop()
        if isinstance(part, str):
            yield part
            continue
        tail = _text(part.tail) if part is not element else ""
        if not isinstance(part.tag, str) or without(part):
            yield tail
        elif part.tag in _INTERACTIONS:
            yield GAP + tail
        elif part is element:
            yield _text(part.text)
            stack += reversed(list(part))
        elif part.tag == "img":
            yield f'<img alt="{_text(part.get("alt"))}" src="{_text(part.get("src"))}">{tail}'
        else:
            yield f"<{part.tag}>{_text(part.text)}"
            stack += [f"</{part.tag}>{tail}", *reversed(list(part))]


def _text(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _item(root: Element, position: int) -> DraftQuestion | Issue:
    item = _Item(root, position)
    title = root.get("title", "")
    kinds = {each.tag for each in item.interactions}
    kind = next(iter(kinds)) if len(kinds) == 1 else ""
    if kinds and kinds <= {"textEntryInteraction", "inlineChoiceInteraction"}:
        kind = "gaps"
    if kind not in _READERS:
        code = "essay" if kind == "extendedTextInteraction" else "type_unknown" if kinds else "no_answer"
        return Issue(position, code, one_line(f"{title} {', '.join(sorted(kinds))}")[:120])
    if kind != "gaps" and len(item.interactions) > 1:
        return Issue(position, "several_in_one", title)
    fields: Fields = {"name": title, "points": _points(item), "feedback": _feedback(item), "position": position}
    return _READERS[kind](item, {**fields, "issues": item.issues})


def _points(item: _Item) -> int:
    for outcome in item.root.findall("outcomeDeclaration"):
        if outcome.get("identifier") in ("MAXSCORE", "MAX_SCORE") and (value := outcome.find(".//value")) is not None:
            points = points_of(value.text or "")
            if points is None:
                item.add("points", value.text or "")
            return points or 1
    return 1


def _feedback(item: _Item) -> str:
    texts = [item.words(each) for each in item.root.findall("modalFeedback")]
    for text in texts[1:]:
        item.add("feedback_of_answer", text)
    return texts[0] if texts else ""


def _stem(item: _Item, interaction: Element) -> str:
    """What stands before the interaction, and its prompt."""
    around = item.words(
        item.body, without=lambda each: each is interaction or each.tag in ("rubricBlock", "modalFeedback")
    )
    prompt = interaction.find("prompt")
    return "\n\n".join(filter(None, [around, item.words(prompt) if prompt is not None else ""]))


def _options(item: _Item, interaction: Element, name: str = "simpleChoice") -> list[tuple[str, str, str]]:
    """Identifier, text and feedback of each."""
    return [
        (
            each.get("identifier", ""),
            item.words(each, without=lambda part: part.tag in ("feedbackInline", "feedbackBlock")),
            " ".join(item.words(part) for part in each.iter() if part.tag in ("feedbackInline", "feedbackBlock")),
        )
        for each in interaction.iter(name)
    ]


def _choice(item: _Item, fields: Fields) -> DraftQuestion:
    [interaction] = item.interactions
    options, right = _options(item, interaction), set(item.correct(interaction))
    shares = {value for key, value in item.mapped(interaction) if key in right}
    if len(shares) > 1:
        item.add("partial_credit")
    response = item.declared.get(interaction.get("responseIdentifier", ""))
    several = len(right) > 1 or (response is not None and response.get("cardinality") == "multiple")
    stem = _stem(item, interaction)
    words = {identity.casefold(): truth(text) for identity, text, _feedback in options}
    if not several and words.keys() == {"true", "false"} and set(words.values()) == {True, False} and right:
        return draft("true_false", stem=stem, answer=right.pop().casefold() == "true", **fields)
    parts = [{"text": text, "correct": key in right, "feedback": feedback} for key, text, feedback in options]
    return draft("multiple_response" if several else "single_choice", stem=stem, options=parts, **fields)


def _order(item: _Item, fields: Fields) -> DraftQuestion:
    [interaction] = item.interactions
    texts = {identity: text for identity, text, _feedback in _options(item, interaction)}
    order = [identity for identity in item.correct(interaction) if identity in texts]
    if len(order) != len(texts):
        item.add("answers")
    items = [texts[identity] for identity in order or texts]
    return draft("ordering", stem=_stem(item, interaction), items=items, **fields)


def _match(item: _Item, fields: Fields) -> DraftQuestion:
    [interaction] = item.interactions
    sets = interaction.findall("simpleMatchSet")
    sides = [{key: text for key, text, _f in _options(item, each, "simpleAssociableChoice")} for each in sets[:2]]
    left, right = sides if len(sides) == 2 else ({}, {})
    pairs, used = [], set()
    for value in item.correct(interaction):
        first, _space, second = value.partition(" ")
        first, second = (first, second.strip()) if first in left else (second.strip(), first)
        if first in left and second in right:
            pairs.append({"left": left[first], "right": right[second]})
            used.add(second)
        else:
            item.add("answers", value)
    for key in left.keys() - {key for value in item.correct(interaction) for key in value.split()}:
        item.add("pair", left[key])
    distractors = [text for key, text in right.items() if key not in used]
    return draft("matching", stem=_stem(item, interaction), pairs=pairs, distractors=distractors, **fields)


def _gaps(item: _Item, fields: Fields) -> DraftQuestion:
    """A single field alone at the end is a short text or a number; else the text around the fields is the sentence."""
    whole = item.words(item.body, without=lambda each: each.tag in ("rubricBlock", "modalFeedback"))
    before, _gap, after = whole.partition(GAP)
    first = item.interactions[0]
    is_alone = len(item.interactions) == 1 and not after.strip() and before.endswith("\n")
    if is_alone and first.tag == "textEntryInteraction":
        return _text_entry(item, first, before, fields)
    first_part, *others = whole.split(GAP)
    text = first_part + "".join(f"[{number}]{part}" for number, part in enumerate(others, 1))
    cut = before.rfind("\n\n")
    stem, sentence = (text[:cut], text[cut + 2 :]) if cut >= 0 else ("", text)
    if not stem:
        item.add("stem_given")
    gaps = [_gap_of(item, each) for each in item.interactions]
    case = any(each.get("caseSensitive") == "true" for each in item.root.iter("mapEntry"))
    fields = {**fields, "stem": stem or "Fill in the gaps."}
    return draft("gap_text", sentence=sentence, gaps=gaps, case_sensitive=case, **fields)


def _gap_of(item: _Item, interaction: Element) -> Fields:
    right = item.correct(interaction)
    if interaction.tag == "inlineChoiceInteraction":
        options = _options(item, interaction, "inlineChoice")
        return {"options": [{"text": text, "correct": key in right} for key, text, _f in options], "accepted": []}
    return {"options": [], "accepted": _accepted(item, interaction)}


def _accepted(item: _Item, interaction: Element) -> list[str]:
    mapped = item.mapped(interaction)
    best = max([value for _key, value in mapped], default=Decimal(0))
    for key, value in mapped:
        if 0 < value < best:
            item.add("partial_credit", key)
    texts = [*item.correct(interaction), *(key for key, value in mapped if value == best > 0)]
    return list(dict.fromkeys(texts))


def _text_entry(item: _Item, interaction: Element, stem: str, fields: Fields) -> DraftQuestion:
    response = item.declared.get(interaction.get("responseIdentifier", ""))
    accepted = _accepted(item, interaction)
    if response is not None and response.get("baseType") in ("float", "integer") and accepted:
        equal = next(item.root.iter("equal"), None)
        spread = (equal.get("tolerance", "0").split() or ["0"])[0] if equal is not None else "0"
        return draft(
            "numeric",
            stem=stem,
            answer=stored(decimal(accepted[0])),
            tolerance=stored(decimal(spread)) or "0",
            **fields,
        )
    case = any(each.get("caseSensitive") == "true" for each in item.root.iter("mapEntry"))
    return draft("short_text", stem=stem, accepted=accepted, case_sensitive=case, **fields)


_READERS: dict[str, Callable[[_Item, Fields], DraftQuestion]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "gaps": _gaps,
}

# --- out --------------------------------------------------------------------------------------------------


def write(questions: Sequence[DraftQuestion]) -> bytes:
    out = io.BytesIO()
    manifest = Element("manifest", xmlns=_SCHEMA, identifier="questions")
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, question in enumerate(questions, 1):
            name = f"question-{number:04}.xml"
            archive.writestr(name, _document(_written(question, number)))
            resource = SubElement(resources, "resource", identifier=f"r{number}", type="imsqti_item_xmlv2p1", href=name)
            SubElement(resource, "file", href=name)
        archive.writestr("imsmanifest.xml", _document(manifest))
    return out.getvalue()


def _document(root: Element) -> bytes:
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _written(question: DraftQuestion, number: int) -> Element:
    value = question.value
    root = Element(
        "assessmentItem",
        xmlns=_NAMESPACE,
        identifier=f"q{number}",
        title=for_xml(question.name),
        adaptive="false",
        timeDependent="false",
    )
    body = Element("itemBody")
    for paragraph in _paragraphs(value["stem"]):
        body.append(paragraph)
    _WRITERS[question.type](root, body, value)
    outcome = SubElement(root, "outcomeDeclaration", identifier="MAXSCORE", cardinality="single", baseType="float")
    SubElement(SubElement(outcome, "defaultValue"), "value").text = str(question.points)
    SubElement(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    SubElement(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    root.append(body)
    _processing(root, question)
    if value["feedback"]:
        feedback = SubElement(
            root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="general", showHide="show"
        )
        feedback.extend(_paragraphs(value["feedback"]))
    return root


_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"


def _processing(root: Element, question: DraftQuestion) -> None:
    if question.type == "numeric":
        tolerance = question.value["tolerance"]
        processing = SubElement(root, "responseProcessing")
        condition = SubElement(SubElement(processing, "responseCondition"), "responseIf")
        equal = SubElement(condition, "equal", toleranceMode="absolute", tolerance=f"{tolerance} {tolerance}")
        SubElement(equal, "variable", identifier="RESPONSE")
        SubElement(equal, "correct", identifier="RESPONSE")
        SubElement(SubElement(condition, "setOutcomeValue", identifier="SCORE"), "variable", identifier="MAXSCORE")
        return
    is_mapped = question.type == "short_text"
    SubElement(root, "responseProcessing", template=_TEMPLATES + ("map_response" if is_mapped else "match_correct"))


def _paragraphs(text: str) -> list[Element]:
    return list(fromstring(f"<div>{as_markup(for_xml(text)).replace('<br>', '<br/>')}</div>"))


def _response(root: Element, cardinality: str, kind: str, correct: Sequence[str], name: str = "RESPONSE") -> Element:
    response = SubElement(root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=kind)
    values = SubElement(response, "correctResponse")
    for value in correct:
        SubElement(values, "value").text = for_xml(value)
    return response


def _mapping(response: Element, texts: Sequence[str], case_sensitive: bool) -> None:
    mapping = SubElement(response, "mapping", defaultValue="0")
    for text in texts:
        SubElement(
            mapping, "mapEntry", mapKey=for_xml(text), mappedValue="1", caseSensitive=str(case_sensitive).lower()
        )


def _choice_out(cardinality: str) -> Callable[[Element, Element, Fields], None]:
    def fill(root: Element, body: Element, value: Fields) -> None:
        keys = [f"o{number}" for number, _option in enumerate(value["options"], 1)]
        right = [key for key, option in zip(keys, value["options"], strict=True) if option["correct"]]
        _response(root, cardinality, "identifier", right)
        most = "1" if cardinality == "single" else "0"
        interaction = SubElement(
            body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true", maxChoices=most
        )
        for key, option in zip(keys, value["options"], strict=True):
            choice = SubElement(interaction, "simpleChoice", identifier=key)
            choice.text = for_xml(option["text"])
            if option["feedback"]:
                SubElement(
                    choice, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=key, showHide="show"
                ).text = for_xml(option["feedback"])

    return fill


def _true_false_out(root: Element, body: Element, value: Fields) -> None:
    _response(root, "single", "identifier", [str(value["answer"]).lower()])
    interaction = SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="false", maxChoices="1")
    for word in ("True", "False"):
        SubElement(interaction, "simpleChoice", identifier=word.lower()).text = word


def _order_out(root: Element, body: Element, value: Fields) -> None:
    keys = [f"o{number}" for number, _text in enumerate(value["items"], 1)]
    _response(root, "ordered", "identifier", keys)
    interaction = SubElement(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for key, text in zip(keys, value["items"], strict=True):
        SubElement(interaction, "simpleChoice", identifier=key).text = for_xml(text)


def _match_out(root: Element, body: Element, value: Fields) -> None:
    numbers = range(1, len(value["pairs"]) + 1)
    _response(root, "multiple", "directedPair", [f"l{number} r{number}" for number in numbers])
    interaction = SubElement(
        body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations="0"
    )
    rights = [pair["right"] for pair in value["pairs"]] + value["distractors"]
    for letter, texts in (("l", [pair["left"] for pair in value["pairs"]]), ("r", rights)):
        side = SubElement(interaction, "simpleMatchSet")
        for number, text in enumerate(texts, 1):
            SubElement(side, "simpleAssociableChoice", identifier=f"{letter}{number}", matchMax="1").text = for_xml(
                text
            )


def _entry_out(root: Element, body: Element, kind: str, correct: Sequence[str]) -> Element:
    response = _response(root, "single", kind, correct)
    SubElement(SubElement(body, "div"), "textEntryInteraction", responseIdentifier="RESPONSE")
    return response


def _numeric_out(root: Element, body: Element, value: Fields) -> None:
    _entry_out(root, body, "float", [value["answer"] or ""])


def _short_out(root: Element, body: Element, value: Fields) -> None:
    _mapping(_entry_out(root, body, "string", value["accepted"][:1]), value["accepted"], value["case_sensitive"])


def _gaps_out(root: Element, body: Element, value: Fields) -> None:
    paragraph = SubElement(body, "p")
    last: Element | None = None
    for part in re.split(r"(\[\d{1,2}\])", value["sentence"].replace("\n", " ")):
        number = int(part[1:-1]) if re.fullmatch(r"\[\d{1,2}\]", part) else 0
        if 0 < number <= len(value["gaps"]):
            last = _gap_out(root, paragraph, value["gaps"][number - 1], f"RESPONSE{number}", value["case_sensitive"])
        elif last is None:
            paragraph.text = (paragraph.text or "") + for_xml(part)
        else:
            last.tail = (last.tail or "") + for_xml(part)


def _gap_out(root: Element, paragraph: Element, gap: Fields, name: str, case_sensitive: bool) -> Element:
    if not gap["options"]:
        _mapping(_response(root, "single", "string", gap["accepted"][:1], name), gap["accepted"], case_sensitive)
        return SubElement(paragraph, "textEntryInteraction", responseIdentifier=name)
    keys = [f"o{number}" for number, _option in enumerate(gap["options"], 1)]
    right = [key for key, option in zip(keys, gap["options"], strict=True) if option["correct"]]
    _response(root, "single", "identifier", right, name)
    interaction = SubElement(paragraph, "inlineChoiceInteraction", responseIdentifier=name, shuffle="true")
    for key, option in zip(keys, gap["options"], strict=True):
        SubElement(interaction, "inlineChoice", identifier=key).text = for_xml(option["text"])
    return interaction


_WRITERS: dict[str, Callable[[Element, Element, Fields], None]] = {
    "single_choice": _choice_out("single"),
    "multiple_response": _choice_out("multiple"),
    "true_false": _true_false_out,
    "numeric": _numeric_out,
    "ordering": _order_out,
    "matching": _match_out,
    "short_text": _short_out,
    "gap_text": _gaps_out,
}


def detect(data: bytes, suffix: str) -> bool:
    if data.startswith(b"PK"):
        return b"imsmanifest" in data or suffix == ".zip"
    return bool(re.search(rb"<(\w+:)?(qti-assessment-item|assessmentItem|qti-assessment-test)\b", data[:5_000]))


FORMAT = Format(
    name="qti",
    position="item",
    suffixes=(".zip", ".xml"),
    content_type="application/zip",
    detect=detect,
    read=read,
    write=write,
    says=frozenset(_WRITERS),
)
