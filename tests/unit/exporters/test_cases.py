"""What goes in and what comes out, as cases that anyone can read: ``cases/*.toml``, one file a subject.

A case says what it shows, has outputs of a notebook (``in``: each a ``markdown`` cell, or an output by its kind, with
``tags``, ``footnotes``, ``letters``, ``facts``, ``alt``, ``caption``, ``title``, ``subtitle``, ``width``) and what the
three writers make of them: HTML, Typst, and for Word pandoc's JSON, a block a line. After a change that is meant,
``python tests/unit/exporters/test_cases.py`` writes the files anew; read the difference before you keep it.
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.exporters.docx import writer as docx
from helpers.exporters.html import writer as html
from helpers.exporters.notebook import read
from helpers.exporters.typst import writer as typst

WRITERS = ("html", "typst", "pandoc")
FOLDER = Path(__file__).parent / "cases"
MIMES = {
    "text": "text/plain",
    "markdown_output": "text/markdown",
    "html": "text/html",
    "latex": "text/latex",
    "svg": "image/svg+xml",
}
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['shows']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


def cell(given: dict[str, Any], number: int) -> NotebookNode:
    """A cell as a case gives it."""
    own = {name: given[name] for name in ("width", "annex") if name in given}
    metadata = {"tags": given.get("tags", []), **own}
    if "markdown" in given:
        return new_markdown_cell(given["markdown"], metadata=metadata, id=f"c{number}")
    outputs = [
        new_output("display_data", data={mime: given[kind]}, metadata=_about(given, mime))
        for kind, mime in MIMES.items()
        if kind in given
    ]
    if "stream" in given:
        outputs = [new_output("stream", text=given["stream"], name=given.get("name", "stdout"))]
    return new_code_cell(given.get("code", ""), outputs=outputs, metadata=metadata, id=f"c{number}")


def _about(given: dict[str, Any], mime: str) -> dict[str, Any]:
    own = {name: given[name] for name in ("alt", "caption", "title", "subtitle") if name in given}
    behind = {name: given[name] for name in ("footnotes", "letters", "facts") if name in given}
    return {**({mime: own} if own else {}), **behind}


def written(case: dict[str, Any]) -> dict[str, str]:
    """What each writer makes of a case: of Typst what follows the preamble, of pandoc's JSON what follows the title."""
    nb = new_notebook(cells=[cell(given, number) for number, given in enumerate(case["in"], start=1)])
    nb.metadata.update({"kernelspec": {"language": "python"}, **case.get("notebook", {})})
    document = read(nb)
    source = typst.write(document).text
    body = source[source.index("#show: ") :].partition("\n")[2]
    blocks = [json.dumps(block, ensure_ascii=False) for block in docx.write(document).json["blocks"][1:]]
    return {
        "html": html.write(document).html.strip(),
        "typst": body.strip(),
        "pandoc": "\n".join(blocks),
    }


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_written_as_it_says(case: dict[str, Any]) -> None:
    assert written(case) == {name: case[name].strip() for name in WRITERS}


def _toml(case: dict[str, Any]) -> str:
    lines = ["[[case]]", f"shows = {_string(case['shows'])}"]
    if "notebook" in case:
        lines.append(f"notebook = {_inline(case['notebook'])}")
    lines += ["in = [", *(f"  {_inline(one)}," for one in case["in"]), "]"]
    shown = (f"{name} = '''\n{text}\n'''" for name, text in written(case).items())
    return "\n".join([*lines, *shown, ""])


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_inline(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return (
        str(value).lower()
        if isinstance(value, bool)
        else _string(value)
        if isinstance(value, str)
        else str(value)
    )


def _key(name: str) -> str:
    return name if re.fullmatch(r"[\w-]+", name) else _string(name)


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\x1b", "\\u001b")
    return '"' + escaped.replace("\r", "\\r") + '"'


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.toml")):
        head = path.read_text(encoding="utf-8").partition("[[case]]")[0]
        cases = tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        path.write_text(head + "\n".join(map(_toml, cases)), encoding="utf-8")
