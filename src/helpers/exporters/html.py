"""Any executed notebook as one accessible HTML page that stands alone: ``jupyter nbconvert --to briefing-html``."""

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode
from traitlets import Unicode, default
from traitlets.config import Config

from helpers.exporters import html_fragments
from helpers.exporters.document import tag_rules
from helpers.exporters.html_fragments import Draft, draft
from helpers.exporters.html_page import Page, finish
from helpers.text.dates import in_text

TEMPLATES = Path(__file__).parent / "templates"


class DraftPreprocessor(Preprocessor):
    """Reads facts and notes from what is left of the notebook after the other preprocessors."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Leave the page's draft in ``resources["briefing"]`` for the template."""
        resources["briefing"] = draft(nb, resources, resources.get("language", "en"))
        return nb, resources


class BriefingHTMLExporter(TemplateExporter):
    """One self-contained page: no scripts, no requests, notes linked both ways, readable on paper and on a phone."""

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"

    language = Unicode("en", help="Language (BCP 47) of a notebook whose metadata names none.").tag(
        config=True
    )

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_name")
    def _template_name_default(self) -> str:
        return "briefing"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self) -> list[str]:
        return [str(TEMPLATES), str(Path.cwd())]

    @property
    def default_config(self) -> Config:
        """What each tag drops; stream outputs joined; cell magics highlighted in their own language."""
        config = Config(
            {
                "HighlightMagicsPreprocessor": {"enabled": True},
                "CoalesceStreamsPreprocessor": {"enabled": True},
            }
        )
        config.merge(tag_rules())
        config.merge(super().default_config)
        return config

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        """nbconvert's own filters and those that write our page."""
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        yield "page_markdown", _markdown
        yield "page_output", _output
        yield "page_terminal", _terminal
        yield "page_finish", _finish
        yield "page_edition", _edition
        yield "attribute", lambda text: escape(str(text or ""))

    def from_notebook_node(  # type: ignore[override]  # as in nbconvert: a page, not a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Convert a notebook; raises BriefingError for an undefined note or a briefing's figure without alt text."""
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        resources["language"] = self.language
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        highlight = Highlight2HTML(pygments_lexer=lexer, parent=self)  # type: ignore[no-untyped-call]
        self.register_filter("highlight_code", highlight)  # type: ignore[no-untyped-call]
        html, resources = super().from_notebook_node(nb, resources, **kw)
        del resources["briefing"]
        return html, resources


@pass_context
def _markdown(context: Mapping[str, Any], source: str) -> str:
    return html_fragments.from_markdown(source, context["resources"]["briefing"], context["cell"])


@pass_context
def _output(context: Mapping[str, Any], output: NotebookNode) -> str:
    return html_fragments.from_output(output, context["resources"]["briefing"], context["cell"])


@pass_context
def _terminal(context: Mapping[str, Any], text: str, phrase: str, kind: str = "") -> str:
    return html_fragments.terminal(text, context["resources"]["briefing"].say(phrase), kind)


def _finish(html: str, page: Draft) -> Page:
    return finish(html, page)


def _edition(date: str, page: Draft) -> str:
    language = "vi" if page.facts.lang.startswith("vi") else "en"
    try:
        return page.say("document.edition", date=in_text(date, language))
    except ValueError:
        return date
