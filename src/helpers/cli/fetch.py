"""The command that brings news in: ``briefings fetch``; ``briefings build --fetch`` does the same first."""

import sys
from pathlib import Path

import click

from helpers.cli.options import SOURCE, Once

SOME_WAIT = 3


@click.command(cls=Once)
@click.argument("names", nargs=-1)
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="What to ask for.  [default: briefings.toml]",
)
@click.option("--data", type=SOURCE, help="The dataset.  [default: data/]")
@click.option(
    "--dry-run", is_flag=True, help="Ask, and say what would come in; change nothing of the dataset."
)
def fetch(names: tuple[str, ...], config: Path | None, data: Path | None, dry_run: bool) -> None:
    """Ask the services and look into the folders of briefings.toml, and bring in what is new.

    NAMES are entries there; without one all are asked. Each answer comes in whole or not at all, and is kept as it
    came in fetched/. What would change figures that are there, or cannot be read or believed, waits for a person: the
    dataset stays as it was, and the exit code is 3. How entries are written: data/README.md.
    """
    if not bring_news(names, config, data, dry_run=dry_run):
        sys.exit(SOME_WAIT)


def bring_news(
    names: tuple[str, ...] = (),
    config: Path | None = None,
    data: Path | None = None,
    *,
    dry_run: bool = False,
) -> bool:
    """Bring in what is new and say what became of it; whether nothing of it waits for a person."""
    from helpers import paths
    from helpers.cli.data import BelongsToInstallation
    from helpers.intake.fetch import kept, news, settings

    if paths.is_packaged(folder := data or paths.data()):
        raise BelongsToInstallation
    file = config or paths.project() / paths.CONFIG
    entries = settings.chosen(settings.read(file), names)
    good = True
    for one in news.fetch(entries, folder, file.parent / kept.FETCHED, dry_run=dry_run):
        lines = "\n".join(f"  {line}" for text in one.lines for line in text.splitlines())
        click.echo(f"{one.state:<11} {one.name}: {one.what}\n{lines}", err=not one.is_good)
        good &= one.is_good
    if dry_run:
        click.echo("nothing was changed")
    return good
