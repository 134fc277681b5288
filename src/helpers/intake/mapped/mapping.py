"""The mapping file: which heading of a foreign table is which field of ours, as TOML that a person writes.

source = "nso-deaths-2024"           # a text is the same for every figure
unit = "người"
confidence = "high"
headings = "{year} {kind}"           # figures stand under headings such as “2018 Total”
area = { from = "Cities, provinces" }
year = { from = "year" }
indicator = { from = "kind", values = { "Total" = "deaths" } }
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from helpers.data.schema import Package, Table
from helpers.errors import BriefingError, folded, nearest

SHORT = {"area": "area_id", "indicator": "indicator_id", "unit": "unit_id", "source": "source_id"}
"""What a mapping for observations may call fields; ``year`` is the time as the indicator's kind asks for it."""
TIMES = ("year", "as_of", "period_start", "period_end")
_GENERAL = {
    "table": str,
    "sheet": str,
    "header": (int, list),
    "headings": str,
    "numbers": str,
    "missing": list,
    "may_vary": list,
    "only": dict,
}
_OF_A_FIELD = {
    "from": str,
    "values": dict,
    "leave_out": list,
    "list": int,
    "decimals": int,
}
_KINDS = {str: "a text", int: "a number", list: "a list [ … ]", dict: "a table { … }"}
_NEEDED = ("area_id", "indicator_id", "source_id", "confidence")


class WrongMapping(BriefingError):
    """A mapping that cannot be meant, or that names what a file has not."""

    def __init__(self, file: str, problem: str) -> None:
        self.file, self.problem = file, problem
        super().__init__(file, problem)

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


@dataclass(frozen=True)
class Origin:
    """Where a field's texts come from: a dimension of the table by name, or ``fixed``, one text for all.

    ``values`` says what the table's texts mean, by ``folded``; ``leave_out`` which of them are not wanted, as written
    in the mapping, by ``folded``; ``named`` has both so. ``list`` is how many units the list of areas has,
    ``decimals`` to how many places figures are rounded.
    """

    fixed: str = ""
    of: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    leave_out: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    list: int = 0
    decimals: int | None = None


@dataclass(frozen=True)
class TableMapping:
    """One mapping file. ``fields`` has an origin for each field of the table, by its name there, or ``year``."""

    file: str
    table: Table
    fields: Mapping[str, Origin]
    source: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    header: tuple[int, ...] = ()
    headings: str = ""
    numbers: str = ""
    missing: frozenset[str] = frozenset()
    may_vary: frozenset[str] = frozenset()
    only: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def wrong(self, problem: str) -> WrongMapping:
        """A refusal that names the file."""
        return WrongMapping(self.file, problem)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What it calls columns of labels: all that it names but the parts of headings."""
        named = [*(one.of for one in self.fields.values() if one.of), *self.only]
        return tuple(
            dict.fromkeys(name for name in named if f"{{{folded(name)}}}" not in _folded(self.headings))
        )

    @property
    def times(self) -> tuple[str, ...]:
        """The dimensions that are times."""
        return tuple(self.fields[name].of for name in TIMES if name in self.fields and self.fields[name].of)

    @property
    def figure(self) -> str:
        """The field that a figure of the table goes into: the one number that nothing else fills."""
        numbers = [one.name for one in self.table.fields if one.type == "number"]
        free = [name for name in numbers if name not in self.fields or not self.fields[name].fixed]
        if len(free) != 1:
            raise self.wrong(f"table {self.table.name} has no one field for figures; it has {numbers}")
        return free[0]

    @property
    def figures(self) -> str:
        """The column that figures stand in, where they stand in one."""
        origin = self.fields.get(self.figure)
        if not origin or not origin.of:
            raise self.wrong(
                'say under which headings figures stand, such as headings = "{year}", or in which column, '
                f'such as {self.figure} = {{ from = "…" }}'
            )
        return origin.of


def _folded(pattern: str) -> str:
    """A pattern of headings with its parts folded."""
    pieces = pattern.replace("}", "{").split("{")
    return "".join(f"{{{folded(piece)}}}" for piece in pieces[1::2])


def read(path: Path, package: Package) -> TableMapping:
    """A mapping file; raises WrongMapping with what is to be mended."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongMapping(path.name, f"not TOML in UTF-8: {error}") from None
    table = package.table(_typed(path.name, "table", said.get("table", "observations"), str))
    general = {name: said.pop(name) for name in list(said) if name in _GENERAL}
    for name, value in general.items():
        _typed(path.name, name, value, _GENERAL[name])
    source = said.pop("source") if isinstance(said.get("source"), dict) else {}
    if source:
        known = package.table("sources").names
        for name in source:
            if name not in known:
                raise WrongMapping(path.name, f"[source] {name}: no field of sources; {nearest(name, known)}")
        said["source_id"] = _typed(path.name, "[source] source_id", source.get("source_id"), str)
    fields = {}
    for name, value in said.items():
        fields[_field(path.name, name, table)] = _origin(path.name, name, value)
    mapping = TableMapping(
        path.name,
        table,
        fields,
        {name: _text(value) for name, value in source.items()},
        sheet=general.get("sheet", ""),
        header=_rows(path.name, general.get("header", [])),
        headings=general.get("headings", ""),
        numbers=_style(path.name, general.get("numbers", "")),
        missing=frozenset(str(one).strip().casefold() for one in general.get("missing", [])),
        may_vary=frozenset(map(folded, map(str, general.get("may_vary", [])))),
        only={name: _texts(value) for name, value in general.get("only", {}).items()},
    )
    _complete(mapping)
    return mapping


