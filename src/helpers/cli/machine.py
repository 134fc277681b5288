"""``--json``: what a command says as one JSON object on stdout, for programs; whatever is told on the way is on stderr.

Each object has ``version`` (of this shape), ``command``, ``exit_code`` and ``error`` (a message, or null). ``build``,
``plan`` and ``status`` add ``briefings``, a list of `Briefing`; ``check``, and all who find them, ``faults``; ``list``
what can be asked for.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import asdict, dataclass, field
from typing import Any

import click

VERSION = 1
_ASKED = "helpers.cli.machine"


@dataclass(frozen=True)
class Briefing:
    """A briefing as programs are told of it; what a command does not know is empty.

    ``state`` is "built", "failed", "missing", "up to date" or "to build", ``reasons`` why it is to be built or why it
    failed; ``sections`` are those that would be run, ``files`` the bytes of each good file by name.
    """

    province: str
    language: str
    edition: str
    state: str
    reasons: Sequence[str] = ()
    sections: Sequence[str] = ()
    files: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0


def _remember(ctx: click.Context, _: click.Parameter, given: bool) -> bool:
    ctx.meta[_ASKED] = given
    return given


option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    is_eager=True,
    callback=_remember,
    help="Say it as JSON on stdout, for programs.",
)


def asked(ctx: click.Context) -> bool:
    """Whether the command that runs was asked for JSON."""
    return bool(ctx.meta.get(_ASKED))


def say(command: str, code: int = 0, error: str | None = None, **content: Any) -> None:
    """Write the object."""
    if "briefings" in content:
        content["briefings"] = [asdict(one) for one in content["briefings"]]
    told = {"version": VERSION, "command": command, "exit_code": code, "error": error, **content}
    click.echo(json.dumps(told, ensure_ascii=False))


@contextmanager
def alone(as_json: bool) -> Iterator[None]:
    """What is printed meanwhile goes to stderr, if stdout is for JSON alone."""
    if not as_json:
        yield
        return
    with redirect_stdout(sys.stderr):
        yield
