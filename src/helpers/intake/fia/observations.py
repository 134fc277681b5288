"""A workbook of the register as rows of the dataset: for every province, by partner and by sector for the country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from helpers.data.csv_files import Sheet
from helpers.data.dates import first_day, last_day
from helpers.data.faults import DataFaults, Fault
from helpers.errors import BriefingError, nearest
from helpers.intake.fia.places import (
    AmbiguousLabel,
    UnknownLabel,
    locality_key,
    match,
    partner_key,
    sector_key,
)
from helpers.intake.fia.tables import (
    COUNTS,
    FiaRow,
    FiaTable,
    Report,
)

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
KEYS = {"locality": locality_key, "partner": partner_key, "sector": sector_key}

Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Known:
    """The dataset's names: of areas with the days they were valid, of partners, of sectors."""

    areas: Sheet
    partners: Sheet
    sectors: Sheet

    def names(self, by: str, day: str) -> Names:
        """Who a row of a table may be of, by id."""
        if by == "locality":
            return {
                row["area_id"]: (row["name_vi"].split(" (")[0], row["name_en"].split(" (")[0])
                for row in self.areas.rows
                if row["kind"] in ("province", "city", "other") and valid(row, last_day(day))
            }
        sheet = self.partners if by == "partner" else self.sectors
        return {
            row[sheet.table.key[0]]: (row["name_vi"], row["name_en"])
            for row in sheet.rows
            if by == "sector" or row["kind"] == "state"
        }


def valid(area: Mapping[str, str], day: date) -> bool:
    """Whether an area's boundaries held on a day."""
    since, until = area["valid_from"], area["valid_to"]
    return (not since or first_day(since) <= day) and (not until or day <= last_day(until))


def source_id(report: Report) -> str:
    """``fia-2022`` for a year report, ``fia-2022-06`` for one that closes in June."""
    day = max(table.period_end for table in report.tables)
    return f"fia-{day[:4]}" if day[5:7] == "12" else f"fia-{day[:7]}"


def observations(report: Report, known: Known) -> list[dict[str, str]]:
    """Every printed figure as a row of ``observations``; the country's totals come from the table by locality.

    Labels that mean one partner are added up. Raises DataFaults with every label that the dataset has no name for.
    """
    rows: list[dict[str, str]] = []
    faults: list[Fault] = []
    for table in report.tables:
        names = known.names(table.by, table.period_end)
        groups: dict[str, list[FiaRow]] = {}
        for row in table.rows:
            try:
                groups.setdefault(match(row.label, names, KEYS[table.by]), []).append(row)
            except (UnknownLabel, AmbiguousLabel) as error:
                faults.append(unknown(report, table, row, error))
        for key, found in groups.items():
            rows += of_subject(report, table, key, found)
        if table.by == "locality":
            rows += of_subject(report, table, COUNTRY, [table.total])
    if faults:
        raise DataFaults(faults)
    return rows


def unknown(report: Report, table: FiaTable, row: FiaRow, error: BriefingError) -> Fault:
    """A label that is no name of the dataset, or of several, with its place in the workbook."""
    place = f"{report.file}, sheet {table.sheet}"
    home = {"locality": "areas.csv", "partner": "partners.csv", "sector": "sectors.csv"}[table.by]
    if isinstance(error, UnknownLabel):
        hint = f"{nearest(error.found, error.known)} Otherwise add it to {home}"
        return Fault(place, row.row, table.by, f"a known {table.by}", row.label, hint)
    return Fault(place, row.row, table.by, f"one {table.by}", row.label, str(error))


def of_subject(report: Report, table: FiaTable, key: str, found: list[FiaRow]) -> list[dict[str, str]]:
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
                "value": plain(total),
                "unit_id": unit(name),
                "qualifier": "exact",
                "source_id": source_id(report),
                "locator": ";".join(f"s{table.sheet}r{row.row}" for row, _ in values),
                "confidence": "high",
            }
        )
    return rows


def unit(name: str) -> str:
    """The unit of a column."""
    if name not in COUNTS:
        return "usd_m"
    return "deal" if name == "share_count" else "project"


def plain(value: Decimal) -> str:
    """The digits of a number without an exponent."""
    return format(value.normalize() + Decimal(0), "f")


def source(report: Report, url: str = "") -> dict[str, str]:
    """The workbook as a row of ``sources``."""
    day = max(table.period_end for table in report.tables)
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
        "note_vi": "Tiêu đề trong ngoặc vuông do bộ dữ liệu đặt; tháng đăng suy ra từ ngày chốt số liệu.",
        "note_en": "The title in square brackets is ours; the month is inferred from the closing date.",
    }
