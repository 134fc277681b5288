"""The installed command: what it says, where it says it, and its exit codes."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpers.cli.main import main

pytestmark = pytest.mark.slow

BRIEFINGS = Path(sys.executable).with_name("briefings")


def installed(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do."""
    import os

    return subprocess.run(
        [BRIEFINGS, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
    )


def inside(*arguments: str) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, arguments)


def test_a_build_tells_what_it_did_and_fails_with_3_when_a_briefing_failed(sectioned) -> None:
    project = sectioned("raising")
    told = installed(
        *("build", "--province", "Lào Cai,LANG SON", "--language", "vi"),
        folder=project.root,
        BROKEN_PROVINCES="lang-son",
    )
    assert told.returncode == 3
    lines = told.stdout.splitlines()
    assert any(line.startswith("built   lao-cai vi  briefing.html ") for line in lines)
    assert any(line.startswith("failed  lang-son vi") for line in lines)
    assert lines[-1].startswith("2 briefings: 1 built, 0 up to date, 1 failed (")
    errors = told.stderr.splitlines()
    assert errors[0] == (
        "lang-son vi: at_a_glance, cell 5 (figures): ValueError: no figures in data/areas.csv"
    )
    assert errors[1] == "    # The first lines of this cell are shown with its error."
    assert len(errors) == 5
    planned = installed("plan", "--province", "lao-cai,lang-son", "--language", "vi", folder=project.root)
    assert planned.stdout.splitlines() == [
        "keep    lao-cai vi: up to date",
        "build   lang-son vi: the latest build failed; never built",
    ]
    again = installed("build", "--province", "lao-cai", "--language", "vi", folder=project.root)
    assert again.returncode == 0
    assert again.stdout.startswith("1 briefing: 0 built, 1 up to date, 0 failed (")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--province", "lao-kai"], "unknown province 'lao-kai'; did you mean lao-cai"),
        (["--province", "Lạng-Sớn,hanoi"], "unknown province 'hanoi'; "),
        (["--language", "vn"], "unknown language 'vn'; did you mean vi"),
        (["--format", "doc"], "unknown format 'doc'; did you mean docx"),
        (["--as-of", "31/6/2024"], "'31/6/2024' is no date"),
        (["--as-of", "2024-02-30"], "'2024-02-30' is no date"),
        (["--as-of", "1950-01-01"], "the first possible edition is"),
        (["--province", ""], "a name is empty"),
        (["--data", "nowhere"], "'nowhere' does not exist"),
        (["--provinces", "lao-cai"], "--province"),
    ],
)
@pytest.mark.parametrize("command", ["build", "plan"])
def test_wrong_use_is_one_message_and_2(command: str, arguments: list[str], told: str) -> None:
    result = inside(command, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.stderr and result.stdout == ""


def test_broken_data_is_told_by_check_and_by_build_alike(project) -> None:
    table = project.data / "sources.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2024-", "20x4-"), encoding="utf-8")
    checked = inside("check", "--data", str(project.data))
    built = inside("build", "--data", str(project.data), "--reports", str(project.reports))
    assert checked.exit_code == built.exit_code == 2
    assert checked.stderr == built.stderr
    assert "sources.csv:" in checked.stderr and "20x4" in checked.stderr
    assert not project.reports.exists()


def test_sound_data_is_said_to_be(project) -> None:
    result = inside("check", "--data", str(project.data))
    assert (result.exit_code, result.stdout) == (0, "no faults in the data\n")


def test_the_list_names_everything_that_can_be_asked_for() -> None:
    result = inside("list")
    assert result.exit_code == 0
    for line in (
        "  lang-son: Lạng Sơn",
        "  vi, en",
        "  html, pdf, docx",
        '  trade_trends: province = "lao-cai", ',
    ):
        assert line in result.stdout


def test_an_error_that_nobody_thought_of_is_one_line_too(monkeypatch) -> None:
    from helpers.publishing import planning

    monkeypatch.setattr(planning, "plan", lambda *_: 1 / 0)
    result = inside("plan")
    assert result.exit_code == 1
    assert result.stderr.startswith("briefings: this should not happen, please report it: ZeroDivisionError")


def test_help_is_quick(tmp_path: Path) -> None:
    started = time.monotonic()
    assert installed("--help", folder=tmp_path).returncode == 0
    assert time.monotonic() - started < 1.5
    heavy = "import sys, helpers.cli.main; assert not {'pandas', 'papermill', 'nbformat'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", heavy], check=True)


def test_a_library_that_imports_ours_keeps_its_own_imports() -> None:
    look = "import sys, helpers.publishing.pipeline, helpers.publishing.sandbox.execute, helpers.cli.main\n"
    look += "assert sys.modules['rfc3987_syntax'] is not None"
    subprocess.run([sys.executable, "-c", look], check=True)
