"""The reference document, whose page and styles a Word file gets: after Viet Nam's Decree 30/2020 on clerical work.

A4 with margins of 20, 15, 20 and 30 mm (top, right, bottom, left), Times New Roman of 13 points and more, black, the
number of the page in the middle above the text and none on the first page, "Phụ lục" in bold above an annex. It is made
of pandoc's own, whose styles pandoc asks for by name.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from helpers.exporters.docx import openxml, pandoc
from helpers.exporters.docx.tables import SIZES

if TYPE_CHECKING:
    from docx.document import Document

_FONT, _FIXED = "Times New Roman", "Courier New"
_PAGE, _MARGINS = (210, 297), {"top": 20, "right": 15, "bottom": 20, "left": 30}  # millimetres
_HEADER = 10  # millimetres above the number of the page
_LINK = "1F3864"
_GRID = "808080"


@dataclass(frozen=True)
class Style:
    """A paragraph style: points, weight, slant; alignment as Word names it; points before and after; what it is of."""

    size: float = 13
    bold: bool = False
    italic: bool = False
    align: str = "left"
    before: float = 0
    after: float = 6
    keep: bool = False  # with what follows
    first: float = 0  # centimetres that its first line is set in
    base: str = "Normal"
    left: float = 0  # centimetres


_STYLES = {
    "Normal": Style(),
    "Body Text": Style(align="both", before=6, after=0, first=1),
    "First Paragraph": Style(align="both", before=6, after=0, first=1, base="Body Text"),
    "Compact": Style(before=3, after=0, base="Body Text"),
    "Block Text": Style(align="both", before=6, after=0, left=1, base="Body Text"),
    "Title": Style(18, bold=True, align="center", after=4, keep=True),
    "Subtitle": Style(13, italic=True, align="center", keep=True),
    "Kicker": Style(13, bold=True, align="center", after=4, keep=True),
    "Date": Style(13, italic=True, align="center", after=10),
    "Finding": Style(14, bold=True, before=4, after=0),
    "Key Figure": Style(13, after=5, left=0.5),
    "heading 1": Style(14, bold=True, before=14, keep=True),
    "heading 2": Style(13, bold=True, before=10, keep=True),
    "heading 3": Style(13, bold=True, italic=True, before=8, keep=True),
    "heading 4": Style(13, italic=True, before=6, keep=True),
    "heading 5": Style(13, italic=True, before=6, keep=True),
    "heading 6": Style(13, italic=True, before=6, keep=True),
    "TOC Heading": Style(13, bold=True, before=10, keep=True),
    "toc 1": Style(12, after=2),
    "toc 2": Style(12, after=1, left=0.6),
    "Caption": Style(12, before=10, after=4, keep=True),
    "Figure": Style(align="center", after=8),
    "Captioned Figure": Style(align="center", before=8, after=2, keep=True, base="Figure"),
    "Table Note": Style(11, italic=True, before=3, after=3),
    "Sources": Style(11, before=6, after=2),
    "Notes Title": Style(11, bold=True, before=10, after=2, keep=True),
    "Section Note": Style(10, after=1),
    "Prompt": Style(10, after=0, keep=True),
    "Footnote Text": Style(10, align="both", after=1),
    "Definition Term": Style(bold=True, after=1, keep=True),
    "header": Style(13, align="center", after=0),
    **{f"Table Text {size}": Style(size, before=1, after=1) for size in SIZES.values()},
    **{f"Table Head {size}": Style(size, bold=True, before=1, after=1, keep=True) for size in SIZES.values()},
}


def style_id(name: str) -> str:
    """How a file names a style."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


@cache
def reference() -> bytes:
    """The reference document; equal in every process."""
    import docx

    document = docx.Document(BytesIO(pandoc.default_reference()))
    _paper(document)
    _plain_styles(document)
    for name, style in _STYLES.items():
        _write(_style(document, name), style)
    _grid(document)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def _paper(document: "Document") -> None:
    from docx.enum.section import WD_SECTION
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml
    from docx.shared import Mm

    section = document.sections[-1]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = (Mm(one) for one in _PAGE)
    for side, margin in _MARGINS.items():
        setattr(section, f"{side}_margin", Mm(margin))
    section.header_distance = section.footer_distance = Mm(_HEADER)
    section.different_first_page_header_footer = True
    for numbering in section._sectPr.findall(qn("w:footnotePr")):  # that begins anew in each section
        section._sectPr.remove(numbering)
    number = section.header.paragraphs[0]
    for run in parse_xml(f"<w:p {nsdecls('w')}>{openxml.page_number()}</w:p>"):
        number._p.append(run)
    section.header.is_linked_to_previous = False
    section.first_page_header.is_linked_to_previous = False


def _plain_styles(document: "Document") -> None:
    """One typeface and black for all styles but links, and code in one of fixed width."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    styles = document.styles.element
    for element in [*styles.iter(qn("w:rFonts")), *styles.iter(qn("w:color"))]:
        element.getparent().remove(element)
    properties = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _typeface(properties, _FONT)
    for style in document.styles:
        if style.name in ("Verbatim Char", "Source Code"):
            _typeface(style.element.get_or_add_rPr(), _FIXED)
        if style.name == "Hyperlink":
            style.font.color.rgb = RGBColor.from_string(_LINK)


def _typeface(properties: Any, name: str) -> None:
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), name)


def _style(document: "Document", name: str) -> Any:
    """The style of this name, as it is or new."""
    from docx.enum.style import WD_STYLE_TYPE

    by_id = {style.style_id: style for style in document.styles}
    if found := by_id.get(style_id(name)):
        return found
    made = document.styles.add_style(style_id(name), WD_STYLE_TYPE.PARAGRAPH)
    made.element.styleId, made.element.name_val = style_id(name), name
    if name[:3] == "toc" or name == "header":
        made.element.customStyle = None
    return made


def _write(style: Any, look: Style) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    for old in (style.element.pPr, style.element.rPr):
        if old is not None and style.name != "Verbatim Char":
            for child in list(old):
                if not child.tag.endswith(("outlineLvl", "vertAlign")):
                    old.remove(child)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, look.italic
    about = style.paragraph_format
    about.alignment = WD_ALIGN_PARAGRAPH.from_xml(look.align)
    about.space_before, about.space_after = Pt(look.before), Pt(look.after)
    about.keep_with_next = look.keep
    about.first_line_indent, about.left_indent = Cm(look.first), Cm(look.left)
    if style.name != "Normal":
        style.element.basedOn_val = style_id(look.base)


def _grid(document: "Document") -> None:
    """Thin lines around all cells of a table."""
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml

    style = next(one for one in document.styles if one.style_id == "Table")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = "".join(f'<w:{one} w:val="single" w:sz="4" w:space="0" w:color="{_GRID}"/>' for one in sides)
    about = style.element.find(qn("w:tblPr"))
    about.insert(1, parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>"))
    for one in about.find(qn("w:tblCellMar")):
        side = one.tag.rpartition("}")[2]
        one.set(qn("w:w"), "85" if side in ("left", "right") else "20")
