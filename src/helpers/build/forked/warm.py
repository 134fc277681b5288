"""Import this to become a process worth forking from: the stack is there, was used once, and has no second thread."""

import os

# Before numpy comes: a library with threads of its own cannot be forked.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import gc  # noqa: E402
import importlib  # noqa: E402
import pkgutil  # noqa: E402
from decimal import Decimal  # noqa: E402

from matplotlib.axes import Axes  # noqa: E402


def warm() -> None:
    """Bring in what sections and exporters use and use it once, so that each fork finds it done."""
    from helpers import views
    from helpers.build import convert
    from helpers.build.forked import shell
    from helpers.build.jobs import FORMATS
    from helpers.text.numbers import number
    from helpers.text.phrases import LANGUAGES
    from helpers.views import charts

    for module in pkgutil.iter_modules(views.__path__, f"{views.__name__}."):
        importlib.import_module(module.name)
    for name in ("papermill", "helpers.build.join", "helpers.build.execute", "bs4", "typst"):
        importlib.import_module(name)
    charts.drawn(_words, 1)
    for language in LANGUAGES:
        number(Decimal(1), language)
    shell.Shell(shell.Recorder()).run_cell("1")  # type: ignore[no-untyped-call]
    for format_ in FORMATS:
        convert.exporter(format_)
    gc.collect()
    gc.freeze()


def _words(axes: Axes) -> None:
    """What looks fonts up and brings in the writer of SVG."""
    axes.set_title("ấ")


warm()
