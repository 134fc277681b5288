"""The pictures of a notebook: where their bytes come from, whether they are pictures, how large they are.

One place for all formats, so that none shows what another refuses: a picture lies in the notebook (an output, an
attachment, a data address) or in the notebook's folder or below, links followed; nothing else is read.
"""

import base64
import binascii
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from helpers.exporters import svg
from helpers.exporters.document import Picture

_PIXEL = 0.75  # points
_DATA = re.compile(r"data:(?P<mime>[\w.+/-]*)(?P<options>(?:;[^,]*)?),(?P<data>.*)", re.DOTALL)
_LENGTH = re.compile(r"\s*([\d.]+)\s*(px|pt|in|cm|mm|pc|)\s*")
_POINTS = {"px": 0.75, "": 0.75, "pt": 1.0, "in": 72.0, "cm": 28.346, "mm": 2.8346, "pc": 12.0}
_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp"}
_BROKEN = (UnidentifiedImageError, OSError, ValueError, TypeError, SyntaxError, Image.DecompressionBombError)


@dataclass
class Pictures:
    """The pictures of one document. ``folder`` is where relative addresses start; None when there is none."""

    folder: Path | None = None
    drawings: int = 0
    _known: dict[bytes, Picture | None] = field(default_factory=dict)

    def fetch(self, address: str, attachments: Mapping[str, Any]) -> Picture | None:
        """The picture behind an address; None when it lies elsewhere, is missing or is no picture."""
        data = self._bytes(address.strip(), attachments)
        return self.read(data) if data else None

    def from_output(self, mime: str, data: object) -> Picture | None:
        """The picture of an output's or attachment's data: SVG is kept as text, others in base64."""
        text = "".join(map(str, data)) if isinstance(data, list) else str(data)
        return self.read(text.encode("utf-8", "replace") if mime == "image/svg+xml" else _decoded(text))

    def read(self, data: bytes) -> Picture | None:
        """The picture that these bytes are; None when they are none."""
        if b"<svg" in data[:4096]:
            return self._drawing(data)
        if data not in self._known:
            self._known[data] = _bitmap(data)
        return self._known[data]

    def _drawing(self, data: bytes) -> Picture | None:
        self.drawings += 1
        drawn = svg.clean(data.decode("utf-8", "replace"), f"d{self.drawings}-")
        if drawn is None:
            return None
        width, height = _drawn_size(drawn)
        return Picture("image/svg+xml", drawn.encode(), width, height) if width and height else None

    def _bytes(self, address: str, attachments: Mapping[str, Any]) -> bytes:
        if match := _DATA.fullmatch(address):
            encoded = "base64" in match["options"]
            return _decoded(match["data"]) if encoded else unquote_to_bytes(match["data"])
        if address.startswith("attachment:"):
            bundle = attachments.get(unquote(address[11:])) or {}
            for mime, data in bundle.items() if isinstance(bundle, Mapping) else ():
                text = "".join(map(str, data)) if isinstance(data, list) else str(data)
                return text.encode("utf-8", "replace") if mime == "image/svg+xml" else _decoded(text)
            return b""
        return self._beside(address)

    def _beside(self, address: str) -> bytes:
        """The bytes of a file in the notebook's folder or below; links are followed before that is judged."""
        try:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path or self.folder is None:
                return b""
            path = (self.folder / unquote(parts.path)).resolve()
            inside = path.is_relative_to(self.folder.resolve())
            return path.read_bytes() if inside and path.is_file() else b""
        except (OSError, ValueError):  # no address at all, a name that no file can have
            return b""


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(re.sub(r"\s+", "", unquote(text)), validate=True)
    except (binascii.Error, ValueError):
        return b""


def points(length: object) -> float | None:
    """A CSS or HTML length in points; None for percentages and what is no length."""
    match = _LENGTH.fullmatch(str(length or ""))
    try:
        return float(match[1]) * _POINTS[match[2]] if match and float(match[1]) > 0 else None
    except ValueError:
        return None


def _bitmap(data: bytes) -> Picture | None:
    try:
        with Image.open(io.BytesIO(data)) as image:
            mime = _MIMES.get(image.format or "", "")
            dots = float(image.info.get("dpi", (96, 96))[0])
            image.load()  # half a picture is none
            if mime == "" or image.mode == "CMYK":  # what few readers can draw
                mime, data = "image/png", _as_png(image)
            point = 72 / dots if dots > 20 else _PIXEL
            return Picture(mime, data, image.width * point, image.height * point)
    except _BROKEN:
        return None


def _as_png(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.convert("RGBA" if "A" in image.getbands() else "RGB").save(written, "PNG")
    return written.getvalue()


def _drawn_size(drawn: str) -> tuple[float, float]:
    root = ElementTree.fromstring(drawn)
    box = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    box = box if len(box) == 4 and box[2] > 0 and box[3] > 0 else [0, 0, 300, 150]
    width, height = points(root.get("width")), points(root.get("height"))
    ratio = box[3] / box[2]
    width = width or (height / ratio if height else box[2] * _PIXEL)
    return width, height or width * ratio
