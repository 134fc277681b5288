"""Papermill's engine ``briefing-fork``: a notebook's cells in a process forked from the fork server."""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from functools import partial
from time import monotonic
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode, from_dict
from papermill.engines import Engine, NotebookExecutionManager

from helpers.publishing.notebooks import tags
from helpers.publishing.sandbox import cell_runner, child_process

_LONG = 24 * 3600.0
_NOT_RUN, _MAY_FAIL = "skip-execution", "raises-exception"  # nbclient's tags


class _Failed(Exception):
    """A cell failed that must not, so those after it are not run."""


class _NoKernel:
    """Where an Output widget would tell the kernel what it caught; the cells are not told."""

    def __getattr__(self, name: str) -> "_NoKernel":
        return self

    def __call__(self, *_: Any, **__: Any) -> None:
        """Whatever is sent goes nowhere."""


class _Client(NotebookClient):
    """nbclient, which keeps what a cell displays without looking at it by Jupyter's schema.

    IPython made the message a moment ago, and to look takes longer than to make it.
    """

    def process_message(
        self, msg: dict[str, Any], cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """One message of the cell; the output that it added, if any."""
        content = msg["content"]
        kind = msg["msg_type"]
        plain = kind in ("display_data", "execute_result") and not content.get("transient")
        if not plain or self.clear_before_next_output or any(self.output_hook_stack.values()):
            added: NotebookNode | None = super().process_message(msg, cell, cell_index)
            return added
        shown = {"output_type": kind, "metadata": content["metadata"], "data": content["data"]}
        if kind == "execute_result":
            shown["execution_count"] = cell["execution_count"] = content["execution_count"]
        output: NotebookNode = from_dict(shown)  # type: ignore[no-untyped-call]
        cell.outputs.append(output)
        return output


class ForkEngine(Engine):  # type: ignore[misc]
    """Runs the cells in a forked process; nbclient turns their messages into outputs, as for a kernel."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        execution_timeout: float | None = None,
        memory: int = 0,
        extensions: Sequence[str] = (),
        here: bool = False,
        on_cell_start: Callable[..., None] | None = None,
        **_: Any,
    ) -> None:
        """Run all cells, or until one fails.

        ``memory`` is in bytes, 0 for no limit; ``extensions`` are IPython extensions to load first. ``here`` runs them
        in this process, without limits: one that was forked for them and does nothing after them.
        Raises child_process.OutOfTime or child_process.Ended.
        """
        cells: list[NotebookNode] = nb_man.nb.cells
        code = [
            (index, cell.source)
            for index, cell in enumerate(cells)
            if cell.cell_type == "code" and cell.source.strip() and _NOT_RUN not in tags(cell)
        ]
        for index, _source in code:
            cells[index].outputs, cells[index].execution_count = [], None
        client = _Client(nb_man.nb)
        client.kc = _NoKernel()  # type: ignore[assignment]

        def follow(kind: str, index: int, *rest: Any) -> None:
            """Note one event of the cells. Raises _Failed for the end of one that must not fail."""
            cell = cells[index]
            if kind == "start":
                client.clear_before_next_output = False
                nb_man.cell_start(cell, index)
                if on_cell_start:
                    on_cell_start(cell=cell, cell_index=index)
            elif kind == "message":
                message = dict(zip(("msg_type", "content", "buffers"), rest, strict=True))
                header = {
                    "header": {"msg_type": rest[0]},
                    "parent_header": {"msg_id": cell_runner.request(index)},
                }
                client.process_message({**message, **header}, cell, index)
            else:
                cell.execution_count, succeeded = rest
                if failed := not succeeded and _MAY_FAIL not in tags(cell):
                    nb_man.cell_exception(cell, index)
                nb_man.cell_complete(cell, index)
                if failed:
                    raise _Failed

        run = partial(cell_runner.run, code, extensions)
        with suppress(_Failed):
            if here:
                run(follow)
            else:
                until = monotonic() + (execution_timeout or _LONG)
                with closing(child_process.run_in_child(run, until, memory)) as events:
                    for event in events:
                        follow(*event)
        client.set_widgets_metadata()
