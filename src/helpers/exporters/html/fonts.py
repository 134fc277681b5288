"""The documents' typeface as a style sheet that carries it, so that a page looks the same wherever it is opened.

What is carried are the letters that Vietnamese and English are written with. Other letters are the browser's own.
"""

from base64 import b64encode
from functools import cache
from io import BytesIO

FAMILY = "Be Vietnam Pro"
WEIGHTS = (400, 600, 700)

_ACCENTED = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ"
_MARKS = "\u00a0–—‘’“”„…·•−×÷±≈≠≤≥°²³‰€₫«»§½"
_LETTERS = frozenset(
    {*range(0x20, 0x7F), *range(0xA1, 0x180), *range(0x1EA0, 0x1EFA)}
    | {ord(one) for one in _ACCENTED + _ACCENTED.lower() + _MARKS}
)
_KERNING = int.from_bytes(b"kern", "big")  # as HarfBuzz writes the tag
_NAMES = (0, 1, 2, 5)  # what the licence asks for


@cache
def style_sheet() -> str:
    """``@font-face`` rules with the weights that pages use; made once in a process, equal in all."""
    return "\n".join(_rule(weight) for weight in WEIGHTS)


def _rule(weight: int) -> str:
    data = b64encode(_subset(weight)).decode("ascii")
    return (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; font-display: swap; '
        f"src: url(data:font/woff;base64,{data}) format('woff'); }}"
    )


def _subset(weight: int) -> bytes:
    """The letters of one weight as WOFF. Hints are left out: screens of today do without, and they are a third."""
    import fontpkg
    import uharfbuzz
    from fontTools.ttLib import TTFont

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(_LETTERS)
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.add(_KERNING)  # the letters are whole ones: no marks to place
    wanted.name_id_set.clear()
    wanted.name_id_set.update(_NAMES)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NOTDEF_OUTLINE
    whole = uharfbuzz.Blob.from_file_path(fontpkg.path("be-vietnam-pro", weight))
    letters = wanted.subset(uharfbuzz.Face(whole))
    written = BytesIO()
    with TTFont(BytesIO(letters.blob.data), lazy=True, recalcTimestamp=False) as font:
        font.flavor = "woff"
        font.save(written)
    return written.getvalue()
