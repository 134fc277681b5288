"""The words that a document itself says (Contents, Notes, Page 1 of 3 …), in the languages that have them."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date

DEFAULT = "en"


def words(lang: str, own: Mapping[str, str] | None = None) -> Mapping[str, str]:
    """The words of a language (a BCP 47 tag), English where there are none; ``own`` come before ours."""
    language = lang.split("-")[0].lower()
    found = _table(DEFAULT) | (_table(language) if language in languages() else {})
    return found | dict(own or {})


@cache
def languages() -> frozenset[str]:
    """The languages that have words of their own."""
    return frozenset(
        path.name.removesuffix(".toml")
        for path in files(__package__).iterdir()
        if path.name.endswith(".toml")
    )


@cache
def _table(language: str) -> dict[str, str]:
    return tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def date_in_words(text: str, lang: str, pattern: str) -> str:
    """An ISO date as a reader of the language writes it; what is no whole date stays as it was given."""
    try:
        day = date.fromisoformat(text)
        return str(format_date(day, pattern, locale=Locale.parse(lang.replace("-", "_"))))
    except (ValueError, UnknownLocaleError):
        return text
