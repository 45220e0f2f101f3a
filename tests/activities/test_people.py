"""The list of people on the desk: looked through, added to, changed, and people taken off it and put back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from brs.activities.participants.actions import NewParticipant, come, enlist, join, join_without_address, withdraw
from brs.activities.participants.forms import PersonForm
from brs.activities.register.models import Participation
from brs.activities.register.registers import register_of
from brs.people import slips
from brs.people.models import Party
from tests.given import a_trainee, an_activity, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator():
    return in_role("facilitator")


@pytest.fixture
def activity(facilitator, client):
    activity = an_activity()
    register_of(activity).facilitators.add(facilitator)
    client.force_login(facilitator)
    return activity


def at(name: str, activity, *more) -> str:
    return reverse(name, args=[activity.translation_key, *more])


def shown(client, activity, **asked) -> str:
    answer = client.get(at("activity_people", activity), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def put_in(activity, *rows: NewParticipant) -> None:
    enlist(activity, rows, None, language="en")


@pytest.mark.parametrize("unseen", ["\u202e", "\u200b", " \u2066\u00ad "])
def test_a_name_of_what_is_not_seen_is_none_and_turns_nothing_around(client, activity, unseen):
    answer = client.post(at("activity_add_person", activity), {"name": unseen})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["name"]
    client.post(
        at("activity_add_person", activity), {"name": f"Amina{unseen} Otieno", "organisation": f"{unseen}Ministry"}
    )
    added = Participation.objects.get()
    assert (added.name, added.organisation) == ("Amina Otieno", "Ministry")


def test_what_is_corrected_of_somebody_does_not_undo_that_they_come_in_that_moment(client, activity):
    put_in(activity, NewParticipant("Amina"))
    person = Participation.objects.get()
    form = PersonForm({"name": "Amina Otieno"}, instance=Participation.objects.get())
    assert form.is_valid()
    come(person)
    form.save()
    person.refresh_from_db()
    assert person.name == "Amina Otieno" and person.joined_at


def test_people_are_found_by_name_in_any_script_by_address_and_by_party(client, activity):
    kenya = Party.objects.create(iso2="KE", names={"en": "Kenya"})
    put_in(
        activity,
        NewParticipant("Zoé Lefèvre", "zoe@example.org", details={"organisation": "Ministère"}),
        NewParticipant("أحمد بن صالح"),
        NewParticipant("Иван Петров", party=kenya),
    )
    for query, name in [("lefevre", "Zoé"), ("ZOE@", "Zoé"), ("ministere", "Zoé"), ("احمد", "أحمد"), ("ИВАН", "Иван")]:
        page = shown(client, activity, q=query)
        assert name in page and page.count('class="name"') == 1, query
    page = shown(client, activity, party="KE")
    assert "Иван" in page and page.count('class="name"') == 1
    assert shown(client, activity, party="XX").count('class="name"') == 3
    assert "Nobody is found" in shown(client, activity, q="nobody")


def test_states_are_counted_and_told_apart(client, activity):
    put_in(activity, NewParticipant("Awaited"), NewParticipant("Gone"))
    withdraw(Participation.objects.get(name="Gone"))
    join_without_address(activity, NewParticipant("Present"), language="en")
    for state, name in (("come", "Present"), ("awaited", "Awaited"), ("withdrawn", "Gone")):
        page = shown(client, activity, state=state)
        assert page.count('class="name"') == 1 and f">{name}</a>" in page
    assert shown(client, activity).count('class="name"') == 2
    assert shown(client, activity, state="nonsense").count('class="name"') == 2


def test_one_is_added_with_a_slip(client, activity):
    client.post(at("activity_add_person", activity), {"name": "Amina", "email": "Amina@Example.org"})
    added = Participation.objects.get()
    assert (added.email, added.way) == ("amina@example.org", "list")
    assert slips.is_slip(added.learner)


def test_an_address_that_is_on_the_list_is_named_at_its_field_and_nothing_typed_is_lost(client, activity):
    put_in(activity, NewParticipant("Amina", "amina@example.org"))
    answer = client.post(
        at("activity_add_person", activity), {"name": "Other", "email": "AMINA@example.org", "organisation": "Here"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "on the list already: Amina" in page and 'value="Here"' in page
    for email in (f"x@{slips.DOMAIN}", "nonsense"):
        assert client.post(at("activity_add_person", activity), {"name": "Other", "email": email}).status_code == 422
    assert Participation.objects.count() == 1


def test_somebody_is_changed_and_their_slip_shown(client, activity):
    put_in(activity, NewParticipant("Amnia", "amina@example.org"))
    person = Participation.objects.get()
    page = client.get(at("activity_edit_person", activity, person.pk)).content.decode()
    assert person.slip in page
    client.post(
        at("activity_edit_person", activity, person.pk),
        {"name": "Amina", "email": "amina@example.org", "gender": "woman"},
    )
    person.refresh_from_db()
    assert (person.name, person.gender) == ("Amina", "woman")


def test_the_address_and_the_slip_of_an_account_are_not_the_facilitators(client, activity):
    person = a_trainee()
    participation = join(activity, person, with_code=True)
    page = client.get(at("activity_edit_person", activity, participation.pk)).content.decode()
    assert 'name="email"' not in page and participation.slip not in page
    client.post(
        at("activity_edit_person", activity, participation.pk),
        {"name": "As on the badge", "email": "other@example.org"},
    )
    participation.refresh_from_db()
    person.refresh_from_db()
    assert (participation.name, participation.email) == ("As on the badge", person.email)
    assert person.name != participation.name


def test_somebody_is_taken_off_and_put_back(client, activity):
    put_in(activity, NewParticipant("Amina"))
    person = Participation.objects.get()
    for name, is_off in (
        ("activity_withdraw_person", True),
        ("activity_withdraw_person", True),
        ("activity_restore_person", False),
    ):
        assert client.post(at(name, activity, person.pk)).status_code == 302
        person.refresh_from_db()
        assert bool(person.withdrawn_at) == is_off


def test_people_of_another_activity_are_not_reached(client, activity):
    other = an_activity()
    theirs = join_without_address(other, NewParticipant("Theirs"), language="en")
    assert client.get(at("activity_edit_person", activity, theirs.pk)).status_code == 404
    for name in ("activity_withdraw_person", "activity_restore_person", "activity_edit_person"):
        assert client.post(at(name, activity, theirs.pk), {"name": "X"}).status_code == 404
        assert client.post(at(name, other, theirs.pk), {"name": "X"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Theirs" and theirs.withdrawn_at is None


def test_a_name_full_of_signs_is_shown_as_it_is(client, activity):
    put_in(activity, NewParticipant('<script>alert("x")</script>'))
    page = shown(client, activity)
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def many(activity, number: int) -> None:
    put_in(activity, *(NewParticipant(f"Person {number} {n}", f"p{number}-{n}@example.org") for n in range(number)))


def test_the_list_asks_as_often_with_2000_people(client, activity):
    counts = []
    for number in (10, 1990):
        many(activity, number)
        shown(client, activity, q="person")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = shown(client, activity, q="person")
        counts.append(len(asked))
        assert page.count('class="name"') == min(50, Participation.objects.count())
    assert counts[0] == counts[1] <= 11
    assert "Page 1 of 40" in page


def test_two_thousand_are_put_in_and_taken_back_in_few_queries(activity, facilitator):
    from brs.activities.participants.actions import undo_enlisting
    from brs.people.models import User

    before = User.objects.count()
    rows = [NewParticipant(f"Person {n}", f"p{n}@example.org") for n in range(2000)]
    with CaptureQueriesContext(connection) as asked:
        enlisting = enlist(activity, rows, facilitator, language="en")
    assert len(asked) < 100
    assert Participation.objects.count() == 2000
    assert len(set(Participation.objects.values_list("slip", flat=True))) == 2000
    Participation.objects.filter(name="Person 7").update(joined_at=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        assert undo_enlisting(enlisting) == 1
    assert len(asked) < 400
    assert User.objects.count() == before + 1
