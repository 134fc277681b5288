"""The page of investment and aid: the register over time, who invests in what, aid, competitiveness, visitors.

What is said has a condition each, named by the function that tests it; where none holds, a neutral form or the gap
stands. A briefing of two pages has the same in sentences. Which figures: `helpers.data.selection`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from helpers.data import selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import years_before
from helpers.data.selection import Pick, begin, end
from helpers.data.series import Point, Row, Sum, series
from helpers.data.tables import Record, to_records
from helpers.text import dates, numbers
from helpers.text.alphabet import sort_key
from helpers.text.markdown import Marked, join, once
from helpers.text.phrases import in_sentence
from helpers.views.annex.cooperation import INVESTOR
from helpers.views.annex.fdi_register import FLOWS, TOTAL
from helpers.views.annex.investment import CAPITAL as OWN_CAPITAL
from helpers.views.annex.investment import PROJECTS as OWN_PROJECTS
from helpers.views.annex.investment import RANK, SCORE, of_one_count
from helpers.views.kit import charts, spoken, theme
from helpers.views.kit.facts import NEAR
from helpers.views.kit.outputs import Chart, Shown, Table, Text
from helpers.views.kit.page_budget import figure_letters, name_letters, within
from helpers.views.kit.page_sources import fitting, share, unbroken, with_letters
from helpers.views.kit.plotted import cite, common_unit
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import (
    FEWEST_ROWS,
    capital,
    cell,
    in_unit,
    indicator_name,
    pages,
    sentence,
    titled,
)
from helpers.views.kit.tables import Column, column
from helpers.views.pages.front_page import between, moved, projects_told, steady_since
from helpers.views.pages.trade_main import marked_out, worked_out

REGISTER = "fdi-capital-register"
NEW_PROJECTS = "fdi-new-projects-register"
SHOWN_FLOWS = (NEW_PROJECTS, "fdi-new-capital-register", TOTAL)
PRINTED_SHARE = "fdi-capital-share"
MOST_AID, MOST_INVESTORS, MOST_SECTORS = 8, 8, 8
SHORT_INVESTORS, MOST_NAMED = (
    3,
    12,
)  # countries with figures in a briefing of two pages, and in a sentence without any
MOST_SENTENCES = 3  # on countries that are named without a figure
AMOUNT, COUNTRY, SECTOR = 80, 30, 70  # letters of a row of aid, of a country's name, of a sector's
MOST_IN_FORCE, MOST_DRAWN = 6, 10  # sources of the capital in force, and with it of the charts
PAGE_ROWS, HEAD_ROWS = 24, 4  # rows of tables below the charts, and how many of them a table's head takes
STALE_YEARS = 1  # after which the register is said to have nothing newer
STEADY, MOVED = 10, 25  # percent: within the first a stock has hardly changed, beyond the second it has moved
RANK_YEARS = 2  # of a rank that is the latest: a year is ranked in the next one
MOST_FLOWS = 6
_OWN = ("investment_page.own_count", "investment_page.own_count_capital")
VISITORS = ("visitors-international", "visitors-international-recount")
ALL_VISITORS, VISITOR_UNIT, MOST_VISITOR_ROWS = "visitors-total", "visitor_k", 8
MONEY = ("usd", "vnd", "cny", "eur")


# In force, and by whose count


@dataclass(frozen=True)
class InForce:
    """The newest FDI in force: in the register on today's boundaries or of a former unit, and by an own count."""

    register: Pick | None
    own_count: Pick | None


def in_force(section: Section) -> InForce:
    """The newest figures not older than five years; a sum of former units where today's unit has none."""
    dataset, edition = section.dataset, section.dataset.edition
    register = selection.first_of(dataset, section.province, (REGISTER,), edition)
    return InForce(register, selection.first_of(dataset, section.province, (OWN_CAPITAL,), edition))


def show_in_force(section: Section, found: InForce) -> Text | None:
    """The register, its parts by former unit, the own count, and where that is newer which of them to quote."""
    sentences = []
    if found.register is not None:
        keys = ("investment_page.register", "investment_page.register_capital")
        sentences.append(held(section, found.register, keys))
        if found.register.parts and pages(section) == 4:
            sentences.append(by_unit(section, found.register))
    newer = own_is_newer(found)
    if newer is not None:
        sentences.append(held(section, newer, _OWN))
        if found.register is not None:
            sentences.append(section.words.markdown("investment_page.which"))
    elif found.register is not None and stale(section, found.register):
        day = dates.day(found.register.point.row["as_of"], section.language)
        sentences.append(section.words.markdown("investment_page.nothing_newer", day=day))
    if newer is None and found.own_count is not None:
        sentences.append(held(section, found.own_count, _OWN))
        sentences += [against] if (against := against_register(section, found)) else []
    if not sentences:
        sentences.append(without_stock(section))
    first, *further = sentences
    most = min(MOST_IN_FORCE, share(section, "investment"))
    if found.register is not None and with_letters(section, section.text(first), most=most) is None:
        first = held(section, found.register, ("", "investment_page.register_capital"), alone=True)
    kept = fitting(section, further, lambda said: [said], most, [section.text(first)])
    return section.text(" ".join([first, *kept]))


