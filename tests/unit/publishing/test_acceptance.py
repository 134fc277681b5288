"""What a briefing has to show is read from the descriptor and the areas, not from a list of tables."""

import json
from pathlib import Path

from helpers.data import schema, subset, tables
from helpers.data.subset import Subsets
from helpers.publishing.acceptance import facts_of
from small_dataset import Folder, small_in


def facts(dataset: Folder, province: str) -> set[str]:
    package = schema.read(dataset.path)
    rows = {name: tables.sound_rows(package, table) for name, table in package.tables.items()}
    subsets = Subsets(package, rows)
    own = subsets.of(province, tuple(package.tables))
    folder = dataset.path.with_name(f"subset-{province}")
    subset.write_files(subset.as_files(package, own), folder)
    return facts_of(province, subsets.edition(province), folder)


def test_every_table_of_facts_counts(tmp_path: Path) -> None:
    dataset = small_in(tmp_path)
    descriptor = json.loads((dataset.path / "datapackage.json").read_text(encoding="utf-8"))
    of_facts = {
        resource["name"]
        for resource in descriptor["resources"]
        if "source_id" in {field["name"] for field in resource["schema"]["fields"]}
        and len(resource["schema"]["primaryKey"]) == 1
    } - {"sources"}
    found = facts(dataset, "west")
    filled = {name for name in of_facts if dataset.rows(name)}
    assert {fact.split("/")[0] for fact in found} == filled
    assert {"observations/west.turnover.2019", "meetings/group-9", "agreements/treaty"} <= found
    assert facts(dataset, "east") == set()


def with_a_sister(tmp_path: Path) -> Folder:
    """West and its sister became west-2025, and each has a figure."""
    dataset = small_in(tmp_path)
    dataset.add("areas", like="west", area_id="sister", slug="", gso_code="15", briefing="false")
    for area in ("sister", "west-2025"):
        dataset.add(
            "observations", like="west.turnover.2019", observation_id=f"{area}.turnover.2019", area_id=area
        )
    return dataset


def test_figures_of_a_unit_that_a_province_was_merged_with_need_not_be_shown(tmp_path: Path) -> None:
    found = facts(with_a_sister(tmp_path), "west")
    assert "observations/sister.turnover.2019" not in found
    assert "observations/west-2025.turnover.2019" in found


def test_todays_unit_has_to_show_what_is_said_of_its_former_units(tmp_path: Path) -> None:
    dataset = with_a_sister(tmp_path)
    dataset.change("areas", "west-2025", slug="west", gso_code="11", briefing="true")
    dataset.change("sources", "new", published="2025-07-01")  # the edition is of a day after the merger
    found = facts(dataset, "west")
    for area in ("west", "sister", "west-2025"):
        assert f"observations/{area}.turnover.2019" in found
    assert {"agreements/pact", "meetings/group-9", "border_gates/gate"} <= found
