"""The process that makes what a preview shows: it stays, and knows what it read until that is saved anew.

Each save first renews the page, in this process but for the sections, then the whole briefing in a fork of it. What is
saved meanwhile ends either.
"""

import gc
import importlib
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from multiprocessing.connection import wait
from time import monotonic
from typing import TYPE_CHECKING, Any

from helpers.errors import BriefingError
from helpers.publishing.preview import draft, renewal
from helpers.publishing.preview.draft import Asked
from helpers.publishing.preview.watching import LOOK, State, await_saved, changed, of_package, states
from helpers.publishing.runners import cores
from helpers.publishing.sandbox import child_process

if TYPE_CHECKING:
    from helpers.publishing.jobs import Executed

_LONGEST = 600.0  # seconds for a build
_LONGEST_DRAFT = 60.0  # seconds
_LONGEST_IMPORT = 10.0  # seconds

Send = Callable[..., None]


class Saved(Exception):
    """Something was saved, so nobody wants any more what is being made."""


def follow(asked: Asked, at_start: State, send: Send) -> None:
    """Make what is there and then whatever is saved; never returns. ``at_start`` is the code that was imported.

    Sends ("page" | "built", seconds) when the page, the whole briefing was made, ("failed", seconds, why), and
    ("itself", files) for code that it cannot take up.
    """
    sys.dont_write_bytecode = True  # its files tell two savings of one length in one second not apart
    gc.disable()  # while anything is forked: what is forked would copy what is looked at
    maker, known = _Maker(asked, send), at_start
    now = states(*asked.watched)
    while True:
        maker.take_up(changed(known, now))
        known = now
        with suppress(Saved):
            maker.make(lambda: bool(changed(known, states(*asked.watched))))  # noqa: B023  # called at once
        gc.collect()
        now = await_saved(known, *asked.watched)


class _Maker:
    """Makes a page and then the whole briefing, with what it knows from the last time."""

    def __init__(self, asked: Asked, send: Send) -> None:
        self._asked, self._send = asked, send
        self._earlier: dict[str, Executed] = {}  # the sections of the last whole briefing
        self._saved: set[str] = set()  # since then
        self._forgotten: set[str] = set()  # modules, since then
        self._data = draft.Data()
        self._imported = set(sys.modules)
        self._began = 0.0

    def take_up(self, files: set[str]) -> None:
        """Import anew what was saved; what is wrong with it, the briefing tells."""
        self._began = monotonic()
        code = of_package(files)
        if itself := renewal.itself(code):
            self._send("itself", itself)
        self._saved |= files
        forgotten = renewal.renew(code)
        self._forgotten |= forgotten
        if forgotten:
            self._data.close()
            from helpers.publishing.sandbox import preload  # which the fork server imported

            with suppress(Exception, SystemExit), _at_most(_LONGEST_IMPORT):
                again = sorted(forgotten & self._imported)
                for name in again:
                    importlib.import_module(name)
                preload.rehearse(again)

    def make(self, is_saved: Callable[[], bool]) -> None:
        """The page, then the rest. Raises Saved."""
        # A draft that cannot be made, or takes long, since code that is being written may have no end: building the
        # whole tells why.
        with suppress(Exception), _at_most(_LONGEST_DRAFT):
            self._draw_page(is_saved)
        if is_saved():
            raise Saved
        try:
            why = _together({"whole": partial(_build, self._asked)}, is_saved)["whole"]
        except BriefingError as error:
            why = str(error)
        seconds = monotonic() - self._began
        if why:
            self._send("failed", seconds, why)
        else:
            self._send("built", seconds)
            self._remember()

    def _draw_page(self, is_saved: Callable[[], bool]) -> None:
        job = self._asked.job(checked=False)
        together = partial(_together, is_saved=is_saved)
        content = draft.page(job, self._data.of(job), self._earlier, self._is_as_it_was, together)
        reports = self._asked.places["reports"]
        place = reports / job.key / job.formats[0].file
        place.parent.mkdir(parents=True, exist_ok=True)
        part = reports / ".draft"
        part.write_bytes(content)
        part.replace(place)
        self._send("page", monotonic() - self._began)

    def _is_as_it_was(self, notebook: str) -> bool:
        """Whether only code was saved since the last whole briefing, and none that this section imports."""
        from helpers.publishing import notebooks

        code = of_package(self._saved)
        return (
            len(code) == len(self._saved)
            and all(file.endswith(".py") for file in code)
            and self._forgotten.isdisjoint(notebooks.imported_modules(notebook))
        )

    def _remember(self) -> None:
        """What came of the sections, as the build has left it in the cache; and what the next draft will read."""
        sections = self._asked.job(checked=False).sections
        if all(one.executed for one in sections):
            self._earlier = {one.name: one.executed for one in sections if one.executed}
            self._saved, self._forgotten = set(), set()


def _together(works: Mapping[str, Callable[[Send], Any]], is_saved: Callable[[], bool]) -> dict[str, Any]:
    """What pieces of work return, each in a process, by name; as many at once as there are cores.

    Raises Saved as soon as something is, child_process.Ended or OutOfTime.
    """
    made: dict[str, Any] = {}
    with ExitStack() as ends:
        left, under_way = list(works.items()), dict[str, child_process.Child]()
        while left or under_way:
            while left and len(under_way) < cores():
                name, work = left.pop(0)
                under_way[name] = child_process.Child(work, monotonic() + _LONGEST)
                ends.callback(under_way[name].close)
            if (
                not wait([one for child in under_way.values() for one in child.waits_for], LOOK)
                and is_saved()
            ):
                raise Saved
            for name, child in list(under_way.items()):
                for _done, what in child.events():
                    made[name] = what
                    del under_way[name]
    return made


def _build(asked: Asked, _send: Send) -> str:
    """Build what is stale with the code as it is now; why that failed, in words."""
    try:
        from helpers.publishing import pipeline, planning, progress
        from helpers.publishing.jobs import Selection
        from helpers.publishing.runners import local

        results = pipeline.build(
            Selection(**asked.wanted), planning.workspace(**asked.places), local.runner(1)
        )
        return progress.failures(results)
    except (BriefingError, OSError) as error:
        return str(error)
    except Exception as error:  # code that is being written may be wrong in any way
        place = f"{error.filename}:{error.lineno}: " if isinstance(error, SyntaxError) else ""
        return f"{place}{type(error).__name__}: {error}"


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError in what takes longer, such as a module that never ends."""

    def end(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
