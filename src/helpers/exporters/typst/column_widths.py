"""Column widths: the largest type, and the columns, with which nothing of a table is cut at the edge of the page.

Lengths are in multiples of the type size unless said otherwise. The words are those of layout: the minimum width of a
cell is that of its longest word, its maximum width that of its text on one line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from math import ceil, inf
from typing import TYPE_CHECKING

from helpers.exporters.typst.compiler import fonts_folder
from helpers.exporters.typst.escape import WORD, pieces
from helpers.exporters.typst.looks import NOTEBOOK, Look

if TYPE_CHECKING:
    from PIL import ImageFont

GAP = 1.1  # the inset of a cell in the themes on both its sides, and a little
_LONGEST = 29.0  # more text than this asks for no more room, it runs over more lines
_COMFORT = 11.0
_SHARES = (1.0, 0.9, 0.8, 0.65, 0.5)  # of the cells of a column, tried in turn for the lowest table
_RAGGED = 1.2  # what a broken line leaves empty
_TRADE, _TRADES, _MOST_TRADES = 1.5, 12, 12_000
_SAMPLE = 240  # rows that the widths are chosen by; that no word is cut is made sure of in all
_FULL = 0.6  # of the page's width: a narrower table keeps its own width


@dataclass(frozen=True, slots=True)
class Text:
    """What a cell needs room for: its words, in its place. ``marks`` is the width of its references and pictures.

    ``run`` is the width of the most of them that stand side by side, which no line parts from the word before them.
    ``amount``: a number with what belongs to it, which stays on one line.
    """

    words: str
    x: int
    y: int
    col_span: int = 1
    row_span: int = 1
    bold: bool = False
    marks: float = 0.0
    run: float = 0.0
    amount: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a table; ``numeric`` columns keep room for references beside all their cells."""

    cells: Sequence[Text]
    numeric: tuple[bool, ...]

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.numeric)


@dataclass(frozen=True, slots=True)
class Room:
    """How a table is set: type size in points, longest unbroken word, widths as Typst tracks and in points, height."""

    size: float
    word: int
    tracks: tuple[str, ...]
    widths: tuple[float, ...]
    height: float


# A cell for the estimate of heights: first column, the one after its last, row, rows, maximum width.
Demand = tuple[int, int, int, int, float]


@lru_cache(maxsize=2)
def _font(bold: bool) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    name = "BeVietnamPro-SemiBold.ttf" if bold else "BeVietnamPro-Regular.ttf"
    return ImageFont.truetype(str(fonts_folder() / name), 100, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=10_000)
def _advance(letter: str, bold: bool) -> float:
    return float(_font(bold).getlength(letter)) / 100


def text_width(text: str, bold: bool = False) -> float:
    """The width of a text: the sum of its letters' widths, without kerning."""
    return sum([_advance(letter, bold) for letter in text])


@lru_cache(maxsize=50_000)
def _widths_of(text: str, bold: bool, word: int) -> tuple[float, float]:
    """The minimum and the maximum width of a text."""
    words = [piece for part in text.split() for piece in pieces(part, word)]
    return max((text_width(piece, bold) for piece in words), default=0.0), text_width(text, bold)


def _needs(cell: Text, word: int) -> tuple[float, float]:
    """The minimum and the maximum width of a cell without its inset."""
    least, best = _widths_of(cell.words, cell.bold, word)
    return (best + cell.marks if cell.amount else least + cell.run), best + cell.marks


def _columns(texts: Texts, word: int, longest: float = _LONGEST) -> tuple[list[float], list[float]]:
    """The minimum and the maximum width of each column with its inset; no maximum is more than the longest."""
    least, best = [GAP] * texts.columns, [GAP] * texts.columns
    marks, runs = [0.0] * texts.columns, [0.0] * texts.columns
    for cell in texts.cells:
        if cell.col_span == 1:
            marks[cell.x], runs[cell.x] = max(marks[cell.x], cell.marks), max(runs[cell.x], cell.run)
    for cell in sorted(texts.cells, key=lambda cell: cell.col_span):
        alone = cell.col_span == 1
        more = (runs[cell.x] - cell.run, marks[cell.x] - cell.marks) if alone else (0.0, 0.0)
        span = range(cell.x, cell.x + cell.col_span)
        for found, need, further in zip((least, best), _needs(cell, word), more, strict=True):
            lacking = (need + further + GAP - sum(found[x] for x in span)) / cell.col_span
            for x in span if lacking > 0 else ():
                found[x] += lacking
    return least, [max(low, min(high, longest)) for low, high in zip(least, best, strict=True)]


class _Heights:
    """About how high a table is with given widths. What a column's width asks for is counted once."""

    def __init__(self, demands: Sequence[Demand]) -> None:
        self._rows = {row: place for place, row in enumerate(dict.fromkeys(one[2] for one in demands))}
        self._spans: dict[tuple[int, int], list[Demand]] = {}
        for one in demands:
            self._spans.setdefault((one[0], one[1]), []).append(one)
        self._counted: dict[tuple[int, int, float], list[int]] = {}

    def of(self, widths: Sequence[float]) -> float:
        """The height, in multiples of the type size."""
        lines = [self._lines(first, end, sum(widths[first:end])) for first, end in self._spans]
        highest: list[int] = [max(row) for row in zip(*lines, strict=True)]
        return sum([1.3 * count + 0.7 for count in highest])

    def _lines(self, first: int, end: int, width: float) -> list[int]:
        """How many lines each row has for the cells that stand in these columns; at least one."""
        found = self._counted.get((first, end, width))
        if found is None:
            found = self._counted[first, end, width] = [1] * len(self._rows)
            across = max(width - GAP, 1)
            for _, _, row, high, need in self._spans[first, end]:
                if need > across:
                    needed = max(2, ceil(need / max(across - _RAGGED, 1)))
                    place = self._rows[row]
                    found[place] = max(found[place], ceil(needed / high))
        return found


