"""Coming into a room in a browser: by an account, without an address, and back by a slip; guessing is slow."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from brs.activities.joining import access
from brs.activities.pages.models import ActivityPage
from brs.activities.participants import actions, printing
from brs.activities.register import registers
from brs.activities.register.models import Participation
from brs.core.codes import new_join_code
from brs.core.limits import Guessing, Limit
from brs.core.qr import qr_svg
from brs.people import slips
from brs.people.models import User
from tests.given import a_link, a_trainee, an_activity, in_french, in_role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def code_of(activity) -> str:
    return registers.register_of(activity).join_code


def door(activity, rest: str = "") -> str:
    return f"/j/{code_of(activity)}/{rest}"


def said(answer) -> str:
    return answer.content.decode()


def without_token(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", said(answer))


def is_signed_in(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def with_slip(client: Client, activity, name: str = "Amina Otieno", **fields) -> Participation:
    answer = client.post(door(activity, "new/"), {"name": name, **fields})
    assert answer.status_code == 302, said(answer)
    return Participation.objects.get(name=name)


class TestTypingTheCode:
    @pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}", "{together}", "{spaced}"])
    def test_it_is_understood_however_it_is_typed(self, client, typed):
        activity = an_activity()
        code = code_of(activity)
        forms = {"lower": code.lower(), "together": code.replace("-", ""), "spaced": code.replace("-", " ")}
        answer = client.post("/j/", {"code": typed.format(code, **forms)}, follow=True)
        assert answer.redirect_chain[-1][0] == door(activity)
        assert activity.title in said(answer)

    def test_nonsense_is_named_and_stays_typed(self, client):
        answer = client.post("/j/", {"code": "<what>"})
        assert answer.status_code == 422
        assert "eight letters and digits" in said(answer) and "&lt;what&gt;" in said(answer)

    def test_a_slips_code_leads_to_the_slips_page(self, client):
        activity = an_activity()
        slip = with_slip(Client(), activity).slip
        answer = client.post("/j/", {"code": slip})
        assert f'value="{slip}"' in said(answer) and f'action="{door(activity, "slip/")}"' in said(answer)

    @pytest.mark.parametrize("way", ["typed", "in the address", "on old paper", "to keep"])
    def test_a_slips_code_stands_in_no_address_that_a_server_gets(self, client, way):
        """Logs and the browser's history hold addresses: what is behind «#» stays in the browser, and is taken out."""
        activity = an_activity()
        slip = with_slip(Client(), activity).slip
        answers = {
            "typed": lambda: client.post("/j/", {"code": slip}),
            "in the address": lambda: client.get(f"/j/{slip}/"),
            "on old paper": lambda: client.get(door(activity, f"slip/?slip={slip}")),
            "to keep": lambda: client.get(door(activity, f"keep/?slip={slip}")),
        }
        led_to = answers[way]().headers.get("Location", "")
        assert slip not in led_to.partition("#")[0]
        assert slip in led_to or way == "typed"

    def test_what_is_printed_has_it_behind_the_address(self, monkeypatch):
        drawn: list[str] = []
        monkeypatch.setattr(printing, "qr_svg", lambda text, **how: drawn.append(text) or qr_svg(text, **how))
        activity = an_activity()
        slip = with_slip(Client(), activity)
        printing.slips_pdf(activity, slip.register, [slip])
        assert [text.rpartition("#")[::2] for text in drawn] == [
            (f"http://testserver{door(activity, 'slip/')}", slip.slip)
        ]

    def test_a_form_for_a_secret_is_never_sent_in_the_address(self, client):
        activity = an_activity()
        pages = [said(client.get(path)) for path in ("/j/", "/j/ABCD-EFGH/", door(activity, "slip/"))]
        pages.append(said(client.get(f"/t/{a_link(passcode='mercury').code}/")))
        for page in pages:
            for form in BeautifulSoup(page, "html.parser").find_all("form"):
                if form.select("[name=code], [name=slip], [name=passcode], [name=password]"):
                    assert form["method"] == "post"

    def test_an_address_typed_in_small_letters_is_put_right(self, client):
        activity = an_activity()
        assert client.get(door(activity).lower() + "?a=b").url == door(activity) + "?a=b"

    def test_it_speaks_the_visitors_language_and_keeps_the_one_that_they_choose(self, client):
        activity = an_activity()
        french = in_french(activity)
        ActivityPage.objects.filter(pk=french.pk).update(title="Atelier")
        answer = client.get(door(activity), headers={"Accept-Language": "fr"})
        assert "Atelier" in said(answer) and answer["Content-Language"] == "fr"
        assert client.get(door(activity) + "?language=fr")["Content-Language"] == "fr"
        assert client.get(door(activity))["Content-Language"] == "fr"
        assert client.get(door(activity) + "?language=xx")["Content-Language"] == "fr"


