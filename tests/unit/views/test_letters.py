"""What stands behind the letters of a briefing's pages, in every province."""

import json

import pytest

from run_sections import NOTEBOOKS, provinces, ran

SECTIONS = ("at_a_glance", "trade_trends", "investment_tables", "cooperation_overview", "wider_context")


def page_metadata(name, province):
    """The metadata of all outputs of a section's cells that stand in the briefing."""
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    annex = {cell["id"] for cell in cells if "annex" in cell["metadata"].get("tags", ())}
    outputs = ran(name, province).outputs
    return [metadata for cell in outputs if cell not in annex for _, metadata in outputs[cell]]


@pytest.mark.parametrize("province", provinces())
def test_each_letter_stands_for_a_source_and_each_key_for_one_note_in_all_sections(section, province):
    dataset = section(province).dataset
    named = {row[f"short_{one}"] for row in dataset.records("sources") for one in ("vi", "en")}
    notes: dict[str, str] = {}
    for metadata in (one for name in SECTIONS for one in page_metadata(name, province)):
        for key, letters in metadata.get("letters", {}).items():
            assert letters, key
            for group, _, _ in letters:
                assert group in dataset.keyed("sources") or any(name.startswith(group) for name in named)
        for key, note in metadata.get("footnotes", {}).items():
            assert notes.setdefault(key, note) == note
