"""Each rule tells of the row that breaks it, and of nothing else."""

from pathlib import Path

import pytest


def told(folder) -> list[tuple[str, int, str]]:
    return folder.told()


def test_sound_data_has_no_faults(small):
    assert small.faults() == []


PLACE = (
    "^(title|lead|excerpt|[pchta][1-9][0-9]*|s[1-9][0-9]*(r[1-9][0-9]*)?|related[1-9][0-9]*)"
    "(;(title|lead|excerpt|[pchta][1-9][0-9]*|s[1-9][0-9]*(r[1-9][0-9]*)?|related[1-9][0-9]*))*$"
)


@pytest.mark.parametrize(
    ("key", "cells", "field", "words"),
    [
        ("west.turnover.2019", {"unit_id": "project"}, "unit_id", "a unit of usd"),
        ("west.turnover.2019", {"period_end": ""}, "period_start", "turnover is a flow"),
        ("west.turnover.2019", {"as_of": "2019"}, "period_start", "turnover is a flow"),
        ("west.capital.2020", {"as_of": ""}, "as_of", "capital is a stock"),
        ("west.capital.2020", {"period_start": "2019"}, "as_of", "capital is a stock"),
        ("west.capital-share.2020", {"as_of": ""}, "as_of", "capital-share is a rate"),
        ("west.projects.2020", {"period_end": "2019"}, "as_of", "projects is a count"),
        ("west.capital-share.2020", {"value": "102"}, "value", "a share from 0 to 100"),
        ("west.projects.2020", {"value": "2.5"}, "value", "a whole number of project"),
        ("west.projects.2020", {"value": "-2"}, "value", "no less than zero"),
        ("west.turnover.2019", {"value": "1E3"}, "value", "plain digits"),
        ("west.turnover.2019", {"value": "NaN"}, "value", "plain digits"),
        ("west.turnover.2019", {"value": "03.8"}, "value", "plain digits"),
        ("west.turnover.2019", {"period_end": "2019-02-30"}, "period_end", "a day that the calendar has"),
        ("west.turnover.2019", {"date_inferred": "true"}, "note_en", "a note"),
        ("west.turnover.2019", {"qualifier": "more"}, "qualifier", "one of exact, over"),
        ("west.turnover.2019", {"locator": "page 5"}, "locator", "locator like p5;c1"),
        ("west.turnover.2019", {"locator": "p5, c1"}, "locator", "locator like p5;c1"),
        ("west.turnover.2019", {"locator": ""}, "locator", "a value (locator)"),
        ("west.turnover.2019", {"date_inferred": "no"}, "date_inferred", "true or false"),
        ("west.turnover.2019", {"period_end": "2021"}, "period_end", "no later than old"),
        ("west.turnover.2019", {"area_id": "west-2025"}, "observation_id", "area, indicator"),
        ("west.turnover.2019", {"note_vi": "Theo tỉnh."}, "note_en", "a text, for note_vi has one"),
        ("west.turnover.2019", {"note_vi": "Theo tỉnh.", "note_en": "As told"}, "note_en", "full stop"),
        (
            "west.turnover.2019",
            {"note_vi": "Theo  tỉnh.", "note_en": "As told."},
            "note_vi",
            "no stray blanks",
        ),
    ],
)
def test_a_figure_that_cannot_be(small, key, cells, field, words):
    small.change("observations", key, **cells)
    (fault,) = small.faults()
    assert (fault.line, fault.field) == (small.line("observations", key), field)
    assert words in fault.expected


@pytest.mark.parametrize("rate", ["0", "-7.2"])
def test_a_rate_of_a_currency_is_above_zero(small, rate) -> None:
    small.add("exchange_rates", currency="CNY", year="2019", per_usd=rate, source_id="old", locator="t1")
    (fault,) = small.faults()
    assert (Path(fault.file).name, fault.field) == ("exchange_rates.csv", "per_usd")
    assert fault.expected == "a number above zero"


