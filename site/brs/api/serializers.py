"""From rows and pages to what the API says of each."""

from typing import Any

from django.conf import settings

from brs.activities.pages.models import ActivityPage
from brs.core.pages import address
from brs.needs.assistance_plan.models import PlanPage
from brs.needs.assistance_plan.screen import Output, components_of
from brs.reports.screens.exports import said
from brs.reports.tables.definitions import DEFINITIONS, PUBLIC_RULES
from brs.reports.tables.planned_and_done import who_came_to
from brs.reports.tables.table import Table
from brs.taxonomy.models import Convention, Provision, SdgTarget, Term
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage


def course(page: CoursePage) -> dict[str, Any]:
    return {
        "code": page.code,
        "level": page.level,
        "minutes": page.estimated_minutes,
        "outcomes": [outcome.value["text"] for outcome in page.outcomes],
        "is_demo": page.is_demo,
    }


def tool(page: ToolPage) -> dict[str, Any]:
    return {
        "kind": page.kind,
        "tool_languages": sorted(page.languages()),
        "formats": sorted(page.formats()),
        "version": page.version,
        "reviewed_on": page.reviewed_on,
        "is_demo": page.is_demo,
    }


def activity(page: ActivityPage) -> dict[str, Any]:
    return {
        "kind": page.kind,
        "state": page.state(),
        "starts_at": page.starts_at,
        "ends_at": page.ends_at,
        "time_zone": page.time_zone,
        "place": page.place,
        "activity_languages": page.languages,
        "courses": [course.translation_key for course in page.courses.all()],
        "plan_output": page.plan_output,
    }


def term(row: Term) -> dict[str, Any]:
    return {
        "key": row.translation_key,
        "slug": row.slug,
        "title": row.title,
        "language": row.locale.language_code,
    }


def convention(row: Convention) -> dict[str, Any]:
    names = ("abbreviation", "is_treaty", "full_title", "website", "in_force_since")
    return {**term(row), **{name: getattr(row, name) for name in names}}


def sdg_target(target: SdgTarget) -> dict[str, Any]:
    return {**term(target), "code": target.code, "goal": target.goal, "is_indicator": target.is_indicator}


def provision(row: Provision) -> dict[str, Any]:
    return {**term(row), "convention": row.convention.slug, "kind": row.kind, "number": row.number, "url": row.url}


def plan(page: PlanPage) -> dict[str, Any]:
    components = components_of(page)
    people = who_came_to([output for component in components for output in component.outputs])
    return {
        "key": page.translation_key,
        "title": page.title,
        "language": page.locale.language_code,
        "goal": page.goal,
        "note": page.note,
        "first_year": page.first_year,
        "last_year": page.last_year,
        "is_demo": page.is_demo,
        "address": settings.WAGTAILADMIN_BASE_URL + address(page),
        "components": [
            {
                "code": component.page.slug,
                "title": component.page.title,
                "objective": component.page.objective,
                "outputs": [_output(output, people[output.page.slug]) for output in component.outputs],
            }
            for component in components
        ],
    }


def _output(output: Output, people: int | None) -> dict[str, Any]:
    return {
        "code": output.page.slug,
        "title": output.page.title,
        "address": settings.WAGTAILADMIN_BASE_URL + address(output.page),
        "activities_planned": output.planned,
        "activities_done": len(output.done),
        "activities_coming": len(output.coming),
        "people_came": people,
        "conventions": sorted(convention.slug for convention in output.page.conventions.all()),
        "indicators": [
            {
                "id": indicator.id,
                "text": indicator.text,
                "unit": indicator.unit,
                "baseline": indicator.baseline,
                "target": indicator.target,
                "value": indicator.value.value if indicator.value else None,
                "value_on": indicator.value.on if indicator.value else None,
                "value_source": indicator.value.source if indicator.value else "",
            }
            for indicator in output.indicators
        ],
    }


def figures(table: Table, until: str | None) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": str(table.title),
        "until": until,
        "rules": [f"{rule.title}. {rule.text}" for rule in PUBLIC_RULES],
        "columns": [
            {
                "name": column.name,
                "title": str(column.title),
                "kind": column.kind,
                "definition": str(DEFINITIONS[column.definition].text) if column.definition else "",
            }
            for column in table.columns
        ],
        "rows": [
            {"key": row.key, **{column.name: said(row.values.get(column.name)) for column in table.columns}}
            for row in table.rows
        ],
    }
