"""Trade: each basis with its own series, lone years, what covers no full year, every other figure, border gates."""

from datetime import date

import pandas as pd

from helpers.data import selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import last_day, years_before
from helpers.data.series import series
from helpers.data.tables import Record, to_records
from helpers.text import numbers
from helpers.text.markdown import Marked
from helpers.views.annex.trade_series import UNSTATED, Block, in_order, indicators, leap_said, leaps, name
from helpers.views.kit.charts import by_year
from helpers.views.kit.facts import TOPICS
from helpers.views.kit.observations import figures_table, figures_tables, in_time, without
from helpers.views.kit.outputs import Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import column, table
from helpers.views.kit.yearly import bounds, growth, sure

LATEST = 4
# A chart needs so many points within so many years; an earlier one stands in the table alone.
FEWEST_DRAWN, SPAN = 4, 12


# A basis with a series


def show_series(section: Section, blocks: list[Block]) -> Part:
    """For each basis with more than two years: its name, what it says, its chart and its table."""
    outputs = []
    for block in blocks:
        if block.has_series:
            named = name(section, block)
            outputs += [
                section.text(section.words.markdown("series.heading", name=named)),
                summary(section, block),
                by_year(section, named, drawn(block.frame)),
                block_table(section, block),
            ]
    return part(*outputs)


def drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """The years that a chart shows: those of the latest twelve, where four of them are known; else none."""
    known = sure(frame)
    late: pd.DataFrame = known[known["year"] > known["year"].max() - SPAN]
    return late if len(late) >= FEWEST_DRAWN else late[:0]


def summary(section: Section, block: Block) -> Text | None:
    """The latest years of a block's turnover in words, the growth over its latest run of years, and the limits."""
    known = sure(block.frame)
    if known.empty:
        return None
    words, rows = section.words, to_records(known)
    published = [row for row in rows if not row["figure"].derived]
    figures = {row["year"]: row["figure"] for row in rows}
    sentences = [_year(section, row, figures.get(row["year"] - 1)) for row in published[-LATEST:]]
    sentences += [_derived(section, row) for row in rows if row["figure"].derived]
    over_all = growth(section, block.series["turnover"]) if "turnover" in block.series else None
    sentences += [over_all] if over_all else []
    basis = words.name("bases", block.basis_id)
    limits = words.markdown(
        "trade.limits",
        basis=basis[0].lower() + basis[1:],  # as it stands within a sentence
        first=known["year"].min(),
        last=known["year"].max(),
    )
    return section.text(" ".join(sentences), limits)


def _year(section: Section, row: Record, before: Figure | None) -> Marked:
    """One year's turnover with its change on the year before, or why that is not known."""
    figure, words = row["figure"], section.words
    amount = numbers.qualified(
        section.dataset, figure.value, figure.unit_id, figure.qualifier, section.language
    )
    said = words.markdown("trade.year", year=row["year"], amount=amount) + row["cite"]
    if row["change"] is not None:
        change = words.change_in_text(row["change"])
        said += words.markdown("trade.year_change", change=change, before=row["year"] - 1)
        said += row["change_cite"]
    elif before is not None and row["open"]:
        key = f"trade.year_open_{bounds(figure, before)}"
        said += words.markdown(key, before=row["year"] - 1) + row["change_cite"]
    return Marked(said + ".")


def _derived(section: Section, row: Record) -> Marked:
    """A year that only follows from the next year's printed change."""
    amount = section.words.figure(row["figure"])
    said = section.words.markdown("trade.year_derived", year=row["year"], amount=amount)
    return Marked(said + row["cite"] + ".")


def block_table(section: Section, block: Block) -> Table | None:
    """A block year by year: turnover with its change, exports, imports."""
    words, rows = section.words, to_records(block.frame)
    return table(
        section,
        words.say("trade.table", name=name(section, block)),
        [
            column(section, "year", [str(row["year"]) for row in rows]),
            column(
                section,
                "turnover",
                [_turnover(section, row) for row in rows],
                numeric=True,
                values=[row["figure"].value if row["figure"] else None for row in rows],
            ),
            column(
                section,
                "change",
                [words.change(row["change"], row["open"]) + row["change_cite"] for row in rows],
                numeric=True,
            ),
            column(section, "exports", [row["exports"] for row in rows], numeric=True),
            column(section, "imports", [row["imports"] for row in rows], numeric=True),
            column(section, "kind", [_kind(section, row) for row in rows]),
        ],
    )


def _turnover(section: Section, row: Record) -> str:
    return section.words.figure(row["figure"]) + row["cite"] if row["figure"] else ""


def _kind(section: Section, row: Record) -> str:
    """Says of a year's turnover that it is derived; empty in a table where all are published."""
    return section.words.say("figure.derived") if row["figure"] and row["figure"].derived else ""


# What is no series


