"""A table people can read with eyes or ears: caption, column and row headers, notes; and its rows as typed data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from markupsafe import escape as escape_html

from helpers.text.markdown import Marked, escape, join, once, pieces, unescape
from helpers.text.phrases import in_sentence
from helpers.views.kit.outputs import Table, mark
from helpers.views.kit.section import Section

_TEMPLATE = Environment(
    loader=PackageLoader("helpers.views.kit", "."), autoescape=True, trim_blocks=True
).get_template("table.html.j2")
_NOTHING = "–"  # for readers, in a cell with nothing; as data such a cell stays empty
_SPARSE = 3  # a column has cells in one row of so many, or is told with those rows


@dataclass(frozen=True)
class Column:
    """One column: its title, its cells as shown, and what they are as data."""

    name: str
    title: str
    cells: Sequence[str]
    numeric: bool = False
    values: Sequence[Any] | None = None


def column(section: Section, name: str, cells: Sequence[str], **options: Any) -> Column:
    """A column whose title is the phrase ``column.<name>``."""
    return Column(name, section.words.say(f"column.{name}"), cells, **options)


def cell_html(cell: str, notes: Mapping[str, str]) -> Markup:
    """A cell as HTML: text letter for letter; references in ``Marked`` become links; ``Markup`` is taken as it is."""
    cut = pieces(cell) if isinstance(cell, Marked) else [(cell, "")]
    return Markup(
        "".join(
            str(escape_html(text)).replace("\n", "<br>") + (mark(key, notes) if key else "")
            for text, key in cut
        )
    )


def plain(cell: str) -> str:
    """A cell as data: its text without references."""
    if isinstance(cell, Markup):
        return str(cell.striptags())
    return unescape(cell) if isinstance(cell, Marked) else cell


def table(
    section: Section,
    caption: str,
    columns: Sequence[Column],
    table_notes: Sequence[str] = (),
    ids: Sequence[str] | None = None,
    subtitle: str | None = None,
) -> Table | None:
    """The table under its caption; None when there are no rows.

    The first column holds the row headers. ``ids`` are anchors of the rows. With a ``subtitle`` the table is titled:
    the caption is its title, the subtitle says what is counted, in which unit; it gets no number.

    A cell with nothing has a dash, a column with nothing is left out. Unless the table is titled, a column that says
    the same in every row becomes a note below, one that is filled in fewer than a third of the rows a line in the
    headers of those rows, and a single row is said in words.
    """
    columns = [one for one in columns if any(one.cells)]
    if not columns or not columns[0].cells:
        return None
    if subtitle is None and not ids:
        if len(columns[0].cells) == 1:
            return _in_words(section, caption, columns, table_notes)
        columns, same = _folded(section, columns)
        table_notes = [*same, *table_notes]
    stars = any("*" in cell for cell in (*(cell for one in columns for cell in one.cells), *table_notes))
    if stars and not any(note.startswith("*") for note in table_notes):
        table_notes = [*table_notes, section.words.say("table.inferred")]
    cells = [cell for one in columns for cell in one.cells]
    cited = section.citations.resolve(caption, *cells, *table_notes, subtitle or "")

    def html_of(cell: str) -> Markup:
        return cell_html(section.citations.resolve_text(cell), cited.notes)

    html = _TEMPLATE.render(
        caption=html_of(caption),
        subtitle=None if subtitle is None else html_of(subtitle),
        columns=columns,
        rows=[
            [html_of(cell or _NOTHING) for cell in row]
            for row in zip(*(one.cells for one in columns), strict=True)
        ],
        table_notes=[html_of(note) for note in table_notes],
        ids=ids,
    )
    resource = _resource(caption, columns)
    return Table(html, resource, notes=cited.notes, facts=cited.facts, reads=section.reads)


def _folded(section: Section, columns: Sequence[Column]) -> tuple[list[Column], list[Marked]]:
    """The columns that say something of their own, and notes for those that say the same in every row."""
    head, *others = columns
    kept: list[Column] = []
    notes: list[Marked] = []
    headers = list(head.cells)
    for number, one in enumerate(others):
        last = not kept and number == len(others) - 1  # a table keeps two columns
        texts = [plain(cell) for cell in one.cells]
        if not last and not one.numeric and len(set(texts)) == 1:
            marks = once(*(cell for cell in one.cells if isinstance(cell, Marked)))
            notes.append(section.words.markdown("table.same", title=one.title, text=escape(texts[0]) + marks))
        elif not last and sum(map(bool, one.cells)) * _SPARSE < len(texts):
            headers = [
                _with_line(header, one.title, cell) for header, cell in zip(headers, one.cells, strict=True)
            ]
        else:
            kept.append(one)
    return [replace(head, cells=headers), *kept], notes


def _with_line(header: str, title: str, cell: str) -> str:
    """The header of a row with a line below it, which says what a column has to say of that row alone."""
    return escape(header) + escape(f"\n{title}: ") + escape(cell) if cell else header


def _in_words(section: Section, caption: str, columns: Sequence[Column], notes: Sequence[str]) -> Table:
    """A table of one row as a paragraph: its caption, its header, then each cell after the title of its column."""
    words = section.words
    head, *others = columns
    cells = [Marked(f"{escape(in_sentence(one.title))}: {escape(one.cells[0])}") for one in others]
    key = "table.one_row" if cells else "table.one_cell"
    row = Marked(str(escape(head.cells[0])).replace("\n", "; "))
    said = words.markdown(key, caption=caption, row=row, **({"cells": join(cells, "; ")} if cells else {}))
    if any("*" in cell for one in columns for cell in one.cells):
        notes = [*notes, words.say("table.inferred")]
    markdown = join([said, *notes], " ")
    cited, resource = section.citations.resolve(markdown), _resource(caption, columns)
    return Table(
        "",
        resource,
        markdown=section.citations.resolve_text(markdown),
        notes=cited.notes,
        facts=cited.facts,
        reads=section.reads,
    )


def _resource(caption: str, columns: Sequence[Column]) -> dict[str, Any]:
    """The rows as a tabular data resource: plain text, or the typed values where a column has them."""
    fields = [
        {"name": one.name, "title": one.title, "type": "number" if one.values is not None else "string"}
        for one in columns
    ]
    cells = [
        [float(value) if value is not None else None for value in one.values]
        if one.values is not None
        else [plain(cell) for cell in one.cells]
        for one in columns
    ]
    rows = [dict(zip((one.name for one in columns), row, strict=True)) for row in zip(*cells, strict=True)]
    return {"title": plain(caption), "schema": {"fields": fields}, "data": rows}
