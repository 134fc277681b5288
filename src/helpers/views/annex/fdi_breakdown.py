"""FDI in force by the investor's country and by sector: shares, sums, and what the sum does not explain."""

import pandas as pd

from helpers.data import arithmetic as derive
from helpers.data.tables import Record, to_records
from helpers.text import dates
from helpers.text.markdown import once, unescape
from helpers.views.annex.cooperation import INVESTOR
from helpers.views.annex.investment import (
    CAPITAL,
    MEASURES,
    PROJECTS,
    by_unit,
    measure_cell,
    of_one_count,
    of_units,
    side_by_side,
)
from helpers.views.kit.charts import bars
from helpers.views.kit.citations import Derived
from helpers.views.kit.observations import figure, named_subject
from helpers.views.kit.outputs import Chart, Part, Table, Text, part
from helpers.views.kit.section import Section
from helpers.views.kit.tables import Column, column, table

FEWEST_ROWS = 3  # of a table that has a row a country


def show_breakdown(
    section: Section, by_partner: pd.DataFrame, by_sector: pd.DataFrame, stock: pd.DataFrame
) -> Part:
    """FDI by partner and by sector under one heading, with the investors that the sources name.

    ``stock`` is the FDI in force by date (`investment.fdi_stock`), which shares are computed of.
    """
    outputs: list[Text | Chart | Table | None] = [investors(section)]
    frames = (by_unit(section, frame) for frame in (by_partner, by_sector, stock))
    for (unit, partners), (_, sectors), (_, totals) in zip(*frames, strict=True):
        outputs += [
            fdi_by_partner_table(unit, partners, totals),
            fdi_by_sector_chart(unit, sectors),
            fdi_by_sector_table(unit, sectors, totals),
        ]
    if not any(outputs):
        return part()
    return part(section.text(section.words.heading("investment.breakdown")), *outputs)


def fdi_by_partner(section: Section) -> pd.DataFrame:
    """FDI by unit, investor's country and date: ``area_id``, ``partner_id``, ``as_of``, those of `side_by_side`."""
    return of_units(section, _by_partner)


def _by_partner(section: Section) -> pd.DataFrame:
    rows = section.facts.observations(*MEASURES)
    rows = rows[rows["partner_id"] != ""]
    frame = side_by_side(to_records(rows.assign(entry=rows["partner_id"] + " " + rows["as_of"])), "entry")
    entries = [str(entry).partition(" ") for entry in frame["entry"]]
    return frame.assign(
        partner_id=[partner for partner, _, _ in entries], as_of=[time for _, _, time in entries]
    )


def fdi_by_partner_table(section: Section, frame: pd.DataFrame, stock: pd.DataFrame) -> Table | None:
    """FDI by the investor's country, with the printed share beside the share computed here.

    Of fewer than three countries or dates a row for each thing told and a column for each of them.
    """
    records = to_records(frame)
    if len(records) < FEWEST_ROWS:
        return _side_by_side(section, records, stock)
    cells = {name: [measure_cell(section, row[name]) for row in records] for name in MEASURES}
    return table(
        section,
        section.named(section.words.say("investment.partner_table")),
        [
            column(
                section, "partner", [section.words.name("partners", row["partner_id"]) for row in records]
            ),
            column(section, "as_of", [_dated(section, row) for row in records]),
            column(section, "projects", cells[PROJECTS], numeric=True),
            column(section, "capital", cells[CAPITAL], numeric=True),
            column(section, "share_published", cells["fdi-capital-share"], numeric=True),
            column(
                section,
                "share_derived",
                [_share(section, row[CAPITAL], stock) for row in records],
                numeric=True,
            ),
            column(section, "projects_disbursed", cells["fdi-projects-disbursed"], numeric=True),
            column(section, "disbursed", cells["fdi-disbursed"], numeric=True),
            column(section, "disbursed_share", cells["fdi-disbursed-share"], numeric=True),
        ],
    )


def _side_by_side(section: Section, records: list[Record], stock: pd.DataFrame) -> Table | None:
    """What is told of one or two countries: a row for each measure, and the share computed here below the capital."""
    if not records:
        return None
    said: dict[str, list[str]] = {}
    for name in (name for name in MEASURES if any(row[name] for row in records)):
        said[section.words.name("indicators", name)] = [measure_cell(section, row[name]) for row in records]
        if name == CAPITAL:
            shares = [_share(section, row[CAPITAL], stock) for row in records]
            said[section.words.say("column.share_derived")] = shares
    said = {name: cells for name, cells in said.items() if any(cells)}
    columns = [column(section, "figure", list(said))]
    for place, row in enumerate(records):
        head = f"{section.words.name('partners', row['partner_id'])}, {_dated(section, row)}"
        one = [of_all[place] for of_all in said.values()]
        columns.append(Column(f"partner_{place}", head, one, numeric=True))
    return table(section, section.named(section.words.say("investment.partner_table")), columns)


def _dated(section: Section, record: Record) -> str:
    """The date of a line, starred when it is inferred."""
    return next(section.words.when(record[name]) for name in MEASURES if record[name])


