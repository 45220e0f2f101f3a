"""The page that says so, whatever it was that failed: the test may not touch the database, and nor may the page.

And no page of a failure says that what was sent is kept, unless it is.
"""

import pytest
from django.core.cache import cache
from django.utils.translation import override
from django.views.defaults import server_error

from brs.core.limits import say_wait
from brs.people.models import User

CLAIMS = ("is kept", "Nothing is lost", "is saved", "was saved")


def test_it_is_in_the_sites_design_and_the_readers_language(rf):
    with override("ar"):
        answer = server_error(rf.get("/ar/courses/"))
    html = answer.content.decode()
    assert answer.status_code == 500
    assert '<html lang="ar" dir="rtl">' in html
    assert "css/site.css" in html
    assert "BRS Learn" in html


@pytest.mark.django_db
@pytest.mark.parametrize("breaks", ["before", "after"])
def test_what_was_sent_is_not_said_to_be_kept(client, monkeypatch, breaks):
    """It may be, where what failed came after."""
    save = User.save

    def failing(person, *args, **kwargs):
        if breaks == "after":
            save(person, *args, **kwargs)
        raise OSError("disk full")

    cache.clear()
    monkeypatch.setattr(User, "save", failing)
    client.raise_request_exception = False
    form = {"name": "A", "email": "new@example.org", "password1": "a-long-pass-phrase", "party": ""}
    answer = client.post("/en/accounts/sign-up/", form)
    html = answer.content.decode()
    assert answer.status_code == 500
    assert User.objects.filter(email="new@example.org").exists() is (breaks == "after")
    assert "it may not be saved: go back and look, then send it again" in html
    assert not [claim for claim in CLAIMS if claim in html]


def test_what_came_too_often_is_not_said_to_be_kept(rf, settings, db):
    sent, asked = (say_wait(rf.generic(method, "/"), 120).content.decode() for method in ("POST", "GET"))
    assert "What you sent was not taken." in sent
    assert "What you sent" not in asked
    assert not [claim for claim in CLAIMS if claim in sent + asked]
