"""What the exporters of all formats share: nbconvert's options by their own names, and the notebook as a document."""

import re
from collections.abc import Mapping
from typing import Any, Literal

from nbconvert.exporters import Exporter, TemplateExporter
from nbconvert.filters import DataTypeFilter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from nbformat import NotebookNode
from traitlets import Bool, Dict, Enum, Int, Unicode, default, validate
from traitlets.config import Config

from helpers.exporters import notebook
from helpers.exporters.document import Document
from helpers.exporters.options import PRIORITY, Options

_PARTS: list[Literal["all", "briefing", "annex"]] = ["all", "briefing", "annex"]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_STREAMS = "nbconvert.preprocessors.CoalesceStreamsPreprocessor"


class JoinStreamsPreprocessor(CoalesceStreamsPreprocessor):
    """Joins what a cell printed piece by piece, in time that grows with its length.

    nbconvert's own removes overwritten text by a pattern that takes the square of a line's length; here the document
    does that as it is read. Configured as ``CoalesceStreamsPreprocessor``.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Join neighbours that were printed to the same stream."""
        joined: list[NotebookNode] = []
        pieces: list[list[str]] = []
        for output in cell.get("outputs", []):
            stream = output.output_type == "stream"
            if stream and joined and joined[-1].get("name") == output.name:
                pieces[-1].append(output.text)
            else:
                joined.append(output)
                pieces.append([output.text] if stream else [])
        for output, texts in zip(joined, pieces, strict=True):
            if len(texts) > 1:
                output.text = "".join(texts)
        if joined:
            cell.outputs = joined
        return cell, resources


class DocumentExporter(TemplateExporter):
    """Reads a notebook into a document, for a subclass to write.

    Options of nbconvert have the names and the sections that they have for its own exporters.
    """

    language_code = Unicode(
        "en", help="Language (a BCP 47 tag such as en or vi) of notebooks whose metadata names none."
    ).tag(config=True)
    language = Unicode("", help="Another name of language_code.").tag(config=True)
    part = Enum(
        _PARTS,
        _PARTS[0],
        help="Cells tagged annex: with the others (all), left out (briefing), or they alone (annex).",
    ).tag(config=True)
    prompts = Bool(False, help="Show In and Out prompts with their numbers.").tag(config=True)
    max_text = Int(
        Options.max_text, min=1, help="The most characters of one printed output that are shown."
    ).tag(config=True)
    max_rows = Int(Options.max_rows, min=1, help="The most rows of one table that are shown.").tag(
        config=True
    )
    words = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="Words of the document by their name, instead of its own: {'contents': 'In this report'}.",
    ).tag(config=True)
    optimistic_validation = Bool(
        True, help="Validate the notebook once, after all preprocessors, and not after each of them."
    ).tag(config=True)

    @property
    def default_config(self) -> Config:
        """Jupyter Book's tags, streams joined, magics coloured in their own language, outputs by our priority.

        A user's configuration adds to these or replaces them.
        """
        config = Config(super().default_config)
        config.merge(
            Config(
                {
                    "TagRemovePreprocessor": {
                        "remove_cell_tags": {"remove-cell"},
                        "remove_input_tags": {"remove-input", "hide-input"},
                        "remove_all_outputs_tags": {"remove-output"},
                    },
                    "CoalesceStreamsPreprocessor": {"enabled": True},
                    "HighlightMagicsPreprocessor": {"enabled": True},
                    "NbConvertBase": {"display_data_priority": list(PRIORITY)},
                }
            )
        )
        return config

    @default("default_preprocessors")
    def _default_preprocessors_default(self) -> list[Any]:
        stock = Exporter.default_preprocessors.default() or []
        return [JoinStreamsPreprocessor if name == _STREAMS else name for name in stock]

    @default("language_code")
    def _language_code_default(self) -> str:
        return str(self.config.get("HTMLExporter", {}).get("language_code", "en"))

    @default("raw_mimetypes")
    def _raw_mimetypes_default(self) -> list[str]:
        return list(Options.raw_mimetypes)

    @validate("language_code", "language")
    def _valid_language(self, proposal: Any) -> str:
        tag = str(proposal["value"])
        if tag and not _LANGUAGE.fullmatch(tag):
            self.log.warning('"%s" is not a language tag such as en or vi; "en" is used instead', tag)
            return "en"
        return tag

    @property
    def options(self) -> Options:
        """How the notebook is read, as configured."""
        return Options(
            language=self.language or self.language_code,
            exclude_input=self.exclude_input,
            exclude_output=self.exclude_output,
            exclude_markdown=self.exclude_markdown,
            exclude_raw=self.exclude_raw,
            exclude_code_cell=self.exclude_code_cell,
            exclude_unknown=self.exclude_unknown,
            exclude_input_prompt=self.exclude_input_prompt,
            exclude_output_prompt=self.exclude_output_prompt,
            raw_mimetypes=tuple(self.raw_mimetypes),
            prompts=self.prompts,
            part=self.part,
            display_data_priority=tuple(DataTypeFilter(parent=self).display_data_priority),
            max_text=self.max_text,
            max_rows=self.max_rows,
            words=dict(self.words),
        )

    def document(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, *, keep: bool = True, **kw: Any
    ) -> tuple[Document, dict[str, Any]]:
        """The notebook, run through nbconvert's preprocessors and read, with the resources that they leave.

        The notebook given stays as it is, but for one that nobody has to ``keep``: to copy it takes a while. Raises an
        ExportError for what a briefing lacks.
        """
        if keep:
            nb, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        else:
            nb, resources = self._preprocess(nb, self._init_resources(resources))  # type: ignore[no-untyped-call]
        return notebook.read(nb, resources, self.options), resources

    def _preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """The notebook as the preprocessors leave it. One that declares itself a briefing is not copied once more."""
        if not notebook.declared(nb):
            given: tuple[NotebookNode, dict[str, Any]] = super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]
            return given
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
        return nb, resources

    def write(self, document: Document, resources: Mapping[str, Any]) -> str | bytes:
        """The document in this exporter's format."""
        raise NotImplementedError

    def from_notebook_node(  # type: ignore[override]  # as in nbconvert: a page, not a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str | bytes, dict[str, Any]]:
        """The notebook in this exporter's format, and the resources.

        Raises an ExportError for what a briefing lacks; other people's notebooks get a substitute and a warning.
        """
        document, resources = self.document(nb, resources, **kw)
        resources["output_extension"] = self.file_extension
        return self.write(document, resources), resources