@pytest.mark.parametrize(
    ("table", "key", "cells", "field", "words"),
    [
        ("units", "project", {"factor": "-1"}, "factor", "above zero"),
        ("indicators", "aid", {"dimension": "eur"}, "dimension", "a dimension of units.csv"),
        ("indicators", "aid", {"measure": "capital"}, "", ""),
        ("indicators", "capital", {"part_of": "capital"}, "part_of", "not part of its own part"),
        ("indicators", "disbursed", {"part_of": "projects"}, "part_of", "an indicator of usd"),
        ("agreements", "pact", {"period_start": "2020", "period_end": "2019"}, "period_end", "no earlier"),
        ("agreements", "pact", {"period_end": "2019"}, "period_start", "a start"),
        ("activities", "visit", {"end": "2024-05"}, "", ""),
        ("activities", "visit", {"end": "2024-04"}, "end", "no earlier than start"),
        ("activities", "visit", {"start": ""}, "start", "a start, for end is 2024-06-01"),
        ("activities", "visit", {"start": "", "kind": "result"}, "", ""),
        ("documents", "plan", {"issued": "2021"}, "issued", "no later than old"),
        ("sources", "old", {"accessed": "2019"}, "accessed", "no earlier than published"),
        ("sources", "old", {"published_inferred": "true"}, "note_en", "a note"),
        ("areas", "west", {"successor_id": ""}, "successor_id", "when valid_to is filled"),
        ("areas", "west", {"valid_to": "2025-05-31"}, "valid_to", "the day before west-2025 begins"),
        ("areas", "west", {"gso_code": ""}, "gso_code", "a statistical code"),
        ("areas", "everything", {"briefing": "true"}, "briefing", "false"),
        ("areas", "east", {"slug": ""}, "slug", "a name for its briefing's address"),
        ("areas", "north", {"slug": "north"}, "slug", "nothing, for it is a group"),
        ("areas", "west-2025", {"slug": "east"}, "slug", "a name of one unit at a time"),
        ("areas", "west-2025", {"slug": "west"}, "", ""),
        ("areas", "west-2025", {"kind": "country"}, "kind", "one country only"),
        ("areas", "west-2025", {"valid_from": ""}, "valid_from", "a date, for it succeeds west"),
        ("meetings", "group-9", {"source_id": "old", "start": "2019-13"}, "start", "start like"),
        (
            "meetings",
            "group-9",
            {"outcome_vi": "Ký", "outcome_en": "Signed"},
            "outcome_source_id",
            "a source of",
        ),
        ("meetings", "group-9", {"outcome_source_id": "old"}, "outcome_source_id", "says nothing of it"),
        (
            *("mechanisms", "group", {"due": "2026", "due_source_id": "old"}),
            *("due_locator", "a locator where due_source_id is filled"),
        ),
        ("mechanisms", "group", {"due": "2026", "due_source_id": "old", "due_locator": "p3"}, "", ""),
        ("agreements", "pact", {"status": "in_force"}, "status_as_of", "the date of the status"),
        ("agreements", "pact", {"status": "in_force", "status_as_of": "2019"}, "", ""),
        ("sources", "old", {"short_en": "Article new"}, "short_en", "a name of its own; new has it too"),
        ("priorities", "one", {"text_vi": "Mở rộng."}, "text_vi", "no full stop"),
        ("priorities", "one", {"text_vi": "Mo\u031b\u0309 rộng"}, "text_vi", "text in NFC"),
        ("priorities", "one", {"text_vi": "Ð\u1eb9p"}, "text_vi", "the letter Đ (U+0110)"),
        ("priorities", "one", {"text_vi": "Mở\u00a0rộng"}, "text_vi", "no invisible character"),
        ("priorities", "one", {"text_vi": "Mở rộng 合作"}, "text_vi", "Latin letters"),
        ("priorities", "one", {"text_vi": "Mở rộng, договор"}, "text_vi", "Latin letters"),
        ("priorities", "one", {"text_vi": "Mở\u200brộng"}, "text_vi", "no invisible character"),
        *(
            ("priorities", "one", {"text_vi": f"Mở{letter}rộng"}, "text_vi", "no invisible character")
            for letter in "\u2800\u3164\u115f\u1160\u034f\uffa0\ufe0f\u180e\u2060\U000e0061\ue000\u2009\ufffd"
        ),
        ("priorities", "one", {"text_vi": " Mở rộng"}, "text_vi", "no stray blanks"),
        ("priorities", "one", {"position": "0"}, "position", "minimum 1"),
        ("priorities", "one", {"text_vi": "Mở rộng" * 30}, "text_vi", "at most 200 letters"),
        ("priorities", "one", {"document_id": "plans"}, "document_id", "document_id of documents.csv"),
        ("further_sources", "observations", {"key": "west.turnover.2018"}, "key", "observation_id of"),
        ("further_sources", "observations", {"source_id": "old"}, "source_id", "another source"),
        ("partners", "laos", {"country": "Laos"}, "country", "country like"),
        ("partners", "laos", {"country": "QX"}, "country", "an ISO 3166-1 code that is in use"),
    ],
)
def test_a_row_that_cannot_be(small, table, key, cells, field, words):
    small.change(table, key, **cells)
    if not field:
        assert small.faults() == []
        return
    (fault,) = small.faults()
    assert fault.file.endswith(f"{table}.csv") and fault.line == small.line(table, key)
    assert fault.field == field and words in fault.expected


