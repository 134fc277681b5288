"""Whatever is wrong with a file, check and import say so by name, and a refused import writes nothing.

A share of the files is tried each time; ``make torture`` tries them all.
"""

import csv
import json
import os
from pathlib import Path
from random import Random

import openpyxl
import pytest
from click.testing import CliRunner, Result

from helpers.cli.main import main
from helpers.data import Fault, check
from mutations import Rows, of_bytes, of_csv, of_json, of_rows
from small_dataset import Folder, copy_in, small_files, small_in
from unit.intake.test_books import ods, ods_row
from unit.intake.test_fetch import BY_SDMX, RATES, TURNOVER
from unit.intake.test_fia_observations import LOCALITIES, PARTNERS
from unit.intake.test_mapped import SPECIFIC, VALUES, json_stat, world_bank

TORTURE = bool(os.environ.get("TORTURE"))
XLS = Path(__file__).parent / "files" / "figures.xls"
FILLED: Rows = [
    ["area_id", "indicator_id", "period_start", "period_end", "value", "source_id", "locator", "confidence"],
    ["Tỉnh West", "Turnover", "2020", "2020", "> 3,2 tỷ USD", "new", "p4", "high"],
    ["west", "turnover", "2021", "2021", "hơn 3,9 tỷ USD", "new", "p1", "high"],
    ["east", "aid", "2022", "2022", "1.876,7 triệu USD", "new", "p2", "medium"],
]
# Of a thousand each; an import of the register's workbook reads the whole dataset, so there are fewer of them.
SHARES = {"csv": 350, "xlsx": 200, "ods": 100, "xls": 100, "fia": 100, "json": 100, "xml": 50}
# Answers of services, each with the mapping that reads it.
ANSWERS = {
    "json": (
        (world_bank(("VNM", "2022", 23271.2125), ("CHN", "2022", 6.73716)), RATES),
        (json.dumps(json_stat(2, VALUES)), TURNOVER.replace("west", "east")),
        (json.dumps(json_stat(1, VALUES)), TURNOVER.replace("west", "east")),
    ),
    "xml": ((SPECIFIC.replace('UNIT_MULT="3"', 'UNIT_MULT="6"'), BY_SDMX.replace("west", "east")),),
}
# Faults of a file as a whole, or of a row that it lacks: those alone have no line.
WITHOUT_LINE = ("a file", "a table", "the table", "the unit", "an area of the kind", "a Data Package")


def seeds(count: int) -> range:
    return range(count if TORTURE else max(count // 12, 3))


def outcome(*arguments: str | Path) -> Result:
    """How a command ended: well, with wrong data, or with tables left out; never in a way nobody foresaw."""
    told = CliRunner().invoke(main, [str(one) for one in arguments])
    assert told.exit_code in (0, 2, 3), told.output
    assert "should not happen" not in told.output
    return told


def tells_its_place(fault: Fault, folder: Folder) -> bool:
    """Whether a fault names a file of the dataset, and a line that this has or would have."""
    file = folder.path / Path(fault.file).name
    if file.suffix != ".csv" or fault.expected.startswith(WITHOUT_LINE):
        return file.suffix in (".csv", ".json", ".geojson")
    return 1 <= fault.line <= file.read_bytes().count(b"\n") + file.read_bytes().count(b"\r") + 2


def test_the_check_of_a_mutated_dataset_is_clean_or_names_its_faults(tmp_path: Path) -> None:
    names = sorted(name for name, text in small_files().items() if text.count("\n") > 1 or "json" in name)
    folder = small_in(tmp_path)
    for seed in seeds(1000):
        random = Random(seed)
        name = random.choice([*names, "observations.csv", "observations.csv", "boundaries.geojson"])
        whole = small_files()[name].encode()
        (folder.path / name).write_bytes((of_csv if name.endswith(".csv") else of_json)(whole, random))
        try:
            for fault in check(folder.path):
                assert fault.expected and tells_its_place(fault, folder), fault
        except Exception as error:
            raise AssertionError(f"seed {seed}, {name}") from error
        (folder.path / name).write_bytes(whole)


def written(kind: str, folder: Folder, random: Random) -> Path:
    """A file to import with something wrong in it."""
    file = folder.path.parent / f"filled.{kind.replace('fia', 'xlsx')}"
    if kind in ANSWERS:
        answer, mapping = random.choice(ANSWERS[kind])
        file.with_name("map.toml").write_text(mapping, encoding="utf-8")
        file.write_bytes((of_json if kind == "json" else of_bytes)(answer.encode(), random))
        return file
    if kind == "xls":
        file.write_bytes(of_bytes(XLS.read_bytes(), random))
        return file
    sheets = [LOCALITIES, PARTNERS] if kind == "fia" else [FILLED]
    tables: list[Rows] = [[list(row) for row in rows] for rows in sheets]
    flipped = random.random() < 0.2
    if not flipped:
        of_rows(random.choice(tables), random)
    if kind == "csv":
        with file.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n", delimiter=random.choice(",;\t")).writerows(tables[0])
    elif kind == "ods":
        escaped = [[cell.replace("&", "&amp;").replace("<", "&lt;") for cell in row] for row in tables[0]]
        ods(file, "".join(ods_row(*(cell.replace("\x00", "") for cell in row)) for row in escaped))
    else:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for rows in tables:
            sheet = book.create_sheet("" if kind == "fia" else "observations")
            for row in rows:
                sheet.append(
                    [cell.replace("\x00", "")[:32_000] if isinstance(cell, str) else cell for cell in row]
                )
        book.save(file)
    if flipped:
        file.write_bytes(of_bytes(file.read_bytes(), random))
    return file


@pytest.mark.parametrize("kind", SHARES)
def test_an_import_of_a_mutated_file_comes_in_whole_or_writes_nothing(tmp_path: Path, kind: str) -> None:
    folder = copy_in(tmp_path) if kind == "fia" else small_in(tmp_path)
    before = bytes_of(folder)
    command = ["import", "fia"] if kind == "fia" else ["import"]
    if kind in ANSWERS:
        command = ["import", "mapped", "--mapping", str(folder.path.parent / "map.toml")]
    for seed in seeds(SHARES[kind]):
        file = written(kind, folder, Random(seed))
        try:
            told = outcome(*command, file, "--data", folder.path)
            if told.exit_code == 2:
                assert file.name in told.stderr, told.stderr
                assert bytes_of(folder) == before
            else:
                assert check(folder.path) == []
        except AssertionError as error:
            raise AssertionError(f"seed {seed}") from error
        for name, content in before.items():
            if (folder.path / name).read_bytes() != content:
                (folder.path / name).write_bytes(content)


def bytes_of(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.path.iterdir())}
