"""Page 1: the finding, the unit in two lines, four key figures and two charts. Its main points: ``main_points``.

Which figures stand here is decided by ``helpers.data.selection``; here is how they are said. Each sentence that claims
something has a condition, a function whose name says it, and a neutral form where the condition does not hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from helpers.data import selection
from helpers.data.dates import last_day, years_before
from helpers.data.selection import Pick, end
from helpers.data.series import Point, Series, series
from helpers.data.tables import Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.text.phrases import in_sentence
from helpers.views.annex.trade_series import leaps
from helpers.views.kit import charts, plotted, spoken, theme
from helpers.views.kit.outputs import Chart, KeyFigures, Shown, Text
from helpers.views.kit.page_budget import figure_letters, name_letters, within
from helpers.views.kit.page_sources import fitting, unbroken, with_letters
from helpers.views.kit.section import Section, once_a_section
from helpers.views.kit.tables import cell_html
from helpers.views.pages import trade_main, trade_page
from helpers.views.pages.trade_main import Trade

NEWS_MONTHS = (
    24  # how old may be what pages 1 and 4 tell as recent: the state of a work, an activity, a session
)
STALE_MONTHS = 12  # after how many months without news a work is said to have none
WORKS = ("railway", "bridge", "road", "border_works")
_MOST_DRAWN = 7  # full years, and parts of a year, in the chart of trade: each may have a source of its own
_CHART_HEIGHT = 1.06  # inches: what a page with five points, two charts and a table has room for
_MOST_CITED = 6  # sources of the key figures: the points need a letter each, and the charts some
_MOST_FINDING, _MOST_GATE = 130, 30  # letters of what a finding and a gate are called
_ON_LAND = "Land border"  # the note of a length beside which there is a border at sea
_BORDERS, _NEIGHBOUR = 2, 40  # rows of neighbours across the border, and letters of one
DOTS = {3: "●●●", 2: "●●○", 1: "●○○"}
_OLDEST_YEAR = 10  # years after which the last full year of trade is told without its amount
_FEWEST_YEARS = 3  # full years from which one may be called the highest
_RANKS_LATE = 2  # years after which the ranks since are said to be missing: each is published the year after
_RANKS_APART = 5  # places from which a rank is said to have risen or fallen
_UNMOVED, _MOVED = 10, 25  # percent: within the first a stock has not moved, beyond the second it has
_DIPPED = 10  # percent by which a stock lies below the amounts before and after it that it dipped from
_STEADY, _STEADY_POINTS = 15, 5  # percent within which a stock has moved little, and over how many points


@once_a_section
def picks(section: Section) -> dict[str, Pick | None]:
    """The key figures of the unit by slot: trade, fdi, visitors, pci; None where there is no recent figure."""
    return selection.slots(section.dataset, section.province, section.dataset.edition)


def main_trade(section: Section) -> Series | None:
    """The main series of the unit's trade."""
    return selection.main_trade(section.dataset, section.province, section.dataset.edition)


# What the trade figures bear out


@dataclass(frozen=True)
class TradeHistory:
    """The full years of a series of trade on a stated basis, and the newest part of a year with its like."""

    found: Series
    years: tuple[Point, ...]
    part: Point | None
    like: tuple[Point, ...]


def trade_history(section: Section, found: Series | None) -> TradeHistory | None:
    """What may be told of a series of trade over time; None for one whose basis nobody states, and for none."""
    if found is None or found.basis_id in selection.UNSTATED:
        return None
    newest = selection.latest(found, section.dataset.edition)
    years = tuple(point for point in selection.single(found) if selection.kind(point.row) == "year")
    part = newest if newest and selection.kind(newest.row) == "part" else None
    return TradeHistory(found, years, part, selection.same_months(found, part) if part else ())


def usd(section: Section, point: Point) -> Any:
    """The value of a point in US dollars."""
    return point.row["value"] * selection.unit_factors(section.dataset)[point.row["unit_id"]]


def peak(section: Section, history: TradeHistory | None) -> Point | None:
    """The highest of three or more published full years."""
    if history is None or len(history.years) < _FEWEST_YEARS:
        return None
    return max(history.years, key=lambda point: (usd(section, point), -point.year))


def below_peak(section: Section, history: TradeHistory | None) -> Point | None:
    """The peak that the newest full year is certainly below.

    A newer part of a year must not be the highest of its like either.
    """
    highest = peak(section, history)
    if history is None or highest is None:
        return None
    if not selection.certainly_below(section.dataset, history.years[-1], highest):
        return None
    if history.part and (
        len(history.like) < 2 or history.part is max(history.like, key=lambda point: usd(section, point))
    ):
        return None
    return highest


def above_last_year(section: Section, history: TradeHistory | None) -> Point | None:
    """The newest published full year, where a newer part of a year already exceeds every full year.

    The part must be exact or a lower bound, the full year no lower bound.
    """
    if history is None or history.part is None or not history.years:
        return None
    last = history.years[-1]
    certain = history.part.row["qualifier"] in ("exact", "over") and last.row["qualifier"] != "over"
    highest = max(usd(section, point) for point in history.years)
    return last if certain and usd(section, history.part) > highest else None


