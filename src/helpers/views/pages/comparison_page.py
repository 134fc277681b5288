"""The comparison of a group: the finding, what can be compared and what cannot; the country as a whole; gaps.

Only what is counted alike at one time is drawn or ranked. Each subject has a module, ``comparison_trade`` and so on;
what is compared is gathered in ``views.annex.comparison``. Each sentence that claims something has a condition.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from helpers.data import areas, selection
from helpers.data.arithmetic import Figure
from helpers.data.dates import years_before
from helpers.data.series import Point, series
from helpers.data.tables import Record
from helpers.text import dates, numbers
from helpers.text.markdown import Marked, join
from helpers.views.annex import comparison
from helpers.views.kit import spoken
from helpers.views.kit.outputs import Shown, Text
from helpers.views.kit.page_budget import letters
from helpers.views.kit.page_sources import fitting
from helpers.views.kit.section import Section
from helpers.views.kit.words import bullets
from helpers.views.pages import comparison_bodies, comparison_investment, partners

_FRAME = 5  # things that are said of the country
_BILATERAL = "bilateral-trade"
_THROUGH = ("all-gates", "land-gates", "territory", "gate")  # bases that count what passes, whose it may be
_OUTCOME = 170  # letters of what a session agreed that are told


def _names(section: Section, found: Iterable[str]) -> Marked:
    """The names of some units, in the order given."""
    return join([section.words.name("areas", one) for one in found], ", ")


def finding(section: Section) -> Marked:
    """The one finding, without references: who holds most of the capital; that trade cannot be ranked."""
    words, held = section.words, comparison_investment.majority(section)
    if not comparison.unlike(section):
        return words.markdown("comparison.finding_little")
    if held is None:
        return words.markdown("comparison.finding_trade")
    unit, share, day = held
    return words.markdown(
        "comparison.finding_one",
        name=words.name("areas", unit),
        share=numbers.percent(share, section.language),
        day=spoken.in_time(section, day),
    )


def show_abstract(section: Section) -> Text | None:
    """The finding; who is compared, on which boundaries, and what a unit has become within its old ones."""
    words = section.words
    merged = [unit for unit in comparison.units(section) if areas.former_units(section.dataset.areas, unit)]
    said = [
        words.markdown(
            "comparison.who",
            group=section.province_name,
            names=_names(section, comparison.units(section)),
        ),
        *(
            words.markdown(
                "comparison.merged",
                name=section.dataset.name("areas", unit, section.language),
                since=words.date_in_text(section.dataset.areas[unit]["valid_from"]),
                units=join(
                    [
                        section.dataset.name("areas", one, section.language)
                        for one in areas.former_units(section.dataset.areas, unit)
                    ],
                    words.say("front.and"),
                ),
            )
            + _law(section, unit)
            for unit in merged
        ),
        *filter(None, (_status(section, unit) for unit in comparison.units(section))),
    ]
    return section.text(finding(section), join(said, " "))


def _status(section: Section, unit: str) -> Marked | None:
    """That a unit has been a centrally run city within its boundaries; None where it is none."""
    words, law = section.words, selection.city_law(section.dataset, unit)
    if law is None:
        return None
    said = words.markdown(
        "comparison.status",
        name=words.name("areas", unit),
        since=words.date_in_text(law["period_start"]),
        text=words.say("front.law", kind=words.label("document_kind", law["kind"]), number=law["number"]),
    )
    return said + section.citations.fact("documents", law)


def _law(section: Section, unit: str) -> Marked:
    """Cite the text that made a unit; nothing where the dataset does not have it."""
    law = section.dataset.keyed("documents").get(section.dataset.areas[unit]["legal_basis"])
    return section.citations.fact("documents", law) if law else Marked("")


def show_comparable(section: Section) -> Text | None:
    """What can be compared, and what cannot, and why."""
    words, ranked = section.words, comparison.ranks(section)
    capital, projects, people = (
        comparison.newest(section, one)
        for one in (comparison.CAPITAL, comparison.PROJECTS, comparison.PEOPLE)
    )
    alike = []
    if capital:
        counted = projects is not None and projects.time == capital.time
        key = "comparison.alike_capital" if counted else "comparison.alike_capital_alone"
        alike.append(words.say(key, day=dates.day(capital.time, section.language)))
    if ranked:
        without = _names(section, ranked.unknown)
        if without:
            alike.append(words.say("comparison.alike_rank_some", year=ranked.year, names=without))
        else:
            alike.append(words.say("comparison.alike_rank", year=ranked.year))
    if people and comparison_investment.with_area(section, people):
        alike.append(words.say("comparison.alike_people", year=people.time))
    other = [
        *([words.say("comparison.unlike_trade")] if comparison.unlike(section) else []),
        words.say("comparison.unlike_counts"),
    ]
    return section.text(
        words.markdown("comparison.can", what=join(alike, "; ")) if alike else None,
        words.markdown("comparison.cannot", what=join(other, "; ")),
    )


def show_frame(section: Section, beside: Sequence[Shown | None] = ()) -> Text | None:
    """What is said of the country, five things at most: trade with neighbours, bodies of the states, plans of gates.

    Below them why trade through gates and that of a locality across the border are not to be compared.
    """
    lines = fitting(section, _frame(section), lambda said: [said], beside=beside)[:_FRAME]
    if not lines:
        return None
    words, trade = section.words, list(_newest_with_partners(section).values())
    told = [row for row in trade if _partner_trade(section, row) in lines]
    names = join([_short_partner(section, row) for row in told], words.say("front.and"))
    of_localities = bool(told) and all(_is_of_locality(section, row) for row in told)
    heading = (
        words.heading("comparison.frame", names=names)
        if of_localities
        else words.heading("comparison.frame_national")
    )
    compared = of_localities and _has_passing_trade(section)
    note = words.markdown("comparison.two_counts", names=names) if compared else None
    return section.text(heading, bullets(lines), note)


def _frame(section: Section) -> list[Marked]:
    words, wide, edition = section.words, section.only("country"), section.dataset.edition
    newest = _newest_with_partners(section)
    lines = [
        _partner_trade(section, row)
        for row in sorted(
            newest.values(), key=lambda row: (row["period_end"], row["partner_id"]), reverse=True
        )
    ]
    for body in sorted(wide.facts.records("mechanisms"), key=lambda row: row["mechanism_id"]):
        last = partners.last_session(section, body["mechanism_id"])
        if last and last["start"] >= years_before(date.fromisoformat(edition), 5).isoformat():
            lines.append(_state_body(section, body, last))
    documents = [
        row
        for row in (*section.facts.records("documents"),)
        if row["period_end"] and row["period_end"] >= edition[:4] and row["issued"]
    ]
    lines += [
        words.markdown(
            "comparison.plan",
            title=words.local(row, "title"),
            number=row["number"],
            day=dates.day(row["issued"], section.language),
        )
        + section.citations.fact("documents", row)
        for row in sorted(documents, key=lambda row: row["document_id"])
    ]
    return lines


def _newest_with_partners(section: Section) -> dict[str, Record]:
    """By partner the newest full year of trade that is told of the country with it, of the last five years."""
    found = [
        row
        for row in section.only("country").facts.records("observations")
        if row["indicator_id"] == _BILATERAL
        and selection.kind(row) == "year"
        and selection.usable(row)
        and selection.recent(row, section.dataset.edition)
    ]
    return {row["partner_id"]: row for row in sorted(found, key=lambda row: row["period_end"])}


def _is_of_locality(section: Section, row: Record) -> bool:
    return bool(section.dataset.row("partners", row["partner_id"])["kind"] == "locality")


def _partner_trade(section: Section, row: Record) -> Marked:
    """The trade with a partner; that of a locality is its own with the country. With the change that is published."""
    words = section.words
    said = spoken.plainly(section, row)
    if _is_of_locality(section, row):
        said = words.markdown(
            "comparison.locality_trade",
            partner=_short_partner(section, row),
            country=words.name("areas", row["area_id"]),
            period=spoken.in_period(section, row),
            value=spoken.told(section, row),
        )
    found = series(section.dataset, row["area_id"], row["indicator_id"], row["partner_id"])
    rate = selection.printed_change(section.dataset, found, Point(row["period_end"], row))
    if rate is None:
        return said + spoken.cited(section, row)
    change = words.change_in_text(Figure(rate["value"], rate["unit_id"], rate["qualifier"]))
    said = words.markdown("comparison.trade_by", said=said, change=change, year=selection.end(row).year - 1)
    return said + spoken.cited(section, row, rate)


def _short_partner(section: Section, row: Record) -> str:
    """The partner of a figure without what its name has in brackets."""
    return section.words.name("partners", row["partner_id"]).split(" (")[0]


def _has_passing_trade(section: Section) -> bool:
    """Whether of a unit what passes through its gates or territory is told."""
    picks = (pick for pick in comparison.trade(section).values() if pick)
    return any(pick.series.basis_id in _THROUGH for pick in picks)


def _state_body(section: Section, body: Record, last: Record) -> Marked:
    """A body of the states with its latest session, and what that agreed, where it was published and is short."""
    words = section.words
    session = comparison_bodies.session_alone(section, last)
    said = words.markdown(
        "comparison.state_body",
        body=words.local(body, "short"),
        states=_states(section, body),
        session=session,
    )
    if not last["outcome_vi"] or letters(last, "outcome") > _OUTCOME:
        return said + section.citations.fact("meetings", last)
    outcome = words.local(last, "outcome").removesuffix(".")
    said = words.markdown("comparison.state_outcome", said=said, outcome=outcome)
    return said + section.citations.part("meetings", last, "outcome_source_id")


def _states(section: Section, body: Record) -> Marked:
    """The states that a body is of: ``Viet Nam–China``."""
    words = section.words
    members = section.dataset.by("mechanism_members", "mechanism_id")[(body["mechanism_id"],)]
    own = [words.name("areas", one["area_id"]) for one in members if one["area_id"]]
    others = [words.name("partners", one["partner_id"]) for one in members if one["partner_id"]]
    return join([*own, *others], words.say("comparison.state_dash"))


def gaps(section: Section) -> list[Marked]:
    """What the sources read do not have, so that nobody takes an empty cell for nothing."""
    words, units = section.words, comparison.units(section)
    years, picks = comparison.full_years(section), comparison.trade(section)
    found: list[tuple[str, list[str], dict[str, object]]] = []
    if no_year := [unit for unit in units if years[unit] is None]:
        found.append(("comparison.gap_years", no_year, {}))
    if unstated := [
        unit for unit in units if (pick := picks[unit]) and pick.series.basis_id in selection.UNSTATED
    ]:
        found.append(("comparison.gap_basis", unstated, {}))
    if gate := [unit for unit in units if (pick := picks[unit]) and pick.series.breakdown[2]]:
        found.append(("comparison.gap_gate", gate, {}))
    if no_change := [unit for unit in units if (pick := picks[unit]) and pick.change is None]:
        found.append(("comparison.gap_change", no_change, {}))
    if former := [unit for unit in units if (pick := picks[unit]) and pick.area_id != unit]:
        found.append(("comparison.gap_boundaries", former, {}))
    for surveyed, key in (
        (comparison.ranks(section), "gap_ranks"),
        (comparison.scores(section), "gap_scores"),
    ):
        if surveyed and 0 < len(surveyed.silent) < len(surveyed.points):
            found.append((f"comparison.{key}", list(surveyed.silent), {"year": surveyed.year}))
    bodies = comparison.bodies(section)
    if no_body := [unit for unit in units if not any(unit in one.units and one.dated for one in bodies)]:
        found.append(("comparison.gap_bodies", no_body, {}))
    if comparison.newest(section, comparison.CAPITAL) is None:
        found.append(("comparison.gap_register", units, {}))
    said = [words.markdown(key, names=_names(section, whom), **more) for key, whom, more in found]
    if not comparison.scores(section):
        said.append(words.markdown("comparison.gap_papi"))
    return said


def show_gaps(section: Section) -> Text | None:
    """What the sources read do not have, as a list under its heading."""
    found = gaps(section)
    if not found:
        return None
    return section.text(section.words.heading("comparison.gaps"), bullets(found))
