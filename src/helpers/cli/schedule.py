"""The command ``briefings schedule``: prints a file for the system's own scheduler and writes nothing."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpers import paths
from helpers.cli.options import Once

if TYPE_CHECKING:
    from helpers.cli.schedulers import Unattended

_DATA = click.Path(exists=True, file_okay=False, path_type=Path)
_REPORTS = click.Path(file_okay=False, path_type=Path)


@click.command(cls=Once)
@click.argument("system", type=click.Choice(["cron", "systemd", "github"]))
@click.option(
    "--at",
    default="Mon 06:00",
    show_default=True,
    metavar="WHEN",
    help='Days and time: "Mon 06:00", "Mon,Thu 18:30" or "daily 06:00".',
)
@click.option(
    "--timezone", default="Asia/Ho_Chi_Minh", show_default=True, metavar="ZONE", help="Whose time that is."
)
@click.option("--reports", type=_REPORTS, help="Publish to this folder.  [default: reports/]")
@click.option("--data", type=_DATA, help="Read this dataset.  [default: data/]")
def schedule(system: str, at: str, timezone: str, reports: Path | None, data: Path | None) -> None:
    """Print a file that has the system rebuild the reports unattended; it says how to install it.

    Nothing is written: keep it with briefings schedule cron > FILE.
    """
    from helpers.cli import schedulers as text

    when, zone, now = text.parse_when(at), text.zone(timezone), datetime.now(UTC)
    if system == "github":
        if reports or data:
            raise click.UsageError("GitHub builds its own checkout; leave out --reports and --data")
        printed = text.github(when, zone, now)
    elif system == "cron":
        printed = text.cron(when, zone, _unattended(reports, data), now)
    else:
        printed = text.systemd(when, zone, _unattended(reports, data))
    click.echo(printed, nl=False)


def _unattended(reports: Path | None, data: Path | None) -> "Unattended":
    """The build as it would run from here; a scheduler knows neither this folder nor this environment."""
    from helpers.cli.schedulers import CannotSchedule, Unattended

    command, project = Path(sys.executable).parent / "briefings", paths.project()
    if not command.is_file():
        raise CannotSchedule(f"expected {command}, which is not there; call .venv/bin/briefings schedule")
    if not paths.is_project(project) or paths.is_packaged(project):
        raise CannotSchedule(
            "expected to be called in a project's folder, with data/ and notebooks/ in it; briefings init lays one out"
        )
    if not data and os.environ.get(paths.DATA_VARIABLE):
        data = paths.data()
    given = {"data": data, "reports": reports}
    named = {name: Path(os.path.abspath(path)) for name, path in given.items() if path}
    return Unattended(command, project, named.get("reports", paths.reports()), named)
