"""How a build tells of itself: a bar on a terminal, one plain line per briefing everywhere, failures last."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from helpers.publishing.briefing import Failure, Result
from helpers.publishing.jobs import Job

_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Progress:
    """Tells of each briefing as it is ready: one plain line."""

    def tell(self, result: Result) -> None:
        """A briefing was made, or failed."""
        print(line(result), flush=True)

    def skip(self) -> None:
        """A briefing is up to date."""


class _Bar(Progress):
    """The same above a bar."""

    def __init__(self, bar: Any, task: Any) -> None:
        self._bar, self._task = bar, task

    def tell(self, result: Result) -> None:
        self._bar.console.print(line(result), markup=False, soft_wrap=True)
        self.skip()

    def skip(self) -> None:
        self._bar.advance(self._task)


@contextmanager
def progress(count: int) -> Iterator[Progress]:
    """Tells of each finished briefing; on a terminal, a bar shows how many are left."""
    if not sys.stdout.isatty():
        yield Progress()
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("building"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=Console(highlight=False), transient=True) as bar:
        yield _Bar(bar, bar.add_task("building", total=count))


def line(result: Result) -> str:
    """One finished briefing: ``built   lao-cai vi  html 182 kB, pdf 140 kB  (5.1 s)``."""
    job = result.job
    name = f"{job.province} {job.language}"
    took = f"({result.seconds:.1f} s{result.remark and f'; {result.remark}'})"
    if result.failure:
        return f"failed  {name}  {took}"
    sizes = ", ".join(f"{format_} {len(content) / 1000:.0f} kB" for format_, content in result.files.items())
    return f"built   {name}  {sizes}  {took}"


def summary(results: Sequence[Result], fresh: int, seconds: float) -> str:
    """How it went: ``14 briefings: 12 built, 1 up to date, 1 failed (61.2 s)``."""
    failed = sum(1 for result in results if result.failure)
    total = len(results) + fresh
    said = [f"{len(results) - failed} built", f"{fresh} up to date", f"{failed} failed"]
    return f"{total} briefing{'s' * (total != 1)}: {', '.join(said)} ({seconds:.1f} s)"


def healed(damaged: int) -> str:
    """What is said of damaged entries of the cache; nothing when there were none."""
    if not damaged:
        return ""
    return f"\nthe cache had {damaged} damaged entr{'y' if damaged == 1 else 'ies'}, made anew"


def failures(results: Sequence[Result]) -> str:
    """Every failed briefing with its section, cell, the cell's first lines and the error; alike ones together."""
    alike: dict[Failure, list[str]] = {}
    for result in results:
        if result.failure:
            alike.setdefault(result.failure, []).append(f"{result.job.province} {result.job.language}")
    lines = []
    for failure, briefings in alike.items():
        lines.append(f"{', '.join(briefings)}: {failure}")
        lines += [f"    {source}" for source in failure.source.splitlines()]
    return "\n".join(lines)


def write_junit(results: Sequence[Result], up_to_date: Sequence[Job], file: Path) -> None:
    """The results as JUnit XML, a test case per briefing, for systems that read such files; raises OSError.

    What is up to date has passed. Characters that XML cannot hold become U+FFFD.
    """
    suite = ElementTree.Element(
        "testsuite",
        name="briefings",
        tests=str(len(results) + len(up_to_date)),
        failures=str(sum(1 for one in results if one.failure)),
        errors="0",
    )
    for one in results:
        case = _case(suite, one.job, one.seconds)
        if why := one.failure:
            about = {"type": _xml(why.error), "message": _xml(str(why))}
            ElementTree.SubElement(case, "failure", about).text = _xml(why.source)
    for job in up_to_date:
        _case(suite, job, 0.0)
    ElementTree.ElementTree(suite).write(file, encoding="utf-8", xml_declaration=True)


def _case(suite: ElementTree.Element, job: Job, seconds: float) -> ElementTree.Element:
    about = {"classname": job.language, "name": job.province, "time": f"{seconds:.1f}"}
    return ElementTree.SubElement(suite, "testcase", about)


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
