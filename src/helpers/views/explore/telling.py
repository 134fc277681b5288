"""What stands beside the chart: every figure in a table, its source in full, what changed, the code, the reports."""

import base64
from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import markupsafe
import pandas as pd

from helpers.data import comparable, frames, selection
from helpers.data.changes import changes
from helpers.data.comparable import FORMER, TODAY, WHOLE
from helpers.data.series import period
from helpers.data.tables import Record
from helpers.errors import BriefingError
from helpers.text import citations, dates
from helpers.text.changes import Names, sentence
from helpers.text.markdown import escape
from helpers.views.explore.choices import EVER, Choice, broken_down, period_in_words
from helpers.views.explore.drawing import Drawing
from helpers.views.kit.words import Words, bullets

MOST_CHANGES = 40
_AS_A_LINK = "color: var(--jp-content-link-color); text-decoration: underline"
_TABLE = ("when", "value", "period", "detail", "scope", "source")
_SORTED_BY = ("value_as_number", "day")  # hidden columns that others are sorted by


def rows(words: Words, choice: Choice) -> list[Record]:
    """Every published figure of the chosen indicator in the chosen provinces, newest first."""
    if not choice.indicator:
        return []
    areas = [area for one in choice.provinces for area in comparable.units(words.dataset, one)]
    found = comparable.of(words.dataset, dict.fromkeys(areas), choice.indicator)
    return sorted(found, key=lambda row: (selection.end(row), selection.begin(row)), reverse=True)


def table(words: Words, found: Sequence[Record]) -> pd.DataFrame:
    """Figures as the table shows them, in HTML, the source as a link, and two columns to sort by that are not shown."""
    factors = selection.unit_factors(words.dataset)
    cells = [
        {
            "when": _html(words.when(row)),
            "value": _html(words.marked(row)),
            "period": _html(period_in_words(words, period(row))),
            "detail": _html(broken_down(words, comparable.breakdown(row))),
            "scope": _html(words.name("areas", row["area_id"])),
            "source": _linked(words, row["source_id"]),
            "value_as_number": float(row["value"] * factors[row["unit_id"]]),
            "day": selection.end(row).isoformat(),
        }
        for row in found
    ]
    titles = {name: words.say(f"column.{name}") for name in ("when", "value", "scope", "source")}
    titles |= {"period": words.say("explore.kind_of_time"), "detail": words.say("explore.breakdown")}
    return pd.DataFrame(cells, columns=[*_TABLE, *_SORTED_BY]).rename(columns=titles)


def _html(text: str) -> str:
    return str(markupsafe.escape(text))


def _linked(words: Words, source_id: str) -> str:
    """A source in short; its address opens beside Jupyter."""
    short, url = _html(words.source(source_id)), words.dataset.row("sources", source_id)["url"]
    return f'<a href="{_html(url)}" target="_blank" rel="noopener">{short}</a>' if url else short


def table_options(words: Words) -> dict[str, Any]:
    """How itables shows it: a search box, a filter in each column, what is said in the language."""
    say = words.say
    return {
        "maxBytes": 0,
        "allow_html": True,
        "select": True,
        "column_filters": "footer",
        "classes": "display compact",
        "style": "table-layout:auto;width:100%",
        "css": ".dt-container tfoot input { width: 100%; min-width: 3em; }",
        "columnDefs": [
            {"targets": [len(_TABLE), len(_TABLE) + 1], "visible": False},
            {"targets": _TABLE.index("value"), "orderData": [len(_TABLE)], "className": "dt-right"},
            {"targets": _TABLE.index("when"), "orderData": [len(_TABLE) + 1]},
        ],
        "language": {
            "search": say("explore.filter"),
            "info": say("explore.table_info"),
            "infoEmpty": "",
            "infoFiltered": say("explore.table_filtered"),
            "lengthMenu": "_MENU_",
            "zeroRecords": say("explore.table_empty"),
            "emptyTable": say("explore.table_empty"),
            "select": {"rows": {"_": "", "0": "", "1": ""}},
        },
    }


def source(words: Words, row: Record, reports: str) -> str:
    """One figure with its source in full, in Markdown: who says it, when and where, and our row in the annex."""
    found = words.dataset.row("sources", row["source_id"])
    title = f"[{escape(found['title'])}]({found['url']})" if found["url"] else str(escape(found["title"]))
    names = [escape(one) for one in (found["author"], found["publisher"]) if one]
    where = citations.place(row["locator"], words.language, words.say)
    lines = [
        f"**{words.exactly(row)}**",
        ". ".join(filter(None, [*names, title, citations.published(found, words.language, words.say), where]))
        + ".",
        str(escape(words.local(row, "note"))),
        "" if row["confidence"] == "high" else words.say(f"explore.confidence_{row['confidence']}"),
    ]
    slug = _report_of(words, str(row["area_id"]))
    if slug and (Path(reports) / words.language / slug / "annex.html").is_file():
        address = f"{reports}/{words.language}/{slug}/annex.html#{row['observation_id']}"
        lines.append(f"[{words.say('explore.in_annex')}]({address})")
    return "\n\n".join(filter(None, lines))


def _report_of(words: Words, area_id: str) -> str:
    """The name of the briefing whose annex has the figures of an area; empty where there is none."""
    known = words.dataset.areas
    unit = next(iter([one for one in (area_id,) if known[one]["briefing"]]), "")
    successor = known[area_id]["successor_id"]
    return str(known[successor]["slug"] if successor else known[unit]["slug"] if unit else "")


