"""The dataset's texts are worded as their reader would write them; over every row of every table."""

import re

import pytest

from helpers.data import load
from helpers.data.schema import read
from helpers.data.tables import to_records

REAL = load()
VIETNAMESE = [
    (name, str(row[field.name]))
    for name, table in read().tables.items()
    if name != "sources"  # whose names and titles are as printed
    for field in table.fields
    if field.name.endswith("_vi")
    for row in to_records(REAL[name])
    if row[field.name]
]
KIND = r" (?:Province|Prefecture|County|City|District|Region|Town|area)$"


def test_a_vietnamese_text_names_no_place_in_its_english_spelling():
    """Luang Prabang is Luông Pha Băng, Yunnan is Vân Nam, to a reader of Vietnamese."""
    rows = [row for row in to_records(REAL["partners"]) if row["kind"] == "locality"]
    own = " ".join(row["name_vi"] for row in rows)
    english = {re.sub(KIND, "", row["name_en"].split(" (")[0]) for row in rows}
    english = {name for name in english if name not in own}
    assert {"Yunnan", "Luang Prabang"} <= english
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, english))})(?!\w)")
    assert [text for _, text in VIETNAMESE if found.search(text)] == []


def test_offices_and_party_committees_have_their_capitals():
    office = re.compile(r"(?<!\w)(?:chủ tịch|bí thư|bộ trưởng|thủ tướng|tỉnh ủy)(?!\w)")
    assert [text for _, text in VIETNAMESE if office.search(text)] == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_due_of_a_body_names_the_body(language):
    """On a page it stands beside other bodies of the same partner: "17th session" of which?"""
    due = [row for row in to_records(REAL["mechanisms"]) if row[f"due_{language}"]]
    assert due
    for row in due:
        short = row[f"short_{language}"]
        assert short.casefold() in row[f"due_{language}"].casefold(), row["mechanism_id"]
