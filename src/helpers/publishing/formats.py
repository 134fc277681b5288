"""The formats that briefings and annexes are published in: an entry for each file, and the only place that names them.

To add a format, write an nbconvert exporter, a phrase for the link in each language, and an entry in ``FORMATS``.
The command's options and help, jobs, freshness, checks, publishing, and the links between files follow from it.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal
from zipfile import BadZipFile, ZipFile

from helpers.errors import BriefingError, UnknownFormat, installing
from helpers.text.phrases import LANGUAGES, table

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from helpers.exporters.document import Document


Part = Literal["briefing", "annex", "changes"]
PARTS: tuple[Part, ...] = ("briefing", "annex", "changes")
"""The documents: of one execution what an official reads and everything else that is known; what is new."""


class WrongBriefing(BriefingError):
    """A briefing that was made and is not what it should be."""


class UnnamedFormat(BriefingError):
    """A format whose links could not be named in a language."""

    def __init__(self, name: str, label: str, language: str) -> None:
        self.name, self.label, self.language = name, label, language
        super().__init__(name, label, language)

    def __str__(self) -> str:
        return f"the format {self.name!r} has no label in {self.language}: add the phrase {self.label!r}"


class NoExporter(BriefingError):
    """A format whose exporter is not installed."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"the exporter {self.name!r} is not installed; when pyproject.toml names it, run make check, "
            "which installs this project again"
        )


class NotInstalled(BriefingError):
    """A format whose packages are an extra that is not installed."""

    def __init__(self, name: str, extra: str, missing: Sequence[str]) -> None:
        self.name, self.extra, self.missing = name, extra, tuple(missing)
        super().__init__(name, extra, self.missing)

    def __str__(self) -> str:
        return (
            f"the format {self.name!r} needs {' and '.join(self.missing)}, not installed here: "
            f"{installing(self.extra)}"
        )


@dataclass(frozen=True)
class Expected:
    """What a document has to show: its language, the unit's name, how many figures and tables were drawn for it.

    ``pages`` is how many pages it has on paper; 0 when it may have as many as it needs.
    """

    language: str
    name: str
    figures: int
    tables: int
    pages: int = 0


@dataclass(frozen=True)
class Format:
    """One part of a briefing in one format: a file.

    - ``name``: what people ask for (``--format html`` makes all parts), and the ending of a file without a name of its
      own (``briefing.html``)
    - ``exporter``: its DocumentExporter, by the name of its entry point or by the path of its class
    - ``label``: the key of the phrase that names a link to the file
    - ``check``: raises WrongBriefing for bytes that are no whole document of what is expected
    - ``packages``: the distributions besides nbconvert whose versions change the bytes
    - ``part``: the document that the file holds
    - ``pages``: how many pages bytes of this format have; None for a format without pages
    - ``rehearse``: the exporter's method that the fork server calls once with a small notebook and resources, so that
      no conversion has to import or compile templates; it may start no thread. Empty: none.
    - ``extra``: the extra of this distribution that brings ``packages``; empty: every installation has them
    - ``data``: whether it is written from the facts themselves, which the document then has as a Data Package
    - ``own_name``: the name of the file, where it is not that of the part
    - ``type``: the media type of a file for programs, which pages name in their heads and show to nobody
    """

    name: str
    exporter: str
    label: str
    check: Callable[[bytes, Expected], None]
    packages: tuple[str, ...] = ()
    rehearse: str = ""
    part: Part = "briefing"
    pages: Callable[[bytes], int] | None = None
    data: bool = False
    own_name: str = ""
    type: str = ""
    extra: str = ""

    @property
    def missing(self) -> list[str]:
        """The distributions that it needs and that are not installed."""
        return [name for name in self.packages if self.extra and not version_of(name)]

    @property
    def file(self) -> str:
        """The name of the file: ``annex.pdf``."""
        return self.own_name or f"{self.part}.{self.name}"

    def convert(self, document: "Document", resources: Mapping[str, Any]) -> bytes:
        """The document in this format, without a link to itself; raises as the exporter does."""
        related = tuple(one for one in document.meta.related if one.href != self.file)
        document = replace(document, meta=replace(document.meta, related=related))
        stem = self.file.rpartition(".")[0]
        made = _exporter(self.exporter).write(document, {**resources, "unique_key": stem})
        return made.encode("utf-8") if isinstance(made, str) else bytes(made)

    def preload(self, notebook: "NotebookNode") -> None:
        """In the fork server: let the exporter do once what each conversion would otherwise do again."""
        exporter = _exporter(self.exporter)
        if self.rehearse:
            getattr(exporter, self.rehearse)(notebook, {})


