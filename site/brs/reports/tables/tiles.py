"""A chart of equal tiles, one a Party, region by region: every Party is seen, however small. Plain Python."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

ACROSS = 8
SIZE, GAP = 44, 4
LEVELS = 4


@dataclass(frozen=True)
class Tile:
    """`level`: 0 for what is not shown, then 1 to LEVELS from few to many."""

    code: str
    name: str
    value: int | None
    level: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + SIZE // 2

    @property
    def y_of_code(self) -> int:
        """Higher where a value stands below it."""
        return self.y + (27 if self.value is None else 19)

    @property
    def y_of_value(self) -> int:
        return self.y + 36


@dataclass(frozen=True)
class Block:
    """A region's tiles."""

    title: Any
    tiles: list[Tile]
    size: int = SIZE

    @property
    def outer_width(self) -> int:
        """With the edge of two around all."""
        return ACROSS * (SIZE + GAP)

    @property
    def outer_height(self) -> int:
        return ceil(len(self.tiles) / ACROSS) * (SIZE + GAP)


@dataclass(frozen=True)
class Step:
    """What a level stands for: from `least` to `most` (both shown somewhere)."""

    level: int
    least: int
    most: int


@dataclass(frozen=True)
class TileChart:
    blocks: list[Block]
    steps: list[Step]


def tile_chart(regions: Iterable[tuple[Any, Sequence[tuple[str, str, int | None]]]], *, rtl: bool = False) -> TileChart:
    """Of regions with (code, name, value) of each Party. From level to level it is so many times as many.

    `rtl`: rows begin at the right.
    """
    listed = [(title, list(parties)) for title, parties in regions]
    values = [value for _title, parties in listed for _code, _name, value in parties if value]
    least, most = min(values, default=1), max(values, default=1)
    bounds = [least * (most / least) ** (part / LEVELS) for part in range(1, LEVELS)]
    blocks = [
        Block(
            title,
            [
                Tile(
                    code,
                    name,
                    value,
                    0 if value is None else bisect_right(bounds, value) + 1,
                    _across(index % ACROSS, rtl) * (SIZE + GAP),
                    (index // ACROSS) * (SIZE + GAP),
                )
                for index, (code, name, value) in enumerate(parties)
            ],
        )
        for title, parties in listed
    ]
    return TileChart(blocks, _steps(tile for block in blocks for tile in block.tiles))


def _across(index: int, rtl: bool) -> int:
    return ACROSS - 1 - index if rtl else index


def _steps(tiles: Iterable[Tile]) -> list[Step]:
    by_level: dict[int, list[int]] = {}
    for tile in tiles:
        if tile.value is not None:
            by_level.setdefault(tile.level, []).append(tile.value)
    return [Step(level, min(values), max(values)) for level, values in sorted(by_level.items())]
