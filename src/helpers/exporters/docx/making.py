"""From a document to the bytes of its file: written, drawn, given to pandoc, finished."""

from datetime import UTC, datetime

from helpers.exporters.document import Document
from helpers.exporters.docx import pandoc, pictures
from helpers.exporters.docx.finish import finish, packed
from helpers.exporters.docx.reference import reference
from helpers.exporters.docx.writer import Target, language_tag, write
from helpers.exporters.typst.compiler import EPOCH


def make(document: Document, target: Target = "docx", styles: bytes | None = None) -> bytes:
    """The file of a document; ``styles`` is another reference document than ours. Raises PandocFailed."""
    meta = document.meta
    day = meta.day
    when = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else EPOCH
    source = write(document, target)
    files, refused = pictures.files(source.pictures, not meta.strict)
    if refused:
        source = write(document, target, refused)
        files, _ = pictures.files(source.pictures, not meta.strict)
    if target == "odt":
        return packed(pandoc.convert(source.json, target, files, styles, when))
    made = pandoc.convert(source.json, target, files, styles or reference(), when)
    lang = language_tag(meta.lang)
    return finish(made, meta, lang, source.tables, source.pictures, reference(), when)
