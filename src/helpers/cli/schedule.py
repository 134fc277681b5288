"""The command ``briefings schedule``: prints a file for the system's own scheduler and writes nothing."""

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpers import paths
from helpers.cli.options import Once

if TYPE_CHECKING:
    from helpers.cli.schedulers import Unattended

_DATA = click.Path(exists=True, file_okay=False, path_type=Path)
_REPORTS = click.Path(file_okay=False, path_type=Path)
_NO_NAMESPACES = {  # settings of the kernel with which a user can make no user namespace: Ubuntu's, Debian's, anybody's
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1",
    "/proc/sys/kernel/unprivileged_userns_clone": "0",
    "/proc/sys/user/max_user_namespaces": "0",
}
_ELSEWHERE = {
    "launchd": ("Darwin", "macOS"),
    "windows": ("Windows", "Windows"),
}  # what runs on one system only


@click.command(cls=Once)
@click.argument("system", type=click.Choice(["cron", "systemd", "launchd", "windows", "github"]))
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
@click.option("--pages", is_flag=True, help="With github: publish the reports on GitHub Pages too.")
@click.pass_context
def schedule(
    ctx: click.Context,
    system: str,
    at: str,
    timezone: str,
    reports: Path | None,
    data: Path | None,
    *,
    pages: bool,
) -> None:
    """Print a file that has the system rebuild the reports unattended; it says how to install it.

    Nothing is written: keep it with briefings schedule cron > FILE.
    """
    from helpers.cli import schedulers as text

    when, zone, now = text.parse_when(at), text.zone(timezone), datetime.now(UTC)
    if system == "github":
        if reports or data:
            raise click.UsageError("GitHub builds its own checkout; leave out --reports and --data")
        click.echo(text.github(when, zone, now, pages=pages), nl=False)
        return
    if pages:
        raise click.UsageError("--pages is for github")
    build = _unattended(reports, data, _configured(ctx))
    if system == "systemd":
        printed = text.systemd(when, zone, build, namespaces=_user_namespaces())
    else:
        printed = {"cron": text.cron, "launchd": text.launchd, "windows": text.windows}[system](
            when, zone, build, now
        )
    click.echo(printed, nl=False)
    runs_on, name = _ELSEWHERE.get(system, (platform.system(), ""))
    if runs_on != platform.system():
        click.echo(
            f"briefings: this names the folders of this machine; to install it, print it on {name}", err=True
        )


def _user_namespaces() -> bool:
    """Whether this machine lets its users make user namespaces, as far as it tells."""
    found = {Path(name): forbids for name, forbids in _NO_NAMESPACES.items()}
    return not any(file.is_file() and file.read_text().strip() == no for file, no in found.items())


def _configured(ctx: click.Context) -> Mapping[str, Any]:
    """What the project's configuration sets for ``briefings build``."""
    found: Mapping[str, Any] = (ctx.find_root().default_map or {}).get("build", {})
    return found


def _unattended(reports: Path | None, data: Path | None, configured: Mapping[str, Any]) -> "Unattended":
    """The build as it would run from here; a scheduler knows neither this folder nor this environment."""
    from helpers.cli.schedulers import CannotSchedule, Unattended

    program = "briefings.exe" if platform.system() == "Windows" else "briefings"
    command, project = Path(sys.executable).parent / program, paths.project()
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
    folders = _written_to(project, dict(configured) | named)
    writes = tuple(dict.fromkeys(Path(os.path.abspath(one)) for one in folders))
    online = any(configured.get(name) for name in ("fetch", "notify", "dask"))
    return Unattended(command, project, named, writes, online or configured.get("engine") == "kernel")


def _written_to(project: Path, chosen: Mapping[str, Any]) -> Iterator[Path]:
    """The folders that a build with these options writes to; with ``fetch`` the dataset is one of them."""
    from helpers.intake.fetch import kept, settings

    yield chosen.get("reports") or project / "reports"
    if chosen.get("cache"):
        yield chosen["cache"]
    if chosen.get("junit"):
        yield Path(chosen["junit"]).parent
    if chosen.get("fetch"):
        yield chosen.get("data") or project / "data"
        yield project / kept.FETCHED
        yield from (entry.folder for entry in settings.read(project / paths.CONFIG) if entry.folder)