def changed(pick: Pick | None) -> bool:
    """Whether the newest figure of trade has a change whose direction is certain."""
    if pick is None or pick.change is None:
        return False
    figure = pick.change.figure
    rise = figure.value > 0
    return figure.qualifier in ("exact", "about") or figure.qualifier == ("over" if rise else "under")


# The title block


def finding(section: Section) -> Marked:
    """The one finding: what trade did, and what is being built; without references, which the points have."""
    chosen = selection.highlight(section.dataset, section.province, "finding", section.dataset.edition)
    if chosen is not None and chosen[0] == "observations":
        row = dict(chosen[1])
        if figure_letters(section.dataset, row) <= _MOST_FINDING:
            return spoken.plainly(section, row)
    pick, found = picks(section)["trade"], main_trade(section)
    history = trade_history(section, found)
    told = _trade_finding(section, pick, history)
    kinds = works_under_way(section) if not _long_gate(section, found) else []
    if pick is not None and selection.disputed(section.dataset, pick):
        return section.words.markdown("front.finding_disputed", trade=told)
    if not kinds or below_peak(section, history) or changed(pick):  # two times are enough for one sentence
        return told
    words = section.words
    named = [_under_way(section, kind) for kind in kinds[:2]]
    works = named[0] if len(named) == 1 else words.say("front.both", one=named[0], other=named[1])
    return words.markdown("front.finding_works", trade=told, works=works)


def _long_gate(section: Section, found: Series | None) -> bool:
    """Whether a series is of a gate with so long a name that the finding has room for nothing besides."""
    return (
        found is not None and name_letters(section.dataset, "border_gates", found.breakdown[2]) > _MOST_GATE
    )


def _trade_finding(section: Section, pick: Pick | None, history: TradeHistory | None) -> Marked:
    words = section.words
    if pick is None:
        last = selection.last_known(section.dataset, section.province, "trade")
        if last is None:
            return words.markdown("front.finding_no_trade")
        return words.markdown("front.finding_no_trade_since", year=selection.end(last.row).year)
    label, row = trade_label(section, pick.series), pick.point.row
    if history is not None and (highest := below_peak(section, history)):
        said = words.markdown(
            "front.finding_below_peak", trade=label, year=highest.year, last=history.years[-1].year
        )
        if pick.kind != "part" or pick.change is None:
            return said
        then = words.markdown(
            "front.then_part",
            trade=said,
            period=spoken.in_certain_period(section, row),
            change=spoken.change_in_text(section, pick.change),
        )
        return with_base(section, pick.point, pick.change, then)
    if last := above_last_year(section, history):
        return words.markdown(
            "front.finding_above_year",
            trade=label,
            period=spoken.in_certain_period(section, row),
            year=last.year,
        )
    if changed(pick):
        assert pick.change is not None
        rise = pick.change.figure.value > 0
        if pick.change.figure.qualifier in ("over", "under"):  # a bound stays a bound
            told = words.markdown(
                "front.finding_neutral",
                trade=label,
                value=spoken.change_in_text(section, pick.change),
                period=spoken.in_certain_period(section, row),
            )
        else:
            told = words.markdown(
                "front.finding_rose" if rise else "front.finding_fell",
                trade=label,
                size=_size(section, pick.change),
                period=spoken.in_certain_period(section, row),
            )
        return with_base(section, pick.point, pick.change, told)
    return words.markdown(
        "front.finding_in_all" if pick.kind == "years" else "front.finding_neutral",
        trade=label,
        value=spoken.told(section, row),
        period=spoken.in_certain_period(section, row),
    )


def _size(section: Section, change: selection.Change) -> str:
    """How much a figure moved, in percent, without its direction: ``about 23%``."""
    size = spoken.percent(change.figure, printed=change.printed is not None)
    value, unit = abs(size.value), size.unit_id
    return numbers.qualified(section.dataset, value, unit, size.qualifier, section.language)


def _under_way(section: Section, kind: str) -> str:
    """A kind of works within the finding: ``a railway``; works at gates by the name of the newest of them."""
    if kind != "border_works":
        return section.words.say(f"front.work_{kind}")
    row = next(row for row in recent_works(section) if (row["kind"], row["status"]) == (kind, "ongoing"))
    name = section.words.local(row, "short") or section.words.local(row, "name")
    if section.language == "vi":  # where a name begins with what the work is
        name = in_sentence(name)
    return section.words.say("front.work_border_works", name=name)


def works_under_way(section: Section) -> list[str]:
    """The kinds of the works on transport and at the gates that were told to be under way in the last twelve months.

    A work whose due day has passed may be finished by now.
    """
    rows = [
        row
        for row in recent_works(section)
        if row["status"] == "ongoing"
        and months_old(section, row["status_as_of"]) <= STALE_MONTHS
        and not (row["due"] and months_old(section, row["due"]) > 0)
    ]
    kinds = [kind for kind in WORKS if any(row["kind"] == kind for row in rows)]
    return [kind for kind in kinds if kind != "border_works"] or kinds


def recent_works(section: Section) -> list[Record]:
    """`open_works` with a state told in the last 24 months."""
    return [row for row in open_works(section) if months_old(section, row["status_as_of"]) <= NEWS_MONTHS]


