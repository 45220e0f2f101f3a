"""Actions by which activities are planned: one function each, each one transaction.

Whoever calls has made sure that they may. An activity is at its address as soon as it is planned, and not in the list:
that is for editors.
"""

import copy
import secrets
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.text import slugify
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision

from brs.activities.pages.agenda import Block, anew, begun_on, shifted
from brs.activities.pages.models import FACTS, ActivityIndexPage, ActivityPage
from brs.activities.register.models import Invitation, Register
from brs.activities.register.registers import register_of
from brs.core.codes import ALPHABET
from brs.core.languages import best
from brs.core.pages import SOURCE_LANGUAGE
from brs.taxonomy.models import CLASSIFIED_FIELDS
from toolkits.sharing.models import Toolkit

from . import mail

# In the history of an activity's page: see wagtail_hooks.py.
FACILITATOR_ADDED, FACILITATOR_REMOVED = "activities.facilitator_added", "activities.facilitator_removed"
CANCELLED, REVIVED = "activities.cancelled", "activities.revived"
MOST_FACILITATORS = 20
LONGEST_SLUG = 60

# Of an activity that another is planned from: what belongs to that one alone.
OWN = {
    *("starts_at", "ends_at", "time_zone", "place", "online_address"),
    *("is_template", "is_listed", "is_demo", "cancelled_at", "cancelled_because"),
}
TAKEN_OVER = [name for name in FACTS if name not in OWN]
SHARED = (*CLASSIFIED_FIELDS.values(), "courses", "tools")


class ChangedMeanwhile(Exception):
    """Somebody else has changed the activity since the page in hand was read."""


class LastFacilitator(Exception):
    """Somebody has to run the activity."""


class TooManyFacilitators(Exception):
    """MOST_FACILITATORS run the activity, those who are asked included."""


@transaction.atomic
def plan(person: Any, cleaned: dict[str, Any], *, language: str, like: ActivityPage | None = None) -> ActivityPage:
    """A new activity, run by the person; with the outcomes, agenda, courses and rule of another if there is one."""
    parent = _list_in(language)
    page = ActivityPage(locale=parent.locale, is_listed=False)
    if like:
        for name in TAKEN_OVER:
            setattr(page, name, getattr(like, name))
        page.description, page.outcomes = like.description, like.outcomes.get_prep_value()
        page.provisions = like.provisions.get_prep_value()
        page.agenda = anew(like.agenda.get_prep_value())
    for name, value in cleaned.items():
        setattr(page, name, value)
    page.agenda = begun_on(page.agenda.get_prep_value(), _day_of(page))
    if page.starts_at and page.ends_at is None:
        ends = (session.ends_at for session in page.sessions() if session.ends_at)
        page.ends_at = max(ends, default=None, key=datetime.timestamp)
    page.slug = _free_slug(page)
    parent.add_child(instance=page)
    if like:
        for name in SHARED:
            setattr(page, name, list(getattr(like, name).all()))
    page.save_revision(user=person, log_action="wagtail.create").publish(user=person, skip_permission_checks=True)
    page.refresh_from_db()
    register_of(page).facilitators.add(person)
    return page


@transaction.atomic
def revise(page: ActivityPage, changes: dict[str, Any], person: Any) -> None:
    """Say something else of an activity: on its page, and in a draft that an editor has not published yet.

    The draft stays one, with all else that is in it. What was before stays in the page's history. Raises
    ChangedMeanwhile; `page` is then as it is now.
    """
    now = _locked(page)
    _refuse_unseen(now, page)
    if changes:
        _on_page_and_draft(now, lambda version: _set(version, changes), person)


@transaction.atomic
def move(page: ActivityPage, starts_at: datetime | None, ends_at: datetime | None, zone: str, person: Any) -> None:
    """Give an activity other dates; its sessions move along. Those who take part are told.

    Raises ChangedMeanwhile; `page` is then as it is now.
    """
    now = _locked(page)
    _refuse_unseen(now, page)
    before = copy.copy(now)
    old_day = _day_of(now)

    def to_new_dates(version: ActivityPage) -> None:
        _set(version, {"starts_at": starts_at, "ends_at": ends_at, "time_zone": zone})
        version.agenda = _moved(version.agenda.get_prep_value(), old_day, _day_of(version))

    _on_page_and_draft(now, to_new_dates, person)
    if (before.starts_at, before.ends_at) != (starts_at, ends_at):
        mail.send(now, mail.MOVED, before)


@transaction.atomic
def cancel(page: ActivityPage, reason: str, person: Any) -> None:
    """Say that an activity does not take place, and why. Those who take part are told, once."""
    now = _locked(page)
    if not now.cancelled_at:
        revise(now, {"cancelled_at": timezone.now(), "cancelled_because": reason}, person)
        log(now, CANCELLED, user=person, data={"reason": reason})
        mail.send(now, mail.CANCELLED)


