"""What pandoc cannot be told, done to the file that it made: tables, drawings, styles, what the file says of itself.

The last step writes the file anew, so that equal documents have equal bytes.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from helpers.exporters.document import Meta
from helpers.exporters.docx.pictures import SVG, Shown
from helpers.exporters.docx.tables import Layout

if TYPE_CHECKING:
    from docx.document import Document as File

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VALUE = f"{_W}val"
_FIRST_ROW, _FIRST_COLUMN, _NO_BANDS = 0x20, 0x80, 0x600
_OF_TEXT = ("Compact", "BodyText", "FirstParagraph")  # what pandoc calls the paragraphs of a cell
_LISTED = f"{_W}pPr/{_W}numPr"
_NOTE = "TableNote"  # the paragraphs below a table
_TWIPS = 20  # in a point
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_TYPES = "[Content_Types].xml"  # the part that comes first
_MOST_KEPT = 600  # letters: a row with more may break over pages
_HIGHEST_KEPT = 200.0  # points: a table that is higher may break over pages
_LETTER, _LINE = (
    0.5,
    1.25,
)  # of the size of type: the width of a letter, the height of a line, both on average
_AROUND = 4.0  # points above and below the text of a row
_TWIN = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # of a drawing, as Word names the extension
_MICROSOFT, _WORD_2013 = "http://schemas.microsoft.com/office/word", 15
_DRAWINGS = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def finish(
    made: bytes,
    meta: Meta,
    lang: str,
    tables: Sequence[Layout],
    pictures: Sequence[Shown],
    reference: bytes,
    when: int,
) -> bytes:
    """The Word file that pandoc made, finished. ``reference`` has the styles that another reference may lack."""
    import docx

    file = docx.Document(BytesIO(made))
    for element, layout in zip(list(file.element.body.iter(f"{_W}tbl")), tables, strict=True):
        _table(element, layout)
    _lists(file)
    _drawings(file, {one.name: one for one in pictures})
    _styles(file, reference)
    _settings(file, lang)
    _about(file, meta, lang, datetime.fromtimestamp(when, UTC))
    saved = BytesIO()
    file.save(saved)
    return packed(saved.getvalue())


def packed(made: bytes) -> bytes:
    """A zip with its members in order and without the times at which they were written."""
    written = BytesIO()
    with ZipFile(BytesIO(made)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda one: (one not in ("mimetype", _TYPES), one)):
            entry = ZipInfo(name, _FIRST_TIME)
            entry.compress_type = source.getinfo(name).compress_type
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            target.writestr(entry, source.read(name))
    return written.getvalue()


def _new(name: str, /, **values: object) -> etree._Element:
    """An element of Word's."""
    return etree.Element(f"{_W}{name}", {f"{_W}{key}": str(value) for key, value in values.items()})


# --- Tables ----------------------------------------------------------------------------------------------------------


def _table(table: Any, layout: Layout) -> None:
    """Fixed widths, heads of rows, rows that stay whole, and type of a size with which no word is cut.

    Pandoc has marked the head, which is repeated on each page.
    """
    about, grid = table[0], table[1]
    widths = [round(one * _TWIPS) for one in layout.widths]
    about.find(f"{_W}tblW").attrib.update({f"{_W}type": "dxa", f"{_W}w": str(sum(widths))})
    flags = {"firstRow": int(layout.head > 0), "firstColumn": int(layout.row_heads > 0)}
    value = f"{_FIRST_ROW * flags['firstRow'] + _FIRST_COLUMN * flags['firstColumn'] + _NO_BANDS:04X}"
    look = about.find(f"{_W}tblLook")
    look.attrib.update(
        _new("tblLook", **flags, lastRow=0, lastColumn=0, noHBand=1, noVBand=1, val=value).attrib
    )
    for column, width in zip(grid, widths, strict=True):
        column.set(f"{_W}w", str(width))
    for number, row in enumerate(table.iterchildren(f"{_W}tr")):
        style = f"Table{'Head' if number < layout.head else 'Text'}{layout.size}"
        for paragraph in row.iterfind(f"{_W}tc/{_W}p/{_W}pPr/{_W}pStyle"):
            if paragraph.get(_VALUE) in _OF_TEXT:
                paragraph.set(_VALUE, style)
        # for rows that must stay whole and have footnotes LibreOffice prints a page each, and empty ones at the end
        noted = row.find(f".//{_W}footnoteReference") is not None
        if not noted and sum(map(len, row.itertext(f"{_W}t"))) <= _MOST_KEPT:
            if not len(row) or row[0].tag != f"{_W}trPr":
                row.insert(0, _new("trPr"))
            row[0].insert(0, _new("cantSplit"))
    _keep_together(table, layout)