def open_works(section: Section) -> list[Record]:
    """The unit's works on transport and at the gates that were last told to be under way or in preparation.

    Those under way come first, the newest first; what is finished, or only proposed, is not among them.
    """
    states = ("ongoing", "preparing")
    rows = [
        row
        for row in section.near.facts.records("projects")
        if row["kind"] in WORKS and row["status"] in states
    ]
    rows.sort(key=lambda row: row["project_id"])
    rows.sort(key=lambda row: last_day(row["status_as_of"]), reverse=True)
    return sorted(rows, key=lambda row: (states.index(row["status"]), WORKS.index(row["kind"]) > 2))


def months_old(section: Section, day: str) -> float:
    """How many months before the edition's day something was told of."""
    edition = date.fromisoformat(section.dataset.edition)
    return (edition - last_day(day)).days / 30.44


def show_abstract(section: Section, finding: Marked, beside: Iterable[Shown | None] = ()) -> Text | None:
    """The finding, and below it the unit: its boundaries, area, people and border, beside what else is certain."""
    return section.text(finding, description(section, beside))


def description(section: Section, beside: Iterable[Shown | None] = ()) -> Marked:
    """The unit in two lines: what it was formed from or became, its area, people and border, each with its date.

    A number of people older than five years is not told; an area and a border hardly change. Of that what the page
    has letters for beside what is certain to stand there.
    """
    words = section.words
    people = _newest_measured(section, "population")
    area = _newest_measured(section, "area", beside=people)
    facts = [
        _boundaries(section),
        _measured(section, "front.area", area) if area else None,
        _measured(section, f"front.population_{_basis(section, people)}", people) if people else None,
        *_borders(section),
    ]
    known = fitting(section, filter(None, facts), lambda said: [said], beside=beside)
    sentences = [said for said in known if said is facts[0]]
    told = [fact for fact in known if fact is not facts[0]]
    if told:
        sentences.append(words.markdown("front.territory", facts=join(told, "; ")))
    return join([sentence for sentence in sentences if sentence], " ")


def _former(section: Section) -> list[str]:
    return selection.near(section.dataset, section.province)[1:]


def _boundaries(section: Section) -> Marked | None:
    """What the unit was formed from, what became of it, or its new status; None for one that is as it was."""
    words, known = section.words, section.dataset.areas
    area = known[section.province]
    law = section.dataset.keyed("documents")
    if _former(section):
        since = words.date_in_text(area["valid_from"])
        units = join([words.local(known[unit], "name") for unit in _former(section)], words.say("front.and"))
        said = words.markdown("front.formed", since=since, units=units)
        return said + section.citations.fact("documents", law[area["legal_basis"]])
    after = known.get(area["successor_id"])
    if after is None:
        return _status(section)
    if section.dataset.edition < area["valid_to"]:
        return None
    since = words.date_in_text(after["valid_from"])
    link = Marked(f"[{words.local(after, 'name')}](../{after['slug']}/briefing.html)")
    day = words.date_in_text(section.dataset.edition)
    others = [
        words.local(row, "name")
        for row in known.values()
        if row["successor_id"] == after["area_id"] and row is not area
    ]
    merged_with = words.say("front.merged_with", units=join(others, words.say("front.and"))) if others else ""
    said = words.markdown(
        "front.ended",
        former=words.local(area, "name"),
        others=merged_with,
        since=since,
        name=link,
        day=day,
    )
    basis = law.get(after["legal_basis"])
    return said + section.citations.fact("documents", basis) if basis else said


def _status(section: Section) -> Marked | None:
    """That a unit has been a centrally run city; whether the text of the resolution on it was read."""
    basis = selection.city_law(section.dataset, section.province)
    if basis is None:
        return None
    words = section.words
    said = words.markdown(
        "front.status" if basis["confidence"] == "high" else "front.status_unread",
        name=words.name("areas", section.province),
        since=words.date_in_text(basis["period_start"]),
        text=words.say("front.law", kind=words.label("document_kind", basis["kind"]), number=basis["number"]),
    )
    return said + section.citations.fact("documents", basis)


def _newest_measured(section: Section, measure: str, beside: Record | None = None) -> Record | None:
    """The unit's own area or population at its newest, however counted; None for people of too long ago.

    An area hardly changes: that of the source ``beside`` it comes before one that only another source has.
    """
    indicators = section.dataset.keyed("indicators")
    rows = [
        row
        for row in section.dataset.by("observations", "area_id").get((section.province,), [])
        if indicators[row["indicator_id"]]["measure"] == measure
        and selection.usable(row)
        and (measure == "area" or selection.recent(row, section.dataset.edition))
    ]
    same = [row for row in rows if beside is not None and row["source_id"] == beside["source_id"]]
    return max(same or rows, key=lambda row: (selection.end(row), row["observation_id"]), default=None)


def _basis(section: Section, row: Record) -> str:
    """Whose count a figure is, as phrases are called: those of people differ, and each is told as what it is."""
    return str(section.dataset.row("indicators", row["indicator_id"])["basis_id"]).replace("-", "_")


def _measured(section: Section, key: str, row: Record) -> Marked:
    return _dated(section, section.words.markdown(key, value=spoken.amount(section, row)), row)


