"""An option of which only one can be meant is not taken twice."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.publishing.sandbox import child_process


def single_options(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every option that takes one value, of every command."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from single_options(command, *path, name)
        else:
            for one in command.params:
                if isinstance(one, click.Option) and not (one.multiple or one.is_bool_flag):
                    yield (*path, name), one.opts[0]


@pytest.mark.parametrize(("command", "option"), list(single_options(main)))
def test_an_option_given_twice_is_refused_by_name(command: tuple[str, ...], option: str) -> None:
    told = CliRunner().invoke(main, [*command, f"{option}=1", f"{option}=2"])
    assert told.exit_code == 2
    assert told.stderr.splitlines()[-1] == f"Error: {option} is given 2 times; give it once"


def test_two_templates_are_asked_for_one_by_one(tmp_path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    told = CliRunner().invoke(main, ["import", "--template", str(first), "--template", str(second)])
    assert (told.exit_code, first.exists(), second.exists()) == (2, False, False)


@pytest.mark.parametrize("option", ["--memory 512", "--engine fork"])
def test_what_only_linux_has_is_refused_elsewhere(monkeypatch, tmp_path, option: str) -> None:
    monkeypatch.setattr(child_process, "can_fork", lambda: False)
    reports = tmp_path / "reports"
    told = CliRunner().invoke(main, ["build", *option.split(), "--reports", str(reports)])
    assert (told.exit_code, told.stdout, reports.exists()) == (2, "", False)
    assert told.stderr == (
        f"briefings: {option.removesuffix(' 512')} needs processes forked from a warm one, which only Linux has here; "
        "leave it out\n"
    )
