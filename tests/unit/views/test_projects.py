"""A project stands once, at its newest known status, and for its earlier states."""

import pytest

from helpers.data.dates import last_day
from helpers.data.tables import to_records
from helpers.views.annex import cooperation, projects
from helpers.views.kit.outputs import Table
from run_sections import provinces

PROVINCES = provinces()


def project_rows(section) -> list[str]:
    (grid,) = [
        one for one in projects.show_projects(section, projects.projects(section)) if isinstance(one, Table)
    ]
    return [str(row) for row in grid.resource["data"]]


@pytest.mark.parametrize(("as_of", "status"), [("2022-12-31", "In preparation"), ("", "Under way")])
def test_a_project_stands_once_at_its_newest_known_status(section, as_of: str, status: str) -> None:
    (bridge,) = [row for row in project_rows(section("lao-cai", "en", as_of)) if "Bát Xát–Bá Sái" in row]
    assert status in bridge


def test_a_project_stands_for_its_earlier_states(section) -> None:
    one = section("lao-cai", "en")
    revised = {row["revises"] for row in one.dataset.records("projects")} - {""}
    (grid,) = [
        output for output in projects.show_projects(one, projects.projects(one)) if isinstance(output, Table)
    ]
    assert revised and {f"projects/{key}" for key in revised} <= set(grid.facts)


@pytest.mark.parametrize("province", PROVINCES)
def test_an_agreement_whose_term_is_over_is_not_in_force(section, province: str) -> None:
    one = section(province, "en")
    rows = to_records(cooperation.agreements(one))
    (grid,) = [
        output
        for output in cooperation.show_agreements(one, cooperation.agreements(one))
        if isinstance(output, Table)
    ]
    told = {str(line["agreement"]): str(line) for line in grid.resource["data"]}
    for row in rows:
        end = row["period_end"]
        if end and last_day(end).isoformat() < one.dataset.edition:
            (line,) = (line for name, line in told.items() if name.startswith(row["title_en"]))
            assert "In force" not in line


def test_the_programme_with_wenshan_ended_in_2025(section) -> None:
    one = section("tuyen-quang", "en")
    (grid,) = [
        output
        for output in cooperation.show_agreements(one, cooperation.agreements(one))
        if isinstance(output, Table)
    ]
    (line,) = [str(line) for line in grid.resource["data"] if "Wenshan cooperation programme" in str(line)]
    assert "Ended 2025" in line
