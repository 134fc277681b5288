"""Preload module of the fork server: imports what sections and the exporters asked for use, and uses it once.

Forked processes then start in milliseconds. Must not start threads: a process with threads cannot be forked safely.

The section notebooks say what is imported. A module of ours that one of them imports may define ``preload()`` to do
what each section would otherwise do again, such as looking up fonts; it is called here.
"""

import os

from helpers.publishing.sandbox import child_process

child_process.end_with_command()

import gc  # noqa: E402
import importlib  # noqa: E402
import sys  # noqa: E402
from collections.abc import Iterable  # noqa: E402
from contextlib import suppress  # noqa: E402
from decimal import Decimal  # noqa: E402
from typing import TYPE_CHECKING  # noqa: E402

from helpers import paths  # noqa: E402
from helpers.publishing.startup import skip_address_grammar  # noqa: E402

if TYPE_CHECKING:
    from nbformat import NotebookNode

_RARELY = 200_000  # new objects before garbage is collected: most forked processes end before
_OF_OTHERS = (
    "papermill",
    "helpers.data.tables",
    "helpers.publishing.acceptance",
    "helpers.publishing.briefing",
    "helpers.publishing.data_package",
    "helpers.publishing.sandbox.execute",
    "pandas.core.methods.to_dict",  # pandas imports it when it is used
)


def preload() -> None:
    """Import and rehearse; then freeze, so that the garbage collector of a fork does not touch shared memory.

    Garbage stays, too. What is given back leaves gaps all over the memory that forks share, and each small object that
    one of them puts into such a gap costs it a copy of the page around.
    """
    gc.disable()  # until all is there: what is imported stays
    skip_address_grammar()
    child_process.import_main()
    import nbformat

    from helpers.publishing import formats
    from helpers.publishing.sandbox import cell_runner
    from helpers.text.numbers import number
    from helpers.text.phrases import LANGUAGES, phrases

    _import_what_sections_import()
    for name in _OF_OTHERS:
        importlib.import_module(name)
    for language in LANGUAGES:
        number(Decimal(1), language)
        phrases(language)
    nbformat.validate(_small_notebook())  # papermill does with every section
    child_process.reseed()  # the first time takes longest
    cell_runner.Shell(lambda *_: None).run_cell("1")  # type: ignore[no-untyped-call]
    cell_runner.ready().display_formatter.format("a")  # type: ignore[union-attr]  # makes all formatters
    wanted = child_process.formats_to_write()
    for one in (known for known in formats.installed() if known.name in wanted):
        with suppress(Exception):  # the briefing that needs it says so, with its format
            one.preload(_small_notebook())
    gc.freeze()
    gc.set_threshold(_RARELY)
    gc.enable()


def _import_what_sections_import() -> None:
    from helpers.publishing.jobs import sections
    from helpers.publishing.notebooks import BadNotebook, imported_modules, stored
    from helpers.publishing.sandbox import execute

    for section in sections():
        with suppress(BadNotebook):  # the plan tells of it
            text = stored(paths.notebooks(), section)
            execute.loaded(text)
            for name in imported_modules(text):
                with suppress(Exception):  # a section that needs it says so, with its cell
                    importlib.import_module(name)
    rehearse(list(sys.modules))


def rehearse(names: Iterable[str]) -> None:
    """Let those of ours among these modules do what each section would otherwise do again."""
    for name in names:
        own = getattr(sys.modules[name], "preload", None)
        if name.startswith("helpers.") and name != __name__ and callable(own):
            own()


def _small_notebook() -> "NotebookNode":
    """A notebook that shows text, a note and a table; no drawing, which exporters may give to Typst."""
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    link = '<a class="footnote-ref" href="#fn:a">1</a>'
    table = f"<table><caption>a</caption><tr><th>a</th></tr><tr><td>1<sup>{link}</sup></td></tr></table>"
    text = "## a\n\n1. a[^a]\n\n[^a]: [b](#c)"
    shown: tuple[dict[str, str], ...] = ({"text/markdown": text}, {"text/html": table})
    outputs = [new_output("display_data", data) for data in shown]  # type: ignore[no-untyped-call]
    cell = new_code_cell(outputs=outputs)  # type: ignore[no-untyped-call]
    about = {
        "briefing": {"title": "a"},
        "title": "a",
        "date": "2000-01-01",
    }  # ours: its page carries a typeface
    return new_notebook(cells=[cell], metadata=about)  # type: ignore[no-untyped-call,no-any-return]


preload()
# A process that is forked while the command is being stopped would tell of its lost pipe.
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