def reports_of(words: Words, choice: Choice, reports: str) -> str:
    """Links to the built briefings and annexes of the chosen provinces, or how to build them, in Markdown."""
    lines = []
    for slug in choice.provinces:
        folder = f"{reports}/{words.language}/{slug}"
        name = words.name("areas", comparable.units(words.dataset, slug)[0])
        built = [
            f"[{words.say(f'explore.{part}')}]({folder}/{part}.{kind})"
            for part, kind in (("briefing", "html"), ("briefing_pdf", "pdf"), ("annex", "html"))
            if (Path(folder) / f"{part.removesuffix('_pdf')}.{kind}").is_file()
        ]
        lines.append(
            f"{escape(name)}: {' · '.join(built)}"
            if built
            else words.say(
                "explore.not_built", area=escape(name), command=f"briefings build --province {slug}"
            )
        )
    return bullets(lines)


def since(words: Words, choice: Choice, day: date) -> str:
    """What became known, was revised or withdrawn of the chosen indicator since a day, in Markdown."""
    new, areas = (
        words.dataset,
        [area for one in choice.provinces for area in comparable.units(words.dataset, one)],
    )
    try:
        old = frames.loaded(day.isoformat())
    except BriefingError:  # before all sources
        return words.say("explore.too_early", date=dates.day(day.isoformat(), words.language))
    names = Names(old, words.language), Names(new, words.language)
    units = [comparable.units(new, one)[0] for one in choice.provinces] if old.edition < new.edition else []
    near = list({(one.table, one.key): one for unit in units for one in changes(old, new, unit)}.values())
    found = [
        one
        for one in near
        if one.table == "observations"
        and one.row["area_id"] in areas
        and one.row["indicator_id"] == choice.indicator
    ]
    said = {"date": dates.day(old.edition, words.language), "count": len(found)}
    lines = [words.say("explore.changes" if found else "explore.no_changes", **said)]
    lines.append(bullets(escape(sentence(one, *names)) for one in islice(found, MOST_CHANGES)))
    if len(found) > MOST_CHANGES:
        lines.append(words.say("explore.more_changes", count=len(found) - MOST_CHANGES))
    provinces = "".join(f" --province {one}" for one in choice.provinces)
    command = f"briefings diff --from {old.edition} --to {new.edition}{provinces}"
    lines.append(words.say("explore.all_changes", count=len(near), command=command))
    return "\n\n".join(lines)


def code(words: Words, choice: Choice, drawings: Sequence[Drawing], as_of: str) -> str:
    """Python that makes what is seen, for a cell of one's own: the chart, and its numbers as a frame."""
    given = {"language": words.language} | ({"as_of": as_of} if as_of else {})
    names = list(choice.provinces)
    lines = ["from helpers import data", "from helpers.views import explore", ""]
    seen: dict[str, Any] = {name: getattr(choice, name) for name in ("boundaries", "period")}
    seen |= {} if choice.breakdown == WHOLE else {"breakdown": choice.breakdown}
    seen |= {} if choice.years == EVER else {"years": choice.years}
    lines.append(_call("display(explore.chart", names, choice.indicator, seen | given) + ")")
    drawn = [one for one in drawings if one.spec]
    if not drawn or len(drawings) > 1:
        lines.append(_call("data.figures", names, choice.indicator, given))
        return "\n".join(lines)
    broken_down = dict(zip(("partner", "sector", "gate"), choice.breakdown, strict=True))
    asked = {"boundaries": choice.boundaries, "period": choice.period} | broken_down
    asked = {name: value for name, value in asked.items() if value} | given
    if len(names) == 1 and choice.boundaries not in (TODAY, FORMER):
        lines.append(_call("rows = data.series_frame", names[0], choice.indicator, asked))
        chosen = "rows" if choice.years == EVER else 'rows["{}":"{}"]'.format(*choice.years)
    else:
        lines.append(_call("rows = data.frame", names, choice.indicator, asked))
        chosen = "rows"
        if choice.years != EVER:
            chosen = 'rows[rows["end"].dt.year.between({}, {})]'.format(*choice.years)
    return "\n".join([*lines, chosen])


def _call(name: str, provinces: object, indicator: str, arguments: dict[str, Any]) -> str:
    given = "".join(f", {key}={value!r}" for key, value in arguments.items() if value)
    return f"{name}({provinces!r}, {indicator!r}{given})".replace("'", '"')


def csv_link(words: Words, choice: Choice) -> str:
    """A link, as HTML, that saves every figure of the chosen indicator and provinces as CSV, which Excel reads."""
    if not choice.indicator:
        return ""
    made = frames.figures(
        choice.provinces, choice.indicator, language=words.language, dataset=words.dataset
    ).query("indicator == @choice.indicator")
    content = base64.b64encode(made.to_csv(index=False).encode("utf-8-sig")).decode("ascii")
    name = f"{'-'.join(choice.provinces)}-{choice.indicator}.csv"
    return (
        f'<a style="{_AS_A_LINK}" download="{name}" href="data:text/csv;charset=utf-8;base64,{content}">'
        f"{words.say('explore.save_csv')}</a>"
    )
