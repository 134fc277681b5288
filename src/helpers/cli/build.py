"""The commands that make reports: ``build``, ``plan``, ``status``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpers.cli import machine
from helpers.cli.fetch import bring_news
from helpers.cli.options import FOLDER, Once, selection
from helpers.errors import BriefingError

if TYPE_CHECKING:
    from helpers.publishing.jobs import Selection
    from helpers.publishing.pipeline import Results
    from helpers.publishing.planning import PlannedBriefing, Workspace
    from helpers.publishing.records import Entry

SOME_FAILED = 3
_MB = 10**6
_CACHE = click.Path(file_okay=False, path_type=Path)
_cache_key = click.option(
    "--cache-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="BRIEFINGS_CACHE_KEY",
    help="A file with the secret of those who share the cache.  [default: $BRIEFINGS_CACHE_KEY]",
)


class OnlyOnLinux(BriefingError):
    """An option that is given on another system."""

    def __init__(self, option: str) -> None:
        self.option = option
        super().__init__(option)

    def __str__(self) -> str:
        return (
            f"{self.option} needs processes forked from a warm one, which only Linux has here; leave it out"
        )


@click.command(cls=Once)
@selection
@click.option("--jobs", type=click.IntRange(min=1), help="Processes side by side.  [default: one a core]")
@click.option(
    "--dask",
    metavar="ADDRESS",
    help="Build on this Dask scheduler's workers (tcp://host:port), or on a cluster of its own: local.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    help="Seconds a notebook may run, and the documents may take.  [default: 600]",
)
@click.option(
    "--memory",
    type=click.IntRange(min=256),
    help="Megabytes a notebook (engine fork), and making the documents, may use.  [default: all]",
)
@click.option("--engine", type=click.Choice(["fork", "kernel"]), help="How notebooks run.  [default: fork]")
@click.option("--cache", type=_CACHE, help="Keep what was made in this folder.  [default: reports/.cache]")
@_cache_key
@click.option("--cache-size", type=click.IntRange(min=1), help="Megabytes to keep there.  [default: 500]")
@click.option("--force", is_flag=True, help="Build also what is up to date, and nothing from the cache.")
@click.option("--retry-failed", is_flag=True, help="Build only what failed in the latest build.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first failure.")
@click.option(
    "--keep",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Keep a copy of the edition in reports/editions/DATE, and the latest N of them.  [default: none]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be built and why, as `briefings plan` does.")
@click.option("--fetch", is_flag=True, help="First bring in what is new, as `briefings fetch` does.")
@click.option("--junit", type=FOLDER, metavar="FILE", help="Write the results as JUnit XML too.")
@click.option(
    "--notify",
    multiple=True,
    metavar="URL",
    help="Tell this address of apprise what was built, failed and is new: mailto://…, slack://…, json://….",
)
@machine.option
def build(
    data: Path | None,
    reports: Path | None,
    notebooks: Path | None,
    jobs: int | None,
    cache: Path | None,
    cache_key: Path | None,
    junit: Path | None,
    dask: str | None,
    dry_run: bool,
    notify: tuple[str, ...],
    as_json: bool,
    fetch: bool,
    **given: Any,
) -> None:
    """Build what is not up to date, and publish it to the reports folder."""
    from helpers.publishing import notices, pipeline, planning, progress
    from helpers.publishing.jobs import Selection
    from helpers.publishing.runners import cores, local
    from helpers.publishing.runners import dask as on_dask

    to = notices.services(notify) if notify else None  # before anything is touched
    with _failure_told(None if dry_run else to):
        # What waits for a person holds no briefing up: they are built from the dataset as it is.
        with machine.alone(as_json):
            nothing_waits = not fetch or bring_news(data=data, dry_run=dry_run)
        names = ("force", "retry_failed", "fail_fast", "keep")
        options = pipeline.BuildOptions(*(given.pop(name) for name in names))
        workspace = planning.workspace(data, reports, cache, notebooks, cache_key, **_limits(given))
        chosen = Selection(**given)
        if dry_run:
            _print_plan(chosen, workspace, as_json)
            return
        count = jobs or cores()
        runner = on_dask.runner(dask, count) if dask else local.runner(count)
        before = notices.entries(workspace.reports) if to else {}
        with machine.alone(as_json):
            results = pipeline.build(chosen, workspace, runner, options)
    if junit:
        progress.write_junit(results, results.up_to_date, junit)
    if failures := progress.failures(results):
        click.echo(failures, err=True)
    told = not to or notices.send(to, notices.of_build(results, before, workspace.reports))
    if not told:
        click.echo("briefings: not every address of --notify took the notice", err=True)
    code = SOME_FAILED if failures or not told or not nothing_waits else 0
    if as_json:
        machine.say("build", code, briefings=_briefings(results, workspace.reports))
    if code:
        sys.exit(code)


@contextmanager
def _failure_told(to: Any) -> Iterator[None]:
    """Tell these services (None: nobody) of an error that ends a build."""
    try:
        yield
    except (BriefingError, OSError) as error:
        if to:
            from helpers.publishing import notices

            notices.send(to, notices.of_error(error))
        raise


def _briefings(results: "Results", reports: Path) -> Iterator[machine.Briefing]:
    """What was made, then what stays as it is."""
    from helpers.publishing.records import read_manifest

    for one in results:
        about = (one.job.province, one.job.language, one.job.edition)
        why = [str(one.failure)] if one.failure else []
        sizes = {name: len(content) for name, content in one.files.items()}
        yield machine.Briefing(*about, "failed" if why else "built", why, (), sizes, round(one.seconds, 1))
    entries = read_manifest(reports)
    for job in results.up_to_date:
        sizes = {name: file.bytes for name, file in entries[job.key].files.items()}
        yield machine.Briefing(job.province, job.language, job.edition, "up to date", files=sizes)


def _limits(given: dict[str, Any]) -> dict[str, Any]:
    """Takes out of the options those that limit a run and were given, sizes in bytes. Raises OnlyOnLinux."""
    from helpers.publishing.sandbox import child_process

    limits = {name: given.pop(name) for name in ("timeout", "memory", "engine", "cache_size")}
    if not child_process.can_fork():
        for option, asked in (("--memory", limits["memory"]), ("--engine fork", limits["engine"] == "fork")):
            if asked:
                raise OnlyOnLinux(option)
    if limits["memory"]:
        limits["memory"] *= 2**20
    if limits["cache_size"]:
        limits["cache_size"] *= _MB
    return {name: limit for name, limit in limits.items() if limit}


@click.command(cls=Once)
@selection
@click.option("--cache", type=_CACHE, help="As given to `briefings build`.  [default: reports/.cache]")
@_cache_key
@machine.option
def plan(
    data: Path | None,
    reports: Path | None,
    notebooks: Path | None,
    cache: Path | None,
    cache_key: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Say what would be built, and why; build nothing."""
    from helpers.publishing import planning
    from helpers.publishing.jobs import Selection

    workspace = planning.workspace(data, reports, cache, notebooks, cache_key)
    _print_plan(Selection(**given), workspace, as_json)


