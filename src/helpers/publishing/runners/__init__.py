"""Who makes the jobs: processes of this machine, or the workers of a Dask cluster."""

import os


def cores() -> int:
    """The cores that this process may use: as many processes are worth starting side by side."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
