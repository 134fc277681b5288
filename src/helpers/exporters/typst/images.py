"""Pictures for Typst: their file names, and how large they are on the page."""

from dataclasses import dataclass, field

from helpers.exporters.document import Image, Picture
from helpers.exporters.typst.escape import call, string

_SUFFIX = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/svg+xml": "svg",
}  # fmt: skip


@dataclass
class Images:
    """The pictures of one document; ``refused`` are those that Typst can't draw."""

    refused: frozenset[Picture] = frozenset()
    files: dict[str, bytes] = field(default_factory=dict)
    _names: dict[bytes, str] = field(default_factory=dict)

    def place(self, image: Image, width: float, height: float) -> str:
        """Markup that shows the picture within a width and a height in points; "" when it is refused."""
        picture = image.picture
        if picture in self.refused or not picture.width or not picture.height:
            return ""
        if (name := self._names.get(picture.data)) is None:
            name = self._names[picture.data] = f"picture-{len(self._names) + 1}.{_SUFFIX[picture.mime]}"
            self.files[name] = picture.data
        shown = min(wished_width(image), width, height * picture.width / picture.height)
        size = "100%" if shown > width - 1 else f"{shown:.1f}pt"
        return call("picture", None, string(name), string(image.alt), size)


def wished_width(image: Image) -> float:
    """How wide a picture is to be, in points, where there is room."""
    picture = image.picture
    if image.width:
        return image.width
    return image.height * picture.width / picture.height if image.height else picture.width