def _borders(section: Section) -> list[Marked]:
    """The length of the border with each neighbour at its newest."""
    newest: dict[str, Record] = {}
    for unit in selection.near(section.dataset, section.province):
        key = (unit, "border-length")
        for row in section.dataset.by("observations", "area_id", "indicator_id").get(key, []):
            kept = newest.get(row["partner_id"])
            newer = kept is None or selection.end(row) > selection.end(kept)
            if newer and selection.usable(row):
                newest[row["partner_id"]] = row
    found = []
    pairs = within(
        sorted(newest.items()),
        lambda pair: name_letters(section.dataset, "partners", pair[0]),
        _BORDERS,
        _NEIGHBOUR,
    )
    for partner, row in pairs:
        value = spoken.amount(section, row)
        if partner:
            name = section.words.name("partners", partner)
            on_land = row["note_en"].startswith(_ON_LAND)
            phrase = "front.land_border_with" if on_land else "front.border_with"
            said = section.words.markdown(phrase, value=value, name=name)
        else:
            said = section.words.markdown("front.border", value=value)
        found.append(_dated(section, said, row))
    return found


def _dated(section: Section, said: Marked, row: Record) -> Marked:
    """What is said with its year, unless it is of the day that formed the unit, and with its source."""
    if _basis(section, row) != "resolution":
        year = section.words.starred(str(selection.end(row).year), row)
        said = section.words.markdown("front.dated", text=said, year=year)
    return said + spoken.cited(section, row)


# Key figures


@dataclass(frozen=True)
class KeyFigure:
    """A key figure as shown: its label, how sure it is (0 for none), the number and its unit, date, and change."""

    label: str
    sure: int
    number: str
    unit: str
    detail: str
    change: str

    @property
    def texts(self) -> tuple[str, ...]:
        """All that it says."""
        return self.label, self.number, self.detail, self.change


def key_figures(section: Section, picks: Mapping[str, Pick | None]) -> list[KeyFigure]:
    """The slots as they are shown, four at most; with what they are compared with as far as there are letters."""
    shown = {"trade": _trade_figure, "fdi": _fdi_figure, "visitors": _visitors_figure, "pci": _pci_figure}
    full = [
        show(section, pick) if (pick := picks[slot]) else _no_figure(section, slot)
        for slot, show in shown.items()
    ]
    found = [
        _alone(section, pick, one) if (pick := picks[slot]) else one
        for slot, one in zip(shown, full, strict=True)
    ]
    for place, one in enumerate(full):
        more = [*found[:place], one, *found[place + 1 :]]
        if fitting(
            section, [more], lambda several: [text for each in several for text in each.texts], _MOST_CITED
        ):
            found = more
    rank = picks["pci"]
    with_score = [*found[:-1], _pci_figure(section, rank, by_any=True)] if rank else found
    enough = fitting(
        section,
        [with_score],
        lambda several: [text for each in several for text in each.texts],
        _MOST_CITED,
    )
    return with_score if enough and found[-1] == full[-1] else found


def _alone(section: Section, pick: Pick, one: KeyFigure) -> KeyFigure:
    """A key figure without anything that it is compared with: its number, and when it is of."""
    cites = spoken.cite_pick(section, pick)
    return replace(one, detail=_detail(section, pick) + cites, change="")


def show_key_figures(section: Section, figures: list[KeyFigure]) -> KeyFigures:
    """The key figures side by side; the dots that say how sure they are have words for those who cannot see them."""
    cited = section.citations.resolve(*(text for one in figures for text in one.texts))

    def html(text: str) -> Markup:
        return cell_html(section.citations.resolve_text(text), cited.notes)

    parts = Markup("").join(
        Markup(
            '<div class="key-figure"><p class="label">{label}{sure}</p><p class="value">{number}{unit}</p>'
            '<p class="detail">{detail}</p><p class="change">{change}</p></div>\n'
        ).format(
            label=html(one.label),
            sure=_dots(section, one.sure),
            number=html(one.number),
            unit=Markup(' <span class="unit">{}</span>').format(one.unit) if one.unit else "",
            detail=html(one.detail),
            change=html(one.change),
        )
        for one in figures
    )
    shown = Markup('<div class="key-figures">\n{}</div>').format(parts)
    return KeyFigures(str(shown), notes=cited.notes, facts=cited.facts, reads=section.reads)


def _dots(section: Section, sure: int) -> Markup:
    if not sure:
        return Markup("")
    words = section.words.say(f"front.sure_{sure}")
    return Markup(' <span class="sure" role="img" aria-label="{}" title="{}">{}</span>').format(
        words, words, DOTS[sure]
    )


def _figure(section: Section, pick: Pick, label: str, detail: str, change: str) -> KeyFigure:
    number, unit = spoken.number_and_unit(section, pick.point.row)
    return KeyFigure(label, pick.sure, number, unit, detail, change)


def _no_figure(section: Section, slot: str) -> KeyFigure:
    """What stands where there is no recent figure: since when."""
    detail = since(section, slot, "front.none_since", "front.none_ever")
    return KeyFigure(section.words.say(f"front.label_{slot}"), 0, "–", "", detail, "")


def since(section: Section, slot: str, key: str, never: str) -> Marked:
    """A phrase that says since which ``year`` there is no figure for a slot, citing that one; another for never."""
    point = selection.last_known(section.dataset, section.province, slot)
    if point is None:
        return section.words.markdown(never)
    said = section.words.markdown(key, year=selection.end(point.row).year)
    return said + spoken.cited(section, point.row)


