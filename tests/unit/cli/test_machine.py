"""``--json``: stdout holds one object of one shape, whatever comes of the command; and JUnit files are always XML."""

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.publishing import formats
from helpers.publishing.briefing import Failure, Result
from helpers.publishing.jobs import Job
from helpers.publishing.progress import write_junit
from helpers.publishing.records import MANIFEST, Entry, FileEntry, manifest_bytes
from small_dataset import Folder, small_in

FIELDS = {"province", "language", "edition", "state", "reasons", "sections", "files", "seconds"}


@pytest.fixture
def small(tmp_path) -> Folder:
    return small_in(tmp_path)


def asked(*arguments: str, code: int = 0) -> dict[str, Any]:
    result = CliRunner().invoke(main, [*arguments, "--json"])
    assert result.exit_code == code, result.output
    told = json.loads(result.stdout)
    assert {"version", "command", "exit_code", "error"} <= told.keys()
    assert (told["version"], told["command"], told["exit_code"]) == (1, arguments[0], code)
    assert bool(told["error"]) == bool(code) == bool(result.stderr)
    return dict(told)


def test_list_has_what_can_be_asked_for(small: Folder) -> None:
    told = asked("list", "--data", str(small.path))
    assert told["provinces"] == {"east": ["east"], "west": ["west"]}
    assert told["formats"] == formats.names() and told["languages"] == ["vi", "en"]
    assert told["sections"]["trade_trends"] == {"province": "lao-cai", "language": "vi", "as_of": ""}


def test_check_has_each_fault_with_its_place(small: Folder) -> None:
    assert asked("check", "--data", str(small.path))["faults"] == []
    small.change("observations", "west.turnover.2019", value="much")
    (fault,) = asked("check", "--data", str(small.path), code=2)["faults"]
    assert fault["file"].endswith("observations.csv") and fault["field"] == "value"
    assert fault["line"] == small.line("observations", "west.turnover.2019") and fault["found"] == "much"


def test_plan_has_why_each_briefing_is_to_be_built(small: Folder, tmp_path) -> None:
    where = ("--data", str(small.path), "--reports", str(tmp_path / "reports"))
    (planned,) = asked("plan", "east", "--language", "en", *where)["briefings"]
    assert planned.keys() == FIELDS
    assert (planned["province"], planned["language"], planned["state"]) == ("east", "en", "to build")
    assert planned["reasons"] == ["never built"] and "trade_trends" in planned["sections"]


def test_status_has_the_files_and_how_the_latest_build_ended(tmp_path) -> None:
    assert asked("status", "--reports", str(tmp_path))["briefings"] == []
    good = Entry("failed", "it broke", "2024-06-30", "k", 3.2, {"briefing.pdf": FileEntry("0" * 64, 12)})
    (tmp_path / MANIFEST).write_bytes(manifest_bytes({"vi/east": good}))
    (standing,) = asked("status", "--reports", str(tmp_path))["briefings"]
    assert standing.keys() == FIELDS and standing["files"] == {"briefing.pdf": 12}
    assert (standing["state"], standing["reasons"]) == ("failed", ["it broke"])


@pytest.mark.parametrize("command", ["plan", "build"])
def test_an_error_is_there_too(small: Folder, command: str) -> None:
    assert (
        "unknown province 'nowhere'" in asked(command, "nowhere", "--data", str(small.path), code=2)["error"]
    )


def test_a_junit_file_is_xml_whatever_a_message_holds(tmp_path) -> None:
    job = Job("vi", "east", "east", "2024-06-30", ())
    odd = "".join(map(chr, range(0x20))) + "\x7f\ud800\ufffe\U0001f600 <&\"'>]]>"
    results = [Result(job, failure=Failure(odd, "Error", odd, "cell 3", odd))]
    write_junit(results, [replace(job, province="west")], tmp_path / "junit.xml")
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failed, passed = suite.findall("testcase")
    assert (passed.get("name"), len(passed), len(failed)) == ("west", 0, 1)
    assert "\U0001f600 <&\"'>]]>" in str(failed[0].text)
