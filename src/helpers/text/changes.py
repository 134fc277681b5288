"""A change between two editions in a sentence: what is new, what was revised from what, what was withdrawn."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from helpers.data.changes import KINDS, Change, Kind
from helpers.data.tables import Dataset
from helpers.text import dates, numbers
from helpers.text.areas import area_name
from helpers.text.indicators import figure_name
from helpers.text.phrases import Say, phrases
from helpers.text.topics import group_of, groups

Row = Mapping[str, Any]

# Of each table: the field that names a fact, and those that date it.
NAMED = {
    "activities": ("title", ("start", "end")),
    "agreements": ("title", ("signed", "signed")),
    "border_gates": ("name", ()),
    "documents": ("title", ("issued", "issued")),
    "mechanisms": ("name", ()),
    "priorities": ("text", ()),
    "projects": ("name", ("status_as_of", "status_as_of")),
}


def summary(found: Iterable[Change], say: Say) -> str:
    """How many facts are new, revised and withdrawn, of what there is any: ``24 new, 1 revised``."""
    kinds = [one.kind for one in found]
    return ", ".join(
        say(f"news.count_{kind}", count=kinds.count(kind)) for kind in reversed(KINDS) if kind in kinds
    )


class Names:
    """Names of one edition's rows in one language; ``say`` gives the phrases, unless given those of the language.

    Facts of another area than ``unit`` are told with the area's name, figures exactly unless ``rounded``.
    """

    def __init__(
        self,
        dataset: Dataset,
        language: str,
        say: Say | None = None,
        unit: str = "",
        *,
        rounded: bool = False,
    ) -> None:
        self.dataset, self.language, self.say, self.unit = dataset, language, say or phrases(language), unit
        self.rounded = rounded

    def __call__(self, table: str, key: str, stem: str = "name") -> str:
        """The name of a row, by its key; ``stem`` is the field's name without the language."""
        if table == "areas":
            return area_name(self.dataset, key, self.language, self.say)
        return self.dataset.name(table, key, self.language, stem)


def grouped(found: Iterable[Change], old: Names, new: Names) -> dict[Kind, dict[str, list[Change]]]:
    """Changes by their kind and by the name of what they are about, in the order in which a reader is told of them."""
    by_group: dict[tuple[Kind, str], list[Change]] = {}
    for one in found:
        dataset = (new if one.new is not None else old).dataset
        group = group_of(dataset, one.table, one.row.get("indicator_id", ""))
        by_group.setdefault((one.kind, group), []).append(one)
    named = groups(old.dataset, old.language) | groups(new.dataset, new.language)
    told = {
        kind: {name: by_group[kind, group] for group, name in named.items() if (kind, group) in by_group}
        for kind in KINDS
    }
    return {kind: one for kind, one in told.items() if one}


def sentence(change: Change, old: Names, new: Names) -> str:
    """One change in plain words, with the source; a revision has both values and both sources."""
    names = new if change.new is not None else old
    say = names.say
    if change.kind == "revised":
        return say(
            "news.revised",
            fact=subject(change, names),
            new=content(change.table, change.new, new),
            old=content(change.table, change.old, old),
        )
    return say("news.fact", fact=subject(change, names), content=content(change.table, change.row, names))


def subject(change: Change, names: Names) -> str:
    """What the change is about: the indicator and its time, or the kind of fact."""
    row, say = change.row, names.say
    area = row.get("area_id", "")
    place = [names("areas", area)] if area and area != names.unit else []
    if change.table != "observations":
        return " – ".join([names.dataset.label("fact", change.table, names.language), *place])
    name = figure_name(names.dataset, row, names.language, say)
    if place:
        name = say("figure.about", name=name, about=place[0])
    when = dates.day(row["as_of"], names.language) if row["as_of"] else period(row, names.language)
    return say("news.figure", name=name, when=when)


def period(row: Row, language: str) -> str:
    """The period of a figure."""
    return dates.covered(row["period_start"], row["period_end"], language)


def content(table: str, row: Row | None, names: Names) -> str:
    """The fact itself, with its source in short."""
    assert row is not None
    source = names("sources", row["source_id"], "short")
    return names.say("news.with_source", text=words(table, row, names), source=source)


def words(table: str, row: Row, names: Names) -> str:
    """A fact without its source."""
    language, say = names.language, names.say
    if table == "observations":
        value, unit, qualifier = row["value"], row["unit_id"], row["qualifier"]
        if names.rounded:
            value, unit = numbers.handy(names.dataset, value, unit, qualifier)
        return numbers.marked(names.dataset, value, unit, qualifier, language)
    if table == "relations":
        form = names.dataset.label("relation_form", row["form"], language)
        return say("news.relation", partner=names("partners", row["partner_id"]), form=form)
    if table == "meetings":
        name = names("mechanisms", row["mechanism_id"])
        if pd.notna(row["number"]):
            name = say("glance.session", mechanism=name, number=row["number"])
        return dated(name, row["start"], row["end"], names)
    field, times = NAMED[table]
    text = str(row[f"{field}_{language}"])
    if table == "projects":
        status = names.dataset.label("project_status", row["status"], language)
        text = say("news.project", name=text, status=status)
    return dated(text, row[times[0]], row[times[1]], names) if times else text


def dated(text: str, start: str, end: str, names: Names) -> str:
    """A text with its date in brackets, where it has one."""
    if not start and not end:
        return text
    return names.say("news.dated", text=text, when=dates.period(start, end, names.language))