def no_year(section: Section) -> Marked:
    """The last full year of trade that was read, however counted, so that nobody looks for a newer one.

    With its amount only where it is of the last ten years, not to be compared with the key figure where that counts
    otherwise; page 2 has it else.
    """
    words, last = section.words, selection.last_full_year(section.dataset, section.province)
    if last is None:
        return words.markdown("front.trade_no_year_ever")
    (found, point), pick = last, picks(section)["trade"]
    oldest = years_before(date.fromisoformat(section.dataset.edition), _OLDEST_YEAR)
    name = in_sentence(trade_label(section, found))
    if selection.end(point.row) >= oldest:
        value = spoken.told(section, point.row)
        alike = pick is not None and found.name == pick.series.name
        key = "front.trade_no_year" if alike else "front.trade_no_year_other"
        said = words.markdown(key, year=point.year, value=value, name=name)
    else:
        said = words.markdown("front.trade_no_year_here", year=point.year, name=name)
    return said + spoken.cited(section, point.row)


def trade_label(section: Section, found: Series) -> str:
    """What a series of trade counts, in a few words: ``Trade through the gates``; a gate's name where it is one's."""
    key = f"front.trade_{found.basis_id.replace('-', '_')}"
    gate = found.breakdown[2]
    return section.words.say(key, gate=trade_main.gate_in_text(section, gate) if gate else "")


def whom(section: Section, pick: Pick) -> str:
    """Whom a figure is about where that is not the unit itself: ``former Lào Cai``, ``sum of the former units``."""
    if pick.parts:
        return section.words.say("front.sum_of_former")
    return section.words.name("areas", pick.area_id) if pick.area_id != section.province else ""


def _detail(section: Section, pick: Pick, *more: str) -> str:
    words, row = section.words, pick.point.row
    time = spoken.when(section, row)
    if pick.kind == "year":
        time = words.say("front.year_alone", time=time)
    estimate = words.say("front.estimate") if selection.estimate(section.dataset, row) else ""
    return join(filter(None, [*more, time, estimate, whom(section, pick)]))


def with_base(section: Section, point: Point, change: selection.Change, said: str) -> Marked:
    """What is said of a change, with the year, or the same months of a year, that it is a change on."""
    year = change.old.year if change.old else selection.end(point.row).year - 1
    key = "front.change_on_year" if selection.kind(point.row) == "year" else "front.change_on_same"
    return section.words.markdown(key, change=said, year=year)


def _compared(section: Section, pick: Pick) -> Marked:
    """The change of a figure and what it is compared with, or that there is nothing; that sources differ."""
    said, cite = _comparison(section, pick), spoken.cite_pick(section, pick)
    if not selection.disputed(section.dataset, pick):
        return Marked(said + cite)
    said = section.words.markdown("front.differ", change=Marked(said + cite))
    return said + spoken.cited(section, *_other_rows(section, pick))


def _other_rows(section: Section, pick: Pick) -> list[Record]:
    """The rows of other sources that differ from a figure, or from what it is compared with."""
    other = selection.elsewhere(section.dataset, pick.series, pick.point)
    before = selection.before_elsewhere(section.dataset, pick.series, pick.point)
    return [*([other[1].row] if other else []), *(part.row for part in (before[0] if before else ()))]


def _comparison(section: Section, pick: Pick) -> Marked:
    if pick.change is None:
        return _before(section, pick)
    change, row = pick.change, pick.point.row
    said = spoken.change_short(section, change)
    if row["as_of"]:
        return moved(section, pick, said, ("front.change_since", "front.change_between"))
    text = with_base(section, pick.point, change, said)
    return text + spoken.cite_change(section, pick.point, change)


def moved(section: Section, pick: Pick, said: str, keys: tuple[str, str]) -> Marked:
    """What is ``said`` of the change of a stock, with the dates between which it took place.

    ``keys`` are the phrases for a change up to the date of the stock itself, and up to one before.
    """
    change = pick.change
    assert change is not None and change.old is not None
    old, new = selection.moved(pick.series, change.old, pick.point)
    days = {
        name: dates.day(one.row["as_of"], section.language) for name, one in (("day", old), ("until", new))
    }
    text = section.words.markdown(keys[new is not pick.point], change=said, **days)
    return text + spoken.cite_change(section, new, replace(change, old=old))


def between(section: Section, pick: Pick) -> Marked:
    """The latest amount between the two that a change is of, too near to the newer one for a change of its own.

    It tells when most of the change took place; where the change itself ends before the newest amount, nothing.
    """
    change = pick.change
    assert change is not None and change.old is not None
    old = change.old
    if selection.moved(pick.series, old, pick.point) != (old, pick.point):
        return Marked("")
    points = [
        one for one in selection.single(pick.series) if end(old.row) < end(one.row) < end(pick.point.row)
    ]
    if not points:
        return Marked("")
    row = points[-1].row
    said = section.words.markdown(
        "investment_page.between",
        day=dates.day(row["as_of"], section.language),
        capital=spoken.amount(section, row),
    )
    sums = selection.complete_sums(section.dataset, pick.area_id, row["indicator_id"])
    cites = [
        spoken.cite_sum(section, row["observation_id"], one) for one in sums if one.time == points[-1].time
    ]
    return said + (cites[0] if cites and not row["source_id"] else spoken.cited(section, row))


