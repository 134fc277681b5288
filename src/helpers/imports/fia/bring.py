"""Workbooks of the register into the dataset: read, reconcile, match, plan."""

from collections.abc import Sequence
from pathlib import Path

from helpers.data import sheets
from helpers.data.faults import DataFaults
from helpers.data.package import Package
from helpers.data.sheets import Sheet
from helpers.imports.fia.read import read_workbook
from helpers.imports.fia.rows import Known, observations, source
from helpers.imports.plan import Plan, plan


def bring(package: Package, files: Sequence[Path], url: str = "") -> Plan:
    """What importing these workbooks would add and change.

    Raises fia.faults.NotAReport, UnclearTable, DoesNotAddUp, or DataFaults for labels that the dataset has no name for
    and for tables of the dataset that cannot be read.
    """
    known = Known(*(_sheet(package, name) for name in ("areas", "partners", "sectors")))
    reports = [read_workbook(file) for file in files]
    return plan(
        package,
        {
            "sources": [source(report, url) for report in reports],
            "observations": [row for report in reports for row in observations(report, known)],
        },
    )


def _sheet(package: Package, name: str) -> Sheet:
    sheet, faults = sheets.read(package.table(name))
    if sheet is None:
        raise DataFaults(faults)
    return sheet
