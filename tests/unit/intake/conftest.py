"""Datasets to import into."""

from pathlib import Path

import pytest

from small_dataset import Folder, copy_in, small_in


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    """A small dataset: the province west, which became west-2025, and the province east."""
    return small_in(tmp_path)


@pytest.fixture
def real(tmp_path: Path) -> Folder:
    """A copy of the real dataset."""
    return copy_in(tmp_path)
