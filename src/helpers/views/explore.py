"""Looking around: pick a province, an indicator and a language; see the table, the chart and the sources."""

import ipywidgets as widgets
from IPython.display import clear_output

from helpers import data
from helpers.data import areas
from helpers.data.tables import records as rows_of
from helpers.text.markdown import Marked
from helpers.text.phrases import LANGUAGES, phrases
from helpers.views.kit.bars import bars
from helpers.views.kit.observations import figures_table, whole
from helpers.views.kit.outputs import Chart, Part, part
from helpers.views.kit.page import Page

MONEY = ("trade", "investment")


def indicators_of(page: Page) -> list[tuple[str, str]]:
    """The indicators that have a figure for the province, money first, own before wider: name to show and id."""
    topics = page.dataset["indicators"].set_index("indicator_id")["topic"]
    rows = page.observations(*topics.index)
    money = rows["indicator_id"].map(topics).isin(MONEY)
    found = dict.fromkeys([*rows[money]["indicator_id"], *rows[~money]["indicator_id"]])
    return [(page.name("indicators", key), key) for key in found]


def look(page: Page, indicator_id: str) -> Part:
    """The figures of one indicator: chart where they share a unit, table, and the sources behind them."""
    rows = page.observations(indicator_id)
    name = page.name("indicators", indicator_id)
    notes = [
        f"- {note}"
        for note in page.notes(*(page.cite("observations", row) for row in rows_of(rows))).values()
    ]
    sources = page.text(page.heading("sources.list"), Marked("\n".join(notes)))
    return part(_chart(page, name, indicator_id), figures_table(page, name, rows), sources)


def _chart(page: Page, name: str, indicator_id: str) -> Chart | None:
    rows = rows_of(whole(page.observations(indicator_id)))
    own = [row for row in rows if row["reach"] == "own"]
    if len(own) < 2 or len({row["unit_id"] for row in own}) > 1:
        return None
    return bars(
        page,
        [page.when(row) for row in own],
        own,
        page.say("plain.text", text=name),
        "explore.alt",
        upright=True,
    )


def _offer(widget: widgets.Dropdown, options: list[tuple[str, str]], wanted: str | None) -> None:
    """New choices, with what was chosen before still chosen where it is among them, else the first."""
    widget.options = options
    keys = [key for _, key in options]
    widget.value = wanted if wanted in keys else keys[0]


def explorer(province: str = "lao-cai", language: str = "vi") -> widgets.Widget:
    """The widgets to look around with; starts at the given province and language."""
    dataset = data.load()
    box = widgets.Output()
    languages = widgets.ToggleButtons(options=LANGUAGES, value=language)
    provinces = widgets.Dropdown()
    indicators = widgets.Dropdown()

    def page() -> Page:
        return Page(dataset, provinces.value, languages.value)

    def rename(_: object = None) -> None:
        """Say everything in the chosen language, and keep what was chosen."""
        names = dataset["areas"].set_index("area_id")[f"name_{languages.value}"]
        chosen = provinces.value or province
        _offer(provinces, [(names[area], area) for area in areas.briefing_provinces(dataset.areas)], chosen)
        say = phrases(languages.value)
        provinces.description, indicators.description = say("explore.province"), say("explore.indicator")
        refill()

    def refill(_: object = None) -> None:
        """Offer the indicators that the province has figures for."""
        _offer(indicators, indicators_of(page()), indicators.value)
        draw()

    def draw(_: object = None) -> None:
        if indicators.value is None:  # the choices are just being replaced
            return
        with box:
            clear_output(wait=True)  # type: ignore[no-untyped-call]
            look(page(), indicators.value)._ipython_display_()

    rename()
    languages.observe(rename, "value")
    provinces.observe(refill, "value")
    indicators.observe(draw, "value")
    return widgets.VBox([widgets.HBox([languages, provinces, indicators]), box])
