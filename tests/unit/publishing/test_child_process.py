"""The fork server knows the script of its command, so that no process has to import it anew."""

import subprocess
import sys
from pathlib import Path

import pytest

_LOOK = """
import os, sys
from multiprocessing import current_process, spawn
from helpers.publishing.sandbox import child_process
os.environ[child_process._MAIN] = sys.argv[1]
child_process.import_main()
assert child_process._MAIN not in os.environ and not hasattr(current_process(), "_inheriting")
spawn.prepare({"init_main_from_path": sys.argv[1]})  # what each process does
"""


@pytest.mark.parametrize("then, times", [("", 1), ("raise ValueError", 2)])
def test_a_script_is_imported_once_and_one_that_fails_is_left_to_each_process(
    tmp_path: Path, then: str, times: int
) -> None:
    script, log = tmp_path / "command.py", tmp_path / "log"
    script.write_text(f"open({str(log)!r}, 'a').write(__name__ + ' ')\n{then}\n", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", _LOOK, str(script)], capture_output=True, text=True, check=False
    )
    assert log.read_text(encoding="utf-8").split() == ["__mp_main__"] * times
    assert (ended.returncode == 0) == (not then), ended.stderr