def read(
    notebook: "NotebookNode", wanted: Sequence[Format], keep: bool = True
) -> "tuple[Document, Mapping[str, Any]]":
    """The notebook as the document that all the wanted formats are written from, and nbconvert's resources.

    It is read once, through the preprocessors of the first format's exporter, and stays as it is, but for one that
    nobody has to ``keep``. Raises NoExporter, and what the exporter raises.
    """
    read_: tuple[Document, Mapping[str, Any]] = _exporter(wanted[0].exporter).document(notebook, keep=keep)
    return read_


@cache
def _exporter(name: str) -> Any:
    """An exporter; one serves all briefings that this process makes. Raises NoExporter."""
    from nbconvert.exporters import ExporterNameError, get_exporter

    logging.getLogger("traitlets").setLevel(logging.ERROR)
    try:
        return get_exporter(name)()  # type: ignore[no-untyped-call]
    except ExporterNameError:
        raise NoExporter(name) from None


@cache
def version_of(distribution: str) -> str:
    """The version of a distribution; empty when it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def check_html(page: bytes, expected: Expected) -> None:
    """Refuse a page without its language, title or main part, or with fewer figures or tables than were drawn."""
    text = page.decode("utf-8")
    if f'<html lang="{expected.language}"' not in text[:1000]:
        raise WrongBriefing(f'the page does not say that its language is "{expected.language}"')
    title, heading, main = (_within(text, tag) for tag in ("title", "h1", "main"))
    if not (title and heading and main):
        raise WrongBriefing("the page lacks a title or a main part")
    if not all(expected.name in unescape(one) for one in (title, heading)):
        raise WrongBriefing(f"the page's title does not name {expected.name}, the province it is about")
    for kind, opening, drawn in (
        ("figures", "<figure", expected.figures),
        ("tables", "<table", expected.tables),
    ):
        if (there := main.count(opening)) < drawn:
            raise WrongBriefing(f"the page lost some of its {kind}: {drawn} were made and {there} are shown")


def _within(page: str, tag: str) -> str:
    """What stands in the first element of this name; to parse a whole page takes a good part of making it."""
    found = re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page, re.DOTALL)
    return found[1].strip() if found else ""


def check_pdf(document: bytes, expected: Expected) -> None:
    """Refuse bytes that are no whole PDF, and one with another number of pages than it is to have."""
    if not (document.startswith(b"%PDF-") and b"%%EOF" in document[-1024:]):
        raise WrongBriefing("the exporter's bytes are no whole PDF")
    if expected.pages and (pages := pdf_pages(document)) != expected.pages:
        raise WrongBriefing(f"the document is to have {expected.pages} pages and has {pages}")


@lru_cache(maxsize=1)  # it is asked when a document is checked, and again when it is told of
def pdf_pages(document: bytes) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(document)) as pdf:
        return len(pdf.pages)


def check_workbook(document: bytes, expected: Expected) -> None:
    """Refuse bytes that are no workbook, and one whose title does not name the unit."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(document)) as archive:
            about = archive.read("docProps/core.xml").decode("utf-8")
    except (BadZipFile, KeyError):
        raise WrongBriefing("the exporter's bytes are no workbook") from None
    if expected.name not in unescape(about):
        raise WrongBriefing(f"the workbook's title does not name {expected.name}, the province it is about")


def check_feed(document: bytes, expected: Expected) -> None:
    """Refuse bytes that are no Atom feed, and one with another language or whose title does not name the unit."""
    from xml.etree import ElementTree

    try:
        feed = ElementTree.fromstring(document)
    except ElementTree.ParseError:
        raise WrongBriefing("the exporter's bytes are no XML") from None
    atom = "{http://www.w3.org/2005/Atom}"
    if feed.tag != f"{atom}feed":
        raise WrongBriefing("the exporter's bytes are no Atom feed")
    if feed.get("{http://www.w3.org/XML/1998/namespace}lang") != expected.language:
        raise WrongBriefing(f'the feed does not say that its language is "{expected.language}"')
    if expected.name not in (feed.findtext(f"{atom}title") or ""):
        raise WrongBriefing(f"the feed's title does not name {expected.name}, the province it is about")


