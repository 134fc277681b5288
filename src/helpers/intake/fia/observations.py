"""Workbooks of the register as rows of the dataset: for every province, by partner and by sector for the country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from babel.numbers import format_decimal

from helpers.data import csv_files
from helpers.data.csv_files import Row, Sheet, Sheets
from helpers.data.faults import DataFaults, Fault
from helpers.data.schema import Package
from helpers.errors import UnknownName, folded, nearest
from helpers.intake.changeset import Changeset, compare
from helpers.intake.fia.names import TABLES, AmbiguousLabel, UnknownLabel, names_of, new_state
from helpers.intake.fia.reader import read_workbook
from helpers.intake.fia.totals import DoesNotAddUp
from helpers.intake.fia.vocabulary import is_rest
from helpers.intake.fia.workbook import COUNTS, FiaRow, FiaTable, Report

COUNTRY = "viet-nam"
INDICATORS = {
    "projects": "fdi-projects-register",
    "capital": "fdi-capital-register",
    "new_projects": "fdi-new-projects-register",
    "new_capital": "fdi-new-capital-register",
    "adjusted_projects": "fdi-adjusted-projects-register",
    "adjusted_capital": "fdi-adjusted-capital-register",
    "share_count": "fdi-shares-count-register",
    "share_capital": "fdi-shares-capital-register",
    "total_capital": "fdi-inflow-register",
}
_READ = (*TABLES.values(), "spellings", "sources", "observations", "discrepancies")
_REMARK = {
    "vi": "Bảng này của nguồn không khớp: các dòng cộng lại được {added}, {total} là {printed}.",
    "en": "This table does not add up in the source: its rows give {added}, {total} is {printed}.",
}
_TOTALS = {
    "vi": ("tổng in ở cuối bảng", "tổng của cả nước theo địa phương"),
    "en": ("the total printed beneath them", "the country's total by locality"),
}


class NoSuchTable(UnknownName):
    """A table to accept that no workbook has, or that adds up."""

    kind = "table that does not add up"


@dataclass
class _Found:
    """What the workbooks bring: rows for tables of the dataset, and what a person must be told."""

    rows: dict[str, list[dict[str, str]]]
    remarks: list[str]
    faults: list[Fault]


def import_reports(
    package: Package, files: Sequence[Path], url: str = "", accepted: Sequence[str] = (), because: str = ""
) -> Changeset:
    """What importing these workbooks would add and change; ``url`` is where the one workbook was published.

    A table that does not add up is left out and told in ``Changeset.left_out``, unless it is among the ``accepted``,
    named as messages name it: then it comes in, each of its rows with a remark, and ``because`` is kept in the table
    ``discrepancies``. States that the dataset lacks are added.
    Raises workbook.NotAReport, workbook.UnclearTable, totals.DoesNotAddUp when nothing is left of a workbook,
    NoSuchTable, or DataFaults for labels that nobody has and for tables of the dataset that cannot be read.
    """
    sheets = Sheets({name: _sheet(package, name) for name in _READ}, package.tables)
    reports = [read_workbook(file) for file in files]
    wrong = {one.table: None for report in reports for one in report.differences}
    for name in accepted:
        if name not in wrong:
            raise NoSuchTable(name, wrong or ["every table adds up"])
    found = _Found({name: [] for name in ("partners", "sources", "observations", "discrepancies")}, [], [])
    left_out: list[str] = []
    for report in reports:
        refused = {one.table for one in report.differences} - {*accepted}
        if all(table.name in refused for table in report.tables):
            raise DoesNotAddUp(report.file, report.differences)
        left_out += [f"{report.file}, {one}" for one in report.differences if one.table in refused]
        kept = replace(report, tables=tuple(one for one in report.tables if one.name not in refused))
        found.rows["sources"].append(_source(kept, url, sheets["sources"]))
        _observations(kept, sheets, found)
        found.rows["discrepancies"] += _discrepancies(kept, because)
    if found.faults:
        raise DataFaults(found.faults)
    known = sheets["observations"].index
    found.rows["observations"] = [_what_it_says(row, known) for row in found.rows["observations"]]
    changes = compare(package, sheets, {name: rows for name, rows in found.rows.items() if rows})
    return replace(changes, remarks=tuple(found.remarks), left_out=tuple(left_out))


def _what_it_says(row: dict[str, str], known: Mapping[str, Row]) -> dict[str, str]:
    """A figure as it comes in; of one that the dataset has only its value, for how sure it is was judged already."""
    old = known.get(row["observation_id"])
    return row if old is None else {name: row[name] for name in ("observation_id", "value", "unit_id")}


def _sheet(package: Package, name: str) -> Sheet:
    sheet, faults = csv_files.read(package.table(name))
    if sheet is None:
        raise DataFaults(faults)
    return sheet


def source_id(report: Report) -> str:
    """``fia-2022`` for a year report, ``fia-2022-06`` for one that closes in June."""
    day = report.closing_day
    return f"fia-{day[:4]}" if day[5:7] == "12" else f"fia-{day[:7]}"


def _observations(report: Report, sheets: Sheets, found: _Found) -> None:
    """Every printed figure as a row of ``observations``; the country's totals come from the table by locality.

    Labels that mean one partner are added up. A row that names nobody (“Khác”) is a row of no partner, sector or
    province: it counts in its table's sum, and is left out and told.
    """
    for table in report.tables:
        names = names_of(table.by, table.period_end, sheets)
        groups: dict[str, list[FiaRow]] = {}
        for row in table.rows:
            try:
                groups.setdefault(names.match(row.label), []).append(row)
            except AmbiguousLabel as error:
                found.faults.append(_fault(report, table, row, error))
            except UnknownLabel as error:
                if is_rest(row.label):
                    place = f"{report.file}, sheet {table.sheet}, row {row.row}"
                    found.remarks.append(f"{place}: {row.label!r} names no {table.by}; its figures stay out")
                elif state := _state(table, row, sheets, found):
                    groups.setdefault(state, []).append(row)
                else:
                    found.faults.append(_fault(report, table, row, error))
        notes = _notes(report, table)
        for key, rows in groups.items():
            found.rows["observations"] += _figures(report, table, key, rows, notes)
        if table.by == "locality":
            found.rows["observations"] += _figures(report, table, COUNTRY, [table.total], notes)


def _state(table: FiaTable, row: FiaRow, sheets: Sheets, found: _Found) -> str:
    """The id of the state that a label names and the dataset lacks, which is added; empty for other labels."""
    added = next((one for one in found.rows["partners"] if folded(row.label) in _called(one)), None)
    if table.by != "partner" or added:
        return added["partner_id"] if added else ""
    state = new_state(row.label, sheets["partners"].rows)
    if state is None:
        return ""
    found.rows["partners"].append(state)
    said = f"{state['name_vi']} / {state['name_en']} ({state['country']})"
    found.remarks.append(f"partners: {said} is added, by its name in the Unicode CLDR")
    return state["partner_id"]


def _called(state: Mapping[str, str]) -> set[str]:
    return {folded(state["name_vi"]), folded(state["name_en"])}


def _notes(report: Report, table: FiaTable) -> dict[str, dict[str, str]]:
    """For each column that does not add up: the remark in both languages that each of its figures gets."""
    return {
        one.column: {
            f"note_{language}": text.format(
                added=format_decimal(one.added, locale=language, decimal_quantization=False),
                printed=format_decimal(one.printed, locale=language, decimal_quantization=False)
                if one.printed is not None
                else "–",
                total=_TOTALS[language][one.of_country],
            )
            for language, text in _REMARK.items()
        }
        for one in report.differences
        if one.table == table.name
    }


def _discrepancies(report: Report, because: str) -> list[dict[str, str]]:
    """The accepted tables of a workbook as rows of ``discrepancies``."""
    names = {one.table for one in report.differences}
    return [
        {
            "source_id": source_id(report),
            "table": table.name,
            "by": table.by,
            "period_start": table.period_start,
            "period_end": table.period_end if table.kind == "flow" else "",
            "as_of": table.period_end if table.kind == "stock" else "",
            "because": because,
        }
        for table in report.tables
        if table.name in names
    ]


def _fault(report: Report, table: FiaTable, row: FiaRow, error: UnknownLabel | AmbiguousLabel) -> Fault:
    """A label that is no name of the dataset, or of several, with its place in the workbook."""
    place = f"{report.file}, sheet {table.sheet}"
    if isinstance(error, AmbiguousLabel):
        return Fault(place, row.row, table.by, f"one {table.by}", row.label, str(error))
    hint = (
        f"{nearest(error.found, error.known)} Otherwise add it to {TABLES[table.by]}.csv, "
        "or to spellings.csv where it is another spelling of a name"
    )
    return Fault(place, row.row, table.by, f"a known {table.by}", row.label, hint)


def _figures(
    report: Report, table: FiaTable, key: str, found: list[FiaRow], notes: Mapping[str, Mapping[str, str]]
) -> list[dict[str, str]]:
    """The figures of one province, partner or sector in one table; a blank cell gives no row, a printed zero does."""
    place = {"area_id": key if table.by == "locality" else COUNTRY}
    if table.by != "locality":
        place[f"{table.by}_id"] = key
    time = (
        {"as_of": table.period_end}
        if table.kind == "stock"
        else {"period_start": table.period_start, "period_end": table.period_end}
    )
    moment = "-".join(time.values())
    rows = []
    for name, indicator in INDICATORS.items():
        values = [(row, row.values[name]) for row in found if row.values.get(name) is not None]
        if not values:
            continue
        parts = (place["area_id"], indicator, place.get("partner_id"), place.get("sector_id"), moment)
        total = sum((value for _, value in values if value is not None), Decimal(0))
        rows.append(
            {
                "observation_id": ".".join(part for part in parts if part),
                **place,
                "indicator_id": indicator,
                **time,
                "date_inferred": "false",
                "value": _digits(total),
                "unit_id": _unit(name),
                "qualifier": "exact",
                "source_id": source_id(report),
                "locator": ";".join(f"s{table.sheet}r{row.row}" for row, _ in values),
                "confidence": "medium" if name in notes else "high",
                **notes.get(name, {}),
            }
        )
    return rows


def _unit(name: str) -> str:
    """The unit of a column."""
    if name not in COUNTS:
        return "usd_m"
    return "deal" if name == "share_count" else "project"


def _digits(value: Decimal) -> str:
    """The digits of a number without an exponent."""
    return format(value.normalize() + Decimal(0), "f")


def _source(report: Report, url: str, sources: Sheet) -> dict[str, str]:
    """The workbook as a row of ``sources``.

    A report that the dataset has keeps what is said of it there: only that it is read whole now, and a new address.
    """
    key = source_id(report)
    if key in sources.index:
        return {"source_id": key, "reading": "whole", "url": url}
    day = report.closing_day
    year, month = day[:4], int(day[5:7])
    vi, en = (
        (f"năm {year}", year) if month == 12 else (f"{month} tháng {year}", f"first {month} months of {year}")
    )
    return {
        "source_id": key,
        "kind": "government",
        "witness": "copy" if url else "original",
        "reading": "whole",
        "title": f"[Báo cáo nhanh đầu tư nước ngoài {vi}]",
        "publisher": "Cục Đầu tư nước ngoài",
        "published": day[:7],
        "published_inferred": "true",
        "url": url,
        "language": "vi",
        "licence": "official figures; quoted with their source",
        "short_vi": f"Cục Đầu tư nước ngoài ({vi})",
        "short_en": f"Foreign Investment Agency ({en})",
        "note_vi": "Tháng đăng suy ra từ ngày chốt số liệu.",
        "note_en": "The month is inferred from the closing date.",
    }
