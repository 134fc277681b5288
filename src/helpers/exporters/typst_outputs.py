"""What a notebook's cells show, as Typst: text, code, pictures, tables, printed lines and errors."""

import re
from collections.abc import Callable

from nbformat import NotebookNode

from helpers.exporters.document import MissingAlt, Shown, shown
from helpers.exporters.typst_compiler import TypesettingFailed
from helpers.exporters.typst_draft import Draft
from helpers.exporters.typst_html import CODE_COLUMNS, Writer, code_block
from helpers.exporters.typst_images import decoded, points
from helpers.exporters.typst_markdown import as_html
from helpers.exporters.typst_text import (
    clean,
    escape,
    string,
    wrap,
)

_DISPLAY_MATH = re.compile(r"\\\[(.*?)\\\]", re.DOTALL)
_INLINE_MATH = re.compile(r"\\\((.*?)\\\)", re.DOTALL)
_SHORT = 12  # lines: shorter code stays on the page where its result begins
_ESCAPES = re.compile(r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_]|\[[0-?]*[ -/]*[@-~])")


def cell_blocks(cell: NotebookNode, draft: Draft, language: str, show_code: bool) -> list[str]:
    """The Typst blocks of a cell: its Markdown, or its code and what came of it.

    Raises MissingAlt for a figure of a briefing without a description.
    """
    draft.cell = str(cell.get("id", "?"))
    if cell.cell_type == "markdown":
        return text_blocks(cell.source, draft, cell)
    if cell.cell_type == "raw":
        return _raw(cell, draft)
    results = [block for output in cell.get("outputs") or () for block in _output(output, cell, draft)]
    keep = bool(results) and cell.source.count("\n") < _SHORT
    frame = f"#source(sticky: {str(keep).lower()})"
    code = code_block(cell.source, language) if show_code else []
    return [*(f"{frame}[{block}];" for block in code), *results]


def text_blocks(text: str, draft: Draft, cell: NotebookNode | None = None) -> list[str]:
    """The Typst blocks of a Markdown text, with the cell's attachments within reach."""
    attachments = (cell.get("attachments") if cell is not None else None) or {}
    return Writer(draft, attachments).write(as_html(text, draft.notes))


def phrase(text: str, draft: Draft) -> str:
    """A short Markdown text, a caption or note, as Typst that can stand anywhere."""
    return Writer(draft).phrase(as_html(text, draft.notes))


def _raw(cell: NotebookNode, draft: Draft) -> list[str]:
    """A raw cell is shown when it says that it is Markdown or HTML; others are for other formats."""
    kind = cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or ""
    if kind == "text/markdown":
        return text_blocks(cell.source, draft, cell)
    return Writer(draft).write(cell.source) if kind == "text/html" else []


def _output(output: NotebookNode, cell: NotebookNode, draft: Draft) -> list[str]:
    if output.output_type == "stream":
        return _printed(output.text, "warned" if output.name == "stderr" else "printed")
    if output.output_type == "error":
        lines = output.get("traceback") or [f"{output.get('ename', '')}: {output.get('evalue', '')}"]
        return _printed("\n".join(lines), "warned")
    chosen = shown(output, cell)
    return _SHOWN[chosen.mime](chosen, cell, draft, output) if chosen else []


def _printed(text: str | list[str], frame: str) -> list[str]:
    text = _ESCAPES.sub("", "".join(text))
    lines = [line.rstrip("\r").rsplit("\r", 1)[-1] for line in text.split("\n")]
    shown = wrap("\n".join(lines).rstrip(), CODE_COLUMNS)
    return [f"#{frame}(raw({string(shown)}, block: true));"] if shown.strip() else []


def _markdown(one: Shown, cell: NotebookNode, draft: Draft, output: NotebookNode) -> list[str]:
    return text_blocks(one.data, draft, cell)


def _latex(one: Shown, cell: NotebookNode, draft: Draft, output: NotebookNode) -> list[str]:
    text = _INLINE_MATH.sub(r"$\1$", _DISPLAY_MATH.sub(r"$$\1$$", one.data))
    return text_blocks(text, draft, cell)


def _html(one: Shown, cell: NotebookNode, draft: Draft, output: NotebookNode) -> list[str]:
    return Writer(draft).write(one.data)


def _plain(one: Shown, cell: NotebookNode, draft: Draft, output: NotebookNode) -> list[str]:
    return _printed(one.data, "printed")


def _picture(one: Shown, cell: NotebookNode, draft: Draft, output: NotebookNode) -> list[str]:
    alt = " ".join(clean(one.alt).split())
    if draft.strict and not alt:
        raise MissingAlt(draft.cell, one.mime)
    alt = alt or draft.neutral_alt()
    own = output.get("metadata", {}).get(one.mime)
    width = points(own.get("width")) if isinstance(own, dict) else None
    picture = draft.pictures.place(decoded(one.mime, one.data), alt, width)
    if draft.strict and not picture:
        raise TypesettingFailed(f"the picture ({one.mime}) can't be read", f"cell {draft.cell}")
    picture = picture or f"#emph[{escape(alt)}];"
    if not one.caption:
        return [picture]
    label = f"#numbered[{escape(draft.number('figure'))}];"
    return [f"#drawing(caption: [{label} {phrase(one.caption, draft)}])[{picture}];"]


_SHOWN: dict[str, Callable[[Shown, NotebookNode, Draft, NotebookNode], list[str]]] = {
    "text/markdown": _markdown,
    "text/latex": _latex,
    "text/html": _html,
    "text/plain": _plain,
    **{f"image/{kind}": _picture for kind in ("svg+xml", "png", "jpeg", "gif", "webp")},
}
