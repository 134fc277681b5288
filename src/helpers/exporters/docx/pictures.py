"""Pictures for Word: how large they are, and drawings with a twin of dots for programs that cannot draw them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image as Bitmap

from helpers.exporters.document import Image, Picture
from helpers.exporters.typst.compiler import TypesettingFailed, draw
from helpers.exporters.typst.images import wished_width

SVG = "image/svg+xml"
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}  # others are shown as PNG
_LARGER = 1.4  # how much larger than on a page of the PDF a chart of ours is shown, whose words are small
_HIGHEST = 0.42  # of the page: a chart of ours
_DOTS = 200.0  # in an inch


@dataclass(frozen=True)
class Shown:
    """A picture, its number in the document, and how large it is shown, in points."""

    number: int
    picture: Picture
    width: float
    height: float

    @property
    def name(self) -> str:
        """The name of its file; of a drawing, that of its twin."""
        return f"picture-{self.number}.{_SUFFIX.get(self.picture.mime, 'png')}"


def shown_size(image: Image, width: float, height: float, whole: bool) -> tuple[float, float]:
    """The width and height of a picture that has this much room, in points; ``whole``: it takes what it may."""
    ratio = image.picture.height / image.picture.width
    wished = image.picture.width * _LARGER if whole else wished_width(image)
    shown = min(wished, width, height * (_HIGHEST if whole else 1) / ratio)
    return shown, shown * ratio


def files(pictures: Sequence[Shown], system_fonts: bool) -> tuple[Mapping[str, bytes], frozenset[Picture]]:
    """The files of pictures by name, those that Word cannot show as PNG; and the drawings that cannot be drawn."""
    drawings = [one for one in pictures if one.picture.mime == SVG]
    drawn = _drawn(drawings, system_fonts)
    found = {one.name: data for one, data in zip(drawings, drawn, strict=True) if data}
    for one in pictures:
        if one.picture.mime != SVG:
            known = one.picture.mime in _SUFFIX
            found[one.name] = one.picture.data if known else _as_png(one.picture.data)
    refused = (one.picture for one, data in zip(drawings, drawn, strict=True) if not data)
    return found, frozenset(refused)


def _drawn(drawings: Sequence[Shown], system_fonts: bool) -> list[bytes | None]:
    """The drawings as PNG; None for one that Typst refuses."""
    if not drawings:
        return []
    pages = (
        f"#page(width: {one.width:.2f}pt, height: {one.height:.2f}pt, margin: 0pt)"
        f'[#image("{one.number}.svg", width: 100%)]'
        for one in drawings
    )
    sources = {f"{one.number}.svg": one.picture.data for one in drawings}
    try:
        return [*draw("\n".join(pages), sources, _DOTS, system_fonts)]
    except TypesettingFailed:
        if len(drawings) == 1:
            return [None]
        return [drawn for one in drawings for drawn in _drawn([one], system_fonts)]


def _as_png(data: bytes) -> bytes:
    written = io.BytesIO()
    with Bitmap.open(io.BytesIO(data)) as image:
        image.save(written, "PNG")
    return written.getvalue()
