"""Tables of yearbooks and statistics services come in by a mapping, of one list of units, and nothing is guessed."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result

from helpers.cli.main import main
from helpers.data import check
from helpers.data.csv_files import Sheets
from helpers.data.faults import DataFaults
from helpers.data.schema import read
from helpers.data.validation.check import read as read_sheets
from helpers.intake.books.safety import Unreadable
from helpers.intake.mapped import times
from helpers.intake.mapped.cubes import NoFigures
from helpers.intake.mapped.mapping import WrongMapping
from helpers.intake.mapped.mapping import read as read_mapping
from helpers.intake.mapped.rows import read_mapped
from helpers.intake.mapped.unit_lists import WhichList, kind_of, lists
from measuring import measured
from small_dataset import DATA, Folder

PACKAGE = read(DATA)
SHEETS: Sheets = read_sheets(PACKAGE)[0]
HEAD = 'source = "gso-online-2018"\nconfidence = "high"\nunit = "người"\n'
POPULATION = f'{HEAD}indicator = "population"\n'
YEARS = f'{POPULATION}headings = "{{year}}"\narea = {{ from = "Tỉnh" }}\nyear = {{ from = "year" }}\n'


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def read_in(folder: Path, file: Path, mapping: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    """The rows of a file by a mapping, and what is told."""
    toml = folder / "map.toml"
    toml.write_text(mapping, encoding="utf-8")
    filled = read_mapped(file, read_mapping(toml, PACKAGE), PACKAGE, SHEETS)[-1]
    return [row for _, row in filled.rows], filled.remarks


def written(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


def yearbook(folder: Path, *lines: str, head: str = "Tỉnh,2019,2020") -> Path:
    return written(folder, "yearbook.csv", "\n".join([head, *lines]) + "\n")


def figures(rows: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    return {(row["area_id"], row.get("period_start", row.get("as_of")), str(row["value"])) for row in rows}


# The statistics office's PX-Web as .csv

PX_WEB = """"Deaths registered by Cities, provinces, Year and Timely registration"

