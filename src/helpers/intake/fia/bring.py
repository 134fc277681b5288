"""Workbooks of the register into the dataset: read, reconcile, match, plan."""

from collections.abc import Sequence
from pathlib import Path

from helpers.data import csv_files
from helpers.data.csv_files import Sheet
from helpers.data.faults import DataFaults
from helpers.data.schema import Package
from helpers.intake.changeset import Plan, plan
from helpers.intake.fia.observations import Known, observations, source
from helpers.intake.fia.reader import read_workbook


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
    sheet, faults = csv_files.read(package.table(name))
    if sheet is None:
        raise DataFaults(faults)
    return sheet