def _keep_together(table: Any, layout: Layout) -> None:
    """A table that takes little of a page stays on one, with the notes below it: each row keeps with the next."""
    *rows, last = table.iterchildren(f"{_W}tr")
    if sum(_height(row, layout) for row in (*rows, last)) > _HIGHEST_KEPT:
        return
    after = table.getnext()
    noted = after is not None and after.find(f"{_W}pPr/{_W}pStyle[@{_VALUE}='{_NOTE}']") is not None
    for row in (*rows, last) if noted else rows:
        for style in row.iterfind(f"{_W}tc/{_W}p/{_W}pPr/{_W}pStyle"):
            style.addnext(_new("keepNext"))


def _height(row: Any, layout: Layout) -> float:
    """About how high a row is, in points."""
    lines, column = 1.0, 0
    for cell in row.iterchildren(f"{_W}tc"):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        across = 1 if span is None else int(span.get(_VALUE))
        width = sum(layout.widths[column : column + across])
        column += across
        said = (sum(map(len, one.itertext(f"{_W}t"))) for one in cell.iterfind(f"{_W}p"))
        lines = max(lines, sum(max(ceil(one * _LETTER * layout.size / width), 1) for one in said))
    return lines * _LINE * layout.size + _AROUND


def _lists(file: "File") -> None:
    """A paragraph above a list leads into it, and stays on the page where it begins."""
    for first in file.element.body.iter(f"{_W}p"):
        lead = first.getprevious()
        if first.find(_LISTED) is None or lead is None or lead.find(_LISTED) is not None:
            continue
        if (style := lead.find(f"{_W}pPr/{_W}pStyle")) is not None:
            style.addnext(_new("keepNext"))


# --- Pictures --------------------------------------------------------------------------------------------------------


def _drawings(file: "File", pictures: Mapping[str, Shown]) -> None:
    """Beside the dots of a picture the drawing itself, for programs that can draw; alternative texts everywhere."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import qn
    from docx.oxml.parser import parse_xml

    known: dict[str, str] = {}
    for number, inline in enumerate(file.element.body.iter(qn("wp:inline")), start=1):
        inline.docPr.set("id", str(number))
        for side in "TBLR":
            inline.set(f"dist{side}", "0")  # LibreOffice keeps a distance where none is named
        inner = next(inline.iter(qn("pic:cNvPr")))
        shown = pictures.get(inner.get("descr", ""))
        inner.set("descr", inline.docPr.get("descr", ""))
        if shown is None or shown.picture.mime != SVG:
            continue
        if (relation := known.get(shown.name)) is None:
            name = PackURI(f"/word/media/drawing-{shown.number}.svg")
            part = Part(name, SVG, shown.picture.data, file.part.package)
            relation = known[shown.name] = file.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        blip = next(inline.iter(qn("a:blip")))
        namespaces = f'xmlns:a="{blip.nsmap["a"]}" xmlns:r="{blip.nsmap["r"]}" xmlns:svg="{_DRAWINGS}"'
        blip.append(
            parse_xml(
                f'<a:extLst {namespaces}><a:ext uri="{_TWIN}"><svg:svgBlip r:embed="{relation}"/></a:ext></a:extLst>'
            )
        )


# --- The whole -------------------------------------------------------------------------------------------------------


def _styles(file: "File", reference: bytes) -> None:
    """The styles that are used and that the reference document does not have."""
    import docx

    there = {style.style_id for style in file.styles}
    used = {one.get(_VALUE) for one in file.element.body.iter(f"{_W}pStyle")}
    lacking = sorted(used - there)
    if lacking:
        for style in docx.Document(BytesIO(reference)).styles:
            if style.style_id in lacking:
                file.styles.element.append(deepcopy(style.element))


def _settings(file: "File", lang: str) -> None:
    """The language of the text where no other is named, and that the file is none of an older Word's."""
    for one in file.styles.element.iter(f"{_W}lang"):
        one.set(_VALUE, lang)
    settings = file.settings.element
    for one in settings.iter(f"{_W}themeFontLang"):
        one.set(_VALUE, lang)
    compatible = _new("compat")
    compatible.append(_new("compatSetting", name="compatibilityMode", uri=_MICROSOFT, val=_WORD_2013))
    for one in settings.iterchildren(f"{_W}rsids", f"{_W}compat"):
        one.addprevious(compatible)
        settings.remove(one)


def _about(file: "File", meta: Meta, lang: str, when: datetime) -> None:
    about = file.core_properties
    about.title, about.subject = meta.title, meta.subtitle or meta.kicker
    about.author = about.last_modified_by = "; ".join(meta.authors)
    about.keywords, about.comments = ", ".join(meta.keywords), meta.description
    about.language = lang
    about.created = about.modified = when
    about.revision = 1
