"""Whether Vietnamese tells the same as English: of the same facts the same times, amounts, names and numbers."""

import re
from functools import cache

from claims import TABLES, Claim
from helpers.text.phrases import table
from page_reading import without_periods
from truth import files
from truth.files import amounts, period


@cache
def names(unit: str) -> dict[str, set[str]]:
    """What stands in the files, or is a phrase of the pages, in English, and the same in Vietnamese."""
    found: dict[str, set[str]] = {}
    for rows in files.rows(unit).values():
        for field in [one for one in rows[0] if one.endswith("_en")] if rows else []:
            for row in rows:
                found.setdefault(row[field], set()).add(row.get(f"{field[:-3]}_vi", "").casefold())
    english, vietnamese = table("en"), table("vi")
    for phrase, text in english.items():
        if phrase.split(".")[0] in TABLES and isinstance(text, str) and "{" not in text:
            found.setdefault(text, set()).add(str(vietnamese[phrase]).casefold())
    return found


def same(unit: str, english: str, vietnamese: str) -> bool:
    """Whether both languages have the same in a place: one time, amount or name, a list, or so many numbers."""
    if (days := period(english)) is not None:
        return period(vietnamese) == days
    if told := set(amounts(english, "en")):
        return {(one[0], one[1] * one[2], one[3]) for one in told} == {
            (one[0], one[1] * one[2], one[3]) for one in amounts(vietnamese, "vi")
        }
    if (there := names(unit).get(english)) is not None:
        return vietnamese.casefold() in there
    ours, theirs = (re.split(r"; |, ", text) for text in (english, vietnamese))
    if len(ours) == len(theirs) > 1:
        return all(any(same(unit, one, other) for other in theirs) for one in ours)
    return sorted(without_periods(english, "en")) == sorted(without_periods(vietnamese, "vi"))


def matches(unit: str, one: Claim, other: Claim) -> bool:
    """Whether a claim in English and one in Vietnamese rest on the same facts and say the same of them."""
    # the title of a page cites nothing
    cited = {tuple(sorted(facts)) for facts in (one.facts, other.facts) if facts}
    return len(cited) <= 1 and all(same(unit, text, other.values[name]) for name, text in one.values.items())
