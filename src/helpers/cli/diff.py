"""Two editions compared, in plain words: ``briefings diff``."""

from pathlib import Path

from helpers import data
from helpers.data import editions
from helpers.data.areas import merged, subjects
from helpers.data.changes import Change, changes
from helpers.errors import BriefingError
from helpers.publishing.jobs import provinces, spellings
from helpers.text import dates
from helpers.text.changes import Names, sentence, summary
from helpers.text.phrases import LANGUAGES, phrases
from helpers.text.topics import group_of, groups

KINDS = ("revised", "withdrawn", "new")


class Reversed(BriefingError):
    """Two editions of which the one to start from is the later one."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        super().__init__(old, new)

    def __str__(self) -> str:
        return f"the edition of {self.old} is later than that of {self.new}; write --from {self.new} --to {self.old}"


def province_names(dataset: data.Dataset) -> dict[str, dict[str, str]]:
    """The areas that briefings are made of in an edition, in their official order: what people may type for each."""
    known = dataset.areas
    return {
        one.slug: spellings(
            one.kind, {language: str(known[one.area_id][f"name_{language}"]) for language in LANGUAGES}
        )
        for one in subjects(known, editions.day(dataset.edition))
    }


def chosen_provinces(wanted: tuple[str, ...], dataset: data.Dataset) -> list[str]:
    """The provinces that are asked for, as an edition knows them; none when none is. Raises UnknownProvince."""
    if not wanted:
        return []
    return provinces(wanted, province_names(dataset), merged(dataset.areas, editions.day(dataset.edition)))


def edition(named: str, folder: Path | None) -> data.Dataset:
    """The edition of a date, or the latest of another folder's dataset.

    Raises editions.BadDate, editions.TooEarly or the dataset's own faults.
    """
    if Path(named).is_dir():
        return data.load(folder=Path(named))
    editions.day(named)
    return data.load(as_of=named, folder=folder)


def editions_to_compare(old: str, new: str, folder: Path | None) -> tuple[data.Dataset, data.Dataset]:
    """Both editions, as ``edition`` finds them. Raises also Reversed when the first is the later one."""
    before, after = edition(old, folder), edition(new, folder)
    if before.edition > after.edition:
        raise Reversed(old, new)
    return before, after


def comparison(old: data.Dataset, new: data.Dataset, provinces: list[str], language: str) -> str:
    """What changed from one edition to another, for each province or for everything, in one language.

    A province is the unit that its name means in the later edition.
    """
    units = [new.unit_in_force(province) for province in provinces]
    texts = [_one(old, new, unit, language) for unit in units or [""]]
    return "\n\n".join(texts)


def _one(old: data.Dataset, new: data.Dataset, province: str, language: str) -> str:
    say = phrases(language)
    names = Names(old, language, unit=province), Names(new, language, unit=province)
    place = names[1]("areas", province) if province else say("news.everywhere")
    when = {"old": dates.day(old.edition, language), "new": dates.day(new.edition, language)}
    lines = [say("news.title", place=place, **when)]
    differences = changes(old, new, province)
    if not differences:
        return "\n".join([*lines, say("news.none")])
    lines.append(summary({kind: sum(one.kind == kind for one in differences) for kind in KINDS}, say))
    for kind in KINDS:
        lines += _kind(
            kind, [one for one in differences if one.kind == kind], names, say(f"news.heading_{kind}")
        )
    return "\n".join(lines)


def _kind(kind: str, differences: list[Change], names: tuple[Names, Names], heading: str) -> list[str]:
    """The changes of one kind under their heading, by what they are about."""
    if not differences:
        return []
    grouped: dict[str, list[Change]] = {}
    for one in differences:
        dataset = (names[1] if one.new is not None else names[0]).dataset
        group = group_of(dataset, one.table, one.row.get("indicator_id", ""))
        grouped.setdefault(group, []).append(one)
    language = names[1].language
    say = phrases(language)
    lines = ["", f"{heading} ({len(differences)})"]
    for group, name in (groups(names[0].dataset, language) | groups(names[1].dataset, language)).items():
        if group in grouped:
            lines += ["", say("news.group", name=name, count=len(grouped[group]))]
            lines += [f"- {sentence(one, *names)}" for one in grouped[group]]
    return lines
