"""The four to six figures that stand first: the latest of each subject, with its date and its change."""

from helpers.data import arithmetic as derive
from helpers.data.series import Point, Series, series
from helpers.text.markdown import Marked
from helpers.views.kit import points
from helpers.views.kit.changes import change_cell
from helpers.views.kit.observations import factors, figures_table, of_topics
from helpers.views.kit.outputs import Part, part
from helpers.views.kit.page import Page
from helpers.views.kit.tables import column, table
from helpers.views.kit.yearly import yearly

# One line is one subject; of its indicators the one with the latest figure is shown, the first where they are even.
SUBJECTS = (
    ("trade-turnover", "trade-turnover-land-gates", "trade-turnover-territory", "trade-turnover-unstated"),
    ("trade-turnover-customs",),
    ("trade-budget-revenue",),
    ("fdi-capital-register", "fdi-registered-capital"),
    ("fdi-projects-register", "fdi-projects"),
    ("fdi-new-capital",),
    ("oda-capital",),
    ("ngo-aid", "ngo-aid-usd", "ngo-project-aid"),
    ("visitors-international",),
    ("pci-rank",),
)
MOST = 6


def key_figures(page: Page) -> list[Series]:
    """The series of each subject that the province has figures for, at most six, in a fixed order."""
    found = []
    for subject in SUBJECTS:
        several = [series(page.dataset, page.province, name) for name in subject if name in page.indicators]
        several = [one for one in several if latest(one)]
        if several:
            found.append(max(several, key=_newest))
    return found[:MOST]


def latest(one: Series) -> Point | None:
    """The newest point: a full year or a date before a longer period; never a plan."""
    past = [point for point in one.partial if point.row["qualifier"] != "planned"]
    return (one.points or tuple(past) or (None,))[-1]


def _newest(one: Series) -> tuple[bool, int]:
    point = latest(one)
    assert point is not None
    return bool(one.points), int((point.row["as_of"] or point.row["period_end"])[:4])


def key_figures_part(page: Page, several: list[Series]) -> Part:
    """The key figures with date and change; where the province has none of its own, what is said of a wider area."""
    if not several:
        wider = of_topics(page, "trade")
        grid = figures_table(page, page.phrase("glance.wider_table"), wider)
        said = page.say("glance.no_figures", province=page.name("areas", page.province))
        return part(page.text(page.heading("glance.key_figures"), said), grid)
    newest = [(one, point) for one in several if (point := latest(one))]
    grid = table(
        page,
        page.phrase("glance.figures_table"),
        [
            column(page, "figure", [page.name("indicators", one.indicator_id) for one, _ in newest]),
            column(
                page,
                "value",
                [points.shown(page, point) for _, point in newest],
                numeric=True,
                values=[point.row["value"] for _, point in newest],
            ),
            column(page, "when", [page.when(point.row) for _, point in newest]),
            column(page, "change_before", [change(page, one) for one, _ in newest], numeric=True),
        ],
        table_notes=[page.phrase("table.marks")],
    )
    return part(page.text(page.heading("glance.key_figures")), grid)


def change(page: Page, one: Series) -> str:
    """The change since the point before it in the series; empty where there is none, and for ranks."""
    if not one.points or one.points[-1].row["unit_id"] == "rank":
        return ""
    if not one.points[-1].row["as_of"]:
        printed = f"{one.indicator_id}-change"
        changes = series(page.dataset, one.area_id, printed) if printed in page.indicators else None
        last = yearly(page, one, changes).iloc[-1]
        return change_cell(page, last["change"], last["open"]) + Marked(last["change_cite"])
    if len(one.points) < 2:
        return ""
    old, new = one.points[-2:]
    before = derive.in_unit(old.figure, new.figure.unit_id, factors(page))
    parents = (new.row["observation_id"], old.row["observation_id"])
    found = derive.change(new.figure, before, parents)
    if found is None:
        return ""
    words = {"new": page.marked(new.row), "old": page.marked(old.row), "result": page.figure(found)}
    cite = page.cite_derivation(f"{parents[0]}:change", page.say("trade.formula_change", **words))
    return change_cell(page, found, False) + cite
