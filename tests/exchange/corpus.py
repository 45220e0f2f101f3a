"""Questions of each type, and files of each format with the oddities of real ones."""

import io

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from courses.exchange.drafts import DraftQuestion, draft


def option(text: str, correct: bool = False, feedback: str = "") -> dict:
    return {"text": text, "correct": correct, "feedback": feedback}


ODD = "50 % of {x} = ~y: #1 <b>bold</b> & “co” \\ [1"

EVERY_TYPE: dict[str, DraftQuestion] = {
    question.type: question
    for question in (
        draft(
            "single_choice",
            name="Of choice",
            stem="Which one?\nLook twice.",
            feedback=ODD,
            options=[option("*first", feedback="no"), option(ODD, True), option("%50% third")],
            points=2,
            topic="Waste/oil",
            position=0,
        ),
        draft(
            "multiple_response",
            stem="Which ones?",
            options=[option("a", True), option("b"), option("c", True), option("d", True, "Yes: it is.")],
            topic="Trade",
            position=0,
        ),
        draft("true_false", stem="Is it so?", answer=True, feedback="It is.", position=0),
        draft("numeric", stem="How much?", answer="-12.50", tolerance="0.5", unit="mg/kg", position=0),
        draft("ordering", stem="In which order?", items=["c = 1", "b | 2", "a"], position=0),
        draft(
            "matching",
            stem="Which goes with which?",
            pairs=[{"left": "a=b", "right": "1 = 2"}, {"left": "b", "right": "2"}, {"left": "c", "right": "3"}],
            distractors=["4"],
            position=0,
        ),
        draft("short_text", stem="What is it?", accepted=["a|b", "*c", "d"], case_sensitive=True, position=0),
        draft(
            "gap_text",
            stem="Fill in.",
            sentence="The [1] of [2] < 3.",
            gaps=[
                {"options": [{"text": "*x", "correct": True}, {"text": "y|z~", "correct": False}], "accepted": []},
                {"options": [], "accepted": ["=one", "two%"]},
            ],
            position=0,
        ),
    )
}

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
 <question type="category"><category><text>$course$/top/Waste // oil/Used oil</text></category></question>
 <question type="multichoice">
  <name><text>Parts</text></name>
  <questiontext format="html"><text><![CDATA[<p>Which of CO<sub>2</sub>?</p><p><img src="@@PLUGINFILE@@/map.png"
   alt="A map"></p><script>alert(1)</script>]]></text>
   <file name="map.png" encoding="base64">aGVsbG8=</file></questiontext>
  <defaultgrade>1.5</defaultgrade><single>false</single>
  <answer fraction="75" format="html"><text>&lt;p&gt;first &amp;amp; last&lt;/p&gt;</text>
   <feedback><text>Well</text></feedback></answer>
  <answer fraction="25" format="html"><text>second</text><feedback><text></text></feedback></answer>
  <answer fraction="-50" format="html"><text>third</text></answer>
 </question>
 <question type="numerical"><name><text>N</text></name><questiontext><text>How many?</text></questiontext>
  <answer fraction="100"><text>5</text><tolerance>0.25</tolerance></answer>
  <answer fraction="50"><text>6</text><tolerance>1</tolerance></answer></question>
 <question type="cloze"><name><text>C</text></name><questiontext format="html"><text>
  &lt;p&gt;Fill.&lt;/p&gt;
  &lt;p&gt;The {1:MULTICHOICE:=Basel#yes~Ramsar} of {2:SHORTANSWER:=1989~%50%1990}.&lt;/p&gt;</text>
 </questiontext></question>
 <question type="essay"><name><text>Write</text></name>
   <questiontext><text>Write a page.</text></questiontext></question>
</quiz>"""

ENTITIES = """<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">
<!ENTITY c SYSTEM "file:///etc/passwd">]><quiz><question type="truefalse">
<questiontext><text>&b;&c;</text></questiontext>
</question></quiz>"""

QTI_3 = """<?xml version="1.0" encoding="UTF-8"?>
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i1" title="Third">
 <qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier">
  <qti-correct-response><qti-value>B</qti-value></qti-correct-response></qti-response-declaration>
 <qti-item-body><p>Which?</p>
  <qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Choose.</qti-prompt>
   <qti-simple-choice identifier="A">one</qti-simple-choice>
   <qti-simple-choice identifier="B">two
   <qti-feedback-inline identifier="B">Right</qti-feedback-inline></qti-simple-choice>
  </qti-choice-interaction></qti-item-body></qti-assessment-item>"""

GIFT = """\ufeff// a comment
$CATEGORY: $course$/top/Waste//Oil/Basel

::Q1:: [html]<p>What is <b>PIC</b>?</p><img src="@@PLUGINFILE@@/a.png" alt="a map"/> {
=%100%prior informed consent#Good

~wrong \\~ thing <script>alert(1)</script>#Bad\\nnews
~%-25%other
####General
}

Two plus {=two =2 ~three} is four.

Who?{~%50%A ~%50%B ~C}

Num {#=1.5:0.1#ok =%50%1.5:0.5#near}
R {#1..5}
M { =a -> b =c -> d = -> z =e -> f}

Essay {}

Just text

T{F}

Unclosed { =a ~b

::after::X{=a}
"""

LIST = """Quiz on waste

1. First question?
a) one
*b) two
c) three

2) Second
A. x
B. y
Answer: B and A
Explanation: since.
Points: 3

Вопрос 3. Третий?
а) раз
б) два ✓

٤. سؤال رابع؟
أ) نعم
ب) لا
الإجابة: ب

5. How many kg?
Answer: 1 000 ± 5 kg
6. Keyed
a) p
b) q
7. Nothing here

Answer key
6. b
"""

AIKEN = """What is it?
A. one
B) two
ANSWER: B

Nothing?
A. x
B. y

Which?
A. x
B. y
ANSWER: C
"""


def word() -> bytes:
    """A list whose numbers and letters Word makes, the right options bold; a table; a picture."""
    document = Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, kind in enumerate(("decimal", "lowerLetter")):
        element = OxmlElement("w:lvl")
        element.set(qn("w:ilvl"), str(level))
        number_format = OxmlElement("w:numFmt")
        number_format.set(qn("w:val"), kind)
        element.append(number_format)
        abstract.append(element)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "90")
    reference = OxmlElement("w:abstractNumId")
    reference.set(qn("w:val"), "90")
    number.append(reference)
    numbering.append(number)

    def listed(text: str, level: int, bold: bool = False) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = bold
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = 90

    for stem, right in (("First?", 1), ("Second?", 0)):
        listed(stem, 0)
        for at, text in enumerate(("one", "two", "three")):
            listed(text, 1, at == right)
    document.add_paragraph("3. Typed?")
    document.add_paragraph("A. yes\nB. perhaps")
    document.add_paragraph("Answer: B")
    table = document.add_table(rows=2, cols=5)
    for row, cells in zip(
        table.rows, (("Question", "A", "B", "C", "Right"), ("Of a table?", "x", "y", "z", "C")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
