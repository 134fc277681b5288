"""Pages of the real dataset, for what its facts say; and of a small one, for rules that hold whatever they say."""

from functools import cache
from pathlib import Path

import pytest

from helpers.data import load
from helpers.views import Page, open_page
from small_dataset import Folder, small_in


@cache
def page_of(province: str, language: str, as_of: str) -> Page:
    return open_page(province, language, as_of)


@pytest.fixture
def page():
    """A page of a province in a language, of an edition."""
    return lambda province="lao-cai", language="vi", as_of="": page_of(province, language, as_of)


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    """A small dataset: the province west, which became west-2025, and the province east."""
    return small_in(tmp_path)


@pytest.fixture
def small_page(small: Folder):
    """A page of the small dataset as it stands when asked for."""
    return lambda province="west", language="en", as_of="": Page(
        load(as_of=as_of, folder=small.path), province, language
    )
