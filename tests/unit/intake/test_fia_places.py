"""Labels of the register find the names they mean, and no others."""

import csv

import pytest

from helpers import paths
from helpers.intake.fia.places import (
    AmbiguousLabel,
    UnknownLabel,
    locality_key,
    match,
    partner_key,
    sector_key,
)


def provinces() -> dict[str, list[str]]:
    with (paths.project() / "data" / "areas.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in {"province", "city"}]
    names = {row["area_id"]: [row["name_vi"]] for row in rows if not row["area_id"].endswith("-2025")}
    return names | {"offshore-oil-gas": ["Dầu khí ngoài khơi"]}


def test_all_63_provinces_are_told_apart() -> None:
    names = provinces()
    assert len(names) == 64
    assert {match(spelled[0], names, locality_key) for spelled in names.values()} == set(names)


@pytest.mark.parametrize(
    ("label", "area"),
    [
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("TP.HCM", "ho-chi-minh"),
        ("Thành phố Hà Nội", "ha-noi"),
        ("Tỉnh Lào Cai", "lao-cai"),
        ("BÀ RỊA – VŨNG TÀU", "ba-ria-vung-tau"),
        ("Thừa Thiên - Huế", "thua-thien-hue"),
        ("Đăk Lăk", "dak-lak"),
        ("Đắc Nông", "dak-nong"),
        ("Bắc Cạn", "bac-kan"),
        ("Hoà Bình", "hoa-binh"),
        ("Dầu khí", "offshore-oil-gas"),
    ],
)
def test_a_province_is_known_by_its_spellings(label: str, area: str) -> None:
    assert match(label, provinces(), locality_key) == area


PARTNERS = {
    "korea": ["Hàn Quốc", "Republic of Korea"],
    "korea-dpr": ["CHDCND Triều Tiên"],
    "virgin-islands-british": ["Quần đảo Virgin thuộc Anh"],
    "uk": ["Vương quốc Anh", "United Kingdom"],
    "cyprus": ["Cộng hòa Síp", "Cyprus"],
    "dominica": ["Dominica"],
    "dominican-republic": ["Cộng hòa Dominica", "Dominican Republic"],
    "congo": ["Cộng hòa Congo"],
    "congo-dr": ["Cộng hòa Dân chủ Congo"],
    "taiwan": ["Đài Loan (Trung Quốc)"],
    "china": ["Trung Quốc"],
    "saint-vincent": ["Saint Vincent và Grenadines"],
}


@pytest.mark.parametrize(
    ("label", "partner"),
    [
        ("BritishVirginIslands", "virgin-islands-british"),
        ("Síp", "cyprus"),
        ("Cộng Hòa Síp", "cyprus"),
        ("Dominica", "dominica"),
        ("Dominican Republic", "dominican-republic"),
        ("Congo", "congo"),
        ("Democratic Republic of the Congo", "congo-dr"),
        ("Đài Loan", "taiwan"),
        ("St Vincent & The Grenadines", "saint-vincent"),
        ("Saint Vincent and the Grenadines", "saint-vincent"),
    ],
)
def test_a_partner_is_known_by_its_spellings(label: str, partner: str) -> None:
    assert match(label, PARTNERS, partner_key) == partner


def test_a_misprinted_sector_is_known() -> None:
    names = {"agriculture-forestry-fishing": ["Nông nghiệp, lâm nghiệp và thủy sản"]}
    assert match("Nông nghiêp, lâm nghiệp và thủy sản", names, sector_key) == "agriculture-forestry-fishing"


def test_an_unknown_label_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(UnknownLabel, match="unknown label of the register 'Lào Cay'; did you mean Lào Cai"):
        match("Lào Cay", provinces(), locality_key)


def test_a_name_of_two_ids_is_refused() -> None:
    with pytest.raises(AmbiguousLabel, match="may be any of a, b"):
        match("An Giang", {"a": ["An Giang"], "b": ["Tỉnh An Giang"]}, locality_key)
