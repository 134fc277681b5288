"""A project stands once, at its newest known status, and for its earlier states."""

import pytest

from helpers.views.annex import projects
from helpers.views.kit.outputs import Table


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
