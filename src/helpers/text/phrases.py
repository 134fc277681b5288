"""A phrase by key and language, with its placeholders filled and its plural chosen."""

import tomllib
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from helpers.errors import UnknownLanguage

LANGUAGES = ("vi", "en")

Say = Callable[..., str]

# The keys that this process has used, so that a section's result is made anew when one of its phrases changes.
used: set[str] = set()


@cache
def table(language: str) -> dict[str, str | dict[str, str]]:
    """All phrases of a language, by dotted key; a phrase with plurals is a dict by CLDR category."""
    if language not in LANGUAGES:
        raise UnknownLanguage(language, LANGUAGES)
    tree = tomllib.loads(files("helpers.text").joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    return {
        f"{group}.{name}": phrase for group, phrases_ in tree.items() for name, phrase in phrases_.items()
    }


@cache
def phrases(language: str) -> Say:
    """A function that says a phrase: ``say("trade.title")``, ``say("document.page_of", page=1, pages=3)``.

    A plural phrase is chosen by the number given as ``count``. Raises KeyError for a key that is not there.
    """
    from babel import Locale  # who only compares phrases does without

    texts = table(language)
    plural = Locale.parse(language).plural_form

    def say(key: str, /, **values: object) -> str:
        phrase = texts[key]
        used.add(key)
        if isinstance(phrase, dict):
            count = values["count"]
            phrase = phrase.get(plural(count), phrase["other"])  # type: ignore[arg-type]
        return phrase.format(**values) if values else phrase

    return say
