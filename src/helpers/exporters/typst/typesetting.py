"""From a document to its PDF, and what is done when Typst refuses it.

A strict document fails with the cell where the fault is. In others what can't be shown gives way, with one warning for
each kind of fault: letters that no font has, drawings and formulas that Typst can't read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from logging import Logger, LoggerAdapter
from typing import Any, TypeVar

from helpers.exporters.document import Blocks, Div, Document, Image, Math, Picture, inlines
from helpers.exporters.errors import TooManyPages, UnreadablePicture
from helpers.exporters.maths import unset_formulas
from helpers.exporters.typst.compiler import (
    ARCHIVED,
    PLAIN,
    CompilerCrashed,
    MissingGlyphs,
    TypesettingFailed,
    named,
    typeset,
)
from helpers.exporters.typst.escape import string
from helpers.exporters.typst.finish import Finished, Place, TagsNotFound, finish
from helpers.exporters.typst.images import Images
from helpers.exporters.typst.inlines import formula
from helpers.exporters.typst.looks import A4, PAGES, look
from helpers.exporters.typst.writer import Refused, Source, joins, write

_NUDGES = (0.7, 1.4, 2.8)  # millimetres
_MOST_TRIES = 8
_TITLE = '#set document(title: "t")\n'
_MM = 72 / 25.4  # points
_BESIDE = 4.0  # points: what begins so little lower stands beside
_TOP_LINE = 730.0  # points from the bottom of a page: what begins higher stands at its top

One = TypeVar("One", Picture, Math)


@dataclass
class Typesetting:
    """Typesets one document. ``system_fonts`` allows the fonts of the machine for letters that all others lack."""

    document: Document
    log: "Logger | LoggerAdapter[Any]"
    font_paths: tuple[str, ...] = ()
    system_fonts: bool = False
    refused: Refused = field(default_factory=Refused)
    _missing: str = ""
    _standards: tuple[str, ...] = ARCHIVED
    _use_system: bool = False

    def pdf(self) -> bytes:
        """The finished PDF.

        Raises TooManyPages for a document longer than it may be; MissingGlyphs, UnreadablePicture or another
        ExportError for what a strict document has no substitute for.
        """
        source, typeset_ = self._typeset()
        finished = self._finished(typeset_, source)
        self._warn(source)
        allowed = self._allowed()
        if allowed is not None and finished.pages > allowed:
            raise self._too_many(finished.pages, allowed)
        return finished.data

    def _allowed(self) -> int | None:
        """How many pages there may be: as many as the document says, and one for each that it tells apart."""
        limits = [self.document.meta.pages, len(self._pages()) or None]
        return min((limit for limit in limits if limit is not None), default=None)

    def _pages(self) -> list[Div]:
        """The pages of a briefing, each of which is one sheet."""
        if look(self.document) is not PAGES:
            return []
        return [one for one in self.document.blocks if isinstance(one, Div) and "page" in one.attr.classes]

    @property
    def _strict(self) -> bool:
        return self.document.meta.strict

    def source(self, mark_cells: bool = False) -> Source:
        """What Typst is given, as far as it is known what it can't show."""
        source = write(self.document, self.refused, mark_cells)
        return source.without(self._missing) if self._missing else source

    def _typeset(self) -> tuple[Source, bytes]:
        """The source that Typst accepts at last, and its PDF."""
        for _ in range(_MOST_TRIES):
            source = self.source()
            try:
                return source, self._nudged(source)
            except MissingGlyphs as error:
                self._do_without_glyphs(error, source)
            except TypesettingFailed as error:
                self._give_way(error, source)
        source = self.source()
        return source, self._once(source)

    def _once(self, source: Source) -> bytes:
        return typeset(
            source.text, source.files, source.when, self._standards, self.font_paths, self._use_system
        )

    def _nudged(self, source: Source) -> bytes:
        """The PDF. Typst's tagging can break down over where a page ends, so that is moved a little if need be."""
        try:
            return self._once(source)
        except CompilerCrashed as error:
            crash = error
        for nudge in _NUDGES if self._standards != PLAIN else ():
            try:
                pdf = self._once(source.nudged(nudge))
            except CompilerCrashed:
                continue
            self.log.warning("%s; it could with a bottom margin %s mm higher", crash, nudge)
            return pdf
        raise crash

    def _do_without_glyphs(self, error: MissingGlyphs, source: Source) -> None:
        if self.system_fonts and not self._use_system:
            self._use_system = True  # only now, so that other documents are the same on every machine
        elif self._strict:
            raise _placed(error, source) from None
        else:
            self._missing = "".join(sorted({*self._missing, *error.characters}))

    def _give_way(self, error: TypesettingFailed, source: Source) -> None:
        crashed = isinstance(error, CompilerCrashed)
        if not crashed and (found := self._diagnosed()) != self.refused:
            self.refused = found
        elif self._strict or self._standards == PLAIN or not (crashed or "PDF/" in error.reason):
            raise _placed(error, source) from None
        else:
            self.log.warning("%s; the PDF is made without tags and is not accessible", error)
            self._standards = PLAIN

    def _diagnosed(self) -> Refused:
        """Which pictures and formulas Typst can't show. Raises UnreadablePicture for one of a strict document."""
        shown = list(_inlines(self.document))
        cells = {one.picture: cell for one, cell in shown if isinstance(one, Image)}
        pictures = bad(list(cells), self._drawable)
        formulas = bad(list(dict.fromkeys(one for one, _ in shown if isinstance(one, Math))), self._settable)
        for picture in pictures:
            if self._strict:
                raise UnreadablePicture(cells[picture], picture.mime)
            if picture not in self.refused.pictures:
                self.log.warning(
                    "cell %s: the picture (%s) can't be drawn; its alternative text stands for it",
                    cells[picture],
                    picture.mime,
                )
        return Refused(self.refused.pictures | set(pictures), self.refused.formulas | set(formulas))

    def _drawable(self, pictures: Sequence[Picture]) -> bool:
        images = Images()
        shown = [images.place(Image(picture, "t"), 400.0, 400.0) for picture in pictures]
        names = "".join(f'#image({string(name)}, alt: "t", width: 10pt)\n' for name in images.files)
        return not shown or self._compiles(_TITLE + names, images.files)

    def _settable(self, formulas: Sequence[Math]) -> bool:
        shown = (f'#math.equation(alt: "t", {markup})\n' for one in formulas if (markup := formula(one)))
        return self._compiles(_TITLE + "".join(shown), {})

    def _compiles(self, text: str, files: dict[str, bytes]) -> bool:
        """Whether Typst accepts the text; missing glyphs are no reason to refuse it."""
        try:
            typeset(text, files, font_paths=self.font_paths, system_fonts=self._use_system)
        except MissingGlyphs:
            return True
        except TypesettingFailed:
            return False
        return True

    def _finished(self, pdf: bytes, source: Source) -> Finished:
        try:
            return finish(pdf, source.jumps, source.tables, source.names)
        except TagsNotFound as error:
            if self._strict:
                raise
            self.log.warning("%s; row headers are not marked", error)
            return finish(pdf, source.jumps)

    def _warn(self, source: Source) -> None:
        if missing := "".join(one for one in self._missing if not joins(one)):
            self.log.warning(
                "no font has %d of the characters: %s; \ufffd stands for them", len(missing), named(missing)
            )
        if source.unset:
            self.log.warning("%s", unset_formulas([one.tex for one in source.unset]))

    def _too_many(self, pages: int, allowed: int) -> TooManyPages:
        """What is too long: the cell that no longer fits, or of pages that are told apart the first that runs over."""
        source = self.source(mark_cells=True)
        if not self._pages():
            return TooManyPages(
                pages, allowed, first_beyond(finish(self._nudged(source), source.jumps).cells, allowed)
            )
        found = finish(self._nudged(replace(source, tall=True)), source.jumps)
        long = next((page for page, high in enumerate(found.heights) if high > A4 * _MM + 1), 0)
        excess = found.heights[long] - A4 * _MM
        on_page = [(name, place.top) for name, place in found.cells if place.page == long]
        return TooManyPages(
            pages, allowed, _crossing(on_page, excess), long + 1, _with_heights(on_page), excess / _MM
        )


