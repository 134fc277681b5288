"""What a build would do, and why: what is asked for, what it is made of, and which of it is stale."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.data.areas import Kind
from helpers.publishing import formats, freshness, inputs, jobs, notebooks, records
from helpers.publishing.cache import DEFAULT_SIZE, Cache, read_secret
from helpers.publishing.inputs import Inputs, hash_of
from helpers.publishing.jobs import PARAMETERS, SECTIONS, Job, Selection, spellings
from helpers.publishing.records import Entry, Parts


@dataclass(frozen=True)
class Workspace:
    """The folders that a build reads and writes, the sections of each kind of briefing, and its limits.

    ``limits`` are the fields of a job that say how it is run: timeout, memory, engine.
    """

    data: Path
    reports: Path
    notebooks: Path
    sections: Mapping[Kind, tuple[str, ...]] = field(default_factory=lambda: SECTIONS)
    limits: Mapping[str, Any] = field(default_factory=dict)
    cache: Path | None = None
    cache_size: int = DEFAULT_SIZE
    cache_secret: bytes = b""

    def open_cache(self) -> Cache:
        """The cache: in a folder of its own, or beside the reports."""
        return Cache(self.cache or self.reports / ".cache", self.cache_size, self.cache_secret)


@dataclass(frozen=True)
class PlannedBriefing:
    """One briefing, and in words why it has to be made; no reason when up to date.

    ``stale`` are the sections with other inputs than the published briefing's, ``published`` whether there is one.
    """

    job: Job
    reasons: tuple[str, ...]
    stale: tuple[str, ...]
    published: bool
    failed: bool


class Plan:
    """The briefings that are asked for, and what they are made of.

    Iterating yields one after the other, in order, and cuts a province's data when it comes to it.
    """

    def __init__(self, selection: Selection, workspace: Workspace, cache: Cache, checked: bool) -> None:
        """Raises as ``plan`` does."""
        self.workspace, self._cache, self._selection = workspace, cache, selection
        names = jobs.sections(workspace.sections)
        self._notebooks = {name: notebooks.stored(workspace.notebooks, name) for name in names}
        key = hash_of("".join(self._notebooks.values()))
        if checked and cache.get("notebooks", key, bytes) is None:  # those looked at before need not be again
            notebooks.check(workspace.notebooks, names, PARAMETERS)
        code = freshness.common()["code of data"]
        self.inputs = Inputs(workspace.data, selection.as_of, code, cache, checked)
        if checked:
            cache.put("notebooks", key, b"")  # not before: with wrong data the reports folder is not touched
        self._hashes = {name: freshness.notebook(text) for name, text in self._notebooks.items()}
        merged = {name: slug for slug, unit in self.inputs.units.items() for name in unit.merged}
        self._briefings = selection.briefings(self.names, merged, self.inputs.later)
        self._entries = records.read_manifest(workspace.reports)

    @property
    def names(self) -> dict[str, Mapping[str, str]]:
        """What people may type for each area that briefings are made of, beside its name in addresses."""
        return {slug: spellings(unit.kind, unit.names) for slug, unit in self.inputs.units.items()}

    @property
    def keys(self) -> list[str]:
        """The briefings by key, ``vi/lao-cai``."""
        return [f"{language}/{province}" for language, province in self._briefings]

    def __len__(self) -> int:
        return len(self._briefings)

    def __iter__(self) -> Iterator[PlannedBriefing]:
        for job in self.jobs():
            yield self._planned(job, self._entries.get(job.key, Entry()))

    def jobs(self) -> Iterator[Job]:
        """What is asked for, whether it is stale or not."""
        chosen = formats.choose(self._selection.formats)
        for language, province in self._briefings:
            units = self.inputs.units
            unit, after = units[province], units[province].successor
            yield Job(
                *(language, province, unit.names[language], unit.edition, chosen),
                latest_source=self.inputs.subset(province).latest_source,
                successor=(after, units[after].names[language]) if after else None,
                kind=unit.kind,
                base_url=self._selection.base_url,
                reference_doc=self._selection.reference_doc,
                **self.workspace.limits,
            )

    def notebooks(self, job: Job) -> dict[str, str]:
        """The notebook of each section of a job, as text."""
        return {name: self._notebooks[name] for name in self.workspace.sections[job.kind]}

    def given_parts(self, job: Job) -> dict[str, Parts]:
        """What each section of a job is run with, apart from what it reads."""
        return {name: freshness.given_parts(job, self._hashes[name]) for name in self.notebooks(job)}

    def _planned(self, job: Job, entry: Entry) -> PlannedBriefing:
        """Compare with what is published. A format that is there is made along with the others, so that all agree."""
        record = records.read_record(self.workspace.reports / job.key)
        published = tuple(one for one in formats.installed() if record and one.file in record.files)
        job = replace(job, formats=tuple(one for one in formats.FORMATS if one in (*job.formats, *published)))
        subset = self.inputs.subset(job.province)
        explain = inputs.explainer(record.subset if record else "", self.inputs, job.province, self._cache)
        stale = freshness.stale_sections(job, record, self.given_parts(job), subset.files, explain)
        document = freshness.document_parts(replace(job, formats=published), self.notebooks(job))
        why = freshness.reasons(job, record, document, stale, self.workspace.reports)
        failed = entry.state == "failed"
        reasons = ("the latest build failed",) * failed + tuple(why)
        return PlannedBriefing(job, reasons, tuple(stale), record is not None, failed)


def workspace(
    data: Path | None,
    reports: Path | None,
    cache: Path | None = None,
    notebooks: Path | None = None,
    cache_key: Path | None = None,
    **limits: Any,
) -> Workspace:
    """The named folders, or the project's own; ``limits`` as for jobs, and ``cache_size`` in bytes.

    Raises cache.BadCacheKey.
    """
    size = limits.pop("cache_size", DEFAULT_SIZE)
    return Workspace(
        data=(data or paths.data()).resolve(),
        reports=reports or paths.reports(),
        notebooks=(notebooks or paths.notebooks()).resolve(),
        limits=limits,
        cache=cache,
        cache_size=size,
        cache_secret=read_secret(cache_key) if cache_key else b"",
    )


def plan(
    selection: Selection, workspace: Workspace, cache: Cache | None = None, *, checked: bool = True
) -> Plan:
    """What is asked for and why it has to be made. Writes nothing but the cache.

    Not ``checked``, dataset and notebooks are taken as they are: for a draft, which nobody publishes.

    Raises, before anything runs, DataFaults with everything that is wrong with the data, and an error with the
    nearest known names for an unknown province, language, format or notebook parameter.
    """
    selection.check()
    formats.ensure_named()
    return Plan(selection, workspace, cache or workspace.open_cache(), checked)
