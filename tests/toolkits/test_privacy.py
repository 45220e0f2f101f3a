"""A facilitator asks to be erased."""

import pytest

from brs.people.privacy import erase, holder_of
from tests.given import a_trainee
from toolkits.sharing.models import ShareLink, Toolkit

pytestmark = pytest.mark.django_db


def test_a_toolkit_with_a_co_owner_goes_to_them_and_one_without_goes():
    person, colleague = a_trainee(), a_trainee()
    shared = Toolkit.objects.create(owner=person, title="Ours")
    shared.co_owners.add(colleague)
    link = ShareLink.objects.create(toolkit=shared, made_by=person)
    Toolkit.objects.create(owner=person, title="Mine")
    erase(holder_of(person))
    assert [(toolkit.title, toolkit.owner) for toolkit in Toolkit.objects.all()] == [("Ours", colleague)]
    link.refresh_from_db()
    assert link.made_by is None


def test_working_on_somebody_elses_toolkit_ends():
    person, colleague = a_trainee(), a_trainee()
    theirs = Toolkit.objects.create(owner=colleague, title="Theirs")
    theirs.co_owners.add(person)
    erase(holder_of(person))
    assert not theirs.co_owners.exists()
