"""The help of the command: its commands by what they are for, in Vietnamese where the system speaks Vietnamese."""

import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_HELP = "--help"
_SENTENCE = 200  # letters: a list of commands shows a first sentence whole, on as many lines as it takes


def language() -> str:
    """``vi`` where the system's messages are Vietnamese, else ``en``: the first variable that is set decides."""
    told = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    return "vi" if told.lower().startswith("vi") else "en"


@cache
def words() -> Mapping[str, Any]:
    """The Vietnamese help: of each command by its name, of each option by what is typed."""
    return tomllib.loads((Path(__file__).parent / "help.vi.toml").read_text(encoding="utf-8"))


def _said(text: str) -> str:
    return str(words()["words"].get(text, text)) if language() == "vi" else text


class Formatter(click.HelpFormatter):
    """Click's, with its own words in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _said("Usage:") + " " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(_said(heading))


class Context(click.Context):
    """Click's, with our formatter."""

    formatter_class = Formatter


class Spoken(click.Command):
    """A command whose help is in the reader's language."""

    context_class = Context

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its own words, or the Vietnamese ones."""
        table = _table(ctx)
        english = self.help
        self.help = table.get("help", english)
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = english

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence, for a list of commands."""
        english = self.help
        told = words().get(str(self.name), {}) if language() == "vi" else {}
        self.help = told.get("short", told.get("help", english))
        try:
            return super().get_short_help_str(limit)
        finally:
            self.help = english

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, each with what it is for."""
        table = _table(ctx)
        rows = []
        for parameter in self.get_params(ctx):
            if isinstance(parameter, click.Option) and (record := parameter.get_help_record(ctx)):
                told = table.get(parameter.opts[-1], table.get(parameter.opts[0])) or _help_option(parameter)
                rows.append((record[0], told or record[1]))
        if rows:
            with formatter.section("Options"):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


def _help_option(parameter: click.Parameter) -> str:
    return str(words()["words"][_HELP]) if _HELP in parameter.opts and language() == "vi" else ""


def _table(ctx: click.Context) -> Mapping[str, str]:
    """The Vietnamese help of a context's command; empty for others."""
    if language() != "vi":
        return {}
    path = ctx.command_path.split()[1:]
    table = words().get(" ".join(path) or "briefings", {})
    return {**words()["options"], **table}


class Grouped(Spoken, click.Group):
    """A group that lists its commands under headings."""

    headings: Mapping[str, Iterable[str]] = {}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands under their headings, in the order in which they are used."""
        names = {name for names in self.headings.values() for name in names}
        rest = {"Commands": [name for name in self.list_commands(ctx) if name not in names]}
        for heading, listed in {**self.headings, **rest}.items():
            rows = [
                (name, command.get_short_help_str(_SENTENCE))
                for name in listed
                if (command := self.commands.get(name)) and not command.hidden
            ]
            if rows:
                with formatter.section(heading):
                    formatter.write_dl(rows)
