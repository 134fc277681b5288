"""The commands that make reports: ``build``, ``plan``, ``status``."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from helpers.cli.options import FOLDER, Once, selection

if TYPE_CHECKING:
    from helpers.publishing.jobs import Selection
    from helpers.publishing.planning import Workspace

SOME_FAILED = 3
_MB = 10**6


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
    help="Megabytes a notebook may use (engine fork).  [default: all]",
)
@click.option("--engine", type=click.Choice(["fork", "kernel"]), help="How notebooks run.  [default: fork]")
@click.option("--cache", type=FOLDER, help="Keep what was made in this folder.  [default: reports/.cache]")
@click.option("--cache-size", type=click.IntRange(min=1), help="Megabytes to keep there.  [default: 500]")
@click.option("--force", is_flag=True, help="Build also what is up to date, and nothing from the cache.")
@click.option("--retry-failed", is_flag=True, help="Build only what failed in the latest build.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first failure.")
@click.option("--dry-run", is_flag=True, help="Say what would be built and why, as `briefings plan` does.")
@click.option("--junit", type=FOLDER, metavar="FILE", help="Write the results as JUnit XML too.")
def build(
    data: Path | None,
    reports: Path | None,
    notebooks: Path | None,
    jobs: int | None,
    cache: Path | None,
    junit: Path | None,
    dask: str | None,
    dry_run: bool,
    **given: Any,
) -> None:
    """Build what is not up to date, and publish it to the reports folder."""
    from helpers.publishing import pipeline, planning, progress
    from helpers.publishing.jobs import Selection
    from helpers.publishing.runners import dask as on_dask
    from helpers.publishing.runners import local

    options = pipeline.BuildOptions(*(given.pop(name) for name in ("force", "retry_failed", "fail_fast")))
    workspace = planning.workspace(data, reports, cache, notebooks, **_limits(given))
    chosen = Selection(**given)
    if dry_run:
        _print_plan(chosen, workspace)
        return
    count = jobs or _cores()
    runner = on_dask.runner(dask, count) if dask else local.runner(count)
    results = pipeline.build(chosen, workspace, runner, options)
    if junit:
        progress.write_junit(results, junit)
    if failures := progress.failures(results):
        click.echo(failures, err=True)
        sys.exit(SOME_FAILED)


def _limits(given: dict[str, Any]) -> dict[str, Any]:
    """Takes out of the options those that limit a run and were given, sizes in bytes."""
    limits = {name: given.pop(name) for name in ("timeout", "memory", "engine", "cache_size")}
    if limits["memory"]:
        limits["memory"] *= 2**20
    if limits["cache_size"]:
        limits["cache_size"] *= _MB
    return {name: limit for name, limit in limits.items() if limit}


@click.command(cls=Once)
@selection
@click.option("--cache", type=FOLDER, help="As given to `briefings build`.  [default: reports/.cache]")
def plan(
    data: Path | None, reports: Path | None, notebooks: Path | None, cache: Path | None, **given: Any
) -> None:
    """Say what would be built, and why; build nothing."""
    from helpers.publishing import planning
    from helpers.publishing.jobs import Selection

    _print_plan(Selection(**given), planning.workspace(data, reports, cache, notebooks))


def _print_plan(selection: "Selection", workspace: "Workspace") -> None:
    from helpers.publishing import planning

    for one in planning.plan(selection, workspace):
        verb = "build  " if one.reasons else "keep   "
        click.echo(f"{verb} {one.job.province} {one.job.language}: {'; '.join(one.reasons) or 'up to date'}")
        if one.published and one.stale:
            click.echo(f"         sections: {', '.join(one.stale)}")


@click.command(cls=Once)
@click.option("--reports", type=FOLDER, help="Look at this folder.  [default: reports/]")
def status(reports: Path | None) -> None:
    """Say what stands in the reports folder: edition, formats, how the latest build ended."""
    from helpers import paths
    from helpers.publishing.records import read_manifest

    folder = reports or paths.reports()
    entries = read_manifest(folder)
    if not entries:
        click.echo("nothing has been built here")
    for key, one in sorted(entries.items()):
        sizes = ", ".join(f"{name} {file.bytes / 1000:.0f} kB" for name, file in sorted(one.files.items()))
        good = f"edition {one.edition}, {sizes}, {one.seconds:.1f} s" if one.files else "no good files"
        click.echo(f"{one.state:<8} {key:<16} {good}" + (f"; {one.reason}" if one.reason else ""))


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
