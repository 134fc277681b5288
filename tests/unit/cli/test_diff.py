"""``briefings diff`` tells in plain words, in both languages, what became known between two editions."""

import shutil

import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from small_dataset import small_in


@pytest.fixture
def small(tmp_path):
    return small_in(tmp_path)


def diff(small, old, new, *more):
    arguments = ["diff", "--from", str(old), "--to", str(new), "--data", str(small.path), *more]
    return CliRunner().invoke(main, arguments)


def test_both_languages_unless_one_is_asked_for(small):
    both = diff(small, "2020-12-31", "2024-12-31").output
    assert "Thay đổi từ ấn bản 31/12/2020 đến ấn bản 31/12/2024: mọi địa bàn" in both
    assert (
        "Changes from the edition of 31 December 2020 to the edition of 31 December 2024: all areas" in both
    )
    assert "Thay đổi" not in diff(small, "2020-12-31", "2024-12-31", "--language", "en").output


@pytest.mark.parametrize("typed", ["31/12/2020", "12/2020", "2020", "ngày 31 tháng 12 năm 2020"])
def test_editions_are_named_by_dates_as_people_write_them(small, typed):
    assert diff(small, typed, "31-12-2024").output == diff(small, "2020-12-31", "2024-12-31").output
    assert "'31/13/2020' is no date; write a day" in diff(small, "31/13/2020", "2024").stderr


def test_a_province_has_its_own_news(small):
    told = diff(small, "2020-12-31", "2024-12-31", "--province", "east", "--language", "en").output
    assert "east" in told and "turnover" not in told


def test_changes_stand_under_what_they_are_about(small):
    told = diff(small, "2020-12-31", "2024-12-31", "--language", "en").output
    headings = ["New (", "Trade turnover (1)", "Agreements (1)", "Sessions (1)", "Activities (1)"]
    places = [told.index(heading) for heading in headings]
    assert places == sorted(places)


def test_two_folders_can_be_compared(small, tmp_path):
    other = tmp_path / "after"
    shutil.copytree(small.path, other)
    small.drop("observations", "west.turnover.2023")
    told = diff(small, small.path, other, "--language", "en").output
    assert "1 new." in told
    assert "- turnover: west, 2023: USD 4.1 billion – Article new" in told
    assert "Nothing new." in diff(small, other, other, "--language", "en").output


def test_an_edition_is_not_compared_with_an_earlier_one(small):
    result = diff(small, "2024-12-31", "2020-12-31")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "briefings: the edition of 2024-12-31 is later than that of 2020-12-31; "
        "write --from 2020-12-31 --to 2024-12-31\n"
    )


@pytest.mark.parametrize(
    ("old", "message"), [("2020-13-01", "is no date"), ("1999", "nothing had been published by 1999")]
)
def test_a_wrong_date_is_one_clear_line(small, old, message):
    result = diff(small, old, "2024-12-31")
    assert result.exit_code == 2
    assert message in result.stderr and "Traceback" not in result.stderr
