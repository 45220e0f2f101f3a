"""Questions in the editor: any of the types, in the bank and inside lessons alike.

Migrations name the block and the field alone and not the types within: a new type, or another field in one, needs no
migration. What is stored is JSON, which stays as it is.
"""

from typing import Any

from wagtail import blocks
from wagtail.fields import StreamField

from .types import TYPES


class QuestionStreamBlock(blocks.StreamBlock):
    """Takes a block of each type. The older migrations, which list the types of their time, pass their own."""

    def __init__(self, **options: Any):
        super().__init__(
            [(name, question_type.block(question_type)) for name, question_type in TYPES.items()], **options
        )

    @classmethod
    def construct_from_lookup(cls, lookup: Any, **options: Any) -> "QuestionStreamBlock":
        return cls(**options)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return f"{__name__}.QuestionStreamBlock", [], {}

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, list[Any], dict[str, Any]]:
        return self.deconstruct()

    class Meta:
        preview_value = [
            ("true_false", {"stem": "Silence of the State of import is consent.", "feedback": "", "answer": False})
        ]


class QuestionField(StreamField):
    """Exactly one question."""

    def __init__(self, **options: Any):
        super().__init__(QuestionStreamBlock, **{"min_num": 1, "max_num": 1, **options})

    def deconstruct(self):
        name, path, _block_types, options = super().deconstruct()
        del options["block_lookup"]
        return name, path, [], options
