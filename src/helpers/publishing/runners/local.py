"""Many jobs side by side on this machine, each in a process of its own; results come as they are ready."""

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing.connection import wait
from time import monotonic

from helpers.publishing.briefing import Failure, Result, make_briefing
from helpers.publishing.jobs import Job
from helpers.publishing.sandbox import child_process
from helpers.publishing.sandbox.child_process import KILLED, PATIENCE, Child, Ended, OutOfTime

Worker = Callable[[Job], Result]
Runner = Callable[[Iterable[Job]], Generator[Result, None, None]]

_GRACE = 10.0  # seconds: a job's own time-outs come first


def runner(count: int, worker: Worker = make_briefing) -> Runner:
    """The runner for so many processes."""
    return partial(processes, worker=worker, count=count)


def processes(
    jobs: Iterable[Job], worker: Worker = make_briefing, count: int = 2
) -> Generator[Result, None, None]:
    """Jobs side by side, so many at once. One whose process died is made once more in the end, alone.

    So is one of which the process of a section, or of its documents, was killed. What killed it, such as a full
    memory or somebody's signal, may have been none of its doing.
    """
    if os.name != "posix":
        yield from map(worker, jobs)
        return
    died: list[tuple[Job, str]] = []
    with closing(_side_by_side(jobs, worker, count)) as all_:
        for job, came in all_:
            if isinstance(came, Ended):
                died.append((job, str(came)))
            elif came.failure and came.failure.error == KILLED:
                died.append((job, came.failure.message))
            else:
                yield came
    for job, why in died:
        for _, came in _side_by_side([job], worker, 1):
            if isinstance(came, Ended):
                yield Result(job.bare, {}, Failure("worker", came.name, str(came)))
            else:
                yield came if came.failure else replace(came, remark=f"again, as {why}")


def _side_by_side(
    jobs: Iterable[Job], worker: Worker, count: int
) -> Generator[tuple[Job, Result | Ended], None, None]:
    """Each job with its result, or with how its process ended without one.

    As many jobs wait as are under way, so that no process does.
    """
    coming, ready = iter(jobs), deque[Job]()
    under_way: dict[Child, Job] = {}

    def begin() -> Iterator[tuple[Job, Ended]]:
        while ready and len(under_way) < count:
            job = ready.popleft()
            child_process.will_write(one.name for one in job.formats)
            try:
                under_way[Child(partial(_make, worker, job), monotonic() + most_seconds(job))] = job
            except Ended as error:
                yield job, error

    try:
        while True:
            for job in islice(coming, 2 * count - len(ready) - len(under_way)):
                ready.append(job)
                yield from begin()
            yield from begin()
            if not under_way:
                return
            for child, came in _what_came(under_way):
                child.close()
                yield under_way.pop(child), came
    finally:  # all are done, or nobody wants the rest
        for child in under_way:
            child.close()


def _what_came(under_way: Mapping[Child, Job]) -> Iterator[tuple[Child, Result | Ended]]:
    """Waits until a process says something, or for a while; then what came of those that are done."""
    if not wait([one for child in under_way for one in child.waits_for], PATIENCE):
        for child in under_way:  # whoever wants a pause stops the command
            child.go_on()
    for child, job in list(under_way.items()):
        try:
            for _done, result in child.events():
                yield child, result
        except Ended as error:
            yield child, error
        except OutOfTime:
            yield child, out_of_time(job)


def _make(worker: Worker, job: Job, _send: Callable[..., None]) -> Result:
    """In the process. What kernels and compilers print is dropped: failures are told by results."""
    return worker(job)


def out_of_time(job: Job) -> Result:
    """What came of a job that took longer than it may."""
    message = f"the briefing took longer than {most_seconds(job):g} s"
    return Result(job.bare, {}, Failure("worker", "Timeout", message))


def most_seconds(job: Job) -> float:
    """How long a job may take: each of its sections, and its documents, are ended in their own time."""
    return job.timeout * (len(job.sections) + 1) + _GRACE
