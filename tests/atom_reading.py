"""What RFC 4287 asks of an Atom feed, and a feed read as a reader's program reads it."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
_ONCE = ("id", "title", "updated")
_KNOWN = {
    "feed": {*_ONCE, "author", "entry", "link", "subtitle"},
    "entry": {*_ONCE, "content", "link"},
}


@dataclass(frozen=True)
class Entry:
    """An entry: its id, its title, its day, its page, and the addresses that its content leads to."""

    id: str
    title: str
    day: str
    page: str
    text: str
    links: tuple[str, ...]


def faults(feed: bytes) -> list[str]:
    """What a feed has that it may not have, and lacks that it must have (sections 4.1 and 4.2)."""
    root = etree.fromstring(feed)
    found = [] if root.tag == f"{ATOM}feed" else [f"the root is {root.tag}"]
    if not [one.text for one in root.iterfind(f"{ATOM}author/{ATOM}name") if one.text]:
        found.append("nobody wrote it")
    ids = [one.text for one in root.iter(f"{ATOM}id")]
    found += [f"{one} twice" for one in {*ids} if ids.count(one) > 1]
    for element in (root, *root.iterfind(f"{ATOM}entry")):
        kind = etree.QName(element).localname
        names = [etree.QName(one).localname for one in element]
        found += [f"{name} is not once in a {kind}" for name in _ONCE if names.count(name) != 1]
        found += [f"a {kind} has {name}" for name in {*names} - _KNOWN[kind]]
        if not urlsplit(element.findtext(f"{ATOM}id") or "").scheme:
            found.append(f"the id of a {kind} is no URI")
        if datetime.fromisoformat(element.findtext(f"{ATOM}updated") or "").tzinfo is None:
            found.append(f"a {kind} was updated at no time that RFC 3339 knows")
        links = [(one.get("rel"), one.get("type")) for one in element.iterfind(f"{ATOM}link")]
        found += [f"two links {one} in a {kind}" for one in {*links} if links.count(one) > 1]
        found += [
            f"an address with a space in a {kind}" for one in _addresses(element) if re.search(r"\s", one)
        ]
        if kind == "entry" and ("alternate", "text/html") not in links and "content" not in names:
            found.append("an entry leads nowhere and says nothing")
    return found


def entries(feed: bytes) -> list[Entry]:
    """The entries in their order."""
    return [_entry(one) for one in etree.fromstring(feed).iterfind(f"{ATOM}entry")]


def _entry(element: etree._Element) -> Entry:
    content = element.find(f"{ATOM}content")
    assert content is not None and content.get("type") == "html"
    shown = html.fragment_fromstring(content.text or "", create_parent="div")
    return Entry(
        element.findtext(f"{ATOM}id") or "",
        element.findtext(f"{ATOM}title") or "",
        (element.findtext(f"{ATOM}updated") or "")[:10],
        next(iter(_addresses(element)), ""),
        " ".join(str(shown.text_content()).split()),
        tuple(str(one.get("href")) for one in shown.iter("a")),
    )


def _addresses(element: etree._Element) -> list[str]:
    return [str(one.get("href")) for one in element.iterfind(f"{ATOM}link")]
