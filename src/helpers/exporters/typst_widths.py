"""Room for a table: the largest type and the columns with which nothing is cut at the edge of the page."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from math import ceil, inf

from PIL import ImageFont

from helpers.exporters.typst_compiler import fonts_folder
from helpers.exporters.typst_grid import Cell, Grid
from helpers.exporters.typst_images import TEXT_WIDTH
from helpers.exporters.typst_text import WORD, pieces

GAP = 1.1  # of the type size: the inset of a cell in templates/briefing.typ on both its sides, and a little
SIZES = ((9.0, WORD), (8.5, WORD), (8.0, WORD), (7.5, WORD), (7.0, WORD), (7.0, 12), (6.5, 12))
PART = (8.0, 12)
_LONGEST = 29.0  # of the type size: more text than this asks for no more room, it runs over more lines
_COMFORT = 11.0
_SHARES = (1.0, 0.9, 0.8, 0.65, 0.5)  # of the cells of a column, tried in turn for the lowest table
_RAGGED = 1.2  # of the type size: what a broken line leaves empty
_TRADE, _TRADES, _MOST_TRADES = 1.5, 12, 12_000

_FULL = 0.6  # of the page's width: a narrower table keeps its own width

# Of a cell: its first column, the one after its last, its row, its rows, its best width.
Demand = tuple[int, int, int, int, float]


@dataclass(frozen=True)
class Room:
    """How a table is set: type size, longest unbroken word, widths as Typst tracks, height."""

    size: float
    word: int
    tracks: tuple[str, ...]
    height: float  # points, about


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "BeVietnamPro-SemiBold.ttf" if bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(str(fonts_folder() / name), 100, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=10_000)
def _advance(letter: str, bold: bool) -> float:
    return float(_font(bold).getlength(letter))


@lru_cache(maxsize=100_000)
def _wide(text: str, bold: bool) -> float:
    """The width of a text in multiples of the type size; this layout knows no kerning: widths of letters add up."""
    return sum([_advance(letter, bold) for letter in text]) / 100


def _needs(cell: Cell, word: int) -> tuple[float, float]:
    """The least and the best width of a cell without its inset, in multiples of the type size."""
    least, best = _text_needs(cell.text, cell.heads, word)
    return least + cell.marks, best + cell.marks


@lru_cache(maxsize=20_000)
def _text_needs(text: str, bold: bool, word: int) -> tuple[float, float]:
    words = [piece for part in text.split() for piece in pieces(part, word)]
    return max((_wide(piece, bold) for piece in words), default=0.0), _wide(text, bold)


def _columns(grid: Grid, word: int) -> tuple[list[float], list[float]]:
    """The least and the best width of each column with its inset, in multiples of the type size."""
    least, best = [GAP] * grid.columns, [GAP] * grid.columns
    for cell in sorted(grid.cells, key=lambda cell: cell.wide):
        more = grid.marks[cell.x] - cell.marks if cell.wide == 1 else 0.0
        for found, need in zip((least, best), _needs(cell, word), strict=True):
            span = range(cell.x, cell.x + cell.wide)
            lacking = (need + more + GAP - sum(found[x] for x in span)) / cell.wide
            for x in span if lacking > 0 else ():
                found[x] += lacking
    return least, [max(low, min(high, _LONGEST)) for low, high in zip(least, best, strict=True)]


def room(grid: Grid, available: float = TEXT_WIDTH) -> Room | None:
    """The room of the table in the width that there is; None when it has too many columns for one."""
    for size, word in SIZES:
        if (found := _room(grid, size, word, available / size)) is not None:
            return found
    return None


def _room(grid: Grid, size: float, word: int, available: float) -> Room | None:
    least, best = _columns(grid, word)
    if sum(least) > available:
        return None
    wishes = [best] if sum(best) <= available else [_common(grid, least, best, share) for share in _SHARES]
    tries = [_shared(_shared(least, wish, available), best, available) for wish in wishes]
    demands = [(cell.x, cell.x + cell.wide, cell.y, cell.high, _needs(cell, WORD)[1]) for cell in grid.cells]
    height, widths = min((_height(demands, widths), widths) for widths in tries)
    if len(tries) > 1 and len(grid.cells) * grid.columns**2 < _MOST_TRADES:
        height, widths = _traded(demands, least, height, widths)
    narrow = sum(widths) < _FULL * available
    tracks = tuple("auto" if narrow else f"{width:.2f}fr" for width in widths)
    return Room(size, word, tracks, height * size)


def _traded(
    demands: list[Demand], least: list[float], height: float, widths: list[float]
) -> tuple[float, list[float]]:
    """The widths after columns gave each other room for as long as that made the table lower."""
    pairs = list(permutations(range(len(widths)), 2))
    for _ in range(_TRADES):
        tries = []
        for giver, taker in pairs:
            if widths[giver] - _TRADE >= least[giver]:
                tried = list(widths)
                tried[giver], tried[taker] = tried[giver] - _TRADE, tried[taker] + _TRADE
                tries.append((_height(demands, tried), tried))
        lower, tried = min(tries, default=(height, widths))
        if lower >= height:
            break
        height, widths = lower, tried
    return height, widths


def _common(grid: Grid, least: list[float], best: list[float], share: float) -> list[float]:
    """The widths that are enough for this share of each column's cells."""
    found = []
    for x in range(grid.columns):
        needs = sorted(_needs(cell, WORD)[1] + GAP for cell in grid.cells if cell.x == x and cell.wide == 1)
        enough = needs[min(int(share * len(needs)), len(needs) - 1)] if needs else 0.0
        found.append(max(least[x], min(enough, best[x])))
    return found


def _shared(least: list[float], best: list[float], available: float) -> list[float]:
    """The widths when not all columns can have their best: the modest ones can, the others share what is left."""
    widths, spare = list(least), available - sum(least)
    order = sorted(range(len(least)), key=lambda x: best[x] - least[x])
    for place, column in enumerate(order):
        given = min(max(best[column] - least[column], 0), spare / (len(order) - place))
        widths[column] += given
        spare -= given
    return widths


def _height(demands: list[Demand], widths: list[float]) -> float:
    """About how high a table is with these widths, in multiples of the type size."""
    lines: dict[int, int] = {}
    for first, end, row, high, need in demands:
        across = max(sum(widths[first:end]) - GAP, 1)
        needed = 1 if need <= across else max(2, ceil(need / max(across - _RAGGED, 1)))
        lines[row] = max(lines.get(row, 1), ceil(needed / high))
    return sum(1.3 * count + 0.7 for count in lines.values())


def parts(grid: Grid, available: float = TEXT_WIDTH) -> list[tuple[Grid, Room]]:
    """The tables that one with too many columns is set as; its row headers stand in all of them."""
    size, word = PART
    least, best = _columns(grid, word)
    widths = [max(low, min(high, _COMFORT)) * size for low, high in zip(least, best, strict=True)]
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
    return [_part(grid.part(columns), size, word, available / size) for columns in found or [heads]]


def _part(grid: Grid, size: float, word: int, available: float) -> tuple[Grid, Room]:
    equal = Room(size, word, ("1fr",) * grid.columns, inf)
    return grid, _room(grid, size, word, available) or equal


def _row_heads(grid: Grid) -> list[int]:
    """The leading columns whose body cells are header cells."""
    first = [
        cell.x for cell in grid.cells if cell.y >= grid.head and cell.node is not None and not cell.heads
    ]
    return list(range(min(first, default=0)))
