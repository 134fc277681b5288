"""Which list of provinces a table is of: that of the 63 units until 30 June 2025, or that of the 34 since.

A name such as “Lào Cai” stands in both for two units that are not the same; so one table is of one list, and where
names and years leave open of which, a person says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from helpers.data.areas import valid_on
from helpers.data.csv_files import Sheets
from helpers.data.dates import first_day, last_day
from helpers.errors import BriefingError, folded, nearest, unaccented
from helpers.intake.fia.names import AmbiguousLabel, Names, UnknownLabel, names_of
from helpers.intake.mapped.times import Time
from helpers.intake.wording import bare_words

# As the statistics office names them in its tables, over the years, in both languages.
REGIONS = frozenset(
    map(
        folded,
        (
            *(
                "Đồng bằng sông Hồng",
                "Red River Delta",
                "Trung du và miền núi phía Bắc",
                "Đông Bắc",
                "Tây Bắc",
            ),
            *("Northern midlands and mountain areas", "Northern midland and mountain areas", "North East"),
            *("Northern midlands and mountains", "North West", "Bắc Trung Bộ và duyên hải miền Trung"),
            *("Bắc Trung Bộ và duyên hải Nam Trung Bộ", "Northern Central area and Central coastal area"),
            *("North Central and Central coastal areas", "North Central and Central Coast"),
            *(
                "North Central area and Central coastal area",
                "Bắc Trung Bộ",
                "North Central",
                "North Central Coast",
            ),
            *("Duyên hải Nam Trung Bộ", "South Central Coast", "Tây Nguyên", "Central Highlands"),
            *("Duyên hải Nam Trung Bộ và Tây Nguyên", "South Central Coast and Central Highlands"),
            *("Đông Nam Bộ", "South East", "Đồng bằng sông Cửu Long", "Mekong River Delta"),
        ),
    )
)
_COUNTRY = frozenset(["canuoc", "toanquoc", "wholecountry", "vietnam", "total", "tong", "tongso", "tongcong"])


class WhichList(BriefingError):
    """A table whose list of units is open, or whose names and years say two things."""

    def __init__(self, place: str, why: str, both: "tuple[UnitList, UnitList]") -> None:
        self.place, self.why, self.both = place, why, both
        super().__init__(place, why, both)

    def __str__(self) -> str:
        before, since = self.both
        return (
            f'{self.place}: {self.why}; say in the mapping which units are meant: area = {{ from = "…", '
            f"list = {before.size} }} for those until {before.day}, list = {since.size} for those since"
        )


def kind_of(label: str) -> str:
    """``country`` or ``region`` for a row that sums provinces, empty for other labels."""
    key = folded(label)
    if key in _COUNTRY:
        return "country"
    return "region" if key in REGIONS or key.removeprefix("vung") in REGIONS else ""


@dataclass(frozen=True)
class UnitList:
    """The units in force on a day, by what tables call them."""

    day: date
    names: Names
    provinces: frozenset[str]

    @property
    def size(self) -> int:
        """How many provinces and cities it has."""
        return len(self.provinces)

    def unit(self, label: str) -> str:
        """The id of the unit that a label names; empty for none, or several."""
        try:
            return self.names.match(label)
        except (UnknownLabel, AmbiguousLabel):
            pass
        try:  # “Ba Ria - Vung Tau City”, “Thanh pho Hue”
            return self.names.match(bare_words(unaccented(label)))
        except (UnknownLabel, AmbiguousLabel):
            return ""


def lists(sheets: Sheets) -> tuple[UnitList, UnitList]:
    """The list of the day before the provinces last changed, and that of the day itself."""
    provinces = [row for row in sheets["areas"].rows if row["kind"] in ("province", "city")]
    change = max((first_day(row["valid_from"]) for row in provinces if row["valid_from"]), default=date.min)
    found = []
    for day in (change - timedelta(days=1), change) if change != date.min else (date.max, date.max):
        names = names_of("locality", day.isoformat(), sheets)
        units = frozenset(row["area_id"] for row in provinces if valid_on(row, day))
        found.append(UnitList(day, names, units))
    return found[0], found[1]


def choose(
    place: str, labels: Sequence[str], times: Iterable[Time], both: tuple[UnitList, UnitList], said: int
) -> tuple[UnitList, str]:
    """The list that a table is of, and by what: the mapping, the names, or the years; raises WhichList.

    ``labels`` are its provinces. Where each is the same unit in both lists, by nothing.
    """
    before, since = both
    if said:
        if said not in (before.size, since.size):
            raise WhichList(place, f"there is no list of {said} units", both)
        chosen = before if said == before.size else since
        other = since if chosen is before else before
        stranger = next((one for one in labels if not chosen.unit(one) and other.unit(one)), "")
        if stranger:
            raise WhichList(place, f"{stranger!r} is none of the {said} units that the mapping says", both)
        return chosen, "mapping"
    return _by_itself(place, labels, list(times), both)


def _by_itself(
    place: str, labels: Sequence[str], times: list[Time], both: tuple[UnitList, UnitList]
) -> tuple[UnitList, str]:
    before, since = both
    old = [one for one in labels if before.unit(one) and not since.unit(one)]
    new = [one for one in labels if since.unit(one) and not before.unit(one)]
    open_ = [one for one in labels if before.unit(one) != since.unit(one) and one not in (*old, *new)]
    if old and new:
        raise WhichList(place, f"{old[0]!r} is a unit of {before.size}, {new[0]!r} one of {since.size}", both)
    by_names = before if old else since if new or _whole(labels, since) else None
    if not (old or new or open_):
        return since, ""
    by_years = _by_years(times, both)
    if by_names:
        later = by_names is before and any(first_day(one.start) >= since.day for one in times)
        if later or (by_years and by_names is not by_years):
            shown = f"{old[0]!r} among them" if old else "as of today’s list"
            span = f"{min(one.start for one in times)} to {max(one.end for one in times)}"
            raise WhichList(
                place, f"its units are {by_names.size} by name ({shown}), but its time is {span}", both
            )
        return by_names, "names"
    if by_years:
        return by_years, "years"
    raise WhichList(place, f"{open_[0]!r} is one unit of {before.size} and another of {since.size}", both)


def _whole(labels: Sequence[str], chosen: UnitList) -> bool:
    """Whether a table names every province of a list."""
    return chosen.provinces <= {chosen.unit(one) for one in labels}


def _by_years(times: list[Time], both: tuple[UnitList, UnitList]) -> UnitList | None:
    before, since = both
    if times and all(last_day(one.end) <= before.day for one in times):
        return before
    if times and all(first_day(one.start) >= since.day for one in times):
        return since
    return None


def near(label: str, chosen: UnitList) -> str:
    """What an unknown label may have meant."""
    return nearest(label, sorted({name for names in chosen.names.names.values() for name in names}))
