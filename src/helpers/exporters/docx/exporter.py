"""``jupyter nbconvert --to briefing-docx``: any executed notebook as a file that an office works on with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from traitlets import Unicode, default

from helpers.exporters.document import Document
from helpers.exporters.docx.writer import Target
from helpers.exporters.exporter import DocumentExporter


class BriefingDocxExporter(DocumentExporter):
    """Turns an executed notebook into a Word file by pandoc: headings, lists, tables and notes are Word's own."""

    export_from_notebook = "Briefing (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    target: Target = "docx"

    reference_doc = Unicode(
        "",
        help="A file whose page and styles the document gets, instead of those after Viet Nam's Decree 30/2020.",
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return f".{self.target}"

    def write(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """The file of a document, with the styles of ``resources["reference_doc"]`` (bytes) where there are these.

        Raises PandocFailed, and OSError for a reference document that cannot be read.
        """
        from helpers.exporters.docx.making import make

        styles = resources.get("reference_doc")
        if styles is None and self.reference_doc:
            styles = Path(self.reference_doc).read_bytes()
        return make(document, self.target, styles)

    def rehearse(self, notebook: NotebookNode, resources: dict[str, Any]) -> None:
        """All that can be done before pictures are drawn, which starts threads: for a process that will fork."""
        document, _ = self.document(notebook, resources)
        self.write(document, resources)


class BriefingODTExporter(BriefingDocxExporter):
    """The same as OpenDocument text, for LibreOffice, with the page and styles that pandoc gives it."""

    export_from_notebook = "Briefing (OpenDocument)"
    output_mimetype = "application/vnd.oasis.opendocument.text"
    target: Target = "odt"
