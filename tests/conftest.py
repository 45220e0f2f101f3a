"""What every test may rely on: the page tree's root and the six languages, as after `migrate`."""

import os
import re

import pytest
from hypothesis import HealthCheck, settings

# Playwright keeps an event loop in the thread that also talks to the database in journeys.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# How long an example takes says more of the machine than of the code.
settings.register_profile("brs", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("brs")


def pytest_sessionstart(session):
    """Once, not in each worker; before the first text is translated."""
    if not hasattr(session.config, "workerinput"):
        from brs.core.translations import compile_stale

        compile_stale()


@pytest.fixture(scope="session")
def _kept_database():
    from tests.migrated import kept_database

    with kept_database():
        yield


@pytest.fixture(scope="session")
def django_db_setup(_kept_database, django_db_setup):
    """pytest-django's, quicker the second time."""


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    """A test's transaction is rolled back: what was derived in it never was. No generation ends while one counts."""
    from brs.core import generation, schema, static

    generation.forget()
    schema.forget()
    static.forget()
    monkeypatch.setattr(generation, "LONGEST_SECONDS", 10**12)


@pytest.fixture(autouse=True)
def _in_english():
    """A request leaves its language to the thread, and so to the next test."""
    from django.utils.translation import activate

    activate("en")


@pytest.fixture(autouse=True)
def _kept_pieces_of_pages_know_nobody(monkeypatch):
    """Whoever gets a piece of a page that is kept would have got the same, had they come first: made again for them,
    and made in sight of them and their request, it says no other word.
    """
    from django.db import connection

    from brs.core.pages import TranslatedPage
    from brs.core.templatetags.brs import Kept

    render = Kept.render

    def checked(piece, context):
        html = render(piece, context)
        if isinstance(context.get("page"), TranslatedPage):
            counting, connection.force_debug_cursor = connection.force_debug_cursor, False
            with context.push(**piece.seen(context)):
                in_sight = piece.nodelist.render(context)
            assert html == piece.make(context) == in_sight, f"A piece of {context['page']!r} knows who asks"
            connection.force_debug_cursor = counting
        return html

    monkeypatch.setattr(Kept, "render", checked)


# Wagtail's controllers send it in a header.
FORM_SENT_BY_POST = re.compile(r"<form\b(?![^>]*data-controller)[^>]*\bmethod=.?post\b.*?</form>", re.DOTALL | re.I)
TOKEN = re.compile(r"""name=.csrfmiddlewaretoken.\s+value=["']\w""")


@pytest.fixture(autouse=True)
def _every_form_carries_its_token(monkeypatch):
    """Whatever page a test asks for: a form without it is refused, and `include … only` loses it easily."""
    from django.test import Client

    request = Client.request

    def checked(client, **asked):
        answer = request(client, **asked)
        if (
            not answer.streaming
            and not answer.get("Content-Encoding")
            and answer.get("Content-Type", "").startswith("text/html")
        ):
            for form in FORM_SENT_BY_POST.findall(answer.content.decode(answer.charset)):
                can_be_sent = "<button" in form or 'type="submit"' in form
                assert not can_be_sent or TOKEN.search(form), (
                    f"A form of {asked['PATH_INFO']} has no token: {form[:200]}"
                )
        return answer

    monkeypatch.setattr(Client, "request", checked)
