"""What a format is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..drafts import DraftQuestion, Reading


@dataclass(frozen=True)
class Format:
    """`name`: what stored imports and addresses say; never changed. `position`: what its places count.

    `suffixes`: of its files, the first for those that we write. `detect(data, suffix)`: whether a file is of it.
    `read(data)`: total, within the bounds of its process. `write(questions)`: of the types that it `says`.
    """

    name: str
    position: str
    suffixes: tuple[str, ...]
    content_type: str
    detect: Callable[[bytes, str], bool]
    read: Callable[[bytes], Reading]
    write: Callable[[Sequence[DraftQuestion]], bytes]
    says: frozenset[str]