def _complete(mapping: TableMapping) -> None:
    """Raises WrongMapping where a figure of the dataset would lack what every one has."""
    if mapping.table.name != "observations":
        return
    lacking = [name for name in _NEEDED if name not in mapping.fields]
    if not any(name in mapping.fields for name in TIMES):
        lacking.insert(1, "year")
    short = {name: word for word, name in SHORT.items()}
    if lacking:
        names = ", ".join(short.get(name, name) for name in lacking)
        raise mapping.wrong(
            f'nothing says {names}; write a text, as confidence = "high", or a heading, as '
            'area = { from = "Tỉnh" }'
        )


def _field(file: str, name: str, table: Table) -> str:
    if name in table.names:
        return name
    short = {one: field for one, field in SHORT.items() if field in table.names}
    if "as_of" in table.names:
        short["year"] = "year"
    if name not in short:
        raise WrongMapping(file, f"unknown key {name!r}; {nearest(name, [*table.names, *short, *_GENERAL])}")
    return short[name]


def _origin(file: str, name: str, value: Any) -> Origin:
    if not isinstance(value, dict):
        if isinstance(value, list):
            raise WrongMapping(file, f'{name}: a text, or {{ from = "heading" }}, not a list')
        return Origin(fixed=_text(value))
    for key, said in value.items():
        if key not in _OF_A_FIELD:
            raise WrongMapping(file, f"{name}: unknown key {key!r}; {nearest(key, _OF_A_FIELD)}")
        _typed(file, f"{name}.{key}", said, _OF_A_FIELD[key])
    values = {folded(text): _text(meaning) for text, meaning in value.get("values", {}).items()}
    return Origin(
        of=value.get("from", ""),
        values=values,
        leave_out=_texts(value.get("leave_out", [])),
        named={**_texts([*value.get("values", {})]), **_texts(value.get("leave_out", []))},
        list=value.get("list", 0),
        decimals=value.get("decimals"),
    )


def _text(value: Any) -> str:
    """What a person wrote without quotes, as text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(value: Any) -> dict[str, str]:
    """One text, or a list of texts, by ``folded``."""
    return {folded(_text(one)): _text(one) for one in (value if isinstance(value, list) else [value])}


def _typed(file: str, name: str, value: Any, kind: Any) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        kinds = kind if isinstance(kind, tuple) else (kind,)
        raise WrongMapping(file, f"{name}: {' or '.join(_KINDS[one] for one in kinds)} is expected")
    return value


def _rows(file: str, value: int | list[Any]) -> tuple[int, ...]:
    rows = value if isinstance(value, list) else [value]
    if any(not isinstance(row, int) or isinstance(row, bool) or not 1 <= row <= 100 for row in rows):
        raise WrongMapping(file, "header: the number of a row, from 1 to 100, or of the first and the last")
    return tuple(rows)


def _style(file: str, value: str) -> str:
    if value not in ("", "vi", "en"):
        raise WrongMapping(file, 'numbers: "vi" for 1.876,7, "en" for 1,876.7')
    return value
