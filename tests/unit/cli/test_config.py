"""Options that a project's configuration sets: what is typed goes before them, what is no option is named."""

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from helpers.cli import config
from helpers.cli.main import main


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "data" / "datapackage.json").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def defaults(project: Path) -> dict:
    return config.defaults(main, *config.read(project))


def test_without_a_file_nothing_is_set(project) -> None:
    assert not any(defaults(project)["build"].values())


def test_a_key_on_top_stands_for_every_command_and_a_table_for_one(project) -> None:
    (project / "briefings.toml").write_text('reports = "out"\n[build]\njobs = 1\nlanguage = "vi"\n', "utf-8")
    found = defaults(project)
    assert found["build"] == {"reports": str(project / "out"), "jobs": 1, "languages": ["vi"]}
    assert found["status"] == {"reports": str(project / "out")}
    assert found["lab"] == {}


def test_a_plan_is_of_what_a_build_would_do(project) -> None:
    (project / "briefings.toml").write_text('[build]\njobs = 1\nlanguage = "vi"\ncache = "kept"\n', "utf-8")
    assert defaults(project)["plan"] == {"languages": ["vi"], "cache": str(project / "kept")}
    with (project / "briefings.toml").open("a", encoding="utf-8") as file:
        file.write('[plan]\nlanguage = "en"\n')
    assert defaults(project)["plan"]["languages"] == ["en"]


def test_pyproject_may_hold_it(project) -> None:
    (project / "pyproject.toml").write_text("[tool.briefings.build]\njobs = 3\n", "utf-8")
    assert defaults(project)["build"] == {"jobs": 3}


def test_a_commands_own_table_reaches_its_parts(project) -> None:
    (project / "briefings.toml").write_text('[import]\nnumbers = "vi"\n', "utf-8")
    assert defaults(project)["import"]["file"] == {"numbers": "vi"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("jbos = 2\n", "jbos is no option; did you mean jobs"),
        ("[build]\nreport = 'x'\n", "[build] report is no option; did you mean reports"),
        ("[buil]\njobs = 2\n", "buil is no option; did you mean build"),
        ("[build\n", "briefings.toml: "),
        ("[build]\njobs = 'many'\n", "'many' is not a valid integer"),
    ],
)
def test_what_is_no_option_is_named(project, text: str, told: str) -> None:
    (project / "briefings.toml").write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["build", "--dry-run"])
    assert (result.exit_code, told in result.stderr) == (2, True), result.stderr


def test_what_is_typed_goes_before_it(project, monkeypatch) -> None:
    (project / "briefings.toml").write_text('reports = "out"\n', "utf-8")
    assert CliRunner().invoke(main, ["status"]).stdout == "nothing has been built here\n"
    seen = {}
    monkeypatch.setattr(
        main.commands["status"],
        "callback",
        lambda reports, **_: seen.update(reports=click.format_filename(reports)),
    )
    CliRunner().invoke(main, ["status"])
    assert seen["reports"] == str(project / "out")
    CliRunner().invoke(main, ["status", "--reports", "other"])
    assert seen["reports"] == "other"
