"""A change in words and in a cell, with the direction and the bound it carries."""

from helpers.data.arithmetic import Figure
from helpers.text import numbers
from helpers.views.kit.page import Page


def change_in_words(page: Page, change: Figure) -> str:
    """The change for a sentence: ``tăng 26,7%``, ``giảm dưới 15,8%``; over a fall reads as less."""
    direction = "fall" if change.value < 0 else "rise"
    size = numbers.percent(abs(change.value), page.language)
    return page.phrase(f"change.{direction}_{change.qualifier}", size=size)


def change_cell(page: Page, change: Figure | None, is_open: bool) -> str:
    """The change for a table: signed, with its qualifier as a mark; words where the bounds leave it open."""
    if change is None:
        return page.phrase("change.open") if is_open else ""
    sign = "+" if change.value > 0 else ""
    shown = sign + numbers.percent(change.value, page.language)
    return numbers.with_mark(page.dataset, shown, change.qualifier, page.language)
