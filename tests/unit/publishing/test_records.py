"""The manifest says the same for the same reports, and a spoilt one is no obstacle."""

import json
from pathlib import Path

import jsonschema
import pytest

from helpers.publishing.index import card
from helpers.publishing.inputs import Unit
from helpers.publishing.records import (
    MANIFEST_SCHEMA,
    Entry,
    FileEntry,
    manifest_bytes,
    read_manifest,
)

FILE = FileEntry("0" * 64, 12)
MANIFEST = {
    "vi/lao-cai": Entry(
        "built",
        "",
        "2024-06-30",
        "1" * 64,
        3.2,
        {"briefing.pdf": FILE, "annex.html": FILE},
        {"code of data": "2" * 64},
    ),
    "en/lao-cai": Entry("failed", "trade_trends, cell 3 (title): ValueError: no figures"),
}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(manifest_bytes(MANIFEST))
    assert read_manifest(tmp_path) == MANIFEST
    assert manifest_bytes(dict(reversed(MANIFEST.items()))) == manifest_bytes(MANIFEST)
    jsonschema.validate(
        json.loads(manifest_bytes(MANIFEST)), json.loads(MANIFEST_SCHEMA.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 0}', '{"version": 3, "briefings": {"x": 1}}', "\x00"]
)
def test_a_spoilt_manifest_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert read_manifest(tmp_path) == {}
    assert read_manifest(tmp_path / "nowhere") == {}


def test_an_index_says_what_is_there(tmp_path: Path) -> None:
    def state(key: str, manifest: dict[str, Entry]) -> tuple[str, list[str], str]:
        language, province = key.split("/")
        said = card(language, province, Unit({language: "Lào Cai"}, ""), manifest, {}, tmp_path)
        return said["state"], [Path(link["href"]).suffix[1:] for link in said["links"]], said["edition"]

    assert state("vi/lao-cai", MANIFEST) == ("missing", [], "")  # somebody took the files away
    assert state("en/lao-cai", MANIFEST) == ("failed", [], "")
    folder = tmp_path / "vi" / "lao-cai"
    folder.mkdir(parents=True)
    (folder / "briefing.pdf").touch()
    assert state("vi/lao-cai", MANIFEST) == ("built", ["pdf"], "Nguồn công bố đến 30/6/2024")
    assert state("vi/lao-cai", {}) == ("built", ["pdf"], "")
