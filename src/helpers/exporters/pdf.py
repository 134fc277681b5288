"""``jupyter nbconvert --to briefing-pdf``: any executed notebook as an accessible, archivable PDF."""

import re
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import Bool, Unicode, default
from traitlets.config import Config

from helpers.exporters.document import declared, facts, tag_rules
from helpers.exporters.typst_compiler import (
    ARCHIVED,
    PLAIN,
    CompilerCrashed,
    MissingGlyphs,
    TypesettingFailed,
    typeset,
)
from helpers.exporters.typst_document import Source, metadata_folder, write
from helpers.exporters.typst_tags import with_row_headers

_LINE = re.compile(r"line (\d+)")
_NUDGES = (0.7, 1.4, 2.8)  # millimetres
_MOST_TRIES = 5


class BriefingPDFExporter(Exporter):
    """Turns an executed notebook into Typst and that into PDF/UA-1 and PDF/A-2a, with the typst wheel alone."""

    export_from_notebook = "Briefing PDF"
    output_mimetype = "application/pdf"

    language = Unicode("en", help="Language (BCP 47) of notebooks whose metadata names none.").tag(
        config=True
    )
    exclude_input = Bool(False, help="Leave out the code of all cells.").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    @property
    def default_config(self) -> Config:
        config = Config(super().default_config)
        config.merge(tag_rules())
        return config

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF's bytes and the resources.

        Raises MissingAlt or UndefinedNote for a briefing that lacks them, MissingGlyphs for characters that no
        font has, TypesettingFailed for anything else; other people's notebooks get a substitute and a warning.
        """
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        pdf = with_row_headers(self._typeset(self.source(nb, resources), strict=declared(nb)))
        resources["output_extension"] = self.file_extension
        return pdf, resources

    def source(self, nb: NotebookNode, resources: dict[str, Any]) -> Source:
        """What Typst is given; raises as ``from_notebook_node`` does for what a briefing lacks."""
        hidden = self.exclude_input or bool(self.config.get("TemplateExporter", {}).get("exclude_input"))
        about = facts(nb, resources, self.language)
        return write(nb, about, metadata_folder(resources), show_code=not hidden)

    def _typeset(self, source: Source, strict: bool) -> bytes:
        """The PDF; what can't be shown in a notebook that is not a briefing gives way, with a warning."""
        standards = ARCHIVED
        for _ in range(_MOST_TRIES):
            try:
                return self._nudged(source, standards)
            except MissingGlyphs as error:
                if strict:
                    raise self._placed(error, source) from None
                self.log.warning("%s; \ufffd stands for them", error)
                source = source.without(error.characters)
            except TypesettingFailed as error:
                about_tags = isinstance(error, CompilerCrashed) or "PDF/" in error.reason
                if strict or standards == PLAIN or not about_tags:
                    raise self._placed(error, source) from None
                self.log.warning("%s; the PDF is made without tags and is not accessible", error)
                standards = PLAIN
        return typeset(source.text, source.files, source.when, standards)

    def _nudged(self, source: Source, standards: tuple[str, ...]) -> bytes:
        """The PDF. Typst's tagging can break down over where a page ends, so that is moved a little if need be."""
        try:
            return typeset(source.text, source.files, source.when, standards)
        except CompilerCrashed as error:
            crash = error
        for nudge in _NUDGES:
            try:
                pdf = typeset(source.nudged(nudge).text, source.files, source.when, standards)
            except CompilerCrashed:
                continue
            self.log.warning("%s; it could with a bottom margin %s mm higher", crash, nudge)
            return pdf
        raise crash

    @staticmethod
    def _placed(error: TypesettingFailed, source: Source) -> TypesettingFailed:
        """The error with the cell that it comes from instead of the line of the source."""
        line = _LINE.fullmatch(error.place)
        error.place = source.cell_at(int(line[1])) if line else error.place
        error.args = (error.args[0], error.place)
        return error
