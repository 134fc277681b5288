"""A note leads to its source and says where in it."""

import pytest

from helpers.text import citations

SOURCE = {
    "source_id": "paper-2024",
    "short_vi": "Báo [A]",
    "short_en": "Paper [A]",
    "published": "2024-06",
    "published_inferred": True,
}


def test_the_place_in_words() -> None:
    assert citations.place("p5", "vi") == "đoạn 5"
    assert citations.place("p5;c1", "en") == "para. 5, picture caption 1"


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(ValueError, match="not a locator"):
        citations.place("page 5", "en")


def test_a_note_links_to_the_entry_and_keeps_the_remark() -> None:
    note = citations.note(SOURCE, "p5", "en", "Inferred *date*.")
    assert note == r"[Paper \[A\]](#source-paper-2024), para. 5. Inferred \*date\*."


def test_an_inferred_date_of_publication_says_so() -> None:
    assert citations.published(SOURCE, "vi") == "6/2024*"
    assert citations.published({**SOURCE, "published_inferred": False}, "en") == "June 2024"
