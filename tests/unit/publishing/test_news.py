"""What is new of every unit and of the comparison, in both languages: nothing but facts of the annex, day by day."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

from atom_reading import Entry, entries, faults
from helpers.data import areas, schema, subset
from helpers.data.subset import Subsets
from helpers.data.tables import held, load
from helpers.data.validation import check
from helpers.publishing import formats, joining, news
from helpers.publishing.acceptance import facts_of
from helpers.publishing.jobs import Job
from helpers.text.citations import identifier
from helpers.text.phrases import LANGUAGES, phrases
from small_dataset import small_in

pytestmark = pytest.mark.slow
BASE = "https://example.org/reports/"


@cache
def package_and_cut() -> tuple[schema.Package, Subsets]:
    package, rows = check.sound()
    return package, Subsets(package, rows)


def subjects() -> list[areas.Subject]:
    _, cut = package_and_cut()
    return areas.subjects(cut.areas, date.fromisoformat(cut.edition("lao-cai")))


EACH = pytest.mark.parametrize("name", [one.slug for one in subjects()])


@cache
def made(name: str) -> tuple[str, set[str], dict[str, list[Entry]]]:
    """The edition of a unit, the identifiers in its annex, and the entries of its feed by language."""
    package, cut = package_and_cut()
    folder = Path(mkdtemp()) / name
    texts = subset.as_files(package, cut.of(name, tuple(package.tables)), province=name)
    subset.write_files(texts, folder)
    (kind,) = (one.kind for one in subjects() if one.slug == name)
    found, edition = {}, cut.edition(name)
    with held(folder, edition, name):
        for language in LANGUAGES:
            job = Job(
                language, name, name, edition, formats.choose(["html", "atom"]), kind=kind, base_url=BASE
            )
            notebook = joining.changes(job, folder)
            document, resources = formats.read(notebook, [job.formats[-1]])
            content = job.formats[-1].convert(document, resources)
            assert faults(content) == []
            found[language] = entries(content)
    there = {identifier(*fact.split("/", 1)) for fact in facts_of(name, edition, folder)}
    return edition, there, found


@EACH
def test_every_fact_that_is_new_has_its_place_in_the_annex(name: str) -> None:
    _, there, found = made(name)
    for language, told in found.items():
        assert told, f"nothing is new in {language}"
        led = [address for one in told for address in one.links]
        assert len(led) >= len(told)
        assert {one.partition("#")[0] for one in led} == {f"{BASE}{language}/{name}/annex.html"}
        assert {one.partition("#")[2] for one in led} <= there


@EACH
def test_its_entries_are_days_of_the_year_before_the_edition_the_latest_first(name: str) -> None:
    edition, _, found = made(name)
    for language, told in found.items():
        days = [one.day for one in told]
        assert days == sorted(set(days), reverse=True) and len(days) <= news.MOST
        assert days[0] <= edition and days[-1] > f"{int(edition[:4]) - 1}{edition[4:]}"
        assert [one.id for one in told] == [
            f"tag:province-briefings,2025:{language}/{name}/changes/{day}" for day in days
        ]
        assert [one.page for one in told] == [f"{BASE}{language}/{name}/changes.html#{day}" for day in days]


@EACH
def test_both_languages_tell_the_same(name: str) -> None:
    _, _, found = made(name)
    told = [
        [(one.day, [address.partition("#")[2] for address in one.links]) for one in found[language]]
        for language in LANGUAGES
    ]
    assert told[0] == told[1]


def test_the_latest_news_names_a_source_of_its_day() -> None:
    latest = made("lao-cai")[2]["en"][0]
    dataset = load()
    shorts = [row["short_en"] for row in dataset.records("sources") if row["published"] == latest.day]
    assert any(short in latest.text for short in shorts)


def test_where_nothing_is_new_the_page_says_since_when(tmp_path: Path) -> None:
    small = small_in(tmp_path)
    job = Job("en", "east", "east", "2024-12-31", formats.choose(["html"]))
    (cell,) = news.notebook(job, small.path).cells
    assert cell.source == phrases("en")("partners.no_news", date="31 December 2023")