def _print_plan(selection: "Selection", workspace: "Workspace", as_json: bool) -> None:
    from helpers.publishing import planning

    planned = planning.plan(selection, workspace)
    if as_json:
        machine.say("plan", briefings=map(_planned, planned))
        return
    for one in planned:
        verb = "build  " if one.reasons else "keep   "
        click.echo(f"{verb} {one.job.province} {one.job.language}: {'; '.join(one.reasons) or 'up to date'}")
        if one.published and one.stale:
            click.echo(f"         sections: {', '.join(one.stale)}")


def _planned(one: "PlannedBriefing") -> machine.Briefing:
    about = (one.job.province, one.job.language, one.job.edition)
    return machine.Briefing(*about, "to build" if one.reasons else "up to date", one.reasons, one.stale)


@click.command(cls=Once)
@click.option("--reports", type=FOLDER, help="Look at this folder.  [default: reports/]")
@machine.option
def status(reports: Path | None, as_json: bool) -> None:
    """Say what stands in the reports folder: edition, formats, how the latest build ended."""
    from helpers import paths
    from helpers.publishing.records import read_manifest

    folder = reports or paths.reports()
    entries = read_manifest(folder)
    if as_json:
        machine.say("status", briefings=[_standing(key, one) for key, one in sorted(entries.items())])
        return
    if not entries:
        click.echo("nothing has been built here")
    for key, one in sorted(entries.items()):
        sizes = ", ".join(f"{name} {file.bytes / 1000:.0f} kB" for name, file in sorted(one.files.items()))
        good = f"edition {one.edition}, {sizes}, {one.seconds:.1f} s" if one.files else "no good files"
        click.echo(f"{one.state:<8} {key:<16} {good}" + (f"; {one.reason}" if one.reason else ""))


def _standing(key: str, one: "Entry") -> machine.Briefing:
    language, province = key.split("/")
    sizes = {name: file.bytes for name, file in one.files.items()}
    why = [one.reason] if one.reason else []
    return machine.Briefing(province, language, one.edition, one.state, why, (), sizes, one.seconds)
