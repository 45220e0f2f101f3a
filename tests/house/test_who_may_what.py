"""Every address of the site, asked for by everyone: what each gets stands in one table.

An address that is missing from the table fails the test. The admin's own addresses are Wagtail's; of them it is only
asked who gets in at all.
"""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from brs.activities.evaluation.follow_up import token_of
from brs.activities.evaluation.models import FollowUp
from brs.activities.participants.actions import NewParticipant, enlist, join
from brs.activities.register.marks import slot_of, token
from brs.activities.register.registers import register_of
from brs.certificates.models import Certificate
from brs.core.pages import address
from brs.needs.assessments.actions import submit
from brs.needs.assessments.gaps import Answer
from courses.learning.attempts import QuizRules, start_attempt
from courses.learning.enrolments import enrol
from courses.learning.models import Event
from courses.questions.models import QuestionVersion
from tests.certificates.test_actions import issued
from tests.given import (
    a_course,
    a_document,
    a_focal_point,
    a_link,
    a_questionnaire,
    a_tool,
    a_toolkit,
    a_trainee,
    an_activity,
    an_assessment,
    in_role,
    lessons_of,
)
from toolkits.sharing.actions import invite
from toolkits.sharing.models import Entry, Invitation, Toolkit

pytestmark = pytest.mark.django_db

PEOPLE = ["visitor", "owner", "trainee", "facilitator", "editor", "manager"]
EVERYONE = dict.fromkeys(PEOPLE, 200)
SIGNED_IN = {**EVERYONE, "visitor": 302}
OWNER = {"visitor": 302, "owner": 200, "trainee": 404, "facilitator": 404, "editor": 404, "manager": 404}
RUNS = {**OWNER, "editor": 200, "manager": 200}  # who runs an activity, and who oversees all of them
FIGURES = {"visitor": 302, "owner": 404, "trainee": 404, "facilitator": 404, "editor": 404, "manager": 200}
MOVED = dict.fromkeys(PEOPLE, 302)
POST_ONLY = dict.fromkeys(PEOPLE, 405)
NOT_THERE = dict.fromkeys(PEOPLE, 404)
ENTRANCE = {**MOVED, "visitor": 200}  # who is signed in is sent on

