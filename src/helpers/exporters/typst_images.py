"""Pictures for Typst: where their bytes come from, how large they are, and under which name they travel."""

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

from helpers.exporters.typst_compiler import TypesettingFailed, typeset
from helpers.exporters.typst_text import string

TEXT_WIDTH = 481.9  # points: A4 less 20 mm on either side, as in templates/briefing.typ
TEXT_HEIGHT = 640.0  # points: room for a caption stays
_PIXEL = 0.75  # points
_DATA = re.compile(r"data:(?P<mime>[\w.+/-]*)(?P<options>(?:;[^,]*)?),(?P<data>.*)", re.DOTALL)
_LENGTH = re.compile(r"\s*([\d.]+)\s*(px|pt|in|cm|mm|pc|%|)\s*")
_POINTS = {"px": 0.75, "": 0.75, "pt": 1.0, "in": 72.0, "cm": 28.346, "mm": 2.8346, "pc": 12.0}
_ELSEWHERE = re.compile(
    rb"""<image\b(?=[^>]*\bhref=["'](?!data:))[^>]*?(?:/>|>\s*</image>)""", re.DOTALL | re.IGNORECASE
)
_SUFFIX = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


@dataclass
class Pictures:
    """The pictures of one document. ``folder`` is where relative addresses start."""

    folder: Path | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    _names: dict[bytes, tuple[str, float, float]] = field(default_factory=dict)

    def place(self, data: bytes, alt: str, width: float | None = None) -> str:
        """Typst markup that shows the picture, never wider or higher than the page; "" when it can't be read.

        ``width`` in points is a wish; without it the picture's own size counts.
        """
        if (known := self._names.get(data)) is None:
            known = self._names[data] = self._add(data)
        name, own_width, own_height = known
        if not name:
            return ""
        shown = min(width or own_width, TEXT_WIDTH, TEXT_HEIGHT * own_width / own_height)
        size = "100%" if shown > TEXT_WIDTH - 1 else f"{shown:.1f}pt"
        return f"#picture({string(name)}, {string(alt)}, {size});"

    def _add(self, data: bytes) -> tuple[str, float, float]:
        drawn = b"<svg" in data[:4096]
        data = _closed(data) if drawn else data
        suffix, width, height = _svg(data) if drawn else _bitmap(data)
        if not suffix or not width or not height:
            return "", 0, 0
        name = f"picture-{len(self._names) + 1}.{suffix}"
        if not _readable(name, data):
            return "", 0, 0
        self.files[name] = data
        return name, width, height

    def fetch(self, address: str, attachments: Mapping[str, Any]) -> bytes:
        """The bytes behind an address: data URI, attachment of the cell, or file beside the notebook; else none."""
        if match := _DATA.fullmatch(address.strip()):
            return (
                _decoded(match["data"]) if "base64" in match["options"] else unquote_to_bytes(match["data"])
            )
        if address.startswith("attachment:"):
            bundle = attachments.get(unquote(address[11:])) or {}
            return next((decoded(mime, data) for mime, data in bundle.items()), b"")
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path or self.folder is None:
            return b""
        path = self.folder / unquote(parts.path)
        return path.read_bytes() if not Path(parts.path).is_absolute() and path.is_file() else b""


def decoded(mime: str, data: object) -> bytes:
    """The bytes of an image in a notebook: SVG is kept as text, others in base64."""
    text = "".join(data) if isinstance(data, list) else str(data)
    return text.encode() if mime == "image/svg+xml" else _decoded(text)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(re.sub(r"\s+", "", unquote(text)))
    except (binascii.Error, ValueError):
        return b""


def points(length: object) -> float | None:
    """A CSS or HTML length in points; None for percentages and what is no length."""
    match = _LENGTH.fullmatch(str(length or ""))
    try:
        return float(match[1]) * _POINTS[match[2]] if match else None
    except (KeyError, ValueError):
        return None


def _bitmap(data: bytes) -> tuple[str, float, float]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            dots = image.info.get("dpi", (96, 96))[0]
            point = 72 / float(dots) if float(dots) > 20 else _PIXEL
            return _SUFFIX.get(image.format or "", ""), image.width * point, image.height * point
    except (UnidentifiedImageError, OSError, ValueError, TypeError, Image.DecompressionBombError):
        return "", 0, 0


def _closed(data: bytes) -> bytes:
    """The drawing without pictures that lie elsewhere: nothing is fetched while a document is made."""
    return _ELSEWHERE.sub(b"", data)


def _svg(data: bytes) -> tuple[str, float, float]:
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError:
        return "", 0, 0
    box = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    box = box if len(box) == 4 else [0, 0, 300 / _PIXEL, 150 / _PIXEL]
    width, height = points(root.get("width")), points(root.get("height"))
    ratio = box[3] / box[2] if box[2] else 1
    width = width or (height / ratio if height and ratio else box[2] * _PIXEL)
    return "svg", width, height or width * ratio


def _readable(name: str, data: bytes) -> bool:
    """Whether Typst can draw it; a character without a glyph is another matter and reported with the document."""
    source = f'#set document(title: "t")\n#image({string(name)}, alt: "t")'
    try:
        typeset(source, {name: data})
    except TypesettingFailed as error:
        return hasattr(error, "characters")
    return True
