"""The province's trade, one block for each basis, gate and set of boundaries; blocks are never joined."""

from dataclasses import dataclass

import pandas as pd

from helpers.data.series import Series, series
from helpers.data.tables import records as rows_of
from helpers.views.kit.page import Page, Row
from helpers.views.kit.points import shown
from helpers.views.kit.yearly import COLUMNS, sure, yearly

MEASURES = ("turnover", "exports", "imports")
# The widest basis first; what an official asks for first.
ORDER = (
    *("all-gates", "land-gates", "territory", "customs", "customs-branch"),
    *("gate", "gate-customs", "enterprises", "unstated", "mirror"),
)
# Indicators that print the change of another on the year before.
PRINTED_CHANGE = {"trade-turnover": "trade-turnover-change"}


@dataclass(frozen=True)
class Block:
    """Turnover, exports and imports on one basis; ``frame`` has a row a year.

    Columns of the frame: those of ``kit.yearly.yearly``, exports and imports (cells, empty where not known).
    """

    area_id: str
    basis_id: str
    gate_id: str
    series: dict[str, Series]
    frame: pd.DataFrame

    @property
    def key(self) -> str:
        """The block in a word, for the keys of its notes."""
        return ".".join(filter(None, (self.area_id, self.basis_id, self.gate_id)))

    @property
    def has_series(self) -> bool:
        """Whether there are enough years of turnover to show in order: three."""
        return len(sure(self.frame)) > 2

    @property
    def rows(self) -> list[Row]:
        """The observations behind the years."""
        points = [point for found in self.series.values() for point in found.points]
        return [row for point in points for row in (point.row, *point.alternatives)]


def indicators(page: Page) -> dict[tuple[str, str], str]:
    """The indicator of each basis and measure."""
    rows = page.dataset.records("indicators")
    return {
        (row["basis_id"], row["measure"]): row["indicator_id"]
        for row in rows
        if row["topic"] == "trade" and row["measure"] in MEASURES
    }


def in_order(page: Page) -> list[str]:
    """The trade indicators by basis, turnover before exports before imports."""
    known = indicators(page)
    ranked = sorted(known, key=lambda key: (_rank(key[0]), key[0], MEASURES.index(key[1])))
    return [known[key] for key in ranked]


def blocks(page: Page) -> list[Block]:
    """Every basis on which the province's trade is published by full year, the province's own boundaries first."""
    known = indicators(page)
    basis_of = {indicator: basis for (basis, _), indicator in known.items()}
    rows = page.rows("observations")
    mine = rows["reach"].isin(["own", "successor"]) & (rows["partner_id"] == "") & (rows["sector_id"] == "")
    rows = rows[mine & rows["indicator_id"].isin(list(basis_of))]
    keys = dict.fromkeys(
        (row["reach"], row["area_id"], basis_of[row["indicator_id"]], row["gate_id"]) for row in rows_of(rows)
    )
    ranked = sorted(keys, key=lambda key: (key[0] != "own", _rank(key[2]), key[3]))
    found = [block(page, area, basis, gate, known) for _, area, basis, gate in ranked]
    return [one for one in found if len(one.frame)]


def _rank(basis: str) -> int:
    return ORDER.index(basis) if basis in ORDER else len(ORDER)


def block(page: Page, area: str, basis: str, gate: str, known: dict[tuple[str, str], str]) -> Block:
    """One block; a turnover year may lack exports and imports, and the other way round."""
    there = {measure: known[basis, measure] for measure in MEASURES if (basis, measure) in known}
    found = {
        measure: series(page.dataset, area, indicator, gate_id=gate) for measure, indicator in there.items()
    }
    printed = PRINTED_CHANGE.get(there.get("turnover", ""), "")
    if printed in page.indicators:
        found["change"] = series(page.dataset, area, printed, gate_id=gate)
    frame = (
        yearly(page, found["turnover"], found.get("change"))
        if "turnover" in found
        else pd.DataFrame(columns=COLUMNS)
    )
    for measure in MEASURES[1:]:
        by_year = found[measure].by_year if measure in found else {}
        cells = {year: shown(page, point) for year, point in by_year.items()}
        more = pd.DataFrame({"year": list(cells), measure: list(cells.values())}, dtype=object)
        frame = frame.astype(object).merge(more, on="year", how="outer")
    frame = frame.sort_values("year").reset_index(drop=True)
    return Block(area, basis, gate, found, filled(frame))


def filled(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with nothing where nothing is known: None for figures, no text, no for questions."""
    blanks: dict[str, object] = {
        "doubtful": False,
        "published": False,
        "open": False,
        "figure": None,
        "change": None,
    }
    columns = {
        column: [
            blanks.get(column, "") if missing else value
            for value, missing in zip(frame[column], gone, strict=True)
        ]
        for column in frame.columns
        if (gone := frame[column].isna()) is not None
    }
    return pd.DataFrame({column: pd.Series(values, dtype=object) for column, values in columns.items()})


def name(page: Page, one: Block) -> str:
    """What the block counts: the name of its turnover, the gate, and the boundaries where they are new."""
    known = indicators(page)
    measure = next(measure for measure in MEASURES if (one.basis_id, measure) in known)
    words = page.name("indicators", known[one.basis_id, measure])
    if one.gate_id:
        words = page.phrase("figure.about", name=words, about=page.name("border_gates", one.gate_id))
    if one.area_id != page.province:
        words = page.phrase("figure.about", name=words, about=page.name("areas", one.area_id))
    return words
