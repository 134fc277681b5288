"""Ten ways to break a table, each told in one clear fault with its file and line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.data import DataFaults, ensure

TABLE = "observations"


def figure(folder, **wanted: str) -> str:
    """The id of the first figure with these cells."""
    return next(
        row["observation_id"]
        for row in folder.rows(TABLE)
        if all(row[column] == cell for column, cell in wanted.items())
    )


def wrong_type(folder) -> tuple[int, str, str]:
    key = figure(folder, qualifier="exact")
    folder.change(TABLE, key, value="many")
    return folder.line(TABLE, key), "value", "a number with a decimal point"


def missing_source(folder) -> tuple[int, str, str]:
    key = figure(folder, source_id="new")
    folder.change(TABLE, key, source_id="")
    return folder.line(TABLE, key), "source_id", "a value (source)"


def unknown_province(folder) -> tuple[int, str, str]:
    key = figure(folder, indicator_id="turnover")
    folder.change(TABLE, key, area_id="wst")
    return folder.line(TABLE, key), "area_id", "area_id of areas.csv"


def end_before_start(folder) -> tuple[int, str, str]:
    key = figure(folder, period_start="2019")
    folder.change(TABLE, key, period_end="2018-12")
    return folder.line(TABLE, key), "period_end", "an end no earlier than period_start 2019"


def unit_that_does_not_fit(folder) -> tuple[int, str, str]:
    key = figure(folder, indicator_id="turnover")
    folder.change(TABLE, key, unit_id="project")
    return folder.line(TABLE, key), "unit_id", "a unit of usd, as turnover counts"


def duplicate(folder) -> tuple[int, str, str]:
    rows = folder.rows(TABLE)
    folder.write(TABLE, [*rows, rows[-1]], sort=False)
    return len(rows) + 2, "observation_id", "a key used once"


def bad_utf8(folder) -> tuple[int, str, str]:
    line = folder.line(TABLE, folder.rows(TABLE)[-1]["observation_id"])
    folder.edit(TABLE, lambda content: spoilt(content, line))
    return line, "", "UTF-8"


def spoilt(content: bytes, line: int) -> bytes:
    """A file with a byte of Latin-1 at the end of a line."""
    lines = content.split(b"\n")
    lines[line - 1] += b"\xe9"
    return b"\n".join(lines)


def missing_column(folder) -> tuple[int, str, str]:
    folder.edit(TABLE, lambda content: content.replace(b",locator", b"", 1))
    return 1, "locator", "a column locator"


def decimal_comma(folder) -> tuple[int, str, str]:
    key = figure(folder, qualifier="exact")
    folder.change(TABLE, key, value="3,8")
    return folder.line(TABLE, key), "value", "a number with a decimal point"


def empty_file(folder) -> tuple[int, str, str]:
    folder.edit(TABLE, lambda content: b"")
    return 1, "", "a header row"


WAYS = (wrong_type, missing_source, unknown_province, end_before_start, unit_that_does_not_fit)
WAYS += (duplicate, bad_utf8, missing_column, decimal_comma, empty_file)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_broken_row_is_told_once_and_clearly(small, way):
    line, field, expected = way(small)
    faults = small.faults()
    assert [(Path(fault.file).name, fault.line, fault.field) for fault in faults] == [
        (f"{TABLE}.csv", line, field)
    ]
    assert faults[0].expected == expected
    with pytest.raises(DataFaults, match=f"{TABLE}.csv:{line}"):
        ensure(small.path)


def told(command: str, folder: Path, reports: Path) -> str:
    """What a command says of a dataset that it refuses; it leaves the reports as they are."""
    reports.mkdir()
    (reports / "index.html").write_text("the last good one")
    arguments = ["--data", str(folder)] + (["--reports", str(reports)] if command == "build" else [])
    result = CliRunner().invoke(main, [command, *arguments])
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    assert [path.name for path in reports.iterdir()] == ["index.html"]
    assert (reports / "index.html").read_text() == "the last good one"
    return result.stderr


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_check_and_build_tell_it_alike_and_touch_no_report(small, way, command, tmp_path):
    line, _, _ = way(small)
    assert f"{TABLE}.csv:{line}" in told(command, small.path, tmp_path / "reports")


@pytest.mark.parametrize(
    ("way", "command"), [(wrong_type, "check"), (bad_utf8, "build"), (duplicate, "build")]
)
def test_one_broken_row_of_all_is_found(real, way, command, tmp_path):
    line, _, _ = way(real)
    said = told(command, real.path, tmp_path / "reports")
    assert said.startswith("briefings: 1 fault in the data:\n") and f"{TABLE}.csv:{line}" in said


def test_an_unknown_legal_basis_is_told(small):
    small.change("areas", "west-2025", legal_basis="resolution-0")
    (fault,) = small.faults()
    assert (Path(fault.file).name, fault.field) == ("areas.csv", "legal_basis")
