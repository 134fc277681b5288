"""Names as people write them become jobs in a fixed order, or an error that helps."""

import pytest

from helpers.data.editions import BadDate
from helpers.errors import UnknownFormat, UnknownLanguage, UnknownProvince
from helpers.publishing import formats
from helpers.publishing.jobs import Job, Selection, languages, provinces

NAMES = {
    "ha-giang": {"vi": "Hà Giang", "en": "Ha Giang"},
    "dien-bien": {"vi": "Điện Biên", "en": "Dien Bien"},
    "lao-cai": {"vi": "Lào Cai", "en": "Lao Cai"},
}


@pytest.mark.parametrize(
    "name", ["dien-bien", "DIEN BIEN", "Điện Biên", "điện biên", "Điện Biên", "dienbien", " Dien_Bien "]
)
def test_a_province_has_many_spellings(name: str) -> None:
    assert provinces([name], NAMES) == ["dien-bien"]


def test_nothing_named_is_everything_and_the_order_is_ours() -> None:
    assert provinces([], NAMES) == list(NAMES)
    assert provinces(["lao-cai", "ha-giang", "Lào Cai"], NAMES) == ["ha-giang", "lao-cai"]
    assert languages(["EN", "vi"]) == languages([]) == ("vi", "en")
    assert [one.file for one in formats.choose(["PDF"])] == ["briefing.pdf", "annex.pdf"]
    assert formats.choose([]) == formats.FORMATS


@pytest.mark.parametrize(
    ("choose", "error", "told"),
    [
        (lambda: provinces(["Lào Kai"], NAMES), UnknownProvince, "did you mean lao-cai"),
        (lambda: languages(["vn"]), UnknownLanguage, "did you mean vi"),
        (lambda: formats.choose(["word"]), UnknownFormat, "known: atom, docx, html, pdf"),
        (lambda: Selection(as_of="2024-6-30").check(), BadDate, "write it like 2024-06-30"),
        (lambda: Selection(as_of="2024").check(), BadDate, "write it like"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(choose, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        choose()


def test_a_former_province_is_answered_with_what_it_is_part_of() -> None:
    for typed in ("yen-bai", "yên bái"):
        with pytest.raises(UnknownProvince, match=f"'{typed}' by itself; it is part of lao-cai"):
            provinces([typed], NAMES, {"yen-bai": "lao-cai", "Yên Bái": "lao-cai"})


def test_a_province_without_a_briefing_yet_is_answered_with_when_it_has_one() -> None:
    for typed in ("Tuyen Quang", "tuyen-quang"):
        with pytest.raises(UnknownProvince, match="made from 2025-07-01 on"):
            provinces([typed], NAMES, {}, {"tuyen-quang": "2025-07-01", "Tuyên Quang": "2025-07-01"})


def test_a_job_says_what_its_sections_are_run_with() -> None:
    job = Job("vi", "lao-cai", "Lào Cai", "2024-06-30", formats.FORMATS)
    assert job.key == "vi/lao-cai"
    assert job.parameters == {"province": "lao-cai", "language": "vi", "as_of": "2024-06-30"}


def test_briefings_come_in_a_fixed_order_vietnamese_first() -> None:
    chosen = Selection(("lao-cai", "Hà Giang")).briefings(NAMES)
    assert chosen == [("vi", "ha-giang"), ("vi", "lao-cai"), ("en", "ha-giang"), ("en", "lao-cai")]
