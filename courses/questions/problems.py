"""What keeps a question from being answered, or its answer from being marked: one set of checks for all who write one.

The editors' form refuses to publish a question with a problem, the starter's validation to load one, and no quiz or
lesson asks one that is published all the same.
"""

from .layout import Content
from .types import TYPES, Problem


def problems(content: Content) -> list[Problem]:
    """All that is wrong with a question, whatever its content is; empty where it can be asked and marked."""
    return TYPES[content["type"]].problems_in(content)
