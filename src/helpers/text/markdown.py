"""Text from data is never markup: what goes into a sentence is escaped, what we mark ourselves is kept."""

import re

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]<>#|~$^&!])")
FOOTNOTE = re.compile(r"\[\^([^\]]+)\]")


class Marked(str):
    """A string that already is Markdown: our own marks, with everything from data in it escaped."""

    __slots__ = ()


def escape(text: object) -> Marked:
    """The text as Markdown that shows it letter for letter; what is already ``Marked`` stays as it is."""
    if isinstance(text, Marked):
        return text
    return Marked(_PUNCTUATION.sub(r"\\\1", str(text)))


def unescape(text: str) -> str:
    """The plain text of a ``Marked`` string without references, for alt text and titles."""
    return re.sub(r"\\([\\`*_{}\[\]<>#|~$^&!])", r"\1", FOOTNOTE.sub("", text))


def join(parts: list[str], separator: str = ", ") -> Marked:
    """The parts, each escaped unless marked, joined."""
    return Marked(separator.join(escape(part) for part in parts))


def once(*cites: str) -> Marked:
    """The references of several citations, each once, in order."""
    return Marked("".join(f"[^{key}]" for key in dict.fromkeys(references("".join(cites)))))


def references(text: str) -> list[str]:
    """The keys of the footnotes that the text refers to, in order."""
    return FOOTNOTE.findall(text)
