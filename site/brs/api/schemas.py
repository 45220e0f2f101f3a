"""What the API's answers look like."""

import uuid
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

T = TypeVar("T")


class Detail(Schema):
    where: str = Field(description="The parameter; empty for the whole request.")
    what: str


class Problem(Schema):
    error: str = Field(description="A code: not_valid, not_found, too_many_requests.")
    detail: list[Detail]


class Listed(Schema, Generic[T]):
    """One page of a list."""

    count: int = Field(description="How many there are in all.")
    page: int
    pages: int
    next: str | None = Field(description="Address of the next page.")
    previous: str | None
    results: list[T]


class Content(Schema):
    """What every kind of content has. Terms are slugs: see /conventions, /themes and so on."""

    key: uuid.UUID = Field(description="The same in every language and for good.")
    title: str
    language: str = Field(description="That of the texts here: the one asked for, else English.")
    languages: list[str] = Field(description="Those in which it is published.")
    summary: str
    address: str = Field(description="Where people read it.")
    conventions: list[str]
    themes: list[str]
    audiences: list[str]
    competencies: list[str]
    sdg_targets: list[str]
    provisions: list[str]
    changed_at: datetime | None


class Course(Content):
    code: str
    level: str
    minutes: int
    outcomes: list[str]
    is_demo: bool = Field(description="Not yet reviewed by the Secretariat.")


class Tool(Content):
    kind: str
    tool_languages: list[str] = Field(description="Those in which the tool itself can be had.")
    formats: list[str]
    version: str
    reviewed_on: date | None
    is_demo: bool


class Activity(Content):
    kind: str
    state: str = Field(description="coming, running, past, planned (no date yet) or cancelled.")
    starts_at: datetime | None
    ends_at: datetime | None
    time_zone: str
    place: str
    activity_languages: list[str]
    courses: list[uuid.UUID]
    plan_output: str = Field(description="Code of the output of the plan that it serves.")


class Term(Schema):
    """A value of an axis."""

    key: uuid.UUID
    slug: str = Field(description="What other answers name it by.")
    title: str
    language: str


class Convention(Term):
    abbreviation: str
    is_treaty: bool
    full_title: str
    website: str
    in_force_since: date | None


class Theme(Term):
    conventions: list[str]


class SdgTarget(Term):
    code: str
    goal: int
    is_indicator: bool


class Provision(Term):
    convention: str
    kind: str
    number: str
    url: str


class Indicator(Schema):
    id: str
    text: str
    unit: str
    baseline: float | None
    target: float | None
    value: float | None = Field(description="What was entered last.")
    value_on: date | None
    value_source: str


class PlanOutput(Schema):
    code: str
    title: str
    address: str
    activities_planned: int
    activities_done: int
    activities_coming: int
    people_came: int | None = Field(description="Confirmed people, as in /figures; null before there is a figure.")
    conventions: list[str]
    indicators: list[Indicator]


class PlanComponent(Schema):
    code: str
    title: str
    objective: str
    outputs: list[PlanOutput]


class Plan(Schema):
    key: uuid.UUID
    title: str
    language: str
    goal: str
    note: str
    first_year: int
    last_year: int
    is_demo: bool = Field(description="An illustration, not the Secretariat's plan.")
    address: str
    components: list[PlanComponent]


class FigureColumn(Schema):
    name: str
    title: str
    kind: str = Field(description="text, people (to the nearest five; null: not shown), number, percent, points.")
    definition: str


class Figures(Schema):
    name: str
    title: str
    until: str | None = Field(description="The month, 2026-10, at whose end the figures stand.")
    rules: list[str] = Field(description="What holds for all figures.")
    columns: list[FigureColumn]
    rows: list[dict[str, Any]] = Field(description="Values by the columns' names.")
