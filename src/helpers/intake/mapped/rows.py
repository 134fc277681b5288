"""Figures of a foreign table as a filled-in table of the dataset, which then goes the way of every import."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path

from helpers.data.csv_files import Sheets
from helpers.data.faults import DataFaults, Fault
from helpers.data.schema import Package
from helpers.errors import BriefingError, folded, nearest
from helpers.intake.books.safety import Unreadable, Unusable
from helpers.intake.conflicts import ABOUT
from helpers.intake.forms.cells import Entries
from helpers.intake.forms.files import FilledTable
from helpers.intake.mapped import json_answers, sdmx, times
from helpers.intake.mapped import sheets as sheet_tables
from helpers.intake.mapped.cubes import Cube, Figure
from helpers.intake.mapped.mapping import TIMES, Origin, TableMapping
from helpers.intake.mapped.times import Time
from helpers.intake.mapped.unit_lists import UnitList, choose, kind_of, lists, near

_READERS = {".json": json_answers.read, ".xml": sdmx.read}
_MISSING = frozenset(["", ".", "..", "...", "…", "-", "–", "—", ":", "na", "n/a", "kcdl", "null"])
_MOST = 50_000
"""Figures of one import: five times what the dataset has."""
_DIGITS = 15
_BY_FACTOR = "UNIT_MULT"


@dataclass
class _Told:
    """What is left out of a table, counted by what it is."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def leave(self, kind: str, text: str) -> None:
        self.counts.setdefault(kind, Counter())[text] += 1

    def lines(self, place: str) -> Iterator[str]:
        for kind, found in self.counts.items():
            shown = ", ".join(f"“{text}”" for text in [*found][:3])
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            count = sum(found.values())
            yield f"{place}: {count} figure{'s'[: count != 1]} {kind} left out: {shown}{more}"


def read_mapped(path: Path, mapping: TableMapping, package: Package, known: Sheets) -> list[FilledTable]:
    """The table that a mapping says a file has, and its source where the mapping describes it.

    Raises Unreadable, NoFigures, WrongMapping, WhichList, or DataFaults with every label and cell that is none.
    """
    if not path.is_file():
        raise Unreadable(str(path), "there is no such file")
    reader = _READERS.get(path.suffix.casefold())
    cube = reader(path) if reader else sheet_tables.read(path, mapping)
    found = []
    if mapping.source:
        row: dict[str, str | Decimal] = {**mapping.source}
        found.append(FilledTable(mapping.file, "", package.table("sources"), ((0, row),), plain=True))
    table = _Mapped(cube, mapping, known)
    rows = tuple(table.rows())
    if not rows:
        raise mapping.wrong(
            f"nothing of {cube.place} is left; {'; '.join(table.told()) or 'it has no figures'}"
        )
    found.append(FilledTable(cube.file, cube.sheet, mapping.table, rows, remarks=table.told()))
    return found


