"""Ten ways to break the real data, each told in one clear fault with its file and line."""

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
    key = figure(folder, qualifier="over")
    folder.change(TABLE, key, source_id="")
    return folder.line(TABLE, key), "source_id", "a value (source)"


def unknown_province(folder) -> tuple[int, str, str]:
    key = figure(folder, area_id="lang-son")
    folder.change(TABLE, key, area_id="langson")
    return folder.line(TABLE, key), "area_id", "area_id of areas.csv"


def end_before_start(folder) -> tuple[int, str, str]:
    key = figure(folder, period_start="2010")
    folder.change(TABLE, key, period_end="2009-12")
    return folder.line(TABLE, key), "period_end", "an end no earlier than period_start 2010"


def unit_that_does_not_fit(folder) -> tuple[int, str, str]:
    key = figure(folder, indicator_id="border-trade")
    folder.change(TABLE, key, unit_id="person")
    return folder.line(TABLE, key), "unit_id", "a unit of usd, as border-trade counts"


def duplicate(folder) -> tuple[int, str, str]:
    rows = folder.rows(TABLE)
    folder.write(TABLE, [*rows, rows[-1]], sort=False)
    return len(rows) + 2, "observation_id", "a key used once"


def bad_utf8(folder) -> tuple[int, str, str]:
    line = folder.line(TABLE, figure(folder, area_id="lang-son"))
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
def test_a_broken_row_is_told_once_and_clearly(real, way):
    line, field, expected = way(real)
    faults = real.faults()
    assert [(Path(fault.file).name, fault.line, fault.field) for fault in faults] == [
        (f"{TABLE}.csv", line, field)
    ]
    assert faults[0].expected == expected
    with pytest.raises(DataFaults, match=f"{TABLE}.csv:{line}"):
        ensure(real.path)


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_check_and_build_tell_it_alike_and_touch_no_report(real, way, command, tmp_path):
    line, _, _ = way(real)
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "index.html").write_text("the last good one")
    arguments = ["--data", str(real.path)] + (["--reports", str(reports)] if command == "build" else [])
    result = CliRunner().invoke(main, [command, *arguments])
    assert result.exit_code == 2
    assert f"{TABLE}.csv:{line}" in result.stderr
    assert "Traceback" not in result.stderr
    assert [path.name for path in reports.iterdir()] == ["index.html"]
    assert (reports / "index.html").read_text() == "the last good one"


def test_an_unknown_legal_basis_is_told(real):
    real.change("areas", "lao-cai-2025", legal_basis="resolution-0")
    (fault,) = real.faults()
    assert (Path(fault.file).name, fault.field) == ("areas.csv", "legal_basis")
