"""Below admin/ and documents/ there is no second door: neither past the sign-in nor to anybody's account.

The addresses are Wagtail's and change with it. One that needs no access to the admin, or whose view works on accounts
or roles, is missing from a table here until somebody has looked at it.
"""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.admin.views.account import AccountView
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from brs.people.models import User
from tests.given import a_trainee, in_role

pytestmark = pytest.mark.django_db
EDITORS = ["editor", "reviewer", "manager", "administrator"]

# Addresses that need no access to the admin -> what a visitor gets there, by GET and by POST.
OPEN = {
    "admin/login/": (302, 302),  # to our own sign-in, which stands before Wagtail's
    "admin/sprite/": (200, 200),  # icons
    "admin/jsi18n/": (200, 405),  # words of scripts
    "admin/^.*/$": (302, 302),  # nothing there: to the sign-in as well
    "admin/password_reset/": (404, 404),  # switched off, as are those below it
    "admin/password_reset/done/": (404, 404),
    "admin/password_reset/confirm/<uidb64>/<token>/": (404, 404),
    "admin/password_reset/complete/": (404, 404),
    "documents/authenticate_with_password/<int:restriction_id>/": (404, 404),  # the password of a collection
}
# Addresses whose views work on accounts or roles; who may what there stands in the table of roles.
ACCOUNTS = {
    "admin/account/",
    "admin/logout/",
    "admin/login/",
    "admin/password_reset/",
    "admin/password_reset/done/",
    "admin/password_reset/confirm/<uidb64>/<token>/",
    "admin/password_reset/complete/",
    "admin/users/",
    "admin/users/results/",
    "admin/users/new/",
    "admin/users/edit/<int:pk>/",
    "admin/users/delete/<int:pk>/",
    "admin/users/history/<int:pk>/",
    "admin/users/history-results/<int:pk>/",
    "admin/users/usage/<int:pk>/",
    "admin/groups/",
    "admin/groups/results/",
    "admin/groups/new/",
    "admin/groups/edit/<int:pk>/",
    "admin/groups/delete/<int:pk>/",
    "admin/groups/history/<int:pk>/",
    "admin/groups/history-results/<int:pk>/",
    "admin/groups/usage/<int:pk>/",
}
BULK = {User: {"assign_role", "delete", "set_active_state"}, Group: set()}
# What somebody would send who has no right to it.
TRIED = {
    **dict.fromkeys(("email", "name_email-email", "username"), "taken@example.org"),
    **dict.fromkeys(("password", "password1", "password2"), "a-new-pass-phrase"),
    **dict.fromkeys(("password-new_password1", "password-new_password2", "new_password1"), "a-new-pass-phrase"),
    **dict.fromkeys(("name", "name_email-name", "first_name", "last_name"), "Changed"),
    "password-old_password": "pass-word-123",
    "is_superuser": "on",
    "is_staff": "on",
    "mark_as_active": "False",
}


def patterns(below: list, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in below:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, whole)
        elif whole.startswith(("admin/", "documents/")):
            yield whole, pattern


def asks_for_admin_access(view: Callable | None) -> bool:
    """Whether Wagtail's `require_admin_access` is wrapped around it."""
    while view is not None:
        code = view.__code__
        if code.co_name == "decorated_view" and code.co_filename.endswith("wagtail/admin/auth.py"):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def works_on_accounts(view: Callable) -> bool:
    view_class = getattr(view, "view_class", None)
    model = getattr(view, "view_initkwargs", {}).get("model") or getattr(view_class, "model", None)
    modules = ("wagtail.users", "wagtail.admin.views.account")
    return model in (User, Group) or getattr(view_class, "__module__", "").startswith(modules)


def address_of(route: str, pk: int) -> str:
    samples = {"<int:pk>": str(pk), "<int:restriction_id>": "1", "<uidb64>": "MQ", "<token>": "set-password"}
    for part, sample in {**samples, r"^(\d+)/(.*)$": "1/a.pdf", "^.*/$": "nothing/here/"}.items():
        route = route.replace(part, sample)
    return f"/{route}"


def test_what_needs_no_access_to_the_admin_is_in_the_table():
    reached = {
        route for route, pattern in patterns(get_resolver().url_patterns) if not asks_for_admin_access(pattern.callback)
    }
    assert reached == set(OPEN)


@pytest.mark.parametrize("route", OPEN)
def test_a_visitor_gets_there_what_the_table_says(client, route):
    path = address_of(route, pk=1)
    assert (client.get(path).status_code, client.post(path, TRIED).status_code) == OPEN[route]


def test_what_works_on_accounts_is_in_the_table():
    routes = {route for route, pattern in patterns(get_resolver().url_patterns) if works_on_accounts(pattern.callback)}
    assert routes == ACCOUNTS
    for model, names in BULK.items():
        actions = bulk_action_registry.get_bulk_actions_for_model(model._meta.app_label, model._meta.model_name)
        assert {action.action_type for action in actions} == names


def test_no_form_below_the_admin_takes_an_address_or_a_password(rf: RequestFactory):
    """Of an account that is there. A new one has an address, which its owner has yet to prove, and no password."""
    request = rf.get("/admin/account/")
    request.user = a_trainee(is_superuser=True)
    view = AccountView()
    view.setup(request)
    fields = {name for panel in view.get_panels() for name in panel.get_form().fields}
    for route, pattern in patterns(get_resolver().url_patterns):
        if works_on_accounts(pattern.callback) and "password_reset" not in route and route != "admin/users/new/":
            form = pattern.callback.view_initkwargs.get("form_class")
            fields |= set(form.base_fields) if form else set()
    assert "name" in fields
    assert not {name for name in fields if "mail" in name or "password" in name}


@pytest.mark.parametrize("role", EDITORS)
def test_nobody_writes_an_address_or_a_password(role):
    me, other = in_role(role), a_trainee(is_superuser=True)
    before = {
        person.pk: (person.email, person.password, person.is_superuser, person.is_active) for person in (me, other)
    }
    client = Client()
    client.force_login(me)
    roles = {"groups": list(Group.objects.values_list("pk", flat=True)), "role": Group.objects.get(name="manager").pk}
    for person in (me, other):
        for route in ACCOUNTS - {"admin/logout/"}:
            client.post(address_of(route, person.pk), {**TRIED, **roles})
        for action in BULK[User]:
            client.post(f"/admin/bulk/people/user/{action}/?id={person.pk}", {**TRIED, **roles})
    now = {
        person.pk: (person.email, person.password, person.is_superuser, person.is_active)
        for person in User.objects.all()
    }
    assert now == before


def test_a_new_account_has_an_address_to_prove_and_no_password(client):
    client.force_login(a_trainee(is_superuser=True))
    fields = {"email": "New@Example.org", "name": "New  Person", "language": "fr"}
    client.post("/admin/users/new/", {**TRIED, **fields, "is_superuser": ""})
    made = User.objects.get(email="new@example.org")
    assert (made.name, made.language) == ("New Person", "fr")
    assert not made.has_usable_password()
    assert not made.emailaddress_set.filter(verified=True).exists()