# Name of an address -> what a GET of the owner's own object is answered with.
GET = {
    "healthz": EVERYONE,
    "readyz": EVERYONE,
    "robots": EVERYONE,
    "styleguide": EVERYONE,  # on developers' machines only
    "sitemap": EVERYONE,
    "admin_login": MOVED,
    "wagtailcore_login": MOVED,
    "wagtailcore_authenticate_with_password": EVERYONE,
    "wagtaildocs_serve": EVERYONE,
    "wagtaildocs_authenticate_with_password": EVERYONE,
    "account_signup": ENTRANCE,
    "account_login": ENTRANCE,
    "account_logout": {**EVERYONE, "visitor": 302},
    "account_inactive": EVERYONE,
    "account_email_verification_sent": EVERYONE,
    "account_confirm_email": EVERYONE,
    "account_reset_password": EVERYONE,
    "account_reset_password_done": EVERYONE,
    "account_reset_password_from_key": EVERYONE,
    "account_reset_password_from_key_done": EVERYONE,
    "account_change_password": SIGNED_IN,
    "account_set_password": MOVED,
    "account_email": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "profile": SIGNED_IN,
    "sessions": SIGNED_IN,
    "data": EVERYONE,
    "data_download": SIGNED_IN,
    "data_erase": SIGNED_IN,
    "erased": EVERYONE,
    "pending": MOVED,
    "pending_forget": POST_ONLY,
    "my_learning": SIGNED_IN,
    "report_problem": EVERYONE,
    "problem_reported": EVERYONE,
    "glossary": EVERYONE,
    "search": EVERYONE,
    "provision": NOT_THERE,
    "go": MOVED,
    "enrol": POST_ONLY,
    "course_move": POST_ONLY,
    "mark_done": POST_ONLY,
    "undo_done": POST_ONLY,
    "submit_attempt": POST_ONLY,
    "attempt": OWNER,
    "attempt_question": OWNER,
    "attempt_result": {**OWNER, "owner": 302},
    "certificate_pdf": EVERYONE,
    "verify": EVERYONE,
    "verify_serial": EVERYONE,
    "badge": EVERYONE,
    "events_api": POST_ONLY,
    "shared_code": EVERYONE,
    "shared": EVERYONE,
    "shared_open": MOVED,
    "shared_qr": EVERYONE,
    "shared_poster": EVERYONE,
    "shared_handout": EVERYONE,
    "shared_bundle": EVERYONE,
    "shared_offline": EVERYONE,
    "toolkit_bundle": OWNER,
    "toolkit_offline": OWNER,
    "toolkits": SIGNED_IN,
    "new_toolkit": SIGNED_IN,
    "toolkit": OWNER,
    "edit_toolkit": OWNER,
    "toolkit_edit_entry": OWNER,
    "toolkit_co_owners": OWNER,
    "add_to_toolkit": POST_ONLY,
    "toolkit_add_link": POST_ONLY,
    "toolkit_add_section": POST_ONLY,
    "toolkit_move_entry": POST_ONLY,
    "toolkit_remove_entry": POST_ONLY,
    "duplicate_toolkit": POST_ONLY,
    "archive_toolkit": POST_ONLY,
    "restore_toolkit": POST_ONLY,
    "toolkit_remove_co_owner": POST_ONLY,
    "toolkit_withdraw_invitation": POST_ONLY,
    "toolkit_accept_invitation": POST_ONLY,
    "toolkit_decline_invitation": POST_ONLY,
    "toolkit_handout": OWNER,
    "share_toolkit": OWNER,
    "toolkit_revoke_link": POST_ONLY,
    "toolkit_rotate_link": POST_ONLY,
    "toolkit_extend_link": POST_ONLY,
    "join_code": EVERYONE,
    "join": EVERYONE,
    "join_new": {**MOVED, "visitor": 200},  # for who has no account
    "join_slip": EVERYONE,
    "join_keep_slip": EVERYONE,
    "join_qr": EVERYONE,
    "join_poster": EVERYONE,
    "join_here": {**MOVED, "owner": 200},  # others join first
    "activities_ics": EVERYONE,
    "activity_ics": EVERYONE,
    "desk": SIGNED_IN,
    "desk_worker": EVERYONE,
    "desk_activity": RUNS,
    "activity_people": RUNS,
    "activity_add_person": RUNS,
    "activity_edit_person": RUNS,
    "activity_enlist": RUNS,
    "room_screen": RUNS,
    "room_codes": RUNS,
    "activity_live": RUNS,
    "attendance": RUNS,
    "attendance_list": RUNS,
    "attendance_marks": POST_ONLY,
    "activity_slips_pdf": RUNS,
    "activity_sheet_pdf": RUNS,
    "activity_sheet_xlsx": RUNS,
    "activity_withdraw_person": POST_ONLY,
    "activity_restore_person": POST_ONLY,
    "activity_undo_enlisting": POST_ONLY,
    "take_part": OWNER,
    "activity_toolkit": OWNER,
    "follow_up": EVERYONE,  # by a signed link
    "follow_up_decline": EVERYONE,
    "plan_activity": {**SIGNED_IN, "trainee": 404},
    "edit_activity": RUNS,
    "edit_agenda": RUNS,
    "activity_learning": RUNS,
    "move_activity": RUNS,
    "cancel_activity": RUNS,
    "activity_facilitators": RUNS,
    "activity_toolkits": RUNS,
    "answer_to_run": POST_ONLY,
    "activity_stop_running": POST_ONLY,
    "activity_withdraw_request": POST_ONLY,
    "needs": EVERYONE,
    "ask_to_speak": SIGNED_IN,
    "stop_speaking": POST_ONLY,
    "begin_assessment": POST_ONLY,
    "assessment": OWNER,
    "assessment_item": OWNER,
    "check_assessment": OWNER,
    "submit_assessment": POST_ONLY,
    "move_assessment": POST_ONLY,
    "share_assessment": POST_ONLY,
    "stop_sharing_assessment": POST_ONLY,
    "assessment_rounds": OWNER,
    "learning_plan": OWNER,
    "learning_plan_pdf": OWNER,
    "enrol_from_plan": POST_ONLY,
    "activity_test": OWNER,
    "activity_evaluation": OWNER,
    "activity_results": RUNS,
    "activity_report": RUNS,
    "activity_report_file": RUNS,
    "figures": FIGURES,
    "figures_screen": FIGURES,
    "figures_export": FIGURES,
    "figures_document": FIGURES,
    "figures_definitions": FIGURES,
    "activity_certify": RUNS,
    "activity_practical": {**RUNS, "owner": 405, "editor": 405, "manager": 405},
    "activity_certificate_preview": {**RUNS, "owner": 404, "editor": 404, "manager": 404},  # it gives no certificate
    "activity_certificates_pdf": {**RUNS, "owner": 404, "editor": 404, "manager": 404},  # nothing is issued yet
    "api_docs": EVERYONE,
    "api_openapi": EVERYONE,
    "api_nothing": dict.fromkeys(PEOPLE, 404),
    "api_courses": EVERYONE,
    "api_tools": EVERYONE,
    "api_activities": EVERYONE,
    "api_conventions": EVERYONE,
    "api_themes": EVERYONE,
    "api_audiences": EVERYONE,
    "api_competencies": EVERYONE,
    "api_sdg_targets": EVERYONE,
    "api_provisions": EVERYONE,
    "api_plans": EVERYONE,
    "api_figures": EVERYONE,
    "api_course": EVERYONE,
    "api_tool": EVERYONE,
    "api_activity": EVERYONE,
}
ADMIN = {"visitor": 302, "owner": 302, "trainee": 302, "facilitator": 302, "editor": 200, "manager": 200}

