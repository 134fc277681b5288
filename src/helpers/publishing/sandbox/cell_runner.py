"""Run a notebook's cells in IPython without a kernel, and record what they show as a kernel's client would."""

import io
import sys
import types
from collections.abc import Callable
from typing import Any

import ipykernel.jsonutil
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

Output = dict[str, Any]
_MOST_TEXT = 1_000_000  # characters that one cell may print


class TooMuchOutput(Exception):
    """A cell that prints without end."""


class Recorder:
    """The outputs of each cell, in nbformat's words."""

    def __init__(self) -> None:
        self.cells: dict[int, list[Output]] = {}
        self.touched: set[int] = set()
        self._at = -1
        self._named: dict[str, list[tuple[int, Output]]] = {}
        self._clear = False
        self._printed = 0

    def begin(self, index: int) -> None:
        """Record for this cell from now on."""
        self._at, self._clear, self._printed = index, False, 0
        self.cells[index] = []
        self.touched = {index}

    def add(self, output: Output, display_id: str = "") -> None:
        """One more output; text goes on where the last of the same stream ended."""
        found = self.cells.setdefault(self._at, [])
        if self._clear:
            found.clear()
            self._clear = False
        if output["output_type"] == "stream" and found and found[-1].get("name") == output["name"]:
            found[-1]["text"] += output["text"]
            return
        found.append(output)
        if display_id:
            self._named.setdefault(display_id, []).append((self._at, output))

    def text(self, name: str, text: str) -> None:
        """What a cell prints."""
        self._printed += len(text)
        if self._printed > _MOST_TEXT:
            self._printed = 0  # let the error itself be told
            raise TooMuchOutput(f"the cell printed more than {_MOST_TEXT} characters")
        if text:
            self.add({"output_type": "stream", "name": name, "text": text})

    def update(self, display_id: str, data: Output, metadata: Output) -> None:
        """Change what was displayed under an id, in whatever cell that was."""
        for index, output in self._named.get(display_id, []):
            output.update(data=data, metadata=metadata)
            self.touched.add(index)

    def clear(self, wait: bool) -> None:
        """Forget the cell's outputs, at once or when the next one comes."""
        self._clear = wait
        if not wait:
            self.cells[self._at] = []


class _Stream(io.TextIOBase):
    """Standard output or error of the cells."""

    def __init__(self, name: str, recorder: Recorder) -> None:
        self.name, self._recorder = name, recorder

    def write(self, text: str) -> int:
        self._recorder.text(self.name, text)
        return len(text)

    def writable(self) -> bool:
        return True


def _plain(content: Any) -> Any:
    """As a kernel sends it: bytes as base64, keys as text."""
    return ipykernel.jsonutil.json_clean(content)  # type: ignore[no-untyped-call]


class _Publisher(DisplayPublisher):
    shell: Any

    def publish(
        self, data: Any, metadata: Any = None, *_: Any, transient: Any = None, update: bool = False, **__: Any
    ) -> None:
        name = str((transient or {}).get("display_id", ""))
        content = {"data": _plain(data), "metadata": _plain(metadata or {})}
        if update:
            self.shell.recorder.update(name, **content)
        else:
            if name:
                self.shell.recorder.update(name, **content)
            self.shell.recorder.add({"output_type": "display_data", **content}, name)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.recorder.clear(wait)


class _Hook(DisplayHook):
    shell: Any

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        content = {"data": _plain(format_dict), "metadata": _plain(md_dict or {})}
        self.shell.recorder.add(
            {"output_type": "execute_result", "execution_count": self.prompt_count, **content}
        )

    def finish_displayhook(self) -> None:
        pass


class Shell(InteractiveShell):
    """IPython as a kernel runs it, without sockets: a fresh ``__main__``, no history, nobody to ask."""

    displayhook_class = _Hook
    display_pub_class = _Publisher

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        quiet = Config()
        quiet.HistoryManager.enabled = False
        super().__init__(config=quiet, user_module=types.ModuleType("__main__"))  # type: ignore[no-untyped-call]

    def enable_gui(self, gui: Any = None) -> None:
        """There is no window to keep alive."""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        error = {"ename": etype.__name__, "evalue": str(evalue), "traceback": list(stb)}
        self.recorder.add({"output_type": "error", **error})


def run(cells: list[tuple[int, str, bool]], tell: Callable[..., None]) -> None:
    """Run cells (index, source, whether it may fail) until one fails; tell of each start and of its outputs."""
    recorder = Recorder()
    shell = Shell(recorder)
    for kind in (InteractiveShell, Shell):
        kind._instance = shell  # type: ignore[assignment]  # what get_ipython() finds
    sys.stdout, sys.stderr = _Stream("stdout", recorder), _Stream("stderr", recorder)
    for index, source, may_fail in cells:
        tell("start", index)
        recorder.begin(index)
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        for touched in sorted(recorder.touched):
            tell("outputs", touched, recorder.cells[touched])
        tell("end", index, result.execution_count)
        if not result.success and not may_fail:
            return
