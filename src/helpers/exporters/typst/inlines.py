"""Runs of text as Typst markup: words with their marks, links, references to notes, pictures, formulas."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from helpers.exporters.document import (
    Code,
    Document,
    Emph,
    Footnote,
    Image,
    Inlines,
    LineBreak,
    Link,
    Math,
    Note,
    Quoted,
    RawInline,
    Span,
    Str,
    Strikeout,
    Strong,
    Subscript,
    Superscript,
    Underline,
    by_label,
    notes_together,
    plain,
)  # fmt: skip
from helpers.exporters.maths import mathml_to_typst, to_typst
from helpers.exporters.typst.escape import CUT, WORD, call, clean, escape, pieces, string
from helpers.exporters.typst.images import Images
from helpers.exporters.typst.links import PLACEHOLDER, Links
from helpers.exporters.typst.looks import NOTEBOOK, Look
from helpers.exporters.typst.styles import background, dressed

_MARKED = ("unit", "sure", "subtitle")  # classes of runs of text that look different
_LONG_ADDRESS = 40  # letters: of a longer one an annex shows where it leads to, not all of it
_ELEMENTS = {
    "cite": "emph", "var": "emph", "dfn": "emph", "small": "smaller", "mark": "highlight", "sub": "sub", "sup": "super",
    "ins": "underline", "u": "underline", "del": "strike", "s": "strike", "rt": "smaller",
}  # fmt: skip


@dataclass
class InlineWriter:
    """Writes runs of text, and keeps what grows while a document is written.

    ``refused`` are the formulas that Typst can't set. Notes that are first referred to in a table are gathered in
    ``below``, to stand below it; the others stand at the foot of the page. Notes of sections, and what letters stand
    for, are lists of the document. ``repeated`` is true in the head of a table
    that is printed again on its next pages, where nothing may lead anywhere; identifiers of what stands there are
    gathered in ``homeless``. ``pending`` are places to mark at the start of the next run of text.
    """

    document: Document
    links: Links
    images: Images = field(default_factory=Images)
    refused: frozenset[Math] = frozenset()
    look: Look = NOTEBOOK
    width: float = NOTEBOOK.width  # points
    word: int = WORD
    repeated: bool = False
    in_heading: bool = False
    in_note: bool = False
    below: list[str] | None = None
    pending: list[str] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)
    unset: list[Math] = field(default_factory=list)
    footed: int = 0

    def __post_init__(self) -> None:
        at_end = self.document.meta.notes == "end"
        self._notes = {note.key: note for note in self.document.notes} if at_end else {}
        self._brought: set[str] = set()
        self._inlines: dict[type, Callable[[Any], str]] = {
            Str: lambda one: escape(one.text, self.word),
            LineBreak: lambda one: "#linebreak();",
            Emph: lambda one: self._wrapped("emph", one.content),
            Strong: lambda one: self._wrapped("strong", one.content),
            Underline: lambda one: self._wrapped("underline", one.content),
            Strikeout: lambda one: self._wrapped("strike", one.content),
            Superscript: lambda one: self._wrapped("super", one.content),
            Subscript: lambda one: self._wrapped("sub", one.content),
            Quoted: self._quoted,
            Code: lambda one: inline_code(one.text, self.word),
            Math: self._formula,
            Link: self._link,
            Image: self._image,
            Note: lambda one: self.marks([one]),
            RawInline: lambda one: self.inline(one.alternative),
            Span: self._span,
        }

    @contextmanager
    def set(self, **options: Any) -> Iterator[None]:
        """Some of the writer's state, for a while."""
        before = {name: getattr(self, name) for name in options}
        vars(self).update(options)
        try:
            yield
        finally:
            vars(self).update(before)

    def inline(self, content: Inlines) -> str:
        """A run of text as markup."""
        parts: list[str] = []
        for run in notes_together(content):
            parts.append(self.marks(run) if isinstance(run, list) else self._inlines[type(run)](run))
        return "".join(parts)

    def run(self, content: Inlines) -> str:
        """The text of a paragraph, with the places that are to be marked at its start."""
        text = self.inline(content).strip()
        return self.take_pending() + text if text else ""

    def take_pending(self) -> str:
        """The places that are to be marked here."""
        found, self.pending = "".join(self.pending), []
        return found

    def anchor(self, identifier: str) -> str:
        """A mark of a place that something leads to; "" for others."""
        if self.repeated:
            self.homeless += [identifier] if identifier else []
            return ""
        return self.links.anchor(identifier) if identifier else ""

    # --- Notes --------------------------------------------------------------------------------------------------------

    def marks(self, notes: Iterable[Note]) -> str:
        """References to notes side by side: in the order of their labels, each once, with commas between."""
        same = by_label(notes)
        shown = "#note-comma;".join(self._mark(one) for one in same)
        brought = "".join(self._bring(one[0]) for one in same)
        return f"#unspoken[{shown}{brought}];" if self.in_heading else shown + brought

    def _mark(self, same: list[Note]) -> str:
        """The mark of references to one note."""
        label = escape(same[0].label)
        if self.repeated:
            self.homeless += [one.identifier for one in same]
            return f"#plain-mark[{label}];"
        identifiers = tuple(one.identifier for one in same)
        place = self.links.jump(same[0].target, self.document.say("note", number=same[0].label), identifiers)
        return f"#mark({place})[{label}];"

    def _bring(self, note: Note) -> str:
        """The note itself, where it is first referred to."""
        said = self._notes.get(note.key)
        if said is None or note.key in self._brought:
            return ""
        self._brought.add(note.key)
        if self.below is None:
            self.footed += 1
            return f"#foot({self.entry(said, note)});"
        place = len(self.below)
        self.below.append("")  # notes that it refers to itself come after it
        self.below[place] = f"#noted({self.entry(said, note)});"
        return ""

    def entry(self, said: Footnote, first: Note) -> str:
        """The arguments of a note: the number of its link back, its label, what it says."""
        back = self.document.say("back_to_text", number=said.label)
        with self.set(repeated=False, in_heading=False, in_note=True, word=WORD, pending=[]):
            place = self.links.jump(
                first.identifier, back, (first.target,), note=self.below is not None or said.place != ""
            )
            return f"{place}, [{escape(said.label)}], [{self.note_text(said)}]"

    def note_text(self, said: Footnote) -> str:
        """What a note says, as markup; a writer of blocks knows how."""
        raise NotImplementedError

    # --- The rest -----------------------------------------------------------------------------------------------------

    def _wrapped(self, name: str, content: Inlines) -> str:
        inner = self.inline(content)
        return f"#{name}[{inner}];" if inner.strip() else inner

    def _quoted(self, one: Quoted) -> str:
        opening, closing = self.document.words["quote_open"], self.document.words["quote_close"]
        return f"{escape(opening)}{self.inline(one.content)}{escape(closing)}"

    def _link(self, one: Link) -> str:
        place, inner = (
            self.anchor(one.attr.identifier),
            dressed(self.inline(one.content), dict(one.attr.style)),
        )
        if not inner.strip() or self.repeated:
            return inner
        if one.target.startswith("#"):
            target = self.document.anchors.get(one.target[1:])
            if target is None:
                return place + inner
            number = self.links.jump(target, one.title or plain(one.content) or one.target)
            return f"{place}#{'quiet' if self.in_note else 'jump'}({number})[{inner}];"
        address = clean(self.document.meta.in_format(one.target, ".pdf")).strip()
        if self.look.hosts and plain(one.content) == one.target and len(address) > _LONG_ADDRESS:
            inner = escape(f"{urlsplit(address).hostname or address[:_LONG_ADDRESS]}/…")
        if not address or address.startswith(PLACEHOLDER) or len(address) > 8000:
            return place + inner
        return f"{place}#link({string(address)})[{inner}];"

    def _span(self, one: Span) -> str:
        if one.element == "wbr":
            return CUT
        inner = self.anchor(one.attr.identifier) + self.inline(one.content)
        if not inner.strip():
            return inner
        if one.element in _ELEMENTS:
            inner = f"#{_ELEMENTS[one.element]}[{inner}];"
        if "label" in one.attr.classes:
            inner = f"#strong[{inner}];"
        for name in _MARKED:
            if name in one.attr.classes:
                inner = f"#{name}[{inner}];"
        style = dict(one.attr.style)
        if shade := background(style):
            inner = f"#highlight(fill: {shade})[{inner}];"
        return spoken(dressed(inner, style), one.attr.get("lang"))

    def _image(self, one: Image) -> str:
        shown = self.images.place(one, self.width, self.look.picture)
        return self.anchor(one.attr.identifier) + (shown or f"#emph[{escape(one.alt, self.word)}];")

    def _formula(self, one: Math) -> str:
        """The formula, with its TeX as the text for those who can't see it; what can't be set is shown as TeX."""
        markup = "" if one in self.refused else formula(one)
        if not markup:
            self.unset.append(one)
            return f"#raw({string(one.tex)}, block: {str(one.display).lower()});"
        function = "displayed" if one.display else "math.equation"
        return f"#{function}(alt: {string(one.tex or 'formula')}, {markup});"


