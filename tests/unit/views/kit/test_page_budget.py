"""What a page has room for is counted in rows and letters, the same in both languages; what has no room goes whole."""

import pytest

from helpers.views.kit.page_budget import letters, rows_of, said_letters, within

TEXTS = {"title_vi": "Thăm", "title_en": "A visit", "place_vi": "Hà Nội, Việt Nam", "place_en": "Hanoi"}


def test_a_text_is_as_long_as_in_the_language_that_needs_more() -> None:
    assert letters(TEXTS, "title") == len("A visit")
    assert letters(TEXTS, "title", "place") == len("Thăm" + "Hà Nội, Việt Nam")


@pytest.mark.parametrize(("size", "rows"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (21, 3)])
def test_a_text_takes_the_rows_that_it_needs(size: int, rows: int) -> None:
    assert rows_of(size, 10) == rows


def test_what_comes_first_stays_and_what_has_no_room_is_left_out_whole() -> None:
    assert within([5, 5, 5, 5], int, 3, 10) == [5, 5, 5]
    assert within([25, 5], int, 3, 10) == [25], "the first takes all three rows"
    assert within([5, 25, 8], int, 3, 10) == [5, 8], "a shorter one after it has room"
    assert within([31], int, 3, 10) == []


@pytest.mark.parametrize("most", range(6))
def test_never_more_rows_than_there_are(most: int) -> None:
    sizes = [12, 3, 40, 9, 22, 1]
    kept = within(sizes, int, most, 10)
    assert sum(rows_of(size, 10) for size in kept) <= most


def test_what_is_said_counts_alike_in_both_languages(section) -> None:
    sizes = []
    for language in ("vi", "en"):
        one = section("lao-cai", language)
        row = one.dataset.records("activities")[0]
        said = one.words.markdown("plain.text", text=one.words.local(row, "title"))
        sizes.append(said_letters(one, said + one.citations.fact("activities", row)))
        assert said_letters(one, said) == 0, "nothing is cited"
    assert sizes[0] == sizes[1] >= letters(row, "title") > 0
