"""Sections of the real dataset, for what its facts say; and of a small one, for rules that hold whatever they say."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from helpers.data import load
from helpers.views import Section
from helpers.views.kit.section import section_of
from run_sections import dataset_of
from small_dataset import Folder, small_in


@cache
def _section(province: str, language: str, as_of: str) -> Section:
    return section_of(dataset_of(province, as_of), province, language)


@pytest.fixture
def section() -> Callable[..., Section]:
    """A section on a province in a language, of an edition; the same for all tests."""
    return lambda province="lao-cai", language="vi", as_of="": _section(province, language, as_of)


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    """A small dataset: the province west, which became west-2025, and the province east."""
    return small_in(tmp_path)


@pytest.fixture
def small_section(small: Folder) -> Callable[..., Section]:
    """A section on the small dataset as it stands when asked for."""
    return lambda province="west", language="en", as_of="": section_of(
        load(as_of=as_of, folder=small.path), province, language
    )
