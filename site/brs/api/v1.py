"""The addresses of the read API, version 1."""

import uuid
from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import override
from ninja import NinjaAPI, Query

from brs.activities.pages.models import ActivityPage
from brs.needs.assistance_plan.models import PlanPage
from brs.reports.screens.registry import FILTERS, table
from brs.taxonomy import models as taxonomy
from courses.pages.models import CoursePage
from toolkits.tools.models import ToolPage

from . import schemas, serializers
from .listing import carrying, contents, listed, terms, with_common
from .parameters import ActivityListing, ContentListing, FiguresAsked, Key, Listing, ProvisionListing, Spoken
from .responses import OFTEN, Refused, answer_problems, problem, served

PREFIX = "/api/v1"
# Tables of figures that are for everybody: none is of single Parties.
Public = Literal["regions", "groups", "genders", "courses", "convention", "competency", "provision", "sdg"]

api = NinjaAPI(
    title="BRS Learn: read API",
    version="1",
    description=(
        "What there is to learn on the Basel, Rotterdam and Stockholm conventions, and figures of who learns. Read "
        f"only, without an account; at most {OFTEN.most} requests a minute."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
api.add_decorator(served, mode="view")
answer_problems(api)


def get(path: str, schema: Any, summary: str, tag: str, name: str) -> Any:
    """An operation with all that it may be answered with."""
    answers = {200: schema, 404: schemas.Problem, 422: schemas.Problem, 429: schemas.Problem}
    return api.get(path, response=answers, summary=summary, tags=[tag], url_name=name, operation_id=name)


# --- courses, tools, activities -------------------------------------------------------------------


def _of(request: HttpRequest, asked: Listing, pages: QuerySet[Any], say: Any) -> dict[str, Any]:
    with override(asked.language):
        return with_common(listed(request, asked, carrying(contents(pages), asked)), say)


def _one(key: uuid.UUID, asked: Spoken, pages: QuerySet[Any], say: Any) -> dict[str, Any]:
    with override(asked.language):
        versions = list(contents(pages).filter(translation_key=key))
        if not versions:
            raise Refused("key", "There is no such thing, or it is not published.", status=404)
        return with_common({"results": versions}, say)["results"][0]


def _activities() -> QuerySet[ActivityPage]:
    return ActivityPage.objects.listed().prefetch_related("courses")


@get("/courses", schemas.Listed[schemas.Course], "Courses", "Content", "api_courses")
def courses(request: HttpRequest, asked: Query[ContentListing]) -> Any:
    return _of(request, asked, CoursePage.objects.all(), serializers.course)


@get("/courses/{key}", schemas.Course, "A course", "Content", "api_course")
def course(request: HttpRequest, key: Key, asked: Query[Spoken]) -> Any:
    return _one(key, asked, CoursePage.objects.all(), serializers.course)


@get("/tools", schemas.Listed[schemas.Tool], "Tools", "Content", "api_tools")
def tools(request: HttpRequest, asked: Query[ContentListing]) -> Any:
    return _of(request, asked, ToolPage.objects.all(), serializers.tool)


@get("/tools/{key}", schemas.Tool, "A tool", "Content", "api_tool")
def tool(request: HttpRequest, key: Key, asked: Query[Spoken]) -> Any:
    return _one(key, asked, ToolPage.objects.all(), serializers.tool)


@get("/activities", schemas.Listed[schemas.Activity], "Activities of the public list", "Content", "api_activities")
def activities(request: HttpRequest, asked: Query[ActivityListing]) -> Any:
    return _of(request, asked, _activities(), serializers.activity)


@get("/activities/{key}", schemas.Activity, "An activity", "Content", "api_activity")
def activity(request: HttpRequest, key: Key, asked: Query[Spoken]) -> Any:
    return _one(key, asked, _activities(), serializers.activity)


# --- the axes -------------------------------------------------------------------------------------


def _terms(request: HttpRequest, asked: Listing, model: type[taxonomy.Term], say: Any, **wanted: Any) -> Any:
    with override(asked.language):
        terms = sorted(taxonomy.in_readers_language(model).values(), key=lambda term: (term.sort_order, term.slug))
        rows = [row for row in map(say, terms) if all(row[name] == value for name, value in wanted.items())]
    return listed(request, asked, rows)


@get("/conventions", schemas.Listed[schemas.Convention], "Conventions", "Axes", "api_conventions")
def conventions(request: HttpRequest, asked: Query[Listing]) -> Any:
    return _terms(request, asked, taxonomy.Convention, serializers.convention)


@get("/themes", schemas.Listed[schemas.Theme], "Themes", "Axes", "api_themes")
def themes(request: HttpRequest, asked: Query[Listing]) -> Any:
    sources = taxonomy.Theme.objects.in_source_language().prefetch_related("conventions")
    on = {theme.translation_key: sorted(convention.slug for convention in theme.conventions.all()) for theme in sources}
    return _terms(
        request,
        asked,
        taxonomy.Theme,
        lambda theme: {**serializers.term(theme), "conventions": on.get(theme.translation_key, [])},
    )


@get("/audiences", schemas.Listed[schemas.Term], "Audiences", "Axes", "api_audiences")
def audiences(request: HttpRequest, asked: Query[Listing]) -> Any:
    return _terms(request, asked, taxonomy.Audience, serializers.term)


@get("/competencies", schemas.Listed[schemas.Term], "Competencies", "Axes", "api_competencies")
def competencies(request: HttpRequest, asked: Query[Listing]) -> Any:
    return _terms(request, asked, taxonomy.Competency, serializers.term)


@get(
    "/sdg-targets",
    schemas.Listed[schemas.SdgTarget],
    "Targets and indicators of the 2030 Agenda",
    "Axes",
    "api_sdg_targets",
)
def sdg_targets(request: HttpRequest, asked: Query[Listing]) -> Any:
    return _terms(request, asked, taxonomy.SdgTarget, serializers.sdg_target)


@get(
    "/provisions",
    schemas.Listed[schemas.Provision],
    "Articles, annexes and decisions of the conventions",
    "Axes",
    "api_provisions",
)
def provisions(request: HttpRequest, asked: Query[ProvisionListing]) -> Any:
    wanted = {"convention": asked.convention} if asked.convention else {}
    if asked.convention and ("convention", asked.convention) not in terms().values():
        raise Refused("convention", f"There is no “{asked.convention}”.")
    return _terms(request, asked, taxonomy.Provision, serializers.provision, **wanted)


# --- the plan, and figures ------------------------------------------------------------------------


@get(
    "/plans",
    schemas.Listed[schemas.Plan],
    "Plans of technical assistance, what is planned beside what is done",
    "Plan and figures",
    "api_plans",
)
def plans(request: HttpRequest, asked: Query[Listing]) -> Any:
    with override(asked.language):
        listing = listed(request, asked, contents(PlanPage.objects.all()))
        return {**listing, "results": [serializers.plan(page) for page in listing["results"]]}


@get(
    "/figures/{name}",
    schemas.Figures,
    "How many people who are confirmed enrolled, completed, are certified, came: in steps that chance makes",
    "Plan and figures",
    "api_figures",
)
def figures(request: HttpRequest, name: Public, asked: Query[FiguresAsked]) -> Any:
    wanted = {field: value for field, value in asked.dict().items() if value and field != "language"}
    for field in wanted.keys() - FILTERS[name]:
        raise Refused(field, f"The figures “{name}” cannot be asked for by it.")
    with override(asked.language):
        filters, report, until = table(name, wanted, is_public=True)
        if report is None:
            field, errors = next(iter(filters.errors.items()))
            raise Refused(str(field), " ".join(map(str, errors)))
        return serializers.figures(report, f"{until:%Y-%m}" if until else None)


# --- the document ---------------------------------------------------------------------------------


def _document() -> dict[str, Any]:
    return api.get_openapi_schema(path_prefix=PREFIX)


@served
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(_document())


@served
def nothing(request: HttpRequest, address: str) -> HttpResponse:
    """Here, and not by the site's page, which lies at an address with a language."""
    return problem("not_found", [("", "There is nothing at this address.")], 404)


def read_about(request: HttpRequest) -> HttpResponse:
    """The document for people."""
    return render(request, "reports/api.html", {"document": _document(), "prefix": PREFIX})
