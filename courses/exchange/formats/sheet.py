"""A spreadsheet, a row for each question: our own, which says all of every type, or any other whose heads are known.

Options stand in columns of their own, «A», «B» …, and «Right» names the letters. What other types have instead of
options stands there too: items in their order, «left = right» of pairs, accepted answers, gaps.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from brs.core import bounds
from brs.core.folding import fold
from brs.core.text_files import NotText, decoded
from brs.core.workbook_rows import NotAWorkbook, rows_of
from brs.core.xml import for_xml

from ..drafts import (
    LONGEST_TEXT,
    TRUE,
    DraftQuestion,
    Issue,
    Reading,
    bounded,
    decimal,
    draft,
    one_line,
    points_of,
    stored,
    truth,
)
from .base import Format

Fields = dict[str, Any]
Rows = Sequence[Sequence[str]]

MOST_OPTIONS = 24  # columns of options, and as many of their feedback
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWX"
ROWS_ABOVE_HEADS = 10
MOST_COLUMNS = 80  # that can be assigned: all options and their feedback, and what stands beside them
SIGNS = ",;\t"
_FORMULA_KEPT_OFF = re.compile(r"'(?=[=+\-@\t])")

# Field -> heads of its column in six languages. The first is ours.
HEADS = {
    "type": "Type, question type, type de question, tipo, tipo de pregunta, тип, тип вопроса, النوع, نوع السؤال,"
    " 类型, 题型",
    "stem": "Question, question text, stem, prompt, énoncé, texte de la question, pregunta, enunciado, вопрос,"
    " текст вопроса, السؤال, نص السؤال, 题目, 问题, 题干",
    "sentence": "Sentence, gap text, phrase, texte à trous, frase, предложение, الجملة, 句子",
    "right": "Right, answer, correct answer, correct, correct answers, correct answer(s), right answer, key,"
    " answer key, réponse, bonne réponse, réponse correcte, respuesta, respuesta correcta, clave, ответ,"
    " правильный ответ, ключ, الإجابة, الإجابة الصحيحة, الجواب, 答案, 正确答案",
    "feedback": "Feedback, general feedback, explanation, comment, rétroaction, explication, commentaire,"
    " retroalimentación, explicación, comentario, пояснение, объяснение, комментарий, تعليق, الشرح, 反馈, 解析",
    "points": "Points, score, mark, marks, weight, note, points attribués, puntos, puntuación, баллы, балл, النقاط,"
    " الدرجة, 分数, 分值",
    "topic": "Topic, category, theme, subject, thème, sujet, catégorie, tema, categoría, тема, категория, الموضوع, "
    " الفئة, 主题, 类别",
    "convention": "Convention, convenio, конвенция, الاتفاقية, 公约",
    "competency": "Competency, compétence, competencia, компетенция, الكفاءة, 能力",
    "difficulty": "Difficulty, level, difficulté, niveau, dificultad, nivel, сложность, уровень, الصعوبة, المستوى,"
    " 难度",
    "name": "Name, title, name in the bank, nom, titre, nombre, título, название, имя, الاسم, العنوان, 名称",
    "tolerance": "Tolerance, tolérance, tolerancia, погрешность, допуск, التفاوت, 误差",
    "unit": "Unit, unité, unidad, единица, единица измерения, الوحدة, 单位",
    "case_sensitive": "Case matters, case sensitive, sensible à la casse, distingue mayúsculas, учитывать регистр,"
    " حالة الأحرف, 区分大小写",
    "near_misses": "One letter off, une lettre près, una letra distinta, одна буква не та, حرف واحد مختلف, 差一个字母",
}
# Language -> the heads of what is exported, in the order of `WRITTEN`; each is known when it is read.
WRITTEN = ("type", "stem", "right", "feedback", "points", "topic", "convention", "competency", "difficulty", "name") + (
    "sentence",
    "tolerance",
    "unit",
    "case_sensitive",
    "near_misses",
)
HEADS_IN = {
    "en": "Type, Question, Right, Feedback, Points, Topic, Convention, Competency, Difficulty, Name, Sentence,"
    " Tolerance, Unit, Case matters, One letter off",
    "fr": "Type de question, Énoncé, Réponse correcte, Rétroaction, Points attribués, Thème, Convention, Compétence,"
    " Difficulté, Nom, Texte à trous, Tolérance, Unité, Sensible à la casse, Une lettre près",
    "es": "Tipo, Pregunta, Respuesta correcta, Retroalimentación, Puntos, Tema, Convenio, Competencia, Dificultad,"
    " Nombre, Frase, Tolerancia, Unidad, Distingue mayúsculas, Una letra distinta",
    "ru": "Тип, Вопрос, Правильный ответ, Пояснение, Баллы, Тема, Конвенция, Компетенция, Сложность, Название,"
    " Предложение, Погрешность, Единица, Учитывать регистр, Одна буква не та",
    "ar": "النوع, السؤال, الإجابة الصحيحة, تعليق, النقاط, الموضوع, الاتفاقية, الكفاءة, الصعوبة, الاسم, الجملة,"
    " التفاوت, الوحدة, حالة الأحرف, حرف واحد مختلف",
    "zh-hans": "类型, 题目, 正确答案, 反馈, 分数, 主题, 公约, 能力, 难度, 名称, 句子,"
    " 误差, 单位, 区分大小写, 差一个字母",
}
_OPTION_HEAD = re.compile(
    r"(?:options?|choices?|answers?|choix|réponses?|opción|opcion|respuesta|вариант|ответ|الخيار|خيار|选项|选择)?"
    r"[\s._#-]{0,5}(?:([a-x])|(\d{1,2}))[.)]?",
    re.IGNORECASE,
)
_FEEDBACK_HEAD = re.compile(
    r"(?:option )?(?:feedback|rétroaction|retroalimentación|пояснение|تعليق|反馈)[\s._#-]{0,5}(?:([a-x])|(\d{1,2}))",
    re.IGNORECASE,
)
# Type -> what else it is called.
TYPE_WORDS = {
    "single_choice": "single choice, multiple choice, mc, mcq, single, choice, choix unique, qcm, opción única,"
    " opción múltiple, один вариант, اختيار واحد, 单选, 单选题",
    "multiple_response": "multiple response, multiple answers, multiple select, checkbox, checkboxes, choix multiple,"
    " respuesta múltiple, несколько вариантов, اختيار متعدد, 多选, 多选题",
    "true_false": "true or false, true/false, true false, tf, vrai ou faux, vrai/faux, verdadero o falso,"
    " verdadero/falso, верно или неверно, صح أو خطأ, 判断, 判断题",
    "numeric": "number, numeric, numerical, nombre, numérique, número, numérico, число, رقم, 数字",
    "ordering": "ordering, order, sequence, ordre, classement, ordenar, orden, порядок, ترتيب, 排序",
    "matching": "matching, match, appariement, emparejar, correspondencia, соответствие, مطابقة, 匹配, 连线",
    "short_text": "short text, short answer, text, réponse courte, respuesta corta, краткий ответ, إجابة قصيرة, 简答",
    "gap_text": "gap text, fill in the gaps, fill in the blank, gaps, cloze, texte à trous, completar, пропуски,"
    " املأ الفراغات, 填空, 填空题",
}
_TYPES = {fold(word): name for name, words in TYPE_WORDS.items() for word in [name, *words.split(",")]}
_FIELDS = {fold(head): name for name, heads in HEADS.items() for head in heads.split(",")}


def read(data: bytes) -> Reading:
    reading = Reading()
    try:
        rows = rows_in(data)
    except (NotText, NotAWorkbook, csv.Error):
        reading.add_issue(1, "not_a_sheet")
        return reading
    except MemoryError:
        reading.add_issue(1, "too_much")
        return reading
    reading.rows = [row[:MOST_COLUMNS] for row in rows]
    read_rows(rows, reading)
    return reading


@dataclass(frozen=True)
class Columns:
    """Which columns hold what: a field of `ASSIGNABLE` for each, or "" for one that is not read.

    `heads`: the number of rows above the first question.
    """

    heads: int
    fields: list[str]


NUMBERED = ("option", "right_option", "option_feedback")  # of these there may be several columns
ASSIGNABLE = ("stem", "type", "option", "right_option", "option_feedback", "right", "feedback", "points") + (
    "topic",
    "convention",
    "competency",
    "difficulty",
    "name",
    "sentence",
    "tolerance",
    "unit",
    "case_sensitive",
    "near_misses",
)


def proposed(rows: Rows) -> Columns:
    """The columns as they are called; where nothing is known of them, none is read."""
    width = max(map(len, rows), default=0)
    heads = _row_of_heads(rows)
    fields = [""] * width
    for name, at in _columns(rows[heads]).items() if heads is not None else ():
        first = name.partition(" ")[0]
        fields[at] = {"option": "option", "feedback": "option_feedback"}[first] if " " in name else name
    return Columns(1 if heads is None else heads + 1, fields)


def is_known(rows: Rows) -> bool:
    """Whether every column that has a head is one that is read."""
    heads = _row_of_heads(rows)
    if heads is None:
        return False
    known = set(_columns(rows[heads]).values())
    return all(at in known for at, head in enumerate(rows[heads]) if head.strip())


def read_assigned(sent: bytes) -> dict[str, Any]:
    """To be read apart: JSON of `rows`, and of `heads` and `fields` as somebody assigned them."""
    asked = json.loads(sent)
    numbers = dict.fromkeys(NUMBERED, 0)
    columns: dict[str, int] = {}
    for at, name in enumerate(asked["fields"]):
        if name == "option_feedback":
            columns[f"feedback {numbers[name]}"] = at
            numbers[name] += 1
        elif name in NUMBERED:
            columns[f"option {numbers['option']}"] = at
            if name == "right_option":
                columns[f"right {numbers['option']}"] = at
            numbers["option"] += 1
        elif name:
            columns[name] = at
    reading = Reading()
    _read_below(asked["rows"][asked["heads"] :], columns, reading, asked["heads"] + 1)
    return bounded(reading).as_json()


def rows_in(data: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet, or of CSV. Raises NotText, NotAWorkbook, csv.Error."""
    if data.startswith(b"PK"):
        return list(rows_of(data, most=bounds.LIST_LINES + 1, longest_cell=LONGEST_TEXT + 1))
    text = decoded(data).replace("\0", "").lstrip("\ufeff")
    first = text.lstrip().partition("\n")[0][:5_000]
    sign = max(SIGNS, key=first.count)
    csv.field_size_limit(bounds.QUESTION_FILE)
    rows = islice(csv.reader(io.StringIO(text, newline=""), delimiter=sign), bounds.LIST_LINES + 1)
    return [[_FORMULA_KEPT_OFF.sub("", cell, count=1) if cell[:1] == "'" else cell for cell in row] for row in rows]


