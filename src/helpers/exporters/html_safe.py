"""Makes other people's HTML safe to publish: no scripts, no requests to other hosts, no forms."""

import base64
import mimetypes
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import nh3
from bs4 import BeautifulSoup, Tag

from helpers.exporters.html_allowed import (
    HTML_ATTRIBUTES,
    HTML_STYLE,
    HTML_TAGS,
    MATH_ATTRIBUTES,
    MATH_TAGS,
    OWN_ATTRIBUTES,
    SHAPE_ATTRIBUTES,
    SHAPE_TAGS,
)
from helpers.exporters.html_style import harmless, inline_styles, safe_declarations
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


def _kept(tag: str, name: str, value: str) -> str | None:
    """What stays of an attribute that may stay; None when nothing does."""
    if name == "style":
        return safe_declarations(value, HTML_STYLE) or None
    return value if _harmless(tag, name, value) else None


def _harmless(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return value.startswith("#") if tag == "use" else safe_address(value)
    if name == "src":
        return bool(_MEDIA.match(value))
    return tag not in SHAPE_TAGS or name not in SHAPE_ATTRIBUTES or harmless(value)


def safe_address(address: str) -> bool:
    """Whether a link may lead there: the web, mail, telephone, or a place beside or in this page; never a script."""
    return bool(_LINK.match(re.sub(r"[\s\x00-\x20]+", "", address)))


def clean(html: str, folder: Path | None, say: Say) -> str:
    """The HTML with everything gone that runs, fetches or submits; images beside the notebook are embedded.

    Pictures and frames that live on another host become links to them. Reads image files below ``folder``.
    """
    prepared = _prepared(html, folder, say) if _SPECIAL.search(html) else html
    return _cleaner().clean(prepared)


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
def _cleaner() -> nh3.Cleaner:
    own = {tag: set(OWN_ATTRIBUTES.get(tag, ())) for tag in HTML_TAGS}
    shapes = {tag: own[tag] | SHAPE_ATTRIBUTES for tag in SHAPE_TAGS}
    formulas = {tag: set(MATH_ATTRIBUTES) for tag in MATH_TAGS}
    return nh3.Cleaner(
        tags=set(HTML_TAGS | MATH_TAGS),
        clean_content_tags=set(_DROPPED) - {"select", "textarea"},
        attributes={**own, **shapes, **formulas, "*": set(HTML_ATTRIBUTES)},
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel=None,
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
