"""Two editions compared, in plain words: ``briefings diff``."""

from pathlib import Path

from helpers import data
from helpers.data import editions
from helpers.data.areas import merged, subjects
from helpers.data.changes import changes
from helpers.errors import BriefingError
from helpers.publishing.jobs import provinces, spellings
from helpers.text import dates
from helpers.text.changes import Names, grouped, sentence, summary
from helpers.text.phrases import LANGUAGES, phrases


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
    lines.append(f"{summary(differences, say)}.")
    for kind, by_group in grouped(differences, *names).items():
        heading = say(f"news.heading_{kind}")
        lines += ["", f"{heading} ({sum(map(len, by_group.values()))})"]
        for name, found in by_group.items():
            lines += ["", say("news.group", name=name, count=len(found))]
            lines += [f"- {sentence(one, *names)}" for one in found]
    return "\n".join(lines)