def _share(section: Section, part_row: Record | None, stock: pd.DataFrame) -> str:
    """The share of the province's registered capital on the same date, computed here; empty where it can't be."""
    wholes = [row for row in stock[CAPITAL] if row and part_row and row["as_of"] == part_row["as_of"]]
    if part_row is None or not wholes:
        return ""
    whole_row = wholes[0]
    parents = (part_row["observation_id"], whole_row["observation_id"])
    share = derive.share(figure(part_row), figure(whole_row), parents)
    if share is None:
        return ""
    formula = section.words.markdown(
        "investment.formula_share",
        part=section.words.marked(part_row),
        whole=section.words.marked(whole_row),
        result=section.words.figure(share),
    )
    words = section.words
    derived = Derived(
        "share", named_subject(section, part_row), words.when(part_row), share, unescape(formula)
    )
    return words.figure(share) + section.citations.derivation(
        f"{part_row['observation_id']}:share", formula, parents, derived
    )


def fdi_by_sector(section: Section) -> pd.DataFrame:
    """FDI by unit and sector: ``area_id``, ``sector_id``, the columns of `side_by_side`, the largest capital first.

    Of each unit the newest count: those of several dates or sources do not add up.
    """
    return of_units(section, _by_sector)


def _by_sector(section: Section) -> pd.DataFrame:
    rows = section.facts.observations(PROJECTS, CAPITAL)
    rows = rows[rows["sector_id"] != ""]
    frame = side_by_side(of_one_count(to_records(rows)), "sector_id")
    order = [-(row["value"] if row else 0) for row in frame[CAPITAL]]
    return frame.assign(order=order).sort_values("order", kind="stable").drop(columns="order")


def fdi_by_sector_table(section: Section, frame: pd.DataFrame, stock: pd.DataFrame) -> Table | None:
    """FDI by sector with shares and the sum, and a note where the sum is not the printed total."""
    records = to_records(frame)
    names = [section.words.name("sectors", row["sector_id"]) for row in records]
    columns = {name: [measure_cell(section, row[name]) for row in records] for name in (PROJECTS, CAPITAL)}
    shares = [_share(section, row[CAPITAL], stock) for row in records]
    notes = []
    if len(records) > 1:
        names.append(section.words.say("investment.sum"))
        shares.append("")
        for name, cells in columns.items():
            cells.append(_sum_cell(section, [row[name] for row in records], name))
        notes = _sum_against_total(section, [row[CAPITAL] for row in records], stock)
    return table(
        section,
        section.named(section.words.say("investment.sector_table")),
        [
            column(section, "sector", names),
            column(section, "projects", columns[PROJECTS], numeric=True),
            column(section, "capital", columns[CAPITAL], numeric=True),
            column(section, "share_derived", shares, numeric=True),
        ],
        table_notes=notes,
    )


def _sum(rows: list[Record | None]) -> derive.Figure | None:
    present = [row for row in rows if row]
    if not present or len(present) < len(rows):
        return None
    return derive.total([figure(row) for row in present], tuple(row["observation_id"] for row in present))


def _sum_cell(section: Section, rows: list[Record | None], name: str) -> str:
    added = _sum(rows)
    if added is None:
        return ""
    terms = " + ".join(section.words.marked(row, with_unit=False) for row in rows if row)
    formula = section.words.markdown(
        "investment.formula_sum", terms=terms, result=section.words.figure(added)
    )
    words, first = section.words, next(row for row in rows if row)
    derived = Derived(
        "sum", section.named(words.name("indicators", name)), words.when(first), added, unescape(formula)
    )
    return words.figure(added, with_unit=added.unit_id != "project") + section.citations.derivation(
        f"{section.province}.{name}.by-sector:sum", formula, added.parents, derived
    )


def _sum_against_total(section: Section, rows: list[Record | None], stock: pd.DataFrame) -> list[str]:
    """What to say when the sectors do not add up to the printed total of the same date."""
    added = _sum(rows)
    first = next((row for row in rows if row), None)
    wholes = [row for row in stock[CAPITAL] if row and first and row["as_of"] == first["as_of"]]
    if added is None or not wholes or wholes[0]["value"] == added.value:
        return []
    whole_row = wholes[0]
    gap = derive.Figure(whole_row["value"] - added.value, added.unit_id, "exact", added.parents)
    return [
        section.words.say(
            "investment.sum_differs",
            sum=section.words.figure(added),
            total=section.words.marked(whole_row),
            gap=section.words.figure(gap),
        )
        + section.citations.fact("observations", whole_row)
    ]


def fdi_by_sector_chart(section: Section, frame: pd.DataFrame) -> Chart | None:
    """Registered capital by sector as bars."""
    rows = [row for row in frame[CAPITAL] if row]
    if len(rows) < 2:
        return None
    return bars(
        section,
        [section.words.name("sectors", row["sector_id"]) for row in rows],
        rows,
        caption=section.words.markdown(
            "plain.text",
            text=section.named(
                section.words.say("investment.sector_chart", date=section.words.when(rows[0]))
            ),
        ),
        alt="investment.sector_chart_alt",
    )


def investors(section: Section) -> Text | None:
    """The countries that the sources name as investors, by the unit and the time that they are told of."""
    words = section.words
    relations = section.facts.rows("relations")
    told: dict[str, list[Record]] = {}
    for row in to_records(relations[relations["form"] == INVESTOR]):
        scope, day = words.scope(row), dates.day(row["as_of"], section.language) if row["as_of"] else ""
        told.setdefault(", ".join(filter(None, [scope, day])), []).append(row)
    sentences = []
    for about, rows in told.items():
        names = ", ".join(words.name("partners", row["partner_id"]) for row in rows)
        cites = once(*(section.citations.fact("relations", row) for row in rows))
        key = "investment.investors_about" if about else "investment.investors"
        sentences.append(words.markdown(key, names=names, about=about) + cites + ".")
    return section.text(*sentences)
