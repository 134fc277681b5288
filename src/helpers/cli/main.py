"""The command ``briefings``; what takes time to import is imported by the commands that need it."""

import signal
import sys
from pathlib import Path
from typing import Any

import click

from helpers.cli.build import build, plan, status
from helpers.cli.data import export, import_
from helpers.cli.help import Grouped
from helpers.cli.lab import lab
from helpers.cli.options import SOURCE, Once, names, province_names
from helpers.cli.project import completion, doctor, init, open_
from helpers.cli.schedule import schedule
from helpers.errors import BriefingError

UNEXPECTED, WRONG_USE_OR_DATA, STOPPED = 1, 2, 130


class Commands(Grouped):
    """Commands whose errors are one clear message on stderr and an exit code, never a traceback."""

    command_class = Once
    headings = {
        "Reports": ("build", "plan", "status", "open", "schedule"),
        "Figures": ("check", "import", "export", "diff", "list"),
        "Project": ("init", "lab", "doctor", "completion"),
    }

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command with what the project's configuration sets; every error becomes a message."""
        from helpers import paths
        from helpers.cli import config

        try:
            file, table = config.read(paths.project())
            ctx.default_map = config.defaults(self, file, table)
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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="province-briefings")
def main() -> None:
    """Cited, bilingual, accessible briefings on the provinces of Viet Nam's northern border.

    Options that name things may be repeated, or take several names with commas between them.
    Exit codes: 0 all good, 2 wrong use or wrong data, 3 some briefings failed, or tables were left out.
    """
    from helpers.publishing.startup import skip_address_grammar

    skip_address_grammar()
    # Whoever asks the process to end gets the same clean end as Ctrl-C: nothing half made is left.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@main.command()
@click.option(
    "--from", "old", required=True, metavar="DATE|DIR", help="The earlier edition: a day, or a dataset."
)
@click.option("--to", "new", required=True, metavar="DATE|DIR", help="The later edition.")
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
    from helpers.cli.diff import chosen_provinces, comparison, edition
    from helpers.text.phrases import LANGUAGES

    before, after = edition(old, data), edition(new, data)
    chosen = chosen_provinces(wanted, after)
    click.echo("\n\n".join(comparison(before, after, chosen, one) for one in language or LANGUAGES))


@main.command()
@click.option("--data", type=SOURCE, help="Check this dataset.  [default: data/]")
def check(data: Path | None) -> None:
    """List everything that is wrong with the dataset."""
    from helpers import data as dataset
    from helpers import paths
    from helpers.data import transaction

    with transaction.standing_still(data or paths.data()) as copy:
        dataset.ensure(copy)
    click.echo("no faults in the data")


for _command in (build, plan, status, open_, schedule, import_, export, init, lab, doctor, completion):
    main.add_command(_command)


@main.command("list")
@click.option("--data", type=SOURCE, help="Read this dataset.  [default: data/]")
def list_(data: Path | None) -> None:
    """List provinces, languages, formats, and sections with their parameters."""
    from helpers import data as dataset
    from helpers import paths
    from helpers.cli.diff import province_names
    from helpers.publishing import formats
    from helpers.publishing.jobs import sections
    from helpers.publishing.notebooks import parameters
    from helpers.text.phrases import LANGUAGES

    click.echo("provinces")
    for province, spoken in province_names(dataset.load(tables=["areas"], folder=data)).items():
        click.echo(f"  {province}: {', '.join(dict.fromkeys(spoken.values()))}")
    click.echo(f"languages\n  {', '.join(LANGUAGES)}\nformats\n  {', '.join(formats.names())}\nsections")
    for section in sections():
        declared = parameters(paths.notebooks(), section).values()
        click.echo(f"  {section}: {', '.join('{name} = {default}'.format(**one) for one in declared)}")
