"""What a section read, as its own outputs tell: the contract between what is shown and how it is made.

A section may show, after any cell, an output whose only media type is ``MIME``, with sorted lists::

    {"tables": ["areas", …], "phrases": ["trade.title", …], "facts": ["observations/lao-cai.trade-turnover.2019", …]}

``tables`` and ``phrases`` are what it read, ``facts`` what the cell gave to its readers (table and primary key).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

MIME = "application/vnd.province-briefings.reads+json"


@dataclass(frozen=True)
class Reads:
    """The tables and phrases that a section read, and the facts that it shows in its annex, each sorted."""

    tables: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def union(several: Iterable[dict[str, list[str]]]) -> Reads:
    """All of it together."""
    sets: dict[str, set[str]] = {"tables": set(), "phrases": set(), "facts": set()}
    for one in several:
        for name, values in sets.items():
            values.update(one.get(name, ()))
    return Reads(**{name: tuple(sorted(values)) for name, values in sets.items()})


def take_out(notebook: "NotebookNode") -> Reads | None:
    """Remove these outputs from an executed notebook, since they are no content; None when it has none.

    Only facts of cells tagged ``annex`` count: whatever else shows a fact, it stands in the annex too.
    """
    taken = []
    for cell in notebook.cells:
        if cell.get("outputs"):
            told = [one.data[MIME] for one in cell.outputs if _tells_reads(one)]
            annexed = "annex" in cell.metadata.get("tags", ())
            taken += [one if annexed else {**one, "facts": []} for one in told]
            cell.outputs = [one for one in cell.outputs if not _tells_reads(one)]
    return union(taken) if taken else None


def _tells_reads(output: "NotebookNode") -> bool:
    return list(output.get("data", ())) == [MIME]
