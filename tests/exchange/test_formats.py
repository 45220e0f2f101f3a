"""Each format: what is read, what is named as not taken over, and that what we write comes back."""

import io
import time
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brs.core import bounds
from brs.core.apart import read_apart
from courses.exchange.drafts import DraftQuestion, Reading, differences, draft
from courses.exchange.format_table import FORMATS, export, read_any
from courses.exchange.formats import sheet
from courses.exchange.words import FIELDS, FORMAT_LABELS, ISSUES, PLACES
from courses.questions.types import TYPES
from tests.exchange import corpus

# Format -> what it cannot say of the example of each type, by design of the format.
LOST = {
    "sheet": {},
    "moodle_xml": {},
    "qti": {"single_choice": ["topic"], "multiple_response": ["topic"], "numeric": ["unit"]},
    "gift": {"single_choice": ["points"], "numeric": ["unit"], "ordering": ["type"], "gap_text": ["type"]}
    | {"short_text": ["case_sensitive"]},
}


def reading(name: str, text: str | bytes) -> Reading:
    return FORMATS[name].read(text if isinstance(text, bytes) else text.encode())


def codes(result: Reading) -> list[tuple[int, str]]:
    return [(issue.position, issue.code) for issue in result.issues]


def right(question: DraftQuestion) -> list[str]:
    return [option["text"] for option in question.value["options"] if option["correct"]]


@pytest.mark.parametrize("name", LOST)
def test_what_is_written_comes_back_and_what_cannot_be_said_is_named(name):
    made = export(FORMATS[name], list(corpus.EVERY_TYPE.values()))
    assert {question.type: fields for question, fields in made.lost} == LOST[name]
    back = FORMATS[name].read(made.data).questions
    written = [question for question in corpus.EVERY_TYPE.values() if "type" not in LOST[name].get(question.type, [])]
    for before, after in zip(written, back, strict=True):
        assert differences(before, after) == LOST[name].get(before.type, [])
        assert not after.issues


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_knows_its_own_files(name):
    made = export(FORMATS[name], list(corpus.EVERY_TYPE.values()))
    answer = read_any(f"\n{FORMATS[name].suffixes[0]}\n".encode() + made.data)
    assert answer["format"] == name and answer["questions"]


def test_every_type_can_be_said_and_every_word_is_there():
    assert corpus.EVERY_TYPE.keys() == TYPES.keys() == FORMATS["sheet"].says == FORMATS["moodle_xml"].says
    assert FORMAT_LABELS.keys() == FORMATS.keys()
    assert {each.position for each in FORMATS.values()} == PLACES.keys()
    fields = {name for question in corpus.EVERY_TYPE.values() for name in question.value}
    assert fields | {"type", "name", "points", "topic", "convention", "competency", "difficulty"} == FIELDS.keys()


class TestGift:
    @pytest.fixture(params=["\n", "\r\n"])
    def result(self, request):
        return reading("gift", corpus.GIFT.replace("\n", request.param))

    def test_all_its_kinds_are_read(self, result):
        kinds = [question.type for question in result.questions]
        assert kinds == ["single_choice", "multiple_response", "multiple_response", "numeric", "numeric"] + [
            "matching",
            "true_false",
            "short_text",
        ]
        first, gap, _who, number, between, pairs, statement, _after = result.questions
        assert first.value["stem"] == "What is PIC?" and first.value["feedback"] == "General"
        assert first.value["options"][1] == {"text": "wrong ~ thing", "correct": False, "feedback": "Bad news"}
        assert first.topic == "Basel" and first.name == "Q1"
        assert gap.value["stem"] == "Two plus _____ is four." and right(gap) == ["two", "2"]
        assert (number.value["answer"], number.value["tolerance"]) == ("1.5", "0.1")
        assert (Decimal(between.value["answer"]), Decimal(between.value["tolerance"])) == (3, 2)
        assert pairs.value["distractors"] == ["z"] and statement.value["answer"] is False

    def test_what_is_not_taken_over_is_named_with_its_line(self, result):
        assert codes(result) == [(20, "essay"), (22, "no_answer"), (26, "unclosed")]
        assert {issue.code for issue in result.questions[0].issues} == {"picture", "script", "partial_credit"}
        assert "a map" in {issue.about for issue in result.questions[0].issues}

    def test_ten_thousand_questions_are_refused_in_time_and_in_words(self):
        many = "\n\n".join(f"::q{n}:: What {{=a ~b ~c#x}}" for n in range(10_000)).encode()
        began = time.process_time()
        answer = read_apart(read_any, b"\n.txt\n" + many, bounds.QUESTION_READING)
        assert answer["questions"] == [] and answer["issues"] == [{"position": 1, "code": "too_many", "about": "10000"}]
        assert time.process_time() - began < 5


