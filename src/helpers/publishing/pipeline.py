"""What a build does, in order: plan, run what is stale, publish, tell."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import monotonic

from helpers.errors import BriefingError
from helpers.publishing import freshness, progress
from helpers.publishing.briefing import Result
from helpers.publishing.cache import Cache
from helpers.publishing.jobs import Executed, Job, Section, Selection
from helpers.publishing.planning import Plan, PlannedBriefing, Workspace, plan
from helpers.publishing.publish import Publisher, publishing
from helpers.publishing.reads import Reads, union
from helpers.publishing.records import BriefingRecord, Parts
from helpers.publishing.runners.local import Runner


@dataclass(frozen=True)
class BuildOptions:
    """Whether to make also what is up to date (without the cache), only what failed, nothing more after a failure.

    ``keep`` is how many editions are kept beside what is published; 0: none is kept anew, and those there stay.
    """

    force: bool = False
    retry_failed: bool = False
    fail_fast: bool = False
    keep: int = 0

    def ask_for(self, briefing: PlannedBriefing) -> bool:
        """Whether a briefing has to be made."""
        return briefing.failed if self.retry_failed else bool(briefing.reasons) or self.force


class Unfinished(BriefingError):
    """A build whose index pages and manifest could not be written, as on a full disk; ``failures`` are its others."""

    begun = True

    def __init__(self, reports: Path, reason: str, failures: str) -> None:
        self.reports, self.reason, self.failures = reports, reason, failures
        super().__init__(reports, reason, failures)

    def __str__(self) -> str:
        told = (
            f"{self.reports}: its index pages and manifest could not be written: {self.reason}; build again"
        )
        return "\n".join(filter(None, [self.failures, told]))


class Results(list[Result]):
    """What came of the jobs, in the order of the plan; ``up_to_date`` are the jobs of what stays as it is."""

    def __init__(self, made: Iterable[Result], up_to_date: Iterable[Job]) -> None:
        super().__init__(made)
        self.up_to_date = tuple(up_to_date)


def build(
    selection: Selection, workspace: Workspace, runner: Runner, options: BuildOptions = BuildOptions()
) -> Results:
    """Make and publish what is asked for and not up to date.

    Prints as it goes. Writes the reports folder: each briefing as soon as it is whole, then index pages and
    manifest. Raises as ``plan`` does, before the reports folder is touched, and Unfinished. The results are in the
    order of the plan.
    """
    started = monotonic()
    cache = workspace.open_cache()
    planned = plan(selection, workspace, cache)
    with publishing(workspace.reports) as publisher:
        run = _Run(planned, publisher, cache, options)
        try:
            run.all(runner)
        finally:
            if run.has_begun:
                try:
                    publisher.finish(planned.inputs.units, planned.inputs.boundaries, options.keep)
                except OSError as error:
                    reason = error.strerror or type(error).__name__
                    raise Unfinished(workspace.reports, reason, progress.failures(run.results)) from None
    cache.prune()
    message = progress.summary(run.results, len(run.results.up_to_date), monotonic() - started)
    print(message + progress.healed(cache.damaged), *filter(None, [cache.refusal]), sep="\n", flush=True)
    return run.results


class _Run:
    """The jobs of a plan on their way: handed to a runner when there is room, published when they come back.

    Whether a briefing is stale is found out when the runner asks for the next job, so the first ones are under way
    while the data of the last are still being cut.
    """

    def __init__(self, planned: Plan, publisher: Publisher, cache: Cache, options: BuildOptions) -> None:
        self._plan, self._publisher, self._cache, self._options = planned, publisher, cache, options
        self._under_way: dict[str, Job] = {}
        self._results: dict[str, Result] = {}
        self._up_to_date: list[Job] = []

    @property
    def has_begun(self) -> bool:
        """Whether the runner asked for a job: one that cannot be used leaves everything as it was."""
        return bool(self._under_way or self._results or self._up_to_date)

    @property
    def results(self) -> Results:
        """What came of the jobs."""
        made = (self._results[key] for key in self._plan.keys if key in self._results)
        return Results(made, self._up_to_date)

    def all(self, runner: Runner) -> None:
        """Run and publish what is stale, each as soon as it is ready."""
        units = self._plan.inputs.units
        successors = {name: unit.successor for name, unit in units.items() if unit.successor}
        self._publisher.expect(self._plan.keys, successors)
        waiting = []
        with progress.progress(len(self._plan)) as self._report:
            with closing(runner(self._stale_jobs())) as running:
                for result in running:
                    if self._publisher.must_wait(result):
                        waiting.append(result)
                        continue
                    self._finish(result)
                    if result.failure and self._options.fail_fast:
                        break
            for result in waiting:
                self._finish(result)

    def _stale_jobs(self) -> Iterator[Job]:
        """The jobs to run with all that they are made of, one by one; the briefings that stay are confirmed."""
        for briefing in self._plan:
            key = briefing.job.key
            if self._options.ask_for(briefing):
                self._publisher.will_replace(key)
                job = filled(briefing.job, self._plan, self._cache, self._options.force)
                self._under_way[key] = replace(job, files={})
                yield job
            else:
                self._up_to_date.append(briefing.job.bare)
                self._publisher.confirm(key)
                self._report.skip()

    def _finish(self, result: Result) -> None:
        job = self._under_way.pop(result.job.key)
        result = self._publisher.publish(result, keep(job, result, self._plan, self._cache))
        self._results[job.key] = replace(result, job=job.bare, sections={})
        self._report.tell(result)


def filled(job: Job, planned: Plan, cache: Cache, force: bool) -> Job:
    """The job with all that it is made of; with ``force`` without what came of its sections before."""
    texts, given = planned.inputs.texts(job.province), planned.given_parts(job)
    sections = [
        Section(name, text, None if force else executed_before(job, given[name], planned, cache))
        for name, text in planned.notebooks(job).items()
    ]
    return replace(job, files=texts, sections=tuple(sections))


def executed_before(job: Job, given: Parts, planned: Plan, cache: Cache) -> Executed | None:
    """What came of a section when it last read what it would read now; None when it has to be run."""
    first = cache.get("reads", freshness.first_key(given), lambda kept: (_reads(kept),))
    if first is None:
        return None
    record = freshness.section_record(job, given, *first, planned.inputs.subset(job.province).files)
    return cache.get("sections", freshness.section_key(record), _executed)


def _executed(kept: bytes) -> Executed:
    notebook, _, reads = kept.decode().partition("\n")
    if not isinstance(json.loads(notebook)["cells"], list):
        raise TypeError("no notebook")
    return Executed(notebook, _reads(reads))


def keep(job: Job, result: Result, planned: Plan, cache: Cache) -> BriefingRecord:
    """Put what was run into the cache; what the result was made of.

    ``job`` is as it was given to the runner, with what was known of its sections.
    """
    subset, own = planned.inputs.subset(job.province), {}
    known = {section.name: section.executed for section in job.sections if section.executed}
    given = planned.given_parts(job)
    for name, executed in {**known, **result.sections}.items():
        record = freshness.section_record(job, given[name], executed.reads, subset.files)
        own[name] = record
        if name in result.sections:
            reads = json.dumps(asdict(executed.reads) if executed.reads else None)
            cache.put("reads", freshness.first_key(given[name]), reads.encode())
            cache.put("sections", freshness.section_key(record), f"{executed.notebook}\n{reads}".encode())
    document = freshness.document_parts(job, planned.notebooks(job))
    return BriefingRecord(
        job.edition, {}, freshness.common(), document, own, subset.key, result.figures, result.card
    )


def _reads(text: str | bytes) -> Reads | None:
    found = json.loads(text)
    return None if found is None else union([found])
