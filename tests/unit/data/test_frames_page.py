"""The page that teaches the frames gives what it says."""

import doctest

import pandas as pd

from helpers import paths


def test_every_line_of_the_page_gives_what_stands_below_it() -> None:
    page = paths.project() / "docs" / "frames.md"
    with pd.option_context("display.width", 120, "display.max_columns", None):
        found = doctest.testfile(
            str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE, encoding="utf-8"
        )
    assert found.failed == 0 and found.attempted > 10
