"""What needs the whole page: outline and contents, numbers of figures, tables and notes, unique ids, formulas."""

import re
import unicodedata
from dataclasses import dataclass
from html import escape
from itertools import count
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from helpers.exporters import html_math
from helpers.exporters.document import heading_levels
from helpers.exporters.html_fragments import Draft
from helpers.exporters.html_notes import add_notes, fill_cited_by, link_references
from helpers.exporters.html_tables import add_class, improve_tables
from helpers.exporters.tree import having, tags
from helpers.text.phrases import Say

_HEADING = re.compile("^h[1-6]$")
_OWN_ID = re.compile(r"main|contents|notes|(note|ref|d)-?\d.*")


class _Verbatim(PreformattedString):
    """Markup that is already written and stays as it is."""


@dataclass(frozen=True)
class Page:
    """The finished main part and its list of contents: (id, text) of each section."""

    body: str
    contents: list[tuple[str, str]]


def finish(html: str, page: Draft) -> Page:
    """Number, link and label everything in the joined pieces of a notebook."""
    soup = BeautifulSoup(html, "html.parser")
    _free_own_ids(soup)
    _drop_title(soup, page)
    _headings(soup)
    add_notes(soup, page)
    _captions(soup, "figcaption", "document.figure", page.say)
    _captions(soup, "caption", "document.table", page.say)
    link_references(soup, page)
    fill_cited_by(soup, page)
    _alternatives(soup, page)
    improve_tables(soup, page.say)
    _colours(soup)
    _listings(soup, page.say)
    _formulas(soup)
    _links(soup)
    _unique_ids(soup)
    contents = [(str(h2["id"]), _words(h2)) for h2 in soup("h2")]
    _drawings(soup, page)
    return Page(body=soup.decode(formatter="minimal"), contents=contents)


def _words(element: Tag) -> str:
    """The element's text without its note numbers."""
    noted = {id(text) for sup in element("sup", class_="note-ref") for text in sup.strings}
    return " ".join("".join(text for text in element.strings if id(text) not in noted).split())


def _free_own_ids(soup: BeautifulSoup) -> None:
    """Take the ids that the page itself uses away from other people's markup."""
    for element in having(soup, "id"):
        if _OWN_ID.fullmatch(str(element["id"])):
            del element["id"]


def _drop_title(soup: BeautifulSoup, page: Draft) -> None:
    """Leave out the notebook's own title, which stands above the page already."""
    first = soup.find(_HEADING)
    if (
        isinstance(first, Tag)
        and first.name == "h1"
        and (not page.titled or _words(first) == page.facts.title)
    ):
        first.decompose()


def _headings(soup: BeautifulSoup) -> None:
    headings = [heading for heading in soup(_HEADING) if not heading.find_parent("table")]
    old_to_new: dict[str, str] = {}
    taken = {str(element["id"]) for element in having(soup, "id")}
    for heading, level in zip(headings, heading_levels(int(h.name[1]) for h in headings), strict=True):
        heading.name = f"h{level}"
        text = " ".join(heading.get_text().split())
        if not heading.has_attr("id"):
            heading["id"] = _free(slug(text) or "section", taken)
            old_to_new.setdefault(text.replace(" ", "-"), str(heading["id"]))
    for link in tags(soup, "a"):
        target = str(link.get("href", ""))
        if not target.startswith("#"):
            continue
        target = target[1:]
        if target not in taken and target in old_to_new:
            link["href"] = f"#{old_to_new[target]}"


def slug(text: str) -> str:
    """The text as part of an address: ``Xu hướng thương mại`` becomes ``xu-huong-thuong-mai``."""
    plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode().lower()).strip("-")


def _free(name: str, taken: set[str]) -> str:
    stem = f"section-{name}" if _OWN_ID.fullmatch(name) else name
    free = next(one for n in count(1) if (one := stem if n == 1 else f"{stem}-{n}") not in taken)
    taken.add(free)
    return free


def _captions(soup: BeautifulSoup, tag: str, phrase: str, say: Say) -> None:
    for number, caption in enumerate(soup(tag), start=1):
        label = soup.new_tag("span", attrs={"class": "label"})
        label.string = f"{say(phrase, number=number)}."
        caption.insert(0, label, " ")


def _alternatives(soup: BeautifulSoup, page: Draft) -> None:
    """Pictures that nobody described are named after the heading they stand under."""
    for number, picture in enumerate(_pictures(soup), start=1):
        if not picture.has_attr("alt"):
            heading = picture.find_previous(_HEADING)
            name = _words(heading) if isinstance(heading, Tag) else page.facts.title
            picture["alt"] = page.say("document.undescribed", number=number, heading=name)


def _pictures(soup: BeautifulSoup) -> list[Tag]:
    found = (one for one in soup.descendants if isinstance(one, Tag))
    return [one for one in found if one.name == "img" or "data-drawing" in one.attrs]


def _colours(soup: BeautifulSoup) -> None:
    """Text that brings its own colours stands on a light ground in the dark theme too."""
    for element in having(soup, "style"):
        coloured = "color" in str(element["style"]) or "background" in str(element["style"])
        if coloured and not element.find_parent(class_="light"):
            ground = element.find_parent(class_="table") or element
            add_class(ground, "light")


def _listings(soup: BeautifulSoup, say: Say) -> None:
    """Code in texts scrolls by keyboard, as the notebook's own code does."""
    for listing in soup("pre"):
        if not listing.find_parent(attrs={"tabindex": True}):
            frame = soup.new_tag("div", role="group", tabindex="0", attrs={"class": "code"})
            frame["aria-label"] = say("document.code")
            (listing.find_parent(class_="highlight") or listing).wrap(frame)


def _formulas(soup: BeautifulSoup) -> None:
    for place in [one for one in having(soup, "data-tex") if "tex" in (one.get("class") or ())]:
        display = place.has_attr("data-display")
        drawn = html_math.mathml(str(place["data-tex"]), display)
        if drawn:
            place.replace_with(_Verbatim(drawn))
        else:
            place.name, place.attrs = "code", {"class": "tex"}


def _links(soup: BeautifulSoup) -> None:
    """Links that show their own address are marked, so that print does not repeat it."""
    for link in [one for one in tags(soup, "a") if str(one.get("href", "")).startswith("http")]:
        shown, address = link.get_text().strip(), str(link["href"])
        if shown.rstrip("/") in (address.rstrip("/"), address.split("//")[-1].rstrip("/")):
            link["class"] = "bare"


def _unique_ids(soup: BeautifulSoup) -> None:
    seen: set[Any] = set()
    for element in having(soup, "id"):
        if element["id"] in seen or not str(element["id"]).strip():
            del element["id"]
        else:
            seen.add(element["id"])


def _drawings(soup: BeautifulSoup, page: Draft) -> None:
    for place in having(soup, "data-drawing"):
        drawing = page.drawings[int(str(place["data-drawing"])) - 1]
        named = f'<svg role="img" aria-label="{escape(str(place["alt"]))}"'
        place.replace_with(_Verbatim(drawing.replace("<svg", named, 1)))
