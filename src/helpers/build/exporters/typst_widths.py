"""Room for a table: the largest type and the columns with which nothing is cut at the edge of the page."""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from PIL import ImageFont

from helpers.build.exporters.typst_compiler import fonts_folder
from helpers.build.exporters.typst_grid import Cell, Grid
from helpers.build.exporters.typst_images import TEXT_WIDTH
from helpers.build.exporters.typst_text import WORD, pieces

GAP = 9.0  # points: the inset of a cell on both its sides
SIZES = ((9.0, WORD), (8.5, WORD), (8.0, WORD), (7.5, WORD), (7.0, WORD), (7.0, 12))
_LONGEST = 260.0  # points: more text than this asks for no more room, it runs over more lines
_COMFORT = 90.0
_WHOLE = 300.0  # points: a lower table is never broken over pages


@dataclass(frozen=True)
class Room:
    """How a table is set: type size, longest unbroken word, widths as Typst tracks, and whether it stays whole."""

    size: float
    word: int
    tracks: tuple[str, ...]
    whole: bool


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "BeVietnamPro-SemiBold.ttf" if bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(str(fonts_folder() / name), 100, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=100_000)
def _wide(text: str, bold: bool) -> float:
    """The width of a text in multiples of the type size."""
    return float(_font(bold).getlength(text)) / 100


def _needs(cell: Cell, word: int) -> tuple[float, float]:
    """The least and the best width of a cell, in multiples of the type size."""
    words = [piece for part in cell.text.split() for piece in pieces(part, word)]
    least = max((_wide(piece, cell.heads) for piece in words), default=0.0)
    pictures = 3.0 if cell.node is not None and cell.node.find(["img", "svg"]) else 0.0
    return max(least, pictures), max(_wide(cell.text, cell.heads), pictures)


def _columns(grid: Grid, word: int) -> tuple[list[float], list[float]]:
    least, best = [0.0] * grid.columns, [0.0] * grid.columns
    for cell in sorted(grid.cells, key=lambda cell: cell.wide):
        for found, need in zip((least, best), _needs(cell, word), strict=True):
            span = range(cell.x, cell.x + cell.wide)
            lacking = (need - sum(found[x] for x in span)) / cell.wide
            for x in span if lacking > 0 else ():
                found[x] += lacking
    return least, best


def room(grid: Grid, available: float = TEXT_WIDTH) -> Room | None:
    """The room of the table in the width that there is; None when it has too many columns for one."""
    for size, word in SIZES:
        least, best = _columns(grid, word)
        if sum(least) * size + GAP * grid.columns <= available:
            return _shared(grid, size, word, least, best, available)
    return None


def _shared(
    grid: Grid, size: float, word: int, least: list[float], best: list[float], available: float
) -> Room:
    best = [max(low, min(high, _LONGEST / size)) for low, high in zip(least, best, strict=True)]
    natural = sum(best) * size + GAP * grid.columns
    if natural <= available:
        widths = [wish * size + GAP for wish in best]
        tracks = ["auto"] * grid.columns if natural < 0.6 * available else [f"{w:.1f}fr" for w in widths]
    else:
        spare = available - sum(least) * size - GAP * grid.columns
        wishes = [high - low for low, high in zip(least, best, strict=True)]
        widths = [
            low * size + GAP + spare * wish / (sum(wishes) or 1)
            for low, wish in zip(least, wishes, strict=True)
        ]
        tracks = [f"{width:.1f}fr" for width in widths]
    return Room(size, word, tuple(tracks), _height(grid, size, widths) < _WHOLE)


def _height(grid: Grid, size: float, widths: list[float]) -> float:
    lines: dict[int, int] = {}
    for cell in grid.cells:
        across = sum(widths[cell.x : cell.x + cell.wide]) - GAP
        needed = ceil(_wide(cell.text, cell.heads) * size / max(across, size))
        lines[cell.y] = max(lines.get(cell.y, 1), ceil(needed / cell.high))
    return sum(count * size * 1.4 + 7 for count in lines.values())


def parts(grid: Grid, available: float = TEXT_WIDTH) -> list[list[int]]:
    """The columns of each of the tables that a too wide one is set as; the row headers stand in all of them."""
    size, word = SIZES[-1]
    least, best = _columns(grid, word)
    widths = [
        max(low * size, min(high * size, _COMFORT)) + GAP for low, high in zip(least, best, strict=True)
    ]
    heads = _row_heads(grid)
    heads = heads if sum(widths[x] for x in heads) < available / 2 else []
    found: list[list[int]] = []
    left = 0.0
    for column in (x for x in range(grid.columns) if x not in heads):
        if not found or widths[column] > left:
            found.append([*heads])
            left = available - sum(widths[x] for x in heads)
        found[-1].append(column)
        left -= widths[column]
    return found or [heads]


def _row_heads(grid: Grid) -> list[int]:
    """The leading columns whose body cells are header cells."""
    first = [
        cell.x for cell in grid.cells if cell.y >= grid.head and cell.node is not None and not cell.heads
    ]
    return list(range(min(first, default=0)))
