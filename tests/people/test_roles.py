"""Roles and what they may, after migrate."""

import pytest
from django.contrib.auth.models import Group

from brs.people.roles import ROLES, apply_roles
from tests.given import a_trainee

pytestmark = pytest.mark.django_db

ADMIN = {
    "trainee": False,
    "facilitator": False,
    "editor": True,
    "reviewer": True,
    "manager": True,
    "administrator": True,
}


@pytest.mark.parametrize("role", [role.name for role in ROLES])
def test_only_those_who_edit_enter_the_admin(client, role):
    person = a_trainee()
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)
    assert (client.get("/admin/").status_code == 200) == ADMIN[role]


def test_applying_the_table_again_changes_nothing_and_takes_back_what_it_does_not_say():
    editor = Group.objects.get(name="editor")
    before = set(editor.permissions.all())
    editor.permissions.clear()
    Group.objects.get(name="trainee").permissions.set(before)
    apply_roles()
    assert set(editor.permissions.all()) == before
    assert not Group.objects.get(name="trainee").permissions.exists()
