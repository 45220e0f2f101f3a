"""A form sent by somebody whose session is over waits until they have signed in, where its address declares it.

An address that asks for an account and is in neither list fails the test until somebody has thought about it.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern
from django.utils.translation import override

pytestmark = pytest.mark.django_db

# Addresses that ask for an account and put nothing by, each with the reason.
NOT_RESUMED = {
    "they only show something": """
        activity_certificate_preview activity_certificates_pdf activity_people activity_report
        activity_report_file activity_results activity_sheet_pdf activity_sheet_xlsx activity_slips_pdf
        activity_toolkit assessment assessment_rounds attempt attempt_result check_assessment data_download desk
        desk_activity figures figures_definitions figures_document figures_export figures_screen learning_plan
        my_learning pending take_part toolkit toolkit_bundle toolkit_offline toolkits
    """,
    "of passwords, addresses and data: what is secret is not put by": """
        account_change_password account_email account_reauthenticate account_set_password data_erase sessions
    """,
    "one click on a page of what is there now: asked for again there": """
        activity_certify activity_restore_person activity_stop_running activity_undo_enlisting
        activity_withdraw_person activity_withdraw_request answer_to_run pending_forget share_toolkit
        toolkit_accept_invitation toolkit_decline_invitation toolkit_extend_link toolkit_remove_co_owner
        toolkit_revoke_link toolkit_rotate_link toolkit_withdraw_invitation
    """,
    "a script sends it, and again by itself": "attendance_marks",
}
SAMPLES = {
    "UUIDConverter": uuid.uuid4(),
    "IntConverter": 1,
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
}


def addresses(patterns: Any = None) -> Iterator[URLPattern]:
    """Those of the house. What Wagtail serves under its own names is tried by people/test_pending.py."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) != "admin/":
                yield from addresses(pattern.url_patterns)
        # Those that are no route, but a regular expression, are allauth's: from a mail, for visitors.
        elif isinstance(pattern.pattern, RoutePattern) and pattern.name and not pattern.name.startswith("wagtail"):
            yield pattern


def path_of(pattern: URLPattern) -> str:
    converters = pattern.pattern.converters.items()
    return reverse(
        pattern.name, kwargs={name: SAMPLES.get(type(converter).__name__, "x") for name, converter in converters}
    )


def test_whatever_asks_for_an_account_is_resumed_or_says_why_not():
    not_resumed = {name for names in NOT_RESUMED.values() for name in names.split()}
    stored, asking = {}, set()
    for pattern in addresses():
        client = Client()
        answer = client.post(path_of(pattern))
        if "/sign-in/" in answer.headers.get("Location", ""):
            asking.add(pattern.name)
            if waiting := client.session.get("pending"):
                stored[pattern.name] = waiting["resume"]
    with override(None):
        declared = {p.name: str(p.callback.resume) for p in addresses() if hasattr(p.callback, "resume")}
    assert len(stored) > 40
    assert stored == {name: text for name, text in declared.items() if name in asking}
    assert asking - set(declared) == not_resumed
    # Rooms are opened by their code first: people/test_pending.py and activities/ try these.
    assert set(declared) - asking == {"join", "join_keep_slip"}