def against_register(section: Section, found: InForce) -> Marked | None:
    """What the register has of the former unit whose own count is told, where it is another amount by a tenth."""
    own, register = found.own_count, found.register
    if own is None or register is None:
        return None
    worth = selection.unit_factors(section.dataset)
    ours = own.point.row["value"] * worth[own.point.row["unit_id"]]
    for part in (one.row for one in register.parts if one.row["area_id"] == own.area_id):
        theirs = part["value"] * worth[part["unit_id"]]
        if abs(ours - theirs) * 10 >= min(ours, theirs):
            said = section.words.markdown(
                "investment_page.against_register",
                unit=section.words.name("areas", part["area_id"]),
                capital=spoken.amount(section, part),
                when=spoken.in_period(section, part),
            )
            return sentence(said + spoken.cited(section, part))
    return None


def exceeded(section: Section, register: Pick) -> Pick | None:
    """The own count of one former unit that is more, by a tenth, than the register has of all of them together."""
    own = in_force(section).own_count
    if own is None or own.area_id not in {one.row["area_id"] for one in register.parts}:
        return None
    worth = selection.unit_factors(section.dataset)
    ours, theirs = (one.point.row["value"] * worth[one.point.row["unit_id"]] for one in (own, register))
    return own if ours * 10 >= theirs * 11 else None


def stale(section: Section, pick: Pick) -> bool:
    """Whether a figure is of more than a year before the edition."""
    return end(pick.point.row) < years_before(date.fromisoformat(section.dataset.edition), STALE_YEARS)


def own_is_newer(found: InForce) -> Pick | None:
    """The own count where the register has nothing as new."""
    own, register = found.own_count, found.register
    if own is None or (register is not None and end(own.point.row) <= end(register.point.row)):
        return None
    return own


def held(section: Section, pick: Pick, keys: tuple[str, str], *, alone: bool = False) -> Marked:
    """Projects and capital of a count on a date, of which unit, with the change where one may be told.

    ``keys`` are the phrases with and without a number of projects; ``alone`` is the capital without the others.
    """
    words, row = section.words, pick.point.row
    projects, cite_projects = ("", Marked("")) if alone else projects_told(section, pick)
    said = words.markdown(
        keys[not projects],
        when=spoken.in_period(section, row),
        unit=words.name("areas", pick.area_id),
        projects=projects,
        capital=spoken.amount(section, row),
    )
    said = Marked(said + once(spoken.cite_pick(section, pick), cite_projects))
    if pick.parts:
        said = Marked(said + words.markdown("investment_page.summed"))
    if pick.change is not None and pick.change.old is not None and not alone:
        said = said + (_dip_said(section, pick) or _change_said(section, pick))
    return join([sentence(said), *([] if alone else _noted(section, pick))], " ")


def _noted(section: Section, pick: Pick) -> list[Marked]:
    """The note on a stock that moved by a quarter or more: what may be behind that; empty for none."""
    note = pick.point.row.get(f"note_{section.language}", "")
    if not note or pick.change is None or abs(pick.change.figure.value) < MOVED:
        return []
    note = spoken.continued(section, str(note)).removesuffix(".")
    said = section.words.markdown("investment_page.noted", note=note)
    return [said + spoken.cite_pick(section, pick)]


def _change_said(section: Section, pick: Pick) -> Marked:
    """The change of a stock with its dates, and the latest amount between them."""
    assert pick.change is not None
    change = spoken.change_in_text(section, pick.change)
    keys = ("investment_page.since", "investment_page.moved")
    return moved(section, pick, change, keys) + between(section, pick)


def dip(before: Point, low: Point, last: Point) -> bool:
    """Whether a stock fell by a tenth or more and then came back to a twentieth of what it was, or beyond."""
    values = [one.row["value"] for one in (before, low, last)]
    exact = {one.row["qualifier"] for one in (before, low, last)} == {"exact"}
    units = {one.row["unit_id"] for one in (before, low, last)}
    return exact and len(units) == 1 and values[1] * 10 <= values[0] * 9 and values[2] * 20 >= values[0] * 19


def _dip_said(section: Section, pick: Pick) -> Marked | None:
    """What a stock was, and that it fell, where it has come back since: its change alone would hide that."""
    points = [one for one in selection.single(pick.series) if end(one.row) <= end(pick.point.row)]
    if pick.change is None or pick.change.old is None or len(points) < 3 or not dip(*points[-3:]):
        return None
    old, low, _ = points[-3:]
    if end(old.row) != end(pick.change.old.row):
        return None
    said = section.words.markdown(
        "investment_page.dip",
        old=spoken.amount(section, old.row),
        day=dates.day(old.row["as_of"], section.language),
        low=spoken.amount(section, low.row),
        until=dates.day(low.row["as_of"], section.language),
    )
    sums = {one.time: one for one in selection.complete_sums(section.dataset, pick.area_id, REGISTER)}
    cites = [
        spoken.cited(section, one.row)
        if one.row["source_id"]
        else spoken.cite_sum(section, one.row["observation_id"], sums[one.time])
        for one in (old, low)
    ]
    return Marked(said + once(*cites))


