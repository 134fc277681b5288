"""What a program printed: the last state of each line, with its colours as classes that nbconvert knows too."""

import re
from collections.abc import Iterator

from helpers.exporters.document import NO_ATTR, Attr, Inlines, Span, Str
from helpers.exporters.sanitize import readable

_SEQUENCE = re.compile(
    r"\x1b(?:\[(?P<select>[\d;]*)m|\][^\x07\x1b]*(?:\x07|\x1b\\)|\[[0-?]*[ -/]*[@-~]|[@-Z\\^_-])"
)
_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_STYLES = {1: "ansi-bold", 3: "ansi-italic", 4: "ansi-underline", 7: "ansi-inverse"}
_ENDS = {22: ("ansi-bold",), 23: ("ansi-italic",), 24: ("ansi-underline",), 27: ("ansi-inverse",)}


def last_state(text: str) -> str:
    """The text as a terminal leaves it: what stands before a lone carriage return, or a backspace, is written over."""
    if "\b" in text:
        text = _without_erased(text)
    if "\r" not in text:
        return text
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))


def _without_erased(text: str) -> str:
    kept: list[str] = []
    for one in text:
        if one != "\b":
            kept.append(one)
        elif kept and kept[-1] not in "\r\n":
            kept.pop()
    return "".join(kept)


def read(text: str) -> tuple[str, Inlines]:
    """The printed text, and its coloured runs when it has any; without blank lines around it."""
    text = last_state(text).strip("\n").rstrip()
    if "\x1b" not in text:
        return readable(text), ()
    runs = tuple(_runs(text))
    content = tuple(Str(words) if attr == NO_ATTR else Span((Str(words),), attr) for words, attr in runs)
    plain = "".join(words for words, _ in runs)
    return (plain, content if any(attr != NO_ATTR for _, attr in runs) else ()) if plain.strip() else ("", ())


def _runs(text: str) -> Iterator[tuple[str, Attr]]:
    classes: dict[str, str] = {}  # by what they say: fg, bg, or a style's own name
    style: dict[str, str] = {}
    place = 0
    for match in _SEQUENCE.finditer(text):
        if words := readable(text[place : match.start()]):
            yield words, _attr(classes, style)
        place = match.end()
        if match["select"] is not None:
            _select([int(code or 0) for code in match["select"].split(";")], classes, style)
    if words := readable(text[place:]):
        yield words, _attr(classes, style)


def _attr(classes: dict[str, str], style: dict[str, str]) -> Attr:
    return Attr(classes=tuple(classes.values()), style=tuple(style.items())) if classes or style else NO_ATTR


def _select(codes: list[int], classes: dict[str, str], style: dict[str, str]) -> None:
    """Apply one "select graphic rendition" sequence (ECMA-48, 8.3.117)."""
    while codes:
        code = codes.pop(0)
        if code == 0:
            classes.clear()
            style.clear()
        elif code in _STYLES:
            classes[_STYLES[code]] = _STYLES[code]
        elif code in _ENDS:
            for name in _ENDS[code]:
                classes.pop(name, None)
        elif code in (38, 48):
            _set_colour("fg" if code == 38 else "bg", _extended(codes), classes, style)
        elif code in (39, 49):
            _set_colour("fg" if code == 39 else "bg", None, classes, style)
        else:
            tens, unit = divmod(code, 10)
            if unit < 8 and tens in (3, 4, 9, 10):
                _set_colour("fg" if tens in (3, 9) else "bg", unit + 8 * (tens > 4), classes, style)


def _set_colour(
    ground: str, colour: int | tuple[int, ...] | None, classes: dict[str, str], style: dict[str, str]
) -> None:
    classes.pop(ground, None)
    name = "color" if ground == "fg" else "background-color"
    style.pop(name, None)
    if isinstance(colour, int):
        classes[ground] = f"ansi-{_COLOURS[colour % 8]}{'-intense' * (colour > 7)}-{ground}"
    elif colour:
        style[name] = f"rgb({', '.join(map(str, colour))})"


def _extended(codes: list[int]) -> int | tuple[int, ...] | None:
    """One of 256 colours (5;n), or red, green and blue (2;r;g;b); takes its numbers off the list."""
    kind = codes.pop(0) if codes else 0
    if kind == 2 and len(codes) >= 3:
        return tuple(min(codes.pop(0), 255) for _ in range(3))
    if kind != 5 or not codes:
        return None
    number = codes.pop(0)
    if number < 16:
        return number
    if number < 232:
        number -= 16
        return tuple(55 + 40 * step if step else 0 for step in (number // 36, number // 6 % 6, number % 6))
    return (8 + 10 * (min(number, 255) - 232),) * 3