CHOICE = {
    "area_id": "west-2025",
    "slot": "trade",
    "table": "observations",
    "row": "west.turnover.2023",
    "why": "the fuller year",
    "who": "the desk",
    "until": "2026-12-31",
}


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({}, "", ""),
        ({"slot": "point_partner", "table": "meetings", "row": "group-10"}, "", ""),
        ({"row": "west.turnover.2024"}, "row", "a row of observations.csv"),
        ({"area_id": "east"}, "row", "a row of east or of a unit merged into it"),
        ({"row": "west.turnover.2019"}, "row", "at most 5 years old"),
        ({"slot": "fdi"}, "row", "a figure of the topic investment"),
        ({"table": "meetings", "row": "group-10"}, "table", "is a key figure"),
    ],
)
def test_a_highlight_names_a_row_that_keeps_the_rules(small, cells, field, words):
    small.add("highlights", **{**CHOICE, **cells})
    faults = small.faults()
    assert [fault.field for fault in faults] == ([field] if field else [])
    assert all(words in fault.expected for fault in faults)


def test_a_plan_and_a_doubtful_reading_are_no_highlights(small):
    small.add("highlights", **CHOICE)
    small.change("observations", "west.turnover.2023", qualifier="planned", confidence="low")
    (first, second) = small.faults()
    assert "not doubtful" in first.expected and second.hint == "a plan is never one"


def part(folder, observation_id: str, value: str, **cells: str) -> None:
    area, indicator, *_, time = observation_id.split(".")
    folder.add(
        "observations", like=f"{area}.{indicator}.{time}", observation_id=observation_id, value=value, **cells
    )


def test_parts_by_partner_that_exceed_their_whole(small):
    part(small, "west.turnover.china.2019", "2.5", partner_id="china")
    assert small.faults() == []
    part(small, "west.turnover.laos.2019", "1.9", partner_id="laos")
    (fault,) = small.faults()
    assert fault.field == "value" and fault.found == "2.5 usd_bn + 1.9 usd_bn"
    assert "turnover by partner to add up to no more than 3.8 usd_bn" in fault.expected


def test_parts_in_other_units_are_compared(small):
    part(small, "west.capital.industry.2020", "0.6", sector_id="industry", unit_id="usd_bn")
    (fault,) = small.faults()
    assert fault.found == "0.6 usd_bn" and "500 usd_m" in fault.expected


def test_a_locality_is_not_added_to_its_state(small):
    part(small, "west.turnover.china.2019", "3", partner_id="china")
    part(small, "west.turnover.yunnan.2019", "2", partner_id="yunnan")
    assert small.faults() == []


def test_rounded_parts_may_exceed_by_their_rounding(small):
    part(small, "west.turnover.china.2019", "2.0", partner_id="china")
    part(small, "west.turnover.laos.2019", "1.9", partner_id="laos")
    assert small.faults() == []


def test_an_indicator_that_exceeds_what_it_is_part_of(small):
    small.change("observations", "west.disbursed.2020", value="501", unit_id="usd_m")
    (fault,) = small.faults()
    assert fault.expected == "no more than capital, 500 usd_m" and fault.found == "501 usd_m"


@pytest.mark.parametrize(
    ("part_says", "whole_says", "sure"),
    [
        ("exact", "exact", True),
        ("over", "exact", True),
        ("about", "exact", False),
        ("nearly", "exact", False),
        ("under", "exact", False),
        ("exact", "over", False),
        ("exact", "about", False),
        ("exact", "under", True),
        ("exact", "nearly", True),
        ("planned", "exact", False),
    ],
)
def test_qualified_parts_are_judged_by_what_is_sure(small, part_says, whole_says, sure):
    small.change("observations", "west.capital.2020", qualifier=whole_says)
    small.change("observations", "west.disbursed.2020", value="600", unit_id="usd_m", qualifier=part_says)
    assert len(small.faults()) == sure


def test_more_than_the_whole_is_a_fault_even_when_the_numbers_are_equal(small):
    small.change("observations", "west.disbursed.2020", value="500", unit_id="usd_m")
    assert small.faults() == []
    small.change("observations", "west.disbursed.2020", qualifier="over")
    assert len(small.faults()) == 1


def test_the_same_figure_under_two_ids(small):
    small.add(
        "observations", like="west.turnover.2019", observation_id="west.turnover.2019.again", value="3.9"
    )
    (fault,) = small.faults()
    assert fault.expected == "each fact once" and "west.turnover.2019" in fault.hint


