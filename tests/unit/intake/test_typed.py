"""What people type is read as they mean it: whatever a briefing writes, an import reads back, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import data
from helpers.data.schema import read
from helpers.data.validation import check
from helpers.errors import folded
from helpers.intake.forms import amounts, cells
from helpers.intake.forms.amounts import Units, UnknownUnit
from helpers.intake.forms.cells import Entries, SeveralEntries, UnknownEntry, read_date
from helpers.intake.forms.template import ListedNames
from helpers.text.dates import day, in_text
from helpers.text.numbers import marked, number, qualified

SHEETS, _ = check.read(read())
DATASET = data.load(["observations"])
UNITS, PARTNERS, AREAS = Units(SHEETS["units"]), Entries(SHEETS["partners"]), Entries(SHEETS["areas"])
DIMENSIONS = {row["unit_id"]: row["dimension"] for row in SHEETS["units"].rows}

languages = st.sampled_from(["vi", "en"])
values = st.decimals(min_value=-(10**9), max_value=10**12, allow_nan=False, allow_infinity=False, places=3)
shortened = st.builds(
    lambda value, places: round(value, places) if places else Decimal(int(value)), values, st.integers(0, 3)
)
qualifiers = st.sampled_from(["exact", "over", "under", "nearly", "about", "planned"])
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)).map(date.isoformat)
dates = st.builds(lambda one, precision: one[: (4, 7, 10)[precision]], days, st.integers(0, 2))


@given(shortened, languages)
def test_a_number_reads_back(value: Decimal, language: str) -> None:
    typed = amounts.split_amount(number(value, language))
    assert typed is not None
    assert amounts.value_of(typed.number, {language}) == value


@given(shortened)
def test_a_number_means_one_thing_or_is_a_question(value: Decimal) -> None:
    for language in ("vi", "en"):
        typed = amounts.split_amount(number(value, language))
        assert typed is not None
        assert amounts.value_of(typed.number, set()) in (value, None)


@given(
    shortened,
    st.sampled_from(sorted(DIMENSIONS)),
    qualifiers,
    languages,
    st.sampled_from([qualified, marked]),
)
def test_an_amount_reads_back_with_its_qualifier_and_unit(value, unit, qualifier, language, write) -> None:
    typed = amounts.split_amount(write(DATASET, value, unit, qualifier, language))
    assert typed is not None
    assert amounts.value_of(typed.number, {language}) == value
    assert (typed.qualifier or "exact", UNITS.read(typed.unit, DIMENSIONS[unit])) == (qualifier, unit)


@given(dates, languages, st.sampled_from([day, in_text]))
def test_a_date_reads_back_as_precise_as_it_was(partial: str, language: str, write) -> None:
    assert read_date(write(partial, language)) == partial


@given(
    st.sampled_from(SHEETS["partners"].rows),
    st.sampled_from(["name_vi", "name_en", "partner_id"]),
    st.booleans(),
)
def test_a_partner_reads_back_with_or_without_tone_marks(row, column: str, bare: bool) -> None:
    name = folded(row[column]) if bare else row[column]
    assert PARTNERS.read(name) == row["partner_id"]


@given(
    st.sampled_from(SHEETS["areas"].rows), st.sampled_from(["name_vi", "name_en", "area_id"]), st.booleans()
)
def test_an_area_reads_back_at_a_time_when_it_was(row, column: str, bare: bool) -> None:
    moment = row["valid_from"] or row["valid_to"] or "2020-01-01"
    name = folded(row[column]) if bare else row[column]
    assert AREAS.read_area(name, moment, moment) == row["area_id"]


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "unit"),
    [
        ("1.876,7 tỷ", "1876.7", "", "tỷ"),
        ("10.389 tỷ đồng", "10389", "", "tỷ đồng"),
        ("548.960 triệu", "548960", "", "triệu"),
        ("> 3,2", "3.2", "over", ""),
        ("Trên 3,2 tỷ USD", "3.2", "over", "tỷ USD"),
        ("gan 5", "5", "nearly", ""),
        ("US$ 1,029.5 million", "1029.5", "", "US$ million"),
        ("khoảng 1 234 567 lượt", "1234567", "about", "lượt"),
        ("12 km2", "12", "", "km2"),
        ("−3,5%", "-3.5", "", "%"),
    ],
)
def test_amounts_as_officials_type_them(text: str, value: str, qualifier: str, unit: str) -> None:
    typed = amounts.split_amount(text.replace("1 234 567", "1\u00a0234\u00a0567"))
    assert typed is not None
    assert (amounts.value_of(typed.number, {"vi"} if "US$" not in text else {"en"}), typed.qualifier) == (
        Decimal(value),
        qualifier,
    )
    assert typed.unit == unit


@pytest.mark.parametrize("text", ["", "không có", "3 và 4", "12–15", "từ 3,2 đến 3,8"])
def test_what_is_no_single_number_is_not_read_as_one(text: str) -> None:
    assert amounts.split_amount(text) is None


@pytest.mark.parametrize("text", ["1.23.4", "1,2,3", "1.2345.678"])
def test_a_number_that_nobody_writes_so_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        amounts.value_of(text, set())


def test_what_could_be_thousands_or_a_fraction_is_settled_by_its_column_only() -> None:
    assert amounts.value_of("1.234", set()) is None
    assert amounts.value_of("1.234", amounts.styles_shown(["1.234", "1.876,7"])) == 1234
    assert amounts.value_of("1.234", amounts.styles_shown(["1.234", "1,876.7"])) == Decimal("1.234")
    assert amounts.value_of("1.234", amounts.styles_shown(["1.876,7", "1,876.7"])) is None


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("25/02/2011", "2011-02-25"),
        ("3/4/2011", "2011-04-03"),
        ("8/2017", "2017-08"),
        ("ngày 25 tháng 2 năm 2011", "2011-02-25"),
        ("Tháng 8 năm 2017", "2017-08"),
        ("25 Feb 2011", "2011-02-25"),
        ("năm 2019", "2019"),
    ],
)
def test_dates_as_officials_type_them(text: str, iso: str) -> None:
    assert read_date(text) == iso


@pytest.mark.parametrize("text", ["31/02/2011", "13/2011", "2011-2-30", "quý I/2019", "20a3", "11"])
def test_what_is_no_date_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="a day, month or year, such as"):
        read_date(text)


def test_lao_cai_is_the_old_province_until_the_merger_and_the_new_one_after() -> None:
    assert AREAS.read_area("Lào Cai", "2024-01-01", "2024-12-31") == "lao-cai"
    assert AREAS.read_area("lao cai", "2025-07-01", "2025-12-31") == "lao-cai-2025"
    with pytest.raises(SeveralEntries, match="lao-cai or lao-cai-2025"):
        AREAS.read_area("Lào Cai", "2025-01-01", "2025-12-31")
    assert AREAS.read_area("VN-02", "2024-01-01", "2024-12-31") == "lao-cai"


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("Tỉnh Lạng Sơn", "lang-son"),
        ("T. Lạng Sơn", "lang-son"),
        ("tinh lang son", "lang-son"),
        ("Lạng Sơn province", "lang-son"),
        ("TP. Hải Phòng", "hai-phong"),
        ("TP Hải Phòng", "hai-phong"),
        ("thành phố Hải Phòng", "hai-phong"),
        ("Hai Phong city", "hai-phong"),
    ],
)
def test_an_area_may_be_called_by_its_rank(typed: str, area: str) -> None:
    assert AREAS.read_area(typed, "2024-01-01", "2024-12-31") == area


@pytest.mark.parametrize(
    ("typed", "day", "area"),
    [
        ("TP. Quảng Ninh", "2026-09-01", "quang-ninh"),  # a city from that day, within the same boundaries
        ("Thành phố Quảng Ninh", "2026-12-31", "quang-ninh"),
        ("TPHCM", "2025-06-30", "ho-chi-minh"),
        ("TPHCM", "2025-07-01", "ho-chi-minh-2025"),
    ],
)
def test_an_area_may_be_spelled_otherwise(typed: str, day: str, area: str) -> None:
    assert Entries(SHEETS["areas"], SHEETS["spellings"]).read_area(typed, day, day) == area


def test_a_partner_may_be_spelled_otherwise() -> None:
    spelled = Entries(SHEETS["partners"], SHEETS["spellings"])
    assert [spelled.read(one) for one in ("Mỹ", "Thụy Sỹ", "UAE")] == ["usa", "switzerland", "uae"]


@pytest.mark.parametrize(
    "typed", ["TP. Lạng Sơn", "thành phố Lào Cai", "Tỉnh Hải Phòng", "Tỉnh", "huyện Lạng Sơn"]
)
def test_the_city_in_a_province_is_not_the_province(typed: str) -> None:
    with pytest.raises(UnknownEntry):
        AREAS.read_area(typed, "2024-01-01", "2024-12-31")


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("hơn", "over"),
        ("Trên", "over"),
        ("khoảng", "about"),
        ("gần", "nearly"),
        ("dưới", "under"),
        ("theo kế hoạch", "planned"),
        ("chính xác", "exact"),
        ("over", "over"),
        ("nhiều", "nhiều"),
    ],
)
def test_a_qualifier_is_read_by_the_words_of_a_source(words: str, qualifier: str) -> None:
    assert amounts.read_qualifier(words) == qualifier


LISTED = [one for table in read().tables.values() for one in table.fields if one.labels]


@pytest.mark.parametrize("field", LISTED, ids=lambda one: "-".join(one.labels))
def test_a_value_of_a_closed_list_is_read_by_what_readers_see(field) -> None:
    known = cells.choices(field, SHEETS["labels"])
    labels = [row for row in SHEETS["labels"].rows if row["list"] in field.labels]
    for row in labels:
        for name in (row["value"], row["name_vi"], row["name_en"]):
            if row["value"] in field.constraints["enum"]:
                assert known[folded(name)] == row["value"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "table", sorted({one.table for table in read().tables.values() for one in table.references})
)
def test_every_name_that_the_template_offers_is_read_back(table: str, language) -> None:
    names, entries = ListedNames(SHEETS, language), Entries(SHEETS[table])
    for key, row in SHEETS[table].index.items():
        name = names.one(table, key)
        if table == "areas":
            moment = row["valid_from"] or row["valid_to"] or "2020-01-01"
            assert entries.read_area(name, moment, moment) == key
        elif table == "units":
            assert UNITS.read(name, row["dimension"]) == key
        else:
            assert entries.read(name) == key


def test_an_unknown_name_is_told_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownEntry, match="unknown partner 'Yunan'; did you mean yunnan"):
        PARTNERS.read("Yunan")


@pytest.mark.parametrize(
    ("text", "dimension", "unit"),
    [("lượt", "visitor", "visitor"), ("triệu lượt", "visitor", "visitor_m"), ("lượt", "vehicle", "vehicle")],
)
def test_times_are_of_what_the_indicator_counts(text, dimension, unit) -> None:
    assert UNITS.read(text, dimension) == unit


@pytest.mark.parametrize(("text", "dimension", "unit"), [("tỷ", "usd", "usd_bn"), ("tỷ", "vnd", "vnd_bn")])
def test_a_scale_without_a_currency_is_of_what_the_indicator_counts(text, dimension, unit) -> None:
    assert UNITS.read(text, dimension) == unit


@pytest.mark.parametrize(
    ("text", "dimension"), [("tỷ đồng", "usd"), ("tấn", "usd"), ("", "usd"), ("USD", "vnd")]
)
def test_a_unit_that_the_indicator_does_not_count_in_is_refused(text: str, dimension: str) -> None:
    with pytest.raises(UnknownUnit):
        UNITS.read(text, dimension)


def test_the_ways_to_write_a_unit_or_a_name_are_worked_out_once_for_all_cells(monkeypatch) -> None:
    folds = []
    for module in (amounts, cells):
        monkeypatch.setattr(module, "folded", lambda name: folds.append(name) or folded(name))
    units, partners = Units(SHEETS["units"]), Entries(SHEETS["partners"])
    for _ in range(2):
        assert (units.read("tỷ đồng", "vnd"), partners.read("van nam")) == ("vnd_bn", "yunnan")
    folds.clear()
    for _ in range(50):
        assert (units.read("tỷ đồng", "vnd"), partners.read("van nam")) == ("vnd_bn", "yunnan")
    assert folds == ["tỷ đồng", "van nam"] * 50
