"""Facts come as typed frames, only those declared, and only what was known by the edition's date."""

import pickle
from decimal import Decimal

import pandas as pd
import pytest

from helpers.data import DataFaults, UndeclaredTable, load
from helpers.data.editions import BadDate, TooEarly
from helpers.data.schema import UnknownTable


def ids(dataset, table: str) -> list[str]:
    return list(dataset[table].iloc[:, 0])


def test_cells_are_typed(small):
    figures = load(folder=small.path)["observations"].set_index("observation_id")
    row = figures.loc["west.turnover.2019"]
    assert row["value"] == Decimal("3.8") and str(row["value"]) == "3.8"
    assert row["date_inferred"] is False or not row["date_inferred"]
    assert row["partner_id"] == "" and row["period_start"] == "2019"
    assert figures["date_inferred"].dtype == bool


def test_digits_stay_as_printed(small):
    small.change("observations", "west.turnover.2019", value="3.80")
    assert str(load(folder=small.path)["observations"]["value"].iloc[4]) == "3.80"


def test_a_missing_whole_number_is_unknown(small):
    meetings = load(folder=small.path)["meetings"].set_index("meeting_id")
    assert meetings.loc["group-10", "number"] == 10
    assert meetings.loc["group-9", "number"] is pd.NA


def test_an_empty_table_has_its_columns(small):
    projects = load(folder=small.path)["projects"]
    assert len(projects) == 0 and "status_as_of" in projects


def test_a_section_reads_only_what_it_declares(small):
    dataset = load(["meetings"], folder=small.path)
    assert dataset.tables == (
        *("sources", "areas", "area_members", "mechanisms", "meetings", "further_sources", "corrections"),
        "labels",
    )
    assert len(dataset["mechanisms"]) == 1
    with pytest.raises(UndeclaredTable, match=r"'observations' is not declared.*sources, areas"):
        dataset["observations"]


def test_an_unknown_table_is_refused(small):
    with pytest.raises(UnknownTable, match="unknown table 'meting'; did you mean meetings"):
        load(["meting"], folder=small.path)
    with pytest.raises(UnknownTable):
        load(folder=small.path)["meting"]


def test_what_a_reader_changes_stays_with_the_reader(small):
    dataset = load(folder=small.path)
    areas = dataset["areas"]
    areas["name_vi"] = "x"
    assert "x" not in set(dataset["areas"]["name_vi"])


def test_broken_data_is_refused_with_all_its_faults(small):
    small.change("observations", "west.turnover.2019", value="3,8")
    small.change("areas", "west", gso_code="")
    with pytest.raises(DataFaults) as caught:
        load(["sources"], folder=small.path)
    assert len(caught.value.faults) == 2


def test_a_missing_file_is_refused(small):
    (small.path / "units.csv").unlink()
    with pytest.raises(DataFaults, match=r"units\.csv"):
        load(folder=small.path)


def test_the_edition_is_that_of_the_latest_source(small):
    assert load(folder=small.path).edition == "2024-12-31"
    assert load(["areas"], folder=small.path).edition == "2024-12-31"


@pytest.mark.parametrize(("as_of", "edition"), [("2020-03-31", "2020-03-31"), ("2020", "2020-12-31")])
def test_an_edition_knows_only_what_was_published(small, as_of, edition):
    dataset = load(as_of=as_of, folder=small.path)
    assert dataset.edition == edition
    assert ids(dataset, "sources") == ["old"]
    assert "west.turnover.2023" not in ids(dataset, "observations")
    assert "west.turnover.2019" in ids(dataset, "observations")
    assert ids(dataset, "agreements") == ["pact"] and set(ids(dataset, "agreement_parties")) == {"pact"}
    assert ids(dataset, "agreement_axes") == [] and ids(dataset, "activities") == []
    assert ids(dataset, "meetings") == ["group-9"] and ids(dataset, "further_sources") == []


def test_a_source_counts_from_the_last_day_it_may_stand_for(small):
    assert ids(load(as_of="2024-12-30", folder=small.path), "sources") == ["old"]
    assert ids(load(as_of="2024-12-31", folder=small.path), "sources") == ["new", "old"]


def test_an_earlier_further_source_keeps_a_fact(small):
    small.change("observations", "west.turnover.2019", source_id="new", locator="p3;c1")
    small.change("further_sources", "observations", source_id="old", locator="p7")
    dataset = load(as_of="2020-12-31", folder=small.path)
    row = dataset["observations"].set_index("observation_id").loc["west.turnover.2019"]
    assert (row["source_id"], row["locator"]) == ("old", "p7")
    assert len(dataset["further_sources"]) == 0


def test_a_fact_told_by_an_earlier_source_knows_nothing_of_the_later_one(small):
    note = {"note_vi": "Năm 2024.", "note_en": "In 2024."}
    small.change("relations", "west-yunnan", source_id="new", as_of="2024", **note)
    small.add("further_sources", table="relations", key="west-yunnan", source_id="old", locator="p7")
    assert small.faults() == []
    row = load(as_of="2020", folder=small.path)["relations"].iloc[0]
    assert (row["source_id"], row["as_of"], row["note_en"]) == ("old", "2020-03", "")
    row = load(folder=small.path)["relations"].iloc[0]
    assert (row["source_id"], row["as_of"], row["note_en"]) == ("new", "2024", "In 2024.")


@pytest.mark.parametrize("as_of", ["last year", "2024-13", "2024-02-30", "30/6/2024", "24"])
def test_a_date_that_is_none_is_refused(small, as_of):
    with pytest.raises(BadDate, match="write it like 2024-06-30"):
        load(as_of=as_of, folder=small.path)


def test_an_edition_before_all_sources_is_refused(small):
    with pytest.raises(TooEarly, match="by 2020-03-30; the first possible edition is 2020-03-31"):
        load(as_of="2020-03-30", folder=small.path)


def test_errors_travel_between_processes(small):
    small.change("observations", "west.turnover.2019", value="3,8")
    with pytest.raises(DataFaults) as caught:
        load(folder=small.path)
    for error in (caught.value, UndeclaredTable("a", ["b"]), BadDate("x"), TooEarly("2000", "2016-04-07")):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("as_of", ["2016-04-07", "2020", "2022-02", "2022", "2024-06", "2025-11", ""])
def test_every_edition_of_the_real_data_holds_together(real, as_of):
    dataset = load(as_of=as_of, folder=real.path)
    assert len(dataset["observations"]) > 5
    for name, table in dataset.package.tables.items():
        for reference in table.references:
            named = set(dataset[name][reference.field]) - {""}
            assert named <= set(dataset[reference.table][reference.target]), (name, reference.field)
    for row in dataset["further_sources"].itertuples():
        facts = dataset[row.table]
        assert row.key in set(facts.iloc[:, 0])
    for name, parent in (("agreement_parties", "agreements"), ("mechanism_members", "mechanisms")):
        assert set(dataset[name].iloc[:, 0]) == set(dataset[parent].iloc[:, 0])
