"""``jupyter nbconvert --to briefing-xlsx``: the tables of any executed notebook as an Excel workbook."""

from collections.abc import Mapping
from typing import Any

from traitlets import default

from helpers.exporters.document import Document
from helpers.exporters.exporter import DocumentExporter


class BriefingWorkbookExporter(DocumentExporter):
    """Writes the Data Package of a notebook (``metadata.data_package``), else its tables."""

    export_from_notebook = "Briefing (Excel)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".xlsx"

    def write(self, document: Document, resources: Mapping[str, Any]) -> bytes:
        """The workbook of a document."""
        from helpers.exporters.workbook import writer  # xlsxwriter is imported when there is one to write

        return writer.write(document)
