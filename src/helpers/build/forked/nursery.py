"""The warm process that others are forked from: it has the stack in memory, one thread, and runs nothing itself."""

import multiprocessing
import os
import sys
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_WARM = "helpers.build.forked.warm"


def possible() -> bool:
    """Whether processes can be forked so here."""
    return sys.platform.startswith("linux")


def context() -> ForkServerContext:
    """Where new processes come from; starts the warm process when there is none yet."""
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([_WARM])
    before = os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = (
        "0"  # read when the warm process starts: the same order of sets in every build
    )
    try:
        forkserver.ensure_running()
    finally:
        if before is None:
            del os.environ["PYTHONHASHSEED"]
        else:
            os.environ["PYTHONHASHSEED"] = before
    return found
