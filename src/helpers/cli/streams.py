"""Standard output and error of a command that goes on when nobody can be told any more."""

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any


class Output:
    """A stream to print to: a reader who leaves, or a full disk, costs what is said and not what is done.

    ``lost`` is the first error of a write.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.lost: OSError | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or drop, so many letters."""
        return int(self._unless_lost(lambda: self._stream.write(text), len(text)))

    def flush(self) -> None:
        """Write now what was held back."""
        self._unless_lost(self._stream.flush, None)

    def _unless_lost(self, act: Callable[[], Any], instead: Any) -> Any:
        if self.lost is None:
            try:
                return act()
            except OSError as error:
                self.lost = error
                self._lead_nowhere()
        return instead

    def _lead_nowhere(self) -> None:
        """What is held back would be tried again when Python ends."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)
        with suppress(OSError):
            self._stream.flush()
