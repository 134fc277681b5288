"""Papermill's engine ``briefing-fork``: a notebook's cells in a process forked from a warm one."""

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager

from helpers.publishing.sandbox import cell_runner, child_process

_LONG = 24 * 3600.0


class ForkEngine(Engine):  # type: ignore[misc]
    """Runs the cells in a process forked from the warm one."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: float | None = None,
        memory: int = 0,
        on_cell_start: Callable[..., None] | None = None,
        **_: Any,
    ) -> None:
        """Run all cells, or until one fails; raises child.OutOfTime or child.Ended."""
        cells: list[NotebookNode] = nb_man.nb.cells
        code = [
            (index, cell.source, "raises-exception" in cell.metadata.get("tags", ()))
            for index, cell in enumerate(cells)
            if cell.cell_type == "code" and cell.source.strip()
        ]
        for index, _source, _may_fail in code:
            cells[index].outputs, cells[index].execution_count = [], None
        until = monotonic() + (execution_timeout or _LONG)
        for kind, index, *rest in child_process.events(partial(cell_runner.run, code), until, memory):
            cell = cells[index]
            if kind == "start":
                nb_man.cell_start(cell, index)
                if on_cell_start:
                    on_cell_start(cell=cell, cell_index=index)
            elif kind == "outputs":
                cell.outputs = [from_dict(output) for output in rest[0]]  # type: ignore[no-untyped-call]
            else:
                cell.execution_count = rest[0]
                nb_man.cell_complete(cell, index)
