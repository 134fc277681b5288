"""Text from data is never markup: what goes into a sentence is escaped, what we mark ourselves is kept."""

import re
from collections.abc import Iterable, Iterator

_PUNCTUATION = r"[\\`*_{}\[\]<>#|~$^&!]"
_TO_ESCAPE, _ESCAPED = re.compile(f"({_PUNCTUATION})"), re.compile(rf"\\({_PUNCTUATION})")
FOOTNOTE = re.compile(r"\[\^([^\]]+)\]")
AT = "@"
"""Parts a reference to a note: ``[^source:place@fact]`` leads to the note ``source:place`` and stands at a fact."""


class Marked(str):
    """Markdown: our own marks and references, with everything from data in it escaped.

    Added to a plain string it escapes that one, as ``markupsafe.Markup`` does, so that
    ``name + cite`` shows the name letter for letter whatever stands in it.
    """

    __slots__ = ()

    def __add__(self, other: str) -> "Marked":
        return Marked(str.__add__(self, escape(other)))

    def __radd__(self, other: str) -> "Marked":
        return Marked(str.__add__(escape(other), self))


def escape(text: object) -> Marked:
    """The text as Markdown that shows it letter for letter; what is already ``Marked`` stays as it is."""
    if isinstance(text, Marked):
        return text
    return Marked(_TO_ESCAPE.sub(r"\\\1", str(text)))


def unescape(markdown: str) -> str:
    """What escaped Markdown shows, without its references: for cells as data, alt text and titles."""
    return "".join(text for text, _ in pieces(markdown))


def pieces(markdown: str) -> Iterator[tuple[str, str]]:
    """Escaped Markdown cut at its references: each text as it is shown, and the key that follows it or nothing."""
    texts = FOOTNOTE.split(markdown)
    for text, key in zip(texts[::2], [*texts[1::2], ""], strict=True):
        yield _ESCAPED.sub(r"\1", text), key


def note_of(reference: str) -> str:
    """The key of the note that a reference leads to."""
    return reference.partition(AT)[0]


def join(parts: Iterable[str], separator: str = ", ") -> Marked:
    """The parts, each escaped unless marked, joined."""
    return Marked(separator.join(escape(part) for part in parts))


def once(*cites: Marked) -> Marked:
    """The references of several citations, each once, in order."""
    keys = dict.fromkeys(key for cite in cites for key in references(cite))
    return Marked("".join(f"[^{key}]" for key in keys))


def references(text: str) -> list[str]:
    """The keys of the footnotes that the text refers to, in order; only ``Marked`` text refers to any."""
    return FOOTNOTE.findall(text) if isinstance(text, Marked) else []
