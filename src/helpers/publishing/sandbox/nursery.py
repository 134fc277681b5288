"""The warm process that others are forked from: it has the stack in memory, one thread, and runs nothing itself."""

import multiprocessing
import os
import sys
from multiprocessing import forkserver
from multiprocessing.context import ForkContext, ForkServerContext

_WARM = "helpers.publishing.sandbox.preload"


def possible() -> bool:
    """Whether processes can be forked so here."""
    return sys.platform.startswith("linux")


def context() -> ForkServerContext | ForkContext:
    """Where new processes come from: this one, if it is itself a fork of the warm process and has one thread still.

    Else the warm process, which is started when there is none yet.
    """
    if _WARM in sys.modules and len(os.listdir("/proc/self/task")) == 1:
        return multiprocessing.get_context("fork")
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
