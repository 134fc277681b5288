"""Facts that concern a unit: its own, those of its former units, of what it became, of its groups and the country."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.data.areas import NEAR as NEAR
from helpers.data.editions import PARTS
from helpers.data.subset import OF_ALL_PROVINCES
from helpers.data.tables import Dataset

LEVELS = ("own", "former", "successor", "group", "country")
# Facts that name their areas in a table of members: the table, that of its members, the field that joins them.
JOINT = {
    "agreements": ("agreement_parties", "agreement_id"),
    "mechanisms": ("mechanism_members", "mechanism_id"),
}
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
        """The same facts of some reach only."""
        return Facts(self.dataset, self.province, reach)

    def rows(self, table: str) -> pd.DataFrame:
        """The facts of a table with a column ``area_id``; of projects only the newest state of each.

        The country's totals in registers and yearbooks are for looking around (`observations`), not for a briefing.
        Raises UnknownTable.
        """
        rows = self._covering(table)
        if table == "projects":  # a row that a newer one revises is history
            return rows[~rows["project_id"].isin(set(rows["revises"]))].reset_index(drop=True)
        return self._figures.copy(deep=False) if table == "observations" else rows

    def joint(self, table: str) -> pd.DataFrame:
        """The agreements or mechanisms that an area has a part in, each once, with its nearest ``area_id``."""
        members, key = JOINT[table]
        linked = self._covering(members).drop_duplicates(key)
        frame = self.dataset[table]
        place = {name: number for number, name in enumerate(frame[key].tolist())}
        rows = frame.iloc[[place[name] for name in linked[key].tolist()]].reset_index(drop=True)
        return rows.assign(area_id=linked["area_id"].tolist(), reach=linked["reach"].tolist())

    def meetings(self) -> pd.DataFrame:
        """The sessions of the mechanisms, with their ``reach`` and their names (``name_vi``, ``name_en``)."""
        mechanisms = self.joint("mechanisms")[["mechanism_id", "name_vi", "name_en", "reach"]]
        return self.dataset["meetings"].merge(mechanisms, on="mechanism_id")

    def of(self, table: str) -> pd.DataFrame:
        """The facts of any table of facts, by `rows`, `joint` or `meetings`."""
        if table in JOINT:
            return self.joint(table)
        return self.meetings() if table == "meetings" else self.rows(table)

    def sources(self) -> set[str]:
        """The sources that state one of these facts, as the main or as a further one."""
        further = self.dataset.by("further_sources", "table", "key")
        used: set[str] = set()
        for name in ("observations", *(one for one in self.dataset.values("table") if one != "observations")):
            rows, key = self.of(name), self.dataset.package.table(name).key[0]
            used |= set(rows["source_id"])
            used |= {row["source_id"] for fact in rows[key] for row in further.get((name, fact), ())}
            for source in PARTS.get(name, {}):
                used |= set(rows[source]) - {""}
        return used

    def observations(self, *indicators: str) -> pd.DataFrame:
        """The figures of some indicators, in the order in which these are given; also the country's totals."""
        return _ordered(self._covering("observations"), indicators)

    def of_topics(self, *topics: str) -> pd.DataFrame:
        """The figures of some topics, those of the unit and its former units first, then by topic and indicator."""
        indicators = self.dataset.records("indicators")
        wanted = [row["indicator_id"] for topic in topics for row in indicators if row["topic"] == topic]
        rows = _ordered(self.rows("observations"), wanted)
        return rows.iloc[is_wider(rows).argsort(kind="stable")].reset_index(drop=True)

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
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    def _covering(self, table: str) -> pd.DataFrame:
        """The rows of a table about an area that covers the province, in order of their reach; made once."""
        frame = self.dataset[table]
        if table not in self._frames:
            levels = [self._levels.get(area) for area in frame["area_id"].tolist()]
            order = [place for level in LEVELS for place, one in enumerate(levels) if one == level]
            rows = frame.iloc[order].reset_index(drop=True)
            self._frames[table] = rows.assign(reach=[str(levels[place]) for place in order])
        return self._frames[table].copy(deep=False)

    @cached_property
    def _figures(self) -> pd.DataFrame:
        """The observations without the country's totals in registers and yearbooks."""
        rows, indicators = self._covering("observations"), self.dataset.keyed("indicators")
        pairs = zip(rows["reach"].tolist(), rows["indicator_id"].tolist(), strict=True)
        wanted = [
            place
            for place, (reach, name) in enumerate(pairs)
            if reach != "country" or indicators[name]["basis_id"] not in OF_ALL_PROVINCES
        ]
        return rows.iloc[wanted].reset_index(drop=True)


def is_wider(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Of rows with their ``reach``, which are said neither of the unit itself nor of a part of it."""
    return ~rows["reach"].isin(["own", "former"])


def _ordered(rows: pd.DataFrame, indicators: Sequence[str]) -> pd.DataFrame:
    """The rows of some indicators, in the order of these."""
    place = {name: number for number, name in enumerate(indicators)}
    ranks = [place.get(name, -1) for name in rows["indicator_id"].tolist()]
    order = sorted((number for number, rank in enumerate(ranks) if rank >= 0), key=ranks.__getitem__)
    return rows.iloc[order].reset_index(drop=True)