def room(texts: Texts, available: float, look: Look = NOTEBOOK) -> Room | None:
    """The room of the table in a width in points; None when it has too many columns for one."""
    sample = _sampled(texts)
    for size, word in look.sizes:
        if (found := _room(texts, sample, size, word, available / size, look.ours)) is not None:
            return found
    return None


def _sampled(texts: Texts) -> Texts:
    """The cells of some of the rows, spread evenly over the table."""
    rows = max((cell.y for cell in texts.cells), default=0) + 1
    step = ceil(rows / _SAMPLE)
    return texts if step == 1 else Texts([cell for cell in texts.cells if cell.y % step == 0], texts.numeric)


def _room(texts: Texts, sample: Texts, size: float, word: int, available: float, ours: bool) -> Room | None:
    least, best = _columns(texts, word, inf if ours else _LONGEST)
    if sum(least) > available:
        return None
    wishes = [best] if sum(best) <= available else [_common(sample, least, best, share) for share in _SHARES]
    tries = [_shared(_shared(least, wish, available), best, available) for wish in wishes]
    demands = [
        (cell.x, cell.x + cell.col_span, cell.y, cell.row_span, _needs(cell, WORD)[1])
        for cell in sample.cells
    ]
    heights = _Heights(demands)
    height, widths = min((heights.of(widths), widths) for widths in tries)
    if len(tries) > 1 and len(sample.cells) * texts.columns**2 < _MOST_TRADES:
        height, widths = _traded(heights, least, height, widths)
    narrow = sum(widths) < _FULL * available
    tracks = tuple("auto" if narrow else f"{width:.2f}fr" for width in widths)
    points = tuple(width * size for width in widths)
    return Room(size, word, tracks, points, height * size * len(texts.cells) / max(len(sample.cells), 1))


def _traded(
    heights: _Heights, least: list[float], height: float, widths: list[float]
) -> tuple[float, list[float]]:
    """Hill climbing: move 1.5 em from one column to another while that lowers the table; at most 12 steps."""
    pairs = list(permutations(range(len(widths)), 2))
    for _ in range(_TRADES):
        tries = []
        for giver, taker in pairs:
            if widths[giver] - _TRADE >= least[giver]:
                tried = list(widths)
                tried[giver], tried[taker] = tried[giver] - _TRADE, tried[taker] + _TRADE
                tries.append((heights.of(tried), tried))
        lower, tried = min(tries, default=(height, widths))
        if lower >= height:
            break
        height, widths = lower, tried
    return height, widths


def _common(texts: Texts, least: list[float], best: list[float], share: float) -> list[float]:
    """The widths that are enough for this share of each column's cells."""
    needs: list[list[float]] = [[] for _ in least]
    for cell in texts.cells:
        if cell.col_span == 1:
            needs[cell.x].append(_needs(cell, WORD)[1] + GAP)
    found = []
    for x, wanted in enumerate(needs):
        wanted.sort()
        enough = wanted[min(int(share * len(wanted)), len(wanted) - 1)] if wanted else 0.0
        found.append(max(least[x], min(enough, best[x])))
    return found


def _shared(least: list[float], best: list[float], available: float) -> list[float]:
    """Widths when space is short: columns that ask for little get it, the others share the rest evenly."""
    widths, spare = list(least), available - sum(least)
    order = sorted(range(len(least)), key=lambda x: best[x] - least[x])
    for place, column in enumerate(order):
        given = min(max(best[column] - least[column], 0), spare / (len(order) - place))
        widths[column] += given
        spare -= given
    return widths


def parts(texts: Texts, row_heads: int, available: float, look: Look = NOTEBOOK) -> list[list[int]]:
    """The columns of the tables that one with too many is set as; its leading row headers stand in all of them."""
    size, word = look.part
    least, best = _columns(texts, word)
    widths = [max(low, min(high, _COMFORT)) * size for low, high in zip(least, best, strict=True)]
    heads = list(range(row_heads)) if sum(widths[:row_heads]) < available / 2 else []
    found: list[list[int]] = []
    left = 0.0
    for column in range(len(heads), texts.columns):
        if not found or widths[column] > left:
            found.append([*heads])
            left = available - sum(widths[x] for x in heads)
        found[-1].append(column)
        left -= widths[column]
    return found or [heads]


def part_room(texts: Texts, available: float, look: Look = NOTEBOOK) -> Room:
    """The room of one of the tables that `parts` gives."""
    size, word = look.part
    count = texts.columns
    equal = Room(size, word, ("1fr",) * count, (available / count,) * count, inf)
    return _room(texts, _sampled(texts), size, word, available / size, look.ours) or equal