def read_rows(rows: Rows, reading: Reading, first: int = 1) -> None:
    """`first`: the position of the first row."""
    heads = _row_of_heads(rows)
    if heads is None:
        reading.add_issue(first, "no_heads", ", ".join(_FIELDS_NEEDED))
        return
    columns = _columns(rows[heads])
    known = set(columns.values())
    for at, head in enumerate(rows[heads]):
        if head.strip() and at not in known:
            reading.add_issue(first + heads, "column", head)
    _read_below(rows[heads + 1 :], columns, reading, first + heads + 1)


def _row_of_heads(rows: Rows) -> int | None:
    return next((at for at, row in enumerate(rows[:ROWS_ABOVE_HEADS]) if "stem" in _columns(row)), None)


def _read_below(rows: Rows, columns: dict[str, int], reading: Reading, first: int) -> None:
    """The rows below the heads. `first`: the position of the first of them."""
    for position, row in enumerate(rows, first):
        if any(cell.strip() for cell in row):
            _row(_Row(row, columns, position), reading)


_FIELDS_NEEDED = ("Question", "A", "B", "Right")


def has_heads(row: Sequence[str]) -> bool:
    return len({"stem", "right", "type", "option 0"} & _columns(row).keys()) > 1


def _columns(heads: Sequence[str]) -> dict[str, int]:
    """Field, «option n» or «feedback n» -> its column."""
    columns: dict[str, int] = {}
    for at, head in enumerate(heads):
        head = one_line(head[:200])
        field = _FIELDS.get(fold(head))
        option, feedback = _OPTION_HEAD.fullmatch(head), _FEEDBACK_HEAD.fullmatch(head)
        if field:
            columns.setdefault(field, at)
        elif feedback:
            columns.setdefault(f"feedback {_number(feedback)}", at)
        elif option:
            columns.setdefault(f"option {_number(option)}", at)
    return columns


