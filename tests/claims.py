"""What the pages of a unit claim: the phrases that its cells say, found again in what readers of English see.

A unit is a briefing's name, with the day of an earlier edition where it is not today's (``lao-cai 2024-12-01``), or a
unit of `MADE`, which is one of these with some rows changed, for what no edition says.
"""

import html
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from helpers.data.tables import Dataset
from helpers.text.markdown import unescape
from helpers.text.phrases import table
from page_reading import annex_cells
from run_sections import Ran, comparisons, dataset_of, ran, run_notebook

TABLES = (
    "front",
    "trade_page",
    "investment_page",
    "partners",
    "comparison",
)  # others word dates, numbers and names
FILE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
CLAIMS: dict[str, tuple[str, str]] = {
    f"{name}.{phrase}": (units[0], units[1]) for name in TABLES for phrase, units in FILE[name].items()
}
"""By phrase a unit whose pages say it, and one whose pages do not."""
LABELS = {f"{name}.{phrase}" for name in TABLES for phrase in FILE["labels"][name].split()}
"""Phrases that claim nothing of a unit: names of columns and units, and what words are put into."""
SAYING = {
    "front": ("at_a_glance",),
    "trade_page": ("trade_trends",),
    "investment_page": ("investment_tables",),
    "partners": ("cooperation_overview", "at_a_glance"),
    "comparison": ("regional_comparison",),
}
"""By table of phrases the notebooks whose pages say them."""
MADE: dict[str, Any] = FILE["made"]

_DAY = r"(?:on |in )?(?:\d{1,2} )?(?:[a-z]+ )?\d{4}"
_RANK, _NUMBER = r"\d+(?:st|nd|rd|th)", r"\d+"
_FIELDS = {
    **dict.fromkeys(("first", "last", "day", "ended", "due"), _DAY),
    **dict.fromkeys(("year", "peak", "start", "end"), r"\d{4}"),
    **dict.fromkeys(("rank", "old", "new"), _RANK),
    **dict.fromkeys(("all", "shown", "total", "places"), _NUMBER),
    **dict.fromkeys(
        (f"partners.{name}.count" for name in ("more_texts", "all_in_annex", "more_in_annex")), _NUMBER
    ),
    **dict.fromkeys((f"partners.{name}.count" for name in ("gap_states", "news_lead", "news_all")), _NUMBER),
    "change": r"(?:up|down|[≈<>]? ?[+−])(?:(?! in )[^,;()\n])*?",
    "share": r"[≈<>]? ?[\d.,]+%",
    "size": r"(?:about |at least |at most |over |nearly )?[≈<>]? ?[\d.,]+%",
    **dict.fromkeys(
        (f"front.{name}.time" for name in ("chart_fdi_rose_last", "watch_ended", "watch_ending")), _DAY
    ),
    **dict.fromkeys((f"partners.{name}.time" for name in ("none_since", "is_due", "was_due")), _DAY),
    **dict.fromkeys((f"partners.{name}.time" for name in ("state_ended", "state_until")), _DAY),
    "front.investor.count": r"by [^;(\n]+",
    "front.investors_total.count": r"by [^;.\n]+",
    "investment_page.rank_up.before": _RANK,
    "investment_page.rank_down.before": _RANK,
    "front.trade_highest.period": r"in \d{4}",
}
"""What stands in the places of phrases, in English, by their name or by that of one phrase; else anything."""


@dataclass(frozen=True)
class Claim:
    """A phrase as a page says it: what stands in its places, and all that the output says (Markdown without notes)."""

    phrase: str
    values: Mapping[str, str]
    text: str


@cache
def dataset(unit: str) -> Dataset:
    """The dataset that a unit's pages are made of."""
    if unit not in MADE:
        return dataset_of(*unit.split())
    made = MADE[unit]
    of = dataset(made["of"])
    rows = {name: list(of._rows[name]) for name in of.tables}
    for name, patterns in made.get("drop", {}).items():
        key = of.package.table(name).names[0]
        kept = [row for row in rows[name] if not any(fnmatch(row[key], one) for one in patterns)]
        assert len(kept) < len(rows[name]), f"{unit}: nothing to drop in {name}"
        rows[name] = kept
    for name, changes in made.get("set", {}).items():
        key = of.package.table(name).names[0]
        for pattern, cells in changes.items():
            matching = [row for row in rows[name] if fnmatch(row[key], pattern)]
            assert matching, f"{unit}: {name} has no {pattern}"
            rows[name] = [{**row, **cells} if row in matching else row for row in rows[name]]
    for name, added in made.get("add", {}).items():
        key = of.package.table(name).names[0]
        for cells in added:
            like = next((row for row in rows[name] if row[key] == cells.get("like")), None)
            assert like is not None, f"{unit}: {name} has no {cells.get('like')}"
            rows[name].append({**like, **{field: cell for field, cell in cells.items() if field != "like"}})
    return Dataset(
        of.package, made.get("edition", of.edition), {name: tuple(one) for name, one in rows.items()}
    )


