"""No model leads to a person without a room that shows and erases it."""

from brs.people import privacy


def test_every_field_that_leads_to_a_person_is_registered():
    assert privacy.unregistered() == []


def test_a_room_that_forgot_is_named(monkeypatch):
    monkeypatch.delitem(privacy._rooms, "learning")
    forgotten = privacy.unregistered()
    assert "courses.Event.learner" in forgotten
    monkeypatch.setitem(privacy._rooms, "learning", privacy.Room("learning", (_enrolments(),)))
    assert {"courses.Progress.enrolment", "courses.Attempt.enrolment"} <= set(privacy.unregistered())
    said = [error.msg for error in privacy.every_room_has_registered(None)]
    assert any("courses.Event.learner leads to a person" in message for message in said)


def _enrolments() -> privacy.Kind:
    return privacy.Kind("enrolments", "Enrolments", "courses.Enrolment", "learner")
