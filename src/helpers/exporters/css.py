"""The CSS of other people's outputs: read once, by tinycss2, and kept as far as it only shows.

Kept are colours, type and alignment: nothing that fetches, moves, hides what it does or lays things over others.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import tinycss2
from cssselect import GenericTranslator, SelectorError
from lxml import etree
from tinycss2.color4 import parse_color


def allowed(names: str) -> frozenset[str]:
    """A list of allowed names, written with spaces between them."""
    return frozenset(names.split())


SHOWN = allowed(
    "background background-color color font-style font-variant font-weight padding-left text-align text-decoration"
    " text-transform vertical-align white-space"
)
DRAWN = allowed(
    "clip-path clip-rule color display dominant-baseline alignment-baseline baseline-shift fill fill-opacity fill-rule"
    " filter flood-color flood-opacity font font-family font-size font-style font-variant font-weight letter-spacing"
    " marker-end marker-mid marker-start mask mix-blend-mode opacity paint-order shape-rendering stop-color"
    " stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-opacity stroke-width text-anchor text-decoration text-rendering vector-effect visibility"
    " white-space"
)
"""Properties that may stay in HTML, and in a drawing."""

_FUNCTIONS = allowed(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color calc min max clamp linear-gradient radial-gradient translate"
    " rotate scale matrix"
)
_MOST_SELECTORS = 500  # that are more than an id: each is matched against every element


def declarations(text: str, properties: frozenset[str]) -> dict[str, str]:
    """The declarations of a ``style`` attribute or of a rule that are allowed and harmless, by property."""
    return dict(_declarations(text, properties))


@lru_cache(maxsize=20_000)
def _declarations(text: str, properties: frozenset[str]) -> tuple[tuple[str, str], ...]:
    found = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    return tuple(
        (one.lower_name, _written(one.value))
        for one in found
        if one.type == "declaration" and one.lower_name in properties and harmless(one.value)
    )


def harmless(value: Iterable[Any]) -> bool:
    """Whether a value fetches nothing and hides nothing in escapes; ``url(#id)`` is allowed."""
    for token in value:
        if token.type in ("url", "error", "{} block", "at-keyword"):
            if token.type != "url" or not token.value.startswith("#"):
                return False
        elif token.type == "function":
            local = token.lower_name == "url" and _local(token.arguments)
            if not local and (token.lower_name not in _FUNCTIONS or not harmless(token.arguments)):
                return False
        elif token.type in ("() block", "[] block") and not harmless(token.content):
            return False
    return True


def harmless_value(text: str) -> bool:
    """As `harmless`, of an SVG attribute's text."""
    return "(" not in text or harmless(tinycss2.parse_component_value_list(text))


def _local(arguments: list[Any]) -> bool:
    words = [one for one in arguments if one.type != "whitespace"]
    return len(words) == 1 and words[0].type == "string" and words[0].value.startswith("#")


def _written(value: list[Any]) -> str:
    return str(tinycss2.serialize(value)).strip()


def rules(text: str, properties: frozenset[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each selector of a style sheet with its declarations; at-rules are left out."""
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        if kept := declarations(tinycss2.serialize(rule.content), properties):
            for selector in _split(rule.prelude):
                yield selector, kept


def _split(prelude: list[Any]) -> Iterator[str]:
    selector: list[Any] = []
    for token in prelude:
        if token == ",":
            yield _written(selector)
            selector = []
        else:
            selector.append(token)
    yield _written(selector)


class Sheet:
    """The style of each element of one piece of HTML: by rules of its ``<style>`` elements, then by its attribute."""

    _ALLOWED = SHOWN | {"display"}

    def __init__(self, root: etree._Element) -> None:
        self._by_id: dict[str, dict[str, str]] = {}
        self._by_element: dict[etree._Element, dict[str, str]] = {}
        others = 0
        for sheet in root.iter("style"):
            for selector, kept in rules("".join(sheet.itertext()), self._ALLOWED):
                if selector.startswith("#") and selector[1:].replace("-", "").replace("_", "").isalnum():
                    self._by_id.setdefault(selector[1:], {}).update(kept)
                elif (others := others + 1) <= _MOST_SELECTORS:
                    self._match(root, selector, kept)

    def _match(self, root: etree._Element, selector: str, kept: dict[str, str]) -> None:
        try:
            path = _path(selector)
        except SelectorError:  # :hover and the like
            return
        for element in root.xpath(path):
            self._by_element.setdefault(element, {}).update(kept)

    def style(self, element: etree._Element) -> dict[str, str]:
        """The declarations that hold for an element, ``display`` among them."""
        own = element.get("style")
        if not (own or self._by_id or self._by_element):
            return {}
        found = dict(self._by_element.get(element, ()))
        found |= self._by_id.get(element.get("id", ""), {})
        return found | declarations(own, self._ALLOWED) if own else found

    def hides(self, element: etree._Element) -> bool:
        """Whether an element is not to be seen."""
        return element.get("hidden") is not None or self.style(element).get("display") == "none"


@lru_cache(maxsize=1000)
def _path(selector: str) -> str:
    return str(GenericTranslator().css_to_xpath(selector, prefix="descendant::"))


@lru_cache(maxsize=5000)
def colour(value: str) -> tuple[int, int, int, int] | None:
    """A CSS colour as red, green, blue, alpha from 0 to 255; None for none, transparent and what is no colour."""
    found = parse_color(value)
    if found is None or found == "currentcolor":
        return None
    try:
        red, green, blue, alpha = (round(255 * max(0.0, min(1.0, float(one)))) for one in found.to("srgb"))
    except NotImplementedError:  # Lab and its kin
        return None
    return (red, green, blue, alpha) if alpha else None