def by_unit(section: Section, pick: Pick) -> Marked:
    """What each former unit has of a sum."""
    words, said = section.words, []
    for part in pick.parts:
        found = series(section.dataset, part.row["area_id"], pick.series.indicator_id)
        projects = selection.projects_of(section.dataset, found, part)
        cites = spoken.cited(section, part.row, *([projects.row] if projects else []))
        key = "investment_page.of_unit" if projects else "investment_page.of_unit_capital"
        said.append(
            words.markdown(
                key,
                unit=words.name("areas", part.row["area_id"]),
                projects=words.qualified(projects.row) if projects else "",
                capital=spoken.amount(section, part.row),
            )
            + cites
        )
    return sentence(join(said, "; "))


def without_stock(section: Section) -> Marked:
    """That the sources have no FDI in force of the last five years, and since when, or that they never had."""
    last = selection.last_known(section.dataset, section.province, "fdi")
    key = "investment_page.none_since" if last else "investment_page.never"
    return section.words.markdown(key, year=last.year if last else "", province=section.province_name)


# The register over time


def over_time(section: Section) -> tuple[Point, ...]:
    """The capital in the register that a chart may show, sums of former units with their formulas; or nothing.

    Without the points whose date is inferred: a place on an axis is as precise as a printed day.
    """
    if pages(section) == 2:
        return ()
    points = selection.capital_over_time(section.dataset, section.province)
    sums = {one.time: one for one in selection.complete_sums(section.dataset, section.province, REGISTER)}
    dated = [point for point in points if not point.row["date_inferred"]]
    return tuple(_with_formula(section, point, sums) for point in dated)


def _with_formula(section: Section, point: Point, sums: dict[str, Sum]) -> Point:
    """A point that is a sum of former units with the formula that it is cited by; any other as it is."""
    if point.row["source_id"] or point.time not in sums:
        return point
    words, parts = section.words, sums[point.time].parts.values()
    formula = words.markdown(
        "investment.formula_sum",
        terms=words.terms(part.row for part in parts),
        result=words.marked(point.row),
    )
    parents = [str(part.row["observation_id"]) for part in parts]
    cite = section.citations.derivation(f"{point.row['observation_id']}:sum", formula, parents)
    cites = once(cite, *(section.citations.fact("observations", part.row) for part in parts))
    return replace(point, row={**point.row, "derived": cites})


def chart(section: Section, points: Sequence[Point], beside: Sequence[Shown | None] = ()) -> Chart | None:
    """The register over time under the finding that it bears out, where there are letters ``beside`` what is above."""
    if not points:
        return None
    words, run = section.words, selection.yearly_run(points)
    title = finding(section, points)
    summed = "derived" in points[-1].row
    drawn = charts.register_line(
        section,
        points,
        width=theme.TWO_THIRDS,
        title=title,
        subtitle=words.say(
            "investment_page.summed_subtitle" if summed else "investment_page.register_subtitle"
        ),
        alt=title + ".",
        breaks=(run[0].time,) if run and run[0] is not points[0] else (),
    )
    return with_letters(section, drawn, beside, MOST_DRAWN)


def finding(section: Section, points: Sequence[Point]) -> str:
    """The title of the chart: the first of these that the points since the last break bear out, else a neutral one.

    1. nothing moved until the last point, which rose by a quarter or more; 2. it fell and came back (`dip`); 3. nothing
    moved for years (`front_page.steady_since`, as on page 1); 4. it rose or fell by a quarter or more from the first to
    the last, and fell since the highest.
    """
    since = since_break(points)
    first, last, words = since[0], since[-1], section.words
    if steady(since[:-1]) and _ratio(since[-2], last) >= MOVED:
        return words.say("investment_page.rose_last", day=month(section, since[-2]))
    if len(since) > 2 and dip(*since[-3:]):
        return words.say("investment_page.recovered", year=since[-2].year, last=month(section, last))
    quiet = steady_since(tuple(since))
    if quiet is not None:
        return words.say("investment_page.steady", first=quiet.year)
    if abs(_ratio(first, last)) >= MOVED:
        if _ratio(first, last) > 0:
            return words.say("investment_page.rose", first=first.year, last=month(section, last))
        highest = max(since, key=lambda point: (point.row["value"], point.time))
        return words.say(
            "investment_page.fell", first=highest.year, last=month(section, selection.last_moved(since))
        )
    return words.say("investment_page.neutral", first=first.year, last=month(section, last))


def since_break(points: Sequence[Point]) -> Sequence[Point]:
    """The points since the yearly steps began: those of a table that closes on another day are not compared."""
    run = selection.yearly_run(points)
    return points[list(points).index(run[0]) :] if run else points


def steady(points: Sequence[Point]) -> bool:
    """Whether four or more exact figures lie within ten percent of one another."""
    values = [point.row["value"] for point in points if point.row["qualifier"] == "exact"]
    whole = len(values) == len(points) >= selection.CHART_POINTS
    return whole and max(values) * 100 <= min(values) * (100 + STEADY)


