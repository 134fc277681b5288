"""Words for values are rows of the dataset: the check asks for each, and code reads them in both languages."""

import pytest

from helpers.data import load
from helpers.data.schema import read
from helpers.data.tables import UnknownRow

REAL = load()
LISTS = {
    (name, value)
    for table in read().tables.values()
    for field in table.fields
    for name in field.labels
    for value in field.constraints["enum"]
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_value_of_every_closed_list_has_a_label(language):
    assert all(REAL.label(name, value, language) for name, value in LISTS)
    assert {(name, value) for name in {name for name, _ in LISTS} for value in REAL.values(name)} == LISTS


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_unit_has_a_name(language):
    assert all(REAL.unit_name(unit, language) for unit in REAL["units"]["unit_id"])


def test_values_come_in_the_order_of_their_position():
    assert REAL.values("project_status") == ["ongoing", "preparing", "proposed", "completed", "unknown"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (
            lambda: REAL.label("project_status", "ongoin", "en"),
            "no row 'project_status,ongoin'; did you mean project_status,ongoing",
        ),
        (
            lambda: REAL.label("project_statos", "ongoing", "en"),
            "no row 'project_statos'; did you mean project_status",
        ),
        (lambda: REAL.unit_name("usd_mn", "en"), "units.csv has no row 'usd_mn'; did you mean usd_m"),
        (lambda: REAL.name("areas", "lao-cay", "vi"), "areas.csv has no row 'lao-cay'; did you mean lao-cai"),
    ],
)
def test_what_has_no_row_is_named_with_the_nearest(ask, message):
    with pytest.raises(UnknownRow) as caught:
        ask()
    assert message in str(caught.value)


def test_each_missing_label_is_a_fault_that_says_what_to_add(small):
    small.write("labels", [])
    assert {
        tuple(fault.hint.removeprefix("add the row ").split(",")[:2]) for fault in small.faults()
    } == LISTS


def test_a_missing_label_is_a_fault_on_the_line_where_it_belongs(small):
    rows = small.rows("labels")
    place = next(line for line, row in enumerate(rows, 2) if row["value"] == "ongoing")
    small.write("labels", [row for row in rows if row["value"] != "ongoing"])
    (fault,) = small.faults()
    assert str(fault).endswith(
        f"labels.csv:{place} value: expected a label for 'ongoing', a status of projects.csv, found nothing"
        " — add the row project_status,ongoing,<position>,<Vietnamese>,<English>"
    )


def test_a_label_is_for_a_value_that_there_is(small):
    small.add(
        "labels", list="project_status", value="sleeping", position="6", name_vi="Ngủ", name_en="Asleep"
    )
    small.add("labels", list="projekt", value="one", position="1", name_vi="Một", name_en="One")
    assert {(table, field) for table, _, field in small.told()} == {("labels", "value"), ("labels", "list")}


def test_a_place_in_a_list_is_taken_once(small):
    rows = small.rows("labels")
    small.write("labels", [row | {"position": "1"} if row["list"] == "gate_kind" else row for row in rows])
    assert [told[0::2] for told in small.told()] == [("labels", "position")] * 4


def test_a_new_topic_is_a_row_and_without_it_a_fault(small):
    small.change("indicators", "turnover", topic="tourism")
    assert [(table, field) for table, _, field in small.told()] == [("indicators", "topic")]
    small.add(
        "topics", topic="tourism", position="99", heading="tourism", name_vi="Du lịch", name_en="Tourism"
    )
    assert small.faults() == []


def test_a_topic_is_counted_under_a_heading(small):
    small.change("topics", "budget", heading="friendship")
    ((table, _, field),) = small.told()
    assert (table, field) == ("topics", "heading")


def test_a_new_unit_needs_its_words_in_both_languages(small):
    small.add("units", unit_id="vehicle", dimension="vehicle", factor="1", name_vi="Xe", name_en="Vehicles")
    assert small.told() == [
        ("units", small.line("units", "vehicle"), field) for field in ("amount_en", "amount_vi")
    ]
    small.change("units", "vehicle", amount_vi="xe", amount_en="{number} vehicles {number}")
    assert [field for *_, field in small.told()] == ["amount_en", "amount_vi"]
    small.change("units", "vehicle", amount_vi="{number} xe", amount_en="{number} vehicles")
    assert small.faults() == []


def test_every_qualifier_has_its_words(small):
    small.drop("qualifiers", "nearly")
    ((table, _, field),) = small.told()
    assert (table, field) == ("qualifiers", "qualifier")
