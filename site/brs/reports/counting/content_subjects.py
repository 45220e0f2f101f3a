"""What courses and activities carry, and so whom their people count for; and the names that follow from it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from wagtail.models import Page

from brs.activities.pages.models import ActivityPage
from brs.activities.register.models import Register
from brs.core import generation
from brs.needs.assistance_plan.models import OutputPage
from brs.taxonomy.models import Classification
from courses.learning.models import Outline

from .counts import KINDS, Subject

COURSE_DEPTH = 4
PLAN = uuid.UUID("5f0c8a2e-6c7f-4f0e-9b0a-0d8f1b7c2a41")
OF_THE_PLAN = ("component", "output")
AXES = KINDS.keys() - {"all", "course", "activity", *OF_THE_PLAN}


def carried() -> dict[uuid.UUID, set[Subject]]:
    """Terms by the key of what is published and carries them; a course carries what its lessons do.

    An activity carries the parts of the plan that it serves as well. Five queries.
    """
    subjects: dict[uuid.UUID, set[Subject]] = defaultdict(set)
    for key, axis, term in Classification.objects.filter(axis__in=AXES).values_list("content_key", "axis", "term_key"):
        subjects[key].add(Subject(axis, term))
    live = Page.objects.live()
    parts = live.filter(translation_key__in=subjects, depth__gt=COURSE_DEPTH).values_list("translation_key", "path")
    above = {part: path[: COURSE_DEPTH * Page.steplen] for part, path in parts}
    courses = dict(live.filter(path__in=set(above.values())).values_list("path", "translation_key"))
    for part, path in above.items():
        if path in courses:
            subjects[courses[path]] |= subjects[part]
    components = components_of_outputs()
    activities = ActivityPage.objects.live().values_list("translation_key", "plan_component", "plan_output")
    for key, component, output in activities:
        subjects[key] |= in_plan(component, output, components)
    return {key: terms for key, terms in subjects.items() if key not in above}


def components_of_outputs() -> dict[str, str]:
    """By the code of each output that of the component above it, as they stand in its address. One query."""
    return {path.split("/")[-2]: path.split("/")[-3] for path in OutputPage.objects.values_list("url_path", flat=True)}


def in_plan(component: str, output: str, components: Mapping[str, str]) -> set[Subject]:
    """What an activity serves that names these, each part of the plan by a key of its own."""
    return {Subject(kind, plan_key(kind, code)) for kind, code in parts_named(component, output, components)}


def parts_named(component: str, output: str, components: Mapping[str, str]) -> list[tuple[str, str]]:
    """Kind and code. Who names an output alone means the component that it is in as well: one of `components`."""
    named = (component or components.get(output, ""), output)
    return [(kind, code) for kind, code in zip(OF_THE_PLAN, named, strict=True) if code]


def plan_key(kind: str, name: str) -> uuid.UUID:
    return uuid.uuid5(PLAN, f"{kind} {name}")


def names_of_subjects() -> dict[uuid.UUID, str]:
    """Under which figures are rounded, of all that people count for. One query while nothing is published."""
    return generation.cached(generation.current(), "names of subjects", _made)


def _made() -> dict[uuid.UUID, str]:
    contents: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    taken = {*Outline.objects.values_list("course_key", flat=True), *Register.objects.values_list("pk", flat=True)}
    for key, terms in carried().items():
        if key in taken:  # nobody takes a tool
            for subject in (key, *(term.key for term in terms)):
                contents[subject].add(key)
    return names_of(contents)


def names_of(contents: Mapping[uuid.UUID, Iterable[uuid.UUID]]) -> dict[uuid.UUID, str]:
    """A name for each subject, given the courses and activities that count for it; the same for equal ones.

    Else the same people, rounded under many names, would be told by the mean of their figures.
    """
    equal: dict[frozenset[uuid.UUID], uuid.UUID] = {}
    return {key: str(equal.setdefault(frozenset(contents[key]), key)) for key in sorted(contents)}