# What a POST of somebody else's deed on the owner's attempt or enrolment is answered with.
FOREIGN_POST = {
    "stop_speaking": 404,
    "assessment_item": 404,
    "submit_assessment": 404,
    "move_assessment": 404,
    "share_assessment": 404,
    "stop_sharing_assessment": 404,
    "enrol_from_plan": 404,
    "submit_attempt": 404,
    "attempt_question": 404,
    "mark_done": 404,
    "course_move": 404,
    "undo_done": 404,
    "edit_toolkit": 404,
    "toolkit_edit_entry": 404,
    "toolkit_co_owners": 404,
    "toolkit_add_link": 404,
    "toolkit_add_section": 404,
    "toolkit_move_entry": 404,
    "toolkit_remove_entry": 404,
    "duplicate_toolkit": 404,
    "archive_toolkit": 404,
    "restore_toolkit": 404,
    "toolkit_remove_co_owner": 404,
    "toolkit_withdraw_invitation": 404,
    "toolkit_accept_invitation": 404,
    "toolkit_decline_invitation": 404,
    "answer_to_run": 404,
    "share_toolkit": 404,
    "toolkit_revoke_link": 404,
    "toolkit_rotate_link": 404,
    "toolkit_extend_link": 404,
    "activity_test": 404,
    "activity_evaluation": 404,
}


OF_A_TOOLKIT = (
    "toolkit",
    "edit_toolkit",
    "toolkit_co_owners",
    "toolkit_add_link",
    "toolkit_add_section",
    "duplicate_toolkit",
    "archive_toolkit",
    "restore_toolkit",
    "share_toolkit",
    "toolkit_handout",
)
OF_A_PERSON = ("activity_edit_person", "activity_withdraw_person", "activity_restore_person")
OF_AN_ACTIVITY = (
    "activity_ics",
    "desk_activity",
    "activity_results",
    "edit_activity",
    "edit_agenda",
    "activity_learning",
    "move_activity",
    "cancel_activity",
    "activity_facilitators",
    "activity_toolkits",
)
DEEDS_ON_AN_ACTIVITY = (*OF_AN_ACTIVITY[3:], "activity_stop_running", "activity_withdraw_request")
OF_ITS_RESULTS = (
    "activity_evaluation",
    "activity_certify",
    "activity_practical",
    "activity_certificate_preview",
    "activity_report",
)
OF_A_ROOM = ("join", "join_new", "join_slip", "join_keep_slip", "join_qr", "join_poster")
OF_WHAT_IS_ANSWERED = ("assessment", "check_assessment", "submit_assessment", "move_assessment")
OF_WHAT_WAS_SUBMITTED = (
    "assessment_rounds",
    "learning_plan",
    "learning_plan_pdf",
    "share_assessment",
    "stop_sharing_assessment",
)
OF_AN_ENTRY = ("toolkit_edit_entry", "toolkit_move_entry", "toolkit_remove_entry")
OF_A_REGISTER = (
    "activity_people",
    "activity_add_person",
    "activity_enlist",
    "activity_slips_pdf",
    "activity_sheet_pdf",
    "activity_sheet_xlsx",
    "room_screen",
    "activity_live",
)
OF_A_SESSION = ("attendance", "attendance_list", "attendance_marks", "room_codes")


def names(patterns=None) -> set[str]:
    all_names = set()
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            if str(pattern.pattern) in ("admin/", "documents/"):
                continue
            all_names |= names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            all_names.add(pattern.name or str(pattern.pattern))
    return all_names


