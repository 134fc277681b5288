"""What a province and its projects are now, as the sources say it, and what they were in an earlier edition."""

from decimal import Decimal

import pytest

from helpers.text.numbers import to_the_dollar
from helpers.views import at_a_glance, projects
from helpers.views.kit.outputs import Table


def boundaries(page) -> str:
    grid = at_a_glance.facts_table(page)
    assert grid is not None
    return str(grid)


def test_quang_ninh_is_told_to_be_a_city_once_a_source_says_so(page) -> None:
    assert "centrally-run city from 1 September 2026" in boundaries(page("quang-ninh", "en"))
    assert "thành phố trực thuộc trung ương từ ngày 1/9/2026" in boundaries(page("quang-ninh", "vi"))
    assert "centrally-run" not in boundaries(page("quang-ninh", "en", "2026-06-30"))


def test_provinces_left_unchanged_in_2025_say_so_with_the_resolution(page) -> None:
    assert "left unchanged when the provinces were reorganised in 2025" in boundaries(page("lai-chau", "en"))
    assert "left unchanged" not in boundaries(page("lai-chau", "en", "2025-01-31"))


def test_ha_giang_says_what_became_of_it(page) -> None:
    assert "Merger of Hà Giang and Tuyên Quang" in boundaries(page("ha-giang", "en"))


def project_rows(page) -> list[str]:
    (grid,) = [one for one in projects.projects_part(page) if isinstance(one, Table)]
    return [str(row) for row in grid.resource["data"]]


@pytest.mark.parametrize(("as_of", "status"), [("2022-12-31", "In preparation"), ("", "Under way")])
def test_a_project_stands_once_at_its_newest_known_status(page, as_of: str, status: str) -> None:
    (bridge,) = [row for row in project_rows(page("lao-cai", "en", as_of)) if "Bát Xát–Bá Sái" in row]
    assert status in bridge


def test_amounts_are_shown_no_finer_than_to_the_dollar() -> None:
    assert str(to_the_dollar(Decimal("0.0792166251675924"), "usd_m")) == "0.079217"
    assert str(to_the_dollar(Decimal("3.80"), "usd_m")) == "3.80"
    assert str(to_the_dollar(Decimal("0.1234567"), "percent")) == "0.1234567"
