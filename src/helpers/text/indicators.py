"""What a figure counts: an indicator, of the partner, sector or border gate that the figure is about."""

from collections.abc import Mapping
from typing import Any

from helpers.data.tables import Dataset
from helpers.text.phrases import Say, in_sentence, phrases


def figure_name(dataset: Dataset, row: Mapping[str, Any], language: str, say: Say | None = None) -> str:
    """The indicator of an observation, with what it is broken down by in its name: ``exports through Kim Thành gate``.

    The names of indicators say "one border gate" or "with one partner"; a figure says which. Where a name has no such
    place, the partner, sector or gate follows it.
    """
    say = say or phrases(language)
    name = dataset.name("indicators", str(row["indicator_id"]), language)
    about = []
    if gate := row["gate_id"]:
        name, rest = _put(name, say("figure.one_gate"), gate_name(dataset, str(gate), language, say))
        about += rest
    if partner := row["partner_id"]:
        called = dataset.name("partners", str(partner), language)
        name, rest = _put(name, say("figure.one_partner"), say("figure.with_partner", partner=called))
        about += rest and [called]
    if sector := row["sector_id"]:
        about.append(in_sentence(dataset.name("sectors", str(sector), language)))
    return say("figure.about", name=name, about=", ".join(about)) if about else name


def gate_name(dataset: Dataset, gate_id: str, language: str, say: Say) -> str:
    """A gate within a sentence, with the word for what it is where its name has none: ``cửa khẩu Kim Thành``."""
    name = dataset.name("border_gates", gate_id, language)
    words = name.split()
    has_word = words[-1].islower() if language == "en" else len(words) > 1 and words[1].islower()
    if not has_word:
        return say("figure.gate", gate=name)
    return say("figure.gate_with_word", gate=in_sentence(name) if language == "vi" else name)


def _put(name: str, place: str, words: str) -> tuple[str, list[str]]:
    """The name with words in its place for them; without such a place the name, and the words."""
    return (name.replace(place, words), []) if place in name else (name, [words])
