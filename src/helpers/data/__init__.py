"""What is true: the facts of the Data Package, as frames, and the rules that they must meet.

- ``series_frame``, ``frame``, ``figures`` and ``indicators`` give an analyst tidy frames (see ``docs/frames.md``)
- ``load`` gives the tables that a section declares, as they were known on a date
- ``check`` lists every fault of a dataset; ``ensure`` refuses one that has any
- ``areas`` knows which areas speak of a province; ``dates`` reads dates as precise as their source
"""

from typing import TYPE_CHECKING, Any

from helpers.data.faults import DataFaults, Fault

if TYPE_CHECKING:
    from helpers.data.frames import figures, frame, indicators, series_frame
    from helpers.data.tables import Dataset, UndeclaredTable, load
    from helpers.data.validation.check import check, ensure

__all__ = [
    "DataFaults",
    "Dataset",
    "Fault",
    "UndeclaredTable",
    "check",
    "ensure",
    "figures",
    "frame",
    "indicators",
    "load",
    "series_frame",
]


def __dir__() -> list[str]:
    """What the Tab key offers an analyst."""
    return __all__


def __getattr__(name: str) -> Any:
    """What takes time to import is imported when it is asked for: pandas, and the rules."""
    if name in ("check", "ensure"):
        from helpers.data.validation import check as validation

        return getattr(validation, name)
    if name in ("Dataset", "UndeclaredTable", "load"):
        from helpers.data import tables

        return getattr(tables, name)
    if name in ("figures", "frame", "indicators", "series_frame"):
        from helpers.data import frames

        return getattr(frames, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