class TestMoodle:
    def test_parts_pictures_and_gaps(self):
        result = reading("moodle_xml", corpus.MOODLE)
        choice, number, gaps = result.questions
        assert choice.value["stem"] == "Which of CO₂?" and choice.topic == "Used oil"
        assert right(choice) == ["first & last", "second"] and choice.value["options"][0]["feedback"] == "Well"
        assert {issue.code for issue in choice.issues} == {"picture", "script", "partial_credit", "points"}
        assert "map.png" in {issue.about for issue in choice.issues}
        assert (number.value["answer"], number.value["tolerance"]) == ("5", "0.25")
        assert gaps.value["stem"] == "Fill." and gaps.value["sentence"] == "The [1] of [2]."
        assert gaps.value["gaps"][1] == {"options": [], "accepted": ["1989"]}
        assert codes(result) == [(5, "essay")]

    def test_entities_are_refused_unread(self):
        result = reading("moodle_xml", corpus.ENTITIES)
        assert not result.questions and codes(result) == [(1, "entities")]


class TestQti:
    def test_third_version(self):
        [question] = reading("qti", corpus.QTI_3).questions
        assert question.value["stem"] == "Which?\n\nChoose." and right(question) == ["two"]
        assert question.value["options"][1]["feedback"] == "Right" and question.name == "Third"

    def test_entities_are_refused_unread(self):
        assert codes(reading("qti", corpus.ENTITIES)) == [(1, "entities")]


class TestAiken:
    def test_what_has_no_answer_is_named(self):
        result = reading("aiken", corpus.AIKEN)
        assert [right(question) for question in result.questions] == [["two"]]
        assert codes(result) == [(6, "no_answer"), (13, "answer_unknown")]


class TestNumberedList:
    def test_marks_answers_keys_and_scripts_of_several_languages(self):
        result = reading("numbered_list", corpus.LIST)
        first, second, third, fourth, number, keyed = result.questions
        assert right(first) == ["two"] and right(second) == ["x", "y"] and right(third) == ["два"]
        assert (second.value["feedback"], second.points) == ("since.", 3)
        assert fourth.type == "true_false" and fourth.value["answer"] is False
        assert (number.value["answer"], number.value["tolerance"], number.value["unit"]) == ("1000", "5", "kg")
        assert right(keyed) == ["q"]
        assert codes(result) == [(1, "outside"), (29, "no_answer")]


class TestWord:
    def test_lists_made_by_word_and_tables(self):
        result = reading("word", corpus.word())
        of_table, first, second, typed = result.questions
        assert [right(question) for question in (first, second, typed)] == [["two"], ["one"], ["perhaps"]]
        assert right(of_table) == ["z"] and not result.issues

    def test_macros_are_refused_unopened(self):
        out = io.BytesIO(corpus.word())
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
        assert read_any(b"\n.docm\n" + out.getvalue())["issues"] == [{"position": 1, "code": "macros", "about": ""}]

    def test_an_old_document_is_told_from_others(self):
        assert codes(reading("word", b"\xd0\xcf\x11\xe0" + bytes(100))) == [(1, "old_word")]


