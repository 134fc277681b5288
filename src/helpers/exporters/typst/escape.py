"""Text for Typst: what stands in a document is shown letter for letter and is never markup."""

import re
from collections.abc import Iterable
from unicodedata import normalize

# Places: what is put there needs no template. A comma is never markup, nor is a full stop within a word or number; each
# that is escaped would be a piece of text of its own.
_BEFORE_PUNCTUATION = re.compile(r"(?=[!-+\-/:-@\[-`{-~])|(?<!\w)(?=\.)|(?=\.(?!\w))")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_SEAM = re.compile(r"(?<=[/\\._\-=&?%:;,+@|])(?=[^/\\._\-=&?%:;,+@|])")

CUT = "#cut;"
"""A place within a word where a line may break; it is no character, so copied text stays whole."""
WORD = 24
"""Longer words than this many letters may break."""


def clean(text: str) -> str:
    """The text in composed letters (NFC), without the characters that no PDF may hold."""
    return normalize("NFC", _FORBIDDEN.sub("", _LONE.sub("\ufffd", text)))


def escape(text: str, word: int = WORD) -> str:
    """The text as Typst markup that shows it; words longer than ``word`` letters may break over lines."""
    shown = _SPACE.sub(" ", clean(text))
    if all(len(part) <= word for part in shown.split(" ")):
        return _BEFORE_PUNCTUATION.sub(r"\\", shown)
    return " ".join(
        CUT.join(_BEFORE_PUNCTUATION.sub(r"\\", piece) for piece in pieces(part, word))
        for part in shown.split(" ")
    )


def pieces(word: str, limit: int = WORD) -> list[str]:
    """The parts a long word breaks into: after its punctuation if it has some, else every ``limit`` letters."""
    if len(word) <= limit:
        return [word]
    return [
        part[start : start + limit]
        for part in _gathered(_SEAM.split(word), limit)
        for start in range(0, len(part), limit)
    ]


def _gathered(parts: list[str], limit: int) -> list[str]:
    """Neighbours joined again while they stay within a third of the limit, so that ``1.000.000`` is not in shreds."""
    found: list[str] = []
    for part in parts:
        if found and len(found[-1]) + len(part) <= max(limit // 3, 4):
            found[-1] += part
        else:
            found.append(part)
    return found


def string(text: str) -> str:
    """The text as a Typst string literal on one line."""
    shown = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + shown.replace("\r", "").replace("\n", "\\n").replace("\t", "\\t") + '"'


def array(items: Iterable[str]) -> str:
    """Typst expressions as a Typst array."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def call(name: str, content: str | None = None, *args: str, **options: object) -> str:
    """A call of a Typst function within markup: ``#name(arg, option: value)[content];``.

    Options that are None or "" are left out; underscores in their names become hyphens.
    """
    given = [
        *args,
        *(f"{key.replace('_', '-')}: {value}" for key, value in options.items() if value not in (None, "")),
    ]
    body = "" if content is None else f"[{content}]"
    return f"#{name}({', '.join(given)}){body};" if given or content is None else f"#{name}{body};"
