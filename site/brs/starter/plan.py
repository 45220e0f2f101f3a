"""Loads the illustrative plan of technical assistance; what is there already is left as it is."""

from typing import Any

from django.utils import timezone
from wagtail.models import Locale, Page

from brs.activities.pages.models import ActivityPage
from brs.needs.assistance_plan.models import ComponentPage, OutputPage, PlanPage
from brs.taxonomy.models import Convention
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from .reading import key, read


def load_plan(home: Page) -> None:
    """Below the home page in English: `/plan/`."""
    plan = read("plan.yaml")["plan"]
    if PlanPage.objects.filter(translation_key=key("plan", plan["slug"])).exists():
        return
    page = _add(
        home,
        PlanPage(
            title=plan["title"]["en"],
            slug="plan",
            goal=plan["goal"],
            note=plan["note"],
            first_year=timezone.now().year,
            years=plan["period"]["years"],
            is_demo=True,
            show_in_menus=True,
        ),
        "plan",
        plan["slug"],
    )
    for component in plan["components"]:
        part = ComponentPage(title=component["title"], slug=component["slug"], objective=component["objective"])
        parent = _add(page, part, "component", component["slug"])
        for output in component["outputs"]:
            _output(parent, output)


def _output(parent: Page, output: dict[str, Any]) -> None:
    slug = output["slug"]
    page = _add(
        parent,
        OutputPage(
            title=output["title"],
            slug=slug,
            planned_activities=len(output["activities"]),
            needs=[
                {"type": "item", "value": str(key("needs-item", item)), "id": str(key(slug, "need", item))}
                for item in output["needs"]
            ],
            indicators=[
                {
                    "type": "indicator",
                    "id": str(key(slug, indicator["slug"])),
                    "value": {name: indicator[name] for name in ("text", "unit", "source")},
                }
                for indicator in output["indicators"]
            ],
        ),
        "output",
        slug,
    )
    english = Locale.objects.get(language_code="en")
    page.conventions = Convention.objects.in_source_language().filter(slug__in=output["conventions"])
    page.courses = CoursePage.objects.filter(slug__in=output["courses"], locale=english)
    page.tools = ToolPage.objects.filter(slug__in=output["tools"], locale=english)
    page.save()
    page.live_revision = page.save_revision(changed=False)
    OutputPage.objects.filter(pk=page.pk).update(live_revision=page.live_revision)
    # What is planned from a template serves the output that the template serves.
    ActivityPage.objects.filter(slug__in=output["activities"], is_template=True).update(plan_output=slug)


def _add(parent: Page, page: Any, *address: str) -> Any:
    now = timezone.now()
    page.translation_key, page.locale = key(*address), parent.locale
    page.first_published_at = page.last_published_at = now
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    return page
