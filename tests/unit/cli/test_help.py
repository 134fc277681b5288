"""The help speaks the reader's language, whole, and lists commands by what they are for."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from helpers.cli.help import words
from helpers.cli.main import main

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)


ALL = dict(commands(main))


def told(*arguments: str, locale: str) -> str:
    environment = dict.fromkeys(VARIABLES, None) | {"LANG": locale}
    result = CliRunner(env=environment).invoke(main, [*arguments, "--help"])
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_each_command_is_told_in_both_languages_with_each_of_its_options(path: tuple[str, ...]) -> None:
    table = words()[" ".join(path)]
    english, vietnamese = told(*path, locale="en_GB.UTF-8"), told(*path, locale="vi_VN.UTF-8")
    assert table["help"].split()[0] in vietnamese
    assert str(ALL[path].help).split(".")[0].split("\n")[0] in english
    for one in ALL[path].params:
        if isinstance(one, click.Option):
            said = table.get(one.opts[0]) or words()["options"][one.opts[0]]
            assert " ".join(said.split()) in vietnamese
            assert not one.help or " ".join(one.help.split()) in english
            assert not one.help or " ".join(one.help.split()) not in vietnamese


def test_nothing_is_translated_that_is_not_there() -> None:
    named = {" ".join(path) for path in ALL} | {"words", "options", "briefings"}
    assert set(words()) == named
    for path, command in ALL.items():
        options = {name for one in command.params for name in one.opts}
        assert set(words()[" ".join(path)]) - {"help"} <= options
    every = {name for command in ALL.values() for one in command.params for name in one.opts} | {"--version"}
    assert set(words()["options"]) <= every


def test_every_command_stands_under_a_heading_once() -> None:
    listed = [name for names in main.headings.values() for name in names]
    assert sorted(listed) == sorted(main.commands)
    english, vietnamese = told(locale="C"), told(locale="vi_VN")
    assert all(f"{heading}:" in english for heading in main.headings)
    assert all(f"{words()['words'][heading]}:" in vietnamese for heading in main.headings)
    assert vietnamese.startswith("Cách dùng: ")


def test_the_first_variable_that_is_set_decides() -> None:
    environment = {"LC_ALL": "en_GB.UTF-8", "LC_MESSAGES": None, "LANG": "vi_VN.UTF-8"}
    assert CliRunner(env=environment).invoke(main, ["--help"]).stdout.startswith("Usage: ")