def _number(match: re.Match[str]) -> int:
    return LETTERS.index(match[1].upper()) if match[1] else int(match[2]) - 1


class _Row:
    def __init__(self, cells: Sequence[str], columns: dict[str, int], position: int) -> None:
        self.cells, self.columns, self.position = cells, columns, position
        self.issues: list[Issue] = []

    def get(self, name: str) -> str:
        at = self.columns.get(name)
        return self.cells[at].strip() if at is not None and at < len(self.cells) else ""

    def add(self, code: str, about: str = "") -> None:
        self.issues.append(Issue(self.position, code, one_line(about[:400])[:120]))

    def options(self) -> list[tuple[int, str]]:
        """Number and text of each that is filled in."""
        texts = ((number, self.get(f"option {number}")) for number in range(-1, 99))
        return [(number, text) for number, text in texts if text]


def _row(row: _Row, reading: Reading) -> None:
    fields: Fields = {
        name: row.get(name) for name in ("stem", "feedback", "name", "topic", "convention", "competency", "difficulty")
    }
    if not fields["stem"] and not row.get("sentence"):
        reading.add_issue(row.position, "no_question", " ".join(row.cells))
        return
    name = _type(row)
    if name is None:
        reading.add_issue(row.position, "type_unknown", row.get("type"))
        return
    points = points_of(row.get("points")) if row.get("points") else 1
    if points is None:
        row.add("points", row.get("points"))
    value = _READERS[name](row)
    question = draft(name, **value, **fields, points=points or 1, position=row.position, issues=row.issues)
    reading.questions.append(question)


