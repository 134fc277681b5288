"""JSON as a person typed it: each value with its place in the file, read as what it must be or refused by name."""

import io
import json
import re
from pathlib import Path
from typing import Any

from helpers.data.faults import Fault, shown


class Misfit(ValueError):
    """A value that is not what it must be: its place, what was expected, and what was found in short.

    ``line`` is 0 where no line of the file can be named.
    """

    def __init__(self, place: str, expected: str, found: object, line: int = 0) -> None:
        self.place, self.expected, self.line = place, expected, line
        self.found = (found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))[:60]
        super().__init__(place, expected, found, line)

    def fault(self, file: Path) -> Fault:
        """The fault of a file that it is."""
        return Fault(shown(file), self.line, self.place, self.expected, self.found)


class Node:
    """A value and its place, such as ``resources[3].schema.fields``; a member that is missing is null."""

    __slots__ = ("_parent", "_step", "value")

    def __init__(self, value: Any, step: str | int = "", parent: "Node | None" = None) -> None:
        self.value, self._step, self._parent = value, step, parent

    @property
    def place(self) -> str:
        """Where the value stands in the file."""
        above = self._parent.place if self._parent else ""
        if isinstance(self._step, int):
            return f"{above}[{self._step}]"
        return f"{above}.{self._step}" if above else self._step

    def misfit(self, expected: str) -> Misfit:
        """What to raise where the value is something else."""
        return Misfit(self.place, expected, self.value)

    def called(self, name: str) -> "Node":
        """The same value under another name: ``called("VN-02")``."""
        return Node(self.value, name)

    def __getitem__(self, name: str) -> "Node":
        """A member of an object; raises Misfit for what is no object."""
        if not isinstance(self.value, dict):
            raise self.misfit("an object")
        return Node(self.value.get(name), name, self)

    @property
    def there(self) -> bool:
        """Whether there is a value."""
        return self.value is not None

    def items(self, expected: str = "a list") -> "list[Node]":
        """The members of a list that is not empty; raises Misfit."""
        if not isinstance(self.value, list) or not self.value:
            raise self.misfit(expected)
        return [Node(item, number, self) for number, item in enumerate(self.value)]

    def text(self, expected: str = "a text", pattern: str = "") -> str:
        """A text that is not empty, and that the pattern matches as a whole; raises Misfit."""
        if (
            not isinstance(self.value, str)
            or not self.value
            or (pattern and not re.fullmatch(pattern, self.value))
        ):
            raise self.misfit(expected)
        return self.value

    def words(self, name: str) -> str:
        """The text of a member, empty where there is none; raises Misfit for another value."""
        value = self.value.get(name, "") if isinstance(self.value, dict) else None
        if isinstance(value, str):
            return value
        member = self[name]
        return member.text() if member.there else ""


def read(path: Path, what: str) -> Node:
    """The content of a file, which holds ``what``; raises Misfit, or FileNotFoundError where there is none."""
    return parsed(path.read_bytes(), what)


def parsed(content: bytes, what: str) -> Node:
    """JSON that holds ``what``; raises Misfit.

    JSON has no NaN and no infinity, though Python's reader lets them in.
    """
    try:
        text = io.TextIOWrapper(io.BytesIO(content), "utf-8").read()
        return Node(json.loads(text, parse_constant=_refuse))
    except json.JSONDecodeError as error:
        raise Misfit("", what, error.msg, error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise Misfit("", what, str(error) or "too many brackets") from None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant}, which is no number in JSON")
