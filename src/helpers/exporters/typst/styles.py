"""The CSS that a document keeps, as options of Typst's text: colours, weight, slant, lines."""

import re
from collections.abc import Mapping
from functools import lru_cache

from helpers.exporters.typst.escape import call

_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_NO_COLOUR = frozenset({"", "transparent", "inherit", "initial", "unset", "revert", "none", "currentcolor"})
_ANSI = {
    "black": "#3e424d", "red": "#b22b31", "green": "#007427", "yellow": "#8a6100", "blue": "#1f6feb",
    "magenta": "#a03196", "cyan": "#0b6b78", "white": "#6e7781",
}  # fmt: skip
_ANSI_BACKGROUND = {
    "black": "#d0d7de", "red": "#ffd7d5", "green": "#d2f4d8", "yellow": "#fff1c2", "blue": "#d8e9ff",
    "magenta": "#f9dcf5", "cyan": "#d1f1f5", "white": "#eef1f4",
}  # fmt: skip


@lru_cache(maxsize=1000)
def colour(value: str) -> str:
    """A CSS colour as a Typst expression; "" for none, transparent or unknown."""
    from PIL import ImageColor

    value = value.strip().lower()
    if value in _NO_COLOUR:
        return ""
    match = _FUNCTION.fullmatch(value)
    parts = re.split(r"[,\s/]+", match[2].strip()) if match else []
    try:
        opacity = _share(parts.pop(), 1.0) if len(parts) == 4 else 1.0
        plain = f"{match[1]}({','.join(parts)})" if match else value
        if match and match[1] == "rgb":
            plain = "rgb(" + ",".join(str(round(255 * _share(part, 255.0))) for part in parts) + ")"
        red, green, blue, *rest = ImageColor.getrgb(plain)
    except ValueError:
        return ""
    alpha = rest[0] if rest else round(255 * opacity)
    return f'rgb("#{red:02x}{green:02x}{blue:02x}{"" if alpha == 255 else f"{alpha:02x}"}")' if alpha else ""


def _share(part: str, whole: float) -> float:
    """A part of a colour, a number or percentage, between 0 and 1."""
    number = float(part.removesuffix("%")) / (100 if part.endswith("%") else whole)
    return min(max(number, 0.0), 1.0)


def text_options(style: Mapping[str, str]) -> dict[str, str]:
    """A style as the options of Typst's ``text``."""
    found = {"fill": colour(style.get("color", ""))}
    weight = style.get("font-weight", "")
    if weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600):
        found["weight"] = '"bold"'
    if style.get("font-style") in ("italic", "oblique"):
        found["style"] = '"italic"'
    return {name: value for name, value in found.items() if value}


def dressed(markup: str, style: Mapping[str, str]) -> str:
    """The markup in the style's colour, weight, slant and lines."""
    if not style or not markup.strip():
        return markup
    options = text_options(style)
    shown = call("text", markup, **options) if options else markup
    decoration = style.get("text-decoration", "")
    shown = f"#underline[{shown}];" if "underline" in decoration else shown
    return f"#strike[{shown}];" if "line-through" in decoration else shown


def background(style: Mapping[str, str]) -> str:
    """The style's background as a Typst colour, or ""."""
    return colour(style.get("background-color", "") or style.get("background", ""))


def ansi(classes: tuple[str, ...]) -> dict[str, str]:
    """A terminal's colours, nbconvert's classes, as CSS that is readable on paper."""
    style: dict[str, str] = {}
    for one in classes:
        name = one.removeprefix("ansi-").replace("-intense", "")
        if name.endswith("-fg"):
            style["color"] = _ANSI.get(name[:-3], "")
        elif name.endswith("-bg"):
            style["background-color"] = _ANSI_BACKGROUND.get(name[:-3], "")
        elif name == "bold":
            style["font-weight"] = "bold"
        elif name == "italic":
            style["font-style"] = "italic"
        elif name == "underline":
            style["text-decoration"] = "underline"
    return {name: value for name, value in style.items() if value}
