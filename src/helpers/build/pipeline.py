"""What a build does, in order: check the data, choose, see what is stale, run, publish, tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from helpers import data, paths
from helpers.build import freshness, index, progress, sections
from helpers.build.jobs import SECTIONS, Job, Selection, jobs, province_names
from helpers.build.manifest import Entry, Manifest, Parts, load
from helpers.build.publish import Publisher, publishing
from helpers.build.runners import Runner
from helpers.build.worker import Result


@dataclass(frozen=True)
class Step:
    """One briefing of a plan, what it is made of, and in words why it has to be made; no reason when up to date."""

    job: Job
    parts: Parts
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What a build would do, and the names of all provinces there are, chosen or not."""

    steps: tuple[Step, ...]
    names: dict[str, dict[str, str]]


@dataclass(frozen=True)
class Place:
    """Where a build reads and writes, and of which sections it makes a briefing."""

    data: Path
    reports: Path
    notebooks: Path
    sections: tuple[str, ...] = SECTIONS
    limits: Mapping[str, Any] = field(default_factory=dict)


def place(data_folder: Path | None, reports: Path | None, **limits: Any) -> Place:
    """The named folders, or the project's own; ``limits`` as for jobs."""
    return Place(
        data=(data_folder or paths.data()).resolve(),
        reports=reports or paths.reports(),
        notebooks=paths.notebooks().resolve(),
        limits=limits,
    )


def plan(selection: Selection, where: Place) -> Plan:
    """What is asked for and why it has to be made. Reads only.

    Raises, before anything runs, DataFaults with everything that is wrong with the data, and an error with the
    nearest known names for an unknown province, language, format or notebook parameter.
    """
    selection.check()
    data.ensure(where.data)
    dataset = data.load(as_of=selection.as_of, folder=where.data)
    chosen = jobs(selection, dataset, str(where.notebooks), where.sections, where.limits)
    sections.check(where.notebooks, where.sections, chosen[0].parameters)
    manifest = load(where.reports)
    shared = freshness.common(where.data, where.notebooks, where.sections)
    steps = (step(job, shared, manifest, where.reports) for job in chosen)
    return Plan(tuple(steps), province_names(dataset))


def step(job: Job, shared: Parts, manifest: Manifest, reports: Path) -> Step:
    """One briefing of a plan."""
    parts = freshness.parts(job, shared)
    return Step(job, parts, tuple(freshness.reasons(job, manifest.get(job.key, Entry()), parts, reports)))


def build(selection: Selection, where: Place, runner: Runner, force: bool = False) -> list[Result]:
    """Make and publish what is asked for and not up to date; with ``force`` also what is.

    Prints as it goes. Writes the reports folder: each briefing as soon as it is whole, then index pages and
    manifest. Raises as ``plan`` does, before the reports folder is touched.
    """
    started = monotonic()
    planned = plan(selection, where)
    stale = [step for step in planned.steps if step.reasons or force]
    with publishing(where.reports) as publisher:
        try:
            results = run(stale, runner, publisher)
        finally:
            publisher.write(index.pages(planned.names, publisher.manifest, where.reports))
    print(progress.summary(results, len(planned.steps) - len(stale), monotonic() - started), flush=True)
    return results


def run(stale: Sequence[Step], runner: Runner, publisher: Publisher) -> list[Result]:
    """Run the jobs and publish each as it is ready; the results are in the order of the jobs."""
    parts = {step.job: step.parts for step in stale}
    results = {}
    with progress.progress(len(stale)) as tell:
        for made in runner(list(parts)):
            result = publisher.publish(made, parts[made.job])
            results[result.job] = result
            tell(result)
    return [results[job] for job in parts]
