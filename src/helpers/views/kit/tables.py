"""A table people can read with eyes or ears: caption, column and row headers, notes; and its rows as typed data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from markupsafe import escape as escape_html

from helpers.text.markdown import Marked, pieces, unescape
from helpers.views.kit.outputs import Table, mark
from helpers.views.kit.section import Section

_TEMPLATES = Environment(loader=PackageLoader("helpers.views.kit", "."), autoescape=True, trim_blocks=True)


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
    return Markup("").join(
        Markup(str(escape_html(text)).replace("\n", "<br>") + (mark(key, notes) if key else ""))
        for text, key in cut
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
    """The table under its caption; columns with nothing in them are left out; None when there are no rows.

    The first column holds the row headers. ``ids`` are anchors of the rows. With a ``subtitle`` the table is titled:
    the caption is its title, the subtitle says what is counted, in which unit; it gets no number.
    """
    columns = [one for one in columns if any(one.cells)]
    if not columns or not columns[0].cells:
        return None
    stars = any("*" in cell for one in columns for cell in one.cells)
    table_notes = [*table_notes, *([section.words.say("table.inferred")] if stars else [])]
    cells = [cell for one in columns for cell in one.cells]
    cited = section.citations.resolve(caption, *cells, *table_notes, subtitle or "")

    def html_of(cell: str) -> Markup:
        return cell_html(section.citations.resolve_text(cell), cited.notes)

    html = _TEMPLATES.get_template("table.html.j2").render(
        caption=html_of(caption),
        subtitle=None if subtitle is None else html_of(subtitle),
        columns=columns,
        rows=[[html_of(cell) for cell in row] for row in zip(*(one.cells for one in columns), strict=True)],
        table_notes=[html_of(note) for note in table_notes],
        ids=ids,
    )
    resource = _resource(caption, columns)
    return Table(html, resource, notes=cited.notes, facts=cited.facts, reads=section.reads)


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
