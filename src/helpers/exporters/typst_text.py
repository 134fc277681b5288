"""Text for Typst: whatever stands in the data is shown letter for letter and is never markup."""

import re
from unicodedata import normalize

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_SEAM = re.compile(r"(?<=[/\\._\-=&?%:;,+@|])(?=[^/\\._\-=&?%:;,+@|])")

BREAK = "#cut;"
WORD = 24


def clean(text: str) -> str:
    """The text in composed letters (NFC), without the characters that no PDF may hold."""
    return normalize("NFC", _FORBIDDEN.sub("", _LONE.sub("\ufffd", text)))


def collapse(text: str) -> str:
    """Runs of white space as one space, as HTML and Markdown read them."""
    return _SPACE.sub(" ", text)


def escape(text: str, word: int = WORD) -> str:
    """The text as Typst markup that shows it; words longer than ``word`` letters may break over lines."""
    return " ".join(
        BREAK.join(_PUNCTUATION.sub(r"\\\1", piece) for piece in pieces(part, word))
        for part in collapse(clean(text)).split(" ")
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
    """The text as a Typst string literal; it holds no ``#``, so calls can be found in the source by their name."""
    shown = clean(text).replace("\\", "\\\\").replace('"', '\\"').replace("#", "\\u{23}")
    return '"' + shown.replace("\r", "").replace("\n", "\\n").replace("\t", "\\t") + '"'


def array(items: list[str]) -> str:
    """Typst expressions as a Typst array."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


def label(kind: str, name: object) -> str:
    """The Typst label of something in the document."""
    return f"label({string(f'{kind}:{name}')})"


def wrap(text: str, columns: int) -> str:
    """Preformatted text with tabs as spaces and no line longer than the page is wide; it breaks at spaces."""
    return "\n".join(
        part for line in clean(text).expandtabs(8).split("\n") for part in _wrapped(line, columns)
    )


def _wrapped(line: str, columns: int) -> list[str]:
    found = []
    while len(line) > columns:
        space = line.rfind(" ", columns * 3 // 4, columns + 1)
        cut = columns if space < 0 else space + 1
        found.append(line[:cut].rstrip())
        line = line[cut:]
    return [*found, line.rstrip()]
