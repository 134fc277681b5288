"""Answers of services as SDMX-ML, structure-specific or generic: series and observations, each with its attributes.

sdmx1 reads them too. It takes a second to import and reads the whole document before it knows how large it is; what
is needed of a format whose every attribute is named is these lines.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from helpers.intake.books.safety import Unreadable, Unusable, parse, reading
from helpers.intake.mapped.cubes import MOST_BYTES, Cube, Figure, NoFigures, refuse_many

_VALUE, _STATUS = "OBS_VALUE", "OBS_STATUS"
_GENERIC = {"ObsDimension": "TIME_PERIOD", "ObsValue": _VALUE}


def read(path: Path) -> Cube:
    """A message as its figures; raises Unreadable for what is no XML or too large, NoFigures for other XML."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(path.name, f"too large: at most {MOST_BYTES // 10**6} MB are read; ask for less")
    message = _Message(path.name)
    with reading(path.name, "XML"), path.open("rb") as stream:
        parse(stream, message.start, message.end, message.text)
    if not message.found:
        raise NoFigures(path.name, f"no SDMX-ML data: no observation in it; its root is {message.root}")
    names = tuple(dict.fromkeys(name for one in message.found for name in one))
    dimensions = tuple(name for name in names if name not in (_VALUE, _STATUS))
    figures = _figures(message.found, dimensions)
    return Cube(path.name, tuple((name,) for name in dimensions), figures, frozenset(range(len(dimensions))))


def _figures(found: list[dict[str, str]], names: tuple[str, ...]) -> Iterator[Figure]:
    for number, one in enumerate(found, 1):
        texts = tuple(one.get(name, "") for name in names)
        yield Figure(number, texts, _value(one.get(_VALUE, "")), one.get(_STATUS, ""))


def _value(text: str) -> str | Decimal | Unusable:
    """The number of an observation, which XML writes with a point; NaN is how it says that there is none."""
    if text in ("", "NaN"):
        return ""
    try:
        return Decimal(text)
    except InvalidOperation:
        return Unusable(text, "a number")


class _Message:
    """Reads a message element by element."""

    def __init__(self, file: str) -> None:
        self.found: list[dict[str, str]] = []
        self.root = ""
        self._file = file
        self._series: dict[str, str] = {}
        self._observation: dict[str, str] | None = None
        self._time: str | None = None  # of an observation of version 2.0, as it is read

    def start(self, tag: str, said: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self.root = self.root or tag
        if tag == "Series":
            self._series = _own(said)
        elif tag == "Obs":
            self._observation = {**self._series, **_own(said)}
        elif tag == "Value" and (name := said.get("id") or said.get("concept")):  # a concept in version 2.0
            (self._series if self._observation is None else self._observation)[name] = said["value"]
        elif tag == "Time":
            self._time = ""
        elif tag in _GENERIC and self._observation is not None:
            self._observation[said.get("id") or _GENERIC[tag]] = said["value"]

    def text(self, text: str) -> None:
        if self._time is not None:
            self._time += text

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "Time" and self._observation is not None and self._time is not None:
            self._observation["TIME_PERIOD"] = self._time.strip()
            self._time = None
        if tag == "Obs" and self._observation is not None:
            self.found.append(self._observation)
            self._observation = None
            refuse_many(self._file, len(self.found))
        elif tag == "Series":
            self._series = {}


def _own(said: dict[str, str]) -> dict[str, str]:
    """The attributes that are none of XML's."""
    return {name: text for name, text in said.items() if ":" not in name and name != "xmlns"}