def nothing_like_it(section: Section, pick: Pick) -> Marked:
    """That there is no figure to hold a pick against; there may be some of other months, which page 2 lists."""
    of_months = pick.kind == "part"
    return section.words.markdown(f"front.nothing_{'of_same_months' if of_months else 'to_compare'}")


def _before(section: Section, pick: Pick) -> Marked:
    """Where no change may be told: that nothing has changed, else the figure before, else that there is none."""
    words = section.words
    old = selection.unchanged(pick.series, pick.point)
    if old is not None:
        day = dates.day(old.row["as_of"], section.language)
        return words.markdown("front.unchanged_since", day=day) + spoken.cite_point(section, old)
    old = selection.same_period(pick.series, pick.point) if pick.kind != "years" else None
    if old is None:
        return nothing_like_it(section, pick)
    value, period = spoken.told(section, old.row), spoken.in_period(section, old.row)
    return words.markdown("front.before", value=value, period=period) + spoken.cite_point(section, old)


def _trade_figure(section: Section, pick: Pick) -> KeyFigure:
    words, label = section.words, trade_label(section, pick.series)
    if pick.series.basis_id == "all-gates":  # the room beside the dots is short
        label = words.say("front.label_all_gates")
    summed = words.markdown("front.in_one_sum") + spoken.cite_pick(section, pick)
    change = summed if pick.kind == "years" else _compared(section, pick)
    if pick.kind == "part" and (before := leapt(section, pick.series, pick.point)):
        change = words.markdown("front.leapt", change=change, period=spoken.when(section, before.row))
    return _figure(section, pick, label, _detail(section, pick), change)


def leapt(section: Section, found: Series, part: Point) -> Point | None:
    """The figure from which a part of a year does not go on (`leaps`), of which page 2 tells; None for none."""
    if section.pages == 2:
        return None
    return next((one.before for one in leaps(section, selection.single(found)) if one.after is part), None)


def _fdi_figure(section: Section, pick: Pick) -> KeyFigure:
    """Capital in force with its projects; beside a province's own count, what the register has."""
    words = section.words
    counted, cite_projects = projects_told(section, pick)
    own = pick.series.indicator_id != "fdi-capital-register"
    detail = _detail(section, pick, counted, *([words.say("front.own_count")] if own else []))
    register = _in_register(section) if own and pick.change is None else None
    if register is None:
        change = _compared(section, pick) + cite_projects
    else:  # each with its own source
        change, detail = register, detail + spoken.cite_pick(section, pick) + cite_projects
    return _figure(section, pick, words.say("front.label_fdi"), detail, Marked(change))


def projects_told(section: Section, pick: Pick) -> tuple[str, Marked]:
    """The number of projects at the time of a capital with its source, or summed as the capital is; empty for none."""
    words = section.words
    if not pick.parts:
        point = selection.projects_of(section.dataset, pick.series, pick.point)
        return (words.qualified(point.row), spoken.cited(section, point.row)) if point else ("", Marked(""))
    indicator = selection.PROJECTS[pick.series.indicator_id]
    for one in selection.complete_sums(section.dataset, section.province, indicator):
        if one.time == pick.point.time and one.figure is not None:
            row = {
                "value": one.figure.value,
                "unit_id": one.figure.unit_id,
                "qualifier": one.figure.qualifier,
            }
            return words.qualified(row), spoken.cite_sum(section, f"{indicator}.{one.time}", one)
    return "", Marked("")


def _in_register(section: Section) -> Marked | None:
    """Projects and capital in the register at its latest: of the unit, or the sum of the former ones.

    Both, lest the projects of the register are read as those of the capital by the province's own count.
    """
    words, edition = section.words, section.dataset.edition
    found = selection.first_of(section.dataset, section.province, selection.FDI_CAPITAL[:1], edition)
    if found is None:
        return None
    projects, cites = projects_told(section, found)
    row = found.point.row
    said = words.markdown(
        "front.register_sum" if found.parts else "front.register",
        value=join(filter(None, [projects, spoken.amount(section, row)]), ", "),
        day=dates.day(row["as_of"], section.language),
    )
    return Marked(said + spoken.cite_pick(section, found) + cites)


def _visitors_figure(section: Section, pick: Pick) -> KeyFigure:
    words = section.words
    new = pick.series.indicator_id == "visitors-international-recount"
    label = words.say("front.label_visitors_recount" if new else "front.label_visitors")
    plan = _plan(section, pick) if pick.change is None and pick.kind == "part" else None
    change = _compared(section, pick)
    if plan is not None:
        value = spoken.plain_amount(section, plan)
        change = words.markdown("front.plan", value=value) + spoken.cited(section, plan)
        change = Marked(change + spoken.cite_pick(section, pick))
    return _figure(section, pick, label, _detail(section, pick), change)


def _plan(section: Section, pick: Pick) -> Record | None:
    """The plan for the year that a part of it is of, on the same boundaries; a plan of another unit is none of it."""
    year = selection.end(pick.point.row).year
    found = series(section.dataset, pick.area_id, pick.series.indicator_id, *pick.series.breakdown)
    for point in found.partial:
        row = point.row
        whole = selection.begin(row) == date(year, 1, 1) and selection.end(row) == date(year, 12, 31)
        if row["qualifier"] == "planned" and whole:
            return row
    return None


