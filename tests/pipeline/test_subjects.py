"""Which briefings a build makes on a day: of units in force, all at one edition, and of ended ones at their last."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.publishing import planning
from helpers.publishing.jobs import Job, Selection
from helpers.publishing.joining import links
from helpers.text.phrases import phrases

UNITS = ["cao-bang", "tuyen-quang", "dien-bien", "lai-chau", "lao-cai", "lang-son", "quang-ninh", "ha-giang"]
TODAY = [*UNITS, "regional-comparison"]


def jobs(tmp_path: Path, **asked: str) -> dict[str, Job]:
    """The jobs in English by province, in their order."""
    selection = Selection(languages=("en",), **asked)  # type: ignore[arg-type]
    return {one.job.province: one.job for one in planning.plan(selection, planning.workspace(None, tmp_path))}


def test_one_edition_for_all_units_in_force_and_its_last_for_ha_giang(tmp_path: Path) -> None:
    made = jobs(tmp_path)
    assert list(made) == TODAY
    editions = {job.edition for name, job in made.items() if name != "ha-giang"}
    assert len(editions) == 1 and made["ha-giang"].edition == "2025-06-30"
    assert made["lao-cai"].name == "Lào Cai" and made["lao-cai"].key == "en/lao-cai"
    for job in made.values():
        assert job.latest_source <= job.edition
        assert job.parameters == {"province": job.province, "language": "en", "as_of": job.edition}
    assert len({job.latest_source for job in made.values()}) > 2


@pytest.mark.parametrize(
    "typed", ["regional comparison", "Regional-Comparison", "So sánh vùng", "so sanh vung"]
)
def test_a_comparison_is_asked_for_as_people_type_it(tmp_path: Path, typed: str) -> None:
    (job,) = jobs(tmp_path, provinces=(typed,)).values()
    assert (job.kind, job.key) == ("group", "en/regional-comparison")
    assert job.name == "The seven northern border provinces and cities"


def test_only_a_unit_that_ended_leads_to_what_it_is_part_of(tmp_path: Path) -> None:
    made = jobs(tmp_path)
    assert {name: job.successor for name, job in made.items() if job.successor} == {
        "ha-giang": ("tuyen-quang", "Tuyên Quang")
    }
    addresses = [link["href"] for link in links(made["ha-giang"], "briefing", phrases("en"))]
    assert "../tuyen-quang/briefing.html" in addresses


def test_an_edition_before_the_merger_is_of_the_former_units(tmp_path: Path) -> None:
    made = jobs(tmp_path, as_of="2025-06-30")
    assert set(made) == set(TODAY) - {"tuyen-quang"}
    assert {job.edition for job in made.values()} == {"2025-06-30"}
    assert not any(job.successor for job in made.values())
    tables = planning.plan(
        Selection(("lao-cai",), ("en",), as_of="2025-06-30"), planning.workspace(None, tmp_path)
    ).inputs.texts("lao-cai")
    assert "\nlao-cai.trade-turnover.2019," in tables["observations.csv"]
    assert "yen-bai." not in tables["observations.csv"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--province", "yen-bai"], "'yen-bai' by itself; it is part of lao-cai"),
        (["--province", "Yên Bái"], "'Yên Bái' by itself; it is part of lao-cai"),
        (["--province", "lao-cai-2025"], "unknown province 'lao-cai-2025'; did you mean lao-cai"),
        (
            ["--province", "tuyen-quang", "--as-of", "2025-06-30"],
            "briefings of 'tuyen-quang' are made from 2025-07-01 on",
        ),
    ],
)
def test_a_name_that_means_no_briefing_is_one_message(tmp_path: Path, asked: list[str], told: str) -> None:
    result = CliRunner().invoke(main, ["plan", "--reports", str(tmp_path), *asked])
    assert result.exit_code == 2 and result.stdout == ""
    assert told in result.stderr and len(result.stderr.splitlines()) == 1


def test_the_list_has_the_names_that_are_typed() -> None:
    lines = CliRunner().invoke(main, ["list"]).stdout.splitlines()
    listed = lines[lines.index("provinces") + 1 : lines.index("languages")]
    assert [line.split(":")[0].strip() for line in listed] == TODAY
