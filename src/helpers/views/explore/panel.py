"""The explorer's widgets: what is chosen goes to `choices`, what is shown comes from `drawing` and `telling`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import ipywidgets as widgets
from itables.widget import ITable

from helpers.data import editions, frames
from helpers.data.dates import years_before
from helpers.errors import BriefingError
from helpers.text import dates
from helpers.text.phrases import LANGUAGES, phrases
from helpers.views.explore import choices, telling
from helpers.views.explore.choices import EVER, Choice
from helpers.views.explore.drawing import Drawing, draw
from helpers.views.kit.parameters import ensure_declared
from helpers.views.kit.words import Words

_WIDE = "640px"
_LABELS = {"description_width": "120px"}
_ROWS = 9  # of the list of indicators


class Explorer(widgets.VBox):  # type: ignore[misc]
    """What one looks around with. Every change settles the choices, then shows what there is of them."""

    def __init__(self, province: str, language: str, reports: str) -> None:
        """Raises UnknownLanguage, UnknownProvince or the dataset's own faults."""
        phrases(language)
        self.dataset = frames.loaded("")
        self.dataset.unit_in_force(province)
        self.reports, self.choice = reports, Choice((province,))
        self.drawings: list[Drawing] = []
        self.figures: list[Any] = []
        self._quiet = False
        self._seen: object = None
        self.language = widgets.ToggleButtons(
            options=[(one.upper(), one) for one in LANGUAGES], value=language
        )
        self.language.style.button_width = "60px"
        self.as_of, self.since = (widgets.DatePicker(style=_LABELS) for _ in range(2))
        self.told = widgets.HTML()
        self.provinces: dict[str, widgets.ToggleButton] = {}
        self.province_row = widgets.HBox(layout=widgets.Layout(flex_flow="row wrap"))
        self.search = widgets.Text(continuous_update=True, layout=widgets.Layout(width=_WIDE), style=_LABELS)
        self.topic, self.basis, self.breakdown, self.boundaries, self.period = (
            widgets.Dropdown(layout=widgets.Layout(width=_WIDE), style=_LABELS) for _ in range(5)
        )
        self.not_found = widgets.HTML()
        self.indicator = widgets.Select(rows=_ROWS, layout=widgets.Layout(width=_WIDE), style=_LABELS)
        self.years = widgets.IntRangeSlider(
            min=0,
            max=9999,
            value=EVER,
            layout=widgets.Layout(width=_WIDE),
            style=_LABELS,
            continuous_update=False,
        )
        self.shown, self.card, self.news, self.links = (widgets.Output() for _ in range(4))
        self.table = ITable()
        self.code = widgets.Textarea(disabled=False, rows=7, layout=widgets.Layout(width="98%"))
        self.csv = widgets.HTML()
        self.tabs = widgets.Tab(
            [
                widgets.VBox([self.table, self.card]),
                widgets.VBox([self.since, self.news]),
                self.code,
                widgets.VBox([self.csv, self.links]),
            ]
        )
        self._rename()
        self._refresh()
        self._listen()
        super().__init__(
            [
                widgets.HBox([self.language, self.as_of]),
                self.told,
                self.province_row,
                self.search,
                self.topic,
                self.not_found,
                self.indicator,
                self.basis,
                self.breakdown,
                self.boundaries,
                self.period,
                self.years,
                self.shown,
                self.tabs,
            ]
        )

    @property
    def words(self) -> Words:
        """How things are said in the chosen language."""
        return Words(self.dataset, self.language.value, phrases(self.language.value))

    def _listen(self) -> None:
        def on(widget: widgets.Widget, do: Callable[[Any], None], trait: str = "value") -> None:
            widget.observe(lambda change: None if self._quiet else do(change["new"]), trait)

        on(self.language, lambda _: self._rename(then=True))
        on(self.as_of, lambda _: self._reload())
        on(self.search, lambda _: self._refresh())
        on(self.topic, lambda _: self._refresh())
        for name in ("indicator", "breakdown", "boundaries", "period", "years"):
            on(getattr(self, name), lambda value, name=name: self._choose(**{name: value}))  # type: ignore[misc]
        on(self.basis, lambda value: self._choose(indicator=value))
        on(self.since, lambda _: self._tell_news())
        on(self.tabs, lambda _: self._tell_news(), "selected_index")
        on(self.table, lambda chosen: self._tell_source(chosen), "selected_rows")

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """Set widgets without being told of it."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _choose(self, **chosen: Any) -> None:
        """Take a choice, unless a list is just empty."""
        if None in chosen.values():
            return
        fresh: dict[str, Any] = {} if "years" in chosen else {"years": EVER}
        if {"indicator", "provinces"} & set(chosen):
            fresh |= {"boundaries": "", "period": ""}
        self.choice = replace(self.choice, **fresh | chosen)
        self._refresh()

    def _toggled(self, _: object) -> None:
        """Take the provinces that are switched on; the last one stays on."""
        on = tuple(slug for slug, button in self.provinces.items() if button.value)
        if not on:
            with self._quietly():
                for slug in self.choice.provinces:
                    self.provinces[slug].value = True
            return
        self._choose(provinces=on)

    def _reload(self) -> None:
        """What was known on the chosen day, or everything."""
        day = self.as_of.value.isoformat() if self.as_of.value else ""
        self.told.value = ""
        try:
            self.dataset = frames.loaded(day)
        except BriefingError:
            when = dates.day(day, self.language.value)
            self.told.value = self.words.say("explore.too_early", date=when)
            return
        self._rename(then=True)

    def _rename(self, *, then: bool = False) -> None:
        """Say everything in the chosen language, and keep what was chosen."""
        words = self.words
        say = words.say
        with self._quietly():
            for name in (
                "as_of",
                "search",
                "topic",
                "indicator",
                "basis",
                "breakdown",
                "boundaries",
                "period",
            ):
                getattr(self, name).description = say(f"explore.{name}")
            self.years.description = say("explore.between")
            self.since.description = say("explore.since")
            self.search.placeholder = say("explore.search_hint")
            for place, name in enumerate(("table", "news", "code", "save")):
                self.tabs.set_title(place, say(f"explore.tab_{name}"))
            _set(self.topic, choices.topics(words), self.topic.value or "")
            offered = choices.provinces(words)
            kept = tuple(slug for _, slug in offered if slug in self.choice.provinces)
            self.choice = replace(self.choice, provinces=kept or (offered[0][1],))
            self.provinces = {
                slug: widgets.ToggleButton(
                    value=slug in self.choice.provinces, description=name, layout=widgets.Layout(width="auto")
                )
                for name, slug in offered
            }
            for button in self.provinces.values():
                button.observe(lambda change: None if self._quiet else self._toggled(change), "value")
            self.province_row.children = tuple(self.provinces.values())
            if self.since.value is None:
                self.since.value = years_before(editions.day(self.dataset.edition), 1)
        if then:
            self._refresh()

    def _refresh(self) -> None:
        """Offer what there is, settle the choice, and show it where it is another one."""
        words = self.words
        offer = choices.offer(words, self.choice, self.search.value, self.topic.value or "")
        first, last = offer.years
        low, high = self.choice.years
        years = (max(low, first), min(high, last))
        years = years if years[0] <= years[1] else offer.years
        self.choice = replace(offer.choice, years=EVER if years == offer.years else years)
        self.not_found.value = "" if offer.indicators else words.say("explore.not_found")
        with self._quietly():
            _set(self.indicator, offer.indicators, self.choice.indicator)
            _set(self.basis, offer.bases, self.choice.indicator)
            _set(self.breakdown, offer.breakdowns, self.choice.breakdown)
            _set(self.boundaries, offer.boundaries, self.choice.boundaries)
            _set(self.period, offer.periods, self.choice.period)
            _range(self.years, offer.years, years)
        seen = self.choice, words.language, words.dataset
        if seen != self._seen:  # else somebody types, and what is shown stays
            self._seen = seen
            self._show(words)

    def _show(self, words: Words) -> None:
        """Draw what is chosen, and say all that stands beside it."""
        self.drawings = draw(words, self.choice)
        self.shown.outputs = tuple(_outputs(words, self.choice, self.drawings))
        self.figures = telling.rows(words, self.choice)
        with self._quietly():
            self.table.update(
                telling.table(words, self.figures), selected_rows=[], **telling.table_options(words)
            )
        self._tell_source([])
        self._tell_news()
        as_of = self.as_of.value.isoformat() if self.as_of.value else ""
        self.code.value = telling.code(words, self.choice, self.drawings, as_of)
        self.csv.value = telling.csv_link(words, self.choice)
        self.links.outputs = (_markdown(telling.reports_of(words, self.choice, self.reports)),)

    def _tell_source(self, chosen: list[int]) -> None:
        """The source of the figure whose row is chosen, or that one may be chosen."""
        said = [telling.source(self.words, self.figures[one], self.reports) for one in chosen]
        self.card.outputs = (_markdown("\n\n".join(said) or self.words.say("explore.choose_row")),)

    def _tell_news(self) -> None:
        """What changed since the chosen day, once it is looked at: to load what was known then takes a second."""
        if self.tabs.selected_index == 1 and self.since.value:
            self.news.outputs = (_markdown(telling.since(self.words, self.choice, self.since.value)),)


def explorer(province: str = "lao-cai", language: str = "vi", reports: str = "../reports") -> Explorer:
    """The widgets to look around with; starts at the given province and language.

    ``reports`` is the folder of the built briefings, seen from the notebook. Raises UnknownLanguage, UnknownProvince.
    """
    ensure_declared()
    return Explorer(province, language, reports)


def _set(widget: Any, options: choices.Options, wanted: Any) -> None:
    """New choices, with the wanted one chosen; a list with nothing to choose between is not shown."""
    if list(widget.options) != options:
        widget.options = options
    keys = [key for _, key in options]
    widget.value = wanted if wanted in keys else None
    if not isinstance(widget, widgets.Select):
        widget.layout.display = "none" if len(options) < 2 else None


def _range(widget: Any, ends: tuple[int, int], years: tuple[int, int]) -> None:
    """A range within these ends; of a single year there is nothing to choose."""
    first, last = ends
    with widget.hold_trait_notifications():
        widget.min, widget.max, widget.value = first, max(last, first), years
    widget.layout.display = "none" if first == last else None


def _outputs(words: Words, choice: Choice, drawings: list[Drawing]) -> Iterator[dict[str, Any]]:
    """The heading, then each drawing or why there is none, with its notes, as a cell would show them."""
    if choice.indicator:
        row = words.dataset.row("indicators", choice.indicator)
        yield _markdown(f"**{words.name('bases', row['basis_id'])}**. {words.local(row, 'definition')}")
    for number, one in enumerate(drawings):
        data, metadata = one._repr_mimebundle_()
        if not one.spec:
            data = {
                "text/markdown": one.said if not number else f"**{one.title}**: {one.said}",
                "text/plain": one.said,
            }
        yield {"output_type": "display_data", "data": data, "metadata": metadata}
        notes = [*one.notes, *([words.say("explore.hover")] if one.spec else [])]
        if notes:
            yield _markdown("\n".join(f"- {note}" for note in notes))


def _markdown(text: str) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "data": {"text/markdown": text, "text/plain": text},
        "metadata": {},
    }
