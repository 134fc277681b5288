"""Looking around: pick a province, an indicator and a language; see the table, the chart and the sources."""

import ipywidgets as widgets
from IPython.display import clear_output

from helpers import data
from helpers.data import areas, editions
from helpers.data.tables import to_records
from helpers.text.areas import area_name
from helpers.text.markdown import Marked
from helpers.text.phrases import LANGUAGES, phrases
from helpers.views.kit.charts import bars
from helpers.views.kit.observations import figures_table, whole
from helpers.views.kit.outputs import Chart, Part, part
from helpers.views.kit.section import Section, section_of
from helpers.views.kit.words import bullets

FIRST_TOPICS = ("trade", "investment")


def indicators_of(section: Section) -> list[tuple[str, str]]:
    """The indicators that have a figure for the province, money first, own before wider: name to show and id."""
    known = section.dataset.keyed("indicators")
    found = list(dict.fromkeys(section.facts.observations(*known)["indicator_id"]))
    found.sort(key=lambda name: known[name]["topic"] not in FIRST_TOPICS)
    return [(section.words.name("indicators", name), name) for name in found]


def look(section: Section, indicator_id: str) -> Part:
    """The figures of one indicator: a chart where they share a unit, a table, and the sources behind them.

    Raises UnknownRow for an indicator that the dataset does not have.
    """
    rows = section.facts.observations(indicator_id)
    name = section.words.name("indicators", indicator_id)
    cited = section.citations.resolve(
        *(section.citations.fact("observations", row) for row in to_records(rows))
    )
    notes = bullets(Marked(note) for note in cited.notes.values())
    sources = section.text(section.words.heading("sources.list"), notes)
    return part(_chart(section, name, indicator_id), figures_table(section, name, rows), sources)


def _chart(section: Section, name: str, indicator_id: str) -> Chart | None:
    """Bars of the figures of the unit, or of the first of its former units with two; None for several units."""
    found = [to_records(whole(unit.facts.observations(indicator_id))) for unit in section.units]
    unit, own = next(
        ((unit, rows) for unit, rows in zip(section.units, found, strict=True) if len(rows) > 1),
        (section, []),
    )
    if not own or len({row["unit_id"] for row in own}) > 1:
        return None
    words = section.words
    return bars(
        section,
        [words.when(row) for row in own],
        own,
        caption=words.markdown("plain.text", text=unit.named(name)),
        alt="explore.alt",
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

    def section() -> Section:
        return section_of(dataset, provinces.value, languages.value)

    def rename(_: object = None) -> None:
        """Say everything in the chosen language, and keep what was chosen."""
        known = areas.subjects(dataset.areas, editions.day(dataset.edition))
        chosen, wanted = provinces.value or province, indicators.value
        say = phrases(languages.value)
        _offer(
            provinces,
            [(area_name(dataset, one.area_id, languages.value, say), one.slug) for one in known],
            chosen,
        )
        provinces.description, indicators.description = say("explore.province"), say("explore.indicator")
        offer(wanted)

    def refill(_: object = None) -> None:
        offer(indicators.value)

    def offer(wanted: str | None) -> None:
        """Offer the indicators that the province has figures for."""
        _offer(indicators, indicators_of(section()), wanted)
        draw()

    def draw(_: object = None) -> None:
        if indicators.value is None:  # the choices are just being replaced
            return
        with box:
            clear_output(wait=True)  # type: ignore[no-untyped-call]
            look(section(), indicators.value)._ipython_display_()

    rename()
    languages.observe(rename, "value")
    provinces.observe(refill, "value")
    indicators.observe(draw, "value")
    return widgets.VBox([widgets.HBox([languages, provinces, indicators]), box])
