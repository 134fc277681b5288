"""The little CSS that tables in notebooks carry: colours, weight, alignment, hidden cells."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from PIL import ImageColor
from soupsieve import SelectorSyntaxError

Style = dict[str, str]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_FUNCTION = re.compile(r"rgba?\(([^)]*)\)")
_USED = {
    "color", "background-color", "font-weight", "font-style", "text-align", "text-decoration", "display",
}  # fmt: skip
_MOST_RULES = 500


def declarations(text: str) -> Style:
    """The declarations of a ``style`` attribute or a rule's block, those of use here."""
    found = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower().replace("text-decoration-line", "text-decoration")
        name = "background-color" if name == "background" else name
        if colon and name in _USED:
            found[name] = value.replace("!important", "").strip().lower()
    return found


class Sheet:
    """The rules of the ``<style>`` elements of one piece of HTML."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self._by_id: dict[str, Style] = {}
        self._by_node: dict[int, Style] = {}
        for selector, style in _rules(soup):
            if re.fullmatch(r"#[\w-]+", selector):
                self._by_id.setdefault(selector[1:], {}).update(style)
            else:
                self._match(soup, selector, style)

    def _match(self, soup: BeautifulSoup, selector: str, style: Style) -> None:
        try:
            for node in soup.select(selector):
                self._by_node.setdefault(id(node), {}).update(style)
        except (SelectorSyntaxError, NotImplementedError, ValueError):
            return

    def style(self, node: Tag) -> Style:
        """The element's own style: by selector, by id, by its ``style`` attribute."""
        return {
            **self._by_node.get(id(node), {}),
            **self._by_id.get(str(node.get("id", "")), {}),
            **declarations(str(node.get("style", ""))),
        }


def _rules(soup: BeautifulSoup) -> Iterator[tuple[str, Style]]:
    text = _COMMENT.sub("", "\n".join(style.get_text() for style in soup.find_all("style")))
    others = 0
    for selectors, block in _RULE.findall(text):
        if not (style := declarations(block)):
            continue
        for selector in map(str.strip, selectors.split(",")):
            others += not selector.startswith("#")
            if selector and others <= _MOST_RULES and ":" not in selector and "@" not in selector:
                yield selector, style


def colour(value: str) -> str:
    """A CSS colour as a Typst expression; "" for none, transparent or unknown."""
    value = value.strip()
    if not value or value in ("transparent", "inherit", "initial", "unset", "none", "currentcolor"):
        return ""
    try:
        red, green, blue, *rest = _channels(value)
    except ValueError:
        return ""
    alpha = rest[0] if rest else 255
    return f'rgb("#{red:02x}{green:02x}{blue:02x}{"" if alpha == 255 else f"{alpha:02x}"}")' if alpha else ""


def _channels(value: str) -> tuple[int, ...]:
    if match := _FUNCTION.fullmatch(value):
        parts = re.split(r"[,\s/]+", match[1].strip())
        if len(parts) in (3, 4):
            scale = [255 / 100 if part.endswith("%") else 1.0 for part in parts]
            numbers = [float(part.rstrip("%")) for part in parts]
            if len(parts) == 4:
                scale[3] = 255 / 100 if parts[3].endswith("%") else 255
            return tuple(
                max(0, min(255, round(number * by))) for number, by in zip(numbers, scale, strict=True)
            )
    return ImageColor.getrgb(value)


def dressed(markup: str, style: Style) -> str:
    """The markup in the style's colour, weight and slant."""
    options = []
    if shade := colour(style.get("color", "")):
        options.append(f"fill: {shade}")
    weight = style.get("font-weight", "")
    if weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= 600):
        options.append('weight: "bold"')
    if style.get("font-style") in ("italic", "oblique"):
        options.append('style: "italic"')
    shown = f"#text({', '.join(options)})[{markup}];" if options and markup.strip() else markup
    decoration = style.get("text-decoration", "")
    shown = f"#underline[{shown}];" if "underline" in decoration else shown
    return f"#strike[{shown}];" if "line-through" in decoration else shown
