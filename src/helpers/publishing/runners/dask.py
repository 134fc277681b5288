"""The runner for a Dask cluster: the same worker function on other machines; jobs bring all that they are made of.

A Dask worker's own process has threads and may start no others that are forked from it. So each of its threads keeps
a process beside it (this module run as a program), which makes the briefings that it is sent.
"""

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable
from contextlib import suppress
from functools import partial
from itertools import islice
from typing import Any, BinaryIO

from helpers.errors import BriefingError
from helpers.publishing import freshness
from helpers.publishing.briefing import Failure, Result, make_briefing
from helpers.publishing.jobs import Job
from helpers.publishing.runners.local import Runner
from helpers.publishing.startup import skip_address_grammar

LOCAL = "local"
_AHEAD = 2
_PATIENCE = "30s"
_of_thread = threading.local()


class NoCluster(BriefingError):
    """A Dask cluster that cannot be used."""

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(address, reason)

    def __str__(self) -> str:
        return f"cannot build on {self.address}: {self.reason}"


def runner(address: str, count: int) -> Runner:
    """The runner for a scheduler's address, or with ``local`` for so many workers of its own.

    Raises NoCluster when Dask is not installed.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        hint = 'Dask is not installed; install it: pip install "province-briefings[dask]"'
        raise NoCluster(address, hint) from None
    return partial(clustered, address=address, count=count)


def clustered(jobs: Iterable[Job], address: str, count: int) -> Generator[Result, None, None]:
    """Jobs on a cluster, results as they are ready; what a dead worker was given is made by another.

    Raises NoCluster when nobody answers at the address, or no worker comes.
    """
    import distributed

    try:
        with _client(address, count) as client:
            try:
                client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError:
                raise NoCluster(address, "it has no workers; start some: dask worker ADDRESS") from None
            yield from _spread(distributed, client, jobs)
    except (OSError, TimeoutError) as error:
        raise NoCluster(address, str(error) or "nobody answers") from None


def _client(address: str, count: int) -> Any:
    import distributed

    if address != LOCAL:
        return distributed.Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
    return distributed.Client(  # type: ignore[no-untyped-call]
        n_workers=count, threads_per_worker=1, dashboard_address=None
    )


def _spread(distributed: Any, client: Any, jobs: Iterable[Job]) -> Generator[Result, None, None]:
    """As many jobs under way as the workers have threads, and some that wait."""
    coming = iter(jobs)
    under_way: dict[Any, Job] = {}
    while True:
        threads = sum(client.nthreads().values()) or 1
        for job in islice(coming, max(threads * _AHEAD - len(under_way), 0)):
            programs = freshness.programs(job.formats)
            under_way[client.submit(make_on_worker, job, programs, pure=False)] = job
        if not under_way:
            return
        for future in distributed.wait(list(under_way), return_when="FIRST_COMPLETED").done:
            job = under_way.pop(future)
            error = future.exception()
            if error is None:
                yield future.result()
            else:
                message = str(error).splitlines()[0] if str(error) else ""
                yield Result(job.bare, {}, Failure("worker", type(error).__name__, message))


# On a worker


def make_on_worker(job: Job, programs: str) -> Result:
    """Make a briefing on this machine, whose programs must be those of whoever asks (``freshness.programs``)."""
    if programs != freshness.programs(job.formats):
        message = "this worker has another version of the code or of a package; install the same requirements"
        return Result(job.bare, {}, Failure("worker", "OtherPrograms", message))
    process = _process()
    assert process.stdin and process.stdout
    try:
        pickle.dump(job, process.stdin)
        process.stdin.flush()
        result: Result = pickle.load(process.stdout)
    except (OSError, EOFError, pickle.UnpicklingError):
        end_process()
        return Result(job.bare, {}, Failure("worker", "DeadProcess", "the process ended, perhaps for memory"))
    return result


def _process() -> "subprocess.Popen[bytes]":
    """This thread's process; a new one when there is none, or it has ended."""
    process: subprocess.Popen[bytes] | None = getattr(_of_thread, "process", None)
    if process is not None and process.poll() is None:
        return process
    end_process()
    process = _of_thread.process = subprocess.Popen(
        [sys.executable, "-P", "-m", __name__],  # -P: no module of the working folder is imported
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return process


def end_process() -> None:
    """End this thread's process, if it has one."""
    process: subprocess.Popen[bytes] | None = _of_thread.__dict__.pop("process", None)
    if process is not None:
        process.kill()
        with suppress(OSError):  # what was left to be written has nobody to read it
            process.communicate()


def serve(jobs: BinaryIO, results: BinaryIO) -> None:
    """Make briefings until nobody asks any more."""
    while True:
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        pickle.dump(make_briefing(job), results)
        results.flush()


def main() -> None:
    """The process: jobs come by standard input and results go by standard output, which nobody else may print to."""
    skip_address_grammar()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin.buffer, results)


if __name__ == "__main__":
    main()