def _ratio(first: Point, last: Point) -> int:
    """The change in percent, towards zero; nothing where a figure is no exact one."""
    if {first.row["qualifier"], last.row["qualifier"]} != {"exact"} or not first.row["value"]:
        return 0
    return int((last.row["value"] / first.row["value"] - 1) * 100)


def month(section: Section, point: Point) -> str:
    """The month of a date."""
    return dates.day(point.row["as_of"][:7], section.language)


# Who invests, and in what


def investors(section: Section) -> list[Record]:
    """The newest count of each investor's country, of the province or a former unit: its capital or its projects.

    The largest capital first; of a country the newest date, and of that the capital before the number of projects.
    """
    rows = section.facts.observations(OWN_CAPITAL, OWN_PROJECTS)
    newest: dict[str, Record] = {}
    for row in to_records(rows[rows["reach"].isin(NEAR) & (rows["partner_id"] != "")]):
        kept = newest.get(row["partner_id"])
        if selection.usable(row) and (kept is None or end(row) > end(kept)):
            newest[row["partner_id"]] = row
    capital = {key: row["value"] for key, row in newest.items() if row["indicator_id"] == OWN_CAPITAL}
    return sorted(newest.values(), key=lambda row: -capital.get(row["partner_id"], 0))


def show_investors(
    section: Section, found: Sequence[Record], beside: Sequence[Shown | None] = ()
) -> Text | None:
    """Who invests, by the counts that name a country and by name alone; that nobody is named where there is neither.

    What the page has letters for ``beside`` what stands above.
    """
    counted = within(
        found,
        lambda row: name_letters(section.dataset, "partners", row["partner_id"]),
        MOST_INVESTORS if pages(section) == 4 else SHORT_INVESTORS,
        COUNTRY,
    )
    said = [investor_said(section, row) for row in counted]
    said += named_only(section, {row["partner_id"] for row in found})
    if not said:
        said = [section.words.markdown("investment_page.no_investors")]
    kept = fitting(section, said, lambda one: [one], share(section, "investment"), beside)
    return section.text(" ".join(kept))


def investor_said(section: Section, row: Record) -> Marked:
    """One country: its projects and capital on a date, and its share of the whole where that is counted alike."""
    words = section.words
    beside = of_same(section, row, OWN_PROJECTS) if row["indicator_id"] == OWN_CAPITAL else row
    capital = row if row["indicator_id"] == OWN_CAPITAL else None
    printed = of_same(section, row, PRINTED_SHARE)
    whole = all_projects(section, beside) if beside else None
    parts = [of_all(section, beside, whole) if whole else words.qualified(beside)] if beside else []
    parts += [spoken.amount(section, capital)] if capital else []
    said = words.markdown(
        "investment_page.investor",
        when=spoken.held_in_period(section, row),
        name=words.name("partners", row["partner_id"]),
        held=join(parts, ", "),
        unit=words.name("areas", row["area_id"]),
    )
    cites = spoken.cited(section, *filter(None, [capital, beside, whole]))
    share = share_of_whole(section, capital) if capital else None
    if printed is not None:
        share = words.qualified(printed), spoken.cited(section, printed)
    if share is not None:
        return sentence(said + cites + words.markdown("investment_page.share", share=share[0]) + share[1])
    return sentence(said + cites)


def all_projects(section: Section, row: Record) -> Record | None:
    """How many projects there are in all, where the same source counts them on the same day; None for capital."""
    if row["unit_id"] != "project":
        return None
    total = series(section.dataset, row["area_id"], row["indicator_id"]).points
    same = [
        one.row
        for one in total
        if (one.row["as_of"], one.row["source_id"]) == (row["as_of"], row["source_id"])
    ]
    return same[0] if same else None


def of_all(section: Section, row: Record, whole: Record) -> str:
    """``92 of 172 projects``."""
    part = numbers.number(row["value"], section.language)
    return section.words.say("front.of_projects", part=part, whole=spoken.amount(section, whole))


def of_same(section: Section, row: Record, indicator: str, partner: str | None = None) -> Record | None:
    """The figure of another indicator about the same unit, date and country; of no country for an empty one."""
    partner = row["partner_id"] if partner is None else partner
    for other in section.dataset.by("observations", "area_id", "indicator_id").get(
        (row["area_id"], indicator), []
    ):
        if (other["as_of"], other["partner_id"], other["sector_id"]) == (row["as_of"], partner, ""):
            return other
    return None


def share_of_whole(section: Section, capital: Record) -> tuple[str, Marked] | None:
    """The share of the unit's whole capital by the same count, with its formula; None where there is no such whole."""
    whole = of_same(section, capital, OWN_CAPITAL, "")
    if whole is None or whole["value"] <= capital["value"]:
        return None
    return spoken.share(section, Point(capital["as_of"], dict(capital)), whole)


