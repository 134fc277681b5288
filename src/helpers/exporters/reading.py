"""Reading Markdown for both exporters: maths, footnote references and definitions, headings."""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from html import unescape
from textwrap import dedent
from typing import Any
from urllib.parse import unquote

from lxml.html import HTMLParser, fragment_fromstring
from mistune import (
    BlockParser,
    BlockState,
    InlineParser,
    InlineState,
    Markdown,
)
from mistune.plugins import Plugin, import_plugin
from nbconvert.filters.markdown_mistune import MarkdownWithMath

_LABEL = r"(?:[^\\\[\]\s]|\\.){1,500}"
_REFERENCE = rf"\[\^(?P<footnote_key>{_LABEL})\]"
_DEFINITION = (
    rf"^(?P<footnote_lead> {{0,3}})\[\^(?P<footnote_name>{_LABEL})\]:[ \t]*"
    r"(?P<footnote_text>[^\n]*(?:\n+|$)(?:(?P=footnote_lead)(?: {1,4}(?! )|\t)[^\n]*(?:\n+|$))*)"
)


def normal(key: str) -> str:
    """The key as notes are filed: percent signs, backslashes and capitals undone."""
    return re.sub(r"\\(.)", r"\1", unquote(key)).casefold()


def references(text: str, mime: str = "text/markdown") -> list[str]:
    """The keys that a text refers to, in order; in HTML by ``<a class="footnote-ref" href="#fn:key">``."""
    return list(_references(text, mime))


@lru_cache(maxsize=10_000)
def _references(text: str, mime: str) -> tuple[str, ...]:
    if mime == "text/html":
        return tuple(_links_references(text)) if "footnote-ref" in text else ()
    return tuple(_tokens_references(_parse(text)[0])) if mime == "text/markdown" and "^" in text else ()


def headings(text: str) -> Iterator[tuple[int, str]]:
    """Level and plain text of each heading of a Markdown text."""
    for token in _parse(text)[0] if "#" in text or "=" in text or "-" in text else ():
        if token["type"] == "heading":
            yield token["attrs"]["level"], _plain(token).strip()


def footnotes(known: Collection[str] | None = None) -> Plugin:
    """A mistune plugin: ``[^key]`` becomes a ``footnote_reference`` token, definitions leave the text.

    ``known`` limits references to these keys, others stay literal text; None takes every key.
    A renderer gets the call ``footnote_reference(key)`` with the normalised key.
    """

    def parse_reference(inline: InlineParser, match: re.Match[str], state: InlineState) -> int:
        key = normal(match["footnote_key"])
        if known is None or key in known:
            state.append_token({"type": "footnote_reference", "raw": key})
        else:
            state.append_token({"type": "text", "raw": match[0]})
        return match.end()

    def parse_definition(block: BlockParser, match: re.Match[str], state: BlockState) -> int:
        first, _, rest = match["footnote_text"].partition("\n")
        found = state.env.setdefault("footnote_definitions", {})
        found.setdefault(normal(match["footnote_name"]), f"{first}\n{dedent(rest)}".strip())
        return match.end()

    def plugin(md: Markdown) -> None:
        md.inline.register("footnote_reference", _REFERENCE, parse_reference, before="link")
        md.block.register("footnote_definition", _DEFINITION, parse_definition, before="ref_link")

    return plugin


def markdown(renderer: Any, known: Collection[str] | None = None) -> MarkdownWithMath:
    """A Markdown reader for a mistune renderer (None: tokens) with maths, tables and our footnotes."""
    plugins = [import_plugin(name) for name in MarkdownWithMath.DEFAULT_PLUGINS]
    return MarkdownWithMath(renderer=renderer, plugins=[*plugins, footnotes(known)])


@cache
def _reader() -> MarkdownWithMath:
    return markdown(None)


def _parse(text: str) -> tuple[list[dict[str, Any]], BlockState]:
    tokens, state = _reader().parse(text)
    return list(tokens), state  # type: ignore[arg-type]


def definitions_in(text: str) -> dict[str, str]:
    """What a Markdown text says of each key: ``[^key]: …``."""
    return _parse(text)[1].env.get("footnote_definitions", {}) if "[^" in text else {}


def _links_references(html: str) -> Iterator[str]:
    """Read by lxml: it takes a twentieth of the time that a tree of Beautiful Soup's takes, and no tree is needed."""
    content = html.encode("utf-8", "replace")  # as text it may not say what it is encoded in
    for link in fragment_fromstring(content, "div", parser=HTMLParser(encoding="utf-8")).iter("a"):
        target = link.get("href", "")
        if "footnote-ref" in link.get("class", "").split() and target.startswith("#fn:"):
            yield normal(target[4:])


def _tokens_references(tokens: list[dict[str, Any]]) -> Iterator[str]:
    for token in tokens:
        if token["type"] == "footnote_reference":
            yield token["raw"]
        elif token["type"] in ("block_html", "inline_html"):
            yield from references(token["raw"], "text/html")
        yield from _tokens_references(token.get("children") or [])


def _plain(token: dict[str, Any]) -> str:
    if token["type"] in ("inline_html", "footnote_reference"):
        return ""
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    return unescape(token.get("raw", "")) + "".join(_plain(child) for child in token.get("children") or [])
