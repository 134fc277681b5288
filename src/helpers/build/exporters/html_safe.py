"""Makes other people's HTML safe to publish: no scripts, no requests to other hosts, no forms."""

import base64
import mimetypes
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from bleach.sanitizer import Cleaner
from bs4 import BeautifulSoup, Tag

from helpers.build.exporters.html_allowed import (
    HTML_ATTRIBUTES,
    HTML_STYLE,
    HTML_TAGS,
    OWN_ATTRIBUTES,
    SHAPE_ATTRIBUTES,
    SHAPE_TAGS,
)
from helpers.build.exporters.html_style import harmless, inline_styles, safe_declarations
from helpers.text.phrases import Say

_DROPPED = [
    "script",
    "style",
    "noscript",
    "template",
    "object",
    "embed",
    "applet",
    "title",
    "textarea",
    "select",
]
_HIDDEN = '[hidden], [style*="display:none"], [style*="display: none"]'
_SPECIAL = re.compile(rf"<({'|'.join(_DROPPED)}|img|iframe|input)|hidden|display", re.IGNORECASE)
_LINK = re.compile(r"(https?:|mailto:|tel:|#|[^:]*$|[^:/?#]*[/?#])", re.IGNORECASE)
_MEDIA = re.compile(r"data:(image|audio|video)/", re.IGNORECASE)
_FILE_NAME = re.compile(r"[-\w ()]+\.(png|jpe?g|gif|svg|webp)", re.IGNORECASE)


class _Styles:
    """bleach's way to ask what may stay of a ``style`` attribute."""

    def sanitize_css(self, style: str) -> str:
        return safe_declarations(style, HTML_STYLE)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return value.startswith("#") if tag == "use" else tag == "a" and safe_address(value)
    if name == "src":
        return bool(_MEDIA.match(value))
    own = OWN_ATTRIBUTES.get(tag, ())
    shape = tag in SHAPE_TAGS and name in SHAPE_ATTRIBUTES and harmless(value)
    return name in HTML_ATTRIBUTES or name in own or shape


def safe_address(address: str) -> bool:
    """Whether a link may lead there: the web, mail, telephone, or a place beside or in this page; never a script."""
    return bool(_LINK.match(re.sub(r"[\s\x00-\x20]+", "", address)))


def clean(html: str, folder: Path | None, say: Say) -> str:
    """The HTML with everything gone that runs, fetches or submits; images beside the notebook are embedded.

    Pictures and frames that live on another host become links to them. Reads image files below ``folder``.
    """
    prepared = _prepared(html, folder, say) if _SPECIAL.search(html) else html
    return str(_cleaner().clean(prepared))


def _prepared(html: str, folder: Path | None, say: Say) -> str:
    """What the cleaner would lose, kept in a form that it lets through; what it would bare, gone."""
    soup = BeautifulSoup(html, "html.parser")
    inline_styles(soup)
    for unseen in [*soup(_DROPPED), *soup.select(_HIDDEN)]:
        unseen.decompose()
    for box in soup.select('input[type="checkbox"]'):
        box.replace_with("☑ " if box.has_attr("checked") else "☐ ")
    for image in soup("img"):
        _embed(soup, image, folder, say)
    for frame in soup("iframe"):
        _link(soup, frame, str(frame.get("src", "")), say("document.frame", address=frame.get("src", "")))
    return str(soup)


@cache
def _cleaner() -> Cleaner:
    return Cleaner(
        tags=HTML_TAGS,
        attributes=_allowed,
        protocols={"http", "https", "mailto", "tel", "data"},
        strip=True,
        css_sanitizer=_Styles(),
    )


def _embed(soup: BeautifulSoup, image: Tag, folder: Path | None, say: Say) -> None:
    source = str(image.get("src", ""))
    if _FILE_NAME.fullmatch(str(image.get("alt", ""))):
        del image["alt"]  # a file's name describes nothing
    if _MEDIA.match(source):
        return
    if (data := _read(source, folder)) is not None:
        image["src"] = data
    else:
        _link(soup, image, source, say("document.image_elsewhere", text=image.get("alt") or source))


def _read(source: str, folder: Path | None) -> str | None:
    """A data address of the image file, when it lies in the notebook's folder or below."""
    if folder is None or re.match(r"[a-z]+:|//", source, re.IGNORECASE):
        return None
    path = (folder / unquote(source.split("?")[0].split("#")[0])).resolve()
    kind = mimetypes.guess_type(path.name)[0] or ""
    if not (path.is_relative_to(folder.resolve()) and path.is_file() and kind.startswith("image/")):
        return None
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def _link(soup: BeautifulSoup, element: Tag, address: str, text: str) -> None:
    if address.startswith("//"):
        address = f"https:{address}"
    link = soup.new_tag("a", href=address)
    link.string = text
    element.replace_with(link)