def check_docx(document: bytes, expected: Expected) -> None:
    """Refuse bytes that are no whole Word file, and one with another language or fewer figures or tables than drawn."""
    try:
        with ZipFile(BytesIO(document)) as file:
            if broken := file.testzip():
                raise WrongBriefing(f"{broken} in the document is broken")
            text, styles, about = (
                file.read(f"{name}.xml").decode()
                for name in ("word/document", "word/styles", "docProps/core")
            )
    except (BadZipFile, KeyError):
        raise WrongBriefing("the exporter's bytes are no whole Word file") from None
    if not re.search(rf'<w:lang\b[^>]*w:val="{expected.language}\b', styles):
        raise WrongBriefing(f'the document does not say that its language is "{expected.language}"')
    if expected.name not in unescape(about):
        raise WrongBriefing(f"the document's title does not name {expected.name}, the province it is about")
    for kind, opening, drawn in (
        ("figures", "<w:drawing>", expected.figures),
        ("tables", "<w:tbl>", expected.tables),
    ):
        if (there := text.count(opening)) < drawn:
            raise WrongBriefing(
                f"the document lost some of its {kind}: {drawn} were made and {there} are shown"
            )


# What every exporter of ours reads a notebook with.
_READ = ("babel", "cssselect", "latex2mathml", "lxml", "mistune", "nh3", "pillow", "tinycss2")

_HTML = Format(
    name="html",
    exporter="briefing-html",
    label="index.html",
    check=check_html,
    packages=(*_READ, "fontpkg-be-vietnam-pro", "fonttools", "uharfbuzz", "jinja2", "pygments"),
    rehearse="from_notebook_node",
)
_PDF = Format(
    name="pdf",
    exporter="briefing-pdf",
    label="index.pdf",
    check=check_pdf,
    packages=(*_READ, "fontpkg-be-vietnam-pro", "pikepdf", "typst"),
    rehearse="rehearse",
    pages=pdf_pages,
)
_WORKBOOK = Format(
    name="xlsx",
    exporter="briefing-xlsx",
    label="briefing.annex_xlsx",
    check=check_workbook,
    packages=(*_READ, "xlsxwriter"),
    part="annex",
    data=True,
)
_DOCX = Format(
    name="docx",
    exporter="briefing-docx",
    label="index.docx",
    check=check_docx,
    packages=(*_READ, "fontpkg-be-vietnam-pro", "pypandoc_binary", "python-docx", "typst"),
    rehearse="rehearse",
    extra="office",
)
_FEED = Format(
    name="atom",
    exporter="helpers.exporters.atom.BriefingAtomExporter",
    label="index.feed",
    check=check_feed,
    packages=_READ,
    part="changes",
    own_name="feed.xml",
    type="application/atom+xml",
)

# The first is the page that a link to a briefing opens.
FORMATS: tuple[Format, ...] = (
    _HTML,
    _PDF,
    _DOCX,
    replace(_HTML, label="briefing.annex_html", part="annex", rehearse=""),
    replace(_PDF, label="briefing.annex_pdf", part="annex", rehearse=""),
    replace(_DOCX, label="briefing.annex_docx", part="annex", rehearse=""),
    _WORKBOOK,
    replace(_HTML, label="index.changes", part="changes", rehearse=""),
    _FEED,
)


def names() -> list[str]:
    """What people can ask for."""
    return list(dict.fromkeys(one.name for one in FORMATS))


def installed() -> tuple[Format, ...]:
    """The formats that can be made here."""
    return tuple(one for one in FORMATS if not one.missing)


def choose(wanted: Iterable[str]) -> tuple[Format, ...]:
    """The wanted formats by name, in the order of FORMATS; all that can be made here when none is named.

    Raises UnknownFormat, or NotInstalled for one that is named and whose packages are not there.
    """
    asked = {name.strip().lower(): name for name in wanted}
    for name, typed in asked.items():
        if name not in names():
            raise UnknownFormat(typed, names())
    for one in FORMATS:
        if one.name in asked and one.missing:
            raise NotInstalled(one.name, one.extra, one.missing)
    return tuple(one for one in FORMATS if one.name in asked) if asked else installed()


def page_of(part: Part) -> str:
    """The file that a link to a part opens; empty for a part that is made in no format."""
    return next((one.file for one in FORMATS if one.part == part), "")


def ensure_named() -> None:
    """Raise UnnamedFormat, before anything is made, for a format that the index could not link to."""
    for one in FORMATS:
        for language in LANGUAGES:
            if one.label not in table(language):
                raise UnnamedFormat(one.name, one.label, language)