def _pci_figure(section: Section, pick: Pick, *, by_any: bool = False) -> KeyFigure:
    """The rank, with the score where the same source gives it, or ``by_any``, and the rank of the year before."""
    words, year = section.words, pick.point.year
    scores = series(section.dataset, pick.area_id, "pci-score").by_year
    score = scores[year].row if year in scores else None
    if score is not None and score["source_id"] != pick.point.row["source_id"] and not by_any:
        score = None  # it takes a letter of its own
    value = numbers.rounded(score["value"], "point") if score else None
    shown = numbers.amount(section.dataset, value, "point", section.language) if value else ""
    before = selection.same_period(pick.series, pick.point)
    change = words.markdown("front.nothing_to_compare")
    if before is not None:
        rank = numbers.ordinal(int(before.row["value"]), section.language)
        places = _places(section, pick) if before.year < year - 1 else None
        key = "front.rank_before" if before.year == year - 1 or places else "front.rank_before_gap"
        change = words.markdown(key, rank=rank, year=before.year, gap=year - 1)
        change = change + spoken.cited(section, before.row)
        change = join([places, change], "; ") if places else change
    if year < int(section.dataset.edition[:4]) - _RANKS_LATE:
        change = words.markdown("front.rank_old", before=change, year=year)
    cites = spoken.cited(section, pick.point.row, *([score] if score else []))
    label = words.say("front.label_pci")
    figure = _figure(section, pick, label, _detail(section, pick, shown), change + cites)
    return (
        replace(figure, unit=words.say("front.of_ranked", count=selection.RANKED))
        if selection.all_ranked(year)
        else figure
    )


def _places(section: Section, pick: Pick) -> Marked | None:
    """By how many places a source has the rank above or below that of the year before; None where none says."""
    row = selection.printed_change(section.dataset, pick.series, pick.point)
    if row is None:
        return None
    key = "front.rank_places_up" if row["value"] > 0 else "front.rank_places_down"
    unit = str(row["unit_id"])
    places = numbers.amount(section.dataset, abs(row["value"]), unit, section.language)
    said = section.words.markdown(key, places=places, year=pick.point.year - 1)
    return said + spoken.cited(section, row)


# Charts


def trade_over_time(section: Section) -> Trade | None:
    """The main series of trade as the page of trade draws it; None where there is too little to draw."""
    trade = trade_main.main_series(section)
    return trade if trade is not None and trade_main.drawable(section, trade) else None


def show_trade(section: Section, trade: Trade | None, beside: Sequence[Shown | None] = ()) -> Chart | None:
    """Trade over time under the finding that it bears out, of a peak only where that is drawn.

    Of the earlier points those that the page has letters for ``beside`` what is certain to stand there.
    """
    if trade is None:
        return None
    words, history = section.words, trade_history(section, trade.series)
    assert history is not None
    drawn = _with_letters(section, trade, beside)
    if drawn is None:
        return None
    shown, parts = drawn
    highest, below = peak(section, history), below_peak(section, history)
    if below is not None and below in shown:
        title = words.markdown("front.chart_below_peak", year=below.year, last=history.years[-1].year)
    elif highest is not None and highest is history.years[-1] and trade_page.record(section, trade):
        title = words.markdown("front.chart_highest", year=highest.year)
    else:
        title = words.markdown("front.chart_trade", year=min(point.year for point in (*shown, *parts)))
    return charts.years_and_parts(
        section,
        shown,
        parts,
        title=title,
        subtitle=_counted(section, trade.series),
        alt=words.markdown("front.sentence", text=title),
        height=_CHART_HEIGHT,
    )


def _with_letters(
    section: Section, trade: Trade, beside: Sequence[Shown | None]
) -> tuple[tuple[Point, ...], tuple[Point, ...]] | None:
    """The latest years and months that the page has letters for, in each none missing; None for fewer than four."""
    groups = trade.years[-_MOST_DRAWN:], trade_page.drawn_months(trade)[-_MOST_DRAWN:]
    points = sorted((*groups[0], *groups[1]), key=lambda point: selection.end(point.row))
    kept = unbroken(section, points, lambda point: [plotted.cite(section, point)], beside=beside)
    if len(kept) < selection.CHART_POINTS:
        return None
    years, months = (tuple(one for one in group if one in kept) for group in groups)
    return years, months


def ranks_over_time(section: Section) -> tuple[Point, ...]:
    """The ranks in the PCI, to draw where there is no chart of trade; empty for too few."""
    found = picks(section)["pci"]
    if found is None or trade_over_time(section) is not None:
        return ()
    return selection.chartable(found.series)


