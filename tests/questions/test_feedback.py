"""What a learner reads of a question that was marked."""

from courses.questions.feedback import marked

OPTIONS = [
    {"id": "a", "text": "In writing", "correct": True, "feedback": "Article 6.2."},
    {"id": "b", "text": "By silence", "correct": False, "feedback": ""},
    {"id": "c", "text": "By telephone", "correct": False, "feedback": "Nobody could prove it."},
]
ALL = {"stem": "How?", "feedback": "", "points": 1}
SEVERAL = {**ALL, "type": "multiple_response", "options": OPTIONS}
PAIRS = [{"id": "1", "left": "Annex I", "right": "Categories"}, {"id": "2", "left": "Annex III", "right": "Hazards"}]


def test_a_remark_stands_beside_the_option_that_it_is_on():
    remarks = [("By telephone", "Nobody could prove it."), ("By silence", ""), ("In writing", "Article 6.2.")]
    assert marked(SEVERAL, ["c", "b", "a"]).given == remarks
    assert marked({**SEVERAL, "type": "single_choice"}, "a").given == [("In writing", "Article 6.2.")]


def test_no_answer_has_no_line():
    assert marked(SEVERAL, None).given == []


def test_pairs_are_told_one_by_one():
    question = marked({**ALL, "type": "matching", "pairs": PAIRS, "distractors": []}, {"1": "2", "2": "2"})
    assert question.given == [("Annex I – Hazards", ""), ("Annex III – Hazards", "")]
    assert not question.in_order


def test_a_sequence_is_told_as_one():
    items = [{"id": str(n), "text": f"Step {n}"} for n in range(3)]
    question = marked({**ALL, "type": "ordering", "items": items}, ["2", "1", "0"])
    assert question.in_order
    assert question.right == ["Step 0", "Step 1", "Step 2"]
