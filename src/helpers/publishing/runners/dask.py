"""The runner for a Dask cluster: the same worker function on other machines; jobs bring all that they are made of.

A Dask worker's own process has threads and may start no others that are forked from it. So each of its threads keeps
a process beside it (this module run as a program), which makes the briefings that it is sent.
"""

import asyncio
import logging
import os
import pickle
import subprocess
import sys
import threading
import warnings
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain, islice
from time import monotonic
from typing import Any, BinaryIO

from helpers.errors import BriefingError, installing
from helpers.publishing import formats, freshness, startup
from helpers.publishing.briefing import Failure, Result, make_briefing
from helpers.publishing.jobs import Job
from helpers.publishing.runners.local import Runner, most_seconds, out_of_time
from helpers.publishing.sandbox import child_process

LOCAL = "local"
_AHEAD = 2
_PATIENCE = 30.0  # seconds to wait for a scheduler, or for a worker when there is none
_LOOK = 1.0  # seconds between two looks at a cluster on which nothing is ready
_MOMENT = 0.5  # seconds that a process may take to end
_of_thread = threading.local()


class OtherPrograms(BriefingError):
    """A worker whose programs are not those of whoever asks it."""

    def __str__(self) -> str:
        return "has another version of the code or of a package; install the same requirements"


class NoCluster(BriefingError):
    """A Dask cluster that cannot be used."""

    def __init__(self, address: str, reason: str) -> None:
        self.address, self.reason = address, reason
        super().__init__(address, reason)

    def __str__(self) -> str:
        return f"cannot build on {self.address}: {self.reason}"


def runner(address: str, count: int) -> Runner:
    """The runner for a scheduler's address, or with ``local`` for so many workers of its own.

    Raises NoCluster when Dask is not installed, or the address is none.
    """
    try:
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise NoCluster(address, f"Dask is not installed; install it: {installing('dask')}") from None
    if address != LOCAL:
        try:
            get_address_host_port(address, strict=True)
        except ValueError:
            reason = f"this is no scheduler's address; write it like tcp://HOST:8786, or {LOCAL}"
            raise NoCluster(address, reason) from None
    return partial(clustered, address=address, count=count)


def clustered(jobs: Iterable[Job], address: str, count: int) -> Generator[Result, None, None]:
    """Jobs on a cluster, results as they are ready; what a dead worker was given is made by another.

    Raises NoCluster before the first job when nobody answers at the address, no worker comes, or one has other
    programs. A cluster that is lost later fails the jobs that are left.
    """
    import distributed

    # What it tells is told again here, in one line.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
    try:
        if address != LOCAL:
            asyncio.run(_shake_hands(address))
        client = _client(address, count)
    except NoCluster:
        raise
    except Exception as error:  # which may be any: nobody answers, no certificate, another protocol
        raise NoCluster(address, _why(error, address)) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise NoCluster(address, "it has no workers; start some: dask worker ADDRESS") from None
        if other := _others(client):
            raise NoCluster(address, f"its worker {other} {OtherPrograms()}")
        yield from _spread(client, iter(jobs), address)


async def _shake_hands(address: str) -> None:
    """Greet the scheduler and go: a client would wait without end for what says nothing back.

    Raises NoCluster when what listens there is no scheduler, else what a client would.
    """
    from distributed.comm.core import connect
    from distributed.security import Security

    certificates = Security().get_connection_args("client")  # type: ignore[no-untyped-call]
    try:
        async with asyncio.timeout(_PATIENCE + _MOMENT):  # whoever cannot connect says so before
            comm = await connect(address, timeout=_PATIENCE, **certificates)  # type: ignore[no-untyped-call]
            await comm.close()
    except TimeoutError:
        raise NoCluster(address, "what listens there says nothing that a scheduler would") from None
    except (OSError, TypeError, RuntimeError):
        raise
    except Exception:  # what it says cannot be read: as a length, it may be more than any memory
        raise NoCluster(address, "what answers there is no Dask scheduler") from None


def _client(address: str, count: int) -> Any:
    import distributed

    if address != LOCAL:
        return distributed.Client(address, timeout=_PATIENCE)  # type: ignore[no-untyped-call]
    # Its workers start from nothing, in the working folder, of which no module is to be imported.
    with child_process.environment({"PYTHONSAFEPATH": "1"}):
        return distributed.Client(  # type: ignore[no-untyped-call]
            n_workers=count, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL + 1
        )


def _why(error: Exception, address: str) -> str:
    """Why a cluster cannot be reached, in one line."""
    told = next(filter(None, map(str, (error.__cause__, error))), "nobody answers").splitlines()[0]
    if str(error).startswith("Timed out"):
        return str(error)
    if address.startswith("tls:"):
        detail = "none is named" if isinstance(error, TypeError) else told
        return f"the files of DASK_DISTRIBUTED__COMM__TLS__... are not those of its scheduler: {detail}"
    if isinstance(error, OSError) and error.__cause__:
        return (
            f"its scheduler closed the connection; where it has certificates, write tls://HOST:PORT: {told}"
        )
    return told