class _Mapped:
    """One table read by one mapping."""

    def __init__(self, cube: Cube, mapping: TableMapping, known: Sheets) -> None:
        self.cube, self.mapping, self.known = cube, mapping, known
        self._left = _Told()
        self._faults: list[Fault] = []
        self._by = ""
        self._chosen: UnitList | None = None
        self._labels: dict[str, None] = {}  # all that the table calls areas, also what is not wanted of it
        self._marked: Counter[str] = Counter()
        self._places = {
            name: self._place(origin.of, name) for name, origin in mapping.fields.items() if origin.of
        }
        self._only = {self._place(name, "only"): texts for name, texts in mapping.only.items()}

    def rows(self) -> Iterator[tuple[int, dict[str, str | Decimal]]]:
        """Each figure that is wanted as cells by field, with its row; raises DataFaults with all that is wrong."""
        figures = self._wanted()
        areas = self._areas(figures)
        found = []
        for figure in figures:
            row = self._row(figure, areas)
            if row is not None:
                found.append((figure, row))
        self._refuse_kinds([figure for figure, _ in found])
        self._refuse_twice(found)
        if self._faults:
            raise DataFaults(self._faults)
        yield from ((figure.row, row) for figure, row in found)

    def told(self) -> tuple[str, ...]:
        """What a person must be told of how the table was read."""
        lines = [*self.cube.remarks, *self._left.lines(self.cube.place)]
        if self._chosen and self._by:
            said = {"mapping": "as the mapping says", "names": "by their names", "years": "by their years"}
            lines.append(
                f"{self.cube.place}: areas are of the list of {self._chosen.size} units, {said[self._by]}"
            )
        for mark, count in self._marked.items():
            lines.append(
                f"{self.cube.place}: {count} figure{'s'[: count != 1]} {'is' if count == 1 else 'are'} {mark}, "
                "as the notes say"
            )
        return tuple(lines)

    # which figures

    def _wanted(self) -> list[Figure]:
        """The figures that the mapping wants and that have a value."""
        named = {place: self.mapping.fields[name] for name, place in self._places.items()}
        closed = {place for name, place in self._places.items() if named[place].values and name != "area_id"}
        wanted = {place: one.named for place, one in named.items() if one.named} | self._only
        met: dict[int, dict[str, str]] = {place: {} for place in wanted}
        missing = _MISSING | self.mapping.missing
        found = []
        area = self._places.get("area_id")
        for figure in self.cube.figures:
            if area is not None:
                self._labels.setdefault(figure.texts[area])
            texts = {place: folded(figure.texts[place]) for place in met}
            for place, text in texts.items():
                met[place].setdefault(text, figure.texts[place])
            if any(texts[place] not in only for place, only in self._only.items()):
                continue
            aside = [place for place in texts if place in named and texts[place] in named[place].leave_out]
            aside += [place for place in closed if texts[place] not in named[place].values]
            if aside:
                self._left.leave("that the mapping does not want", figure.texts[aside[0]])
            elif not isinstance(figure.value, Unusable) and str(figure.value).strip().casefold() in missing:
                self._left.leave("without a value", str(figure.value).strip() or " ")
            else:
                found.append(figure)
                if len(found) > _MOST:
                    raise Unreadable(
                        self.cube.place,
                        f"more than {_MOST:,} figures; name fewer with [only], or import in parts",
                    )
        for place, expected in wanted.items():
            self._refuse_unmet(place, expected, met[place])
        return found

    def _refuse_unmet(self, place: int, named: Mapping[str, str], met: Mapping[str, str]) -> None:
        """Raises WrongMapping for a text that the mapping names and the table has not: it would be lost unseen."""
        for one in sorted({*named} - {*met}):
            name = self.cube.names[place][-1]
            hint = nearest(named[one], sorted(met.values())[:40])
            raise self.mapping.wrong(f"{self.cube.place} has no {named[one]!r} in {name!r}; {hint}")

    def _refuse_kinds(self, figures: Iterable[Figure]) -> None:
        """Raises WrongMapping where a dimension that no field comes from has several values: they are not one."""
        named = {*self._places.values(), *self._only}
        seen: dict[int, set[str]] = {
            place: set()
            for place in self.cube.told_apart - named
            if not self.mapping.may_vary & {folded(name) for name in self.cube.names[place]}
        }
        for figure in figures:
            for place, texts in seen.items():
                texts.add(figure.texts[place])
        for place, texts in sorted(seen.items()):
            name = self.cube.names[place][-1]
            if len(texts) > 1:
                one = sorted(texts)[0]
                raise self.mapping.wrong(
                    f"{self.cube.place} has {len(texts)} kinds of {name!r}, such as {', '.join(sorted(texts)[:3])}; "
                    f'say which is meant, as [only] "{name}" = "{one}", or may_vary = ["{name}"] if it is no matter'
                )
            if self.cube.names[place][0] == _BY_FACTOR and texts - {"0", ""}:
                ten = texts.pop()
                raise self.mapping.wrong(
                    f"{self.cube.place} gives its figures in 10^{ten} of their unit; say the unit, as "
                    f'unit = {{ from = "{_BY_FACTOR}", values = {{ "{ten}" = "…" }} }}'
                )

    def _refuse_twice(self, found: list[tuple[Figure, dict[str, str | Decimal]]]) -> None:
        """A fault for each second figure of one thing, with what the two differ in."""
        table = self.mapping.table
        about = (*ABOUT, "source_id") if table.name == "observations" else table.key
        first: dict[tuple[object, ...], Figure] = {}
        for figure, row in found:
            other = first.setdefault(tuple(row.get(name) for name in about), figure)
            if other is figure:
                continue
            differs = [
                f"{self.cube.names[place][-1]} {one!r} and {two!r}"
                for place, (one, two) in enumerate(zip(other.texts, figure.texts, strict=True))
                if one != two
            ]
            said = "; they differ in " + ", ".join(differs) if differs else ""
            self._faults.append(
                Fault(
                    self.cube.place,
                    figure.row,
                    "",
                    f"one figure of each thing (row {other.row} has the same{said})",
                    " ".join(dict.fromkeys(str(row.get(name, "")) for name in about)).strip(),
                    "say in the mapping which is meant: [only], or values",
                )
            )

    # what a figure says

    def _row(self, figure: Figure, areas: dict[str, str]) -> dict[str, str | Decimal] | None:
        row: dict[str, str | Decimal] = {}
        for name, origin in self.mapping.fields.items():
            text = figure.texts[self._places[name]] if name in self._places else origin.fixed
            text = origin.values.get(folded(text), text) if origin.of else text
            if name == "area_id" and origin.of:
                text = areas[figure.texts[self._places[name]]]
                if not text:
                    return None
            row[name] = text
        value = self._value(figure)
        if value is None:
            return None
        row[self.mapping.figure] = value
        if "locator" in self.mapping.table.names:
            row.setdefault("locator", self.cube.locator.format(row=figure.row))
        return row if self._timed(figure, row) else None

    def _timed(self, figure: Figure, row: dict[str, str | Decimal]) -> bool:
        """Give a row its time, and the note of a preliminary one; false, with a fault, where there is none."""
        marks = {times.STATUS.get(figure.status, "")}
        for name in TIMES:
            if name not in self.mapping.fields or "as_of" not in self.mapping.table.names:
                continue
            try:
                time = times.read(str(row[name]))
            except ValueError as error:
                self._fault(figure, name, str(error), str(row[name]))
                return False
            marks.add(time.mark)
            if name == "year":
                del row["year"]
                row |= (
                    {"as_of": time.end} if self._stands(row) else dict(zip(TIMES[2:], time[:2], strict=True))
                )
            else:
                row[name] = time.start if name == "period_start" else time.end
        for mark in sorted(marks - {""}):
            self._marked[mark] += 1
            for name, note in times.NOTES[mark].items():
                row[name] = f"{row.get(name, '')} {note}".strip()
        return True

    def _stands(self, row: dict[str, str | Decimal]) -> bool:
        """Whether the indicator of a row is a stock, which stands on a date."""
        return self._kind(str(row["indicator_id"])) == "stock"

    def _kind(self, indicator: str) -> str:
        if indicator not in self._kinds:
            sheet = self.known["indicators"]
            try:
                self._kinds[indicator] = sheet.index[self._indicators.read(indicator)]["kind"]
            except BriefingError as error:
                raise self.mapping.wrong(f"indicator: {error}") from None
        return self._kinds[indicator]

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {}

    @cached_property
    def _indicators(self) -> Entries:
        return Entries(self.known["indicators"])

    def _value(self, figure: Figure) -> str | Decimal | None:
        """The figure as it comes in, rounded where the mapping says so; None, with a fault, where it is none."""
        name = self.mapping.figure
        value, origin = figure.value, self.mapping.fields.get(name, Origin())
        if isinstance(value, Unusable):
            self._fault(figure, name, value.expected, value.found)
            return None
        if isinstance(value, Decimal):
            if not value.is_finite() or abs(value.adjusted()) > 2 * _DIGITS:
                self._fault(figure, name, "a number of at most fifteen digits", f"{value:.6g}")
                return None
            if origin.decimals is not None:
                return value.quantize(Decimal(1).scaleb(-origin.decimals), ROUND_HALF_UP)
        return value

    def _fault(self, figure: Figure, name: str, expected: str, found: str, hint: str = "") -> None:
        self._faults.append(Fault(self.cube.place, figure.row, name, expected, found[:200], hint))

    # whose figure it is

    def _areas(self, figures: list[Figure]) -> dict[str, str]:
        """The id of the area that each label means; empty for what is left out, or no area."""
        origin = self.mapping.fields.get("area_id")
        if "area_id" not in self._places or origin is None:
            return {}
        place = self._places["area_id"]
        found: dict[str, str] = {}
        open_: dict[str, Figure] = {}
        for figure in figures:
            label = figure.texts[place]
            if folded(label) in origin.values:
                found[label] = origin.values[folded(label)]
            elif kind := kind_of(label):
                found[label] = ""
                self._left.leave("of the whole country" if kind == "country" else "of regions", label)
            else:
                open_.setdefault(label, figure)
        if open_:
            found |= self._units(open_, figures, origin)
        return found

    def _units(self, labels: dict[str, Figure], figures: list[Figure], origin: Origin) -> dict[str, str]:
        both = lists(self.known)
        known = [label for label in self._labels if any(one.unit(label) for one in both)]
        self._chosen, self._by = choose(self.cube.place, known, self._spans(figures), both, origin.list)
        found = {label: self._chosen.unit(label) for label in labels}
        for label, unit in found.items():
            if not unit:
                hint = (
                    f"{near(label, self._chosen)}. Otherwise say in the mapping what it is: area.values, or that it "
                    "is not wanted: area.leave_out"
                )
                self._fault(labels[label], "area_id", "a unit of the list", label, hint)
        return found

    def _spans(self, figures: list[Figure]) -> Iterator[Time]:
        """The times of all figures that have one."""
        for name in TIMES:
            if origin := self.mapping.fields.get(name):
                place = self._places.get(name)
                texts = {origin.fixed} if place is None else {figure.texts[place] for figure in figures}
                for text in texts:
                    try:
                        yield times.read(origin.values.get(folded(text), text))
                    except ValueError:
                        continue  # told with its row

    def _place(self, name: str, field_: str) -> int:
        """Which dimension a name means; raises WrongMapping."""
        for place, names in enumerate(self.cube.names):
            if folded(name) in map(folded, names):
                return place
        known = [names[-1] for names in self.cube.names]
        raise self.mapping.wrong(f"{field_}: {self.cube.place} has no {name!r}; {nearest(name, known)}")
