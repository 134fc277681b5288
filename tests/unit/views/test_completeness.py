"""Nothing that the dataset knows about a province is left out of its briefing, and nothing is made its own."""

import json
import re
from decimal import Decimal

import pytest

from helpers.data import load, selection
from helpers.data.subset import OF_ALL_PROVINCES
from helpers.publishing import jobs
from helpers.text.markdown import unescape
from helpers.text.numbers import marked
from helpers.text.phrases import phrases
from helpers.text.phrases import table as phrases_of
from helpers.views.annex import sources
from helpers.views.kit.facts import JOINT, LEVELS
from page_reading import LANGUAGES, annex_cells
from run_sections import NOTEBOOKS, comparisons, provinces, ran

PROVINCES = provinces()
SECTIONS = jobs.SECTIONS["unit"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("province", PROVINCES)
def test_every_fact_of_a_unit_is_shown_in_its_annex(section, province: str, language: str) -> None:
    """Of every table of facts; by the record that the sections themselves keep, as the build holds them to it."""
    one = section(province)
    dataset, covering = one.dataset, one.dataset.levels(one.province)
    own = {
        name: {row[key] for row in dataset.records(members) if row["area_id"] in covering}
        for name, (members, key) in JOINT.items()
    }
    known = {
        f"{table.name}/{row[table.key[0]]}"
        for table in dataset.package.tables.values()
        if table.of_facts
        for row in dataset.records(table.name)
        if row.get("area_id", one.province) in covering  # others are there because a fact refers to them
        if table.name not in own or row[table.key[0]] in own[table.name]  # or one of a body that met here
    }
    shown: set[str] = set()
    for name in SECTIONS:
        for cell in annex_cells(name):
            shown |= set((ran(name, province, language).records.get(cell) or {}).get("facts", ()))
    assert len(known) > 150
    assert known - shown == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comparison", comparisons())
def test_what_is_said_of_several_units_or_of_the_country_is_shown_in_a_comparison(
    comparison: str, language: str
) -> None:
    """Every row of the whole dataset about a group or the country, and what belongs to a joint fact of theirs.

    But for the country's totals in registers and yearbooks, which are for looking around.
    """
    whole = load()
    wide = {name for name, row in whole.areas.items() if row["kind"] in ("group", "country")}
    totals = {
        row["indicator_id"] for row in whole.records("indicators") if row["basis_id"] in OF_ALL_PROVINCES
    }
    known = {
        f"{table.name}/{row[table.key[0]]}"
        for table in whole.package.tables.values()
        if table.of_facts
        for row in whole.records(table.name)
        if row.get("area_id") in wide and row.get("indicator_id") not in totals
    }
    for name, (members, key) in JOINT.items():
        joint = {row[key] for row in whole.records(members) if row["area_id"] in wide}
        known |= {f"{name}/{one}" for one in joint}
        if name == "mechanisms":
            sessions = whole.records("meetings")
            known |= {f"meetings/{row['meeting_id']}" for row in sessions if row[key] in joint}
    shown = {
        fact
        for name in jobs.SECTIONS["group"]
        for cell in annex_cells(name)
        for fact in (ran(name, comparison, language).records.get(cell) or {}).get("facts", ())
    }
    assert "observations/customs-branch-vi.border-revenue.2025-01-2025-06" in known
    assert len({fact.split("/")[0] for fact in known}) >= 8, "tables of facts"
    assert known - shown == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("comparison", comparisons())
def test_what_the_pages_of_a_comparison_cite_stands_in_its_annex_with_its_sources(
    section, comparison: str, language: str
) -> None:
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    cited: set[str] = set()
    for name in jobs.SECTIONS["group"]:
        found = ran(name, comparison, language)
        for cell, record in found.records.items():
            shown[cell in annex_cells(name)] |= set((record or {}).get("facts", ()))
            for _, about in found.outputs.get(cell, ()) if cell in annex_cells(name) else ():
                notes = " ".join(about.get("footnotes", {}).values())
                cited |= set(re.findall(r"#source-([^)\s]+)\)", notes))
    assert shown[False] and shown[False] - shown[True] == set()
    assert cited == set(sources.used_sources(section(comparison, language))["source_id"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", [*PROVINCES, *comparisons()])
def test_every_figure_that_an_annex_works_out_is_there_as_a_number_with_its_formula(
    section, subject: str, language: str
) -> None:
    """For the workbook. But for what is left open, of which the note says why."""
    dataset = section(subject, language).dataset
    worked_out: dict[str, str] = {}
    numbers: dict[str, dict] = {}
    for name in jobs.SECTIONS["group" if subject in comparisons() else "unit"]:
        for cell in annex_cells(name):
            for _, about in ran(name, subject, language).outputs.get(cell, ()):
                notes = about.get("footnotes", {}).items()
                worked_out |= {key: note for key, note in notes if key.startswith("derived:")}
                numbers |= about.get("derived", {})
    computed = {key for key in worked_out if ":open:" not in key}
    assert computed == numbers.keys()
    assert numbers or subject not in ("lao-cai", "lang-son")
    for key, one in numbers.items():
        assert unescape(one["formula"]) in unescape(worked_out[key])
        assert one["about"] and one["when"] and f"workbook.derived_{one['kind']}" in phrases_of(language)
        unit = dataset.row("units", one["unit"])
        shown = marked(dataset, Decimal(one["value"]), unit["unit_id"], one["qualifier"], language)
        assert shown in unescape(one["formula"]), "the number is what the formula comes to"
        assert {f"observations/{fact}" for fact in one["facts"]} <= {
            f"observations/{row['observation_id']}" for row in dataset.records("observations")
        }


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_begins_with_the_heading_that_its_notebook_names(name: str) -> None:
    """In the annex: without it the section would run on from the one before, and be in no table of contents."""
    notebook = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    annex = [cell["id"] for cell in notebook["cells"] if "annex" in cell["metadata"].get("tags", ())]
    outputs = [output for cell in annex for output in ran(name, "lao-cai", "en").outputs.get(cell, ())]
    data, _ = outputs[0]
    heading = f"## {phrases('en')(notebook['metadata']['briefing']['title'])}"
    assert data.get("text/markdown", "").splitlines()[:1] == [heading]


@pytest.mark.parametrize("province", PROVINCES)
def test_wider_facts_are_labelled_and_never_taken_as_the_provinces_own(section, province: str) -> None:
    one = section(province)
    for table in ("observations", "relations", "activities", "projects", "priorities", "documents"):
        rows = one.facts.rows(table)
        assert set(rows["reach"]) <= set(LEVELS)
        for row in rows.to_dict("records"):
            assert bool(one.words.scope(row)) == (row["area_id"] != one.province)
            assert (row["reach"] == "former") == one.words.scope(row).endswith(" cũ")
    units = {unit.province for unit in one.units}
    picks = selection.slots(one.dataset, one.province, one.dataset.edition)
    assert {pick.area_id for pick in picks.values() if pick} <= units
    assert one.province in units


@pytest.mark.parametrize("province", PROVINCES)
def test_every_source_that_is_cited_is_listed(section, province: str) -> None:
    outputs = [
        output for name in SECTIONS[:4] for cell in ran(name, province).outputs.values() for output in cell
    ]
    notes = {key for _, metadata in outputs for key in metadata["footnotes"]}
    cited = {key.split(":")[0] for key in notes if not key.startswith("derived:")}
    assert cited
    assert cited <= set(sources.used_sources(section(province))["source_id"])


@pytest.mark.parametrize("province", PROVINCES)
def test_the_sources_listed_are_those_that_notes_of_the_annex_cite_and_as_many_as_told(
    section, province: str
) -> None:
    cited: set[str] = set()
    told = ""
    for name in SECTIONS:
        cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
        annex = {cell["id"] for cell in cells if "annex" in cell["metadata"]["tags"]}
        for cell, outputs in ran(name, province, "en").outputs.items():
            for data, about in outputs if cell in annex else ():
                notes = " ".join(about.get("footnotes", {}).values())
                cited |= set(re.findall(r"#source-([^)\s]+)\)", notes))
                told += str(data.get("text/markdown", ""))
    listed = set(sources.used_sources(section(province, "en"))["source_id"])
    assert listed - cited == set() == cited - listed
    assert f"rests on {len(listed)} sources" in told