def _type(row: _Row) -> str | None:
    """As it is called, or by what stands in the row."""
    words = row.get("type")
    if words:
        name = _TYPES.get(fold(words))
        several = name == "single_choice" and "type" in row.columns and len(_letters(row)) > 1
        return "multiple_response" if several and fold(words) != "single_choice" else name
    options, right = row.options(), row.get("right")
    if options:
        if len(options) == 2 and {truth(text) for _number, text in options} == {True, False}:
            return "true_false"
        return "multiple_response" if len(_letters(row)) > 1 else "single_choice"
    if row.get("sentence"):
        return "gap_text"
    if truth(right) is not None and not right.isdigit():
        return "true_false"
    return "numeric" if decimal(right) is not None else "short_text"


def _letters(row: _Row) -> set[int]:
    """Numbers of the options that are right: by their columns, by letters, else by their texts, else by numbers."""
    right, options = row.get("right"), row.options()
    if in_columns := {number for number, _text in options if f"right {number}" in row.columns}:
        return in_columns
    texts = {one_line(text).casefold(): number for number, text in options}
    known = {number for number, _text in options}
    parts = [part.strip(".()").upper() for part in re.split(r"[,;/&+\s،、]|\band\b", right) if part.strip(".()")]
    if len(parts) == 1 and len(parts[0]) <= len(options):
        parts = list(parts[0])  # «AC»
    numbers = {LETTERS.find(part) if len(part) == 1 else -1 for part in parts}
    if numbers and numbers <= known - {-1}:
        return numbers
    for whole in ([right], re.split(r"[;|\n]", right)):
        by_text = {texts.get(one_line(part).casefold(), -2) for part in whole}
        if right and -2 not in by_text:
            return by_text
    counted = {int(part) - 1 for part in parts if re.fullmatch(r"\d{1,2}", part, re.ASCII)}
    return counted if len(counted) == len(set(parts)) and counted <= known else set()


def _choice(row: _Row) -> Fields:
    right = _letters(row)
    if row.get("right") and not right:
        row.add("answer_unknown", row.get("right"))
    return {
        "options": [
            {"text": text, "correct": number in right, "feedback": row.get(f"feedback {number}")}
            for number, text in row.options()
        ]
    }


def _true_false(row: _Row) -> Fields:
    right, options = row.get("right"), row.options()
    letters = _letters(row)
    named = [text for number, text in options if number in letters]
    answer = truth(named[0]) if named else truth(right)
    if answer is None:
        row.add("answer_unknown", right)
    return {"answer": bool(answer)}


def _numeric(row: _Row) -> Fields:
    written, _sign, spread = row.get("right").partition("±")
    value, tolerance = decimal(written), decimal(row.get("tolerance") or spread or "0")
    for text, number in ((row.get("right"), value), (row.get("tolerance"), tolerance)):
        if number is None:
            row.add("number", text)
    return {"answer": stored(value), "tolerance": stored(tolerance) or "0", "unit": row.get("unit")}


def _texts(row: _Row) -> list[str]:
    return [text for _number, text in row.options()]


def _ordering(row: _Row) -> Fields:
    return {"items": _texts(row)}


def _matching(row: _Row) -> Fields:
    pairs, distractors = [], []
    for text in _texts(row):
        parts = _parts(text, "=")
        left, right = one_line(parts[0]), one_line("=".join(parts[1:]))
        if len(parts) < 2:
            row.add("pair", text)
        elif left:
            pairs.append({"left": left, "right": right})
        else:
            distractors.append(right)
    return {"pairs": pairs, "distractors": distractors}