def test_two_sources_may_disagree(small):
    small.add("observations", like="west.turnover.2019", observation_id="west.turnover.2019.new", value="3.7")
    small.change("observations", "west.turnover.2019.new", source_id="new")
    assert small.faults() == []


def test_rows_out_of_order(small):
    small.add("sectors", sector_id="farming", name_vi="Nông nghiệp", name_en="Farming", sort=False)
    (fault,) = small.faults()
    assert str(fault).endswith(
        'expected rows sorted by sector_id, found "farming" — it belongs above industry'
    )


def test_a_row_at_the_end_is_told_the_row_it_belongs_above(small):
    small.add("sectors", sector_id="agriculture", name_vi="Canh nông", name_en="Agriculture")
    small.add("sectors", sector_id="farming", name_vi="Nông nghiệp", name_en="Farming", sort=False)
    small.add("sectors", sector_id="art", name_vi="Nghệ thuật", name_en="Art", sort=False)
    assert [fault.hint for fault in small.faults()] == [
        "it belongs above industry",
        "it belongs above farming",
    ]


def test_a_group_without_members(small):
    small.write("area_members", [])
    assert told(small) == [("areas", small.line("areas", "north"), "area_id")]


def test_members_of_what_is_no_group(small):
    small.add("area_members", group_id="west", area_id="east")
    (fault,) = small.faults()
    assert fault.field == "group_id" and fault.expected == "an area of the kind group"


def test_a_group_within_a_group(small):
    small.add("area_members", group_id="north", area_id="everything")
    (fault,) = small.faults()
    assert fault.field == "area_id" and fault.expected == "a province or a city"


@pytest.mark.parametrize("cells", [{}, {"area_id": "east", "partner_id": "china"}])
def test_a_member_is_one_of_ours_or_one_of_theirs(small, cells):
    small.add("mechanism_members", mechanism_id="group", **cells)
    (fault,) = small.faults()
    assert fault.expected == "either an area or a partner"


def test_an_agreement_with_one_side(small):
    small.write("agreement_parties", small.rows("agreement_parties")[:-1])
    assert told(small) == [("agreements", small.line("agreements", "treaty"), "agreement_id")]


def test_a_mechanism_that_nobody_meets_in(small):
    small.write("mechanism_members", [])
    assert told(small) == [("mechanisms", small.line("mechanisms", "group"), "mechanism_id")]


def test_counts_may_be_given_in_thousands(small):
    small.add("units", like="project", unit_id="project_k", factor="1000")
    small.change("observations", "west.projects.2020", value="2.5", unit_id="project_k")
    assert small.faults() == []


def test_a_gate_of_another_area(small):
    small.change("border_gates", "gate", area_id="east")
    part(small, "west.turnover.gate.2019", "1.0", gate_id="gate")
    (fault,) = small.faults()
    assert fault.expected == "a gate of west"


def test_a_gate_of_a_former_unit_is_one_of_what_that_became(small):
    small.change("border_gates", "gate", area_id="west")
    about = {"area_id": "west-2025", "gate_id": "gate", "observation_id": "west-2025.turnover.gate.2020"}
    small.add("observations", like="west.turnover.2019", **about, period_start="2020", period_end="2020")
    assert small.faults() == []


def test_a_gate_of_what_a_unit_became_is_none_of_its_own(small):
    small.change("border_gates", "gate", area_id="west-2025")
    part(small, "west.turnover.gate.2019", "1.0", gate_id="gate")
    (fault,) = small.faults()
    assert fault.expected == "a gate of west"


def test_a_fact_that_names_what_no_source_had_told_yet(small):
    small.change("mechanisms", "group", source_id="new")
    (fault,) = small.faults()
    assert fault.field == "mechanism_id" and "add old to further_sources.csv" in fault.hint
    small.add("further_sources", table="mechanisms", key="group", source_id="old", locator="p1")
    assert small.faults() == []


def test_faults_of_several_tables_are_told_together(small):
    small.change("observations", "west.turnover.2019", value="3,8")
    small.change("areas", "west", gso_code="")
    small.edit("sectors", lambda content: b"")
    assert [table for table, _, _ in told(small)] == ["areas", "observations", "sectors"]


def test_a_locator_that_cannot_be_said_is_told_whatever_the_descriptor_allows(small):
    path = small.path / "datapackage.json"
    pattern = f'"pattern": "{PLACE}"'
    text = path.read_text(encoding="utf-8")
    assert pattern in text
    path.write_text(text.replace(pattern, '"pattern": "^[a-z0-9;]+$"'), encoding="utf-8")
    assert small.faults() == []
    small.change("relations", "west-yunnan", locator="p5;x7")
    (fault,) = small.faults()
    assert (fault.field, fault.found) == ("locator", "p5;x7")
