"""``jupyter nbconvert --to briefing-pdf``: any executed notebook as an accessible, archivable PDF."""

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode
from traitlets import Bool, List, Unicode, default

from helpers.exporters.document import Document
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

    def write(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """The PDF of a document. Raises TooManyPages when it has more pages than it may have."""
        from helpers.exporters.typst.typesetting import Typesetting

        system = not document.meta.strict if self.system_fonts is None else self.system_fonts
        return Typesetting(document, self.log, tuple(self.font_paths), system).pdf()

    def rehearse(self, notebook: NotebookNode, resources: dict[str, Any]) -> None:
        """All that can be done before Typst sets the document, which starts threads: for a process that will fork."""
        import pikepdf  # noqa: F401  # what finishes a PDF takes longest to import

        from helpers.exporters.typst.compiler import compiler
        from helpers.exporters.typst.typesetting import Typesetting

        document, _ = self.document(notebook, resources)
        Typesetting(document, self.log).source()
        compiler((), False)
