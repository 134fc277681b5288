"""What a command takes of the machine."""

import os
import subprocess
import sys
from pathlib import Path

# Peak memory is asked of the kernel at the end: that of a child counts what its parent had when it began.
WATCHED = """
import atexit, sys
from pathlib import Path
from helpers.cli.main import main
status = Path("/proc/self/status")
atexit.register(lambda: print(next(line for line in status.read_text().splitlines() if "VmHWM" in line)))
main()
"""


def measured(*arguments: str | Path, data: Path, what: str = "import") -> tuple[int, str, float, int]:
    """Exit code, standard error, CPU seconds and peak memory in MB of an import, or of ``what``."""
    command = [sys.executable, "-c", WATCHED, what, *map(str, arguments), "--data", str(data)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        told, said = process.stdout.read(), process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    peak = int(told.splitlines()[-1].split()[1]) // 1024
    return process.returncode, said, usage.ru_utime + usage.ru_stime, peak
