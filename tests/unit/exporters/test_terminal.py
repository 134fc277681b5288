"""Printed text is shown as a terminal leaves it, in its colours."""

import pytest

from helpers.exporters.document import Span
from helpers.exporters.terminal import read


def test_only_the_last_state_of_a_line_is_left() -> None:
    assert read("1%\r50%\r100%\nnext\r\n")[0] == "100%\nnext"


def test_a_backspace_takes_back_a_letter_but_no_line() -> None:
    assert read("10%\b\b\b99%\n\b\bnext")[0] == "99%\nnext"
    assert read("_\bH_\be_\bl_\bp")[0] == "Help"


def test_colours_become_classes_and_the_text_stays_whole() -> None:
    text, content = read("a \x1b[31mred\x1b[0m \x1b[1;44mbold\x1b[22;49m b")
    assert text == "a red bold b"
    spans = [(one.content[0].text, one.attr.classes) for one in content if isinstance(one, Span)]  # type: ignore[union-attr]
    assert spans == [("red", ("ansi-red-fg",)), ("bold", ("ansi-bold", "ansi-blue-bg"))]


@pytest.mark.parametrize(
    "codes, colour",
    [("38;5;196", "rgb(255, 0, 0)"), ("38;2;1;2;3", "rgb(1, 2, 3)"), ("38;5;244", "rgb(128, 128, 128)")],
)
def test_colours_beyond_the_sixteen_are_kept_as_they_are(codes: str, colour: str) -> None:
    _, content = read(f"\x1b[{codes}mx")
    assert [one.attr.style for one in content if isinstance(one, Span)] == [(("color", colour),)]


@pytest.mark.parametrize("codes", ["38;5", "38;2;1", "38", "999", ";;;", "38;5;999"])
def test_broken_sequences_are_borne(codes: str) -> None:
    assert read(f"\x1b[{codes}mx")[0] == "x"


def test_links_and_titles_of_terminals_leave_only_their_words() -> None:
    assert (
        read("\x1b]8;;https://e.example\x07word\x1b]8;;\x07 \x1b]0;title\x07\x1b[2K\x1b[1Aend")[0]
        == "word end"
    )


def test_lines_of_any_length_are_read_whole() -> None:
    text, _ = read("x" * 4_000_000 + "\x1b[31m" + "y" * 4_000_000 + "\r\n")
    assert len(text) == 8_000_000
