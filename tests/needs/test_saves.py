"""One person's saves on a slow line: the last that their form sent counts, and nobody is told of somebody else."""

import itertools
import uuid

import pytest

from brs.needs.assessments.answering import latest, overlooked
from tests.needs.test_two_colleagues import HIS, both, saw  # noqa: F401

pytestmark = pytest.mark.django_db
FORM = uuid.uuid4()
TEXTS = ["Half", "Half a", "Half a sentence."]


def send(client, path, text, number, **fields):
    answer = {"level": "1", "priority": "2", "evidence": text, "comment": "", "save": f"{FORM}:{number}"}
    return client.post(path, {**answer, **fields})


@pytest.mark.parametrize("arriving", itertools.permutations(range(3)))
def test_the_last_counts_whatever_arrives_last(both, arriving):  # noqa: F811
    she, _her, _he, _him, begun, path = both
    for index in arriving:
        fields = {"autosave": "1"} if index < 2 else {}
        answer = send(she, path, TEXTS[index], index + 1, **fields)
        assert fields or answer.url != path  # on to the next, without a word of anybody else
    responses = begun.responses.said()
    assert latest(responses)["i1"].answer.evidence == TEXTS[-1]
    assert overlooked(responses) == {}


def test_going_back_to_what_was_said_outruns_the_save_before(both):  # noqa: F811
    she, _her, _he, _him, begun, path = both
    send(she, path, "First", 1)
    send(she, path, "First", 3)
    send(she, path, "Second", 2, autosave="1")
    assert latest(begun.responses.said())["i1"].answer.evidence == "First"


def test_somebody_elses_form_puts_nothing_aside(both):  # noqa: F811
    she, _her, he, _him, begun, path = both
    nothing = saw(he, path)
    send(she, path, "Hers", 1)
    assert he.post(path, {**HIS, "save": f"{FORM}:2", "saw": nothing}).url == path
    assert [response.answer.evidence for response in overlooked(begun.responses.said())["i1"]] == ["Hers"]