class TestSheet:
    HEADS = {
        "en": "Question,Option 1,Option 2,Option 3,Correct answer(s),Explanation,Remarks",
        "fr": "Énoncé;Choix A;Choix B;Choix C;Bonne réponse;Explication;Remarks",
        "ar": "السؤال,خيار 1,خيار 2,خيار 3,الإجابة الصحيحة,الشرح,Remarks",
        "zh-hans": "题目,选项A,选项B,选项C,答案,解析,Remarks",
    }

    @pytest.mark.parametrize("language", HEADS)
    @pytest.mark.parametrize("answer", ["B", "2", "two", "(b)"])
    def test_other_sheets_are_read_by_their_heads(self, language, answer):
        sign = ";" if language == "fr" else ","
        row = sign.join(["What?", "one", "two", "three", answer, "Since.", "x"])
        result = reading("sheet", f"{self.HEADS[language]}\r\n{row}\r\n".encode("utf-8-sig"))
        [question] = result.questions
        assert right(question) == ["two"] and question.value["feedback"] == "Since."
        assert [(issue.code, issue.about) for issue in result.issues] == [("column", "Remarks")]

    def test_the_template_reads_without_a_remark(self):
        result = reading("sheet", sheet.template())
        assert len(result.questions) == len(sheet.EXAMPLES) and not result.issues
        assert not [question.issues for question in result.questions if question.issues]

    def test_formulas_of_others_stay_text(self):
        [question] = reading("sheet", "Question,A,B,Right\n'=1+1 is?,2,'-3,A\n").questions
        assert question.value["stem"] == "=1+1 is?" and question.value["options"][1]["text"] == "-3"

    def test_a_bomb_is_refused(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", bytes(bounds.WORKBOOK_UNPACKED + 1))
        assert codes(reading("sheet", out.getvalue())) == [(1, "too_much")]

    def test_a_sheet_of_something_else_says_which_heads_it_needs(self):
        assert codes(reading("sheet", "Name,Country\nAmina,Kenya\n")) == [(1, "no_heads")]


SIGNS = "{}=~#:\\%>-[]*|<>&/;.,()\n\r\t\"'°0123aAbB١أ题 "
TEXTS = st.one_of(st.text(max_size=300), st.text(SIGNS, max_size=300))
PIECES = st.lists(
    st.one_of(
        st.text(SIGNS, max_size=12),
        st.sampled_from(
            [
                corpus.GIFT[:200],
                corpus.LIST[:150],
                corpus.AIKEN,
                "Question,A,B,Right\n",
                "<quiz><question type='cloze'>",
            ]
            + ["<questiontext><text>", "{1:SHORTANSWER:=", "</text></questiontext></question></quiz>", "::a::", "####"]
        ),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("name", FORMATS)
@given(text=st.one_of(TEXTS, PIECES))
@settings(max_examples=60)
def test_no_text_makes_a_reader_stumble(name, text):
    result = FORMATS[name].read(text.encode("utf-8", "replace"))
    for question in result.questions:
        assert question.type in TYPES and all(issue.code in ISSUES for issue in question.issues)
    assert all(issue.code in ISSUES for issue in result.issues)


@pytest.mark.parametrize("name", ["sheet", "word", "qti", "moodle_xml"])
@given(flips=st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=8))
@settings(max_examples=25)
def test_no_broken_file_makes_a_reader_stumble(name, flips):
    data = bytearray(_FILES.setdefault(name, export(FORMATS[name], list(corpus.EVERY_TYPE.values())).data))
    for at, value in flips:
        data[at % len(data)] = value
    assert all(issue.code in ISSUES for issue in FORMATS[name].read(bytes(data)).issues)


_FILES: dict[str, bytes] = {}

WORDS = st.text("abc =~#{}:\\%|*<>&\"'-[x]é题", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))


@pytest.mark.parametrize("name", ["sheet", "moodle_xml", "gift", "qti", "numbered_list", "aiken"])
@given(stem=WORDS, texts=st.lists(WORDS, min_size=2, max_size=4, unique_by=lambda text: " ".join(text.split())))
@settings(max_examples=40)
def test_an_export_loses_nothing_without_saying_so(name, stem, texts):
    options = [corpus.option(text, not at, text) for at, text in enumerate(texts)]
    questions = [
        draft("single_choice", stem=stem, options=options, position=0),
        draft("short_text", stem=stem, accepted=texts, position=0),
    ]
    made = export(FORMATS[name], questions)
    lost = {question.type: fields for question, fields in made.lost}
    written = [question for question in questions if "type" not in lost.get(question.type, [])]
    back = FORMATS[name].read(made.data).questions
    assert [differences(*pair) for pair in zip(written, back, strict=True)] == [
        lost.get(question.type, []) for question in written
    ]
    if name in ("sheet", "moodle_xml"):
        assert not lost
