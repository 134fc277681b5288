"""A project is laid out, looked at and opened; what is missing is said with what brings it."""

from pathlib import Path

import pytest
from click.shell_completion import BashComplete
from click.testing import CliRunner, Result

from helpers.cli import project as commands
from helpers.cli.main import main
from helpers.publishing import formats


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_init_lays_out_a_project_that_passes_the_check(tmp_path, monkeypatch) -> None:
    told = run("init", str(tmp_path / "new"))
    assert told.exit_code == 0, told.output
    monkeypatch.chdir(tmp_path / "new")
    assert run("check").stdout == "no faults in the data\n"
    assert run("plan", "lai-chau", "--language", "vi").stdout == "build   lai-chau vi: never built\n"


def test_init_touches_no_folder_in_which_something_is(tmp_path) -> None:
    (tmp_path / "mine").write_text("", encoding="utf-8")
    told = run("init", str(tmp_path))
    assert (told.exit_code, [one.name for one in tmp_path.iterdir()]) == (2, ["mine"])
    assert told.stderr == f"briefings: {tmp_path}: is there and not empty; name a new folder\n"


def test_open_shows_what_is_there_and_says_how_to_make_what_is_not(tmp_path, monkeypatch) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(commands, "_shown", lambda path: bool(shown.append(path)))
    page = tmp_path / "en" / "lao-cai" / "annex.pdf"
    page.parent.mkdir(parents=True)
    page.write_bytes(b"%PDF-")
    chosen = ("open", "Lao Cai", "--language", "en", "--annex", "--reports", str(tmp_path))
    told = run(*chosen, "--format", "pdf")
    assert (told.exit_code, told.stdout, shown) == (0, f"{page}\n", [page])
    assert told.stderr == "briefings: no program was found here to show it with\n"
    told = run(*chosen)
    assert told.exit_code == 2
    assert told.stderr.endswith("make it with briefings build lao-cai --language en --format html\n")


def test_doctor_says_what_an_extra_is_for_and_what_brings_it(monkeypatch, tmp_path) -> None:
    told = run("doctor", "--reports", str(tmp_path))
    assert told.exit_code == 0, told.output
    assert "no faults in the data" in told.stdout
    assert "slow" in told.stdout  # nothing has been built in this folder
    real = commands.version_of
    monkeypatch.setattr(commands, "version_of", lambda name: "" if name == "distributed" else real(name))
    told = run("doctor", "--reports", str(tmp_path))
    assert "missing  distributed: no building on other machines (--dask); " in told.stdout
    assert 'pip install "province-briefings[dask]"' in told.stdout


def test_doctor_fails_where_no_build_could_publish(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(commands, "_FREE", 10**18)
    told = run("doctor", "--reports", str(tmp_path))
    assert (told.exit_code, "wrong " in told.stdout) == (2, True)


def test_a_format_whose_packages_are_missing_is_left_out_and_named_when_asked_for(monkeypatch) -> None:
    real = formats.version_of
    monkeypatch.setattr(formats, "version_of", lambda name: "" if name == "python-docx" else real(name))
    assert [one.name for one in formats.choose([])] == [
        one.name for one in formats.FORMATS if one.name != "docx"
    ]
    told = run("build", "lao-cai", "--format", "docx")
    assert told.exit_code == 2
    assert told.stderr == (
        "briefings: the format 'docx' needs python-docx, not installed here: "
        'pip install "province-briefings[office]"\n'
    )


def completed(*words: str) -> set[str]:
    """What a shell offers after these words, the last one begun."""
    made = BashComplete(main, {}, "briefings", "_BRIEFINGS_COMPLETE")
    return {one.value for one in made.get_completions(list(words[:-1]), words[-1])}


def test_provinces_formats_and_languages_complete() -> None:
    assert completed("build", "la") == {"lao-cai", "lai-chau", "lang-son"}
    assert completed("build", "--province", "cao") == {"cao-bang"}
    assert completed("build", "--format", "") == set(formats.names())
    assert completed("plan", "--language", "") == {"vi", "en"}
    assert completed("open", "tuyen") == {"tuyen-quang"}


def test_options_of_importing_a_file_complete_without_its_name() -> None:
    assert completed("import", "--te") == {"--template"}
    assert completed("import", "--h") == {"--help"}
    assert {"fia", "mapped"} <= completed("import", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_how_to_complete(shell: str) -> None:
    told = run("completion", shell)
    assert (told.exit_code, "_BRIEFINGS_COMPLETE" in told.stdout) == (0, True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31/12/2022", "2022-12-31"),
        ("31-12-2022", "2022-12-31"),
        ("12/2022", "2022-12-31"),
        ("2022", "2022-12-31"),
        ("31 December 2022", "2022-12-31"),
        ("ngày 31 tháng 12 năm 2022", "2022-12-31"),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, meant: str, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(
        "helpers.cli.build._print_plan", lambda selection, *_: seen.append(selection) or selection.check()
    )
    told = run("plan", "--as-of", typed)
    assert (told.exit_code, told.stderr) == (0, "")
    assert seen[0].as_of == meant


def test_a_date_that_is_none_is_refused_with_examples() -> None:
    told = run("plan", "--as-of", "31/13/2022")
    assert told.exit_code == 2
    assert "'31/13/2022' is no date; write a day, month or year, such as 25/02/2011" in told.stderr
