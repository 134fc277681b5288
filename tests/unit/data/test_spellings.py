"""The register's spellings are checked like the rest of the dataset."""

import pytest


@pytest.fixture
def spelled(small):
    small.add("spellings", spelling="CHND Trung Hoa", partner_id="china")
    small.add("spellings", spelling="Tây", area_id="west")
    assert small.faults() == []
    return small


@pytest.mark.parametrize(
    ("cells", "field", "words"),
    [
        ({"area_id": "nowhere"}, "area_id", "area_id of areas.csv"),
        ({"partner_id": "nowhere"}, "partner_id", "partner_id of partners.csv"),
        ({"sector_id": "nowhere"}, "sector_id", "sector_id of sectors.csv"),
        ({}, "area_id", "one of area_id, partner_id and sector_id"),
        ({"area_id": "west", "sector_id": "industry"}, "area_id", "one of area_id, partner_id and sector_id"),
        ({"partner_id": "yunnan"}, "partner_id", "a partner of the kind state"),
    ],
)
def test_a_spelling_is_of_one_row_that_there_is(spelled, cells, field, words) -> None:
    spelled.add("spellings", spelling="Xứ lạ", **cells)
    (fault,) = spelled.faults()
    assert (fault.line, fault.field) == (spelled.line("spellings", "Xứ lạ"), field)
    assert words in fault.expected


def test_two_spellings_differ_in_more_than_accents_and_punctuation(spelled) -> None:
    spelled.add("spellings", spelling="chnd trung-hoa", partner_id="laos")
    (fault,) = spelled.faults()
    assert (fault.line, fault.field) == (spelled.line("spellings", "chnd trung-hoa"), "spelling")
    assert "reads as CHND Trung Hoa does" in fault.hint


@pytest.mark.parametrize(
    ("spelling", "cells"),
    [
        ("TRUNG QUOC", {"partner_id": "china"}),
        ("Lao's", {"partner_id": "china"}),
        ("East", {"area_id": "west"}),
        ("Industry", {"sector_id": "industry"}),
    ],
)
def test_a_spelling_is_no_name_already(spelled, spelling, cells) -> None:
    spelled.add("spellings", spelling=spelling, **cells)
    (fault,) = spelled.faults()
    assert (fault.line, fault.field) == (spelled.line("spellings", spelling), "spelling")
    assert "take this row out" in fault.hint


def test_the_name_of_another_table_is_a_spelling_like_any_other(spelled) -> None:
    spelled.add("spellings", spelling="Industry", area_id="west")
    assert spelled.faults() == []
