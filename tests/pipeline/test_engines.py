"""A section runs in a process of its own: nothing crosses over, every end has a name, and nothing is left behind."""

import ctypes
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import papermill
import pytest
from nbformat import NotebookNode

from helpers.publishing.jobs import ENGINES
from helpers.publishing.sandbox import child_process, execute

pytestmark = pytest.mark.slow
PARAMETERS = 'province = "lao-cai"\nlanguage = "vi"\nas_of = ""'


def notebook(*cells: str, tags: tuple[str, ...] = ()) -> NotebookNode:
    """A notebook of these cells; ``tags`` are those of all."""
    made = [nbformat.v4.new_code_cell(source, id=f"c{place}") for place, source in enumerate(cells)]
    for cell in made:
        cell.metadata.tags = list(tags)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return nbformat.v4.new_notebook(cells=made, metadata=kernel)


@pytest.fixture
def run(project):
    """Run cells as a section under an engine; gives the executed notebook or raises RunFailed."""

    def run(*cells: str, engine: str = "fork", **limits) -> NotebookNode:
        folder = project.root / "made"
        folder.mkdir(exist_ok=True)
        made = notebook(PARAMETERS, *cells)
        made.cells[0].metadata.tags = ["parameters"]
        nbformat.write(made, folder / "made.ipynb")
        job = project.job("made", notebooks=folder, engine=engine, **limits)
        with execute.surroundings(job.files):
            return execute.run(job, job.sections[0])[0]

    return run


def text(executed: NotebookNode) -> str:
    """What the last cell printed."""
    return "".join(output.text for output in executed.cells[-1].outputs if output.output_type == "stream")


CHANGE = """
import os, random, locale, builtins
import matplotlib, numpy
shared = "mine"
builtins.leaked = "mine"
matplotlib.rcParams["font.size"] = 99
random.seed(1); numpy.random.seed(1)
os.environ["LEAKED"] = "mine"
os.chdir("/")
numpy.leaked = "mine"
"""
LOOK = """
import builtins, os, matplotlib, numpy
print("shared" in globals(), hasattr(builtins, "leaked"), matplotlib.rcParams["font.size"] == 99,
      "LEAKED" in os.environ, os.getcwd() == "/", hasattr(numpy, "leaked"))
"""


@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_crosses_from_one_section_to_the_next(run, engine: str) -> None:
    run(CHANGE, engine=engine)
    assert text(run(LOOK, engine=engine)).split() == ["False"] * 6


def test_two_sections_do_not_draw_the_same_random_numbers(run) -> None:
    draw = "import random, numpy\nprint(random.random(), numpy.random.rand())"
    assert text(run(draw)) != text(run(draw))


def test_the_order_of_sets_is_the_same_in_every_section(run) -> None:
    look = "print(list({'a', 'b', 'c', 'đ', 'e'}))"
    assert text(run(look)) == text(run(look)) == text(run(look, engine="kernel"))


@pytest.mark.parametrize(
    ("cell", "error", "told"),
    [
        ("import os; os._exit(3)", "DeadProcess", "ended by itself, with exit code 3"),
        ("import ctypes; ctypes.string_at(0)", "DeadProcess", "ended by SIGSEGV"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "KilledProcess", "ended by SIGKILL"),
        (
            "print('x' * 100, end='')\nwhile True: print('x' * 10000)",
            "TooMuchOutput",
            "more than 1000000 characters",
        ),
        ("raise SystemExit(4)", "SystemExit", "4"),
        ("input('name? ')", "StdinNotImplementedError", "does not support input requests"),
        ("exit()\n", "DeadProcess", "ended by itself, with exit code 0"),
        ("import sys; sys.exit(0)", "SystemExit", "the cell ends the notebook; those after it were not run"),
        ("1 +", "SyntaxError", "invalid syntax"),
    ],
)
def test_however_a_section_ends_it_is_one_named_failure(run, cell: str, error: str, told: str) -> None:
    with pytest.raises(execute.RunFailed) as failed:
        run("fine = 1", cell, "never = 1")
    assert (failed.value.error, failed.value.cell) == (error, "cell 3 (c2)")
    assert told in failed.value.message