def show_ranks(
    section: Section, points: tuple[Point, ...], beside: Sequence[Shown | None] = ()
) -> Chart | None:
    """The ranks over time under the finding that the last two years bear out: better or worse, else a neutral one.

    The latest that the page has letters for ``beside`` what is certain to stand there, four at least.
    """
    points = tuple(unbroken(section, points, lambda point: [plotted.cite(section, point)], beside=beside))
    if len(points) < selection.CHART_POINTS:
        return None
    before, last = points[-2:]  # an earlier year would be chosen for its rank
    gain = before.row["value"] - last.row["value"]
    key = "front.chart_rank"
    if before.year != last.year - 1:
        key = "front.chart_rank_alone"
    elif all(
        selection.all_ranked(one.year) and one.row["value"] == selection.RANKED for one in (before, last)
    ):
        key = "front.chart_rank_last"
    elif abs(gain) >= _RANKS_APART:
        key = "front.chart_rank_up" if gain > 0 else "front.chart_rank_down"
    old, new = (numbers.ordinal(int(one.row["value"]), section.language) for one in (before, last))
    words, unit = section.words, last.row["area_id"]
    of = words.name("areas", unit) if unit != section.province else ""
    whose = words.say("front.rank_of", unit=of) if of else words.say("front.rank_own")
    title = words.markdown(
        key, whose=whose, old=old, new=new, start=before.year, end=last.year, count=selection.RANKED
    )
    return charts.rank(
        section,
        points,
        title=title,
        subtitle=words.say("front.rank"),
        alt=words.markdown("front.sentence", text=title),
        width=theme.TWO_THIRDS if investment_over_time(section) else theme.FULL,
        height=_CHART_HEIGHT,
    )


def _counted(section: Section, found: Series) -> Marked:
    """What a series counts, and of which unit where that is a former one."""
    said = section.words.say(f"front.counted_{found.basis_id.replace('-', '_')}")
    unit = section.words.name("areas", found.area_id) if found.area_id != section.province else ""
    return join(filter(None, [said, unit]), "; ")


def investment_over_time(section: Section) -> tuple[Point, ...]:
    """The capital in force in the register, on today's boundaries where it can be summed; empty for too little.

    It begins with the first date from which the register closes on the same day each year.
    """
    points = selection.capital_over_time(section.dataset, section.province)
    run = selection.yearly_run(points)
    return tuple(point for point in points if point.time >= run[0].time) if run else ()


def steady_since(points: tuple[Point, ...]) -> Point | None:
    """The first of five or more latest points, of which none is over 15 percent more than another; None for fewer."""
    since = None
    for place in range(len(points) - _STEADY_POINTS, -1, -1):
        values = [point.row["value"] for point in points[place:]]
        if max(values) * 100 > min(values) * (100 + _STEADY):
            break
        since = points[place]
    return since


def steady_until_last(points: tuple[Point, ...]) -> Point | None:
    """The last but one of the points, where nothing moved up to it and the last rose by a quarter or more."""
    before, last = points[:-1], points[-1]
    values = [point.row["value"] for point in before]
    if len(before) < selection.CHART_POINTS or any(point.row["qualifier"] != "exact" for point in points):
        return None
    steady = max(values) * 100 <= min(values) * (100 + _UNMOVED)
    return before[-1] if steady and last.row["value"] * 100 >= values[-1] * (100 + _MOVED) else None


def dipped(points: tuple[Point, ...]) -> Point | None:
    """The last but one of the points, where it is a tenth or more below both the one before it and the last."""
    if len(points) < selection.CHART_POINTS or any(one.row["qualifier"] != "exact" for one in points[-3:]):
        return None
    before, low, last = (one.row["value"] for one in points[-3:])
    return points[-2] if low * 100 <= min(before, last) * (100 - _DIPPED) else None


def show_investment(
    section: Section, points: tuple[Point, ...], beside: Sequence[Shown | None] = ()
) -> Chart | None:
    """Capital in the register over time under the finding that it bears out; None where a page has no letters for it.

    ``beside`` is what is certain to stand there.
    """
    if not points:
        return None
    first, last = points[0], points[-1]
    words, values = section.words, {"start": first.year, "end": last.year}
    if last_before := steady_until_last(points):
        time = dates.day(last_before.row["as_of"][:7], section.language)
        title = words.markdown("front.chart_fdi_rose_last", time=time)
    elif dip := dipped(points):
        title = words.markdown("front.chart_fdi_dipped", year=dip.year)
    elif since := steady_since(points):
        title = words.markdown("front.chart_fdi_steady", year=since.year)
    elif last.row["value"] >= first.row["value"] * 5 / 4:
        title = words.markdown("front.chart_fdi_grew", **values)
    elif last.row["value"] <= first.row["value"] * 4 / 5:
        highest = max(points, key=lambda point: (point.row["value"], point.time))
        title = words.markdown(
            "front.chart_fdi_fell", start=highest.year, end=selection.last_moved(points).year
        )
    else:
        title = words.markdown("front.chart_fdi", **values)
    summed = last.row["source_id"] == ""
    drawn = charts.register_line(
        section,
        _sums(section, points) if summed else points,
        title=title,
        subtitle=words.markdown("front.fdi_summed" if summed else "front.fdi_counted"),
        alt=words.markdown("front.sentence", text=title),
        height=_CHART_HEIGHT,
    )
    return with_letters(section, drawn, beside)


def _sums(section: Section, points: tuple[Point, ...]) -> list[Point]:
    """Sums of the former units as points that were worked out, each with its formula and its parts' sources."""
    name = str(points[0].row["indicator_id"])
    known = {one.time: one for one in selection.complete_sums(section.dataset, section.province, name)}
    found = []
    for point in points:
        figure = known[point.time].figure
        assert figure is not None
        cite = spoken.cite_sum(section, str(point.row["observation_id"]), known[point.time])
        found.append(plotted.derived(figure, cite, as_of=point.row["as_of"]))
    return found