def named_only(section: Section, counted: set[str]) -> list[Marked]:
    """The countries that are named as investors without a figure, by the unit and the time that they are told of."""
    words, relations = section.words, section.facts.rows("relations")
    told: dict[tuple[str, str], list[Record]] = {}
    for row in to_records(relations[(relations["form"] == INVESTOR) & relations["reach"].isin(NEAR)]):
        if row["partner_id"] not in counted:
            told.setdefault((row["area_id"], row["as_of"]), []).append(row)
    said = []
    for (area, day), rows in list(told.items())[:MOST_SENTENCES]:
        every = {row["partner_id"] for row in rows}  # several sources may name one
        few = within(
            dict.fromkeys(row["partner_id"] for row in rows),
            lambda partner: name_letters(section.dataset, "partners", partner),
            MOST_NAMED,
            COUNTRY,
        )
        named = sorted((words.name("partners", partner) for partner in few), key=sort_key)
        more = [words.say("partners.more_countries", count=rest)] if (rest := len(every) - len(few)) else []
        names = join([*named, *more], ", ")
        cites = once(*(section.citations.fact("relations", row) for row in rows if row["partner_id"] in few))
        when = spoken.in_period(section, {"as_of": day, "date_inferred": False}) if day else ""
        key = "investment_page.named" if day else "investment_page.named_undated"
        said.append(
            sentence(words.markdown(key, names=names, when=when, unit=words.name("areas", area)) + cites)
        )
    return said


def sectors(section: Section) -> list[Record]:
    """The capital by sector of the newest count that has any, the largest first."""
    rows = section.facts.observations(OWN_CAPITAL)
    found = [
        row
        for row in to_records(rows[rows["reach"].isin(NEAR) & (rows["sector_id"] != "")])
        if selection.usable(row) and not row["partner_id"]
    ]
    return sorted(of_one_count(found), key=lambda row: -row["value"])


def show_sectors(
    section: Section, found: Sequence[Record], beside: Sequence[Shown | None] = ()
) -> Table | None:
    """Projects and capital by sector; None for fewer than three sectors and on two pages.

    The largest that the page has room and letters for ``beside`` what stands above, and how many more there are.
    """
    if not found or pages(section) == 2:
        return None
    total = len(found)
    found = within(
        found,
        lambda row: name_letters(section.dataset, "sectors", row["sector_id"]),
        MOST_SECTORS,
        SECTOR,
    )

    def cites(row: Record) -> list[str]:
        share_ = share_of_whole(section, row)
        rows = filter(None, [row, _of_sector(section, row)])
        return [spoken.cited(section, *rows), share_[1] if share_ else ""]

    found = fitting(section, found, cites, share(section, "investment"), beside)
    if not found:
        return None
    words, first = section.words, found[0]
    notes = (
        [words.say("investment_page.more_sectors", count=total - len(found))] if total > len(found) else []
    )
    notes += _whole_said(section, found, total)
    unit = common_unit(section.dataset, [_figure(row) for row in found])
    counted = [_of_sector(section, row) for row in found]
    wholes = [share_of_whole(section, row) for row in found]
    return titled(
        section,
        words.say("investment_page.sectors", when=words.when(first)),
        in_unit(
            section,
            words.say("investment_page.own_subtitle", unit=words.name("areas", first["area_id"])),
            unit,
        ),
        [
            column(section, "sector", [words.name("sectors", row["sector_id"]) for row in found]),
            column(
                section,
                "projects",
                [
                    words.marked(row, with_unit=False) + spoken.cited(section, row) if row else ""
                    for row in counted
                ],
                numeric=True,
            ),
            column(
                section,
                "capital",
                [cell(section, _figure(row), unit) + spoken.cited(section, row) for row in found],
                numeric=True,
            ),
            Column(
                "share",
                words.say("investment_page.share_column"),
                [share[0] + share[1] if share else "" for share in wholes],
                numeric=True,
            ),
        ],
        notes,
    )


def _whole_said(section: Section, found: Sequence[Record], total: int) -> list[Marked]:
    """What all sectors have by the same count, where it is more than all that are broken down; nothing else."""
    whole = of_same(section, found[0], OWN_CAPITAL, "")
    worth = selection.unit_factors(section.dataset)
    if whole is None or total > len(found):
        return []
    parts = sum(row["value"] * worth[row["unit_id"]] for row in found)
    if parts >= whole["value"] * worth[whole["unit_id"]]:
        return []
    said = section.words.markdown("investment_page.whole", capital=spoken.amount(section, whole))
    return [Marked(said + spoken.cited(section, whole))]


def show_flows(
    section: Section, by_sector: Sequence[Record], beside: Sequence[Shown | None] = ()
) -> Table | None:
    """What was registered in each of the latest six years; None beside a table by sector, and on two pages.

    Of these years the latest that the page has letters for ``beside`` what stands above.
    """
    if by_sector or pages(section) == 2:
        return None
    known = [name for name in SHOWN_FLOWS if name in section.facts.indicators]
    found = {name: series(section.dataset, section.province, name).by_year for name in known}
    years = [year for year, point in found.get(TOTAL, {}).items() if selection.usable(point.row)]
    words = section.words
    shown = unbroken(
        section,
        sorted(years)[-MOST_FLOWS:],
        lambda year: _cites(section, *(of.get(year) for of in found.values())),
        share(section, "investment"),
        beside,
    )
    rows = {name: [of.get(year) for year in shown] for name, of in found.items()}
    money = [
        one.figure for several in rows.values() for one in several if one and one.row["unit_id"] != "project"
    ]
    if not money:
        return None
    unit = common_unit(section.dataset, money)
    columns = [
        Column(
            name,
            words.say(FLOWS[name]),
            [
                cell(section, one.figure, one.row["unit_id"] if name == NEW_PROJECTS else unit)
                + spoken.cited(section, one.row)
                if one
                else ""
                for one in several
            ],
            numeric=True,
        )
        for name, several in rows.items()
    ]
    return titled(
        section,
        words.say("investment_page.flows"),
        in_unit(section, words.say("investment_page.flows_subtitle"), unit),
        [column(section, "year", [str(year) for year in shown]), *columns],
    )