def _spelling(row: _Row) -> Fields:
    near = row.get("near_misses").casefold()
    if near not in ("", "close", "right"):
        row.add("near_misses", near)
    return {
        "case_sensitive": row.get("case_sensitive").casefold() in TRUE,
        "near_misses": "right" if near == "right" else "close",
    }


def _short(row: _Row) -> Fields:
    return {"accepted": _parts(row.get("right"), "|") + _texts(row), **_spelling(row)}


def _gaps(row: _Row) -> Fields:
    return {"sentence": row.get("sentence"), "gaps": [_gap(text) for text in _texts(row)], **_spelling(row)}


def _gap(text: str) -> Fields:
    """«*Basel | Rotterdam» are options, the right ones with an asterisk; «Basel | Bâle» are accepted."""
    parts = _parts(text, "|")
    if any(part.startswith("*") for part in parts):
        options = [{"text": _bare(part.removeprefix("*")), "correct": part.startswith("*")} for part in parts]
        return {"options": options, "accepted": []}
    return {"options": [], "accepted": [_bare(part) for part in parts]}


_UNESCAPED = {"=": re.compile(r"(?<!\\)="), "|": re.compile(r"(?<!\\)\|")}


def _parts(text: str, sign: str) -> list[str]:
    """What stands between signs that are not escaped, of which those between parts are taken off."""
    parts = _UNESCAPED[sign].split(text) if text else []
    tidy = [part.strip().replace(f"\\{sign}", sign) for part in parts]
    return tidy if sign == "=" else [part for part in tidy if part]


def _bare(part: str) -> str:
    return part.strip().removeprefix("\\") if part.strip().startswith("\\*") else part.strip()


_READERS: dict[str, Callable[[_Row], Fields]] = {
    "single_choice": _choice,
    "multiple_response": _choice,
    "true_false": _true_false,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short_text": _short,
    "gap_text": _gaps,
}

# --- out --------------------------------------------------------------------------------------------------


def write(questions: Sequence[DraftQuestion], language: str = "en") -> bytes:
    """A workbook with the columns that these questions need, and how each type is written on a sheet of its own."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Questions")
    sheet.freeze_panes = "A2"
    for column, width in (("A", 20), ("B", 60), ("C", 10)):
        sheet.column_dimensions[column].width = width
    rows = list(_rows(questions, HEADS_IN[language].split(", ")))
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, text, is_head=not number) for text in row])
    guide = book.create_sheet("How to write")
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 20, 110
    for entry in GUIDE:
        guide.append([_cell(guide, text) for text in entry])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_FEEDBACK = WRITTEN.index("feedback")


def _cell(sheet: Any, text: str, *, is_head: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, for_xml(text))
    cell.data_type, cell.quotePrefix = "s", text.startswith(("=", "+", "-", "@"))
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _rows(questions: Sequence[DraftQuestion], heads: Sequence[str]) -> Iterator[list[str]]:
    written = [_written(question) for question in questions]
    options = max([4, *(len(cells) for _row, cells, _feedbacks in written)])
    feedbacks = max([0, *(len(feedbacks) for _row, _cells, feedbacks in written if any(feedbacks))])
    letters = [LETTERS[number] for number in range(options)]
    yield [*heads, *letters, *(f"{heads[_FEEDBACK]} {letter}" for letter in letters[:feedbacks])]
    for row, cells, remarks in written:
        padded = [*cells, *[""] * (options - len(cells))]
        yield [*(row.get(name, "") for name in WRITTEN), *padded, *remarks]


def _written(question: DraftQuestion) -> tuple[dict[str, str], list[str], list[str]]:
    """Fields, what stands in the columns of options, and the options' feedback."""
    value = question.value
    row = {name: getattr(question, name) for name in ("topic", "convention", "competency", "difficulty", "name")}
    row |= {
        "type": question.type,
        "stem": value["stem"],
        "feedback": value["feedback"],
        "points": str(question.points),
        **{name: value[name] for name in ("sentence", "tolerance", "unit", "near_misses") if name in value},
    }
    if value.get("case_sensitive"):
        row["case_sensitive"] = "yes"
    cells: list[str] = []
    remarks: list[str] = []
    match question.type:
        case "single_choice" | "multiple_response":
            options = value["options"][:MOST_OPTIONS]
            cells, remarks = [option["text"] for option in options], [option["feedback"] for option in options]
            row["right"] = ", ".join(LETTERS[at] for at, option in enumerate(options) if option["correct"])
        case "true_false":
            row["right"] = "true" if value["answer"] else "false"
        case "numeric":
            row["right"] = value["answer"] or ""
        case "ordering":
            cells = value["items"]
        case "matching":
            pairs = [(pair["left"], pair["right"]) for pair in value["pairs"]]
            pairs += [("", right) for right in value["distractors"]]
            cells = [f"{_kept(left, '=')} = {_kept(right, '=')}".strip() for left, right in pairs]
        case "short_text":
            cells = [] if len(value["accepted"]) < 2 else value["accepted"][1:]
            row["right"] = _kept(next(iter(value["accepted"]), ""), "|")
        case "gap_text":
            cells = [_gap_written(gap) for gap in value["gaps"]]
    return row, cells[:MOST_OPTIONS], remarks


