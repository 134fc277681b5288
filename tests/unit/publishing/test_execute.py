"""Messages reach people, and the manifest, without what only this machine or this run knows."""

from pathlib import Path

import pytest

from helpers.publishing.sandbox.execute import plain


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("\x1b[0;31mred\x1b[0m ink", "red ink"),
        ("<object at 0x7f0011223344>", "<object at 0x…>"),
        (f"no {Path.cwd()}/data/x.csv", "no data/x.csv"),
        ("no '/opt/venv/lib/pandas/io.py':12", "no '…/io.py':12"),
        ("no file \udcff or \ud83d", "no file ? or ?"),  # a name in other bytes, half a letter
        ("see https://example.org/a/b/c and and/or 1/2/3", "see https://example.org/a/b/c and and/or 1/2/3"),
    ],
)
def test_messages_are_plain(message: str, told: str) -> None:
    assert plain(message) == told
