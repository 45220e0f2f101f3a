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
from .needs import check_needs
from .place import Place
from .plan import check_plan
from .terms import Known, check_certificates, check_glossary, check_parties, check_sdg, check_taxonomy, check_tools
from .translations import check_translation


class InvalidCatalogue(Exception):
    """`problems`: what is wrong, a sentence each, beginning with the file."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


def validate(folder: Path = DATA) -> None:
    found = problems(folder)
    if found:
        raise InvalidCatalogue(found)


def problems(folder: Path = DATA) -> list[str]:
    found: list[str] = []

    def load(name: str, reader: Callable[[str, Path], Any] = read) -> tuple[Place, Any]:
        place = Place(name, found)
        try:
            return place, reader(name, folder)
        except FileNotFoundError:
            place.wrong("the file is missing")
        except yaml.YAMLError as error:
            place.wrong(f"is not valid YAML: {' '.join(str(error).split())}")
        except (UnicodeDecodeError, ValueError) as error:
            place.wrong(f"cannot be read: {error}")
        return place, None

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
        place, course = load(name)
        if course is not None:
            courses[Path(name).stem] = check_course(place, course, known, folder)
    check_prerequisites(courses, found)
    check_activities(*load("activities.yaml"), known)
    check_demo_activities(*load("demo_activities.yaml"), known)
    for name in translation_files(folder):
        place, translation = load(name)
        slug, _, language = Path(name).stem.partition(".")
        if translation is not None:
            check_translation(place, translation, slug, language, courses.get(slug))
    return found
