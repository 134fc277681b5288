"""The commands that bring figures in and give them out: ``briefings import`` and ``briefings export``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from click.shell_completion import CompletionItem

from helpers.cli.help import Grouped
from helpers.cli.options import Once
from helpers.errors import BriefingError

if TYPE_CHECKING:
    from helpers.data.schema import Package
    from helpers.intake.changeset import Changeset

_DATA = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW = click.Path(dir_okay=False, path_type=Path)
_TEMPLATE = "template.xlsx"
SOME_LEFT_OUT = 3

_data = click.option("--data", type=_DATA, help="The dataset.  [default: data/]")
_replace = click.option(
    "--replace", "replacing", is_flag=True, help="Figures that are there may change; without it none does."
)
_ask = click.option("--ask", is_flag=True, help="Ask for each figure that another one is there for.")
_force = click.option("--force", is_flag=True, help="Write over a file that is there.")
_dry_run = click.option(
    "--dry-run", is_flag=True, help="Say what would be done, check it, and change nothing."
)


class BelongsToInstallation(BriefingError):
    """The dataset of an installed package, which nothing is written to."""

    def __str__(self) -> str:
        return (
            "the dataset here is the installed package's own, and is not written to; lay out a project with "
            "briefings init FOLDER, and import there, or name a dataset with --data"
        )


class _Files(Grouped):
    """What is not the name of a command is a file to import."""

    command_class = Once

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = ["file", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, and the options of importing a file, which may follow without its name."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-"):
            found += self.commands["file"].shell_complete(ctx, incomplete)
        return list({one.value: one for one in found}.values())


@click.group("import", cls=_Files, subcommand_metavar="[fia|mapped] FILE... [OPTIONS]")
def import_() -> None:
    """Bring spreadsheets, workbooks of the investment register or other tables in: all of it or nothing.

    briefings import FILE reads what a curator filled in; its options: briefings import file --help.
    """


@import_.command("file")
@click.argument("files", nargs=-1, type=_FILE)
@click.option(
    "--template",
    is_flag=False,
    flag_value=_TEMPLATE,
    type=_NEW,
    help=f"Write an empty workbook to fill in.  [{_TEMPLATE}]",
)
@click.option(
    "--language",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    help="The language of the template.",
)
@_force
@click.option(
    "--table",
    default="",
    help="The table that a .csv, or a workbook's only sheet, fills.  [default: observations]",
)
@click.option(
    "--numbers",
    type=click.Choice(["vi", "en"]),
    help="How numbers are written: 1.876,7 or 1,876.7.  [default: what they show]",
)
@_replace
@_ask
@_dry_run
@_data
def file_(
    files: tuple[Path, ...],
    template: Path | None,
    language: Literal["vi", "en"],
    force: bool,
    table: str,
    numbers: str | None,
    replacing: bool,
    ask: bool,
    dry_run: bool,
    data: Path | None,
) -> None:
    """Bring in .csv, .xlsx, .ods or .xls files that a curator filled in.

    Columns have a field's name or title, sheets a table's. Numbers, dates, names and units may be written the
    Vietnamese or the English way. A figure from another source is added beside the one that is there. Other rows are
    added or changed by their id, an empty cell erases nothing, and no row is taken out.
    """
    from helpers.intake import incoming

    if template:
        from helpers.data.validation import check
        from helpers.intake.forms import workbook
        from helpers.intake.forms.template import template as made

        with _dataset(data, to_write=False) as package:
            workbook.save(made(package, check.read(package)[0], language), template, over=force)
        click.echo(f"{template}: written; fill it in and give it to briefings import")
    elif not files:
        raise click.UsageError("name a file to import, or --template for an empty one")
    if files:
        with _dataset(data, to_write=not dry_run) as package:
            changes = incoming.filled(package, files, table, numbers or "")
            _carry_out(package, changes, replacing, ask, dry_run)


@import_.command()
@click.argument("files", nargs=-1, type=_FILE, required=True)
@click.option("--mapping", type=_FILE, required=True, help="What the headings of the files mean, as TOML.")
@_replace
@_ask
@_dry_run
@_data
def mapped(
    files: tuple[Path, ...], mapping: Path, replacing: bool, ask: bool, dry_run: bool, data: Path | None
) -> None:
    """Bring in tables of yearbooks and statistics services, by a mapping that says what their headings mean.

    Workbooks and .csv (PX-Web), .json (JSON-stat, World Bank) and .xml (SDMX-ML). Regions and the country stay out
    and are told. How a mapping is written: data/README.md.
    """
    from helpers.intake import incoming

    with _dataset(data, to_write=not dry_run) as package:
        _carry_out(package, incoming.mapped(package, files, mapping), replacing, ask, dry_run)


@import_.command()
@click.argument("files", nargs=-1, type=_FILE, required=True)
@click.option("--url", default="", help="Where the workbook was published.")
@click.option(
    "--accept",
    multiple=True,
    metavar="TABLE",
    help="Bring in a table that does not add up, named as the message names it; needs --because.",
)
@click.option("--because", default="", help="Why such a table may stand; kept in discrepancies.csv.")
@_replace
@_ask
@_dry_run
@_data
def fia(
    files: tuple[Path, ...],
    url: str,
    accept: tuple[str, ...],
    because: str,
    replacing: bool,
    ask: bool,
    dry_run: bool,
    data: Path | None,
) -> None:
    """Bring in workbooks of the Foreign Investment Agency (.xls, .xlsx) as they come.

    Stock and flow by locality, partner and sector. A table that does not add up to its printed total is left out and
    named (exit code 3), unless it is accepted; then its rows say so. States that the dataset lacks are added.
    """
    from helpers.intake.fia.observations import import_reports

    if url and len(files) > 1:
        raise click.UsageError("--url belongs to one workbook; import them one by one")
    if bool(accept) != bool(because.strip()):
        raise click.UsageError("--accept and --because go together: what is accepted, and why")
    with _dataset(data, to_write=not dry_run) as package:
        changes = import_reports(package, files, url, accept, because.strip())
        _carry_out(package, changes, replacing, ask, dry_run)


@click.command(cls=Once)
@click.argument("file", type=_NEW)
@_force
@_data
def export(file: Path, force: bool, data: Path | None) -> None:
    """Write the whole dataset: to a workbook (.xlsx), a sheet for each table, or to a .zip of its CSV tables.

    Importing the workbook again changes nothing. A single .csv cannot hold all tables; the .zip has one for each, and
    datapackage.json, which says what their columns mean.
    """
    from helpers.data.validation import check
    from helpers.intake.forms import archive, workbook

    kind = file.suffix.lower()
    if kind not in (".xlsx", ".zip"):
        raise archive.HoldsNoTables(file)
    with _dataset(data, to_write=False) as package:
        _, rows = check.sound(package.folder)
        if kind == ".zip":
            archive.export(package.folder, file, over=force)
        else:
            workbook.export(package, rows, file, over=force)
    click.echo(f"{file}: written, {len(package.tables)} tables")


@contextmanager
def _dataset(data: Path | None, *, to_write: bool) -> Iterator["Package"]:
    """The dataset itself, to which nobody else writes meanwhile, or only to read a copy of one state of it."""
    from helpers import paths
    from helpers.data import schema, transaction

    folder = data or paths.data()
    if to_write and paths.is_packaged(folder):
        raise BelongsToInstallation
    if to_write:
        with transaction.one_writer(folder):
            yield schema.read(folder)
    else:
        with transaction.standing_still(folder) as copy:
            yield schema.read(copy)


def _settled(changeset: "Changeset", replacing: bool, ask: bool) -> "Changeset":
    """The changeset with every conflict between sources decided, by the options or on the terminal."""
    from helpers.intake.conflicts import Answer, Conflict, settled

    if not ask:
        return settled(changeset, replacing=replacing)
    if replacing:
        raise click.UsageError("--ask and --replace say two things; choose one")
    if not sys.stdin.isatty():
        raise click.UsageError("--ask needs a terminal to ask on")

    def answer(conflict: Conflict) -> Answer:
        click.echo(str(conflict))
        said: Answer = click.prompt(
            "  which", type=click.Choice(conflict.answers), default=conflict.answers[0]
        )
        return said

    return settled(changeset, ask=answer)


def _carry_out(package: "Package", changeset: "Changeset", replacing: bool, ask: bool, dry_run: bool) -> None:
    from helpers.intake.changeset import summary
    from helpers.intake.conflicts import conflicts, told
    from helpers.intake.write import write

    click.echo("\n".join([*summary(changeset), *told(conflicts(changeset))]))
    changeset = _settled(changeset, replacing, ask)
    write(package.folder, changeset, dry_run=dry_run)
    if changeset.is_empty:
        click.echo("nothing to change")
    else:
        click.echo(
            "this would pass the check; nothing was changed" if dry_run else "written; the check passes"
        )
    if changeset.left_out:
        left_out = "\n".join(f"  {line}" for line in changeset.left_out)
        click.echo(
            f"briefings: left out, as it does not add up:\n{left_out}\n"
            'to bring it in: the same command with --accept "TABLE" --because "…"',
            err=True,
        )
        sys.exit(SOME_LEFT_OUT)