# Wagtail's page serving and previews, and pictures: pages are tried one by one below.
SERVED_BY_WAGTAIL = {
    "wagtail_serve",
    "media/images/<picture:path>",
    "wagtailadmin_password_change",
    "wagtailsites_password",
}


@pytest.fixture
def owner():
    return in_role("facilitator")


@pytest.fixture
def arguments(owner) -> dict[str, list]:
    course = a_course(lessons=2, quiz=True)
    lesson = lessons_of(course)[0]
    enrolment = enrol(owner, course.translation_key, language="en")
    content = {"type": "true_false", "stem": "Is it?", "feedback": "canary-answer", "points": 1, "answer": True}
    version = QuestionVersion.objects.create(digest="d" * 64, key=uuid.uuid4(), language="en", content=content)
    quiz_key = uuid.UUID(enrolment.outline.items[-1]["key"])
    attempt = start_attempt(enrolment, QuizRules(quiz_key, "Quiz", 80), [(version, [])])
    certificate: Certificate = issued()
    toolkit = a_toolkit(links=1, owner=owner)
    link = a_link(toolkit)
    entry = toolkit.entries.get()
    invitation = invite(toolkit, owner, "colleague@example.org")
    colleague = a_trainee()
    toolkit.co_owners.add(colleague)
    activity = an_activity()
    join(activity, owner, with_code=True)
    register = register_of(activity)
    register.facilitators.add(owner)
    session = activity.sessions()[0].id
    enlisting = enlist(activity, [NewParticipant("Amina")], owner, language="en")
    listed = enlisting.participations.get()
    register.toolkits.add(toolkit)
    signed = token_of(FollowUp.objects.create(participation=listed, months=3))
    asked = register.invitations.create(email="colleague@example.org", invited_by=owner)
    focal_point = a_focal_point(owner)
    questionnaire = a_questionnaire()
    submitted = an_assessment(questionnaire, owner, focal_point.party, answers={"i1": Answer(1)})
    submit(submitted, owner)
    answered = an_assessment(questionnaire, owner, focal_point.party, answers={"i1": Answer(2)})
    document = a_document()
    page_password = PageViewRestriction.objects.create(page=a_course(), restriction_type="password", password="x")
    closed = Collection.get_first_root_node().add_child(name="Closed")
    document_password = CollectionViewRestriction.objects.create(
        collection=closed, restriction_type="password", password="x"
    )
    return {
        "wagtailcore_authenticate_with_password": [page_password.pk, page_password.page_id],
        "wagtaildocs_serve": [document.pk, document.filename],
        "wagtaildocs_authenticate_with_password": [document_password.pk],
        "stop_speaking": [focal_point.pk],
        "begin_assessment": [questionnaire.translation_key],
        **dict.fromkeys(OF_WHAT_IS_ANSWERED, [answered.pk]),
        **dict.fromkeys(OF_WHAT_WAS_SUBMITTED, [submitted.pk]),
        "assessment_item": [answered.pk, "i1"],
        "enrol_from_plan": [submitted.pk, course.translation_key],
        **dict.fromkeys(("report_problem", "problem_reported"), [lesson.translation_key]),
        "go": [course.translation_key],
        "enrol": [course.translation_key],
        "course_move": [course.translation_key],
        "mark_done": [course.translation_key, lesson.translation_key],
        "undo_done": [course.translation_key, lesson.translation_key],
        "attempt": [attempt.pk],
        "attempt_question": [attempt.pk, 1],
        "submit_attempt": [attempt.pk],
        "attempt_result": [attempt.pk],
        "certificate_pdf": [certificate.serial],
        "verify_serial": [certificate.serial],
        "badge": [certificate.serial],
        "shared": [link.code],
        "shared_open": [link.code, entry.pk],
        "shared_qr": [link.code],
        "shared_poster": [link.code],
        "shared_handout": [link.code],
        "shared_bundle": [link.code],
        "shared_offline": [link.code],
        "toolkit_bundle": [toolkit.pk],
        "toolkit_offline": [toolkit.pk],
        **dict.fromkeys(OF_A_TOOLKIT, [toolkit.pk]),
        "answer_to_run": [asked.pk],
        "activity_withdraw_request": [register.pk, asked.pk],
        "activity_stop_running": [register.pk, owner.pk],
        **dict.fromkeys(OF_AN_ACTIVITY, [activity.translation_key]),
        **dict.fromkeys(OF_A_REGISTER, [register.pk]),
        **dict.fromkeys(OF_A_SESSION, [register.pk, session]),
        **dict.fromkeys(OF_A_PERSON, [register.pk, listed.pk]),
        "activity_undo_enlisting": [register.pk, enlisting.pk],
        **dict.fromkeys(OF_A_ROOM, [register.join_code]),
        "join_here": [register.join_code, session, token(register.secret, session, slot_of(timezone.now()))],
        **dict.fromkeys(OF_AN_ENTRY, [toolkit.pk, entry.pk]),
        "toolkit_remove_co_owner": [toolkit.pk, colleague.pk],
        "toolkit_withdraw_invitation": [toolkit.pk, invitation.pk],
        "toolkit_accept_invitation": [invitation.pk],
        "toolkit_decline_invitation": [invitation.pk],
        "toolkit_revoke_link": [toolkit.pk, link.pk],
        "toolkit_rotate_link": [toolkit.pk, link.pk],
        "toolkit_extend_link": [toolkit.pk, link.pk],
        "take_part": [activity.translation_key],
        "activity_toolkit": [activity.translation_key, toolkit.pk],
        "follow_up": [signed],
        "follow_up_decline": [signed],
        **dict.fromkeys(OF_ITS_RESULTS, [activity.translation_key]),
        "activity_certificates_pdf": [activity.translation_key, 1],
        "activity_report_file": [activity.translation_key, "pdf"],
        "activity_test": [activity.translation_key, "before"],
        "figures_screen": ["courses"],
        "api_course": [course.translation_key],
        "api_tool": [a_tool().translation_key],
        "api_activity": [activity.translation_key],
        "api_figures": ["regions"],
        "api_nothing": ["no-such-list"],
        "figures_export": ["courses", "csv"],
        "provision": ["no-such-provision"],
        "account_confirm_email": ["wrong-key"],
        "account_reset_password_from_key": ["1", "wrong-key"],
    }


