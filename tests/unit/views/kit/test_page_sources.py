"""A page cites no more sources than its foot has room for; the first that is told has a letter, the last gives way."""

import pytest

from helpers.data.selection import MOST_SOURCES
from helpers.views.kit import page_sources
from helpers.views.kit.page_sources import SHARES, excess, fitting, share, unbroken, with_letters

LANGUAGES = ("vi", "en")


@pytest.fixture
def apart(small, small_section):
    """Sections in both languages on a unit with twenty figures, each of a source of its own; with the rows."""

    def made(name: str = "A paper"):
        figure = next(row for row in small.rows("observations") if row["indicator_id"] == "turnover")
        paper = next(row for row in small.rows("sources") if row["source_id"] == "old")
        for number in range(20):
            small.add(
                "sources",
                **paper
                | {"source_id": f"s{number:02}", "title": f"Bài {number}"}
                | {f"short_{language}": f"{name} {number:02}" for language in LANGUAGES},
            )
            small.add(
                "observations",
                **figure
                | {
                    "observation_id": f"west.turnover.{1990 + number}",
                    "period_start": str(1990 + number),
                    "period_end": str(1990 + number),
                    "source_id": f"s{number:02}",
                },
            )
        sections = [small_section(language=language) for language in LANGUAGES]
        rows = [sections[0].dataset.row("observations", f"west.turnover.{1990 + n}") for n in range(20)]
        return sections, rows

    return made


def cites(section):
    return lambda row: [section.citations.fact("observations", row)]


def test_of_more_sources_than_a_page_has_letters_for_the_first_are_cited_in_both_languages(apart):
    sections, rows = apart()
    for one in sections:
        assert fitting(one, rows, cites(one)) == rows[:MOST_SOURCES]
        assert fitting(one, rows, cites(one), 5) == rows[:5]


def test_what_stands_on_the_page_already_has_its_letters_first(apart):
    (one, _), rows = apart()
    above = one.text("".join(cites(one)(row)[0] for row in rows[:14]))
    assert fitting(one, rows[14:], cites(one), beside=[above]) == rows[14:16]
    assert fitting(one, rows[:3], cites(one), 3, beside=[above]) == rows[:3], "cited already, no letter more"


def test_an_item_that_needs_too_many_gives_way_to_one_that_needs_fewer(apart):
    (one, _), rows = apart()
    items = [rows[:3], rows[3:6], rows[6:7]]
    kept = fitting(one, items, lambda several: [cites(one)(row)[0] for row in several], 4)
    assert kept == [rows[:3], rows[6:7]]


def test_long_names_of_sources_leave_room_for_fewer_the_same_in_both_languages(apart):
    sections, rows = apart("A paper with a very long name that nobody made any shorter " + "than it is " * 3)
    kept = [fitting(one, rows, cites(one)) for one in sections]
    assert kept[0] == kept[1] == rows[: len(kept[0])]
    assert 0 < len(kept[0]) < MOST_SOURCES
    for one in sections:
        letters = one.citations.letters(*(cites(one)(row)[0] for row in rows))
        names = {name for _, name, *_ in letters}
        assert excess(one, letters) > 0 == excess(one, []) and len(names) == 20


def test_of_a_row_in_time_the_latest_stay_with_none_missing_between_them(apart):
    (one, _), rows = apart()
    assert unbroken(one, rows, cites(one)) == rows[4:]
    assert unbroken(one, rows, cites(one), 2) == rows[18:]
    above = one.text("".join(cites(one)(row)[0] for row in rows[:16]))
    assert unbroken(one, rows[16:], cites(one), beside=[above]) == []


def test_a_drawing_without_letters_for_its_sources_is_left_out(apart):
    (one, _), rows = apart()
    shown = one.text("".join(cites(one)(row)[0] for row in rows[:10]))
    more = one.text("".join(cites(one)(row)[0] for row in rows[10:]))
    assert with_letters(one, shown) is shown and with_letters(one, more, [shown]) is None
    assert with_letters(one, None, [shown]) is None


def test_three_sections_on_one_page_share_its_letters(section):
    assert sum(SHARES.values()) == MOST_SOURCES
    assert {name: share(section("lai-chau"), name) for name in SHARES} == SHARES
    assert {share(section("lao-cai"), name) for name in SHARES} == {MOST_SOURCES}


@pytest.mark.parametrize("name", SHARES)
def test_a_share_of_the_letters_is_a_share_of_the_room_for_names(apart, name):
    (one, _), rows = apart("A paper with a rather long name " + "indeed " * 4)
    most = SHARES[name]
    kept = fitting(one, rows, cites(one), most)
    assert 0 < len(kept) <= most
    taken = sum(
        one.citations.name_letters(group)
        for group, *_ in one.citations.letters(*(cites(one)(row)[0] for row in kept))
    )
    assert taken <= page_sources.FOOT_LETTERS * most / MOST_SOURCES
