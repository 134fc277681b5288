"""Many jobs, one after the other or side by side, through the same worker; results come as they are ready."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import chain, islice

from helpers.publishing.briefing import Failure, Result, make_briefing
from helpers.publishing.jobs import Job
from helpers.publishing.sandbox import child_process

Worker = Callable[[Job], Result]
Runner = Callable[[Iterable[Job]], Generator[Result, None, None]]

_GRACE = 10.0
_AHEAD = 2  # jobs that wait for each process: it never idles, and few are in memory at once
_MOST_JOBS = 100  # then a process makes room for a new one: what caches hold in it stays bounded
_stopping = False


def runner(count: int, worker: Worker = make_briefing) -> Runner:
    """The runner for so many processes."""
    return partial(processes, worker=worker, count=count)


def processes(
    jobs: Iterable[Job], worker: Worker = make_briefing, count: int = 2
) -> Generator[Result, None, None]:
    """Jobs side by side in new processes. A process that dies costs only the job that killed it.

    The pool cannot tell whose fault a dead process was, so the jobs that were lost with it run again, each alone.
    """
    waiting = iter(jobs)
    while lost := (yield from _pool(waiting, worker, count)):
        for job in lost:
            if (yield from _pool(iter([job]), worker, 1)):
                yield Result(
                    job, {}, Failure("worker", "DeadProcess", "the process ended, perhaps for memory")
                )


def _pool(jobs: Iterator[Job], worker: Worker, count: int) -> Generator[Result, None, list[Job]]:
    """Yields results until all jobs are done, or a process dies: returns the jobs that were lost with it."""
    first = next(jobs, None)
    if first is None:
        return []
    pool = ProcessPoolExecutor(
        count,
        child_process.context() if child_process.can_fork() else multiprocessing.get_context("spawn"),
        initializer=_prepare,
        initargs=(dict(os.environ), os.getcwd()),
        max_tasks_per_child=_MOST_JOBS,
    )
    lost: list[Job] = []
    under_way: dict[Future[Result], Job] = {}
    try:
        coming = chain([first], jobs)
        while True:
            room = 0 if lost else count * _AHEAD - len(under_way)
            for job in islice(coming, room):
                try:
                    under_way[pool.submit(_work, worker, job)] = job
                except BrokenProcessPool:
                    lost.append(job)
                    break
            if not under_way:
                break
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                job = under_way.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append(job)
                else:
                    yield future.result()
    except BaseException:  # Ctrl-C, or nobody wants the rest
        _stop(pool)
        raise
    pool.shutdown()
    return lost


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the pool's processes now, giving each the time to end its kernel."""
    children = multiprocessing.active_children()
    for child in children:
        child.terminate()
    pool.shutdown(wait=False, cancel_futures=True)
    for child in children:
        child.join(_GRACE)
        if child.is_alive():
            child.kill()


def _prepare(environment: Mapping[str, str], folder: str) -> None:
    """In a new process: Ctrl-C is the parent's to handle; its SIGTERM lets a running notebook be cleaned up.

    The fork server may have started with an older environment than the parent has now. Failures are told by results,
    so what kernels and compilers print on stderr is dropped.
    """
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)


def _end(*_: object) -> None:
    global _stopping
    _stopping = True
    sys.exit(1)


def _work(worker: Worker, job: Job) -> Result:
    if _stopping:  # the pool had one more job in its queue
        sys.exit(1)
    return worker(job)
