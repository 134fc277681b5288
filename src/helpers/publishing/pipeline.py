"""What a build does, in order: plan, run what is stale, publish, tell."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic

from helpers.publishing import freshness, inputs, progress
from helpers.publishing.briefing import Result
from helpers.publishing.cache import Cache
from helpers.publishing.jobs import Job, Section, Selection
from helpers.publishing.manifest import MANIFEST
from helpers.publishing.planning import (
    Place,
    Plan,
    Step,
    plan,
)
from helpers.publishing.publish import Publisher, publishing
from helpers.publishing.records import (
    INDEXES,
    Parts,
    SectionState,
    State,
)
from helpers.publishing.runners.local import Runner

WRITTEN_LAST = (*INDEXES, MANIFEST)


@dataclass(frozen=True)
class How:
    """Whether to make also what is up to date (without the cache), only what failed, nothing more after a failure."""

    force: bool = False
    retry_failed: bool = False
    fail_fast: bool = False


def build(selection: Selection, where: Place, runner: Runner, how: How = How()) -> list[Result]:
    """Make and publish what is asked for and not up to date.

    Prints as it goes. Writes the reports folder: each briefing as soon as it is whole, then index pages and
    manifest. Raises as ``plan`` does, before the reports folder is touched.
    """
    started = monotonic()
    cache = where.open_cache()
    planned = plan(selection, where, cache)
    wanted = [one for one in planned.steps if (one.failed if how.retry_failed else one.reasons or how.force)]
    with publishing(where.reports) as publisher:
        for one in planned.steps:
            publisher.confirm(one.job, one.key, one.figures if one not in wanted else ())
        try:
            results = run(wanted, planned, runner, publisher, cache, how)
        finally:
            if publisher.changed or not all((where.reports / one).is_file() for one in WRITTEN_LAST):
                from helpers.publishing import index

                publisher.finish(index.pages(planned.inputs.names, publisher.manifest, where.reports))
    cache.prune()
    told = progress.summary(results, len(planned.steps) - len(wanted), monotonic() - started)
    print(told + progress.healed(cache.damaged), flush=True)
    return results


def run(
    wanted: Sequence[Step], planned: Plan, runner: Runner, publisher: Publisher, cache: Cache, how: How
) -> list[Result]:
    """Run the jobs and publish each as it is ready; the results are in the order of the jobs."""
    steps = {one.job.key: one for one in wanted}
    results: dict[str, Result] = {}
    with progress.progress(len(wanted)) as tell:
        made = runner(filled(wanted, planned, cache, how.force))
        for one in made:
            mine = steps[one.job.key]
            result = publisher.publish(one, keep(one, planned, cache))
            results[one.job.key] = replace(result, job=mine.job, sections={})
            tell(result)
            if result.failure and how.fail_fast:
                made.close()
                break
    return [results[key] for key in steps if key in results]


def filled(wanted: Iterable[Step], planned: Plan, cache: Cache, force: bool) -> Iterator[Job]:
    """The jobs with all that they are made of, one by one, so that only those under way are held in memory."""
    found = planned.inputs
    for one in wanted:
        texts = inputs.texts(found, one.job.province, cache)
        if texts is None:  # the cache has dropped them
            found = planned.cut(cache)
            texts = inputs.texts(found, one.job.province, cache) or {}
        files, parts = found.files[one.job.province], planned.parts(one.job)
        sections = [
            Section(
                name,
                notebook,
                {file: texts[checksum] for file, checksum in files[name].items()},
                "" if force else known(one.job, parts[name], cache),
            )
            for name, notebook in planned.notebooks.items()
        ]
        yield replace(one.job, sections=tuple(sections))


def known(job: Job, parts: Parts, cache: Cache) -> str:
    """What came of a section's inputs before; empty when it has to be run."""
    used = cache.get("phrases", freshness.first_key(parts))
    if used is None:
        return ""
    phrases = freshness.spoken(job.language, json.loads(used))
    return (cache.get("sections", freshness.section_key(parts, phrases)) or b"").decode()


def keep(result: Result, planned: Plan, cache: Cache) -> State:
    """Put what was run into the cache; the state that the result was made of."""
    job, own = result.job, {}
    for name, parts in planned.parts(job).items():
        ran = result.sections.get(name)
        first = freshness.first_key(parts)
        used = list(ran.phrases) if ran else json.loads(cache.get("phrases", first) or b"[]")
        phrases = freshness.spoken(job.language, used)
        own[name] = SectionState(parts, phrases)
        if ran:
            cache.put("phrases", first, json.dumps(used).encode())
            cache.put("sections", freshness.section_key(parts, phrases), ran.executed.encode())
    excerpts, document = planned.inputs.packs[job.province], freshness.document_parts(job, planned.notebooks)
    return State(job.edition, {}, freshness.common(), document, own, excerpts, result.figures)