def slug(unit: str) -> str:
    """The name of a unit's briefing."""
    return slug(MADE[unit]["of"]) if unit in MADE else unit.split()[0]


@cache
def page(unit: str, name: str) -> Ran:
    """What the cells of a notebook gave; of today's units what all tests share."""
    if unit not in MADE and " " not in unit:
        return ran(name, unit, "en")
    return run_notebook(name, slug(unit), "en", dataset(unit), annex=False)


@cache
def _claims(unit: str, name: str) -> Mapping[str, tuple[Claim, ...]]:
    """The phrases that a notebook's pages say, each as often as it stands there."""
    one = page(unit, name)
    cells = [cell for cell in one.outputs if cell not in annex_cells(name)]
    asked = {phrase for cell in cells for phrase in (one.records[cell] or {}).get("phrases", ())}
    texts = [_read(*output) for cell in cells for output in one.outputs[cell]]
    return {
        phrase: found
        for phrase in sorted(asked & CLAIMS.keys())
        if (found := tuple(claim for text in texts for claim in _found(phrase, text)))
    }


def claims(unit: str, table_: str) -> dict[str, tuple[Claim, ...]]:
    """The claims of a table of phrases that a unit's pages make; what found no room there is not among them.

    A comparison has phrases of its own, and none of those of a unit.
    """
    if (table_ == "comparison") != (slug(unit) in comparisons()):
        return {}
    found: dict[str, tuple[Claim, ...]] = {}
    for name in SAYING[table_]:
        for phrase, there in _claims(unit, name).items():
            if phrase.startswith(f"{table_}."):
                found[phrase] = (*found.get(phrase, ()), *there)
    return found


def says(unit: str, phrase: str) -> bool:
    """Whether a unit's pages say a phrase."""
    return phrase in claims(unit, phrase.split(".")[0])


def _read(data: dict[str, Any], metadata: dict[str, Any]) -> str:
    """All words of an output, those for who cannot see it included, without references and emphasis."""
    if "image/svg+xml" in data:
        return unescape("\n".join(map(str, metadata["image/svg+xml"].values())))
    if "text/html" in data:
        text = re.sub(r"<sup>.*?</sup>", "", data["text/html"])
        labels = re.findall(r'aria-label="([^"]*)"', text)
        lines = re.sub(r"</(?:p|td|th|caption|li)>|<br ?/?>", "\n", text)
        return html.unescape("\n".join([re.sub(r"<[^>]+>", "", lines), *labels]))
    text = re.sub(r"\[\^[^\]]*\]", "", data["text/markdown"]).replace("**", "")
    return unescape(re.sub(r"\]\([^)]*\)", "]", text))


def _found(phrase: str, text: str) -> Iterator[Claim]:
    for pattern in _patterns(phrase):
        for match in pattern.finditer(text):
            yield Claim(phrase, match.groupdict(), text)


@cache
def _patterns(phrase: str) -> tuple[re.Pattern[str], ...]:
    """What a phrase looks like with its places filled, in each plural; a great first letter may have become small."""
    said = table("en")[phrase]
    forms = said.values() if isinstance(said, dict) else [said]
    return tuple(re.compile(_pattern(phrase, form), re.IGNORECASE) for form in dict.fromkeys(forms))


def _pattern(phrase: str, form: str) -> str:
    parts, seen = [], set[str]()
    for literal, name, _, _ in Formatter().parse(unescape(form)):
        parts.append(re.sub(r"(?:\\ |\s)+", r"\\s+", re.escape(literal)))
        if name:
            inside = _FIELDS.get(f"{phrase}.{name}", _FIELDS.get(name, r"[^\n]+?"))
            parts.append(inside if name in seen else f"(?P<{name}>{inside})")
            seen.add(name)
    whole = "".join(parts)
    return re.sub(r"\[\^\\n\]\+\?\)$", r"[^\\n;]+)", whole)  # at the end as much as there is
