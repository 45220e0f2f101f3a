"""The administrator appoints, invites and closes accounts; nobody reaches above their own role, nor a superuser."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from brs.people.models import User
from brs.people.roles import ROLES
from tests.given import a_trainee, in_role

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/users/"
NAMES = [role.name for role in ROLES]


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def role(name: str) -> int:
    return Group.objects.get(name=name).pk


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def may_appoint(name: str) -> User:
    """Somebody of this role, in an installation that lets a group of its own change accounts."""
    group = Group.objects.create(name="Personnel")
    group.permissions.set(
        Permission.objects.filter(codename__in=["access_admin", "add_user", "change_user", "delete_user"])
    )
    person = in_role(name)
    person.groups.add(group)
    return person


def change(client: Client, person: User, **fields) -> int:
    form = {"name": person.name, "groups": [group.pk for group in person.groups.all()], "is_active": "on", **fields}
    return client.post(f"{PEOPLE}edit/{person.pk}/", form).status_code


def roles_of(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def at_once(client: Client, action: str, *people: User, **fields) -> None:
    ids = "&".join(f"id={person.pk}" for person in people)
    client.post(f"/admin/bulk/people/user/{action}/?{ids}", fields)


class TestTheAdministrator:
    def test_finds_people_and_opens_their_accounts(self):
        client, person = signed_in(in_role("administrator")), a_trainee()
        listed = client.get(PEOPLE).content.decode()
        assert f"{PEOPLE}edit/{person.pk}/" in listed and f"{PEOPLE}delete/{person.pk}/" in listed
        assert client.get(f"{PEOPLE}edit/{person.pk}/").status_code == 200
        assert PEOPLE in client.get("/admin/").content.decode()

    @pytest.mark.parametrize("given", NAMES)
    def test_gives_each_role_and_takes_it_away(self, given):
        client, person = signed_in(in_role("administrator")), a_trainee()
        change(client, person, groups=[role(given)])
        assert roles_of(person) == {given}
        change(client, person, groups=[])
        assert roles_of(person) == set()

    def test_closes_and_opens_an_account_and_erases_one(self):
        client, person = signed_in(in_role("administrator")), a_trainee()
        change(client, person, is_active="")
        person.refresh_from_db()
        assert not person.is_active
        change(client, person)
        person.refresh_from_db()
        assert person.is_active
        client.post(f"{PEOPLE}delete/{person.pk}/")
        assert not User.objects.filter(pk=person.pk).exists()

    def test_several_at_once(self):
        client, people = signed_in(in_role("administrator")), [a_trainee(), a_trainee()]
        at_once(client, "assign_role", *people, role=role("editor"))
        assert [roles_of(person) for person in people] == [{"editor"}] * 2
        at_once(client, "set_active_state", *people, mark_as_active="False")
        assert not User.objects.filter(pk__in=[person.pk for person in people], is_active=True).exists()

    def test_is_offered_our_roles_alone(self):
        Group.objects.create(name="Everything")
        form = signed_in(in_role("administrator")).get(f"{PEOPLE}new/").content.decode()
        assert set(re.findall(r"<label[^>]*>\s*<input[^>]*name=\"groups\"[^>]*>\s*([^<]+?)\s*</label>", form)) == set(
            NAMES
        )
        assert "is_superuser" not in form

    def test_leaves_a_group_that_they_may_not_give(self):
        person = a_trainee()
        person.groups.add(Group.objects.create(name="Everything"))
        change(signed_in(in_role("administrator")), person, groups=[role("editor")])
        assert roles_of(person) == {"Everything", "editor"}


class TestNobodyReachesAboveTheirRole:
    @pytest.mark.parametrize("held", NAMES[:-1])
    def test_neither_for_themselves_nor_for_others(self, held):
        giver, other = may_appoint(held), a_trainee()
        client = signed_in(giver)
        before = roles_of(giver)
        for above in NAMES[NAMES.index(held) + 1 :]:
            for person in (giver, other):
                change(client, person, groups=[role(above)])
                at_once(client, "assign_role", person, role=role(above))
            client.post(
                f"{PEOPLE}new/", {"email": "n@example.org", "name": "N", "language": "en", "groups": role(above)}
            )
        assert roles_of(giver) == before and roles_of(other) == set()
        assert not User.objects.filter(email="n@example.org").exists()

    def test_an_account_above_theirs_is_not_touched(self):
        client, above = signed_in(may_appoint("editor")), in_role("administrator")
        self.tries(client, above)
        assert roles_of(above) == {"administrator"}

    def test_a_superuser_is_not_touched_nor_made(self):
        administrator = in_role("administrator")
        client, superuser, other = signed_in(administrator), a_trainee(is_superuser=True), a_trainee()
        self.tries(client, superuser)
        assert roles_of(superuser) == set()
        for person in (administrator, other):
            change(client, person, is_superuser="on")
        client.post(f"{PEOPLE}new/", {"email": "n@example.org", "name": "N", "language": "en", "is_superuser": "on"})
        assert list(User.objects.filter(is_superuser=True)) == [superuser]

    def tries(self, client: Client, person: User) -> None:
        person.set_unusable_password()
        person.save()
        assert f"{PEOPLE}edit/{person.pk}/" not in client.get(PEOPLE).content.decode()
        assert change(client, person, name="Changed", groups=[role("trainee")], is_active="") == 302
        assert client.post(f"{PEOPLE}delete/{person.pk}/").status_code == 302
        assert client.post(reverse("invite_again", args=[person.pk])).status_code == 302
        at_once(client, "assign_role", person, role=role("trainee"))
        at_once(client, "set_active_state", person, mark_as_active="False")
        at_once(client, "delete", person)
        now = User.objects.get(pk=person.pk)
        assert (now.name, now.is_active) == (person.name, True) and not mail.outbox

    @pytest.mark.parametrize("held", ["editor", "reviewer", "manager"])
    def test_other_roles_have_no_accounts_to_change(self, held):
        person = a_trainee()
        client = signed_in(in_role(held))
        assert client.get(PEOPLE).status_code == 302
        change(client, person, name="Changed")
        at_once(client, "delete", person)
        assert User.objects.get(pk=person.pk).name == person.name


def test_what_is_done_to_all_that_are_listed_is_done_to_nobody_else():
    client = signed_in(in_role("administrator"))
    listed, other, closed = a_trainee(name="Amina Otieno"), a_trainee(), a_trainee(name="Amina Closed", is_active=False)
    at = "/admin/bulk/people/user/assign_role/?id=all&q=Amina&is_active=true"
    client.post(at, {"role": role("editor")})
    assert [roles_of(person) for person in (listed, other, closed)] == [{"editor"}, set(), set()]


class TestInvitations:
    ADDED = {"email": "new@example.org", "name": "Nia New", "language": "fr"}

    def test_who_is_added_chooses_a_password_by_the_mail_and_signs_in(self):
        signed_in(in_role("administrator")).post(f"{PEOPLE}new/", {**self.ADDED, "groups": role("editor")})
        assert [message.to for message in mail.outbox] == [["new@example.org"]]
        link = re.findall(r"https?://\S+", mail.outbox[0].body)[0]
        assert "/fr/accounts/reset/" in link
        visitor = Client()
        form = visitor.get(link).url
        visitor.post(form, {"password1": "a-long-pass-phrase"})
        visitor.post("/en/accounts/sign-in/", {"login": "new@example.org", "password": "a-long-pass-phrase"})
        assert visitor.get("/admin/").status_code == 200

    def test_it_is_sent_again_until_a_password_is_chosen(self):
        client = signed_in(in_role("administrator"))
        client.post(f"{PEOPLE}new/", self.ADDED)
        person = User.objects.get(email="new@example.org")
        again = reverse("invite_again", args=[person.pk])
        assert again in client.get(f"{PEOPLE}edit/{person.pk}/").content.decode()
        assert client.get(again).status_code == 200 and len(mail.outbox) == 1
        client.post(again)
        assert len(mail.outbox) == 2
        person.set_password("a-long-pass-phrase")
        person.save()
        assert again not in client.get(f"{PEOPLE}edit/{person.pk}/").content.decode()
        assert client.post(again).status_code == 404

    def test_no_letterbox_is_filled(self):
        client = signed_in(in_role("administrator"))
        client.post(f"{PEOPLE}new/", self.ADDED)
        again = reverse("invite_again", args=[User.objects.get(email="new@example.org").pk])
        for _press in range(5):
            html = client.post(again, follow=True).content.decode()
        assert len(mail.outbox) == 4 and "The invitation is sent" not in html


@pytest.mark.parametrize("address", [f"{PEOPLE}new/", "/admin/account/"])
def test_a_name_is_one_field(address):
    person = in_role("administrator")
    form = signed_in(person).get(address).content.decode()
    assert "first_name" not in form and "last_name" not in form
    assert re.search(r'name="(name_email-)?name"', form)


def test_a_role_is_given_to_who_has_a_name_in_one_piece():
    person = a_trainee(name="Sukarno")
    assert change(signed_in(in_role("administrator")), person, groups=[role("editor")]) == 302
    assert roles_of(person) == {"editor"}
