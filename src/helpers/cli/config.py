"""Options that are always given: ``briefings.toml`` beside the dataset, or ``[tool.briefings]`` of pyproject.toml.

A key on top stands for that option of every command that has it, one under a command's name for that command alone;
what `build` is given `plan` is too, unless it has its own. What is typed goes before both. Folders are meant from where
the file stands.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from helpers.errors import BriefingError, nearest
from helpers.paths import CONFIG

Table = Mapping[str, Any]
_AS = {"plan": "build"}  # says what another command would do, and so is given what that is given


class BadConfig(BriefingError):
    """A configuration that cannot be read, or that sets what is no option."""

    def __init__(self, place: str, problem: str) -> None:
        self.place, self.problem = place, problem
        super().__init__(place, problem)

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


def read(project: Path) -> tuple[Path, Table]:
    """The project's configuration and the file it is from; empty where there is none. Raises BadConfig."""
    own, shared = project / CONFIG, project / "pyproject.toml"
    for file, path in ((own, ()), (shared, ("tool", "briefings"))):
        if not file.is_file():
            continue
        try:
            found: Table = tomllib.loads(file.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadConfig(str(file), str(error)) from None
        for name in path:
            found = found.get(name, {})
        if found:
            return file, found
    return own, {}


def defaults(group: click.Group, file: Path, config: Table, others: tuple[str, ...] = ()) -> dict[str, Any]:
    """What each command takes for what is not typed, as click's ``default_map``: by command and parameter.

    ``others`` are tables of the file that are no options. Raises BadConfig for a key that is no command and no option.
    """
    tables = {name: one for name, one in config.items() if isinstance(one, dict) and name not in others}
    common = {name: one for name, one in config.items() if name not in tables and name not in others}
    known = {option for _, one in _commands(group) for option in _options(one)}
    _only(file, "", common, known)
    _only(file, "", tables, set(group.commands))
    for name, table in tables.items():
        members = [one for path, one in _commands(group) if path[0] == name]
        _only(file, f"[{name}] ", table, {option for one in members for option in _options(one)})
    found: dict[str, Any] = {}
    for path, command in _commands(group):
        place = found
        for name in path:
            place = place.setdefault(name, {})
        for option, parameter in _options(command).items():
            for table in (common, tables.get(_AS.get(path[0], ""), {}), tables.get(path[0], {})):
                if option in table:
                    place[str(parameter.name)] = _meant(table[option], parameter, file.parent)
    return found


def _commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, *path, name)
        else:
            yield (*path, name), command


def _options(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by the name that people type, without its dashes."""
    return {
        name.removeprefix("--"): one
        for one in command.params
        if isinstance(one, click.Option)
        for name in one.opts
        if name.startswith("--")
    }


def _only(file: Path, where: str, given: Table, known: set[str]) -> None:
    for name in given:
        if name not in known:
            raise BadConfig(f"{file}", f"{where}{name} is no option; {nearest(name, known)}")


def _meant(value: Any, option: click.Option, folder: Path) -> Any:
    if isinstance(option.type, click.Path) and isinstance(value, str):
        return os.path.join(folder, value)
    if option.multiple and not isinstance(value, list):
        return [value]
    return value
