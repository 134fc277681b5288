"""Nothing that the dataset knows about a province is left out of its briefing, and nothing is made its own."""

import json
from pathlib import Path
from typing import ClassVar

import pytest

from helpers import data
from helpers.data import areas
from helpers.publishing.jobs import SECTIONS
from helpers.views import (
    at_a_glance,
    cooperation,
    fdi_breakdown,
    key_figures,
    sources,
    trade,
    trade_series,
)
from helpers.views.kit.page import LEVELS, Page

PROVINCES = areas.briefing_provinces(data.load().areas)
ROOT = Path(__file__).resolve().parents[3]
# Facts that a section shows only at their latest.
LATEST_ONLY = ("territory",)


class Told(Page):
    """A page that remembers the facts it has cited."""

    told: ClassVar[set[tuple[str, str]]] = set()

    def cite(self, table, row):
        self.told.add((table, str(row[self.dataset[table].columns[0]])))
        return super().cite(table, row)

    def cite_alternative(self, row, gap):
        self.told.add(("observations", row["observation_id"]))
        return super().cite_alternative(row, gap)


def run(section: str, province: str) -> None:
    """The code of a section's notebook, its checks included."""
    cells = json.loads((ROOT / "notebooks" / f"{section}.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
            if "parameters" in cell["metadata"]["tags"]:
                names["province"] = province


@pytest.mark.parametrize("province", PROVINCES)
def test_every_fact_of_a_province_is_in_a_section_with_its_source(monkeypatch, page, province: str) -> None:
    monkeypatch.setattr("helpers.views.kit.page.Page", Told)
    monkeypatch.setattr(Told, "told", set())
    for section in SECTIONS:
        run(section, province)
    dataset = page(province).dataset
    topics = dataset["indicators"].set_index("indicator_id")["topic"]
    for table in ("observations", "relations", "activities", "projects", "priorities", "documents"):
        rows = dataset[table]
        rows = rows[rows["area_id"] == province]
        if table == "observations":
            rows = rows[~rows["indicator_id"].map(topics).isin(LATEST_ONLY)]
        keys = set(rows[rows.columns[0]]) - (set(dataset[table]["revises"]) if table == "projects" else set())
        assert keys - {key for name, key in Told.told if name == table} == set()


@pytest.mark.parametrize("province", PROVINCES)
def test_wider_facts_are_labelled_and_never_taken_as_the_provinces_own(page, province: str) -> None:
    one = page(province)
    for table in ("observations", "relations", "activities", "projects", "priorities", "documents"):
        rows = one.rows(table)
        assert set(rows["reach"]) <= set(LEVELS)
        for row in rows.to_dict("records"):
            assert bool(one.scope(row)) == (row["area_id"] != province)
    assert {found.area_id for found in key_figures.key_figures(one)} <= {province}


def test_every_relation_has_a_form_that_a_section_shows(page) -> None:
    forms = set(data.load()["relations"]["form"])
    assert forms <= {*cooperation.CLOSE, *cooperation.OTHER, "donor", "investor"}
    assert fdi_breakdown.investors(page()) is not None


@pytest.mark.parametrize("province", PROVINCES)
def test_every_source_that_is_cited_is_listed(page, province: str) -> None:
    one = Page(page(province).dataset, province, "en")
    at_a_glance.facts_table(one)
    blocks = trade_series.blocks(one)
    trade.other_figures_part(one, trade.other_figures(one, blocks))
    cooperation.activities_part(one)
    cited = {key.split(":")[0] for key in one._notes if not key.startswith("derived:")}
    assert cited
    assert cited <= set(sources.used_sources(one)["source_id"])