def _others(client: Any) -> str:
    """The address of a worker with other programs than ours, if there is one."""
    ours = freshness.programs(formats.FORMATS)
    found = client.run(freshness.programs, formats.FORMATS, on_error="return")
    return next((worker for worker, theirs in found.items() if theirs != ours), "")


def _spread(client: Any, coming: Iterator[Job], address: str) -> Generator[Result, None, None]:
    """As many jobs under way as the workers have threads, and some that wait."""
    under_way: dict[Any, Job] = {}
    lost = ""
    while not lost:
        for job in islice(coming, max((_threads(client) or 1) * _AHEAD - len(under_way), 0)):
            given = pickle.dumps(job), freshness.programs(formats.FORMATS), most_seconds(job)
            under_way[client.submit(make_on_worker, *given, pure=False)] = job
        if not under_way:
            return
        done, lost = _wait(client, list(under_way))
        for future in done:
            job = under_way.pop(future)
            error = future.exception()
            if error is None:
                yield future.result()
            elif isinstance(error, child_process.OutOfTime):
                yield out_of_time(job)
            else:
                message = str(error).splitlines()[0] if str(error) else ""
                yield Result(job.bare, {}, Failure("worker", type(error).__name__, message))
    for job in chain(under_way.values(), coming):
        yield Result(job.bare, {}, Failure("worker", NoCluster.__name__, str(NoCluster(address, lost))))


def _wait(client: Any, futures: list[Any]) -> tuple[Iterable[Any], str]:
    """The futures that are done, as soon as one is; or else why none will ever be."""
    import distributed

    last_seen = monotonic()
    while monotonic() - last_seen < _PATIENCE:
        try:
            found = distributed.wait(futures, timeout=_LOOK, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
            return found.done, ""
        except TimeoutError:
            if _threads(client):
                last_seen = monotonic()
        except distributed.CancelledError:
            return (), "its scheduler is gone"
    return (), "its last worker is gone, and no other one came"


def _threads(client: Any) -> int:
    """How many jobs its workers can do at once."""
    try:
        return sum(client.nthreads().values()) if client.status == "running" else 0
    except OSError:  # the scheduler has just gone
        return 0


# On a worker


def make_on_worker(job: bytes, programs: str, seconds: float) -> Result:
    """Make a briefing on this machine within so many seconds; only the same programs know how to read the pickled job.

    Raises OtherPrograms when those of this machine are others than ``programs`` (``freshness.programs``),
    child_process.Ended when the process beside this thread died, and the one after it too, OutOfTime.
    """
    if programs != freshness.programs(formats.FORMATS):
        raise OtherPrograms
    try:
        return _made(job, seconds)
    except child_process.Ended:
        return _made(job, seconds)


def _made(job: bytes, seconds: float) -> Result:
    """What this thread's process makes of a job; raises child_process.Ended when it dies, OutOfTime after so long."""
    process = _process()
    assert process.stdin and process.stdout
    until, in_time = monotonic() + seconds, threading.Timer(seconds, process.kill)
    in_time.start()
    try:
        process.stdin.write(job)
        process.stdin.flush()
        result: Result = pickle.load(process.stdout)
    except (OSError, EOFError, pickle.UnpicklingError):
        code = end_process()
        raise (child_process.OutOfTime if monotonic() >= until else child_process.Ended(code)) from None
    finally:
        in_time.cancel()
    return result


def _process() -> "subprocess.Popen[bytes]":
    """This thread's process; a new one when there is none, or it has ended."""
    process: subprocess.Popen[bytes] | None = getattr(_of_thread, "process", None)
    if process is not None and process.poll() is None:
        return process
    end_process()
    process = _of_thread.process = subprocess.Popen(
        [
            sys.executable,
            "-P",
            "-m",
            __name__,
            str(os.getpid()),
        ],  # -P: no module of the working folder is imported
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return process


def end_process() -> int | None:
    """End this thread's process, if it has one; its exit code, negative for a signal."""
    process: subprocess.Popen[bytes] | None = _of_thread.__dict__.pop("process", None)
    if process is None:
        return None
    with suppress(subprocess.TimeoutExpired):
        process.wait(_MOMENT)  # for its own exit code
    process.kill()
    with suppress(OSError):  # what was left to be written has nobody to read it
        process.communicate()
    return process.returncode


def serve(jobs: BinaryIO, results: BinaryIO) -> None:
    """Make briefings until nobody asks any more."""
    while True:
        try:
            job = pickle.load(jobs)
        except EOFError:
            return
        child_process.will_write(one.name for one in job.formats)
        pickle.dump(make_briefing(job), results)
        results.flush()


def main(worker: int) -> None:
    """The process: jobs come by standard input and results go by standard output, which nobody else may print to.

    It ends with the worker's process.
    """
    child_process.watch_parent(worker)
    startup.keep_temporary_files_together()
    startup.skip_address_grammar()
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    serve(sys.stdin.buffer, results)


if __name__ == "__main__":
    main(int(sys.argv[1]))
