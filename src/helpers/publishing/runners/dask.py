"""The runner for a Dask cluster: the same worker function, elsewhere; jobs bring all that they are made of."""

from collections.abc import Generator, Iterable
from functools import partial
from itertools import islice
from typing import Any

from helpers.errors import BriefingError
from helpers.publishing.briefing import Failure, Result
from helpers.publishing.jobs import Job
from helpers.publishing.runners import station
from helpers.publishing.runners.local import Runner

LOCAL = "local"
_AHEAD = 2
_PATIENCE = "30s"


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
    coming, programs = iter(jobs), station.ours()
    under_way: dict[Any, Job] = {}
    while True:
        threads = sum(client.nthreads().values()) or 1
        for job in islice(coming, max(threads * _AHEAD - len(under_way), 0)):
            under_way[client.submit(station.make, job, programs, pure=False)] = job
        if not under_way:
            return
        for future in distributed.wait(list(under_way), return_when="FIRST_COMPLETED").done:
            job = under_way.pop(future)
            error = future.exception()
            if error is None:
                yield future.result()
            else:
                told = str(error).splitlines()[0] if str(error) else ""
                yield Result(job, {}, Failure("worker", type(error).__name__, told))
