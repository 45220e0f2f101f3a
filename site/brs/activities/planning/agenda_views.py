"""The agenda in a browser: all sessions in one form. Buttons add, move and remove rows; nothing is kept until saved."""

import uuid
from typing import Any

from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from brs.activities.access import facilitator_required
from brs.activities.pages.agenda import Block
from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import AttendanceMark, Register
from brs.core.once import once
from brs.people.pending import resumable

from . import actions, agenda_rows
from .agenda_rows import MOST_ROWS, AgendaRow
from .forms import SessionForm
from .saving import CHANGED_MEANWHILE, is_stale, saved

PREFIX = "s"
EMPTY_ROWS = 3
Sessions = formset_factory(SessionForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


@resumable(gettext_lazy("save the agenda"))
@facilitator_required
@once
def agenda(request: HttpRequest, activity: ActivityPage, register: Register) -> HttpResponse:
    page = activity.original()
    if request.method != "POST":
        return _shown(request, page, _rows_of(page))
    rows = agenda_rows.sent(request.POST, PREFIX)
    problems = [str(CHANGED_MEANWHILE)] if is_stale(request, page) else []
    if press := request.POST.get("press", ""):
        return _shown(request, page, agenda_rows.pressed(rows, press, page.zone), problems=problems)
    rows = agenda_rows.filled(rows)
    back = _attended_but_removed(page, register, {row["id"] for row in rows})
    rows += back
    fields = agenda_rows.as_fields(rows, PREFIX)
    sessions = Sessions(fields, prefix=PREFIX, form_kwargs={"page": page})
    stays = gettext("“%(title)s” stays, because attendance was noted in it: it is the last row again.")
    problems += [stays % {"title": row["title"]} for row in back]
    if problems or not sessions.is_valid():
        return _shown(request, page, rows, sessions, problems)
    blocks = _blocks(page, [form.cleaned_data for form in sessions])
    try:
        actions.revise(page, {"agenda": blocks} if blocks != _stored(page) else {}, request.user)
    except actions.ChangedMeanwhile:  # in this very moment
        return _shown(request, page, rows, sessions, [str(CHANGED_MEANWHILE)])
    return saved(request, page)


def _shown(
    request: HttpRequest,
    page: ActivityPage,
    rows: list[AgendaRow],
    sessions: BaseFormSet | None = None,
    problems: list[str] | None = None,
) -> HttpResponse:
    is_wrong = sessions is not None
    sessions = sessions or Sessions(initial=rows, prefix=PREFIX, form_kwargs={"page": page})
    context = {"activity": page, "sessions": sessions, "problems": problems or []}
    return render(request, "activities/edit_agenda.html", context, status=422 if is_wrong else 200)


def _rows_of(page: ActivityPage) -> list[AgendaRow]:
    rows = [
        {"id": block["id"], **{name: _cell_text(block, name) for name in agenda_rows.NAMES[1:]}}
        for block in _stored(page)
    ]
    if rows:
        return rows
    for _number in range(EMPTY_ROWS):
        rows.append(agenda_rows.after(None, page.zone))
    return rows


def _cell_text(block: Block, name: str) -> str:
    value = block["value"].get(name)
    text = "" if value is None else str(value)
    return text[:5] if name == "time" else text


def _stored(page: ActivityPage) -> list[Block]:
    """Those of before it was asked do not say which of two hours is meant."""
    return [{**block, "value": {"which": "", **block["value"]}} for block in page.agenda.get_prep_value()]


def _blocks(page: ActivityPage, rows: list[dict[str, Any]]) -> list[Block]:
    """As the page holds them. A session that was there keeps its id, so that its attendance stays its own."""
    free = {block["id"] for block in _stored(page)}
    blocks = []
    for row in rows:
        is_known = row["id"] in free
        free.discard(row["id"])
        value = {name: row[name] for name in ("title", "which", "minutes", "method", "trainers")}
        value |= {name: row[name].isoformat() if row[name] else None for name in ("day", "time")}
        blocks.append({"type": "session", "id": row["id"] if is_known else str(uuid.uuid4()), "value": value})
    return blocks


def _attended_but_removed(page: ActivityPage, register: Register, remaining: set[str]) -> list[AgendaRow]:
    gone = [row for row in _rows_of(page) if row["id"] and row["id"] not in remaining]
    marks = AttendanceMark.objects.filter(participation__register=register, session__in=[row["id"] for row in gone])
    attended = set(marks.values_list("session", flat=True)) if gone else set()
    return [row for row in gone if row["id"] in attended]
