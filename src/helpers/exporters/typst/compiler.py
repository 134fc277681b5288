"""Typst: fonts, one compiler for each choice of them, and errors that say what is wrong and where."""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unicodedata import name

from helpers.exporters.errors import ExportError
from helpers.exporters.typst.escape import escape

if TYPE_CHECKING:
    import typst

MAIN = "main.typ"
ARCHIVED: tuple[str, ...] = ("a-2a", "ua-1")
PLAIN: tuple[str, ...] = ("a-2u",)
EPOCH = 946_684_800  # 2000-01-01: stands for "no date given", so that equal input gives equal bytes

_LINE = re.compile(rf"{re.escape(MAIN)}:(\d+):")
_UNSHOWN = re.compile(r'(?:text|codepoint) `"(.+?)"`')
_INTERNAL = re.compile(r"internal error|panicked|failed to export", re.IGNORECASE)
_MOST_NAMED = 5


class TypesettingFailed(ExportError):
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
        super().__init__(f"no font has the characters {named(characters)}", place)

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.characters, self.place)


class CompilerCrashed(TypesettingFailed):
    """Typst itself broke down: a fault of the compiler, not of the text."""


def named(characters: str) -> str:
    """The first characters by their names, and how many others there are."""
    found = ", ".join(
        f"{one} (U+{ord(one):04X} {name(one, 'unnamed').lower()})" for one in characters[:_MOST_NAMED]
    )
    more = len(characters) - _MOST_NAMED
    return f"{found} and {more} more" if more > 0 else found


@cache
def fonts_folder() -> Path:
    """Where the typeface of the documents is installed."""
    import fontpkg

    return Path(fontpkg.path("be-vietnam-pro")).parent


@cache
def compiler(font_paths: tuple[str, ...] = (), system_fonts: bool = False) -> "typst.Compiler":
    """The compiler of this process for a choice of fonts, beside the document's typeface and Typst's own."""
    import typst

    fonts = typst.Fonts(
        include_system_fonts=system_fonts, font_paths=[fonts_folder(), *map(Path, font_paths)]
    )
    return typst.Compiler(font_paths=fonts)


_used_in = 0


def typeset(
    source: str,
    files: Mapping[str, bytes] | None = None,
    when: int = EPOCH,
    standards: tuple[str, ...] = ARCHIVED,
    font_paths: tuple[str, ...] = (),
    system_fonts: bool = False,
) -> bytes:
    """The PDF of a Typst source; ``files`` are the images and modules that it names.

    Raises MissingGlyphs, CompilerCrashed or TypesettingFailed. Must not be called in a process that was forked
    after its parent had called it: Typst's threads do not survive a fork.
    """
    _refuse_fork()
    texts = {MAIN: source.encode()}
    with TemporaryDirectory(prefix="typeset-") as folder:
        for path, data in (files or {}).items():
            if path.endswith((".typ", ".svg")):
                texts[path] = data
            else:
                Path(folder, path).write_bytes(data)
        return _compile(compiler(font_paths, system_fonts), texts, folder, when, standards)


def _refuse_fork() -> None:
    global _used_in
    if _used_in and _used_in != os.getpid():
        raise TypesettingFailed(
            "this process was forked from one that had already made a PDF, where Typst would hang; "
            "fork before the first PDF is made, or start workers with the spawn method"
        )
    _used_in = os.getpid()


def draw(source: str, drawings: Mapping[str, bytes], dots: float, system_fonts: bool = False) -> list[bytes]:
    """The pages of a Typst source as PNG, of so many dots in an inch; ``drawings`` are the SVG files that it names.

    Raises as `typeset` does, and must not be called where that must not be.
    """
    _refuse_fork()
    texts = {MAIN: source.encode(), **drawings}
    with TemporaryDirectory(prefix="typeset-") as folder:
        made = _made(compiler((), system_fonts), texts, folder, format="png", ppi=dots)
    return [made] if isinstance(made, bytes) else made


def _compile(
    compiler: "typst.Compiler", texts: dict[str, bytes], folder: str, when: int, standards: tuple[str, ...]
) -> bytes:
    made: bytes = _made(
        compiler,
        texts,
        folder,
        format="pdf",
        pdf_standards=list(standards),
        pdf_tags=standards != PLAIN,
        timestamp=when,
    )
    return made


def _made(compiler: "typst.Compiler", texts: dict[str, bytes], folder: str, **options: Any) -> Any:
    """What Typst makes of the texts: bytes, or a list of them of pages as pictures."""
    import typst

    try:
        return compiler.compile(input=texts, root=folder, **options)
    except typst.TypstError as error:
        raise _explained(error, folder) from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as panic:  # pyo3's PanicException is not an Exception
        raise CompilerCrashed(str(panic).replace(folder, "")) from None


def _explained(error: "typst.TypstError", folder: str) -> TypesettingFailed:
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
    return "".join(one for one in foreign if not _shown(one)) if len(foreign) > 1 else foreign


@cache
def _shown(character: str) -> bool:
    """Whether a character can be typeset by itself."""
    try:
        typeset(f'#set document(title: "t")\n{escape(character)}')
    except TypesettingFailed:
        return False
    return True
