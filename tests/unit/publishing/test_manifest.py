"""The manifest says the same for the same reports, and a spoilt one is no obstacle."""

import json
from pathlib import Path

import jsonschema
import pytest

from helpers.publishing.index import card
from helpers.publishing.manifest import (
    SCHEMA,
    Entry,
    FileEntry,
    dump,
    load,
)

FILE = FileEntry("0" * 64, 12)
MANIFEST = {
    "vi/lao-cai": Entry(
        "built", "", "2024-06-30", "1" * 64, 3.2, {"pdf": FILE, "html": FILE}, {"code of data": "2" * 64}
    ),
    "en/lao-cai": Entry("failed", "trade_trends, cell 3 (title): ValueError: no figures"),
}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(dump(MANIFEST))
    assert load(tmp_path) == MANIFEST
    assert dump(dict(reversed(MANIFEST.items()))) == dump(MANIFEST)
    jsonschema.validate(json.loads(dump(MANIFEST)), json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 0}', '{"version": 2, "briefings": {"x": 1}}', "\x00"]
)
def test_a_spoilt_manifest_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert load(tmp_path) == {}
    assert load(tmp_path / "nowhere") == {}


def test_an_index_says_what_is_there(tmp_path: Path) -> None:
    def state(key: str, manifest: dict[str, Entry]) -> tuple[str, list[str], str]:
        said = card(key, "Lào Cai", "vi", manifest, tmp_path)
        return said["state"], list(said["links"]), said["edition"]

    assert state("vi/lao-cai", MANIFEST) == ("missing", [], "")  # somebody took the files away
    assert state("en/lao-cai", MANIFEST) == ("failed", [], "")
    folder = tmp_path / "vi" / "lao-cai"
    folder.mkdir(parents=True)
    (folder / "briefing.pdf").touch()
    assert state("vi/lao-cai", MANIFEST) == ("built", ["pdf"], "30/6/2024")
    assert state("vi/lao-cai", {}) == ("built", ["pdf"], "")