class TestStrangers:
    def closed(self):
        activity = an_activity()
        registers.register_of(activity)
        type(registers.register_of(activity)).objects.update(joining_closed_at=timezone.now())
        return activity

    def test_wrong_closed_ended_draft_and_template_are_answered_alike(self, client):
        long_ago = timezone.now() - timedelta(days=40)
        draft = an_activity()
        draft.unpublish()
        ended = an_activity(starts_at=long_ago, ends_at=long_ago)
        codes = [code_of(activity) for activity in (draft, ended, an_activity(is_template=True))]
        codes += [code_of(self.closed()), new_join_code(), "nonsense"]
        answers = [client.get(f"/j/{code}/", follow=True) for code in codes]
        assert {answer.status_code for answer in answers} == {404}
        assert len({without_token(answer) for answer in answers}) == 1

    def test_who_guesses_waits_and_others_do_not(self, client, monkeypatch):
        low = Guessing(Limit("a", 6, 600), Limit("b", 20, 600), few=2)
        monkeypatch.setattr(access, "MISSES", low)
        activity = an_activity()
        guesser = Client(REMOTE_ADDR="192.0.2.1")
        assert [guesser.get(f"/j/{new_join_code()}/").status_code for _ in range(8)] == [404] * 6 + [429] * 2
        waiting = guesser.get(door(activity))
        assert waiting.status_code == 429 and int(waiting["Retry-After"]) > 0
        assert Client(REMOTE_ADDR="192.0.2.2").get(door(activity)).status_code == 200

    def test_slips_are_guessed_no_faster(self, monkeypatch):
        monkeypatch.setattr(access, "MISSES", Guessing(Limit("a", 6, 600), Limit("b", 20, 600), few=2))
        activity = an_activity()
        guesser = Client(REMOTE_ADDR="192.0.2.1")
        tries = [guesser.post(door(activity, "slip/"), {"slip": new_join_code()}).status_code for _ in range(8)]
        assert tries == [422] * 6 + [429] * 2

    def test_a_script_that_makes_slips_does_not_get_far(self, monkeypatch):
        monkeypatch.setattr(access, "SLIPS_OF_A_PLACE", Limit("a", 3, 6000))
        monkeypatch.setattr(access, "SLIPS_OF_A_ROOM", Limit("b", 5, 6000))
        activity = an_activity()

        def make(address: str) -> int:
            return Client(REMOTE_ADDR=address).post(door(activity, "new/"), {"name": "Bot"}).status_code

        assert [make("192.0.2.1") for _ in range(4)] == [302] * 3 + [429]
        assert [make("192.0.2.2") for _ in range(3)] == [302] * 2 + [429]
        assert Participation.objects.count() == 5

    def test_a_cancelled_activity_says_so_and_takes_nobody(self, client):
        activity = an_activity(cancelled_at=timezone.now(), cancelled_because="Floods.")
        assert "Floods." in said(client.get(door(activity)))
        assert client.get(door(activity, "new/")).url == door(activity)
        answer = client.post(door(activity, "new/"), {"name": "Amina"})
        assert answer.status_code == 409 and "Joining is closed" in said(answer)


