"""A source in words: the note behind a reference, the line in the list of sources, the locator."""

import re
from collections.abc import Mapping

from helpers.text.dates import day
from helpers.text.markdown import escape
from helpers.text.phrases import Say, phrases

_LOCATOR = re.compile(r"^(?P<kind>[a-z]+?)(?P<number>\d*)(?:r(?P<row>\d+))?$")

_ON_PAPER = re.compile(r"[pat]\d+")


def key(source_id: str, locator: str, row_id: str = "") -> str:
    """The footnote key of a place in a source; a fact with a remark of its own has its own key."""
    return f"{source_id}:{locator}" + (f":{row_id}" if row_id else "")


def identifier(table: str, key: str) -> str:
    """The identifier that a fact has in the annex: of a figure its key, of others ``table.key``."""
    return key if table == "observations" else f"{table}.{key}"


def place(locator: str, language: str, say: Say | None = None) -> str:
    """The locator in words: ``đoạn 5``, ``para. 5``, ``caption 1``; ``say`` gives the phrases."""
    say = say or phrases(language)
    words = []
    for part in locator.split(";"):
        match = _LOCATOR.match(part.strip())
        if match is None:
            raise ValueError(f"not a locator: {part!r}")
        kind = "row" if match["row"] else match["kind"]
        words.append(say(f"locator.{kind}", number=match["number"], row=match["row"] or ""))
    return ", ".join(words)


def paper_places(locator: str, language: str, say: Say | None = None) -> list[str]:
    """The places in a source that a reader can look up on paper: its paragraphs, articles and tables; often none."""
    parts = (part.strip() for part in locator.split(";"))
    return [place(part, language, say) for part in parts if _ON_PAPER.fullmatch(part)]


def note(
    source: Mapping[str, str], locator: str, language: str, remark: str = "", say: Say | None = None
) -> str:
    """The note behind a reference, in Markdown: source in short with a link to its entry, place, remark."""
    say = say or phrases(language)
    short = escape(source[f"short_{language}"])
    text = f"[{short}](#source-{source['source_id']}), {place(locator, language, say)}."
    return f"{text} {say('citation.remark', remark=escape(remark))}" if remark else text


def published(source: Mapping[str, str], language: str, say: Say | None = None) -> str:
    """The date of publication, marked when it is inferred."""
    when = day(source["published"], language)
    inferred = str(source["published_inferred"]).lower() == "true"
    return (say or phrases(language))("citation.inferred", date=when) if inferred else when
