"""Run a command and add what it says to a log: ``python -m helpers.cli.logged LOG COMMAND ...``.

For Windows' Task Scheduler, which keeps nothing of what a program prints and starts no shell that could.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

_LARGEST = 1_000_000


def run(log: Path, command: Sequence[str]) -> int:
    """The command's exit code. A log beyond a megabyte first becomes ``.1``, over an older one."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.is_file() and log.stat().st_size >= _LARGEST:
        log.replace(log.with_name(f"{log.name}.1"))
    with log.open("ab") as file:
        file.write(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}\n".encode())
        file.flush()
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