def _figure(row: Record) -> Figure:
    return Figure(row["value"], row["unit_id"], row["qualifier"])


def _of_sector(section: Section, row: Record) -> Record | None:
    """The number of projects of a sector on the date of its capital."""
    found = section.dataset.by("observations", "area_id", "indicator_id").get(
        (row["area_id"], OWN_PROJECTS), []
    )
    same = ("as_of", "sector_id", "partner_id")
    return next((one for one in found if all(one[name] == row[name] for name in same)), None)


# Aid


def aid(section: Section) -> list[Record]:
    """ODA and NGO aid: of each indicator the newest figure not older than five years, and plans that still run.

    Of two with one end the longer, and where there is room the shorter one behind it; where no amount of money is as
    new, the newest there is. At most eight, ODA first; of each topic at most half, or what the other leaves.
    """
    topics = [_aid_of(section, topic) for topic in ("oda", "ngo_aid")]
    half = MOST_AID // 2
    room = [max(half, MOST_AID - len(other)) for other in reversed(topics)]
    return [
        row
        for rows, most in zip(topics, room, strict=True)
        for row in within(rows, lambda row: figure_letters(section.dataset, row), most, AMOUNT)
    ]


def _aid_of(section: Section, topic: str) -> list[Record]:
    """The figures of a topic of aid that may be shown, the weightiest first."""
    rows = section.facts.of_topics(topic)
    own = to_records(rows[rows["reach"].isin(NEAR) & (rows["partner_id"] == "") & (rows["sector_id"] == "")])
    newest: dict[str, Record] = {}
    for row in sorted(own, key=_newness):
        newest[row["indicator_id"]] = row
    found = [
        row for row in newest.values() if selection.recent(row, section.dataset.edition) or runs(section, row)
    ]
    if not any(_is_money(row) and row["qualifier"] != "planned" for row in found):
        money = [row for row in own if _is_money(row) and row["qualifier"] != "planned"]
        found = [*sorted(money, key=_newness)[-1:], *found]
    found.sort(key=lambda row: (not _is_money(row), row["indicator_id"]))
    known = {row["observation_id"] for row in found}
    shorter = [
        row
        for row in own
        if row["observation_id"] not in known
        and row["qualifier"] != "planned"
        and any((row["indicator_id"], end(row)) == (one["indicator_id"], end(one)) for one in found)
    ]
    return [*found, *shorter]


def _newness(row: Record) -> tuple[object, ...]:
    """Later ends last, of one end the longer period, and a result after a plan."""
    return (row["qualifier"] != "planned", end(row), -begin(row).toordinal(), row["observation_id"])


def _is_money(row: Record) -> bool:
    return str(row["unit_id"]).startswith(MONEY)


def runs(section: Section, row: Record) -> bool:
    """Whether a plan's period has begun and not ended on the edition's day."""
    day = section.dataset.edition
    return row["qualifier"] == "planned" and begin(row).isoformat() <= day < end(row).isoformat()


def show_aid(
    section: Section, found: Sequence[Record], beside: Sequence[Shown | None] = ()
) -> Table | Text | None:
    """ODA and NGO aid as a short table; sentences for fewer than three figures; that there is none for none.

    Those that the page has letters for ``beside`` what stands above.
    """
    words = section.words
    if not found:
        return section.text(words.markdown("investment_page.no_aid"))
    most = share(section, "investment")
    found = fitting(section, found, lambda row: [spoken.cited(section, row)], most, beside)
    if not found:
        return None
    names = [indicator_name(section, row["indicator_id"]) for row in found]
    units = {row["area_id"] for row in found}
    whose = [words.scope(row) for row in found]
    if pages(section) == 4:
        grid = titled(
            section,
            words.say("investment_page.aid"),
            "",
            [
                column(section, "figure", names),
                column(section, "when", [spoken.when(section, row) for row in found]),
                column(
                    section,
                    "value",
                    [spoken.short_amount(section, row) + spoken.cited(section, row) for row in found],
                    numeric=True,
                ),
                column(section, "scope", whose if units != {section.province} else [""] * len(found)),
            ],
        )
        if grid is not None:
            return grid
    said = [
        words.markdown(
            "investment_page.aid_said",
            name=in_sentence(name) + (f" ({whose_})" if whose_ else ""),
            amount=spoken.amount(section, row),
            when=spoken.in_period(section, row),
        )
        + spoken.cited(section, row)
        for name, row, whose_ in zip(names, found, whose, strict=True)
    ]
    shown = said if pages(section) == 4 else said[:2]
    return section.text(sentence(join(shown, "; ")))


