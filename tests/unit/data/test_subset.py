"""A slice holds what concerns its province and what that refers to, and nothing that does not."""

import random
from pathlib import Path

import pytest

from helpers.data import areas, editions, schema, subset, tables
from helpers.data.csv_files import Row
from helpers.data.editions import PARTS
from helpers.data.subset import Subsets
from helpers.errors import UnknownProvince

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = schema.read(ROOT / "data")
ROWS = {name: tables.sound_rows(PACKAGE, table) for name, table in PACKAGE.tables.items()}
EVERYTHING = tuple(PACKAGE.tables)


def text(subsets: Subsets, province: str, *names: str) -> dict[str, str]:
    return subset.as_files(PACKAGE, subsets.of(province, names or EVERYTHING))


def changed(table: str, key: str, **cells: str) -> dict[str, tuple[Row, ...]]:
    """All rows, one of them with other cells."""
    field = PACKAGE.table(table).key[0]
    assert any(row[field] == key for row in ROWS[table])
    return {**ROWS, table: tuple(row.but(cells) if row[field] == key else row for row in ROWS[table])}


def test_every_fact_of_the_province_is_there_and_none_of_its_neighbour() -> None:
    found = Subsets(PACKAGE, ROWS).of("lang-son", ["observations"])["observations"]
    mine = {row["observation_id"] for row in ROWS["observations"] if row["area_id"] == "lang-son"}
    assert mine and mine <= {row["observation_id"] for row in found}
    assert not [row for row in found if row["area_id"] in ("lao-cai", "cao-bang", "ha-noi")]


def test_every_row_that_a_subset_refers_to_is_in_it() -> None:
    subsets = Subsets(PACKAGE, ROWS)
    for province in subsets.provinces:
        found = subsets.of(province, EVERYTHING)
        for name, rows in found.items():
            for one in PACKAGE.table(name).references:
                if province == "ha-giang" and one.field in PARTS.get(name, {}):
                    continue  # reading takes out what was told of a fact after the unit's last day
                there = {row[one.target] for row in found[one.table]}
                assert {row[one.field] for row in rows if row[one.field]} <= there, (province, name, one)


def test_a_meeting_of_several_provinces_is_in_each_of_their_subsets() -> None:
    subsets = Subsets(PACKAGE, ROWS)
    for members, fact in (("agreement_parties", "agreements"), ("mechanism_members", "meetings")):
        key = PACKAGE.table(members).key[0]
        unit_of = {
            area: one.slug
            for one in subsets.subjects
            if one.slug != "ha-giang"  # what came after its last day is not in its subset
            for area in (one.area_id, *areas.all_former_units(subsets.areas, one.area_id))
        }
        several = [row for row in ROWS[members] if row["area_id"] in unit_of]
        assert len({row["area_id"] for row in several}) > 1
        for row in several:
            there = {one[key] for one in subsets.of(unit_of[row["area_id"]], [fact])[fact]}
            assert row[key] in there or not any(one[key] == row[key] for one in ROWS[fact])


def test_a_source_that_no_fact_cites_is_in_no_subset_and_moves_the_edition_of_every_unit_in_force() -> None:
    new = Row(10**6, {**ROWS["sources"][0], "source_id": "aaa-new", "published": "2026-11-20"}.items())
    before, after = Subsets(PACKAGE, ROWS), Subsets(PACKAGE, {**ROWS, "sources": (*ROWS["sources"], new)})
    for province in before.provinces:
        assert text(after, province) == text(before, province)
        assert after.edition(province) == ("2025-06-30" if province == "ha-giang" else "2026-11-20")
        latest = [one.latest_source(province) for one in (before, after)]
        assert "" < latest[0] == latest[1] <= before.edition(province)


def test_the_latest_source_is_of_the_units_own_facts_and_as_precise_as_its_date() -> None:
    subsets = Subsets(PACKAGE, ROWS)
    published = {row["source_id"]: row["published"] for row in ROWS["sources"]}
    for province in subsets.provinces:
        assert subsets.latest_source(province) in published.values(), province
    own = [published[row["source_id"]] for row in ROWS["observations"] if row["area_id"] == "lang-son"]
    assert subsets.latest_source("lang-son")[:4] >= max(own)[:4]
    catalogues = [row["published"] for row in ROWS["sources"] if row["kind"] == "reference"]
    law = "2026-09-03"  # what made Quảng Ninh a centrally run city, which its first lines tell
    for province in ("quang-ninh", "regional-comparison"):
        assert subsets.latest_source(province) == law < max(catalogues), "a catalogue is newer"
    assert subsets.latest_source("dien-bien") < subsets.edition("dien-bien")[:4] + "-10"
    news = {row["published"] for row in ROWS["sources"] if row["kind"] != "reference"}
    for province in subsets.provinces:
        assert subsets.latest_source(province) in news, "a catalogue has no news"