def first_beyond(cells: Sequence[tuple[str, Place]], allowed: int) -> str:
    """The cell that goes on, or begins, on the first page that is too many."""
    within = [name for name, place in cells if place.page < allowed]
    beyond = [(name, place) for name, place in cells if place.page >= allowed]
    if beyond and (not within or (beyond[0][1].page == allowed and beyond[0][1].top > _TOP_LINE)):
        return beyond[0][0]
    return within[-1] if within else ""


def _with_heights(cells: Sequence[tuple[str, float]]) -> list[str]:
    """The cells of a page with about how high each is, from where they begin; the last one, its foot, without."""
    found = []
    for name, top in cells:
        below = max((other for _, other in cells if other < top - _BESIDE), default=None)
        found.append(f"{name} ({(top - below) / _MM:.0f} mm)" if below is not None else name)
    return found


def _crossing(cells: Sequence[tuple[str, float]], excess: float) -> str:
    """The last cell that begins before a page of the right length would end, its foot left out."""
    foot = cells[-1][1] if cells else 0.0
    return next(
        (name for name, top in reversed(cells[:-1]) if top > foot + excess), cells[0][0] if cells else ""
    )


def bad(items: Sequence[One], good: Callable[[Sequence[One]], bool]) -> list[One]:
    """The items that are not good, found by testing ever smaller halves."""
    if not items or good(items):
        return []
    if len(items) == 1:
        return list(items)
    middle = len(items) // 2
    return bad(items[:middle], good) + bad(items[middle:], good)


def _inlines(document: Document) -> Iterator[tuple[Any, str]]:
    """The inlines of a document, each with its cell."""
    for blocks, cell in _cells(document.blocks, ""):
        for one in inlines(blocks):
            yield one, cell
    for note in document.notes:
        for one in inlines(note.content):
            yield one, note.cell


def _cells(blocks: Blocks, cell: str) -> Iterator[tuple[Blocks, str]]:
    for block in blocks:
        if isinstance(block, Div):
            yield from _cells(block.content, block.cell or cell)
        else:
            yield (block,), cell


def _placed(error: TypesettingFailed, source: Source) -> TypesettingFailed:
    """The error with the cell that it comes from instead of the line of the source."""
    line = error.place.removeprefix("line ")
    if line.isdecimal():
        error.place = source.cell_at(int(line))
        error.args = (error.args[0], error.place)
    return error
