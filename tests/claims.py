"""What the pages of a unit claim: the phrases that its cells say, found again in what readers of English see.

A unit is a briefing's name, with the day of an earlier edition where it is not today's (``lao-cai 2024-12-01``), or a
unit of `MADE`, which is one of these with some rows changed, for what no edition says.
"""

import html
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from helpers.data.csv_files import Row
from helpers.data.tables import Dataset
from helpers.text.markdown import unescape
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
NOTES = {f"partners.{phrase}" for phrase in FILE["notes"]["partners"].split()}
"""Phrases that stand in brackets behind what they are said of: single words, which other sentences have, too."""
SAYING = {
    "front": ("at_a_glance",),
    "trade_page": ("trade_trends",),
    "investment_page": ("investment_tables",),
    "partners": ("cooperation_overview", "at_a_glance"),
    "comparison": ("regional_comparison",),
}
"""By table of phrases the notebooks whose pages say them."""
MADE: dict[str, Any] = FILE["made"]


@dataclass(frozen=True)
class Claim:
    """A phrase as a page says it, in words: what stands in its places, the line or cell, and all of its output.

    Nothing has references or emphasis. ``facts`` are the identifiers of what the line cites, ``around`` of what the
    whole output does.
    """

    phrase: str
    said: str
    values: Mapping[str, str]
    line: str
    facts: tuple[str, ...]
    text: str
    around: tuple[str, ...]


@cache
def dataset(unit: str) -> Dataset:
    """The dataset that a unit's pages are made of."""
    if unit not in MADE:
        return dataset_of(*unit.split())
    of = dataset(MADE[unit]["of"])
    rows = changed(unit, {name: list(of._rows[name]) for name in of.tables})
    return Dataset(
        of.package,
        MADE[unit].get("edition", of.edition),
        {
            name: tuple(one if isinstance(one, Row) else Row(0, one.items()) for one in table)
            for name, table in rows.items()
        },
    )


