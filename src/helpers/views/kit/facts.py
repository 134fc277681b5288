"""Facts that concern a unit: its own, those of its former units, of what it became, of its groups and the country."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.data.areas import NEAR as NEAR
from helpers.data.areas import legal_bases
from helpers.data.editions import PARTS
from helpers.data.subset import OF_ALL_PROVINCES
from helpers.data.tables import Dataset, Record, frame

LEVELS = ("own", "former", "successor", "group", "country")
# Facts that name their areas in a table of members: the table, that of its members, the field that joins them.
JOINT = {
    "agreements": ("agreement_parties", "agreement_id"),
    "mechanisms": ("mechanism_members", "mechanism_id"),
}
# The columns of frames beside those of the table, where there are more than the reach.
_BESIDE = {**dict.fromkeys(JOINT, ("area_id", "reach")), "meetings": ("name_vi", "name_en", "reach")}
_OF_THE_UNIT = ("own", "former")
# The topics that the views show every figure of; figures of any other topic stand among the other figures.
TOPICS = {
    "trade": ("trade", "budget"),
    "gates": ("gates",),
    "investment": ("investment",),
    "oda": ("oda",),
    "ngo_aid": ("ngo_aid",),
    "exchanges": ("friendship", "people", "conferences", "visitors", "policy"),
    "competitiveness": ("competitiveness",),
    "territory": ("territory",),
}


@dataclass(frozen=True)
class Facts:
    """The rows of a dataset that concern one unit; ``province`` is its area id.

    Every frame has the columns of its table and ``reach``, which says whom a row is about: ``own`` the unit, ``former``
    a unit that was merged into it, ``successor`` what it became, ``group`` several provinces, ``country``. Rows come in
    that order, and within it as the table has them. Frames are copies: change them as you like.
    """

    dataset: Dataset
    province: str
    reach: Sequence[str] = LEVELS

    def only(self, *reach: str) -> "Facts":
        """The same facts of some reach only; the same object for all who ask, as it remembers what it read."""
        return self._narrower.setdefault(reach, Facts(self.dataset, self.province, reach))

    def records(self, table: str) -> list[Record]:
        """The facts of any table of facts as dictionaries of typed values, as `of` has them; shared: not to be changed.

        Raises UnknownTable.
        """
        if table not in self._records:
            self._records[table] = self._read(table)
        return self._records[table]

    def rows(self, table: str) -> pd.DataFrame:
        """The facts of a table with a column ``area_id``; of projects only the newest state of each.

        The country's totals in registers and yearbooks are for looking around (`observations`), not for a briefing.
        Raises UnknownTable.
        """
        return self.of(table)

    def joint(self, table: str) -> pd.DataFrame:
        """The agreements or mechanisms that an area has a part in, each once, with its nearest ``area_id``."""
        return self.of(table)

    def of(self, table: str) -> pd.DataFrame:
        """The facts of any table of facts: see `rows` and `joint`.

        Of meetings the sessions of these mechanisms, and those of other bodies that were held in the unit, with their
        ``reach`` and their names (``name_vi``, ``name_en``).
        """
        if table not in self._frames:
            self._frames[table] = frame(
                self.dataset.package.table(table), self.records(table), _BESIDE.get(table, ("reach",))
            )
        return self._frames[table].copy(deep=False)  # pandas copies what is written to, when it is

    def sources(self) -> set[str]:
        """The sources that state one of these facts, as the main or as a further one."""
        names = ("observations", *(one for one in self.dataset.values("table") if one != "observations"))
        return {source for name in names for source in self.stated_by(name, self.records(name))}

    def stated_by(self, name: str, rows: Iterable[Record]) -> set[str]:
        """The sources that state one of some facts of a table, as the main or as a further one."""
        further = self.dataset.by("further_sources", "table", "key")
        key, used = self.dataset.package.table(name).key[0], set[str]()
        for row in rows:
            used.add(row["source_id"])
            used |= {one["source_id"] for one in further.get((name, row[key]), ())}
            used |= {row[source] for source in PARTS.get(name, {}) if row[source]}
        return used

    def observations(self, *indicators: str) -> pd.DataFrame:
        """The figures of some indicators, in the order in which these are given; also the country's totals."""
        return self._figures(self.figures(*indicators))

    def figures(self, *indicators: str) -> list[Record]:
        """What `observations` gives, as records; shared: not to be changed."""
        return [row for name in dict.fromkeys(indicators) for row in self._by_indicator.get(name, ())]

    def of_topics(self, *topics: str) -> pd.DataFrame:
        """The figures of some topics, those of the unit and its former units first, then by topic and indicator."""
        indicators = self.dataset.records("indicators")
        wanted = [row["indicator_id"] for topic in topics for row in indicators if row["topic"] == topic]
        place = {name: number for number, name in enumerate(wanted)}
        found = [row for row in self.records("observations") if row["indicator_id"] in place]
        rows = sorted(found, key=lambda row: place[row["indicator_id"]])
        return self._figures(sorted(rows, key=said_of_wider))

    def of_other_topics(self) -> pd.DataFrame:
        """The figures of topics that no section claims (see ``TOPICS``), ordered as in `of_topics`."""
        claimed = {topic for topics in TOPICS.values() for topic in topics}
        topics = dict.fromkeys(row["topic"] for row in self.dataset.records("indicators"))
        return self.of_topics(*(topic for topic in topics if topic not in claimed))

    @cached_property
    def indicators(self) -> frozenset[str]:
        """The indicators that the dataset has."""
        return frozenset(self.dataset.keyed("indicators"))

    @cached_property
    def _levels(self) -> dict[str, str]:
        levels = self.dataset.levels(self.province)
        return {area: level for area, level in levels.items() if level in self.reach}

    @cached_property
    def _narrower(self) -> dict[tuple[str, ...], "Facts"]:
        return {}

    @cached_property
    def _by_indicator(self) -> dict[str, list[Record]]:
        """The figures of each indicator, also the country's totals, in order of their reach."""
        found: dict[str, list[Record]] = {}
        for row in self._covering("observations"):
            found.setdefault(row["indicator_id"], []).append(row)
        return found

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _records(self) -> dict[str, list[Record]]:
        return {}

    def _read(self, table: str) -> list[Record]:
        """The facts of a table in order of their reach."""
        if table in JOINT:
            members, key = JOINT[table]
            nearest: dict[str, Record] = {}
            for row in self._covering(members):
                nearest.setdefault(row[key], {"area_id": row["area_id"], "reach": row["reach"]})
            facts = self.dataset.keyed(table)
            return [{**facts[name], **area} for name, area in nearest.items()]
        if table == "meetings":
            names = ("name_vi", "name_en", "reach")
            bodies = {
                row["mechanism_id"]: {name: row[name] for name in names} for row in self.records("mechanisms")
            }
            known, own = self.dataset.keyed("mechanisms"), self._levels
            found = []
            for row in self.dataset.records(table):
                body = bodies.get(row["mechanism_id"])
                if body is None and own.get(row["host_area_id"]) in NEAR:  # of the country's body, held here
                    names_ = {name: known[row["mechanism_id"]][name] for name in ("name_vi", "name_en")}
                    body = {**names_, "reach": own[row["host_area_id"]]}
                if body is not None:
                    found.append({**row, **body})
            return found
        rows = self._covering(table)
        if (
            table == "documents" and "country" in self.reach
        ):  # a text of the state may be about the unit by name
            units = self.dataset.compared(self.province) or [self.province]
            laws = dict.fromkeys(law for unit in units for law in legal_bases(self.dataset.areas, unit))
            told = {row["document_id"] for row in rows}
            known = self.dataset.keyed(table)
            rows += [{**known[one], "reach": "country"} for one in laws if one in known and one not in told]
        if table == "projects":  # a row that a newer one revises is history
            revised = {row["revises"] for row in rows}
            return [row for row in rows if row["project_id"] not in revised]
        if table == "observations":  # without the country's totals in registers and yearbooks
            indicators = self.dataset.keyed("indicators")
            return [
                row
                for row in rows
                if row["reach"] != "country"
                or indicators[row["indicator_id"]]["basis_id"] not in OF_ALL_PROVINCES
            ]
        return rows

    def _covering(self, table: str) -> list[Record]:
        """The rows of a table about an area that covers the province, in order of their reach."""
        found: dict[str, list[Record]] = {level: [] for level in LEVELS}
        for row in self.dataset.records(table):
            if level := self._levels.get(row["area_id"]):
                found[level].append({**row, "reach": level})
        return [row for rows in found.values() for row in rows]

    def _figures(self, rows: list[Record]) -> pd.DataFrame:
        return frame(self.dataset.package.table("observations"), rows, ("reach",))


def said_of_wider(row: Record) -> bool:
    """Whether a row is said neither of the unit itself nor of a part of it."""
    return row["reach"] not in _OF_THE_UNIT


def is_wider(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Of rows with their ``reach``, which are said neither of the unit itself nor of a part of it."""
    return ~rows["reach"].isin(_OF_THE_UNIT)