def test_all_that_is_said_of_a_former_unit_is_in_the_subset_of_todays() -> None:
    subsets = Subsets(PACKAGE, ROWS)
    for province, former in (
        ("lao-cai", ["lao-cai", "yen-bai"]),
        ("tuyen-quang", ["ha-giang", "tuyen-quang"]),
    ):
        found = subsets.of(province, EVERYTHING)
        for name, table in PACKAGE.tables.items():
            if table.of_facts and "area_id" in table.names:
                wanted = {row[table.key[0]] for row in ROWS[name] if row["area_id"] in former}
                assert wanted <= {row[table.key[0]] for row in found[name]}, (province, name)


def test_an_ended_unit_knows_nothing_that_came_after_its_last_day() -> None:
    subsets = Subsets(PACKAGE, ROWS)
    assert subsets.edition("ha-giang") == "2025-06-30"
    found = subsets.of("ha-giang", EVERYTHING)
    assert max(row["published"] for row in found["sources"]) <= "2025-06-30"
    assert {row["area_id"] for row in found["observations"]} & {"ha-giang"}
    (ended,) = [one for one in subsets.subjects if one.slug == "ha-giang"]
    assert subsets.successor(ended) == "tuyen-quang"
    assert not any(subsets.successor(one) for one in subsets.subjects if one != ended)


def test_a_name_means_the_same_unit_in_a_subset_and_in_the_whole() -> None:
    whole = tables.load(["areas"], folder=ROOT / "data")
    for province in Subsets(PACKAGE, ROWS).provinces:
        part = tables.load(["areas"], folder=ROOT / "data", province=province)
        assert part.unit_in_force(province) == whole.unit_in_force(province)
        assert areas.in_force(part.areas, editions.day(part.edition)) == areas.in_force(
            whole.areas, editions.day(part.edition)
        )


def test_the_order_of_rows_in_a_file_makes_no_difference() -> None:
    shuffled = {name: tuple(random.Random(1).sample(rows, len(rows))) for name, rows in ROWS.items()}
    assert text(Subsets(PACKAGE, shuffled), "lao-cai") == text(Subsets(PACKAGE, ROWS), "lao-cai")


def test_a_changed_row_changes_the_subsets_of_its_own_province_only() -> None:
    key = next(row["activity_id"] for row in ROWS["activities"] if row["area_id"] == "lang-son")
    before, after = Subsets(PACKAGE, ROWS), Subsets(PACKAGE, changed("activities", key, place_en="Elsewhere"))
    differs = [one for one in before.provinces if text(before, one) != text(after, one)]
    assert differs == ["lang-son"]
    old, new = (text(one, "lang-son")["activities.csv"] for one in (before, after))
    assert subset.changed_rows(PACKAGE, "activities", old, new) == f"1 row changed: {key}"


def test_an_earlier_edition_does_not_hold_what_came_later() -> None:
    early = Subsets(PACKAGE, ROWS, "2020-12-31")
    assert early.edition("lao-cai") == "2020-12-31"
    for row in early.of("lao-cai", EVERYTHING)["sources"]:
        assert row["published"] <= "2020-12-31"


def test_a_subset_read_back_from_its_files_is_the_same(tmp_path: Path) -> None:
    made = Subsets(PACKAGE, ROWS)
    subset.write_files(text(made, "ha-giang"), tmp_path)
    again = tables.load(folder=tmp_path, as_of=made.edition("ha-giang"), province="ha-giang")
    whole = tables.load(folder=ROOT / "data", province="ha-giang")
    assert again.edition == whole.edition
    for name in EVERYTHING:
        assert again[name].to_csv() == whole[name].to_csv(), name


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(UnknownProvince, match="did you mean lang-son"):
        Subsets(PACKAGE, ROWS).of("langson", EVERYTHING)


def test_a_section_that_reads_no_facts_has_the_edition_of_its_province() -> None:
    only = tables.load(["areas"], folder=ROOT / "data", province="lao-cai")
    assert only.edition == tables.load(folder=ROOT / "data", province="lao-cai").edition
    assert "lao-cai" in set(only["areas"]["area_id"]) and only["sources"].empty


def test_a_subset_that_is_a_provinces_alone_is_taken_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Subsets(PACKAGE, ROWS)
    subset.write_files(
        subset.as_files(PACKAGE, made.of("lai-chau", EVERYTHING), province="lai-chau"), tmp_path
    )
    edition = made.edition("lai-chau")
    cut = tables.load(folder=ROOT / "data", province="lai-chau")
    monkeypatch.setattr(subset, "Subsets", None)  # would fail, were it cut again
    taken = tables.load(folder=tmp_path, province="lai-chau", as_of=edition)
    assert {name: len(taken[name]) for name in EVERYTHING} == {name: len(cut[name]) for name in EVERYTHING}
    with pytest.raises(UnknownProvince, match="unknown province 'lao-cai'"):
        tables.load(folder=tmp_path, province="lao-cai", as_of=edition)