class TestWithAnAccount:
    def test_one_press_takes_part(self, client):
        activity, person = an_activity(), a_trainee()
        client.force_login(person)
        assert f"Join as <bdi>{person.name}</bdi>" in said(client.get(door(activity)))
        answer = client.post(door(activity), follow=True)
        assert "You take part as" in said(answer)
        assert Participation.objects.get().learner == person

    def test_a_visitor_signs_in_and_comes_back(self, client):
        activity, person = an_activity(), a_trainee()
        answer = client.post(door(activity))
        assert answer.status_code == 302 and "/accounts/sign-in/" in answer.url
        signed_in = client.post(answer.url, {"login": person.email, "password": "pass-word-123"}, follow=True)
        assert f'action="{door(activity)}"' in said(signed_in)
        client.post(door(activity))
        assert Participation.objects.get().learner == person

    @pytest.mark.parametrize(
        ("fields", "word"),
        [({"most_participants": 0}, ""), ({"most_participants": 1}, "places"), ({"entry": "invitation"}, "its list")],
    )
    def test_who_may_not_join_is_told_why(self, client, fields, word):
        activity = an_activity(**fields)
        actions.enlist(activity, [actions.NewParticipant("First")], in_role("facilitator"), language="en")
        client.force_login(a_trainee())
        answer = client.post(door(activity))
        assert answer.status_code == (409 if word else 302)
        assert not word or word in said(answer)

    def test_who_takes_part_gets_in_when_joining_is_closed(self, client):
        activity, person = an_activity(), a_trainee()
        actions.join(activity, person, with_code=True)
        type(registers.register_of(activity)).objects.update(joining_closed_at=timezone.now())
        client.force_login(person)
        assert client.get(door(activity)).status_code == 200
        client.force_login(a_trainee())
        assert client.get(door(activity)).status_code == 404


class TestWithoutAnAddress:
    def test_a_slip_is_made_shown_large_and_signed_in(self, client):
        activity = an_activity()
        made = with_slip(client, activity, party="", organisation="Ministry", gender="woman")
        assert slips.is_slip(made.learner) and is_signed_in(client) == made.learner
        assert (made.organisation, made.gender, made.way) == ("Ministry", "woman", "code")
        shown = said(client.get(door(activity, "slip/")))
        assert made.slip in shown and "Amina Otieno" in shown
        assert "You take part as" in said(client.get(door(activity)))
        assert client.session.get_expiry_age() <= 7 * 24 * 3600

    def test_a_name_is_asked_for_at_its_field_and_nothing_typed_is_lost(self, client):
        answer = client.post(door(an_activity(), "new/"), {"name": " ", "organisation": "Ministry of <Water>"})
        assert answer.status_code == 422
        assert "Ministry of &lt;Water&gt;" in said(answer) and 'id="id_name_error"' in said(answer)

    def test_a_form_sent_twice_on_a_bad_line_makes_one_slip(self):
        activity = an_activity()
        once = "5f0c6a4e-8f6f-4c55-9d8e-0d3a8a1f7a11"
        first, second = Client(), Client()
        for client in (first, second):
            assert client.post(door(activity, "new/"), {"name": "Amina", "once": once}).status_code == 302
        assert Participation.objects.count() == 1
        assert is_signed_in(first) == is_signed_in(second) is not None

    def test_that_key_opens_nobody_elses_slip(self):
        activity = an_activity()
        made = with_slip(Client(), activity)
        other = Client()
        other.post(door(activity, "new/"), {"name": "Somebody else", "once": str(made.pk)})
        assert is_signed_in(other) != made.learner
        Participation.objects.filter(pk=made.pk).update(listed_at=timezone.now() - timedelta(hours=1))
        late = Client()
        late.post(door(activity, "new/"), {"name": made.name, "once": str(made.pk)})
        assert is_signed_in(late) != made.learner

    def test_it_is_not_offered_where_one_must_be_on_the_list(self, client):
        activity = an_activity(entry="invitation")
        assert client.get(door(activity, "new/")).status_code == 302
        client.post(door(activity, "new/"), {"name": "Amina"})
        assert not Participation.objects.exists()


