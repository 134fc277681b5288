"""Labels of the register find the rows that they mean, and no others."""

import csv
import pickle
from pathlib import Path

import pytest
from babel import Locale

from helpers.data.csv_files import Sheet, Sheets
from helpers.data.schema import read
from helpers.data.validation import check
from helpers.errors import folded
from helpers.intake.fia.names import TABLES, AmbiguousLabel, Names, UnknownLabel, names_of, new_state
from helpers.intake.forms.cells import Entries
from helpers.intake.wording import locality_key, rank_of

DAY = "2022-12-20"
SHEETS, _ = check.read(read())
WITHOUT = Sheets({**SHEETS, "spellings": Sheet.of(SHEETS["spellings"].table)}, SHEETS.tables)
BY = {"locality": "area_id", "partner": "partner_id", "sector": "sector_id"}
NAMES = {by: names_of(by, DAY, SHEETS) for by in BY}
PRINTED = Path(__file__).resolve().parents[2] / "evidence" / "register_labels.csv"
STATES = [row for row in SHEETS["partners"].rows if row["kind"] == "state"]


def test_all_63_provinces_are_told_apart() -> None:
    found = {NAMES["locality"].match(names[0]) for names in NAMES["locality"].names.values()}
    assert found == set(NAMES["locality"].names)
    kinds = [SHEETS["areas"].index[area]["kind"] for area in found]
    assert kinds.count("province") + kinds.count("city") == 63


@pytest.mark.parametrize("by", BY)
def test_every_name_of_the_dataset_means_its_row(by) -> None:
    names = NAMES[by]
    wrong = [name for key, spelled in names.names.items() for name in spelled if names.match(name) != key]
    assert wrong == []


@pytest.mark.parametrize("by", BY)
def test_every_spelling_means_its_row_and_is_needed_for_it(by) -> None:
    rows = [row for row in SHEETS["spellings"].rows if row[BY[by]]]
    assert rows
    assert [row for row in rows if NAMES[by].match(row["spelling"]) != row[BY[by]]] == []
    without, typed = names_of(by, DAY, WITHOUT), Entries(SHEETS[TABLES[by]])
    for row in rows:
        if by == "locality" and not typed.means(row["spelling"]) and rank_of(row["spelling"]):
            continue  # what curators type as “TP.” may be a city in a province; in the register it never is
        with pytest.raises(UnknownLabel):
            without.match(row["spelling"])


def test_every_label_that_six_year_reports_print_is_known() -> None:
    """What the reports of 2016 and 2018 to 2022 call provinces, partners and sectors, whatever we call them."""
    with PRINTED.open(encoding="utf-8", newline="") as file:
        labels = list(csv.DictReader(file))
    assert len(labels) > 250
    unknown = [one for one in labels if _match(one) != one["id"]]
    assert unknown == []


def _match(label: dict[str, str]) -> str:
    try:
        return NAMES[label["by"]].match(label["label"])
    except UnknownLabel:
        return ""


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_state_is_known_by_its_unicode_name(language) -> None:
    codes = [row["country"] for row in STATES]
    territories = Locale(language).territories
    wrong = [
        territories[row["country"]]
        for row in STATES
        if row["country"] and codes.count(row["country"]) == 1
        if NAMES["partner"].match(territories[row["country"]]) != row["partner_id"]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("label", "area"),
    [
        ("TP. Hồ Chí Minh", "ho-chi-minh"),
        ("TP.HCM", "ho-chi-minh"),
        ("Thành phố Hà Nội", "ha-noi"),
        ("Tỉnh Lào Cai", "lao-cai"),
        ("T. Lào Cai", "lao-cai"),
        ("T.Thừa Thiên Huế", "thua-thien-hue"),
        ("TT. Huế", "thua-thien-hue"),
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
    assert NAMES["locality"].match(label) == area


def test_a_spelling_means_the_province_of_that_name_on_the_day() -> None:
    assert names_of("locality", "2025-06-30", SHEETS).match("TP.HCM") == "ho-chi-minh"
    assert names_of("locality", "2025-12-20", SHEETS).match("TP.HCM") == "ho-chi-minh-2025"
    with pytest.raises(UnknownLabel):
        names_of("locality", "2025-12-20", SHEETS).match("BR-VT")


@pytest.mark.parametrize(
    ("label", "partner"),
    [
        ("BritishVirginIslands", "virgin-islands-british"),
        ("BVI", "virgin-islands-british"),
        ("Síp", "cyprus"),
        ("Cộng Hòa Síp", "cyprus"),
        ("Dominica", "dominica"),
        ("Dominican Republic", "dominican-republic"),
        ("Congo", "congo"),
        ("Democratic Republic of the Congo", "congo-dr"),
        ("Triều Tiên", "korea-dpr"),
        ("Korea", "korea"),
        ("Đài Loan", "taiwan"),
        ("St Vincent & The Grenadines", "saint-vincent-and-the-grenadines"),
        ("Saint Vincent and the Grenadines", "saint-vincent-and-the-grenadines"),
        ("St. Kitts & Nevis", "saint-kitts-and-nevis"),
        ("Nevis", "nevis"),
    ],
)
def test_a_partner_is_known_by_its_spellings(label: str, partner: str) -> None:
    assert NAMES["partner"].match(label) == partner


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Bosnia and Herzegovina", "BA"),
        ("Bosnia và Herzegovina", "BA"),
        ("Saint Lucia", "LC"),
        ("São Tomé and Príncipe", "ST"),
        ("Bhutan", "BT"),
    ],
)
def test_a_state_that_the_dataset_lacks_is_known_however_its_name_is_joined(label: str, code: str) -> None:
    row = new_state(label, STATES)
    assert row is not None
    assert row["country"] == code


@pytest.mark.parametrize("label", ["Vân Nam", "Yunnan", "ADB"])
def test_a_partner_that_is_no_state_is_none_of_the_register(label: str) -> None:
    with pytest.raises(UnknownLabel):
        NAMES["partner"].match(label)


@pytest.mark.parametrize(
    ("label", "sector"),
    [
        ("Nông nghiêp, lâm nghiệp và thủy sản", "agriculture-forestry-fishing"),
        ("HĐ chuyên môn, KHCN", "professional-science"),
    ],
)
def test_a_misprinted_or_shortened_sector_is_known(label: str, sector: str) -> None:
    assert NAMES["sector"].match(label) == sector


def test_an_unknown_label_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(UnknownLabel, match="unknown label of the register 'Lào Cay'; did you mean Lào Cai"):
        NAMES["locality"].match("Lào Cay")


def test_a_name_of_two_ids_is_refused() -> None:
    names = Names({"a": ("An Giang",), "b": ("Tỉnh An Giang",)}, {}, locality_key)
    with pytest.raises(AmbiguousLabel, match="may be any of a, b") as caught:
        names.match("An Giang")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_spelling_of_nothing_in_the_dataset_harms_no_other() -> None:
    spellings = SHEETS["spellings"].with_rows([{"spelling": "Cochinchina", "area_id": "nowhere"}])
    names = names_of("locality", DAY, Sheets({**SHEETS, "spellings": spellings}, SHEETS.tables))
    assert names.match("HCM") == "ho-chi-minh"
    with pytest.raises(UnknownLabel):
        names.match(folded("Cochinchina"))