def changed(unit: str, rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows of tables with what `MADE` drops, sets and adds for a unit."""
    made = MADE[unit]

    for name, patterns in made.get("drop", {}).items():
        kept = [row for row in rows[name] if not any(fnmatch(_key(row), one) for one in patterns)]
        assert len(kept) < len(rows[name]), f"{unit}: nothing to drop in {name}"
        rows[name] = kept
    for name, changes in made.get("set", {}).items():
        for pattern, cells in changes.items():
            matching = [row for row in rows[name] if fnmatch(_key(row), pattern)]
            assert matching, f"{unit}: {name} has no {pattern}"
            rows[name] = [{**row, **cells} if row in matching else row for row in rows[name]]
    for name, added in made.get("add", {}).items():
        for cells in added:
            like = next((row for row in rows[name] if _key(row) == cells.get("like")), None)
            assert like is not None, f"{unit}: {name} has no {cells.get('like')}"
            rows[name].append({**like, **{field: cell for field, cell in cells.items() if field != "like"}})
    return rows


def _key(row: Row) -> str:
    """The first cell of a row."""
    return str(next(iter(row.values())))


def slug(unit: str) -> str:
    """The name of a unit's briefing."""
    return slug(MADE[unit]["of"]) if unit in MADE else unit.split()[0]


@cache
def page(unit: str, name: str, language: str = "en") -> Ran:
    """What the cells of a notebook gave; of today's units what all tests share."""
    if unit not in MADE and " " not in unit:
        return ran(name, unit, language)
    return run_notebook(name, slug(unit), language, dataset(unit), annex=False)


@cache
def _claims(unit: str, name: str, language: str) -> Mapping[str, tuple[Claim, ...]]:
    """The phrases that a notebook's pages say, each as often as it was said; of one text where it stands first."""
    one = page(unit, name, language)
    outputs = [
        output for cell in one.outputs if cell not in annex_cells(name) for output in one.outputs[cell]
    ]
    there = [(_plain("\n".join(lines)), lines) for lines in (_lines(*output) for output in outputs)]
    found: dict[str, tuple[Claim, ...]] = {}
    for (phrase, text), values in one.said.items():
        if phrase in CLAIMS and (claim := _claim(phrase, values, text, there)):
            found[phrase] = (*found.get(phrase, ()), claim)
    return found


def claims(unit: str, table_: str, language: str = "en") -> dict[str, tuple[Claim, ...]]:
    """The claims of a table of phrases that a unit's pages make; what found no room there is not among them.

    A comparison has phrases of its own, and none of those of a unit.
    """
    if (table_ == "comparison") != (slug(unit) in comparisons()):
        return {}
    found: dict[str, tuple[Claim, ...]] = {}
    for name in SAYING[table_]:
        for phrase, there in _claims(unit, name, language).items():
            if phrase.startswith(f"{table_}."):
                found[phrase] = (*found.get(phrase, ()), *there)
    return found


def says(unit: str, phrase: str) -> bool:
    """Whether a unit's pages say a phrase."""
    return phrase in claims(unit, phrase.split(".")[0])


def _claim(
    phrase: str, values: Mapping[str, str], text: str, there: list[tuple[str, list[str]]]
) -> Claim | None:
    """The claim, with the first line that says it; None where no output says it."""
    said = _plain(text)
    shape = pattern(phrase, said)
    for whole, lines in there:
        if shape.search(whole):
            line = next((one for one in lines if shape.search(_plain(one))), "\n".join(lines))
            plain = {name: _plain(value) for name, value in values.items()}
            return Claim(phrase, said, plain, _plain(line), _cited(line), whole, _cited("".join(lines)))
    return None


def pattern(phrase: str, said: str) -> re.Pattern[str]:
    """What finds a phrase in a line; a note only in brackets, alone or beside another."""
    words = rf"(?:\b|(?=\W)){re.escape(said)}(?!\w)"
    if phrase in NOTES:
        words = rf"\((?:[^()]*, )?{words}(?:, [^()]*)?\)"
    return re.compile(words, re.IGNORECASE)


def _cited(text: str) -> tuple[str, ...]:
    """The identifiers of the facts that a text cites."""
    return tuple(dict.fromkeys(re.findall(r"@([^\]@\s]+)\]", text)))


def _lines(data: dict[str, Any], metadata: dict[str, Any]) -> list[str]:
    """The lines, cells and cards of an output, those for who cannot see it included; references as in Markdown."""
    if "image/svg+xml" in data:
        return list(map(str, metadata["image/svg+xml"].values()))
    if "text/html" in data and "text/markdown" not in data:
        text = re.sub(r'<a class="footnote-ref" href="#fn:([^"]*)"[^>]*>.*?</a>', r"[^\1]", data["text/html"])
        text = re.sub(r'<[^>]* aria-label="([^"]*)"[^>]*>', r"(\1) ", text)
        text = re.sub(r"<tr.*?</tr>", lambda found: _with_facts_of_row(found[0]), text, flags=re.DOTALL)
        lines = re.split(r"</(?:td|th|caption|li|div)>|</p>(?=\s*<p class=.table-note)", text)
        return [html.unescape(re.sub(r"<[^>]+>", " ", re.sub("<br ?/?>", " ", one))) for one in lines]
    return list(data["text/markdown"].split("\n"))


def _with_facts_of_row(row: str) -> str:
    """A row of a table, in which a cell that cites nothing has the facts that its row cites."""
    facts = "".join(dict.fromkeys(re.findall(r"\[\^[^\]]*\]", row)))
    return re.sub(
        r"<td.*?(?=</td>)",
        lambda cell: cell[0] if "[^" in cell[0] else cell[0] + facts,
        row,
        flags=re.DOTALL,
    )


def _plain(text: str) -> str:
    """Words without references, emphasis and line breaks."""
    text = re.sub(r"\[\^[^\]]*\]", "", text).replace("**", "")
    text = unescape(re.sub(r"\]\([^)]*\)", "]", text))
    return re.sub(r"\s+([,;.:)])", r"\1", " ".join(text.split()))
