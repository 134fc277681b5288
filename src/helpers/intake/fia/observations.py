"""Workbooks of the register as rows of the dataset: for every province, by partner and by sector for the country."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from helpers.data import csv_files
from helpers.data.csv_files import Sheet, Sheets
from helpers.data.faults import DataFaults, Fault
from helpers.data.schema import Package
from helpers.errors import nearest
from helpers.intake.changeset import Changeset, compare
from helpers.intake.fia.names import TABLES, AmbiguousLabel, UnknownLabel, names_of
from helpers.intake.fia.reader import read_workbook
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


def import_reports(package: Package, files: Sequence[Path], url: str = "") -> Changeset:
    """What importing these workbooks would add and change; ``url`` is where the one workbook was published.

    Raises workbook.NotAReport, workbook.UnclearTable, totals.DoesNotAddUp, or DataFaults for labels that the dataset
    has no name for and for tables of the dataset that cannot be read.
    """
    sheets = Sheets({name: _sheet(package, name) for name in (*TABLES.values(), "spellings")}, package.tables)
    reports = [read_workbook(file) for file in files]
    return compare(
        package,
        {
            "sources": [source(report, url) for report in reports],
            "observations": [row for report in reports for row in observations(report, sheets)],
        },
    )


def _sheet(package: Package, name: str) -> Sheet:
    sheet, faults = csv_files.read(package.table(name))
    if sheet is None:
        raise DataFaults(faults)
    return sheet


def source_id(report: Report) -> str:
    """``fia-2022`` for a year report, ``fia-2022-06`` for one that closes in June."""
    day = report.closing_day
    return f"fia-{day[:4]}" if day[5:7] == "12" else f"fia-{day[:7]}"


def observations(report: Report, sheets: Sheets) -> list[dict[str, str]]:
    """Every printed figure as a row of ``observations``; the country's totals come from the table by locality.

    Labels that mean one partner are added up. Raises DataFaults with every label that the dataset has no name for.
    """
    rows: list[dict[str, str]] = []
    faults: list[Fault] = []
    for table in report.tables:
        names = names_of(table.by, table.period_end, sheets)
        groups: dict[str, list[FiaRow]] = {}
        for row in table.rows:
            try:
                groups.setdefault(names.match(row.label), []).append(row)
            except (UnknownLabel, AmbiguousLabel) as error:
                faults.append(_fault(report, table, row, error))
        for key, found in groups.items():
            rows += _figures(report, table, key, found)
        if table.by == "locality":
            rows += _figures(report, table, COUNTRY, [table.total])
    if faults:
        raise DataFaults(faults)
    return rows


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


def _figures(report: Report, table: FiaTable, key: str, found: list[FiaRow]) -> list[dict[str, str]]:
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
                "confidence": "high",
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


def source(report: Report, url: str = "") -> dict[str, str]:
    """The workbook as a row of ``sources``."""
    day = report.closing_day
    year, month = day[:4], int(day[5:7])
    vi, en = (
        (f"năm {year}", year) if month == 12 else (f"{month} tháng {year}", f"first {month} months of {year}")
    )
    return {
        "source_id": source_id(report),
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
