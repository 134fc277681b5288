"""Phrases: the same keys, placeholders and plurals in both languages."""

import string

import pytest

from helpers.errors import UnknownLanguage
from helpers.text.phrases import (
    LANGUAGES,
    MissingValue,
    UnknownPhrase,
    UntranslatedPhrase,
    in_sentence,
    phrases,
    place_in_sentence,
    table,
)


def forms(phrase: str | dict[str, str]) -> dict[str, str]:
    return phrase if isinstance(phrase, dict) else {"other": phrase}


def placeholders(phrase: str | dict[str, str]) -> set[str]:
    return {
        name for text in forms(phrase).values() for _, name, _, _ in string.Formatter().parse(text) if name
    }


def test_both_languages_have_the_same_keys() -> None:
    known = {key for language in LANGUAGES for key in table(language)}
    missing = {f"{language}.toml": sorted(known - set(table(language))) for language in LANGUAGES}
    assert missing == {f"{language}.toml": [] for language in LANGUAGES}


def test_both_languages_have_the_same_placeholders() -> None:
    vi, en = table("vi"), table("en")
    assert [key for key in vi if placeholders(vi[key]) != placeholders(en[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_empty(language: str) -> None:
    assert [key for key, phrase in table(language).items() if not all(forms(phrase).values())] == []


def test_plurals_follow_the_language() -> None:
    say = phrases("en")
    assert say("cooperation.count_agreements", count=1).endswith("1 agreement.")
    assert say("cooperation.count_agreements", count=2).endswith("2 agreements.")


def test_an_unknown_language_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownLanguage, match="unknown language 'vn'"):
        phrases("vn")


def test_an_unknown_phrase_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownPhrase, match=r"unknown phrase 'trade.titel'; did you mean trade\.title"):
        phrases("vi")("trade.titel")


def test_a_phrase_in_one_language_alone_is_named_with_the_file_that_lacks_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(table("en"), "trade.tolls", "Tolls")
    with pytest.raises(UntranslatedPhrase, match=r"'trade\.tolls' is in en\.toml and not in vi\.toml"):
        phrases("vi")("trade.tolls")


@pytest.mark.parametrize(
    ("key", "values"),
    [("figure.about", {"name": "x"}), ("cooperation.count_agreements", {}), ("trade.table", {})],
)
def test_a_placeholder_without_a_value_is_named(key: str, values: dict[str, str]) -> None:
    with pytest.raises(MissingValue, match=f"the phrase '{key}' needs a value for"):
        phrases("en")(key, **values)


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("A joint team", "a joint team"),
        ("Ở cửa khẩu", "ở cửa khẩu"),
        ("FDI projects", "FDI projects"),
        ("Chính phủ Việt Nam phê duyệt", "Chính phủ Việt Nam phê duyệt"),
        ("Phó Chủ tịch UBND tỉnh", "Phó Chủ tịch UBND tỉnh"),
        ("", ""),
    ],
)
def test_only_an_abbreviation_and_an_office_keep_their_letters_within_a_sentence(
    name: str, within: str
) -> None:
    assert in_sentence(name) == within


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Thành phố Hà Giang", "thành phố Hà Giang"),
        ("Châu Văn Sơn (Trung Quốc)", "châu Văn Sơn (Trung Quốc)"),
        ("Lối mở Km3+4 Hải Yên", "lối mở Km3+4 Hải Yên"),
        ("Vân Nam", "Vân Nam"),
        ("Hà Giang City", "Hà Giang City"),
        ("Gangwon", "Gangwon"),
    ],
)
def test_a_place_within_a_sentence_has_a_small_letter_for_its_kind_alone(name, said):
    assert place_in_sentence(name) == said
