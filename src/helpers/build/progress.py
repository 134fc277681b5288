"""How a build tells of itself: a bar on a terminal, one plain line per briefing everywhere, failures last."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from helpers.build.worker import Result


class Teller(Protocol):
    """Told of each result as it is ready."""

    def __call__(self, result: Result) -> None:
        """Tell of one result."""


@contextmanager
def progress(count: int) -> Iterator[Teller]:
    """Tells of each finished briefing; on a terminal, a bar shows how many are left."""
    if not sys.stdout.isatty():
        yield lambda result: print(line(result), flush=True)
        return
    columns = (
        TextColumn("building"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(highlight=False), transient=True) as bar:
        task = bar.add_task("building", total=count)

        def tell(result: Result) -> None:
            bar.console.print(line(result), markup=False, soft_wrap=True)
            bar.advance(task)

        yield tell


def line(result: Result) -> str:
    """One finished briefing: ``built   lao-cai vi  html 182 kB, pdf 140 kB  (5.1 s)``."""
    job = result.job
    name = f"{job.province} {job.language}"
    if result.failure:
        return f"failed  {name}  ({result.seconds:.1f} s)"
    sizes = ", ".join(f"{format_} {len(content) / 1000:.0f} kB" for format_, content in result.files.items())
    return f"built   {name}  {sizes}  ({result.seconds:.1f} s)"


def summary(results: Sequence[Result], fresh: int, seconds: float) -> str:
    """How it went: ``14 briefings: 12 built, 1 up to date, 1 failed (61.2 s)``."""
    failed = sum(1 for result in results if result.failure)
    total = len(results) + fresh
    said = [f"{len(results) - failed} built", f"{fresh} up to date", f"{failed} failed"]
    return f"{total} briefing{'s' * (total != 1)}: {', '.join(said)} ({seconds:.1f} s)"


def failures(results: Sequence[Result]) -> str:
    """Every failed briefing with its section, cell, the cell's first lines and the error."""
    told = []
    for result in results:
        if result.failure:
            told.append(f"{result.job.province} {result.job.language}: {result.failure}")
            told += [f"    {source}" for source in result.failure.source.splitlines()]
    return "\n".join(told)
