"""The types of questions: a file each. Whatever else knows of them loops over this table."""

from . import gap_text, matching, multiple_response, numeric, ordering, short_text, single_choice, true_false
from .base import OnPaper, Problem, QuestionType

__all__ = ["TYPES", "OnPaper", "Problem", "QuestionType"]

# In the order in which editors choose among them.
TYPES: dict[str, QuestionType] = {
    module.TYPE.name: module.TYPE
    for module in (
        single_choice,
        multiple_response,
        true_false,
        numeric,
        ordering,
        matching,
        short_text,
        gap_text,
    )
}
