"""``jupyter nbconvert --to briefing-pdf``: any executed notebook as an accessible, archivable PDF."""

from typing import Any

from nbformat import NotebookNode
from traitlets import Bool, List, Unicode, default

from helpers.exporters.exporter import DocumentExporter


class BriefingPDFExporter(DocumentExporter):
    """Turns an executed notebook into PDF/UA-1 and PDF/A-2a with the typst wheel, without a browser or LaTeX."""

    export_from_notebook = "Briefing PDF"
    output_mimetype = "application/pdf"

    font_paths = List(
        Unicode(), help="Folders with fonts, for letters that the document's own typeface lacks."
    ).tag(config=True)
    system_fonts = Bool(
        None,
        allow_none=True,
        help="Use the machine's fonts for letters that no other font has. Default: unless the notebook declares "
        "itself a briefing, which looks the same on every machine.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[bytes, dict[str, Any]]:
        """The PDF's bytes and the resources.

        Raises an ExportError for what a briefing lacks, and for a document of more pages than it may have; other
        people's notebooks get a substitute and a warning.
        """
        from helpers.exporters.typst.typesetting import Typesetting

        document, resources = self.document(nb, resources, **kw)
        resources["output_extension"] = self.file_extension
        system = not document.meta.strict if self.system_fonts is None else self.system_fonts
        return Typesetting(document, self.log, tuple(self.font_paths), system).pdf(), resources
