"""Run a notebook's cells in IPython without a kernel's sockets; what they show leaves as a kernel's messages would.

The shell, its display hook and its display publisher are ipykernel's own, so that outputs are those of a kernel by
construction; only the session that sends them is ours. (IPython's capturing display classes would lose updates by
``display_id``, ``clear_output`` and the order of printed and displayed.)
"""

import builtins
import getpass
import io
import os
import sys
import types
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import comm
from comm.base_comm import BaseComm
from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets.config import Config

Send = Callable[..., None]
_MOST_TEXT = 1_000_000  # characters that one cell may print


class TooMuchOutput(Exception):
    """A cell that prints without end."""


class _Messages(Session):
    """Sends (message type, content, buffers) to a function instead of a socket; printed text is joined."""

    def __init__(self, emit: Send) -> None:
        super().__init__()
        self.emit = emit
        self.begin()

    def begin(self) -> None:
        """A new cell: nothing printed, no error yet."""
        self._stream, self._text, self._length = "", "", 0
        self.failed = False

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, *_: Any, buffers: Any = (), **__: Any
    ) -> None:
        """One message of the cell; ``stream`` is the socket that a kernel would use."""
        if not isinstance(msg_or_type, str):
            msg_or_type, content = msg_or_type["header"]["msg_type"], msg_or_type["content"]
        self.failed |= msg_or_type == "error"
        self.flush()
        self.emit(msg_or_type, content, [bytes(one) for one in buffers or ()])

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
            self.emit("stream", {"name": self._stream, "text": text}, [])


class _Stream(io.TextIOBase):
    """Standard output or error of the cells."""

    encoding = "UTF-8"

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


class _Kernel:
    """What code finds that asks the shell for its kernel."""

    iopub_socket = eventloop = None

    def __init__(self, shell: "Shell") -> None:
        self.shell, self.session = shell, shell.messages

    def get_parent(self, channel: str | None = None) -> dict[str, Any]:
        """The request that runs the cell."""
        parent: dict[str, Any] = self.shell.get_parent()  # type: ignore[no-untyped-call]
        return parent


class _Comm(BaseComm):
    """What a widget tells its picture on the page; nothing comes back."""

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        """Send it as a message of the cell."""
        session = ready().messages
        content = session.unpack(session.pack({"data": data or {}, "comm_id": self.comm_id, **keys}))
        session.send(None, msg_type, content, buffers=buffers)


class Shell(ZMQInteractiveShell):
    """IPython as a kernel runs it: a fresh ``__main__``, history in memory, nobody to ask, no window to keep alive."""

    def __init__(self, emit: Send) -> None:
        config = Config()
        config.HistoryManager.hist_file = ":memory:"  # nor a thread that writes it
        super().__init__(  # type: ignore[no-untyped-call]
            config=config, user_module=types.ModuleType("__main__"), compiler_class=XCachingCompiler
        )
        self.messages = _Messages(emit)
        self.kernel = _Kernel(self)
        for part in (self.displayhook, self.display_pub):
            part.session = self.messages  # type: ignore[union-attr]

    def enable_gui(self, gui: Any = None) -> None:
        """Called by ``%matplotlib``; there is no event loop to join."""


@cache
def ready() -> Shell:
    """The shell of this process; the fork server makes it in advance, and each forked process has it as new."""
    return Shell(lambda *_: None)


def request(index: int) -> str:
    """What the messages of a cell say they belong to."""
    return f"cell-{index}"


def run(cells: Iterable[tuple[int, str]], extensions: Iterable[str], send: Send) -> None:
    """Run cells (index, source) until one fails that may not, and send events of it.

    Events: ("start", index), ("message", index, type, content, buffers) for each of Jupyter's messages, ("end", index,
    execution count, whether it succeeded). ``extensions`` are IPython extensions to load before the first cell. A cell
    that asks the kernel to end, by ``exit``, is the last thing that this process does.
    """
    at = -1
    shell = ready()
    shell.messages.emit = lambda *message: send("message", at, *message)
    for kind in Shell._walk_mro():
        kind._instance = shell  # type: ignore[assignment]  # what get_ipython() finds
    comm.create_comm = _Comm
    builtins.input = getpass.getpass = _nobody_answers
    sys.stdout, sys.stderr = (_Stream(name, shell.messages) for name in ("stdout", "stderr"))
    for name in extensions:
        shell.extension_manager.load_extension(name)  # type: ignore[union-attr]
    for at, source in cells:
        if shell.exit_now:
            os._exit(0)
        send("start", at)
        shell.messages.begin()
        asked = {"header": {"msg_id": request(at), "msg_type": "execute_request"}, "metadata": {}}
        shell.set_parent(asked)  # type: ignore[no-untyped-call]
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        error = result.error_before_exec or result.error_in_exec
        if error and not shell.messages.failed:  # IPython only prints a wrongly used magic
            shell.messages.send(None, "error", _named(error))
        shell.messages.flush()
        send("end", at, result.execution_count, error is None)


def _nobody_answers(*_: Any, **__: Any) -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _named(error: BaseException) -> dict[str, Any]:
    name, value = type(error).__name__, str(error)
    return {"ename": name, "evalue": value, "traceback": [f"{name}: {value}"]}
