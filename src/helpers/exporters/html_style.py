"""Which CSS of other people's outputs may stay: colours and type, never anything that fetches or moves."""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from soupsieve.util import SelectorSyntaxError

_VALUE = re.compile(r"[-\w\s#%.,()+*/'\"]+")
_FETCHES = re.compile(r"url|image|src|expression|//|/\*", re.IGNORECASE)
_LOCAL = re.compile(r"url\(\s*(['\"]?)#[-\w.:]+\1\s*\)", re.IGNORECASE)
_AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def harmless(value: str) -> bool:
    """Whether a CSS value, or an SVG attribute's, neither fetches anything nor hides what it does."""
    return not _FETCHES.search(_LOCAL.sub("", value)) and all(value.count(quote) % 2 == 0 for quote in "'\"")


def safe_declarations(css: str, properties: frozenset[str]) -> str:
    """The declarations of a ``style`` attribute that name one of the properties and have a harmless value."""
    kept = []
    for declaration in css.split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.replace("!important", "").strip()
        if name in properties and _VALUE.fullmatch(_LOCAL.sub("", value) or "x") and harmless(value):
            kept.append(f"{name}: {value}")
    return "; ".join(kept)


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Selector and declarations of each plain rule of a style sheet; at-rules are left out."""
    for selectors, body in _RULE.findall(_AT_RULE.sub("", _COMMENT.sub("", css))):
        for selector in selectors.split(","):
            yield selector.strip(), body


def inline_styles(soup: BeautifulSoup) -> None:
    """Move the rules of ``<style>`` elements that begin with an id (pandas' Styler, great tables) onto the elements."""
    sheets = [(selector, body) for sheet in soup("style") for selector, body in rules(sheet.get_text())]
    by_id = {str(element["id"]): element for element in soup.select("[id]")}
    for selector, body in sheets:
        if not selector.startswith("#") or ":" in selector:
            continue
        for element in _selected(soup, selector, by_id):
            element["style"] = f"{element.get('style') or ''};{body}".strip(";")


def _selected(soup: BeautifulSoup, selector: str, by_id: dict[str, Tag]) -> list[Tag]:
    if re.fullmatch(r"#[-\w]+", selector):
        return [by_id[selector[1:]]] if selector[1:] in by_id else []
    try:
        return list(soup.select(selector))
    except SelectorSyntaxError:
        return []
