"""Pages of the real dataset: the views are about its facts."""

from functools import cache

import pytest

from helpers.views import Page, open_page


@cache
def page_of(province: str, language: str, as_of: str) -> Page:
    return open_page(province, language, as_of)


@pytest.fixture
def page():
    """A page of a province in a language, of an edition."""
    return lambda province="lao-cai", language="vi", as_of="": page_of(province, language, as_of)
