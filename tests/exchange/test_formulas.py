"""Formulas of other programs become a line of text, and are named: nothing is dropped in silence."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st

from courses.exchange.drafts import DraftQuestion
from courses.exchange.formats import gift, moodle_xml, word
from courses.exchange.markup import plain_text

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def run(text: str) -> str:
    return f"<m:r><m:rPr/><m:t>{text}</m:t></m:r>"


def codes(question: DraftQuestion) -> dict[str, str]:
    return {issue.code: issue.about for issue in question.issues}


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x²"),
        ("<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>", "H₂O"),
        ("<mfrac><mn>1</mn><mrow><mn>2</mn><mo>+</mo><mi>a</mi></mrow></mfrac>", "1/(2 + a)"),
        ("<msqrt><mi>b</mi></msqrt>", "√b"),
        ("<mroot><mi>b</mi><mn>3</mn></mroot>", "³√b"),
        ("<msubsup><mi>x</mi><mn>1</mn><mi>k</mi></msubsup>", "x₁^k"),
        ("<semantics><mi>x</mi><annotation>\\x</annotation></semantics>", "x"),
        ("<mfrac><mi>x</mi>", "x"),
    ],
)
def test_formulas_of_web_pages(markup, words):
    text, named = plain_text(f"<p>Is <math>{markup}</math> so?</p>")
    assert text == f"Is {words} so?"
    assert named == {"formula": words}


def test_a_script_in_a_formula_is_taken_out():
    text, named = plain_text("<math><mi>x</mi><script>alert(1)</script></math> so?")
    assert (text, named) == ("x so?", {"formula": "x", "script": ""})


@given(st.lists(st.sampled_from(["<math>", "</math>", "<mfrac>", "</mfrac>", "<p>", "</p>", "<script>", "a", "<mi"])))
def test_no_heap_of_marks_is_a_fault(parts):
    assert isinstance(plain_text("".join(parts))[0], str)


def a_document() -> bytes:
    fraction = f"<m:f><m:fPr/><m:num>{run('x')}</m:num><m:den>{run('2')}</m:den></m:f>"
    power = f"<m:sSup><m:sSupPr/><m:e>{run('a')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>"
    root = f"<m:rad><m:radPr/><m:deg/><m:e>{run('b')}</m:e></m:rad>"
    document = Document()
    for text, formula in (("1. What is ", fraction + run(" = ") + power), ("A. ", root), ("*B. two", "")):
        paragraph = document.add_paragraph(text)
        if formula:
            paragraph._p.append(parse_xml(f"<m:oMath {M}>{formula}</m:oMath>"))
    table = document.add_table(rows=2, cols=4)
    rows = (("Question", "A", "B", "Right"), ("Of a table", "x", "y", "A"))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    table.rows[1].cells[1].paragraphs[0]._p.append(parse_xml(f"<m:oMath {M}>{power}</m:oMath>"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_formulas_of_word_stand_in_questions_options_and_tables():
    reading = word.read(a_document())
    of_table, listed = reading.questions
    assert listed.value["stem"] == "What is x/2 = a²"
    assert [option["text"] for option in listed.value["options"]] == ["√b", "two"]
    assert [issue.about for issue in listed.issues] == ["x/2 = a²", "√b"]
    assert [option["text"] for option in of_table.value["options"]] == ["xa²", "y"]
    assert ("formula", "a²") in [(issue.code, issue.about) for issue in reading.issues]


def test_what_is_no_text_belongs_to_the_question_in_whose_paragraph_it_stands():
    document = Document()
    for text in ("1. First?\nA. a\n*B. b", "2. Second?", "A. c\n*B. d"):
        document.add_paragraph(text)
    document.paragraphs[1]._p.append(parse_xml(f"<m:oMath {M}>{run('y')}</m:oMath>"))
    out = io.BytesIO()
    document.save(out)
    first, second = word.read(out.getvalue()).questions
    assert ("formula" in codes(first), "formula" in codes(second)) == (False, True)


TEX = r"Is \(\frac{1}{2}\) half?"


def test_tex_stays_as_it_was_typed_and_is_named():
    xml = f"""<quiz><question type="truefalse"><name><text>N</text></name><questiontext format="html">
    <text><![CDATA[<p>{TEX}</p>]]></text></questiontext><answer fraction="100"><text>true</text></answer>
    <answer fraction="0"><text>false</text></answer></question></quiz>"""
    [question] = moodle_xml.read(xml.encode()).questions
    assert question.value["stem"] == TEX
    assert "tex" in codes(question)
    [question] = gift.read(rb"Is $$x^2$$ so?{T}").questions
    assert question.value["stem"] == "Is $$x^2$$ so?"
    assert "tex" in codes(question)
