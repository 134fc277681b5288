"""On a Dask worker: a process beside it that makes briefings, since a worker's own may start no others.

``make`` is called by the worker, once for each job; the process (this module run as a program) serves one of the
worker's threads for as long as that lives, so that the stack is imported once.
"""

import os
import pickle
import subprocess
import sys
import threading
from contextlib import suppress
from typing import BinaryIO

from helpers.publishing import freshness
from helpers.publishing.briefing import Failure, Result, make_briefing
from helpers.publishing.inputs import hash_of
from helpers.publishing.jobs import Job

_threads = threading.local()


def make(job: Job, programs: str) -> Result:
    """Make a briefing on this machine, whose programs must be those of whoever asks."""
    if programs != ours():
        told = "this worker has another version of the code or of a package; install the same requirements"
        return Result(job, {}, Failure("worker", "OtherPrograms", told))
    station = _station()
    assert station.stdin and station.stdout
    try:
        pickle.dump(job, station.stdin)
        station.stdin.flush()
        result: Result = pickle.load(station.stdout)
    except (OSError, EOFError, pickle.UnpicklingError):
        end()
        return Result(job, {}, Failure("worker", "DeadProcess", "the process ended, perhaps for memory"))
    return result


def _station() -> "subprocess.Popen[bytes]":
    """This thread's process; a new one when there is none, or it has ended."""
    found: subprocess.Popen[bytes] | None = getattr(_threads, "station", None)
    if found is not None and found.poll() is None:
        return found
    end()
    found = _threads.station = subprocess.Popen(
        [sys.executable, "-m", "helpers.publishing.runners.station"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return found


def end() -> None:
    """End this thread's process, if it has one."""
    station: subprocess.Popen[bytes] | None = _threads.__dict__.pop("station", None)
    if station is not None:
        station.kill()
        with suppress(OSError):  # what was left to be written has nobody to read it
            station.communicate()


def ours() -> str:
    """The hash of all programs that shape a briefing."""
    return hash_of(repr((freshness.common(), freshness.converting())))


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
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin.buffer, results)


if __name__ == "__main__":
    main()
