"""How a notebook is read: what is left out, what is shown first, how much of it, in whose words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PRIORITY = (
    "text/markdown",
    "text/latex",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "text/html",
    "text/plain",
)


@dataclass(frozen=True)
class Options:
    """What an exporter's traits say about reading; the names are those of nbconvert's own options.

    - ``language``: of a notebook whose metadata names none
    - ``prompts``: show In and Out with their numbers, as far as neither prompt is excluded
    - ``raw_mimetypes``: the kinds of raw cells that are kept
    - ``part``: leave out the cells tagged ``annex`` ("briefing"), or all others ("annex")
    - ``max_text``, ``max_rows``: the most characters of one printed output, and the most rows of one table, that are
      shown; the document says what is left out
    - ``words``: replace the document's own
    """

    language: str = "en"
    exclude_input: bool = False
    exclude_output: bool = False
    exclude_markdown: bool = False
    exclude_raw: bool = False
    exclude_code_cell: bool = False
    exclude_unknown: bool = False
    exclude_input_prompt: bool = False
    exclude_output_prompt: bool = False
    raw_mimetypes: tuple[str, ...] = ("text/html", "text/markdown", "")
    prompts: bool = False
    part: Literal["all", "briefing", "annex"] = "all"
    display_data_priority: tuple[str, ...] = PRIORITY
    max_text: int = 200_000
    max_rows: int = 2_000
    words: Mapping[str, str] = field(default_factory=dict)
