"""The trade series in sentences: the latest years, the growth over the whole span, and what the series cannot say."""

from helpers.data.tables import records as rows_of
from helpers.text import numbers
from helpers.text.markdown import Marked
from helpers.views.kit.changes import change_in_words
from helpers.views.kit.outputs import Text
from helpers.views.kit.page import Page, Row
from helpers.views.kit.yearly import growth, sure
from helpers.views.trade_series import Block

LATEST = 4


def basis(page: Page, one: Block) -> str:
    """The basis of a block in words, as they stand within a sentence."""
    words = page.name("bases", one.basis_id)
    return words[0].lower() + words[1:]


def summary(page: Page, one: Block) -> Text | None:
    """The latest years of a block's turnover in words, the growth over all of them, and the limits."""
    known = sure(one.frame)
    if known.empty:
        return None
    records = rows_of(known)
    published = [row for row in records if not row["figure"].derived]
    sentences = [_year(page, row) for row in published[-LATEST:]]
    sentences += [_derived(page, row) for row in records if row["figure"].derived]
    over_all = growth(page, one.key, known)
    if over_all:
        rate, cite, first, last = over_all
        words = change_in_words(page, rate)
        sentences.append(Marked(page.say("trade.growth", first=first, last=last, change=words) + cite + "."))
    years = known["year"]
    limits = page.say("trade.limits", basis=basis(page, one), first=years.min(), last=years.max())
    return page.text(" ".join(sentences), limits)


def _year(page: Page, row: Row) -> Marked:
    """One year's turnover with its change on the year before."""
    shown = row["figure"]
    amount = numbers.qualified(page.dataset, shown.value, shown.unit_id, shown.qualifier, page.language)
    sentence = page.say("trade.year", year=row["year"], amount=amount) + row["cite"]
    if row["change"] is not None:
        words = change_in_words(page, row["change"])
        sentence += page.say("trade.year_change", change=words, before=row["year"] - 1) + row["change_cite"]
    elif row["open"]:
        sentence += page.say("trade.year_open", before=row["year"] - 1) + row["change_cite"]
    return Marked(sentence + ".")


def _derived(page: Page, row: Row) -> Marked:
    """A year that only follows from the next year's printed change."""
    said = page.say("trade.year_derived", year=row["year"], amount=page.figure(row["figure"]))
    return Marked(said + row["cite"] + ".")
