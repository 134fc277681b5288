"""Import this to become a process worth forking from: the stack is there, was used once, and has no second thread."""

import os

# Before numpy comes: a library with threads of its own cannot be forked.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import gc  # noqa: E402
import importlib  # noqa: E402
import pkgutil  # noqa: E402
from decimal import Decimal  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

from nbformat.v4 import new_code_cell, new_notebook, new_output  # noqa: E402

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from nbformat import NotebookNode


def warm() -> None:
    """Bring in what sections and exporters use and use it once, so that each fork finds it done."""
    from helpers import views
    from helpers.publishing import convert
    from helpers.publishing.sandbox import cell_runner
    from helpers.text.numbers import number
    from helpers.text.phrases import LANGUAGES
    from helpers.views.kit import charts

    for module in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
        importlib.import_module(module.name)
    for name in (
        "papermill",
        "helpers.publishing.join",
        "helpers.publishing.sandbox.execute",
        "pandas.core.methods.to_dict",
    ):
        importlib.import_module(name)
    drawing = charts.drawn(_words, 1)
    for language in LANGUAGES:
        number(Decimal(1), language)
    cell_runner.Shell(cell_runner.Recorder()).run_cell("1")  # type: ignore[no-untyped-call]
    convert.convert("html", _rehearsal({"image/svg+xml": drawing}))
    convert.exporter("pdf").document(_rehearsal(), {})  # no further: Typst starts threads
    gc.collect()
    gc.freeze()


def _words(axes: "Axes") -> None:
    """What looks fonts up and brings in the writer of SVG."""
    axes.set_title("ấ")


def _rehearsal(*drawings: dict[str, str]) -> "NotebookNode":
    """A notebook that shows one of each thing that a briefing shows."""
    link = '<a class="footnote-ref" href="#fn:a">1</a>'
    table = f"<table><caption>a</caption><tr><th>a</th></tr><tr><td>1<sup>{link}</sup></td></tr></table>"
    text = "## a\n\n1. a[^a]\n\n[^a]: [b](#c)"
    shown = ({"text/markdown": text}, {"text/html": table}, *drawings)
    outputs = [new_output("display_data", data) for data in shown]  # type: ignore[no-untyped-call]
    cell = new_code_cell(outputs=outputs)  # type: ignore[no-untyped-call]
    return new_notebook(cells=[cell], metadata={"title": "a", "date": "2000-01-01"})  # type: ignore[no-untyped-call,no-any-return]


warm()
