"""``jupyter nbconvert --to briefing-atom``: a notebook's sections as the entries of an Atom feed (RFC 4287).

An entry is a section that begins a cell and whose heading has a day as its identifier, ``<h2 id="2026-02-20">``: the
day when it was updated. Of the notebook's metadata, ``url`` is the address at which its page will stand, against which
the feed's addresses are made absolute, and ``identifier`` an URI that stays the same wherever that is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html
from traitlets import default

from helpers.exporters.document import Blocks, Document, Para, plain, walk
from helpers.exporters.exporter import DocumentExporter
from helpers.exporters.html import composition
from helpers.exporters.html.composition import Subject
from helpers.exporters.html.writer import Writer, uncoloured

MIME = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_UNDATED = "1970-01-01"


class BriefingAtomExporter(DocumentExporter):
    """The dated sections of a notebook, each as its page has it; the same bytes for the same notebook."""

    export_from_notebook = "Briefing (Atom feed)"
    output_mimetype = MIME

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".xml"

    def write(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """The feed of a document."""
        meta = document.meta
        entries = _entries(document)
        feed = etree.Element("feed", nsmap={None: _NAMESPACE})
        feed.set("{http://www.w3.org/XML/1998/namespace}lang", meta.lang)
        identifier = meta.identifier or f"tag:notebook,{_day(meta.date)}:{meta.title}".replace(" ", "-")
        _text(feed, "id", identifier)
        _text(feed, "title", meta.title)
        if meta.subtitle:
            _text(feed, "subtitle", meta.subtitle)
        _text(feed, "updated", _moment(max(entries, default=_day(meta.date))))
        for author in meta.authors or (meta.title,):
            _text(etree.SubElement(feed, "author"), "name", author)
        page = _page(document)
        own = f"{resources.get('unique_key') or 'feed'}{self.file_extension}"
        _link(feed, "self", urljoin(meta.url, own), MIME)
        if page:
            _link(feed, "alternate", page, "text/html")
        for day, section in entries.items():
            entry = etree.SubElement(feed, "entry")
            said = [one for one in walk(section.content) if isinstance(one, Para)]
            title = ": ".join([section.header.text, *(plain(one.content) for one in said[:1])])
            _text(entry, "id", f"{identifier}/{day}")
            _text(entry, "title", title)
            _text(entry, "updated", _moment(day))
            if page:
                _link(entry, "alternate", f"{page}#{day}", "text/html")
            _text(entry, "content", _content(document, section.content), type="html")
        etree.indent(feed, " ")
        written: bytes = etree.tostring(feed, encoding="utf-8", xml_declaration=True)
        return written + b"\n"


def _entries(document: Document) -> dict[str, Subject]:
    """The dated sections by their days, in the order of the document."""
    found = (one for one in composition.subjects(document.blocks) if isinstance(one, Subject))
    return {one.header.attr.identifier: one for one in found if _is_day(one.header.attr.identifier)}


def _content(document: Document, content: Blocks) -> str:
    """What stands in a section, as HTML with the addresses that a reader elsewhere can follow."""
    written = Writer(document, uncoloured).apart(content)
    if not document.meta.url:
        return written
    fragment = html.fragment_fromstring(written, create_parent="div")
    fragment.make_links_absolute(document.meta.url)
    return str(html.tostring(fragment, encoding="unicode"))


def _page(document: Document) -> str:
    """The address of the page that says the same; empty when there is none."""
    related = (one for one in document.meta.related if one.rel == "alternate" and not one.hreflang)
    return next((urljoin(document.meta.url, one.href) for one in related if not one.type), "")


def _text(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, name, attributes).text = text


def _link(parent: etree._Element, rel: str, href: str, mime: str) -> None:
    etree.SubElement(parent, "link", {"rel": rel, "type": mime, "href": href})


def _moment(day: str) -> str:
    """The beginning of a day, as RFC 3339 has it."""
    return f"{day}T00:00:00Z"


def _day(text: str) -> str:
    return text if _is_day(text) else _UNDATED


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
