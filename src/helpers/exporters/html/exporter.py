"""``jupyter nbconvert --to briefing-html``: any executed notebook as one accessible page that stands alone."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.core import Locale, UnknownLocaleError
from nbconvert.filters import Highlight2HTML
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound
from traitlets import default

from helpers.exporters.document import Document
from helpers.exporters.exporter import DocumentExporter
from helpers.exporters.html import fonts
from helpers.exporters.html.script import Script
from helpers.exporters.html.writer import write as body_of
from helpers.exporters.maths import unset_formulas

TEMPLATES = Path(__file__).parent / "templates"


class BriefingHTMLExporter(DocumentExporter):
    """No requests, notes linked both ways, readable on paper, on a phone and to a screen reader.

    Nothing runs on a page but an annex's script (search, boxes, tables to copy), which it carries, named by its hash.
    """

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "briefing"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES), str(Path.cwd())]

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """nbconvert's own filters, and ``highlight_code`` as its HTML exporter has it."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "highlight_code", Highlight2HTML(parent=self)  # type: ignore[no-untyped-call]

    def write(self, document: Document, resources: Mapping[str, Any]) -> str:
        """The page of a document."""
        body = body_of(document, self._highlighted)
        if body.unset:
            self.log.warning("%s", unset_formulas(body.unset))
        about = {
            "document": document,
            "meta": document.meta,
            "say": document.say,
            "rtl": _right_to_left(document.meta.lang),
            "body": body,
            "resources": resources,
            "fonts": fonts.style_sheet() if body.kind != "notebook" else "",
            "script": _search() if body.kind == "annex" else None,
        }
        return str(self.template.render(about))

    def _highlighted(self, code: str, language: str) -> str:
        """Code coloured by the filter ``highlight_code``, a user's or nbconvert's, called as in its templates."""
        lexer = language if _known(language) else "text"
        return str(self.environment.filters["highlight_code"](code, metadata={"magics_language": lexer}))


@cache
def _search() -> Script:
    """The search of an annex."""
    return Script((TEMPLATES / "briefing" / "annex.js").read_text(encoding="utf-8").strip())


@cache
def _known(language: str) -> bool:
    """Whether Pygments knows the language."""
    try:
        return bool(find_lexer_class_by_name(language))
    except ClassNotFound:
        return False


def _right_to_left(lang: str) -> bool:
    """Whether the language is written from right to left."""
    try:
        return Locale.parse(lang, sep="-").text_direction == "rtl"
    except (ValueError, UnknownLocaleError):
        return False