def show_single_years(section: Section, blocks: list[Block]) -> Part:
    """The bases with one or two years and what is on no stated basis, in one table: no series, no chart, no change."""
    words = section.words
    rows = [(block, row) for block in blocks if not block.has_series for row in to_records(block.frame)]
    if not rows:
        return part()
    grid = table(
        section,
        words.say("trade.single_table"),
        [
            column(section, "what_counted", [name(section, block) for block, _ in rows]),
            column(section, "year", [str(row["year"]) for _, row in rows]),
            column(section, "turnover", [_turnover(section, row) for _, row in rows], numeric=True),
            column(section, "exports", [row["exports"] for _, row in rows], numeric=True),
            column(section, "imports", [row["imports"] for _, row in rows], numeric=True),
        ],
    )
    few = any(block.basis_id != UNSTATED for block, _ in rows)
    unstated = any(block.basis_id == UNSTATED for block, _ in rows)
    leads = [
        words.markdown("trade.single_lead_few") if few else "",
        words.markdown("trade.single_lead_unstated") if unstated else "",
    ]
    return part(section.text(words.heading("trade.single"), " ".join(filter(None, leads))), grid)


def other_figures(section: Section, blocks: list[Block]) -> pd.DataFrame:
    """Every figure on trade and border revenue that stands in no block: other periods, measures or areas."""
    in_blocks = {row["observation_id"] for block in blocks for row in block.rows}
    return without(section.facts.of_topics(*TOPICS["trade"]), in_blocks)


def show_periods(section: Section, rows: pd.DataFrame) -> Part:
    """Of the other figures those on the bases above that are no full year: year to date, several years, plans."""
    rows, words = rows[_of_periods(section, rows)], section.words
    if rows.empty:
        return part()
    place = {indicator: number for number, indicator in enumerate(in_order(section))}
    rows = rows.iloc[rows["indicator_id"].map(place).argsort(kind="stable")]
    grid = figures_table(section, words.say("trade.periods_table"), in_time(rows), with_basis=False)
    lead = words.markdown("trade.periods_lead")
    doubts = _leaps(section, rows)
    return part(
        section.text(words.heading("trade.periods"), lead), grid, section.text(*doubts) if doubts else None
    )


def _leaps(section: Section, rows: pd.DataFrame) -> list[Marked]:
    """Where figures of one series, of more and more months of a year, do not go on from one another."""
    keys = dict.fromkeys((row["area_id"], row["indicator_id"], row["gate_id"]) for row in to_records(rows))
    found = (series(section.dataset, area, indicator, gate_id=gate) for area, indicator, gate in keys)
    doubts = [leap for one in found for leap in leaps(section, (*one.points, *one.partial))]
    return [leap_said(section, one) for one in doubts]


def _of_periods(section: Section, rows: pd.DataFrame) -> "pd.Series[bool]":
    whole = (rows["partner_id"] == "") & (rows["sector_id"] == "")
    return rows["indicator_id"].isin(list(indicators(section).values())) & whole


def show_other_figures(section: Section, rows: pd.DataFrame) -> Part:
    """The rest of them: growth by itself, border revenue, one partner, under a heading that says so."""
    rows, words = rows[~_of_periods(section, rows)], section.words
    if rows.empty:
        return part()
    return part(
        section.text(words.heading("trade.other"), words.markdown("trade.other_lead")),
        *figures_tables(section, words.say("trade.other_table"), rows),
    )


def class_told(section: Section, gate: Record, said: str) -> str:
    """The class of a gate as ``said``, with that it is inferred, or its year where that was over five years ago."""
    if gate["kind_inferred"]:
        said = section.words.say("trade_page.class_inferred", said=said)
    day, edition = gate["kind_as_of"], date.fromisoformat(section.dataset.edition)
    if day and last_day(day) < years_before(edition, selection.OLDEST):
        said = section.words.say("front.dated", text=said, year=day[:4])
    return said


def show_gates(section: Section, gates: pd.DataFrame) -> Part:
    """The border gates that the sources name, and what passes through them."""
    words, rows = section.words, to_records(gates)
    grid = table(
        section,
        words.say("trade.gates_table"),
        [
            column(
                section,
                "gate",
                [words.local(row, "name") + section.citations.fact("border_gates", row) for row in rows],
            ),
            column(
                section,
                "gate_kind",
                [class_told(section, row, words.label("gate_kind", row["kind"])) for row in rows],
            ),
            column(section, "counterpart", [words.local(row, "counterpart") for row in rows]),
            column(section, "scope", [words.scope(row) for row in rows]),
        ],
    )
    passed = in_time(section.facts.of_topics(*TOPICS["gates"]))
    traffic = figures_table(section, words.name("topics", "gates"), passed, with_basis=False)
    return part(section.text(words.heading("trade.gates")) if grid or traffic else None, grid, traffic)
