"""Two colleagues answer for one Party at once: both texts are shown with who and when, and nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from brs.needs.assessments import actions
from brs.needs.assessments.gaps import Answer
from brs.needs.assessments.models import Response
from tests.given import a_focal_point, a_questionnaire, a_trainee, an_assessment

pytestmark = pytest.mark.django_db
HERS = {"level": "1", "priority": "2", "evidence": "Hers", "comment": ""}
HIS = {"level": "3", "priority": "2", "evidence": "His", "comment": ""}


def a_colleague() -> tuple[Client, object]:
    person = a_trainee()
    a_focal_point(person)
    client = Client()
    client.force_login(person)
    return client, person


@pytest.fixture
def both():
    (she, her), (he, him) = a_colleague(), a_colleague()
    begun = an_assessment(a_questionnaire(), her, her.focal_points.get().party)
    path = reverse("assessment_item", args=[begun.pk, "i1"])
    return she, her, he, him, begun, path


def saw(client, path: str) -> str:
    return client.get(path).context["screen"].saw


def test_who_answers_without_having_seen_the_other_is_shown_both(both):
    she, her, he, him, begun, path = both
    nothing = saw(he, path)
    she.post(path, {**HERS, "saw": saw(she, path)})
    answer = he.post(path, {**HIS, "saw": nothing})
    assert answer.url == path
    page = he.get(path).content.decode()
    for words in ("Hers", "His", str(her), str(him), "Keep the answer of"):
        assert words in page
    assert "auto-save" not in page  # choosing is done by a button
    listed = she.get(reverse("assessment", args=[begun.pk])).content.decode()
    assert "Two answers" in listed
    assert "the later one counts" in she.get(reverse("check_assessment", args=[begun.pk])).content.decode()


@pytest.mark.parametrize("evidence", ["Hers", "His"])
def test_keeping_one_is_a_new_answer_that_saw_both(both, evidence):
    she, _her, he, _him, begun, path = both
    she.post(path, HERS)
    he.post(path, HIS)
    chosen = Response.objects.get(evidence=evidence)
    she.post(path, {"take": str(chosen.pk), "saw": saw(she, path)})
    page = she.get(path).content.decode()
    assert "Keep the answer" not in page
    assert Response.objects.count() == 3
    assert actions.submit(begun, None).final()["i1"].evidence == evidence


def test_writing_another_settles_it_too(both):
    she, _her, he, _him, begun, path = both
    she.post(path, HERS)
    he.post(path, HIS)
    she.post(path, {**HERS, "evidence": "Ours", "saw": saw(she, path)})
    assert she.get(path).context["screen"].others == []
    assert actions.submit(begun, None).final()["i1"].evidence == "Ours"


def test_who_has_seen_the_others_answer_replaces_it_without_more_ado(both):
    she, _her, he, _him, _begun, path = both
    she.post(path, HERS)
    assert he.post(path, {**HIS, "saw": saw(he, path)}).url != path
    assert he.get(path).context["screen"].others == []


def test_only_what_was_said_here_can_be_kept(both):
    she, her, _he, _him, begun, path = both
    other = an_assessment(a_questionnaire(), her, None, {"i1": Answer(4, 1, "Elsewhere")})
    foreign = other.responses.get()
    assert she.post(path, {"take": str(foreign.pk), "saw": ""}).status_code == 404
    assert she.post(path, {"take": "nonsense", "saw": ""}).status_code == 404
    assert not begun.responses.exists()


def test_an_answer_outlives_who_gave_it_and_says_so(both):
    she, _her, he, him, _begun, path = both
    she.post(path, HERS)
    he.post(path, HIS)
    him.delete()
    assert "Somebody whose account is gone" in she.get(path).content.decode()
