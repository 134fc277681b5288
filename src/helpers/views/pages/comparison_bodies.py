"""Bodies across the border that units of a group take part in: who, the latest session, what it agreed."""

from collections.abc import Collection, Sequence

import pandas as pd

from helpers.data.tables import Record
from helpers.text import dates
from helpers.text.markdown import Marked, join
from helpers.text.phrases import place_in_sentence
from helpers.views.annex import comparison
from helpers.views.annex.comparison import Body
from helpers.views.kit.outputs import Shown, Table, Text
from helpers.views.kit.page_budget import letters, name_letters, within
from helpers.views.kit.page_sources import fitting
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import capital
from helpers.views.kit.tables import Column, column, table
from helpers.views.kit.words import bullets
from helpers.views.pages.partners import name

_MOST_BODIES = 8  # that several units take part in
_BODY_ROWS, _BODY, _SESSION_ROWS = 14, 36, 2  # of all bodies, letters of one, of a session
_OUTCOME_ROWS, _OUTCOME = 17, 110  # rows of what sessions agreed, and letters of one
_OWN_ROWS, _OWN = 18, 115  # rows of the bodies of one unit, and letters of one
_TIME, _COUNTRY = 30, 7  # letters of when a session was, and of a country in brackets
_CHINA = "CN"
_OWN_BODY = 1  # units that take part in a body of one unit


def show_bodies(section: Section, found: Sequence[Body]) -> Table | None:
    """The bodies that several units take part in, with the latest session, and who takes part."""
    shared = [one for one in found if len(one.units) > _OWN_BODY]
    short = within(
        shared[:_MOST_BODIES],
        lambda one: max(_BODY * _SESSION_ROWS, _name_letters(section, one)),
        _BODY_ROWS,
        _BODY,
    )
    shown = fitting(section, short, lambda one: _body_cells(section, one))
    if not shown:
        return None
    words, units = section.words, comparison.units(section)
    yes = words.say("comparison.member")
    no = words.say("partners.none")
    columns = [
        column(
            section,
            "body",
            [_body_cells(section, one)[0] for one in shown],
        ),
        column(section, "latest_session", [_body_cells(section, one)[1] for one in shown]),
        *(
            Column(
                unit,
                section.words.name("areas", unit),
                [yes if unit in one.units else no for one in shown],
                numeric=False,
            )
            for unit in units
        ),
    ]
    return table(
        section,
        words.say("comparison.bodies_title"),
        columns,
        subtitle=words.say("comparison.bodies_subtitle"),
    )


def _body_cells(section: Section, one: Body) -> tuple[Marked, str]:
    """A body with whom it is, and its latest session."""
    named = _called(section, one) + section.citations.fact("mechanisms", one.row)
    return named, _session(section, one.dated)


def _called(section: Section, one: Body) -> Marked:
    """A body with whom it is: ``Guangxi: Spring Meeting``."""
    partners = join([section.words.name("partners", each).split(" (")[0] for each in one.partners], ", ")
    return section.words.markdown(
        "comparison.with", partner=capital(partners), body=section.words.local(one.row, "short")
    )


def _name_letters(section: Section, one: Body) -> int:
    """How long the name of a body is with those of its partners."""
    partners = sum(name_letters(section.dataset, "partners", each) for each in one.partners)
    return partners + letters(one.row, "short")


def _session(section: Section, row: Record | None) -> str:
    if row is None:
        return section.words.say("comparison.no_session")
    return session_alone(section, row) + section.citations.fact("meetings", row)


def session_alone(section: Section, row: Record) -> Marked:
    """A session by its number, where it has one, and its time."""
    time = dates.period(row["start"], row["end"], section.language)
    if pd.isna(row["number"]):
        return join([time])
    return join([section.words.say("cooperation.session_number", number=int(row["number"])), time])


