"""A phrase by key and language, with its placeholders filled and its plural chosen."""

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from helpers.errors import BriefingError, UnknownLanguage, UnknownName

LANGUAGES = ("vi", "en")
# What a Vietnamese name of a place may begin with: its kind, which has a capital only where a line begins.
_KINDS_OF_PLACES = (
    *("Tỉnh", "Thành phố", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Châu", "Vùng", "Bang", "Trấn"),
    *("Khu vực", "Khu", "Cửa khẩu", "Lối mở", "Lối thông quan", "Ga", "Điểm", "Lực lượng"),
)

# Offices and organs of state or Party, which keep their capital within a Vietnamese sentence.
_OFFICES = (
    *("Chính phủ", "Thủ tướng", "Quốc hội", "Trung ương", "Bộ trưởng", "Phó Thủ tướng"),
    *("Chủ tịch", "Phó Chủ tịch", "Bí thư", "Phó Bí thư", "Tỉnh ủy", "Khu ủy"),
)


class UnknownPhrase(UnknownName):
    """A key that the phrases of a language do not have."""

    kind = "phrase"


class UntranslatedPhrase(BriefingError):
    """A key that the phrases of a language do not have, and those of another do."""

    def __init__(self, key: str, language: str, known: Iterable[str]) -> None:
        self.key, self.language, self.known = key, language, tuple(known)
        super().__init__(key, language, self.known)

    def __str__(self) -> str:
        files_ = ", ".join(f"{one}.toml" for one in self.known)
        return f"the phrase {self.key!r} is in {files_} and not in {self.language}.toml (src/helpers/text): add it"


class MissingValue(BriefingError):
    """A phrase that was asked for without a value for one of its placeholders."""

    def __init__(self, key: str, placeholder: str, given: Iterable[str]) -> None:
        self.key, self.placeholder, self.given = key, placeholder, tuple(given)
        super().__init__(key, placeholder, self.given)

    def __str__(self) -> str:
        given = ", ".join(self.given) or "nothing"
        return f"the phrase {self.key!r} needs a value for {{{self.placeholder}}}; given: {given}"


Say = Callable[..., str]


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

    A plural phrase is chosen by the number given as ``count``. Raises UnknownLanguage; the function raises
    UnknownPhrase or UntranslatedPhrase for a key that is not there and MissingValue for a placeholder that is given
    no value.
    """
    texts = table(language)

    def say(key: str, /, **values: object) -> str:
        if key not in texts:
            raise _absent(key, language)
        phrase = texts[key]
        try:
            if isinstance(phrase, dict):
                phrase = phrase.get(plural(values["count"], language), phrase["other"])
            return phrase.format(**values)
        except KeyError as error:
            raise MissingValue(key, str(error.args[0]), values) from None

    return say


def _absent(key: str, language: str) -> BriefingError:
    elsewhere = [other for other in LANGUAGES if key in table(other)]
    return UntranslatedPhrase(key, language, elsewhere) if elsewhere else UnknownPhrase(key, table(language))


def plural(count: Any, language: str) -> str:
    """The CLDR plural category of a number in a language: ``one``, ``other`` …"""
    return _plural_rule(language)(count)


@cache
def _plural_rule(language: str) -> Callable[[Any], str]:
    from babel import Locale  # takes time to import, and who only compares phrases does without

    return Locale.parse(language).plural_form


def in_sentence(name: str) -> str:
    """A name within a sentence: with a small letter, unless it begins with an abbreviation or an office."""
    if (name[:2].isupper() and name[1:2].isalnum()) or name.startswith(_OFFICES):
        return name
    return name[:1].lower() + name[1:]


def place_in_sentence(name: str) -> str:
    """A place within a sentence: ``thành phố Lào Cai``; what names no kind in Vietnamese as it is."""
    kind = next((one for one in _KINDS_OF_PLACES if name.startswith(f"{one} ")), "")
    return name[:1].lower() + name[1:] if kind else name
