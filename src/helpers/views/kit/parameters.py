"""A misspelt parameter is an error: papermill alone sets it, warns, and shows the default's briefing."""

import ast
from collections.abc import Sequence

from IPython.core.getipython import get_ipython

from helpers.errors import UnknownName

_INJECTED = "# Parameters"  # the first line of the cell that papermill puts after that of the defaults


class UnknownParameter(UnknownName):
    """A parameter that the notebook is given and does not declare."""

    kind = "parameter"


def ensure_declared() -> None:
    """Refuse a parameter that papermill gave and no cell before declared. Outside IPython nothing is known of it.

    Raises UnknownParameter.
    """
    shell = get_ipython()
    if shell is not None:
        refuse_undeclared(list(shell.user_ns.get("In", ())))


def refuse_undeclared(cells: Sequence[str]) -> None:
    """Refuse what the cell that papermill wrote assigns and no cell before it does; raises UnknownParameter."""
    declared: set[str] = set()
    for source in cells:
        try:
            names = _assigned(source)
        except SyntaxError:  # a cell with a magic
            continue
        if source.startswith(_INJECTED):
            for name in names:
                if name not in declared:
                    raise UnknownParameter(name, declared)
        declared |= set(names)


def _assigned(source: str) -> list[str]:
    """The names that a cell's own statements assign."""
    names = []
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names += [one.id for one in targets if isinstance(one, ast.Name)]
    return names
