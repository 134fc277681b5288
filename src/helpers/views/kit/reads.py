"""The record of what a section reads: tables, phrases and the facts that it shows, cell by cell.

After each cell that shows facts or read something new, the record is published as one more output of the cell, in a
media type that nothing displays. Who runs the section learns from it what the section depends on (to know when it is
stale) and which facts stand in it (to know that none is left out). Outside IPython nothing is published.
"""

from collections.abc import Iterable
from typing import Any

from IPython.core.getipython import get_ipython

from helpers.data.tables import Dataset

MEDIA_TYPE = "application/vnd.province-briefings.reads+json"
_AFTER_CELL = "post_run_cell"


class Reads:
    """What was read since the section was opened."""

    def __init__(self, *datasets: Dataset) -> None:
        self._datasets = list(datasets)
        self._phrases: set[str] = set()
        self._facts: set[str] = set()
        self._recorded: dict[str, set[str]] = {"phrases": set(), "tables": set()}

    def also(self, dataset: Dataset) -> None:
        """Record the tables that are read of a further dataset, such as an earlier edition."""
        self._datasets.append(dataset)

    def phrase(self, key: str) -> None:
        """A phrase was said."""
        self._phrases.add(key)

    def shown(self, facts: Iterable[str]) -> None:
        """An output that cites these facts (``table/key``) was displayed."""
        self._facts.update(facts)

    def take(self) -> dict[str, list[str]]:
        """What was shown, and what is newly read, since the last call: sorted lists under facts, phrases and tables.

        Empty when there is none of it. Facts are told of each time that they are shown, as a fact of the briefing has
        to stand in its annex too.
        """
        tables = {name for dataset in self._datasets for name in dataset.read}
        now = {"phrases": self._phrases, "tables": tables}
        new = {"facts": sorted(self._facts)}
        new |= {kind: sorted(found - self._recorded[kind]) for kind, found in now.items()}
        for kind, found in now.items():
            self._recorded[kind] |= found
        self._facts.clear()
        return new if any(new.values()) else {}

    def publish(self, _: object = None) -> None:
        """Publish what is new as an output of the running cell."""
        shell, new = get_ipython(), self.take()
        if shell is not None and new:
            shell.display_pub.publish(data={MEDIA_TYPE: new}, metadata={})

    def publish_after_each_cell(self) -> None:
        """From now on publish the record after each cell, in place of that of a section opened before."""
        shell: Any = get_ipython()
        if shell is None:
            return
        for callback in list(shell.events.callbacks[_AFTER_CELL]):
            if isinstance(getattr(callback, "__self__", None), Reads):
                shell.events.unregister(_AFTER_CELL, callback)
        shell.events.register(_AFTER_CELL, self.publish)
