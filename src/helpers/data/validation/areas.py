"""Areas on one another's boundaries: successors follow, groups hold members, briefings are of provinces or groups."""

from collections.abc import Iterator
from datetime import date, timedelta

from helpers.data.areas import all_former_units
from helpers.data.csv_files import Row, Sheets
from helpers.data.dates import first_day, last_day
from helpers.data.faults import Fault, shown

_SUBJECTS = ("province", "city", "group")  # kinds of area that a briefing may be of


def successors(sheets: Sheets) -> Iterator[Fault]:
    """An area that ended names what took its place, which begins the day after; the others name none."""
    sheet = sheets["areas"]
    for row in sheet.rows:
        if bool(row["successor_id"]) != bool(row["valid_to"]):
            yield sheet.fault(
                row,
                "successor_id",
                "a successor when valid_to is filled, and only then",
            )
        successor = sheet.index.get(row["successor_id"])
        if not successor or not row["valid_to"]:
            continue
        if successor["area_id"] == row["area_id"]:
            yield sheet.fault(row, "successor_id", "another area")
        elif not successor["valid_from"]:
            yield sheet.fault(successor, "valid_from", f"a date, for it succeeds {row['area_id']}")
        elif first_day(successor["valid_from"]) != last_day(row["valid_to"]) + timedelta(days=1):
            wanted = f"the day before {successor['area_id']} begins, {successor['valid_from']}"
            yield sheet.fault(row, "valid_to", wanted)


def legal_bases(sheets: Sheets) -> Iterator[Fault]:
    """The document that set an area's boundaries is one of documents.csv."""
    sheet = sheets["areas"]
    for row in sheet.rows:
        if (
            row["legal_basis"]
            and "documents" in sheets
            and row["legal_basis"] not in sheets["documents"].index
        ):
            yield sheet.fault(row, "legal_basis", "a document_id of documents.csv")


def groups(sheets: Sheets) -> Iterator[Fault]:
    """Groups have members, members are no groups, and nothing else has members."""
    sheet, areas = sheets["area_members"], sheets["areas"]
    for row in sheet.rows:
        group, member = (
            areas.index.get(row["group_id"]),
            areas.index.get(row["area_id"]),
        )
        if group and group["kind"] != "group":
            yield sheet.fault(row, "group_id", "an area of the kind group")
        if member and member["kind"] not in ("province", "city"):
            yield sheet.fault(row, "area_id", "a province or a city")
    filled = sheet.typed("group_id")
    for row in areas.rows:
        if row["kind"] == "group" and "area_members" in sheets and row["area_id"] not in filled:
            yield areas.fault(row, "area_id", "a group with members in area_members.csv")


def briefings(sheets: Sheets) -> Iterator[Fault]:
    """Briefings are of provinces, each with the code that puts it in order, or groups; and there is one country."""
    sheet = sheets["areas"]
    for row in sheet.rows:
        if row["briefing"] == "true" and row["kind"] not in _SUBJECTS:
            yield sheet.fault(row, "briefing", f"false, for it is a {row['kind']}")
        elif row["briefing"] == "true" and row["kind"] != "group" and not row["gso_code"]:
            yield sheet.fault(row, "gso_code", "a statistical code, for briefings are listed by it")
    countries = [row for row in sheet.rows if row["kind"] == "country"]
    for row in countries[1:]:
        yield sheet.fault(row, "kind", "one country only")
    if sheet.rows and not countries:
        yield Fault(shown(sheet.table.path), 0, "kind", "an area of the kind country", hint="add the country")


def slugs(sheets: Sheets) -> Iterator[Fault]:
    """Areas with a briefing have a name for addresses, which no other unit bears at the same time.

    That a unit begins when what it succeeds has ended is a rule of its own.
    """
    sheet = sheets["areas"]
    bearers: dict[str, list[Row]] = {}
    for row in sheet.rows:
        of_group = row["kind"] == "group" and row["briefing"] != "true"
        if row["slug"] and (row["kind"] not in _SUBJECTS or of_group):
            yield sheet.fault(row, "slug", f"nothing, for it is a {row['kind']}")
        elif row["briefing"] == "true" and row["kind"] in _SUBJECTS and not row["slug"]:
            yield sheet.fault(row, "slug", "a name for its briefing's address, such as its id")
        elif row["slug"]:
            bearers.setdefault(row["slug"], []).append(row)
    for units in bearers.values():
        for number, row in enumerate(units):
            clash = next((one for one in units[:number] if _meet(one, row)), None)
            if clash and row["area_id"] != clash["successor_id"] and clash["area_id"] != row["successor_id"]:
                hint = f"{clash['area_id']} bears it at the same time"
                yield sheet.fault(row, "slug", "a name of one unit at a time", hint)


def _meet(one: Row, other: Row) -> bool:
    """Whether there is a day on which the boundaries of both held."""

    def begins(row: Row) -> date:
        return first_day(row["valid_from"]) if row["valid_from"] else date.min

    def ends(row: Row) -> date:
        return last_day(row["valid_to"]) if row["valid_to"] else date.max

    return max(begins(one), begins(other)) <= min(ends(one), ends(other))


def gates(sheets: Sheets) -> Iterator[Fault]:
    """A figure for one gate is of the area that the gate lies in, or of one that this area became part of."""
    sheet, gates_ = sheets["observations"], sheets["border_gates"].index
    for rows in sheet.alike("gate_id", "area_id"):
        gate, area = gates_.get(rows["gate_id"]), rows["area_id"]
        if not gate or gate["area_id"] == area:
            continue
        if gate["area_id"] not in all_former_units(sheets["areas"].index, area):
            yield from sheet.faults(rows, "gate_id", f"a gate of {area}", f"it lies in {gate['area_id']}")


RULES = (successors, legal_bases, groups, briefings, slugs, gates)
