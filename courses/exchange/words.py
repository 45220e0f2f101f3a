"""What is fields of an issue, and what fields are called."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .drafts import Issue

PLACES: dict[str, str | Promise] = {
    "line": _("Line %(number)s"),
    "row": _("Row %(number)s"),
    "paragraph": _("Paragraph %(number)s"),
    "question": _("Question %(number)s"),
    "item": _("Item %(number)s"),
}

FORMAT_LABELS: dict[str, str | Promise] = {
    "sheet": _("Spreadsheet (XLSX, CSV)"),
    "word": _("Word (DOCX)"),
    "qti": _("QTI 2.1 or 3.0"),
    "moodle_xml": _("Moodle XML"),
    "gift": _("GIFT"),
    "aiken": _("Aiken"),
    "numbered_list": _("Numbered list as text"),
}

ISSUES: dict[str, str | Promise] = {
    # of the file
    "format_unknown": _("This file is of no format that is read here."),
    "not_text": _("This file has no text in it."),
    "not_xml": _("This is not well-formed XML."),
    "not_moodle": _("This XML is not a list of questions from Moodle."),
    "not_qti": _("This is no item of QTI."),
    "not_zip": _("This archive cannot be opened."),
    "not_a_sheet": _("This is not a spreadsheet that can be read: save it as XLSX or CSV."),
    "not_word": _("This is not a Word document that can be read: save it as DOCX."),
    "old_word": _("This is an old Word document: save it as DOCX."),
    "macros": _("This Word file has macros, and was not opened: save it as DOCX without macros."),
    "entities": _("The file declares entities, which can hide anything: it was not read."),
    "too_much": _("The file unpacks to more than may be read."),
    "too_many": _("The file has too many questions: divide it into files of at most 500."),
    "more_issues": _("There are more issues than are shown here."),
    "no_heads": _("No row of heads was found. There must be columns with these heads:"),
    # what became no question
    "no_question": _("There is no text of a question."),
    "no_answer": _("No answer is given."),
    "no_options": _("There are no options."),
    "unclosed": _("The braces of the answers are not closed."),
    "essay": _("Essays are not among the types of questions."),
    "type_unknown": _("Questions of this type are not taken over."),
    "several_in_one": _("Several interactions in one item are not taken over."),
    "outside": _("This stands outside any question."),
    "table": _("A table is not taken over."),
    "column": _("This column is not taken over."),
    # what is not taken over of a question
    "answers": _("This was not understood."),
    "answer_unknown": _("No option is called so."),
    "letter_twice": _("Two options have the same letter."),
    "pair": _("This has no partner."),
    "number": _("This is not a number that can be read."),
    "other_number": _("A second right number is not taken over."),
    "tolerance": _("The tolerance of a gap is not taken over."),
    "unit": _("A second unit is not taken over."),
    "points": _("Points are whole numbers from 1: one point is given."),
    "partial_credit": _("Answers earn other parts of the points here than in the file."),
    "penalty": _("Points off for a further try are not taken over."),
    "hint": _("A hint is not taken over."),
    "wildcard": _("An answer with «*» for any letters is not taken over."),
    "feedback_of_answer": _("Feedback on a single answer is not taken over for this type."),
    "near_misses": _("Write close or right."),
    "stem_given": _("The question had no text before the sentence: one was written."),
    "text_cut": _("A text is longer than any question's, and was cut."),
    "parts_cut": _("There are more than 60 options: the rest was cut."),
    "picture": _("A picture is not taken over."),
    "media": _("A film or recording is not taken over."),
    "script": _("A script or embedded page was taken out."),
    "formula": _("A formula was taken over as text: look at it."),
    "tex": _("A formula stands as it was typed, in TeX: write it as learners shall read it."),
    "topic_unknown": _("No topic is called so: choose one for all, or leave it empty."),
    "convention_unknown": _("No convention is called so."),
    "competency_unknown": _("No competency is called so."),
    "difficulty_unknown": _("No difficulty is called so."),
}

FIELDS: dict[str, str | Promise] = {
    "type": _("the whole question"),
    "name": _("name in the bank"),
    "points": _("points"),
    "topic": _("topic"),
    "convention": _("convention"),
    "competency": _("competency"),
    "difficulty": _("difficulty"),
    "stem": _("line breaks of the question"),
    "feedback": _("feedback"),
    "options": _("feedback on options, or their order"),
    "answer": _("right answer"),
    "tolerance": _("tolerance"),
    "unit": _("unit"),
    "items": _("items"),
    "pairs": _("pairs"),
    "distractors": _("right sides that match nothing"),
    "accepted": _("accepted answers"),
    "case_sensitive": _("whether case matters"),
    "near_misses": _("what becomes of one letter off"),
    "sentence": _("line breaks of the sentence"),
    "gaps": _("gaps"),
}

# What a column of a spreadsheet may hold.
COLUMNS: dict[str, str | Promise] = {
    "": _("Do not read"),
    "stem": _("Question"),
    "type": _("Type"),
    "option": _("Option"),
    "right_option": _("Option that is right"),
    "option_feedback": _("Feedback on an option"),
    "right": _("Right answer: letters, numbers or text"),
    "feedback": _("Feedback"),
    "points": _("Points"),
    "topic": _("Topic"),
    "convention": _("Convention"),
    "competency": _("Competency"),
    "difficulty": _("Difficulty"),
    "name": _("Name in the bank"),
    "sentence": _("Sentence with gaps"),
    "tolerance": _("Tolerance"),
    "unit": _("Unit"),
    "case_sensitive": _("Whether case matters"),
    "near_misses": _("What becomes of one letter off"),
}


def in_words(issue: Issue, position: str) -> str:
    """With where it is and what it is about. `position`: what the format counts."""
    position = str(PLACES[position]) % {"number": issue.position}
    about = f" «{issue.about}»" if issue.about else ""
    return f"{position}: {ISSUES[issue.code]}{about}"
