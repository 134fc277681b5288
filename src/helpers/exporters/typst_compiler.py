"""Typst, once per process: fonts, one compiler, and errors that say what is wrong and where."""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import name

import fontpkg
import typst

from helpers.errors import BriefingError
from helpers.exporters.typst_text import escape

MAIN = "main.typ"
ARCHIVED: tuple[str, ...] = ("a-2a", "ua-1")
PLAIN: tuple[str, ...] = ("a-2u",)
EPOCH = 946_684_800  # 2000-01-01: stands for "no date given", so that equal input gives equal bytes

_LINE = re.compile(rf"{re.escape(MAIN)}:(\d+):")
_UNSHOWN = re.compile(r'(?:text|codepoint) `"(.+?)"`')
_INTERNAL = re.compile(r"internal error|panicked|failed to export", re.IGNORECASE)


class TypesettingFailed(BriefingError):
    """Typst could not make the PDF."""

    def __init__(self, reason: str, place: str = "") -> None:
        self.reason, self.place = reason, place
        super().__init__(reason, place)

    def __str__(self) -> str:
        return f"the PDF could not be typeset{f' ({self.place})' if self.place else ''}: {self.reason}"


class MissingGlyphs(TypesettingFailed):
    """Characters that no font of the document has; a PDF would show boxes instead of them."""

    def __init__(self, characters: str, place: str = "") -> None:
        self.characters = characters
        named = ", ".join(f"{one} (U+{ord(one):04X} {name(one, 'unnamed').lower()})" for one in characters)
        super().__init__(f"no font has the characters {named}", place)

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.characters, self.place)


class CompilerCrashed(TypesettingFailed):
    """Typst itself broke down: a fault of the compiler, not of the text."""


_used_in = 0


@cache
def fonts_folder() -> Path:
    """Where the typeface of the documents is installed."""
    return Path(fontpkg.path("be-vietnam-pro")).parent


@cache
def compiler() -> typst.Compiler:
    """The compiler of this process, with the document's typeface and Typst's own, and no font of the machine."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[fonts_folder()])
    return typst.Compiler(font_paths=fonts)


def typeset(
    source: str,
    files: Mapping[str, bytes] | None = None,
    when: int = EPOCH,
    standards: tuple[str, ...] = ARCHIVED,
) -> bytes:
    """The PDF of a Typst source; ``files`` are the images and modules that it names.

    Raises MissingGlyphs, CompilerCrashed or TypesettingFailed. Must not be called in a process that was forked
    after its parent had called it: Typst's threads do not survive a fork.
    """
    _refuse_fork()
    texts = {MAIN: source.encode()}
    with TemporaryDirectory(prefix="briefing-") as folder:
        for path, data in (files or {}).items():
            if path.endswith((".typ", ".svg")):
                texts[path] = data
            else:
                Path(folder, path).write_bytes(data)
        return _compile(texts, folder, when, standards)


def _refuse_fork() -> None:
    global _used_in
    if _used_in and _used_in != os.getpid():
        raise TypesettingFailed(
            "this process was forked from one that had already made a PDF, where Typst would hang; "
            "fork before the first PDF is made, or start workers with the spawn method"
        )
    _used_in = os.getpid()


def _compile(texts: dict[str, bytes], folder: str, when: int, standards: tuple[str, ...]) -> bytes:
    try:
        return compiler().compile(  # type: ignore[return-value]
            input=texts,  # type: ignore[type-var]
            root=folder,
            format="pdf",
            pdf_standards=list(standards),  # type: ignore[arg-type]
            pdf_tags=standards != PLAIN,
            timestamp=when,
        )
    except typst.TypstError as error:
        raise _explained(error, folder) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as panic:  # pyo3's PanicException is not an Exception
        raise CompilerCrashed(str(panic).replace(folder, "")) from None


def _explained(error: typst.TypstError, folder: str) -> TypesettingFailed:
    """The error as a sentence, with the line of the source it points to as its place."""
    text = f"{error.message}\n{error.diagnostic}".replace(folder, "")
    line = _LINE.search(text)
    place = f"line {line[1]}" if line else ""
    if unshown := {one for found in _UNSHOWN.findall(text) for one in _unshown(found)}:
        return MissingGlyphs("".join(sorted(unshown)), place)
    reason = error.message.replace(folder, "")
    hints = "; ".join(error.hints)
    reason = f"{reason} ({hints})" if hints else reason
    return (CompilerCrashed if _INTERNAL.search(reason) else TypesettingFailed)(reason, place)


def _unshown(text: str) -> str:
    """The characters of a piece of text that no font has; Typst writes some as ``\\u{e000}``."""
    plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)
    foreign = "".join(one for one in plain if not one.isascii())  # a space between them is named as well
    return "".join(one for one in foreign if not compiles(escape(one))) if len(foreign) > 1 else foreign


@cache
def compiles(source: str) -> bool:
    """Whether a piece of Typst can be typeset by itself; kept for the life of the process."""
    try:
        typeset(f'#set document(title: "t")\n{source}')
    except TypesettingFailed:
        return False
    return True
