"""Numbers and dates can be read: plain digits, and days that the calendar has."""

import re
from collections.abc import Iterator

from helpers.data.csv_files import Sheets
from helpers.data.dates import is_date
from helpers.data.faults import Fault


def digits(sheets: Sheets) -> Iterator[Fault]:
    """Numbers are plain digits with at most one point: no exponent, no leading zero, no sign but a minus."""
    for sheet in sheets.values():
        for column in (field.name for field in sheet.table.fields if field.type == "number"):
            for row in sheet.rows:
                if row[column] and not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", row[column]):
                    yield sheet.fault(row, column, "plain digits with a decimal point")


def days(sheets: Sheets) -> Iterator[Fault]:
    """Dates are years, months or days that the calendar has."""
    for sheet in sheets.values():
        for column in (field.name for field in sheet.table.fields if field.holds_date):
            for row in sheet.rows:
                if row[column] and not is_date(row[column]):
                    yield sheet.fault(row, column, "a day that the calendar has")


RULES = (digits, days)
