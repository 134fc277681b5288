"""Code and what programs printed: no line is cut, and what goes on in a new line is indented."""

from collections.abc import Iterator
from functools import cache

from helpers.exporters.document import CodeBlock, Inlines, Span, Str
from helpers.exporters.typst.escape import array, clean, string
from helpers.exporters.typst.styles import ansi, background, text_options

COLUMNS = 96  # letters of a line on a page of full width
_INDENT = 4
_MOST_COLOURED = 50_000  # letters: to colour more takes Typst seconds
_DEEPEST = 24  # a continued line is indented at most this far
_LANGUAGES = {
    "ipython": "python",
    "ipython2": "python",
    "ipython3": "python",
    "python3": "python",
    "shell": "bash",
}

Run = tuple[str, tuple[tuple[str, str], ...]]  # a text, and the options of Typst's text


def code(block: CodeBlock, columns: int = COLUMNS) -> str:
    """A Typst expression that shows the text; "" when there is nothing to show."""
    if not block.text.strip():
        return ""
    if block.content:
        return f"terminal{array(_run(run) for run in _wrapped_runs(_runs(block.content), columns))}"
    coloured = block.language and len(block.text) <= _MOST_COLOURED
    lang = f", lang: {string(_language(block.language))}" if coloured else ""
    return f"raw({string(wrap(block.text.strip(chr(10)), columns))}, block: true{lang})"


@cache
def _language(name: str) -> str:
    """Typst's name of a language."""
    return _LANGUAGES.get(name.lower(), name.lower())


def wrap(text: str, columns: int) -> str:
    """Preformatted text with tabs as spaces and no line longer than this; a line that goes on is indented."""
    found: list[str] = []
    for line in clean(text).expandtabs(8).split("\n"):
        start, indent = 0, ""
        for end in _cuts(line, columns):
            found.append(indent + line[start:end].rstrip())
            start, indent = end, _indent(line)
        found.append(indent + line[start:].rstrip())
    return "\n".join(found)


def _indent(line: str) -> str:
    return " " * min(len(line) - len(line.lstrip(" ")) + _INDENT, _DEEPEST)


def _cuts(line: str, columns: int) -> Iterator[int]:
    """Where a line that is too long goes on in the next: after a space when there is one near the end."""
    start, room = 0, columns
    while len(line) - start > room:
        space = line.rfind(" ", start + room * 3 // 4, start + room + 1)
        start = start + room if space < 0 else space + 1
        yield start
        room = columns - len(_indent(line))


def _runs(content: Inlines, style: dict[str, str] | None = None) -> Iterator[Run]:
    for one in content:
        if isinstance(one, Str):
            options = text_options(style or {})
            if shade := background(style or {}):
                options["background"] = shade
            yield clean(one.text).expandtabs(8), tuple(options.items())
        elif isinstance(one, Span):
            own = dict(one.attr.style) | ansi(one.attr.classes)
            yield from _runs(one.content, (style or {}) | own)


def _wrapped_runs(runs: Iterator[Run], columns: int) -> Iterator[Run]:
    line: list[Run] = []
    for text, options in runs:
        first, *rest = text.split("\n")
        line.append((first, options))
        for part in rest:
            yield from _wrapped_line(line, columns)
            yield "\n", ()
            line = [(part, options)]
    yield from _wrapped_line(line, columns)


def _wrapped_line(line: list[Run], columns: int) -> Iterator[Run]:
    whole = "".join(text for text, _ in line)
    cuts, at = list(_cuts(whole, columns)), 0
    for text, options in line:
        start = 0
        while cuts and cuts[0] < at + len(text):
            cut = cuts.pop(0) - at
            if cut > start:
                yield text[start:cut], options
            yield "\n" + _indent(whole), ()
            start = cut
        if start < len(text):
            yield text[start:], options
        at += len(text)


def _run(run: Run) -> str:
    text, options = run
    if not options:
        return string(text)
    return f"({string(text)}, ({', '.join(f'{name}: {value}' for name, value in options)}))"
