"""Row headers in a tagged PDF: Typst can say so only behind a feature that its wheel does not switch on."""

import re

# A fill that nobody can tell from paper marks a cell as a row header on its way through Typst.
ROW_HEADER = 'rgb("#fffffe")'
_FILL = re.compile(rb"/BackgroundColor\[1 1 0\.9960\d+\]")
_CELL = re.compile(rb"/S/TD/P (\d+) 0 R/A\[<<.*?>>\]/", re.DOTALL)
_HEADERS = re.compile(rb"/Headers\[[^\[\]]*\]")
_SCOPE = b"/Scope/Row"


def with_row_headers(pdf: bytes) -> bytes:
    """The PDF in which the marked cells are ``TH`` with the scope of their row.

    The other cells of such a row lose their list of column headers, which would hide the row's: readers then
    find both by scope. Every edit keeps its length, so that all offsets in the file stay true.
    """
    rows = {cell[1] for cell in _CELL.finditer(pdf) if _FILL.search(cell[0])}

    def edit(cell: re.Match[bytes]) -> bytes:
        if cell[1] not in rows:
            return cell[0]
        marked = _FILL.search(cell[0])
        scope = _SCOPE if marked else b""
        text = _HEADERS.sub(lambda found: scope.ljust(len(found[0])), cell[0], count=1)
        if not marked:
            return text
        text = _FILL.sub(lambda found: b" " * len(found[0]), text)
        return text.replace(b"/S/TD", b"/S/TH", 1)

    return _CELL.sub(edit, pdf) if rows else pdf