# Competitiveness and visitors


def competitiveness(section: Section) -> Pick | None:
    """The newest rank in the competitiveness index, of the province or a former unit, not older than five years."""
    return selection.first_of(section.dataset, section.province, (RANK,), section.dataset.edition)


def show_rank(section: Section, pick: Pick | None, beside: Sequence[Shown | None] = ()) -> Chart | None:
    """The rank over the latest twelve years; None for fewer than four of them and on two pages.

    Of these years the latest that the page has letters for ``beside`` what stands above.
    """
    if pick is None or pages(section) == 2:
        return None
    points = unbroken(
        section,
        selection.chartable(pick.series),
        lambda point: [cite(section, point)],
        MOST_DRAWN,
        beside,
    )
    if len(points) < selection.CHART_POINTS:
        return None
    title = rank_finding(section, points)
    unit = section.words.name("areas", pick.area_id)
    return charts.rank(
        section,
        points,
        title=title,
        subtitle=section.words.say("investment_page.rank_subtitle", unit=unit),
        alt=title + ".",
    )


def rank_finding(section: Section, points: Sequence[Point]) -> str:
    """The title of the ranks: the best of the years shown, better or worse than the year before, else a neutral one."""
    last, before = points[-1], points[-2]
    ranks = [point.row["value"] for point in points]
    words, year = section.words, last.year
    rank = numbers.ordinal(int(last.row["value"]), section.language)
    if ranks[-1] < min(ranks[:-1]):
        return words.say("investment_page.rank_best", rank=rank, year=year)
    if before.year == year - 1 and ranks[-1] != ranks[-2]:
        key = "investment_page.rank_up" if ranks[-1] < ranks[-2] else "investment_page.rank_down"
        rank_before = numbers.ordinal(int(ranks[-2]), section.language)
        places = int(abs(ranks[-1] - ranks[-2]))
        return words.say(key, rank=rank, year=year, before=rank_before, places=places)
    return words.say("investment_page.rank_neutral", rank=rank, year=year)


def show_in_short(
    section: Section,
    pick: Pick | None,
    table: Table | None = None,
    beside: Sequence[Shown | None] = (),
) -> Text | None:
    """Competitiveness and visitors, a sentence each; since when there is no figure where there is none as new.

    Nothing on visitors beside a ``table`` of them; what the page has letters for ``beside`` what stands above. A rank
    gives up that of the year before, where this alone lacks a letter.
    """
    most = share(section, "investment")
    ranks = [rank_said(section, pick), rank_said(section, pick, before=False)]
    rank = next(
        (one for one in ranks if fitting(section, [one], lambda said: [said], most, beside)), ranks[0]
    )
    said = [rank] + ([visitors_said(section)] if table is None else [])
    kept = fitting(section, said, lambda one: [one], most, beside)
    if not kept:
        return None
    if section.pages == 2:
        return section.text(join(kept, " "))
    both = table is None and len(kept) > 1  # on page 3 they stand below tables
    heading = section.words.heading("investment_page.in_short" if both else "investment_page.in_short_rank")
    return section.text(heading, join(kept, " "))


def visitors(section: Section) -> list[tuple[Point | None, Point | None]]:
    """Visitors from abroad and all visitors of each year, in order: of a full year, else of its longest part.

    A year that only follows from the next one and its printed change is worked out from these. Of the twelve years up
    to the newest, on today's boundaries; the latest eight.
    """
    known = section.facts.indicators
    found: list[dict[tuple[date, date], Point]] = []
    for name in (VISITORS[0], ALL_VISITORS):
        points: list[Point] = []
        if name in known:
            of = series(section.dataset, section.province, name)
            points = selection.single(of)
            years_known = [one for one in points if selection.kind(one.row) == "year"]
            points = [*points, *worked_out(section, of, years_known)]
        found.append({(begin(one.row), end(one.row)): one for one in points if not one.row["as_of"]})
    longest: dict[int, tuple[date, date]] = {}
    for time in sorted({*found[0], *found[1]}, key=lambda one: (one[1], -one[0].toordinal())):
        longest[time[1].year] = time
    years = [year for year in sorted(longest) if year > max(longest) - selection.CHART_YEARS]
    return [(found[0].get(longest[year]), found[1].get(longest[year])) for year in years][-MOST_VISITOR_ROWS:]


def show_visitors(
    section: Section,
    rows: Sequence[tuple[Point | None, Point | None]],
    beside: Sequence[Shown | None],
) -> Table | None:
    """Visitors by year as a table, as many of the latest years as the page has room for; None for fewer than three.

    ``beside`` are the tables that stand there too.
    """
    most = share(section, "investment")
    rows = fitting(section, reversed(rows), lambda row: _cites(section, *row), most, beside)[::-1]
    taken = sum(HEAD_ROWS + len(one.resource["data"]) for one in beside if isinstance(one, Table))
    named = min(len(investors(section)), MOST_INVESTORS)  # all but the first take a row
    left = PAGE_ROWS - taken - HEAD_ROWS - max(0, named - 1)
    shown = rows[-left:] if left >= FEWEST_ROWS else []
    if not shown or pages(section) == 2:
        return None
    words = section.words
    columns = [
        Column(
            name,
            words.say(f"investment_page.{name}"),
            [_visitors_cell(section, row[place]) for row in shown],
            numeric=True,
        )
        for place, name in enumerate(("from_abroad", "all_visitors"))
    ]
    return titled(
        section,
        words.say("investment_page.visitors_table"),
        in_unit(section, words.say("investment_page.own_subtitle", unit=section.province_name), VISITOR_UNIT),
        [column(section, "when", [_visited(section, row) for row in shown]), *columns],
        keep=("from_abroad", "all_visitors"),
    )


