"""How long it takes from saving to the page under ``briefings preview``: medians of five, with the load meanwhile.

    python tests/bench/bench_preview.py

A notebook, a phrase, a row, a view of one section and one of all are changed in a copy of the project, and the page
is asked for as a browser does. The time is from the end of writing until the whole new page has been read.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
BRIEFINGS = Path(sys.executable).with_name("briefings")
TIMES = 5
_SINCE = re.compile(r"since=(\d+)")


def replacing(old: str, new: str) -> Callable[[str, int], str]:
    """A change that each time puts something else in place of ``old``, which must be there."""

    def change(text: str, number: int) -> str:
        assert old in text, old
        return text.replace(old, new.format(number), 1)

    return change


# What is saved: the file, and what is changed in its text each time.
SAVED = {
    "notebook": ("notebooks/trade_trends.ipynb", replacing('"cells": [\n', '"cells": [\n' + "{}")),
    "phrase": ("src/helpers/text/en.toml", None),
    "row": ("data/observations.csv", None),
    "view": ("src/helpers/views/pages/trade_page.py", None),
    "view of all": ("src/helpers/views/kit/tables.py", None),
}
