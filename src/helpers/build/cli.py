"""The command ``briefings``; what takes time to import is imported by the commands that need it."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from helpers.build.cli_data import export, import_
from helpers.errors import BriefingError

ALL_GOOD, UNEXPECTED, WRONG_USE_OR_DATA, SOME_FAILED, STOPPED = 0, 1, 2, 3, 130

_FOLDER = click.Path(file_okay=True, path_type=Path)
_SOURCE = click.Path(exists=True, file_okay=False, path_type=Path)


class Commands(click.Group):
    """Commands whose errors are one clear message on stderr and an exit code, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; every error becomes a message."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            _leave("stopped; what was published before stays", STOPPED)
        except BriefingError as error:
            _leave(str(error), WRONG_USE_OR_DATA)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            _leave(f"{place}{error.strerror or error}", WRONG_USE_OR_DATA)
        except Exception as error:
            _leave(_unexpected(error), UNEXPECTED)


def _leave(message: str, code: int) -> None:
    click.echo(f"briefings: {message}", err=True)
    sys.exit(code)


def _unexpected(error: Exception) -> str:
    """A fault of ours, with the place where it happened, so that it can be reported."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"this should not happen, please report it: {type(error).__name__}: {error}{place}"


def _names(_: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """An option's names, given one by one or with commas between them."""
    names = tuple(name.strip() for one in given for name in one.split(","))
    if not all(names):
        raise click.BadParameter("a name is empty; give names with commas between them", param=option)
    return names


def _selection(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose what to make and where."""
    many: dict[str, Any] = {"multiple": True, "callback": _names}
    for option in (
        click.option("--reports", type=_FOLDER, help="Publish to this folder.  [default: reports/]"),
        click.option("--data", type=_SOURCE, help="Read this dataset.  [default: data/]"),
        click.option("--as-of", default="", metavar="DATE", help="Know only what was published by this day."),
        click.option("--format", "formats", **many, help="html or pdf.  [default: both]"),
        click.option("--language", "languages", **many, help="vi or en.  [default: both]"),
        click.option(
            "--province", "provinces", **many, help="Id or name, with or without tone marks.  [default: all]"
        ),
    ):
        command = option(command)
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="province-briefings")
def main() -> None:
    """Cited, bilingual, accessible briefings on the provinces of Viet Nam's northern border.

    Options that name things may be repeated, or take several names with commas between them.
    Exit codes: 0 all good, 2 wrong use or wrong data, 3 some briefings failed.
    """
    # Whoever asks the process to end gets the same clean end as Ctrl-C: nothing half made is left.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@main.command()
@_selection
@click.option("--jobs", type=click.IntRange(min=1), help="Processes side by side.  [default: one a core]")
@click.option("--timeout", type=click.FloatRange(min=1), help="Seconds a notebook may run.  [default: 600]")
@click.option(
    "--memory",
    type=click.IntRange(min=256),
    help="Megabytes a notebook may use (engine fork).  [default: all]",
)
@click.option("--engine", type=click.Choice(["fork", "kernel"]), help="How notebooks run.  [default: fork]")
@click.option("--force", is_flag=True, help="Build also what is up to date.")
def build(
    data: Path | None,
    reports: Path | None,
    jobs: int | None,
    timeout: float | None,
    memory: int | None,
    engine: str | None,
    force: bool,
    **names: Any,
) -> None:
    """Build what is not up to date, and publish it to the reports folder."""
    from helpers.build import pipeline, progress
    from helpers.build.jobs import Selection
    from helpers.build.runners import runner

    limits = {"timeout": timeout, "memory": memory and memory * 2**20, "engine": engine}
    where = pipeline.place(data, reports, **{name: one for name, one in limits.items() if one})
    results = pipeline.build(Selection(**names), where, runner(jobs or _cores()), force)
    if told := progress.failures(results):
        click.echo(told, err=True)
        sys.exit(SOME_FAILED)


@main.command()
@_selection
def plan(data: Path | None, reports: Path | None, **names: Any) -> None:
    """Say what would be built, and why; change nothing."""
    from helpers.build import pipeline
    from helpers.build.jobs import Selection

    for step in pipeline.plan(Selection(**names), pipeline.place(data, reports)).steps:
        verb = "build  " if step.reasons else "keep   "
        reasons = "; ".join(step.reasons) or "up to date"
        click.echo(f"{verb} {step.job.province} {step.job.language}: {reasons}")


@main.command()
@click.option(
    "--from", "old", required=True, metavar="DATE|DIR", help="The earlier edition: a day, or a dataset."
)
@click.option("--to", "new", required=True, metavar="DATE|DIR", help="The later edition.")
@click.option(
    "--province", "wanted", multiple=True, callback=_names, help="Id or name.  [default: everything]"
)
@click.option("--language", type=click.Choice(["vi", "en"]), multiple=True, help="[default: both]")
@click.option("--data", type=_SOURCE, help="Read this dataset.  [default: data/]")
def diff(old: str, new: str, wanted: tuple[str, ...], language: tuple[str, ...], data: Path | None) -> None:
    """Say what became known, was revised or was withdrawn between two editions."""
    from helpers.build.diff import edition, told
    from helpers.build.jobs import province_names, provinces
    from helpers.text.phrases import LANGUAGES

    before, after = edition(old, data), edition(new, data)
    chosen = provinces(wanted, province_names(after)) if wanted else []
    click.echo("\n\n".join(told(before, after, chosen, one) for one in language or LANGUAGES))


@main.command()
@click.option("--data", type=_SOURCE, help="Check this dataset.  [default: data/]")
def check(data: Path | None) -> None:
    """List everything that is wrong with the dataset."""
    from helpers import data as dataset

    dataset.ensure(data)
    click.echo("no faults in the data")


main.add_command(import_)
main.add_command(export)


@main.command("list")
@click.option("--data", type=_SOURCE, help="Read this dataset.  [default: data/]")
def list_(data: Path | None) -> None:
    """List provinces, languages, formats, and sections with their parameters."""
    from helpers import data as dataset
    from helpers import paths
    from helpers.build.jobs import FORMATS, SECTIONS, province_names
    from helpers.build.sections import parameters
    from helpers.text.phrases import LANGUAGES

    click.echo("provinces")
    for province, spoken in province_names(dataset.load(tables=["areas"], folder=data)).items():
        click.echo(f"  {province}: {', '.join(dict.fromkeys(spoken.values()))}")
    click.echo(f"languages\n  {', '.join(LANGUAGES)}\nformats\n  {', '.join(FORMATS)}\nsections")
    for section in SECTIONS:
        declared = parameters(paths.notebooks(), section).values()
        click.echo(f"  {section}: {', '.join('{name} = {default}'.format(**one) for one in declared)}")


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
