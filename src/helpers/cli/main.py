"""The command ``briefings``; what takes time to import is imported by the commands that need it."""

import errno
import os
import signal
import sys
import tempfile
from ast import literal_eval
from pathlib import Path
from typing import Any

import click

from helpers.cli import machine
from helpers.cli.build import SOME_FAILED, build, plan, status
from helpers.cli.data import export, import_
from helpers.cli.fetch import fetch
from helpers.cli.help import Grouped
from helpers.cli.lab import lab
from helpers.cli.options import SOURCE, Once, edition, names, province_names
from helpers.cli.preview import preview
from helpers.cli.project import completion, doctor, init, open_
from helpers.cli.schedule import schedule
from helpers.cli.streams import Output
from helpers.errors import BriefingError

_COMPLETING = "_BRIEFINGS_COMPLETE"
_NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)  # a full disk, a limit of a file, of a user
UNEXPECTED, WRONG_USE_OR_DATA, NOT_ALL_TOLD, STOPPED = 1, 2, 4, 130


class Commands(Grouped):
    """Commands whose errors are one clear message on stderr and an exit code, never a traceback."""

    command_class = Once
    headings = {
        "Reports": ("build", "plan", "status", "preview", "open", "schedule"),
        "Figures": ("check", "import", "fetch", "export", "diff", "list"),
        "Project": ("init", "lab", "doctor", "completion"),
    }

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The command as a process of its own, as people start it."""
        from helpers.publishing import startup

        startup.open_closed_streams()
        if _COMPLETING not in os.environ:  # at each Tab
            startup.keep_temporary_files_together()
        startup.skip_address_grammar()
        _end_cleanly_when_asked()
        sys.stdout, sys.stderr = told, _ = Output(sys.stdout), Output(sys.stderr)
        try:
            return super().__call__(*args, **kwargs)
        except SystemExit as end:
            told.flush()
            if told.lost and not isinstance(
                told.lost, BrokenPipeError
            ):  # a reader who has read enough is no fault
                click.echo(f"briefings: cannot write to standard output: {told.lost.strerror}", err=True)
                sys.exit(end.code or NOT_ALL_TOLD)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command with what the project's configuration sets; every error becomes a message."""
        from helpers import paths
        from helpers.cli import config

        try:
            file, table = config.read(paths.project())
            ctx.default_map = config.defaults(self, file, table, others=("fetch",))
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            _leave(ctx, "stopped; what was published before stays", STOPPED)
        except BriefingError as error:
            _leave(ctx, str(error), SOME_FAILED if error.begun else WRONG_USE_OR_DATA, error)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            room = f"; room is needed where reports are, and in {tempfile.gettempdir()}"
            hint = room if error.errno in _NO_ROOM and not place else ""
            _leave(ctx, f"{place}{error.strerror or error}{hint}", WRONG_USE_OR_DATA)
        except Exception as error:
            _leave(ctx, _unexpected(error), UNEXPECTED)


def _end_cleanly_when_asked() -> None:
    """Whoever asks the process to end gets the same clean end as Ctrl-C: nothing half made is left."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup's word stands
            signal.signal(number, signal.default_int_handler)


def _leave(ctx: click.Context, message: str, code: int, error: BriefingError | None = None) -> None:
    if machine.asked(ctx):
        faults = _faults(error)
        machine.say(str(ctx.invoked_subcommand), code, message, **({"faults": faults} if faults else {}))
    click.echo(f"briefings: {message}", err=True)
    sys.exit(code)


def _faults(error: BriefingError | None) -> list[dict[str, Any]]:
    """What is wrong with the data, fault by fault; nothing for another error."""
    from helpers.data.faults import DataFaults

    if not isinstance(error, DataFaults):
        return []
    names = ("file", "line", "field", "expected", "found")
    return [{name: getattr(one, name) for name in names} | {"hint": str(one.hint)} for one in error.faults]


def _unexpected(error: Exception) -> str:
    """A fault of ours, with the place where it happened, so that it can be reported."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"this should not happen, please report it: {type(error).__name__}: {error}{place}"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="province-briefings")
def main() -> None:
    """Cited, bilingual, accessible briefings on the provinces of Viet Nam's northern border.

    Options that name things may be repeated, or take several names with commas between them.
    Exit codes: 0 all good, 2 wrong use or wrong data, 3 some briefings failed, tables were left out, or news wait for
    a person, 4 all good but not all of it could be printed.
    """


@main.command()
@click.option(
    *("--from", "old"),
    required=True,
    metavar="DATE|DIR",
    callback=edition,
    help="The earlier edition: a day, or a dataset.",
)
@click.option("--to", "new", required=True, metavar="DATE|DIR", callback=edition, help="The later edition.")
@click.option(
    *("--province", "wanted"),
    multiple=True,
    callback=names,
    shell_complete=province_names,
    help="As for build.  [default: everything]",
)
@click.option("--language", type=click.Choice(["vi", "en"]), multiple=True, help="vi or en.  [default: both]")
@click.option("--data", type=SOURCE, help="Read this dataset.  [default: data/]")
def diff(old: str, new: str, wanted: tuple[str, ...], language: tuple[str, ...], data: Path | None) -> None:
    """Say what became known, was revised or was withdrawn between two editions."""
    from helpers.cli.diff import chosen_provinces, comparison, editions_to_compare
    from helpers.text.phrases import LANGUAGES

    before, after = editions_to_compare(old, new, data)
    chosen = chosen_provinces(wanted, after)
    click.echo("\n\n".join(comparison(before, after, chosen, one) for one in language or LANGUAGES))


@main.command()
@click.option("--data", type=SOURCE, help="Check this dataset.  [default: data/]")
@machine.option
def check(data: Path | None, as_json: bool) -> None:
    """List everything that is wrong with the dataset."""
    from helpers import data as dataset
    from helpers import paths
    from helpers.data import transaction

    with transaction.standing_still(data or paths.data()) as copy:
        dataset.ensure(copy)
    if as_json:
        machine.say("check", faults=[])
    else:
        click.echo("no faults in the data")


for _command in (
    *(build, plan, status, preview, open_, schedule),
    *(import_, export, fetch),
    *(init, lab, doctor, completion),
):
    main.add_command(_command)


@main.command("list")
@click.option("--data", type=SOURCE, help="Read this dataset.  [default: data/]")
@machine.option
def list_(data: Path | None, as_json: bool) -> None:
    """List provinces, languages, formats, and sections with their parameters."""
    from helpers import data as dataset
    from helpers import paths
    from helpers.cli.diff import province_names
    from helpers.publishing import formats
    from helpers.publishing.jobs import sections
    from helpers.publishing.notebooks import parameters
    from helpers.text.phrases import LANGUAGES

    known = province_names(dataset.load(tables=["areas"], folder=data))
    provinces = {name: list(dict.fromkeys(spoken.values())) for name, spoken in known.items()}
    declared = {section: parameters(paths.notebooks(), section) for section in sections()}
    if as_json:
        values = {
            section: {name: literal_eval(default) for name, default in own.items()}
            for section, own in declared.items()
        }
        machine.say(
            *("list",), provinces=provinces, languages=LANGUAGES, formats=formats.names(), sections=values
        )
        return
    click.echo("provinces")
    for name, spellings in provinces.items():
        click.echo(f"  {name}: {', '.join(spellings)}")
    click.echo(f"languages\n  {', '.join(LANGUAGES)}\nformats\n  {', '.join(formats.names())}\nsections")
    for section, own in declared.items():
        click.echo(f"  {section}: {', '.join(f'{one} = {default}' for one, default in own.items())}")
