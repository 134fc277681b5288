"""Text from data is never markup."""

import mistune
from hypothesis import given
from hypothesis import strategies as st

from helpers.text.markdown import (
    Marked,
    escape,
    references,
    unescape,
)


@given(st.text(alphabet="ab*_[]()<>#`|~$^&!\\ ", min_size=1, max_size=30).map(lambda text: f"x{text}x"))
def test_escaped_text_is_shown_letter_for_letter(text: str) -> None:
    tokens = mistune.create_markdown(renderer=None)(escape(text))
    assert [token["type"] for token in tokens] == ["paragraph"]
    shown = "".join(child.get("raw", " ") for child in tokens[0]["children"])
    assert {child["type"] for child in tokens[0]["children"]} <= {"text", "softbreak"}
    assert shown == text


def test_our_own_marks_are_kept_and_can_be_taken_off() -> None:
    sentence = "3 * 4" + Marked("[^a:p1][^b:p2]")
    assert escape(sentence) == sentence
    assert references(sentence) == ["a:p1", "b:p2"]
    assert references(str(sentence) + "") == []
    assert unescape(sentence) == "3 * 4"


@given(st.text(alphabet="ab*_[]()^\\", max_size=20))
def test_a_plain_text_beside_our_own_marks_is_escaped(text: str) -> None:
    marked = text + Marked("[^a:p1]") + text
    assert isinstance(marked, Marked)
    assert references(marked) == ["a:p1"]
    assert unescape(marked) == text + text