"Cities, provinces","2022 Total","2022 On time","Prel. 2023 Total","Prel. 2023 On time"
"WHOLE COUNTRY",10,6,12,8
"Northern midlands and mountain areas",7,4,..,5
"Lao Cai",3,2,4,3
"Thai  Nguyen",4,2,..,2
"Yen Bai",1,1,2,1
"""
PX_MAPPING = f"""{HEAD}headings = "{{Year}} {{kind}}"
area = {{ from = "Cities, provinces" }}
year = {{ from = "Year" }}
indicator = {{ from = "kind", values = {{ "Total" = "population" }} }}
"""


def test_px_web_csv_has_year_and_kind_in_one_heading_and_regions_among_provinces(tmp_path: Path) -> None:
    rows, told = read_in(tmp_path, written(tmp_path, "px.csv", PX_WEB), PX_MAPPING)
    assert figures(rows) == {
        ("lao-cai", "2022", "3"),
        ("lao-cai", "2023", "4"),
        ("thai-nguyen", "2022", "4"),
        ("yen-bai", "2022", "1"),
        ("yen-bai", "2023", "2"),
    }
    assert {row["locator"] for row in rows if row["area_id"] == "lao-cai"} == {"s1r6"}
    assert told == (
        "px.csv: 10 figures that the mapping does not want left out: “On time”",
        "px.csv: 2 figures without a value left out: “..”",
        "px.csv: 2 figures of the whole country left out: “WHOLE COUNTRY”",
        "px.csv: 1 figure of regions left out: “Northern midlands and mountain areas”",
        "px.csv: areas are of the list of 63 units, by their names",
        "px.csv: 2 figures are preliminary, as the notes say",
    )


def test_a_preliminary_figure_says_so_in_both_languages_and_no_other_does(tmp_path: Path) -> None:
    rows, _ = read_in(tmp_path, written(tmp_path, "px.csv", PX_WEB), f'{PX_MAPPING}note_en = "Of a form."\n')
    notes = {(row["period_start"], row.get("note_vi", ""), row["note_en"]) for row in rows}
    assert notes == {
        ("2022", "", "Of a form."),
        ("2023", "Số liệu sơ bộ.", "Of a form. Preliminary figure."),
    }


@pytest.mark.parametrize(
    ("text", "start", "end", "mark"),
    [
        ("2023", "2023", "2023", ""),
        ("Sơ bộ 2024", "2024", "2024", "preliminary"),
        ("Sơ bộ\xa02024", "2024", "2024", "preliminary"),
        ("Prel. 2024", "2024", "2024", "preliminary"),
        ("2024 (sơ bộ)", "2024", "2024", "preliminary"),
        ("Ước tính 2025", "2025", "2025", "estimated"),
        ("Năm 2023", "2023", "2023", ""),
        ("2024-03", "2024-03", "2024-03", ""),
        ("2024M03", "2024-03", "2024-03", ""),
        ("2024-Q3", "2024-07", "2024-09", ""),
    ],
)
def test_times_are_read_as_statistics_write_them(text: str, start: str, end: str, mark: str) -> None:
    assert times.read(text) == (start, end, mark)


@pytest.mark.parametrize("text", ["", "Total", "2018-2020", "20244", "13/2020", "2024-13", "2024-Q5"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a year, a month or a quarter"):
        times.read(text)


# A page of a yearbook


def test_a_yearbook_has_headings_of_two_rows_merged_cells_and_remarks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Dân số trung bình phân theo địa phương"],
        [],
        ["", "Tổng số", "", "Nam", ""],
        ["Địa phương", 2022, "Sơ bộ 2023", 2022, "Sơ bộ 2023"],
        ["Đồng bằng sông Hồng", 90, 91, 45, 46],
        ["TP. Hải Phòng", 50, 51.5, 25, 26],
        ["Tỉnh Hải Dương", 40, "…", 20, 20],
        ["Nguồn: Niên giám thống kê"],
    ):
        sheet.append(row)
    sheet.merge_cells("B3:C3")
    sheet.merge_cells("D3:E3")
    book.save(tmp_path / "page.xlsx")
    mapping = (
        f'{POPULATION}header = [3, 4]\nheadings = "{{sex}} {{year}}"\narea = {{ from = "Địa phương" }}\n'
        'year = { from = "year" }\n[only]\nsex = "Tổng số"\n'
    )
    rows, told = read_in(tmp_path, tmp_path / "page.xlsx", mapping)
    assert figures(rows) == {
        ("hai-phong", "2022", "50"),
        ("hai-phong", "2023", "51.5"),
        ("hai-duong", "2022", "40"),
    }
    assert "page.xlsx, sheet Sheet: 2 figures of regions left out: “Đồng bằng sông Hồng”" in told


def test_a_long_table_has_a_figure_in_each_row(tmp_path: Path) -> None:
    file = written(tmp_path, "long.csv", "Tỉnh;Năm;Dân số\nCao Bằng;2022;1.234,5\nSơn La;2022;2.000\n")
    mapping = (
        f'{POPULATION}numbers = "vi"\narea = {{ from = "Tỉnh" }}\nas_of = {{ from = "Năm" }}\n'
        'value = { from = "Dân số" }\n'
    )
    rows, _ = read_in(tmp_path, file, mapping)
    assert figures(rows) == {("cao-bang", "2022", "1.234,5"), ("son-la", "2022", "2.000")}


def test_a_stock_stands_on_the_year_and_a_flow_runs_over_it(tmp_path: Path) -> None:
    file = yearbook(tmp_path, "Cao Bằng,1,2")
    for indicator, kind in (("fdi-capital-register", "stock"), ("trade-turnover", "flow")):
        assert SHEETS["indicators"].index[indicator]["kind"] == kind
        rows, _ = read_in(tmp_path, file, YEARS.replace('"population"', f'"{indicator}"'))
        assert [name for name in ("as_of", "period_start", "period_end") if name in rows[0]] == (
            ["as_of"] if kind == "stock" else ["period_start", "period_end"]
        )


# JSON-stat 1 and 2


def json_stat(version: int, values: Any, **more: Any) -> dict[str, Any]:
    """Population by province, sex and year, as a PX-Web service answers."""
    shape = {
        "id": ["Tinh", "Gioi", "Nam", "Chi"],
        "size": [3, 2, 2, 1],
        "role": {"time": ["Nam"], "geo": ["Tinh"]},
    }
    dimension = {
        "Tinh": {
            "label": "Tỉnh, thành phố",
            "category": {
                "index": {"0": 0, "18": 1, "21": 2},
                "label": {"21": "Lạng Sơn", "0": "CẢ NƯỚC", "18": "Yên Bái"},
            },
        },
        "Gioi": {
            "label": "Giới tính",
            "category": {"index": ["T", "N"], "label": {"T": "Tổng số", "N": "Nam"}},
        },
        "Nam": {"label": "Năm", "category": {"index": {"2023": 0, "Sơ bộ 2024": 1}}},
        "Chi": {"label": "Chỉ tiêu", "category": {"label": {"dan": "Dân số"}}},  # of one category, no index
    }
    if version == 1:
        return {"dataset": {"dimension": {**dimension, **shape}, "value": values, **more}}
    return {"version": "2.0", "class": "dataset", **shape, "dimension": dimension, "value": values, **more}


VALUES = [100, 101, 50, 51, 40, 41.5, 20, 21, 60, None, 30, 31]
SPARSE = {str(place): value for place, value in enumerate(VALUES) if value is not None}
JSON_MAPPING = (
    f'{POPULATION}area = {{ from = "Tỉnh, thành phố" }}\nyear = {{ from = "Nam" }}\n'
    '[only]\n"Giới tính" = "Tổng số"\n'
)


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("values", [VALUES, SPARSE], ids=["list", "sparse"])
def test_json_stat_of_both_versions_says_the_same(tmp_path: Path, version: int, values: Any) -> None:
    file = written(tmp_path, "answer.json", json.dumps(json_stat(version, values)))
    rows, told = read_in(tmp_path, file, JSON_MAPPING)
    assert figures(rows) == {
        ("yen-bai", "2023", "40"),
        ("yen-bai", "2024", "41.5"),
        ("lang-son", "2023", "60"),
    }
    assert {row["locator"] for row in rows} == {"t1"}
    assert "answer.json: 2 figures of the whole country left out: “CẢ NƯỚC”" in told


def test_a_size_without_a_dimension_of_one_category_is_read(tmp_path: Path) -> None:
    """As the Office for National Statistics answers."""
    answer = json_stat(1, VALUES)
    answer["dataset"]["dimension"]["size"] = [3, 2, 2]
    rows, _ = read_in(tmp_path, written(tmp_path, "answer.json", json.dumps(answer)), JSON_MAPPING)
    assert ("lang-son", "2023", "60") in figures(rows)


def test_a_dimension_of_json_stat_that_nobody_chose_is_never_mixed(tmp_path: Path) -> None:
    file = written(tmp_path, "answer.json", json.dumps(json_stat(2, VALUES)))
    mapping = JSON_MAPPING.partition("[only]")[0]
    with pytest.raises(WrongMapping, match=r'2 kinds of \'Giới tính\'.*\[only\] "Giới tính" = '):
        read_in(tmp_path, file, mapping)


def test_a_status_of_a_service_makes_a_figure_preliminary(tmp_path: Path) -> None:
    file = written(tmp_path, "answer.json", json.dumps(json_stat(2, VALUES, status={"8": "P"})))
    rows, _ = read_in(tmp_path, file, JSON_MAPPING)
    noted = {(row["area_id"], row["period_start"]) for row in rows if row.get("note_en")}
    assert noted == {("lang-son", "2023"), ("yen-bai", "2024")}


# The World Bank


def world_bank(*figures: tuple[str, str, float | None], pages: int = 1) -> str:
    names = {"VNM": "Viet Nam", "CHN": "China"}
    return json.dumps(
        [
            {"page": 1, "pages": pages, "per_page": 50, "total": len(figures), "lastupdated": "2026-07-13"},
            [
                {
                    "indicator": {"id": "PA.NUS.FCRF", "value": "Official exchange rate"},
                    "country": {"id": code[:2], "value": names[code]},
                    "countryiso3code": code,
                    "date": year,
                    "value": value,
                }
                for code, year, value in figures
            ],
        ]
    )


RATES = """table = "exchange_rates"
source = "world-bank-fx"
currency = { from = "countryiso3code", values = { VNM = "VND", CHN = "CNY" } }
year = { from = "date" }
"""


def test_the_world_banks_rates_become_exchange_rates(tmp_path: Path) -> None:
    answer = world_bank(("VNM", "2031", 26100.5), ("CHN", "2031", 7.25), ("VNM", "2032", None))
    rows, told = read_in(tmp_path, written(tmp_path, "wb.json", answer), RATES)
    assert [(row["currency"], row["year"], str(row["per_usd"]), row["locator"]) for row in rows] == [
        ("VND", "2031", "26100.5", "t1"),
        ("CNY", "2031", "7.25", "t1"),
    ]
    assert "wb.json: 1 figure without a value left out: “ ”" in told


def test_a_page_of_several_is_told(tmp_path: Path) -> None:
    answer = world_bank(("VNM", "2031", 1), ("CHN", "2031", 2), pages=3)
    _, told = read_in(tmp_path, written(tmp_path, "wb.json", answer), RATES)
    assert told[0] == "wb.json: page 1 of 3; one page with all: per_page=2"


def test_the_world_banks_refusal_is_passed_on(tmp_path: Path) -> None:
    said = [{"message": [{"id": "120", "key": "Invalid value", "value": "The indicator was not found"}]}]
    with pytest.raises(NoFigures, match="answered with an error: The indicator was not found"):
        read_in(tmp_path, written(tmp_path, "wb.json", json.dumps(said)), RATES)


# SDMX-ML


def observations(*years: tuple[str, str, str]) -> str:
    return "".join(
        f'<Obs TIME_PERIOD="{year}" OBS_VALUE="{value}" OBS_STATUS="{status}"/>'
        for year, value, status in years
    )


SPECIFIC = f"""<?xml version="1.0"?><message:StructureSpecificData xmlns:message="urn:m" xmlns:ss="urn:s">
<message:DataSet ss:dataScope="DataStructure">
<Series REF_AREA="VN" INDICATOR="LP_PE_NUM" FREQ="A" UNIT_MULT="3">
{observations(("2022", "99.461", "A"), ("2023", "100.3092", "P"))}</Series>
<Series REF_AREA="VN" INDICATOR="LPM_PE_NUM" FREQ="A" UNIT_MULT="3">{observations(("2022", "49", "A"))}</Series>
</message:DataSet></message:StructureSpecificData>"""
GENERIC = """<?xml version="1.0"?><m:GenericData xmlns:m="urn:m" xmlns:g="urn:g"><m:DataSet><g:Series>
<g:SeriesKey><g:Value id="REF_AREA" value="VN"/><g:Value id="INDICATOR" value="LP_PE_NUM"/>
<g:Value id="UNIT_MULT" value="3"/></g:SeriesKey>
<g:Obs><g:ObsDimension value="2022"/><g:ObsValue value="99.461"/></g:Obs>
<g:Obs><g:ObsDimension value="2023"/><g:ObsValue value="100.3092"/>
<g:Attributes><g:Value id="OBS_STATUS" value="P"/></g:Attributes></g:Obs></g:Series></m:DataSet></m:GenericData>"""
OF_2_0 = GENERIC
for _new, _old in (
    ("g:Value id=", "g:Value concept="),
    ('<g:ObsDimension value="2022"/>', "<g:Time>2022</g:Time>"),
    ('<g:ObsDimension value="2023"/>', "<g:Time>\n2023</g:Time>"),
):
    OF_2_0 = OF_2_0.replace(_new, _old)
SDMX = """source = "gso-online-2018"
confidence = "high"
area = "viet-nam"
year = { from = "TIME_PERIOD" }
indicator = { from = "INDICATOR", values = { LP_PE_NUM = "population" } }
"""
BY_MULT = 'unit = { from = "UNIT_MULT", values = { 3 = "inhabitant_k" } }\n'


@pytest.mark.parametrize(
    "answer", [SPECIFIC, GENERIC, OF_2_0], ids=["structure-specific", "generic", "generic 2.0"]
)
def test_sdmx_is_read_by_series_with_its_multiplier_and_status(tmp_path: Path, answer: str) -> None:
    rows, _ = read_in(
        tmp_path, written(tmp_path, "p.xml", answer), f"{SDMX}{BY_MULT}value = {{ decimals = 3 }}\n"
    )
    assert [(row["period_start"], row["value"], row["unit_id"], row.get("note_en", "")) for row in rows] == [
        ("2022", Decimal("99.461"), "inhabitant_k", ""),
        ("2023", Decimal("100.309"), "inhabitant_k", "Preliminary figure."),
    ]


def test_figures_of_sdmx_in_thousands_are_never_taken_as_ones(tmp_path: Path) -> None:
    with pytest.raises(WrongMapping, match=r"in 10\^3 of their unit; say the unit"):
        read_in(tmp_path, written(tmp_path, "p.xml", SPECIFIC), f'{SDMX}unit = "người"\n')


def test_two_series_of_sdmx_are_never_mixed(tmp_path: Path) -> None:
    mapping = SDMX.replace('{ from = "INDICATOR", values = { LP_PE_NUM = "population" } }', '"population"')
    with pytest.raises(WrongMapping, match="2 kinds of 'INDICATOR', such as LPM_PE_NUM, LP_PE_NUM"):
        read_in(tmp_path, written(tmp_path, "p.xml", SPECIFIC), mapping + BY_MULT)


# The PAPI workbook


def papi(path: Path) -> Path:
    """Provinces in columns, indicators in rows, codes above the names; the same indicator in another row each year."""
    book = openpyxl.Workbook()
    for year, above in (
        ("2022", [["Weighted PAPI Score", "Chỉ số có trọng số", "10-80", "", ""]]),
        ("2023", []),
    ):
        sheet = book.create_sheet(year)
        for row in (
            ["Mã tỉnh", "Mã tỉnh", "Thang điểm/Scale", 10, 15],
            ["Tỉnh/Thành phố", "Tỉnh/Thành phố", "", "Lao Cai", "Yen Bai"],
            *above,
            ["Unweighted PAPI Score", "Chỉ số không trọng số", "10-80", 41.00499, "KCDL"],
            ["Unweighted 95% CI Low", "Chỉ số không trọng số - thấp", "", 40.5, 39.5],
        ):
            sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(path)
    return path


PAPI = """source = "papi-workbook-2023"
confidence = "high"
unit = "điểm"
header = 2
headings = "{province}"
area = { from = "province" }
indicator = { from = "column A", values = { "Unweighted PAPI Score" = "papi-score" } }
value = { decimals = 2 }
"""


@pytest.mark.parametrize(("year", "row"), [(2022, 4), (2023, 3)])
def test_the_papi_workbook_is_read_by_label_with_provinces_in_columns(
    tmp_path: Path, year: int, row: int
) -> None:
    mapping = f'{PAPI}sheet = "{year}"\nyear = {year}\n'
    rows, told = read_in(tmp_path, papi(tmp_path / "papi.xlsx"), mapping)
    assert [(one["area_id"], str(one["value"]), one["locator"]) for one in rows] == [
        ("lao-cai", "41.00", f"s{year - 2021}r{row}")
    ]
    assert any("without a value left out: “KCDL”" in line for line in told)


def test_a_number_may_mean_that_there_is_none(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(papi(tmp_path / "papi.xlsx"))
    book["2023"].cell(3, 5).value = 0
    book.save(tmp_path / "papi.xlsx")
    mapping = f'missing = ["0"]\n{PAPI}sheet = "2023"\nyear = 2023\n'
    rows, told = read_in(tmp_path, tmp_path / "papi.xlsx", mapping)
    assert [one["area_id"] for one in rows] == ["lao-cai"]
    assert any("1 figure without a value left out: “0”" in line for line in told)


def test_a_heading_of_two_columns_is_asked_for(tmp_path: Path) -> None:
    mapping = PAPI.replace('"column A"', '"Tỉnh/Thành phố"') + 'sheet = "2023"\nyear = 2023\n'
    with pytest.raises(WrongMapping, match=r'columns A and B are both headed .*from = "column A"'):
        read_in(tmp_path, papi(tmp_path / "papi.xlsx"), mapping)


def test_which_of_several_sheets_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(WrongMapping, match=r'say which sheet of papi.xlsx is meant, such as sheet = "2022"'):
        read_in(tmp_path, papi(tmp_path / "papi.xlsx"), f"{PAPI}year = 2023\n")


# Lists of 63 and of 34 units

BEFORE, SINCE = lists(SHEETS)


def names(units: frozenset[str], language: str = "vi") -> list[str]:
    areas = SHEETS["areas"].index
    return [areas[unit][f"name_{language}"].split(" (")[0] for unit in sorted(units)]


def test_there_are_lists_of_63_and_of_34_units() -> None:
    assert (BEFORE.size, SINCE.size) == (63, 34)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_unit_of_both_lists_is_known_by_its_name_in_each_language(language: str) -> None:
    for chosen in (BEFORE, SINCE):
        units = sorted(chosen.provinces)
        assert [chosen.unit(name) for name in names(chosen.provinces, language)] == units


def test_a_table_of_63_and_one_of_34_units_give_figures_of_other_units(tmp_path: Path) -> None:
    old = yearbook(tmp_path, *(f"{name},1,2" for name in names(BEFORE.provinces)))
    rows, told = read_in(tmp_path, old, YEARS)
    assert {row["area_id"] for row in rows} == BEFORE.provinces
    assert "yearbook.csv: areas are of the list of 63 units, by their names" in told
    new = yearbook(tmp_path, *(f"{name},1,2" for name in names(SINCE.provinces)), head="Tỉnh,2024,2026")
    rows, told = read_in(tmp_path, new, YEARS)
    assert {row["area_id"] for row in rows} == SINCE.provinces
    assert "yearbook.csv: areas are of the list of 34 units, by their names" in told


@pytest.mark.parametrize(
    ("head", "unit", "size"), [("Tỉnh,2019", "lao-cai", 63), ("Tỉnh,2026", "lao-cai-2025", 34)]
)
def test_a_part_of_a_table_is_told_apart_by_its_years(
    tmp_path: Path, head: str, unit: str, size: int
) -> None:
    rows, told = read_in(tmp_path, yearbook(tmp_path, "Lào Cai,1", "Cao Bằng,2", head=head), YEARS)
    assert [row["area_id"] for row in rows] == [unit, "cao-bang"]
    assert f"yearbook.csv: areas are of the list of {size} units, by their years" in told


AMBIGUOUS = {
    "a year on both sides": ("Tỉnh,2025", ["Lào Cai,1"], "'Lào Cai' is one unit of 63 and another of 34"),
    "years of both": ("Tỉnh,2019,2026", ["Lào Cai,1,2"], "'Lào Cai' is one unit of 63 and another of 34"),
    "34 names, years of 63": (
        "Tỉnh,2019",
        [f"{name},1" for name in names(SINCE.provinces)],
        "its units are 34 by name .*, but its time is 2019 to 2019",
    ),
    "63 names, a year of 34": (
        "Tỉnh,2019,2026",
        ["Lào Cai,1,2", "Yên Bái,1,2"],
        r"its units are 63 by name \('Yên Bái' among them\), but its time is 2019 to 2026",
    ),
}


@pytest.mark.parametrize("case", AMBIGUOUS)
def test_an_ambiguous_list_stops_with_one_error_and_comes_in_when_the_mapping_says_it(
    tmp_path: Path, case: str
) -> None:
    head, lines, why = AMBIGUOUS[case]
    file = yearbook(tmp_path, *lines, head=head)
    with pytest.raises(WhichList, match=why) as caught:
        read_in(tmp_path, file, YEARS)
    assert str(caught.value).endswith(
        'say in the mapping which units are meant: area = { from = "…", list = 63 } for those until 2025-06-30, '
        "list = 34 for those since"
    )
    assert "\n" not in str(caught.value)
    said = 34 if "Yên Bái,1,2" not in lines else 63
    rows, told = read_in(tmp_path, file, YEARS.replace('"Tỉnh"', f'"Tỉnh", list = {said}'))
    assert {row["area_id"] for row in rows} <= (SINCE if said == 34 else BEFORE).provinces
    assert f"yearbook.csv: areas are of the list of {said} units, as the mapping says" in told


def test_a_former_unit_in_a_table_that_is_said_to_be_of_34_is_refused(tmp_path: Path) -> None:
    file = yearbook(tmp_path, "Lào Cai,1,2", "Yên Bái,3,4")
    with pytest.raises(WhichList, match="'Yên Bái' is none of the 34 units that the mapping says"):
        read_in(tmp_path, file, YEARS.replace('"Tỉnh"', '"Tỉnh", list = 34'))


def test_the_list_is_that_of_the_whole_table_also_where_a_part_is_wanted(tmp_path: Path) -> None:
    file = yearbook(tmp_path, "Lào Cai,1", "Yên Bái,3", head="Tỉnh,2025")
    rows, _ = read_in(tmp_path, file, f'{YEARS}[only]\n"Tỉnh" = "Lào Cai"\n')
    assert [row["area_id"] for row in rows] == ["lao-cai"]


def test_units_that_never_changed_need_no_list(tmp_path: Path) -> None:
    rows, told = read_in(tmp_path, yearbook(tmp_path, "Cao Bằng,1", head="Tỉnh,2025"), YEARS)
    assert ([row["area_id"] for row in rows], told) == (["cao-bang"], ())


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("CẢ NƯỚC", "country"),
        ("WHOLE COUNTRY", "country"),
        ("Red River Delta", "region"),
        ("Vùng Đồng bằng sông Hồng", "region"),
        ("Mekong River Delta", "region"),
        ("Duyên hải Nam Trung Bộ và Tây Nguyên", "region"),
        ("Lào Cai", ""),
    ],
)
def test_regions_and_the_country_are_known(label: str, kind: str) -> None:
    assert kind_of(label) == kind


# What is wrong is told in a line that says what to do

WRONG = {
    "unknown key": (f"{YEARS}aera = 1\n", "unknown key 'aera'; did you mean area"),
    "nothing of the area": (POPULATION, "nothing says area, year; write a text"),
    "no TOML": ("area = ?\n", "map.toml: not TOML in UTF-8: .*line 1"),
    "no such heading": (YEARS.replace('"Tỉnh"', '"Tinh thanh"'), "no column 'Tinh thanh'; did you mean Tỉnh"),
    "no heading as said": (
        YEARS.replace('"{year}"', '"Năm {year}"'),
        "no row of yearbook.csv has all the headings",
    ),
    "no such value": (f'{YEARS}[only]\n"Tỉnh" = "Lào Cay"\n', "no 'Lào Cay' in 'Tỉnh'; did you mean Lào Cai"),
    "no such indicator": (
        YEARS.replace('"population"', '"populatoin"'),
        "unknown indicator 'populatoin'; did you",
    ),
    "a list of 50": (YEARS.replace('"Tỉnh"', '"Tỉnh", list = 50'), "there is no list of 50 units"),
    "a list that is a text": (
        YEARS.replace('"Tỉnh"', '"Tỉnh", list = "63"'),
        "area.list: a number is expected",
    ),
    "no source field": (
        f'{YEARS.replace("source = ", "author = ")}[source]\ntitel = "x"\n',
        "titel: no field of",
    ),
    "nothing is left": (
        YEARS.replace('"Tỉnh"', '"Tỉnh", leave_out = ["Lào Cai"]'),
        "nothing of yearbook.csv is left; yearbook.csv: 2 figures that the mapping does not want",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_a_mapping_says_wrong_is_one_line_with_place_and_remedy(tmp_path: Path, case: str) -> None:
    mapping, message = WRONG[case]
    mapping = mapping.replace('author = "gso-online-2018"\n', "")
    with pytest.raises((WrongMapping, WhichList), match=message) as caught:
        read_in(tmp_path, yearbook(tmp_path, "Lào Cai,1,2"), mapping)
    assert "\n" not in str(caught.value)


def test_a_label_that_is_no_unit_is_a_fault_with_its_row_and_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(DataFaults) as caught:
        read_in(tmp_path, yearbook(tmp_path, "Lào Cay,1,2", "Yên Bái,1,2", "Bộ đội,1,2"), YEARS)
    assert [(fault.line, fault.found) for fault in caught.value.faults] == [(2, "Lào Cay"), (4, "Bộ đội")]
    assert "did you mean Lào Cai" in caught.value.faults[0].hint
    assert "area.leave_out" in caught.value.faults[0].hint


def test_two_figures_of_one_thing_are_told_with_what_they_differ_in(tmp_path: Path) -> None:
    file = yearbook(tmp_path, "Cao Bằng,Nam,1", "Cao Bằng,Nữ,2", head="Tỉnh,Giới,2019")
    with pytest.raises(DataFaults, match="row 2 has the same"):
        read_in(tmp_path, file, YEARS)
    with pytest.raises(DataFaults, match="they differ in Giới 'Nam' and 'Nữ'"):
        read_in(tmp_path, file, YEARS + 'note_vi = { from = "Giới" }\n')


NO_FIGURES = {
    "no JSON": ("a.json", "{", "a.json: not JSON that can be read"),
    "other JSON": ("a.json", "{}", "a.json: neither JSON-stat nor an answer of the World Bank"),
    "deep JSON": ("a.json", "[" * 1_000_000, "a.json: not JSON that can be read"),
    "NaN": ("a.json", json.dumps(json_stat(2, [float("nan")])), "NaN is no figure"),
    "a value for all": ("a.json", json.dumps(json_stat(2, 5)), "its values are no list"),
    "too few categories": (
        "a.json",
        json.dumps(json_stat(2, VALUES) | {"size": [4, 2, 2, 1]}),
        "dimensions Tinh, Gioi, Nam, Chi have [3, 2, 2, 1] categories, and it says [4, 2, 2, 1]; get it anew from",
    ),
    "a dimension without a size": (
        "a.json",
        json.dumps(json_stat(2, VALUES) | {"size": [3, 2, 1]}),
        "and it says [3, 2, 1]; get it anew from the service, as json-stat2 or .csv",
    ),
    "a cube without end": (
        "a.json",
        json.dumps(json_stat(2, {}) | {"size": [10**6, 10**6, 2, 1]}),
        "too large: 2,000,000,000,000 figures",
    ),
    "no dimension": (
        "a.json",
        json.dumps(json_stat(2, VALUES) | {"id": ["Xa", "Gioi", "Nam", "Chi"]}),
        "JSON-stat",
    ),
    "no XML": ("a.xml", "<a><b></a>", "a.xml: not XML that can be read"),
    "other XML": ("a.xml", "<html><body/></html>", "no SDMX-ML data: no observation in it; its root is html"),
    "entities": (
        "a.xml",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        "it declares entities",
    ),
    "too large": ("a.json", " " * 8_000_001, "too large: at most 8 MB"),
}


@pytest.mark.parametrize("case", NO_FIGURES)
def test_an_answer_that_is_none_is_one_line(tmp_path: Path, case: str) -> None:
    name, content, message = NO_FIGURES[case]
    with pytest.raises((Unreadable, NoFigures), match=re.escape(message)) as caught:
        read_in(tmp_path, written(tmp_path, name, content), JSON_MAPPING)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ["1e308", "1e-400", "1e999999999"])
def test_a_number_that_nobody_prints_is_a_fault_with_its_place(tmp_path: Path, value: str) -> None:
    answer = json.dumps(json_stat(2, VALUES)).replace("41.5", value)
    with pytest.raises(DataFaults, match=r"answer.json:6 value: expected a number of at most fifteen digits"):
        read_in(tmp_path, written(tmp_path, "answer.json", answer), JSON_MAPPING)


def large(kind: str) -> Iterator[str]:
    if kind == "many objects":
        yield "[" + "{}," * 2_600_000 + "{}]"
    elif kind == "many figures":
        wide = {"id": ["Tinh", "Nam"], "size": [2, 200_000], "value": [1] * 400_000}
        dimension = {
            "Tinh": {"category": {"index": ["a", "b"], "label": {"a": "Cao Bằng", "b": "Sơn La"}}},
            "Nam": {"category": {"index": [str(one) for one in range(200_000)]}},
        }
        yield json.dumps({**wide, "dimension": dimension})


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["many objects", "many figures"])
def test_an_answer_of_any_size_takes_bounded_time_and_memory(small: Folder, kind: str) -> None:
    folder = small.path.parent
    file = written(folder, "large.json", "".join(large(kind)))
    toml = written(
        folder, "map.toml", POPULATION.replace("gso-online-2018", "new") + 'area = "west"\nyear = 2020\n'
    )
    code, said, seconds, memory = measured("mapped", file, "--mapping", toml, data=small.path)
    assert (code, said.count("\n")) == (2, 1)
    assert seconds < 10
    assert memory < 500


# The way of every import


def test_a_mapped_figure_stands_beside_others_changes_with_replace_only_and_comes_in_once(
    real: Folder,
) -> None:
    folder = real.path.parent
    file = yearbook(folder, "Cao Bằng,777", head="Tỉnh,2010")
    toml = written(folder, "map.toml", YEARS.replace("gso-online-2018", "danso-info-2023"))
    before = {row["observation_id"]: row for row in real.rows("observations")}
    call = ("import", "mapped", file, "--mapping", toml, "--data", real.path)
    told = run(*call)
    assert told.exit_code == 0, told.output
    assert "observations: 1 to add, 0 to change" in told.stdout
    assert "cao-bang.population.2010.danso-info-2023: 777 inhabitant" in told.stdout
    assert "stands beside 513.1 inhabitant_k (gso-online-2018, t1)" in told.stdout
    after = {row["observation_id"]: row for row in real.rows("observations")}
    assert after.pop("cao-bang.population.2010.danso-info-2023")["value"] == "777"
    assert after == before
    assert check(real.path) == []
    assert "nothing to change" in run(*call).stdout
    yearbook(folder, "Cao Bằng,778", head="Tỉnh,2010")
    refused = run(*call)
    assert (refused.exit_code, "say --replace" in refused.stderr) == (2, True)
    assert run(*call, "--replace", "--dry-run").exit_code == 0
    assert run(*call, "--replace").exit_code == 0
    changed = {row["observation_id"]: row["value"] for row in real.rows("observations")}
    assert changed["cao-bang.population.2010.danso-info-2023"] == "778"


def test_a_figure_that_is_no_longer_preliminary_loses_the_note_that_said_it(small: Folder) -> None:
    folder = small.path.parent
    toml = written(
        folder,
        "map.toml",
        'area = "east"\nindicator = "turnover"\nunit = "usd_bn"\nsource = "new"\nconfidence = "high"\n'
        'headings = "{year}"\nyear = { from = "year" }\n',
    )
    call = ("import", "mapped", folder / "yearbook.csv", "--mapping", toml, "--data", small.path)
    yearbook(folder, "a,5,6", head="Tỉnh,2022,Sơ bộ 2023")
    assert run(*call).exit_code == 0

    def there() -> list[tuple[str, str, str]]:
        rows = [row for row in small.rows("observations") if row["area_id"] == "east"]
        return [(row["value"], row["note_vi"], row["note_en"]) for row in rows]

    assert there() == [("5", "", ""), ("6", "Số liệu sơ bộ.", "Preliminary figure.")]
    assert "nothing to change" in run(*call).stdout
    yearbook(folder, "a,5,6", head="Tỉnh,2022,2023")
    told = run(*call)
    assert "observations: 0 to add, 1 to change, 1 already there" in told.stdout
    assert there() == [("5", "", ""), ("6", "", "")]


def test_several_files_of_one_mapping_and_one_source_come_in_together(real: Folder) -> None:
    folder = real.path.parent
    page = (DATA / "README.md").read_text(encoding="utf-8")
    toml = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)[0]
    mapping = written(folder, "map.toml", toml)
    files = [
        written(folder, f"{year}.csv", f"Địa phương,{year} Tổng số\nYên Bái,{year - 1000}\n")
        for year in (2015, 2016)
    ]
    told = run("import", "mapped", *files, "--mapping", mapping, "--data", real.path, "--dry-run")
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[:2] == [
        "sources: 1 to add, 0 to change, 0 already there",
        "observations: 2 to add, 0 to change, 0 already there",
    ]


def test_the_example_of_the_page_about_the_data_works_as_it_says(real: Folder) -> None:
    page = (DATA / "README.md").read_text(encoding="utf-8")
    part = page[page.index("`briefings import mapped FILE") :]
    toml, table, told = re.findall(r"^```\w*\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)[:3]
    folder = real.path.parent
    mapping, file = written(folder, "nam-2024.toml", toml), written(folder, "nam-2024.csv", table)
    shown = run("import", "mapped", file, "--mapping", mapping, "--data", real.path)
    assert shown.exit_code == 0, shown.output
    lines = [line for line in shown.stdout.splitlines() if not line.startswith("  ")]
    assert lines == [*told.splitlines(), "written; the check passes"]
    rows = [row for row in real.rows("observations") if row["source_id"] == "statistics-example-2024"]
    assert {(row["area_id"], row["period_start"], row["value"], row["note_vi"]) for row in rows} == {
        ("lao-cai", "2023", "100100", ""),
        ("lao-cai", "2024", "100300", "Số liệu sơ bộ."),
        ("yen-bai", "2023", "100300", ""),
        ("yen-bai", "2024", "100500", "Số liệu sơ bộ."),
    }