def test_a_section_that_takes_too_much_memory_is_a_named_failure(run) -> None:
    with pytest.raises(execute.RunFailed) as failed:
        run("kept = bytearray(3 * 2**30)", memory=2**31)
    assert (failed.value.error, failed.value.cell) == ("MemoryError", "cell 2 (c1)")
    run("kept = bytearray(2**20)", memory=2**31)


@pytest.mark.parametrize(
    "masked", ["", "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})\n"]
)
def test_a_section_that_hangs_is_ended_in_time_whatever_it_blocks(run, masked: str) -> None:
    began = time.monotonic()
    with pytest.raises(execute.RunFailed) as failed:
        run(f"import signal, time\n{masked}time.sleep(60)", timeout=2)
    assert (failed.value.error, failed.value.cell) == ("Timeout", "cell 2 (c1)")
    assert time.monotonic() - began < 20


# As code in C would, which nobody can watch.
FORK = "import ctypes\nlibrary = ctypes.CDLL(None)\nif library.fork() == 0:\n    "
SLEEP = "library.execlp(b'sleep', b'sleep', b'{seconds}', None)"


@pytest.mark.parametrize(
    ("between", "ending", "error"),
    [
        ("", "", ""),
        ("library.setsid()\n    ", "", ""),
        ("", "raise ValueError", "ValueError"),
        ("", "import os; os._exit(1)", "DeadProcess"),
    ],
)
def test_what_a_section_starts_does_not_outlive_it(run, between: str, ending: str, error: str) -> None:
    seconds = f"600.{time.monotonic_ns()}"
    begun = f"import time\ntime.sleep(0.5)\n{ending}"
    started = time.monotonic()
    if error:
        with pytest.raises(execute.RunFailed) as failed:
            run(FORK + between + SLEEP.format(seconds=seconds), begun)
        assert failed.value.error == error
        assert time.monotonic() - started < 30, (
            "noticed though the grandchild holds the pipe, not at the time-out"
        )
    else:
        run(FORK + between + SLEEP.format(seconds=seconds), begun)
    until = time.monotonic() + 5
    while is_running(seconds) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_running(seconds)


def die_beside_a_grandchild(tell) -> None:
    """Fork as code in C would, and end before the grandchild does, which holds the pipe."""
    if ctypes.CDLL(None).fork() == 0:
        time.sleep(60)
        os._exit(0)
    os._exit(7)


