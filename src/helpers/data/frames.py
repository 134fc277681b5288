"""Figures as tidy frames, for an analyst: numbers in one unit, real dates, and with each figure where it comes from.

`series_frame` is one series, `frame` one indicator in several provinces; both refuse to mix (see `comparable`).
`figures` is everything that is published, each figure in its own unit, and `indicators` says what there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import paths
from helpers.data import arithmetic, comparable, selection
from helpers.data.comparable import Ask, Dot, Line, NotOneSeries, UnknownIndicator
from helpers.data.series import BREAKDOWN, choose, moment, period
from helpers.data.tables import Dataset, Record, UnknownRow, load
from helpers.errors import UnknownLanguage, unaccented

_LANGUAGES = ("vi", "en")  # of the columns with names
_OF_FIGURES = [
    *(
        "indicator",
        "title",
        "period",
        "when",
        "start",
        "end",
        "value",
        "unit",
        "qualifier",
        "area",
        "boundaries",
    ),
    *("basis", "partner", "sector", "gate", "shown", "confidence", "source", "source_title", "source_url"),
    *("locator", "observation_id"),
]


def series_frame(
    province: str,
    indicator: str,
    *,
    basis: str = "",
    boundaries: str = "",
    period: str = "",
    partner: str = "",
    sector: str = "",
    gate: str = "",
    unit: str = "",
    as_of: str = "",
    language: str = "en",
    dataset: Dataset | None = None,
) -> pd.DataFrame:
    """One series as numbers, indexed by the last day of each period, or the day of a stock: ready to plot.

    ``province`` is a name as people type it, or the id of an area. ``indicator`` is an indicator, or a measure
    (``turnover``) with its ``basis``. ``boundaries``: the id of an area, or ``today`` (what is published on today's,
    else the sum of the former units). ``period``: ``year``, ``date``, ``01-06`` (January to June of each year),
    ``5-years`` in one sum, ``plan-year`` …; without it full years, or dates. Without ``partner``, ``sector`` or
    ``gate`` the figures of all. ``unit`` is that of the latest point unless another is asked for. ``as_of``: what was
    known on that day. A ``dataset`` that is loaded already is taken as it is.

    Columns: ``value`` (float), ``unit``, ``qualifier`` (``over`` 3.2 is no 3.2), ``when`` (as precise as the source),
    ``area`` (with its days where it was merged), ``boundaries`` (its id), ``basis``, ``derived`` (a sum made here),
    ``confidence``, ``source`` (short), ``source_title``, ``source_url``, ``locator`` (the place in it), ``others``
    (other published figures for the same thing, by id), ``observation_id``. Of a sum, those of its parts, joined.
    ``attrs`` has ``title``, ``definition``, ``basis``, ``unit``, ``period``, ``left_out`` and ``edition``.

    Raises NotOneSeries where what is asked for means several things, NoFigures where there is none, and UnknownRow
    for a name that the dataset does not have (UnknownLanguage for a language); each says what to choose.

        >>> series_frame("lao-cai", "trade-turnover").plot()
    """
    dataset = _given(dataset, as_of, language)
    ask = Ask((province,), indicator, basis, boundaries, period, partner, sector, gate)
    found = comparable.lines(dataset, ask)
    if len(found) > 1:
        there = " or ".join(f"boundaries={one.area_id!r}" for one in found)
        why = f"{province} has {len(found)} former units"
        raise NotOneSeries("boundaries", str(ask), why, f"{there} or boundaries='today'")
    rows = tidy(dataset, ask, found, unit, language)
    return rows.set_index("end").drop(columns=["province", "start"])


def frame(
    provinces: str | Iterable[str],
    indicator: str,
    *,
    basis: str = "",
    boundaries: str = "",
    period: str = "",
    partner: str = "",
    sector: str = "",
    gate: str = "",
    unit: str = "",
    as_of: str = "",
    language: str = "en",
    dataset: Dataset | None = None,
) -> pd.DataFrame:
    """One indicator in several provinces that count it alike: a row for each figure, all in one unit.

    As `series_frame`, with two differences: ``province``, ``start`` and ``end`` are columns, and ``boundaries`` may be
    ``former``, which gives each former unit as an area of its own. Pivot it to draw:

        >>> rows = frame(["lang-son", "quang-ninh"], "fdi-capital-register")
        >>> rows.pivot(index="end", columns="area", values="value").plot()

    Raises as `series_frame`, and NotOneSeries for provinces that each have a count of their own.
    """
    dataset = _given(dataset, as_of, language)
    ask = Ask(_names(provinces), indicator, basis, boundaries, period, partner, sector, gate)
    return tidy(dataset, ask, comparable.lines(dataset, ask), unit, language)


def figures(
    provinces: str | Iterable[str] = (),
    indicator: str = "",
    *,
    as_of: str = "",
    language: str = "en",
    dataset: Dataset | None = None,
) -> pd.DataFrame:
    """Every published figure, or those of some provinces (with their former units), or of an indicator or measure.

    Nothing is chosen between and nothing is refused: each row says its own unit, basis, boundaries and ``period``, and
    ``shown`` whether it is the one that is chosen of several for the same thing. So values of several rows are not to
    be added or drawn as they stand. Raises UnknownRow.
    """
    dataset = _given(dataset, as_of, language)
    known = dataset.keyed("indicators")
    wanted = {key for key, row in known.items() if indicator in ("", key, row["measure"])}
    if not wanted:
        raise UnknownIndicator(indicator, {*known, *(row["measure"] for row in known.values())} - {""})
    of = {area: one for one in _names(provinces) for area in comparable.units(dataset, one)}
    rows = [
        row
        for row in dataset.records("observations")
        if row["indicator_id"] in wanted and (not of or row["area_id"] in of)
    ]
    first = _first(dataset, rows)
    if not rows:
        return pd.DataFrame(columns=_OF_FIGURES)
    cells = [
        {
            "indicator": row["indicator_id"],
            "title": dataset.name("indicators", row["indicator_id"], language),
            "period": period(row),
            **_times(row),
            "value": float(row["value"]),
            **_about(dataset, row, language),
            **dict(zip(("partner", "sector", "gate"), comparable.breakdown(row), strict=True)),
            "shown": row["observation_id"] in first,
            **_sources(dataset, [row], language),
        }
        for row in rows
    ]
    return _frame(dataset, cells, ["indicator", "area", "start", "end"])


def indicators(
    search: str = "",
    province: str = "",
    *,
    as_of: str = "",
    language: str = "en",
    dataset: Dataset | None = None,
) -> pd.DataFrame:
    """The indicators whose name, id, topic or definition has every word of ``search``, tone marks or not; names first.

    With a province, those that it or a former unit has figures of. Columns: ``title``, ``topic``, ``basis``, ``kind``,
    ``measure``, ``figures`` (how many), ``definition``; the index is the id. Raises UnknownRow.
    """
    dataset = _given(dataset, as_of, language)
    counted = _counted(dataset, province)
    cells = [
        {
            "indicator": row["indicator_id"],
            "title": row[f"name_{language}"],
            "topic": dataset.name("topics", row["topic"], language),
            "basis": row["basis_id"],
            "kind": row["kind"],
            "measure": row["measure"],
            "figures": counted.get(row["indicator_id"], 0),
            "definition": row[f"definition_{language}"],
        }
        for row in sorted(dataset.records("indicators"), key=lambda row: -matches(dataset, row, search))
        if counted.get(row["indicator_id"]) and matches(dataset, row, search)
    ]
    columns = ["indicator", "title", "topic", "basis", "kind", "measure", "figures", "definition"]
    return pd.DataFrame(cells, columns=columns).set_index("indicator")


def matches(dataset: Dataset, indicator: Mapping[str, Any], search: str) -> int:
    """How well an indicator has every word that is searched for, in either language, tone marks or not.

    2 in its names, 1 in its id, topic, measure or definition too, 0 not at all.
    """
    wanted = unaccented(search).split()
    if not wanted:
        return 2
    topic = dataset.row("topics", indicator["topic"])
    names = [indicator[field] for field in ("name_vi", "name_en")]
    fields = ("indicator_id", "definition_vi", "definition_en", "measure")
    others = [*(indicator[field] for field in fields), topic["name_vi"], topic["name_en"]]
    for rank, texts in ((2, names), (1, [*names, *others])):
        text = unaccented(" ".join(texts))
        if all(word in text for word in wanted):
            return rank
    return 0


def _counted(dataset: Dataset, province: str) -> dict[str, int]:
    """How many figures there are of each indicator, of all areas or of a province with its former units."""
    within = set(comparable.units(dataset, province)) if province else None
    counted: dict[str, int] = {}
    for (area, indicator), rows in dataset.by("observations", "area_id", "indicator_id").items():
        if within is None or area in within:
            counted[indicator] = counted.get(indicator, 0) + len(rows)
    return counted


def _names(provinces: str | Iterable[str]) -> tuple[str, ...]:
    """One province, which is a text and no sequence of letters, or several."""
    return (provinces,) if isinstance(provinces, str) else tuple(provinces)


# Lines as a frame


def tidy(dataset: Dataset, ask: Ask, found: Sequence[Line], unit: str, language: str) -> pd.DataFrame:
    """Lines as a frame (see `frame`), sorted by area and time. Raises UnknownRow for a unit of another dimension."""
    indicator = dataset.row("indicators", found[0].indicator_id)
    factors = {
        name: row["factor"]
        for name, row in dataset.keyed("units").items()
        if row["dimension"] == indicator["dimension"]
    }
    dots = [dot for line in found for dot in line.dots]
    unit = unit or str(max(dots, key=lambda dot: selection.end(dot.point.row)).point.row["unit_id"])
    if unit not in factors:
        raise UnknownRow("units", unit, factors)
    cells = [
        {"province": line.province, **_cells(dataset, dot, unit, factors, language)}
        for line in found
        for dot in line.dots
    ]
    made = _frame(dataset, cells, ["area", "end", "start"])
    made.attrs |= {
        "title": dataset.name("indicators", found[0].indicator_id, language),
        "definition": str(indicator[f"definition_{language}"]),
        "basis": dataset.name("bases", indicator["basis_id"], language),
        "unit": dataset.unit_name(unit, language),
        "period": period(dots[0].point.row),
        "left_out": left_out(dataset, ask, found),
    }
    return made


def left_out(dataset: Dataset, ask: Ask, found: Sequence[Line]) -> dict[str, int]:
    """What the same areas have beside their lines: figures by their kind of time, and ``doubtful`` readings."""
    shown = {line.area_id: line for line in found}
    there = comparable.boundaries(dataset, ask, found[0].indicator_id)
    dots = [dot for areas in there.values() for area, dots in areas.items() if area in shown for dot in dots]
    kind = period(found[0].dots[0].point.row)
    counted = {one: count for one, count in comparable.periods(dots).items() if one != kind}
    doubtful = sum(line.doubtful for line in found)
    return counted | ({"doubtful": doubtful} if doubtful else {})


def _cells(
    dataset: Dataset, dot: Dot, unit: str, factors: Mapping[str, Decimal], language: str
) -> dict[str, Any]:
    """A point as a row of a frame."""
    value = arithmetic.in_unit(dot.point.figure, unit, factors).value
    published = [one.row for one in dot.published]
    others = [row["observation_id"] for one in dot.published for row in one.alternatives]
    return {
        **_times(dot.point.row),
        "value": float(value),
        **_about(dataset, dot.point.row, language),
        "unit": unit,
        "derived": bool(dot.parts),
        **_sources(dataset, published, language),
        "others": "; ".join(others),
    }


def _times(row: Mapping[str, Any]) -> dict[str, Any]:
    """When a figure is of: as precise as its source, and its first and last day."""
    return {
        "when": moment(row)
        if row["period_start"] != row["period_end"]
        else row["as_of"] or row["period_end"],
        "start": pd.Timestamp(selection.begin(row)),
        "end": pd.Timestamp(selection.end(row)),
    }


def _about(dataset: Dataset, row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What a figure is of."""
    return {
        "unit": row["unit_id"],
        "qualifier": row["qualifier"],
        "area": comparable.area_and_days(dataset, row["area_id"], language),
        "boundaries": row["area_id"],
        "basis": dataset.row("indicators", row["indicator_id"])["basis_id"],
    }


