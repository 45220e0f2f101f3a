"""Checks the starter catalogue's files before anything of them is loaded. `data/README.md` says what they hold.

`problems()` lists all that is wrong, each with its file and place; `validate()` raises where there is anything.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from ..reading import DATA, course_files, read, rows, translation_files
from .activities import check_activities, check_demo_activities
from .courses import check_course, check_prerequisites
from .location import Location
from .needs import check_needs
from .plan import check_plan
from .terms import Known, check_certificates, check_glossary, check_parties, check_sdg, check_taxonomy, check_tools
from .translations import check_translation


class InvalidCatalogue(Exception):
    """`problems`: what is wrong, a sentence each, beginning with the file."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


def validate(folder: Path = DATA) -> None:
    problems_found = problems(folder)
    if problems_found:
        raise InvalidCatalogue(problems_found)


def problems(folder: Path = DATA) -> list[str]:
    problems_found: list[str] = []

    def load(name: str, reader: Callable[[str, Path], Any] = read) -> tuple[Location, Any]:
        location = Location(name, problems_found)
        try:
            return location, reader(name, folder)
        except FileNotFoundError:
            location.wrong("the file is missing")
        except yaml.YAMLError as error:
            location.wrong(f"is not valid YAML: {' '.join(str(error).split())}")
        except (UnicodeDecodeError, ValueError) as error:
            location.wrong(f"cannot be read: {error}")
        return location, None

    known = Known()
    known.slugs["courses"] = {Path(name).stem for name in course_files(folder)}
    check_taxonomy(*load("taxonomy.yaml"), known)
    check_certificates(*load("certificates.yaml"), known)
    check_sdg(*load("sdg.csv", rows), known)
    check_parties(*load("countries.csv", rows))
    check_tools(*load("tools.yaml"), known)
    check_glossary(*load("glossary.yaml"), known)
    check_needs(*load("needs.yaml"), known)
    check_plan(*load("plan.yaml"), known)
    courses: dict[str, dict[str, Any]] = {}
    for name in course_files(folder):
        location, course = load(name)
        if course is not None:
            courses[Path(name).stem] = check_course(location, course, known, folder)
    check_prerequisites(courses, problems_found)
    check_activities(*load("activities.yaml"), known)
    check_demo_activities(*load("demo_activities.yaml"), known)
    for name in translation_files(folder):
        location, translation = load(name)
        slug, _, language = Path(name).stem.partition(".")
        if translation is not None:
            check_translation(location, translation, slug, language, courses.get(slug))
    return problems_found