def _visited(section: Section, row: tuple[Point | None, Point | None]) -> str:
    """When the visitors of a row came, and whether all that is known of them is an estimate."""
    rows = [one.row for one in row if one is not None]
    said = capital(spoken.when(section, rows[0]))
    published = [one for one in rows if "derived" not in one]
    estimated = bool(published) and all(selection.estimate(section.dataset, one) for one in published)
    return section.words.say("trade_page.estimate", said=said) if estimated else said


def _cites(section: Section, *points: Point | None) -> list[Marked]:
    return [cite(section, point) for point in points if point is not None]


def _visitors_cell(section: Section, point: Point | None) -> str:
    if point is None:
        return ""
    said = marked_out(section, point, cell(section, point.figure, VISITOR_UNIT))
    return said + cite(section, point)


def rank_said(section: Section, pick: Pick | None, *, before: bool = True) -> Marked:
    """The rank with its score and the rank of the year ``before``; that there is none since where it is an old one."""
    words = section.words
    if pick is None:
        return _nothing_new(section, "pci")
    scores = series(section.dataset, pick.area_id, SCORE).by_year if SCORE in section.facts.indicators else {}
    score = scores.get(pick.point.year)
    said = words.markdown(
        "investment_page.rank_said" if score else "investment_page.rank_said_alone",
        unit=words.name("areas", pick.area_id),
        rank=numbers.ordinal(int(pick.point.row["value"]), section.language),
        year=pick.point.year,
        score=spoken.amount(section, score.row) if score else "",
    )
    said = Marked(said + spoken.cited(section, pick.point.row, *([score.row] if score else [])))
    old = pick.series.by_year.get(pick.point.year - 1) if before else None
    if old is not None:
        rank = numbers.ordinal(int(old.row["value"]), section.language)
        same = old.row["value"] == pick.point.row["value"]
        key = "investment_page.rank_same" if same else "investment_page.rank_before"
        said = Marked(said + words.markdown(key, rank=rank) + spoken.cited(section, old.row))
    if pick.point.year < date.fromisoformat(section.dataset.edition).year - RANK_YEARS:
        said = Marked(said + words.markdown("investment_page.rank_old", year=pick.point.year))
    return sentence(said)


def visitors_said(section: Section) -> Marked:
    """International visitors in the newest year or part of one, with the change where one may be told.

    Where no full or half year is as new as five years, the newest shorter period that is.
    """
    pick = selection.first_of(section.dataset, section.province, VISITORS, section.dataset.edition)
    row = pick.point.row if pick is not None else short_period(section)
    if row is None:
        return _nothing_new(section, "visitors")
    words, recount = section.words, row["indicator_id"] != VISITORS[0]
    said = words.markdown(
        "investment_page.visitors_recount" if recount else "investment_page.visitors",
        when=spoken.in_period(section, row),
        amount=spoken.once_hedged(section, row),
        unit=words.name("areas", row["area_id"]),
    )
    if selection.estimate(section.dataset, row):
        said = words.markdown("trade_page.estimate", said=said)
    said = Marked(said + spoken.cited(section, row))
    if pick is not None and pick.change is not None and pick.change.old is not None:
        changed = words.markdown(
            "trade_page.change_on_year" if pick.kind == "year" else "trade_page.change_on_period",
            change=spoken.change_in_text(section, pick.change),
            year=end(pick.change.old.row).year,
        )
        said = Marked(said + ", " + changed + spoken.cite_change(section, pick.point, pick.change))
    return sentence(said)


def short_period(section: Section) -> Row | None:
    """The newest figure of visitors of less than half a year, of the last five years; None where there is none."""
    known = section.facts.indicators
    rows = [
        point.row
        for unit in selection.near(section.dataset, section.province)
        for name in VISITORS
        if name in known
        for point in series(section.dataset, unit, name).partial
        if selection.usable(point.row) and selection.recent(point.row, section.dataset.edition)
    ]
    return max(rows, key=end, default=None)


def _nothing_new(section: Section, slot: str) -> Marked:
    """That a slot has no figure of the last five years: none since a year, or none at all."""
    last = selection.last_known(section.dataset, section.province, slot)
    keys = {
        "pci": ("investment_page.no_rank", "investment_page.no_rank_since"),
        "visitors": ("investment_page.no_visitors", "investment_page.no_visitors_since"),
    }
    return section.words.markdown(
        keys[slot][last is not None], year=last.year if last else "", province=section.province_name
    )
