"""What a page is made of is all that an exporter has, of whatever kind the file is."""

from pathlib import Path

from helpers import exporters
from helpers.publishing import freshness


def test_every_file_of_the_exporters_makes_pages_stale_when_it_changes() -> None:
    """Scripts and the words of documents were once left out: a change of them left pages as they were."""
    files = [one for one in Path(exporters.__file__).parent.rglob("*") if one.is_file()]
    kinds = {one.suffix for one in files if "__pycache__" not in one.parts}
    assert kinds <= set(freshness._CODE_FILES) and {".toml", ".js"} <= kinds