def formula(one: Math) -> str:
    """A Typst expression for a formula, evaluated where no file can be reached; "" when there is none."""
    markup = mathml_to_typst(one.mathml) if one.mathml else to_typst(one.tex, one.display)
    return f'eval({string(markup)}, mode: "math")' if markup and markup.strip() else ""


def spoken(markup: str, lang: str) -> str:
    """The markup in a language of its own."""
    if not lang or not markup.strip():
        return markup
    language, region = language_of(lang)
    options = {"lang": string(language), "region": string(region) if region else "none"}
    return call("text", markup, **options) if language else markup


def language_of(tag: str) -> tuple[str, str]:
    """The language and the region of a BCP 47 tag, as Typst names them."""
    language, _, rest = tag.partition("-")
    region = next((part.upper() for part in rest.split("-") if len(part) == 2 and part.isalpha()), "")
    whole = 2 <= len(language) <= 3 and language.isascii() and language.isalpha()
    return (language.lower(), region) if whole else ("", "")


def inline_code(text: str, word: int = WORD) -> str:
    """Code within a line, which may break inside long names."""
    line = " ".join(text.split("\n"))
    parts = [piece for part in _with_spaces(line) for piece in pieces(part, word)]
    whole = all(len(part) <= word for part in line.split(" "))
    return CUT.join(f"#raw({string(part)});" for part in ([line] if whole else parts))


def _with_spaces(line: str) -> Iterator[str]:
    """The words of a line, each with the space after it."""
    *parts, last = line.split(" ")
    yield from (f"{part} " for part in parts)
    if last:
        yield last