class TestBackByTheSlip:
    def test_it_opens_the_account_with_a_new_key_of_the_session(self, client):
        activity = an_activity()
        made = with_slip(Client(), activity)
        client.get(door(activity, "slip/"))
        session = client.session
        session["x"] = 1
        session.save()
        before = session.session_key
        client.cookies["sessionid"] = before
        answer = client.post(door(activity, "slip/"), {"slip": made.slip.lower()})
        assert answer.url == door(activity)
        assert is_signed_in(client) == made.learner
        assert client.session.session_key != before

    def test_who_is_on_the_list_has_come_once_their_slip_is_opened(self, client):
        activity = an_activity()
        actions.enlist(activity, [actions.NewParticipant("Listed")], in_role("facilitator"), language="en")
        listed = Participation.objects.get()
        client.post(door(activity, "slip/"), {"slip": listed.slip})
        listed.refresh_from_db()
        assert listed.joined_at

    def test_it_opens_no_other_room_no_real_account_and_nothing_that_was_withdrawn(self, client):
        activity, other, person = an_activity(), an_activity(), a_trainee()
        code_of(other)
        made, real = with_slip(Client(), activity), actions.join(activity, person, with_code=True)
        assert client.post(door(other, "slip/"), {"slip": made.slip}).status_code == 422
        refused = client.post(door(activity, "slip/"), {"slip": real.slip})
        assert refused.status_code == 422 and "Sign in with that account" in said(refused)
        actions.withdraw(made)
        assert client.post(door(activity, "slip/"), {"slip": made.slip}).status_code == 422
        assert is_signed_in(client) is None

    def test_it_is_refused_thirty_days_after_the_end(self, client):
        activity = an_activity()
        made = with_slip(Client(), activity)
        for days, status in ((29, 302), (31, 422)):
            activity.ends_at = timezone.now() - timedelta(days=days)
            activity.starts_at = activity.ends_at
            activity.save()
            assert Client().post(door(activity, "slip/"), {"slip": made.slip}).status_code == status

    def test_a_slip_of_one_activity_does_not_take_part_in_another_by_itself(self, client):
        first, second = an_activity(), an_activity()
        made = with_slip(client, first)
        with pytest.raises(actions.NotOnTheList):
            actions.join(second, made.learner, with_code=True)
        answer = client.post(door(second))
        assert "/accounts/sign-in/" in answer.url
        assert is_signed_in(client) is None


class TestKeeping:
    def test_what_a_slip_did_goes_to_an_account_made_meanwhile(self, client):
        activity, person = an_activity(), a_trainee()
        made = with_slip(client, activity)
        old = made.learner
        asked = said(client.get(door(activity, "keep/")))
        assert made.slip in asked
        answer = client.post(door(activity, "keep/"), {"slip": made.slip})
        assert "/accounts/sign-in/" in answer.url and is_signed_in(client) is None
        waiting = client.post(answer.url, {"login": person.email, "password": "pass-word-123"}, follow=True)
        assert made.slip in said(waiting)
        client.post(door(activity, "keep/"), {"slip": made.slip})
        made.refresh_from_db()
        assert made.learner == person and not User.objects.filter(pk=old.pk).exists()
        assert client.post(door(activity, "slip/"), {"slip": made.slip}).status_code == 422

    def test_nobody_keeps_what_is_another_accounts_or_does_not_exist(self, client):
        activity = an_activity()
        theirs = actions.join(activity, a_trainee(), with_code=True)
        client.force_login(a_trainee())
        for slip in (theirs.slip, new_join_code(), "x"):
            assert client.post(door(activity, "keep/"), {"slip": slip}).status_code == 422
        assert Participation.objects.count() == 1

    def test_who_is_signed_in_by_an_account_is_told_before_a_slip_signs_them_out(self, client):
        activity, person = an_activity(), a_trainee()
        made = with_slip(Client(), activity)
        client.force_login(person)
        assert f"You are signed in as <bdi>{person.name}</bdi>" in said(client.get(door(activity, "slip/")))
        client.post(door(activity, "slip/"), {"slip": made.slip})
        assert is_signed_in(client) == made.learner


def test_the_qr_code_and_the_poster_say_the_address(client):
    activity = an_activity()
    qr = client.get(door(activity, "qr.svg"))
    assert qr["Content-Type"] == "image/svg+xml" and b"<svg" in qr.content
    assert code_of(activity) in said(client.get(door(activity, "poster/")))


def test_the_page_asks_as_often_whoever_many_take_part(client, django_assert_num_queries):
    activity, person = an_activity(), a_trainee()
    actions.join(activity, person, with_code=True)
    client.force_login(person)
    client.get(door(activity))
    counts = []
    for many in (10, 200):
        actions.enlist(
            activity,
            [actions.NewParticipant(f"Person {many} {n}") for n in range(many)],
            in_role("facilitator"),
            language="en",
        )
        with django_assert_num_queries(8) as asked:
            client.get(door(activity))
        counts.append(len(asked))
    assert counts[0] == counts[1]
