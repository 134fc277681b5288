"""What a build would do, and why: what is asked for, what it is made of, and which of it is stale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.publishing import (
    freshness,
    inputs,
    manifest,
    notebooks,
    records,
)
from helpers.publishing.cache import DEFAULT_SIZE, Cache
from helpers.publishing.inputs import Inputs
from helpers.publishing.jobs import (
    FORMATS,
    PARAMETERS,
    SECTIONS,
    Job,
    Selection,
    jobs,
)
from helpers.publishing.manifest import Entry
from helpers.publishing.records import Parts


@dataclass(frozen=True)
class Place:
    """Where a build reads and writes, and of which sections it makes a briefing."""

    data: Path
    reports: Path
    notebooks: Path
    sections: tuple[str, ...] = SECTIONS
    limits: Mapping[str, Any] = field(default_factory=dict)
    cache: Path | None = None
    cache_size: int = DEFAULT_SIZE

    def open_cache(self) -> Cache:
        """The cache: in a folder of its own, or beside the reports."""
        return Cache(self.cache or self.reports / ".cache", self.cache_size)


@dataclass(frozen=True)
class Step:
    """One briefing of a plan, and in words why it has to be made; no reason when up to date.

    ``key`` and ``figures`` are those of the published briefing, empty where there is none.
    """

    job: Job
    reasons: tuple[str, ...]
    stale: tuple[str, ...]
    key: str
    figures: frozenset[str]
    failed: bool


@dataclass(frozen=True)
class Plan:
    """What a build would do, and what it would do it with."""

    steps: tuple[Step, ...]
    inputs: Inputs
    notebooks: Mapping[str, str]
    cut: Callable[[Cache], Inputs]

    def parts(self, job: Job) -> dict[str, Parts]:
        """What each section of a job is made of."""
        files = self.inputs.files[job.province]
        return {
            name: freshness.section_parts(job, self._hashes[name], files[name]) for name in self.notebooks
        }

    @cached_property
    def _hashes(self) -> Parts:
        return {name: freshness.notebook(text) for name, text in self.notebooks.items()}


def place(data_folder: Path | None, reports: Path | None, cache: Path | None = None, **limits: Any) -> Place:
    """The named folders, or the project's own; ``limits`` as for jobs, and ``cache_size`` in bytes."""
    size = limits.pop("cache_size", DEFAULT_SIZE)
    return Place(
        data=(data_folder or paths.data()).resolve(),
        reports=reports or paths.reports(),
        notebooks=paths.notebooks().resolve(),
        limits=limits,
        cache=cache,
        cache_size=size,
    )


def plan(selection: Selection, where: Place, cache: Cache | None = None) -> Plan:
    """What is asked for and why it has to be made. Writes nothing but the cache.

    Raises, before anything runs, DataFaults with everything that is wrong with the data, and an error with the
    nearest known names for an unknown province, language, format or notebook parameter.
    """
    selection.check()
    cache = cache or where.open_cache()
    stored = {name: notebooks.stored(where.notebooks, name) for name in where.sections}
    key = inputs.hash_of("".join(stored.values()))
    if cache.get("notebooks", key) is None:  # those that were looked at before need not be again
        notebooks.check(where.notebooks, where.sections, PARAMETERS)
    declared = {
        name: notebooks.declared(text, inputs.everything(where.data)) for name, text in stored.items()
    }
    code = freshness.common()["code of data"]
    found = inputs.read(where.data, declared, selection.as_of, code, cache)
    cache.put("notebooks", key, b"")
    chosen = jobs(selection, found.names, found.editions, where.limits)
    entries = manifest.load(where.reports)
    made = Plan((), found, stored, partial(inputs.cut, where.data, declared, selection.as_of))
    steps = (step(job, entries.get(job.key, Entry()), made, where, cache) for job in chosen)
    return replace(made, steps=tuple(steps))


def step(job: Job, entry: Entry, planned: Plan, where: Place, cache: Cache) -> Step:
    """One briefing of a plan. A format that is there already is made along with the others, so that both agree."""
    state = records.load(where.reports / job.key)
    if state:
        there = {*job.formats, *state.files}
        job = replace(job, formats=tuple(one for one in FORMATS if one in there))
    document = freshness.document_parts(job, planned.notebooks)
    kept = state.excerpts if state else ""
    explain = inputs.explainer(where.data, kept, planned.inputs, job.province, cache)
    stale = freshness.stale_sections(job, state, planned.parts(job), explain)
    why = freshness.reasons(job, state, document, stale, where.reports)
    failed = entry.state == "failed"
    told = ("the latest build failed",) * failed + tuple(why)
    figures = frozenset(state.figures if state else ())
    return Step(job, told, tuple(stale), state.key if state else "", figures, failed)