def die_within_an_event_beside_a_grandchild(tell) -> None:
    """Be killed for memory, say, while an event is half written, and leave a process that holds the pipe open."""
    if ctypes.CDLL(None).fork() == 0:
        time.sleep(60)
        os._exit(0)
    write = os.write

    def half(pipe: int, data: memoryview) -> int:
        write(pipe, data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    os.write = half
    tell("event", "x" * 100)


def test_an_end_within_an_event_is_noticed_though_a_grandchild_holds_the_pipe() -> None:
    started = time.monotonic()
    with pytest.raises(child_process.Ended) as ended:
        list(child_process.run_in_child(die_within_an_event_beside_a_grandchild, started + 50))
    assert ended.value.code == -signal.SIGKILL
    assert time.monotonic() - started < 20


def tell_much(tell) -> None:
    for number in range(3):
        tell("event", number, b"x" * 3_000_000)


def test_events_longer_than_a_pipe_holds_come_whole_and_in_order() -> None:
    told = list(child_process.run_in_child(tell_much, time.monotonic() + 50))
    assert [(number, len(data)) for _, number, data in told] == [
        (0, 3_000_000),
        (1, 3_000_000),
        (2, 3_000_000),
    ]


def watch_in_a_worker(answer: Connection) -> None:
    """What a pool's process does, itself a fork of the fork server: its children are plain forks."""
    assert child_process.context().get_start_method() == "fork"
    started = time.monotonic()
    try:
        list(child_process.run_in_child(die_beside_a_grandchild, started + 50))
    except Exception as error:
        answer.send((type(error).__name__, str(error), time.monotonic() - started))


def test_the_end_of_a_plain_fork_is_noticed_at_once_too() -> None:
    asked, answer = multiprocessing.Pipe()
    worker = child_process.context().Process(target=watch_in_a_worker, args=(answer,))
    worker.start()
    assert asked.poll(60)
    error, message, seconds = asked.recv()
    worker.join()
    assert (error, message) == ("Ended", "the process ended by itself, with exit code 7")
    assert seconds < 20


def is_running(seconds: str) -> bool:
    """Whether any process sleeps for just so long."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if seconds.encode() in (process / "cmdline").read_bytes():
                return True
    return False


ELSEWHERE = [
    ("open('/etc/hostname')", "opens hostname"),
    ("open('data/areas.csv')", "opens areas.csv"),
    ("open('mine.txt', 'w')", "writes mine.txt"),
    ("import pandas\npandas.read_csv('data/areas.csv')", "opens areas.csv"),
    ("import socket\nsocket.create_connection(('127.0.0.1', 9))", "uses the network"),
    ("import urllib.request\nurllib.request.urlopen('http://localhost/')", "uses the network"),
    ("import subprocess\nsubprocess.run(['true'])", "starts a program"),
    ("import os\nos.system('true')", "starts a program"),
    ("import os\nos.fork()", "starts a program"),
    ("import os\nopen(os.environ['BRIEFINGS_DATA'] + '/areas.csv', 'w')", "writes areas.csv"),
    ("import os\nos.remove('{victim}')", "changes victim"),
    ("import pathlib\npathlib.Path('{victim}').rename('{victim}2')", "changes victim"),
    ("import os\nos.replace('{private}/own', '{victim}')", "makes victim"),
    ("import os\nos.truncate('{victim}', 0)", "changes victim"),
    ("import os\nos.chmod('{victim}', 0)", "changes victim"),
    ("import os\nos.utime('{victim}')", "changes victim"),
    ("import os\nos.makedirs('{victim}s/a')", "makes victims"),
    ("import os\nos.rmdir('{victim}.d')", "changes victim.d"),
    ("import shutil\nshutil.rmtree('{victim}.d')", "opens victim.d"),
    ("import os\nos.symlink('{private}/own', '{victim}2')", "makes victim2"),
    ("import os\nos.link('{victim}', '{private}/mine')", "changes victim"),
    ("import os\nos.symlink('{victim}', '{private}/mine'); open('{private}/mine')", "opens victim"),
    ("import sqlite3\nsqlite3.connect('{victim}.db')", "writes victim.db"),
    ("import sqlite3\nsqlite3.connect('file:{victim}.db?mode=rwc', uri=True)", "writes victim.db"),
    ("open('/'.join(['/proc/self', 'root', 'etc', 'hostname']))", "opens hostname"),
    ("open('/dev/shm/of-a-section', 'w')", "writes of-a-section"),
    (
        "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendmsg([b'1'], [], 0, ('127.0.0.1', 9))",
        "uses the network",
    ),
    ("import socket\nsocket.gethostbyaddr('127.0.0.1')", "uses the network"),
    ("import os\nos.kill(os.getppid(), 15)", "signals another process"),
    ("import os\nos.killpg(os.getpgid(os.getppid()), 15)", "signals another process"),
]
INSIDE = """
import os, shutil, sqlite3, tempfile
from pathlib import Path
private = Path(os.environ["BRIEFINGS_PRIVATE"])
with tempfile.TemporaryDirectory() as folder:
    one = Path(folder, "one"); one.write_text("1"); one.chmod(0o600); os.utime(one); one.rename(Path(folder, "two"))
    os.symlink("two", Path(folder, "three")); os.truncate(Path(folder, "two"), 0); os.makedirs(Path(folder, "a/b"))
    os.link(Path(folder, "two"), Path(folder, "four"))
assert not Path(folder).exists()
sqlite3.connect(":memory:").execute("select 1"); sqlite3.connect(private / "own.db").execute("create table a (b)")
open("/dev/null", "w").write("1"); open("/dev/urandom", "rb").read(1); open("/proc/self/status").read()
Path(folder, "not there").unlink(missing_ok=True); os.makedirs("/", exist_ok=True); os.kill(os.getpid(), 0)
print("good")
"""


def test_a_section_that_reads_or_reaches_elsewhere_fails_and_is_told_so(run, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    Path(f"{victim}.d").mkdir()
    Path(f"{victim}.d", "within").write_text("stays")
    victim.write_text("stays")
    private = "import os\nprivate = os.environ['BRIEFINGS_PRIVATE']\nopen(private + '/own', 'w').close()\n"
    tries = [
        f"try:\n    {indented(cell.replace('{victim}', str(victim)))}\nexcept Exception as error: "
        "print(type(error).__name__, error)\nelse: print('not seen')"
        for cell, _ in ELSEWHERE
    ]
    tries = [one.replace("'{private}/", "private + '/") for one in tries]
    executed = run(private, *tries)
    said = [cell.outputs[0].text for cell in executed.cells[-len(tries) :]]
    for (cell, told), answer in zip(ELSEWHERE, said, strict=True):
        assert answer.startswith(f"NotHanded a section {told}; "), (cell, answer)
    assert [path.read_text() for path in (victim, Path(f"{victim}.d", "within"))] == ["stays", "stays"]
    assert sorted(path.name for path in tmp_path.glob("victim*")) == ["victim", "victim.d"]


def indented(cell: str) -> str:
    return cell.replace("\n", "\n    ")


def test_a_section_that_reaches_elsewhere_is_a_named_failure(run) -> None:
    with pytest.raises(execute.RunFailed) as failed:
        run("open('/etc/hostname')")
    assert (failed.value.error, failed.value.cell) == ("NotHanded", "cell 2 (c1)")


@pytest.mark.parametrize("engine", ENGINES)
def test_within_its_private_folder_a_section_may_do_what_it_likes(run, engine: str) -> None:
    assert text(run(INSIDE, engine=engine)).split()[-1] == "good"


@pytest.mark.parametrize("engine", ENGINES)
def test_temporary_files_of_a_section_go_with_it(run, engine: str) -> None:
    write = "import tempfile\nfile = tempfile.NamedTemporaryFile(delete=False)\nfile.write(b'1'); print(file.name)"
    assert not Path(text(run(write, engine=engine)).split()[-1]).exists()


def test_a_kernel_is_watched_as_well(run) -> None:
    with pytest.raises(execute.RunFailed) as failed:
        run("open('data/areas.csv')", engine="kernel")
    assert failed.value.error == "NotHanded", failed.value


def test_nothing_is_left_open_after_many_sections(run) -> None:
    run("1")
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(10):
        run("1")
    assert len(os.listdir("/proc/self/fd")) == before


SHOWN = (
    "print('one'); print('two')\n1 + 1",
    "from IPython.display import display, HTML, Image, clear_output\ndisplay(HTML('<b>ấ</b>'), metadata={'alt': 'x'})",
    "handle = display('before', display_id='it')",
    "handle.update('after')",
    "print('gone'); clear_output(); print('stays')",
    "print('goes', flush=True); clear_output(wait=True); display(3)",
    "import sys; print('out'); print('err', file=sys.stderr)",
    "import pandas\npandas.DataFrame({'a': [1.5, None], 'b': ['x', 'ỹ']})",
    "display(Image(data=b'\\x89PNG', format='png')); None",
    "class Own:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/markdown': '*x*', 'text/plain': 'x'}, {'footnotes': {'a': 'b'}}\nOwn()",
    "1;",
    "sorted(Out)",
    "get_ipython().execution_count",
    "import asyncio\nawait asyncio.sleep(0)\n'awaited'",
    "__name__",
    "import threading\nthread = threading.Thread(target=lambda: print('from a thread')); thread.start(); thread.join()",
    "%%capture caught\nprint(1)",
    "caught.stdout",
    "!echo by the shell",
    "%%bash\necho by bash",
    "sys.stdout.encoding",
    # history
    "get_ipython().history_manager.hist_file, In[1], len(Out)",
    "%history -n 1-3",
    # updates by what code finds of the kernel
    "def show(what, name, kind='display_data'):\n"
    "    data, metadata = get_ipython().display_formatter.format(what)\n"
    "    content = {'data': data, 'metadata': metadata, 'transient': {'display_id': name}}\n"
    "    kernel = get_ipython().kernel\n"
    "    kernel.session.send(kernel.iopub_socket, kind, content, parent=get_ipython().parent_header)",
    "show('above', 'a')",
    "show('below', 'b'); show(3, 'a')",
    "show('new', 'a', 'update_display_data'); show('below too', 'b', 'update_display_data')",
    # Output widgets
    "import ipywidgets\ncaught = ipywidgets.Output(); caught",
    "with caught: print('in'); display(1)",
    "with caught: raise ValueError('the widget shows it')",
    "print('before')\nwith caught: clear_output(wait=True); print('new')\nprint('behind')",
    "inner = ipywidgets.Output(); display(inner)\nwith inner:\n    display(1)\n    with caught: print('nested')",
    "@caught.capture()\ndef told(): print('decorated')\ntold()",
    "slider = ipywidgets.IntSlider(3); slider.value = 5; slider",
    # ends, of which the last one counts
    "%no_such_magic",
    "'never run'",
)


@pytest.mark.filterwarnings(
    "default"
)  # of nbclient's: as an error it would let the kernel's messages wait for ever
def test_what_is_shown_is_what_a_kernel_would_show() -> None:
    (forked, end), (kernel, kernels_end) = (ended(SHOWN, engine) for engine in ("briefing-fork", None))
    assert end == kernels_end == "PapermillExecutionError"
    for cell, one, other in zip(SHOWN, forked.cells, kernel.cells, strict=True):
        shown = [
            output for output in one.outputs if output.get("ename") != "UsageError"
        ]  # which a kernel prints only
        assert without_draws(merged(shown)) == without_draws(merged(other.outputs)), cell
        assert one.execution_count == other.execution_count
        assert one.metadata.papermill.status == other.metadata.papermill.status
    states, kernels_states = (
        sorted(map(without_draws, one.metadata.widgets[WIDGETS]["state"].values()))
        for one in (forked, kernel)
    )
    assert states == kernels_states


WIDGETS = "application/vnd.jupyter.widget-state+json"


def without_draws(what: object) -> str:
    """What can be compared between runs: the names of widgets are drawn at random."""
    return re.sub(r"[0-9a-f]{32}", "…", json.dumps(what, sort_keys=True, ensure_ascii=False))


# A cell, how papermill ends for it, and whether the cells after it are run.
ENDS = [
    ("import sys; sys.exit(0)", "", False),
    ("import sys; sys.exit()", "", False),
    ("import sys; sys.exit(1)", "PapermillExecutionError", False),
    ("raise SystemExit('enough')", "PapermillExecutionError", False),
    ("raise KeyboardInterrupt", "PapermillExecutionError", False),
    ("input('?')", "PapermillExecutionError", False),
    ("1 +", "PapermillExecutionError", False),
    ("%%no_such_magic\n1", "PapermillExecutionError", False),
    ("%alias", "", True),
]


@pytest.mark.parametrize("engine", ["briefing-fork", *([None] if os.environ.get("TORTURE") else [])])
@pytest.mark.parametrize(("cell", "end", "goes_on"), ENDS)
def test_a_notebook_ends_as_it_would_with_a_kernel(
    engine: str | None, cell: str, end: str, goes_on: bool
) -> None:
    executed, name = ended(["'first'", cell, "'last'"], engine)
    assert (name, bool(executed.cells[-1].outputs)) == (end, goes_on)


def ended(sources: Iterable[str], engine: str | None) -> tuple[NotebookNode, str]:
    """A notebook of these cells as papermill leaves it under an engine, and the name of the error that ends it.

    A kernel may lose what it is asked, and would be waited for without end: after a minute another one is asked.
    """
    executed = _ended(sources, engine)
    return executed if executed[1] != "CellTimeoutError" else _ended(sources, engine)


@pytest.mark.parametrize(("cell", "end", "goes_on"), ENDS)
def test_it_ends_alike_in_a_process_that_is_the_notebook_s_already(
    cell: str, end: str, goes_on: bool
) -> None:
    work = partial(tell_end, ["'first'", cell, "'last'"])
    ((_, cells, name),) = child_process.run_in_child(work, time.monotonic() + 60)
    executed, _ = ended(["'first'", cell, "'last'"], "briefing-fork")
    assert (name, bool(cells[-1]["outputs"])) == (end, goes_on)
    assert [one["outputs"] for one in cells] == [one["outputs"] for one in executed.cells]


def tell_end(sources: list[str], send) -> None:
    executed, end = _ended(sources, "briefing-fork", here=True)
    send("ended", json.loads(json.dumps(executed.cells)), end)


def _ended(sources: Iterable[str], engine: str | None, **options: object) -> tuple[NotebookNode, str]:
    made = notebook(*sources)
    with TemporaryDirectory() as folder:
        written = f"{folder}/executed.ipynb"
        end = ""
        try:
            papermill.execute_notebook(
                made,
                written,
                engine_name=engine,
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=60,
                **options,
            )
        except Exception as error:
            end = type(error).__name__
        executed = nbformat.read(written, as_version=4)
    executed.cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    return executed, end


def merged(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Outputs with text of one stream joined: a kernel sends it in pieces as time passes."""
    found: list[NotebookNode] = []
    for output in outputs:
        if found and output.output_type == "stream" and found[-1].get("name") == output.name:
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def test_a_magic_that_is_used_wrongly_is_a_named_failure(run) -> None:
    with pytest.raises(execute.RunFailed) as failed:
        run("%who_ls", "%no_such_magic", "print('never')")
    assert (failed.value.error, failed.value.cell) == ("UsageError", "cell 3 (c2)")


def test_a_cell_that_is_not_to_be_run_is_not(tmp_path: Path) -> None:
    made = notebook("1 / 0", tags=("skip-execution",))
    executed = papermill.execute_notebook(made, None, engine_name="briefing-fork", progress_bar=False)
    assert [cell.outputs for cell in executed.cells if cell.cell_type == "code"] == [[]]


def test_a_module_of_the_working_folder_does_not_stand_in_for_a_package(tmp_path: Path) -> None:
    (tmp_path / "pandas.py").write_text("raise SystemExit('mine')")
    (tmp_path / "made.ipynb").write_text(
        nbformat.writes(notebook("import pandas\nprint(pandas.DataFrame())"))
    )
    command = [
        Path(sys.executable).with_name("papermill"),
        "--engine",
        "briefing-fork",
        "made.ipynb",
        "done.ipynb",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert "Empty DataFrame" in (tmp_path / "done.ipynb").read_text(encoding="utf-8")


def test_a_cell_that_may_fail_may_fail_and_tells_how(tmp_path: Path) -> None:
    made, written = notebook("1 / 0", "2", tags=("raises-exception",)), tmp_path / "executed.ipynb"
    with pytest.raises(papermill.PapermillExecutionError, match="division by zero"):
        papermill.execute_notebook(made, written, engine_name="briefing-fork", progress_bar=False)
    executed = nbformat.read(written, as_version=4)
    (first,), (second,) = (cell.outputs for cell in executed.cells if cell.cell_type == "code")
    assert (first.ename, first.evalue) == ("ZeroDivisionError", "division by zero")
    assert second.data["text/plain"] == "2"
