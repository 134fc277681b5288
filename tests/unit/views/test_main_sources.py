"""On a page with little room each fact leads to one source, which says it."""

import pytest

from helpers.data.dates import last_day
from helpers.views.kit.citations import source_of
from helpers.views.kit.section import section_of
from run_sections import dataset_of, provinces


@pytest.mark.parametrize("province", provinces())
def test_an_older_source_never_stands_alone_for_what_a_newer_one_says(province: str) -> None:
    """“In operation by the source of December 2025” had the letter of one of 2019, which the page cited already."""
    dataset = dataset_of(province)
    cites = section_of(dataset, province, "en").citations
    published = {one["source_id"]: one["published"] for one in dataset.records("sources")}
    older = 0
    for further in dataset.records("further_sources"):
        table, key = further["table"], dataset.package.table(further["table"]).key[0]
        rows = [row for row in dataset.records(table) if str(row[key]) == further["key"]]
        for row in rows:
            alone = set(map(source_of, cites.letters(cites.main_sources().fact(table, row))))
            there = set(map(source_of, cites.letters(cites.place(further))))
            chosen = set(map(source_of, cites.letters(cites.main_sources(there).fact(table, row))))
            days = [published[one["source_id"]] for one in (further, row)]
            if table != "observations" and all(days) and last_day(days[0]) < last_day(days[1]):
                assert chosen == alone, row[key]
                older += 1
            else:
                assert chosen <= there | alone
    assert older, "nothing to ask about"