def show_outcomes(
    section: Section, found: Sequence[Body], beside: Sequence[Shown | None] = ()
) -> Text | None:
    """What the latest sessions of the bodies of several units agreed, as far as it was published and there is room."""
    told = [one for one in found if len(one.units) > _OWN_BODY and one.dated and one.dated["outcome_vi"]]
    short = within(
        told,
        lambda one: _name_letters(section, one) + _TIME + letters(one.dated or {}, "outcome"),
        _OUTCOME_ROWS,
        _OUTCOME,
    )
    said = {one.row["mechanism_id"]: _outcome(section, one) for one in short}
    kept = fitting(section, said, lambda key: [said[key]], beside=beside)
    if not kept:
        return None
    return section.text(section.words.heading("comparison.outcomes"), bullets(said[key] for key in kept))


def _outcome(section: Section, one: Body) -> Marked:
    assert one.dated is not None
    return section.words.markdown(
        "comparison.outcome",
        body=_called(section, one),
        time=dates.period(one.dated["start"], one.dated["end"], section.language),
        outcome=section.words.local(one.dated, "outcome").removesuffix("."),
    ) + section.citations.part("meetings", one.dated, "outcome_source_id")


def show_partners(
    section: Section, found: Sequence[Body], beside: Sequence[Shown | None] = ()
) -> Table | None:
    """Across the border of each unit: its own bodies, with whom, and their latest session; a dash for none.

    The newest of each unit comes first, then the others by their date. Of a unit that has more than there is room
    for it is said that the annex has them.
    """
    words, units = section.words, comparison.units(section)
    own = {unit: [one for one in found if one.units == (unit,) and one.dated] for unit in units}
    latest = [one for unit in units for one in own[unit][:1]]
    others = [one for unit in units for one in own[unit][1:]]
    others.sort(key=lambda one: one.dated["start"] if one.dated else "", reverse=True)
    short = within(
        [*latest, *others],
        lambda one: _own_letters(section, one),
        _OWN_ROWS,
        _OWN,
    )
    kept = fitting(section, short, lambda one: [_own_body(section, one)], beside=beside)
    if not kept:
        return None
    names = {one.row["mechanism_id"] for one in kept}
    said = {unit: _own_bodies(section, own[unit], names) for unit in units}
    return table(
        section,
        words.say("comparison.partners_title"),
        [
            column(section, "unit", [section.words.name("areas", unit) for unit in units]),
            column(
                section,
                "body_and_latest",
                [said[unit] or words.say("partners.none") for unit in units],
            ),
        ],
        subtitle=section.words.say("comparison.order"),
    )


def _own_bodies(section: Section, own: Sequence[Body], kept: Collection[str]) -> Marked:
    """The bodies of one unit that are kept, one a line, with a word on those that are not; nothing for none."""
    told = [_own_body(section, one) for one in own if one.row["mechanism_id"] in kept]
    if len(told) == len(own):
        return join(told, "\n")
    if not told:
        return section.words.markdown("comparison.own_in_annex")
    return join([*told[:-1], section.words.markdown("comparison.own_more", told=told[-1])], "\n")


def _own_letters(section: Section, one: Body) -> int:
    """How long a body of one unit is with its partners, their countries and its latest session."""
    countries = sum(not _is_of_china(section, each) for each in one.partners) * _COUNTRY
    return _name_letters(section, one) + countries + _TIME


def _with_country(section: Section, partner: str) -> str:
    """A partner with its country where that is not China, whose localities say their province."""
    is_of_china = _is_of_china(section, partner)
    return section.words.name("partners", partner) if is_of_china else name(section, partner)


def _is_of_china(section: Section, partner: str) -> bool:
    return bool(section.dataset.row("partners", partner)["country"] == _CHINA)


def _own_body(section: Section, one: Body) -> Marked:
    partners = join([place_in_sentence(_with_country(section, each)) for each in one.partners], ", ")
    assert one.dated is not None
    return section.words.markdown(
        "comparison.own_body",
        partner=partners,
        body=section.words.local(one.row, "short"),
        time=dates.period(one.dated["start"], one.dated["end"], section.language),
    ) + section.citations.fact("meetings", one.dated)