def signed_in(role: str, owner) -> Client:
    client = Client()
    if role == "owner":
        client.force_login(owner)
    elif role == "trainee":
        client.force_login(a_trainee())
    elif role != "visitor":
        client.force_login(in_role(role))
    return client


def test_every_address_is_in_the_table():
    ours = {name for name in names() if not name.startswith(("^", "admin"))} - SERVED_BY_WAGTAIL
    assert ours == set(GET) - {"admin_login"}


@pytest.mark.parametrize("role", PEOPLE)
def test_each_gets_what_the_table_says(role, owner, arguments):
    client = signed_in(role, owner)
    got = {}
    for name in GET:
        if name == "account_logout":
            continue
        path = "/admin/login/" if name == "admin_login" else reverse(name, args=arguments.get(name))
        got[name] = client.get(path).status_code
    assert got == {name: expected[role] for name, expected in GET.items() if name != "account_logout"}


@pytest.mark.parametrize("role", PEOPLE)
def test_who_enters_the_admin(role, owner):
    assert signed_in(role, owner).get("/admin/").status_code == ADMIN[role]


@pytest.mark.parametrize("role", ["trainee", "facilitator", "editor", "manager"])
def test_nobody_acts_for_somebody_else(role, owner, arguments):
    client = signed_in(role, owner)
    before = Event.objects.count()
    got = {name: client.post(reverse(name, args=arguments[name])).status_code for name in FOREIGN_POST}
    assert got == FOREIGN_POST
    assert Toolkit.objects.get().co_owners.count() == Invitation.objects.count() == Entry.objects.count() == 1
    assert Event.objects.count() == before


@pytest.mark.parametrize("role", ["trainee", "facilitator"])
def test_nobody_plans_what_somebody_else_runs(role, owner, arguments):
    client = signed_in(role, owner)
    got = {client.post(reverse(name, args=arguments[name])).status_code for name in DEEDS_ON_AN_ACTIVITY}
    assert got == {404}


@pytest.mark.parametrize("role", PEOPLE)
def test_no_answer_is_shown_before_marking(role, owner, arguments):
    client = signed_in(role, owner)
    for name in GET:
        path = "/admin/login/" if name == "admin_login" else reverse(name, args=arguments.get(name))
        assert b"canary-answer" not in client.get(path, follow=True).getvalue(), name


@pytest.mark.parametrize("role", PEOPLE)
def test_drafts_and_private_pages_are_for_those_who_may(role, owner):
    draft, private = a_course(lessons=1), a_course(lessons=1)
    draft.unpublish()
    private.view_restrictions.create(restriction_type="login")
    client = signed_in(role, owner)
    assert client.get(address(draft, "en")).status_code == 404
    assert client.get(address(lessons_of(private)[0], "en")).status_code == (302 if role == "visitor" else 200)
