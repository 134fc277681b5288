"""Read the section notebooks, and refuse one that does not take what it will be given."""

import ast
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.errors import BriefingError, UnknownName, nearest

if TYPE_CHECKING:
    from nbformat import NotebookNode

_NO_DEFAULT = ("None", "...")


def tags(cell: "NotebookNode") -> list[str]:
    """The tags of a cell, which say what it is for."""
    return list(cell.metadata.get("tags", ()))


class BadNotebook(BriefingError):
    """A section's notebook that is not there, is no notebook, or has no parameters."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(path, reason)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class UnknownParameter(UnknownName):
    """A parameter that a notebook is given and does not declare; papermill alone would go on without it."""

    kind = "parameter"

    def __init__(self, found: str, known: Iterable[str], path: str = "") -> None:
        super().__init__(found, known)
        self.path = path
        self.args = (found, self.known, path)

    def __str__(self) -> str:
        return (
            f"{self.path}: its parameters cell does not declare {self.found!r}, which every section is given; "
            f"{nearest(self.found, self.known) if self.known else 'it declares none'}"
        )


class MissingParameter(BriefingError):
    """A parameter that a notebook needs and that no section is given."""

    def __init__(self, name: str, path: str, given: Iterable[str]) -> None:
        self.name, self.path, self.given = name, path, tuple(given)
        super().__init__(name, path, self.given)

    def __str__(self) -> str:
        return (
            f"{self.path}: its parameter {self.name!r} has no default, and sections are given only "
            f"{', '.join(self.given)}; write a default that runs as it stands"
        )


def stored(folder: Path, section: str) -> str:
    """The text of a section's notebook; raises BadNotebook."""
    path = folder / f"{section}.ipynb"
    try:
        text = path.read_text(encoding="utf-8")
        json.loads(text)["cells"]
    except FileNotFoundError:
        there = [other.stem for other in folder.glob("*.ipynb")]
        hint = nearest(section, there) if there else "the folder holds no notebook"
        raise BadNotebook(_shown(path), f"there is no such notebook; {hint}") from None
    except OSError as error:
        raise BadNotebook(_shown(path), f"it cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise BadNotebook(_shown(path), f"it is no notebook: {first[:200]}") from None
    return text


def imported_modules(text: str) -> list[str]:
    """The modules that a notebook's cells import, ``from a import b`` as both ``a`` and ``a.b``, in order."""
    modules: dict[str, None] = {}
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "code":
            with suppress(SyntaxError):  # a cell with a magic
                for node in ast.walk(ast.parse("".join(cell["source"]))):
                    modules |= dict.fromkeys(_modules(node))
    return list(modules)


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def parameters(folder: Path, section: str) -> dict[str, str]:
    """What a section's parameters cell sets: the default of each name, as it is written there.

    Raises BadNotebook, also for one that papermill could not run.
    """
    path, notebook = _shown(folder / f"{section}.ipynb"), json.loads(stored(folder, section))
    try:
        sources = [
            cell["source"] for cell in notebook["cells"] if "parameters" in cell["metadata"].get("tags", ())
        ]
        about = notebook["metadata"]
        kernel = about.get("kernelspec", {})
        language = about.get("language_info", {}).get("name") or kernel.get("language")
    except (AttributeError, KeyError, TypeError) as error:
        raise BadNotebook(path, f"it is no notebook: {error}") from None
    if not sources:
        raise BadNotebook(path, 'no cell is tagged "parameters"; tag the one that sets the defaults')
    if not (kernel.get("name") and language):
        raise BadNotebook(path, "its metadata name no kernel and language; save it once in JupyterLab")
    source = "".join(sources[0])
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        reason = f"its parameters cell is no plain Python: {error.msg}, line {error.lineno}"
        raise BadNotebook(path, reason) from None
    return {name: ast.get_source_segment(source, value) or "" for name, value in _assigned(tree)}


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names that a cell sets, each with the expression of its value."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign) and node.value:
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value  # type: ignore[attr-defined]


def check(folder: Path, sections: Iterable[str], given: Iterable[str]) -> None:
    """Refuse sections that cannot be run with what they are given.

    Raises UnknownParameter for one that a notebook does not declare, MissingParameter for one that it needs,
    BadNotebook for a notebook that cannot be read.
    """
    for section in sections:
        path = _shown(folder / f"{section}.ipynb")
        declared = parameters(folder, section)
        for name in given:
            if name not in declared:
                raise UnknownParameter(name, declared, path)
        for name, default in declared.items():
            if name not in given and default in _NO_DEFAULT:
                raise MissingParameter(name, path, given)


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
