"""Names in the order of a language's alphabet: in Vietnamese ă and â follow a, đ follows d; tones come last."""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng, as dictionaries have them
_RANKS = {letter: rank for rank, letter in enumerate(_LETTERS)}


def sort_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """A key to sort names by: their letters, then their tones, then the text itself.

    Letters of other alphabets, blanks and signs come before the letters, by code point.
    """
    letters: list[int] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFC", text.casefold()):
        marks = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in marks if mark in _TONES), "")
        plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
        letters.append(_RANKS.get(plain, ord(plain[:1] or " ") - 0x200000))
        tones.append(_TONES.index(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones), text