def _sources(dataset: Dataset, rows: Sequence[Record], language: str) -> dict[str, Any]:
    """Where published figures come from, how sure their reading is, and their ids."""
    sources = [dataset.row("sources", row["source_id"]) for row in rows]
    return {
        "confidence": max((row["confidence"] for row in rows), key=("high", "medium", "low").index),
        "source": " + ".join(dict.fromkeys(str(one[f"short_{language}"]) for one in sources)),
        "source_title": " + ".join(dict.fromkeys(str(one["title"]) for one in sources)),
        "source_url": " ".join(dict.fromkeys(str(one["url"]) for one in sources)),
        "locator": " + ".join(str(row["locator"]) for row in rows),
        "observation_id": " + ".join(str(row["observation_id"]) for row in rows),
    }


def _first(dataset: Dataset, rows: Iterable[Record]) -> set[str]:
    """Of several figures for the same thing the one that is shown, by id (see `series.choose`)."""
    groups: dict[tuple[str, ...], list[Record]] = {}
    for row in rows:
        key = (row["area_id"], row["indicator_id"], *(row[field] for field in BREAKDOWN))
        groups.setdefault((*key, period(row), moment(row)), []).append(row)
    sources = dataset.keyed("sources")
    return {choose(group, sources)[0]["observation_id"] for group in groups.values()}


def _frame(dataset: Dataset, cells: list[dict[str, Any]], order: list[str]) -> pd.DataFrame:
    made = pd.DataFrame(cells)
    if cells:
        made = made.sort_values(order, kind="stable", ignore_index=True)
    made.attrs["edition"] = dataset.edition
    return made


def _given(dataset: Dataset | None, as_of: str, language: str) -> Dataset:
    """The dataset that is handed over, else the project's. Raises UnknownLanguage."""
    if language not in _LANGUAGES:
        raise UnknownLanguage(language, _LANGUAGES)
    return dataset or loaded(as_of)


def loaded(as_of: str) -> Dataset:
    """The dataset of the project as it is now, loaded once for each state of its files."""
    folder = paths.data()
    state = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.iterdir()))
    return _loaded(folder, as_of, state)


@lru_cache(maxsize=4)
def _loaded(folder: Path, as_of: str, _state: tuple[tuple[str, int], ...]) -> Dataset:
    return load(as_of=as_of, folder=folder)