@transaction.atomic
def revive(page: ActivityPage, person: Any) -> None:
    """Say that an activity takes place after all. Those who take part are told."""
    now = _locked(page)
    if now.cancelled_at:
        revise(now, {"cancelled_at": None, "cancelled_because": ""}, person)
        log(now, REVIVED, user=person)
        mail.send(now, mail.REVIVED)


@transaction.atomic
def ask_to_run(page: ActivityPage, person: Any, email: str) -> Invitation:
    """Ask whoever signs in by this address to run the activity as well; asking again tells nobody again.

    Raises TooManyFacilitators.
    """
    register = Register.objects.select_for_update().get(pk=page.translation_key)
    invitation = register.invitations.filter(email=email.lower()).first()
    if invitation:
        return invitation
    if register.invitations.count() + register.facilitators.count() >= MOST_FACILITATORS:
        raise TooManyFacilitators
    made = Invitation.objects.create(register=register, email=email.lower(), invited_by=person)
    mail.ask(page, made)
    return made


@transaction.atomic
def agree_to_run(invitation: Invitation, person: Any) -> None:
    """From now on they run it with the others; the page's history says so."""
    invitation.register.facilitators.add(person)
    _note(invitation.register, FACILITATOR_ADDED, person, person.pk)
    invitation.delete()


@transaction.atomic
def stop_running(register: Register, person_id: int, *, by: Any = None) -> None:
    """Take somebody from those who run it; the page's history says who did. Raises LastFacilitator."""
    register = Register.objects.select_for_update().get(pk=register.pk)
    if not register.facilitators.exclude(pk=person_id).exists():
        raise LastFacilitator
    register.facilitators.remove(person_id)
    _note(register, FACILITATOR_REMOVED, by, person_id)


@transaction.atomic
def use_toolkits(register: Register, chosen: list[Toolkit], seen: set[str]) -> None:
    """Open these to participants, and no longer those of `seen` (keys) that are not among them.

    What somebody else has put there meanwhile stays.
    """
    used = register.toolkits.all()
    register.toolkits.remove(*(toolkit for toolkit in used if str(toolkit.pk) in seen and toolkit not in chosen))
    register.toolkits.add(*chosen)


def _note(register: Register, action: str, by: Any, person_id: int) -> None:
    page = ActivityPage.objects.filter(translation_key=register.pk).first()
    if page:
        log(page.original(), action, user=by, data={"person": person_id})


def _locked(page: ActivityPage) -> ActivityPage:
    """As it is now. Whoever else changes it waits."""
    return ActivityPage.objects.select_for_update().get(pk=page.pk)


def _refuse_unseen(now: ActivityPage, page: ActivityPage) -> None:
    if now.last_change != page.last_change:
        page.refresh_from_db()
        raise ChangedMeanwhile


def _on_page_and_draft(page: ActivityPage, change: Callable[[ActivityPage], None], person: Any) -> None:
    latest = page.get_latest_revision() if page.has_unpublished_changes else None
    draft, goes_live_at = (latest.as_object(), latest.approved_go_live_at) if latest else (None, None)
    change(page)
    revision = page.save_revision(user=person, log_action=True, clean=False)
    if page.live:
        _publish_beside_workflow(revision, person)
    else:
        page.save()
    if draft:
        change(draft)
        draft.save_revision(user=person, clean=False, approved_go_live_at=goes_live_at)
    page.refresh_from_db()


def _publish_beside_workflow(revision: Revision, person: Any) -> None:
    """Publishing cancels an editors' workflow on the page; this one is about their draft, and goes on."""
    action = PublishPageRevisionAction(revision, user=person)
    action.object._current_workflow_states = []  # where Wagtail keeps what it has looked up: none to cancel
    action.execute(skip_permission_checks=True)


def _set(version: ActivityPage, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        setattr(version, name, value)


def _moved(agenda: list[Block], old: date | None, new: date | None) -> list[Block]:
    if old and new:
        return shifted(agenda, new - old)
    return begun_on(agenda, new) if new else agenda


def _day_of(page: ActivityPage) -> date | None:
    return page.starts_at.astimezone(page.zone).date() if page.starts_at else None


def _list_in(language: str) -> ActivityIndexPage:
    """The list of a language's pages, else of the source's. Raises Http404 where the site has no list."""
    lists = ActivityIndexPage.objects.filter(locale__language_code__in={language, SOURCE_LANGUAGE})
    index = best(lists.select_related("locale"), language)
    if index is None:
        raise Http404
    return index


def _free_slug(page: ActivityPage) -> str:
    """One that no activity has in any language: the address is the same in all."""
    wanted = slugify(page.title)[:LONGEST_SLUG].strip("-") or page.kind
    slug = wanted
    while ActivityPage.objects.filter(slug=slug).exists():
        slug = f"{wanted}-{''.join(secrets.choice(ALPHABET.lower()) for _ in range(4))}"
    return slug
