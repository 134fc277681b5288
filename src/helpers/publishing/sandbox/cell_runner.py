"""Run a notebook's cells in IPython without a kernel's sockets; what they show leaves as a kernel's messages would.

The shell, its display hook and its display publisher are ipykernel's own, so that outputs are those of a kernel by
construction; only the session that sends them is ours.
"""

import gc
import io
import sys
import types
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

Send = Callable[..., None]
_MOST_TEXT = 1_000_000  # characters that one cell may print
_RARELY = 200_000  # new objects before garbage is collected: most processes end before


class TooMuchOutput(Exception):
    """A cell that prints without end."""


class _Messages(Session):
    """Sends (message type, content) to a function instead of a socket; printed text is joined until it must leave."""

    def __init__(self, emit: Send) -> None:
        super().__init__()
        self.emit = emit
        self.begin()

    def begin(self) -> None:
        """A new cell: nothing printed, no error yet."""
        self._stream, self._text, self._length = "", "", 0
        self.failed = False

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> None:
        """One message of the cell; ``stream`` is the socket that a kernel would use."""
        if not isinstance(msg_or_type, str):
            msg_or_type, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        self.failed |= msg_or_type == "error"
        self.flush()
        self.emit(msg_or_type, content)

    def write(self, name: str, text: str) -> None:
        """Printed text; raises TooMuchOutput."""
        if name != self._stream:
            self.flush()
        self._stream, self._text, self._length = name, self._text + text, self._length + len(text)
        if self._length > _MOST_TEXT:
            self._text, self._length = "", 0  # room for the error's own message
            raise TooMuchOutput(f"the cell printed more than {_MOST_TEXT} characters")

    def flush(self) -> None:
        """Send what was printed so far."""
        text, self._text = self._text, ""
        if text:
            self.emit("stream", {"name": self._stream, "text": text})


class _Stream(io.TextIOBase):
    """Standard output or error of the cells."""

    def __init__(self, name: str, messages: _Messages) -> None:
        self.name, self._messages = name, messages

    def write(self, text: str) -> int:
        self._messages.write(self.name, text)
        return len(text)

    def flush(self) -> None:
        if not self.closed:
            self._messages.flush()

    def writable(self) -> bool:
        return True


class Shell(ZMQInteractiveShell):
    """IPython as a kernel runs it: a fresh ``__main__``, no history, nobody to ask, no window to keep alive."""

    def __init__(self, emit: Send) -> None:
        quiet = Config()
        quiet.HistoryManager.enabled = False
        super().__init__(config=quiet, user_module=types.ModuleType("__main__"))  # type: ignore[no-untyped-call]
        self.messages = _Messages(emit)
        for part in (self.displayhook, self.display_pub):
            part.session = self.messages  # type: ignore[union-attr]

    def enable_gui(self, gui: Any = None) -> None:
        """Called by ``%matplotlib``; there is no event loop to join."""


@cache
def ready() -> Shell:
    """The shell of this process; the fork server makes it in advance, and each forked process has it as new."""
    return Shell(lambda *_: None)


def run(cells: Iterable[tuple[int, str]], extensions: Iterable[str], send: Send) -> None:
    """Run cells (index, source) until one fails that may not, and send events of it.

    Events: ("start", index), ("message", index, type, content) for each of Jupyter's messages, ("end", index,
    execution count). ``extensions`` are IPython extensions to load before the first cell.
    """
    gc.set_threshold(_RARELY)
    at = -1
    shell = ready()
    shell.messages.emit = lambda kind, content: send("message", at, kind, content)
    for kind in Shell._walk_mro():
        kind._instance = shell  # type: ignore[assignment]  # what get_ipython() finds
    sys.stdout, sys.stderr = (_Stream(name, shell.messages) for name in ("stdout", "stderr"))
    for name in extensions:
        shell.extension_manager.load_extension(name)  # type: ignore[union-attr]
    for at, source in cells:
        send("start", at)
        shell.messages.begin()
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
        if error and not shell.messages.failed:  # IPython only prints a wrongly used magic
            shell.messages.send(None, "error", _named(error))
        shell.messages.flush()
        send("end", at, result.execution_count, error is None)


def _named(error: BaseException) -> dict[str, Any]:
    name, value = type(error).__name__, str(error)
    return {"ename": name, "evalue": value, "traceback": [f"{name}: {value}"]}
