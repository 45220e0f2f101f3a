"""Whatever is sent twice, by a double click or again on a slow line, is done once: each address says why.

An address that is missing from the tables fails the test until somebody has thought about it. What is guarded by `once`
needs no line.
"""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from brs.activities.participants import views
from courses.pages import quiz_start

# What a POST of it changes, and why nothing more by the second.
TWICE_IS_ONCE = {
    "account_change_password": "the old password is asked for, which is another one by then",
    "account_confirm_email": "an address that is confirmed stays so",
    "account_email": "the same address waits to be confirmed; the link of either mail does it",
    "account_email_verification_sent": "a link once more, so often in an hour; each of them works",
    "account_login": "who is signed in stays so",
    "account_logout": "who is signed out stays so",
    "account_reauthenticate": "who has shown who they are has",
    "account_reset_password": "a link once more, so often in an hour; each of them works until one is used",
    "account_reset_password_from_key": "a link opens once",
    "account_set_password": "nobody here has an account without one",
    "toolkit_add_link": "an address is in a toolkit once",
    "activity_toolkits": "what is ticked is added, and what was and is not any more removed",
    "assessment_item": "what counts already, said again, adds nothing",
    "attempt_question": "an answer has the id of its form, and each save of a form its number",
    "attendance": "marks have ids that follow from the one of their form",
    "attendance_list": "marks have ids that follow from the form",
    "attendance_marks": "each mark has its id",
    "activity_certify": "whom a certificate was issued to gets no other",
    "data_erase": "who is erased cannot ask again",
    "activity_enlist": "a list is shown; what puts it on the register is guarded by itself",
    "enrol": "one enrolment for each learner and course",
    "enrol_from_plan": "one enrolment for each learner and course",
    "activity_evaluation": "one for each participant, the last that was said",
    "events_api": "each event has its id",
    "follow_up": "it is answered once",
    "follow_up_decline": "who wants no mails gets none",
    "go": "it is sent on as it is",
    "join_here": "a mark has an id that follows from the scan",
    "join": "one participation for each person",
    "join_code": "nothing: it leads to a room",
    "join_new": "the form has the id of the participation that it makes",
    "mark_done": "the event has the id of its form",
    "course_move": "who is on the newest release stays there",
    "move_assessment": "what is at the newest version stays there",
    "pending_forget": "what is forgotten stays so",
    "activity_practical": "who was ticked has passed, who was and is not any more has not",
    "profile": "it says all of it",
    "sessions": "what has ended stays so",
    "join_slip": "who is signed in by it stays so",
    "submit_assessment": "what is submitted stays as it was",
    "submit_attempt": "what is handed in stays as it was",
    "undo_done": "the event has the id of its form",
    "activity_undo_enlisting": "those who are off the list stay so",
    "wagtail_serve": "what is answered in a lesson has the id of its form; starting a quiz is guarded by itself",
    "wagtailcore_authenticate_with_password": "a password that was right is right again",
    "wagtaildocs_authenticate_with_password": "a password that was right is right again",
    "toolkit_withdraw_invitation": "what is withdrawn is gone",
    "activity_withdraw_request": "what is withdrawn is gone",
    # of the admin
    "address_data": "what is erased is gone",
    "import_columns": "it says what all columns are",
    "import": "a file is read once more; what takes its questions is guarded by itself",
    "delete": "who is gone cannot go again",
    "edit": "it says all of it",
    "localize/submit/page/<int:page_id>/": "a page has one translation in a language",
    "localize/submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/": "it has one translation in a language",
    "localize/update/<int:translation_source_id>/": "what is brought up to date stays so",
    "images/<int:image_id>/": "the same file again is stored instead of itself, and the same words stay the same",
    "audio_version": "what is made, or on its way, is not made again",
    "documents/edit/<int:document_id>/": "the same file again is stored instead of itself, as of a picture",
    "confirm": "who is confirmed stays so, and is told once",
    "end": "who speaks for a Party no more is told once",
    "outgoing_mail": "it looks for an address",
    "send_again": "a mail is in the outbox once",
    "send_all_again": "a mail is in the outbox once",
    "discard_mail": "what is discarded is gone",
    "report_problem": "the report has the id of its form",
    "reader_report": "it is closed once, and one answer is sent",
    "review_page": "it says all of it",
    "quiz_glance": "nothing: it says what a form that is not sent yet amounts to",
    "run_task_again": "a task is in the queue once",
    "trial": "what is tried stands in one's session alone: an attempt that is open is gone on with",
    "trial_begin": "it says how far one pretends to be",
    "trial_certificate": "nothing: it is looked at",
    "trial_done": "what is done is done",
    "trial_question": "the answer that was sent last stands",
    "trial_submit": "what is handed in stays as it was",
    "trial_undo": "what is undone is undone",
    "discard_task": "what is discarded is gone",
}
# Deeds that are guarded below a view which does something else before.
GUARDED_BELOW = [views._put_on_list, quiz_start.start]
# Of the admin only what is ours: what Wagtail's own forms make, an editor sees in its list.
OURS = ("brs.", "courses.", "toolkits.")


def routes(patterns: Any = None) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.name or str(pattern.pattern), pattern.callback


def innermost(view: Callable[..., Any]) -> Any:
    return getattr(view, "view_class", None) or inspect.unwrap(view)


def takes_what_is_sent(view: Callable[..., Any]) -> bool:
    """Whether its text, the functions of its module that it calls or its decorators speak of a POST; or its class."""
    inner = innermost(view)
    if inspect.isclass(inner):
        return inner.__module__.startswith((*OURS, "allauth.")) and hasattr(inner, "post")
    if not inner.__module__.startswith(OURS):
        return False
    beside = [vars(inspect.getmodule(inner)).get(name) for name in inner.__code__.co_names]
    read = [
        inner,
        *(function for function in beside if inspect.isfunction(function) and function.__module__ == inner.__module__),
    ]
    return is_post_alone(view) or any("POST" in inspect.getsource(inspect.unwrap(function)) for function in read)


def is_post_alone(view: Any) -> bool:
    """By `require_POST`, wherever it stands among the decorators."""
    while view:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        if "request_method_list" in names:
            return view.__closure__[names.index("request_method_list")].cell_contents == ["POST"]
        view = getattr(view, "__wrapped__", None)
    return False


def test_every_form_that_is_sent_twice_is_done_once():
    sent = {name: view for name, view in routes() if takes_what_is_sent(view)}
    assert {name for name, view in sent.items() if not getattr(view, "is_done_once", False)} == set(TWICE_IS_ONCE)
    assert all(view.is_done_once for view in GUARDED_BELOW)  # type: ignore[attr-defined]


def test_it_finds_what_is_sent_wherever_that_is_said():
    taking = {name for name, view in routes() if takes_what_is_sent(view)}
    assert {
        "toolkit_remove_entry",
        "toolkit_revoke_link",
        "edit_activity",
        "account_signup",
        "share_assessment",
    } <= taking
    assert not taking & {"healthz", "verify_serial", "desk", "toolkit", "search", "activity_live"}
