"""What stands behind the letters of a briefing's pages, in every province."""

import json

import pytest

from helpers.data import load, selection
from helpers.data.selection import MOST_SOURCES
from helpers.text.phrases import LANGUAGES
from helpers.views.kit.citations import publication
from run_sections import NOTEBOOKS, provinces, ran

SECTIONS = ("at_a_glance", "trade_trends", "investment_tables", "cooperation_overview")


def page_metadata(name, province, language="vi"):
    """The metadata of all outputs of a section's cells that stand in the briefing."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    annex = {cell["id"] for cell in cells if "annex" in cell["metadata"].get("tags", ())}
    outputs = ran(name, province, language).outputs
    return [metadata for cell in outputs if cell not in annex for _, metadata in outputs[cell]]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("province", provinces())
def test_each_letter_stands_for_a_source_and_each_key_for_one_note_in_all_sections(
    section, province, language
):
    dataset = section(province).dataset
    named = {row[f"short_{one}"] for row in dataset.records("sources") for one in ("vi", "en")}
    notes: dict[str, str] = {}
    for metadata in (one for name in SECTIONS for one in page_metadata(name, province, language)):
        for key, letters in metadata.get("letters", {}).items():
            assert letters, key
            for group, *_ in letters:
                assert group in dataset.keyed("sources") or any(name.startswith(group) for name in named)
        for key, note in metadata.get("footnotes", {}).items():
            assert notes.setdefault(key, note) == note


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("province", provinces())
def test_no_page_has_more_letters_than_its_foot_has_room_for(section, province, language):
    one = section(province, language)
    first, *others = SECTIONS
    long = selection.pages(one.dataset, one.province, one.dataset.edition) == 4
    for page in [(first,), *([(name,) for name in others] if long else [others])]:
        behind = [letters for name in page for letters in page_metadata(name, province, language)]
        groups = {
            group
            for metadata in behind
            for several in metadata.get("letters", {}).values()
            for group, *_ in several
        }
        assert 0 < len(groups) <= MOST_SOURCES == 16, page


@pytest.mark.parametrize("name", SECTIONS)
@pytest.mark.parametrize("province", provinces())
def test_a_page_shows_the_same_facts_in_both_languages(name, province):
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    shown = {}
    for language in LANGUAGES:
        records = ran(name, province, language).records
        shown[language] = {
            cell["id"]: (records.get(cell["id"]) or {}).get("facts", [])
            for cell in cells
            if "annex" not in cell["metadata"].get("tags", ())
        }
    assert shown["vi"] == shown["en"]


def test_a_publication_has_one_name_in_each_language():
    rows = load(["sources"]).records("sources")
    pairs = {(publication(row["short_vi"]), publication(row["short_en"])) for row in rows}
    assert len({vi for vi, _ in pairs}) == len({en for _, en in pairs}) == len(pairs)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("province", provinces())
def test_a_figure_of_a_former_unit_says_so_behind_its_letter(section, province, language):
    """The terms of a sum of former Lào Cai and former Yên Bái are else two amounts that nobody can tell apart."""
    one = section(province, language)
    rows = one.dataset.keyed("observations")
    lines = [
        (rows[fact], said)
        for name in SECTIONS
        for metadata in page_metadata(name, province, language)
        for fact, said in metadata.get("facts", {}).items()
        if fact in rows
    ]
    assert lines
    for row, said in lines:
        name = one.words.name("areas", row["area_id"])
        in_force = name == one.dataset.name("areas", row["area_id"], language)
        assert in_force or name in said, said


@pytest.mark.parametrize(
    ("language", "terms"),
    [
        ("vi", "655,752481 triệu USD (Lào Cai cũ) + 394,146989 triệu USD (Yên Bái cũ)"),
        ("en", "USD 655.752481 million (former Lào Cai) + USD 394.146989 million (former Yên Bái)"),
    ],
)
def test_the_terms_of_a_sum_name_their_units(language, terms):
    notes = [
        note
        for metadata in page_metadata("at_a_glance", "lao-cai", language)
        for note in metadata.get("footnotes", {}).values()
    ]
    assert any(terms in note for note in notes)