def _gap_written(gap: Fields) -> str:
    starred = [("*" if option["correct"] else "") + _guarded(option["text"]) for option in gap["options"]]
    return " | ".join(starred or map(_guarded, gap["accepted"]))


def _guarded(text: str) -> str:
    return _kept("\\" + text if text.startswith("*") else text, "|")


def _kept(text: str, sign: str) -> str:
    return text.replace(sign, f"\\{sign}")


GUIDE = [
    ("Type", "How to write it"),
    ("single_choice", "Options in A, B …; the letter of the right one in Right. A remark on an option in Feedback A …"),
    ("multiple_response", "The same with several letters in Right: A, C"),
    ("true_false", "true or false in Right"),
    ("numeric", "The number in Right, how far off it may be in Tolerance, and what it counts in Unit"),
    ("ordering", "Items in A, B … in their right order"),
    ("matching", "Pairs in A, B …: left = right. What matches nothing: = right"),
    ("short_text", "The accepted answer in Right, others in A, B …"),
    (
        "gap_text",
        "Sentence with [1], [2] … for gaps. In A, B … what fills each: accepted | accepted, or *right | wrong",
    ),
    ("", "A type that is left empty is told from what stands in the row."),
]

EXAMPLES = (
    draft(
        "single_choice",
        stem="Which convention is about prior informed consent?",
        options=[
            {"text": "Basel", "correct": False, "feedback": "It is about waste."},
            {"text": "Rotterdam", "correct": True, "feedback": ""},
            {"text": "Stockholm", "correct": False, "feedback": ""},
        ],
        feedback="The Rotterdam Convention is.",
        position=0,
    ),
    draft("true_false", stem="Silence of the State of import is consent.", answer=False, position=0),
    draft("numeric", stem="How many kilograms are a tonne?", answer="1000", unit="kg", position=0),
    draft("ordering", stem="Order these steps.", items=["Notification", "Consent", "Movement"], position=0),
    draft(
        "matching",
        stem="Which convention is about what?",
        pairs=[
            {"left": "Basel", "right": "Waste"},
            {"left": "Rotterdam", "right": "Trade"},
            {"left": "Stockholm", "right": "Pollutants"},
        ],
        distractors=["Whales"],
        position=0,
    ),
    draft("short_text", stem="What does PIC stand for?", accepted=["prior informed consent"], position=0),
    draft(
        "gap_text",
        stem="Fill in the gaps.",
        sentence="The [1] Convention is about [2].",
        gaps=[
            {"options": [{"text": "Basel", "correct": True}, {"text": "Ramsar", "correct": False}], "accepted": []},
            {"options": [], "accepted": ["waste", "wastes"]},
        ],
        position=0,
    ),
)


def template() -> bytes:
    """A workbook to fill in, with an example of most types."""
    return write(EXAMPLES)


def detect(data: bytes, suffix: str) -> bool:
    if data.startswith(b"PK"):
        return suffix in (".xlsx", ".xlsm") or b"xl/" in data
    first = data[:5_000].decode("utf-8", "replace").lstrip("\ufeff \r\n\t").partition("\n")[0]
    return suffix in (".csv", ".tsv") or any(has_heads(first.split(sign)) for sign in SIGNS)


FORMAT = Format(
    name="sheet",
    position="row",
    suffixes=(".xlsx", ".csv", ".tsv"),
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    detect=detect,
    read=read,
    write=write,
    says=frozenset(_READERS),
)


def in_language(language: str) -> Format:
    """The format with the heads of an editor's language, where it has them."""
    return replace(FORMAT, write=partial(write, language=language)) if language in HEADS_IN else FORMAT
