"""Pandoc itself, of the wheel ``pypandoc_binary``: asked for once for each document, in a process of its own."""

import json
import os
import subprocess
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from helpers.exporters.errors import ExportError

_REFERENCE = "reference.docx"


class PandocFailed(ExportError):
    """Pandoc could not write the document."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"pandoc could not write the document: {self.reason}"


def convert(
    source: Mapping[str, Any], target: str, files: Mapping[str, bytes], reference: bytes | None, when: int
) -> bytes:
    """A document in pandoc's JSON as a file of this kind.

    ``files`` are the pictures that it names, ``reference`` is the file whose styles it gets, ``when`` stands in it as
    the time at which it was made, in seconds since 1970. Raises PandocFailed.
    """
    with TemporaryDirectory(prefix="pandoc-") as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        styles = []
        if reference:
            Path(folder, _REFERENCE).write_bytes(reference)
            styles = ["--reference-doc", _REFERENCE]
        made = f"made.{target}"
        _run(["--from=json", f"--to={target}", *styles, f"--output={made}"], folder, json.dumps(source), when)
        return Path(folder, made).read_bytes()


def default_reference() -> bytes:
    """Pandoc's own reference document."""
    return _run(["--print-default-data-file=reference.docx"])


def _run(arguments: list[str], folder: str | None = None, given: str = "", when: int = 0) -> bytes:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(when)}
    command = [str(_path()), *arguments]
    try:
        ran = subprocess.run(
            command, input=given.encode(), capture_output=True, cwd=folder, env=environment, check=True
        )
    except subprocess.CalledProcessError as error:
        raise PandocFailed(error.stderr.decode("utf-8", "replace").strip()) from None
    except OSError as error:
        raise PandocFailed(str(error)) from None
    return ran.stdout


@cache
def _path() -> Path:
    """The wheel's own pandoc: another one that is installed might write other bytes."""
    found = find_spec("pypandoc")
    if found is None or found.origin is None:
        raise PandocFailed("the package pypandoc_binary is not installed")
    return Path(found.origin).parent / "files" / ("pandoc.exe" if os.name == "nt" else "pandoc")
