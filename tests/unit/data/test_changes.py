"""Two editions compared: what became known, what was revised, what is gone; and nothing else is news."""

import shutil

import pytest

from helpers.data import load
from helpers.data.changes import changes, steps
from helpers.errors import UnknownProvince


def told(old, new, province=""):
    return [(one.kind, one.table, one.row[one_key(one)]) for one in changes(old, new, province)]


def one_key(change):
    return next(iter(change.row))


def test_the_same_edition_has_no_news(small):
    dataset = load(folder=small.path)
    assert changes(dataset, dataset) == []


def test_what_was_published_in_between_is_new(small):
    old, new = load(as_of="2020-12-31", folder=small.path), load(folder=small.path)
    found = told(old, new)
    assert ("new", "observations", "west.turnover.2023") in found
    assert ("new", "agreements", "treaty") in found
    assert {kind for kind, *_ in found} == {"new"}


def test_a_province_sees_its_own_news_only(small):
    old, new = load(as_of="2020-12-31", folder=small.path), load(folder=small.path)
    assert ("new", "observations", "west.turnover.2023") in told(old, new, "west")
    assert ("new", "observations", "west.turnover.2023") not in told(old, new, "east")
    with pytest.raises(UnknownProvince):
        changes(old, new, "south")


def test_todays_unit_sees_the_news_of_its_former_units(small):
    old, new = load(as_of="2020-12-31", folder=small.path), load(folder=small.path)
    assert told(old, new, "west-2025") == told(old, new, "west") != []
    assert told(old, new, "east") == []


def test_a_better_source_for_the_same_thing_is_a_revision_with_both(small):
    small.add(
        "observations",
        like="west.turnover.2019",
        observation_id="west.turnover.2019.new",
        value="3.9",
        source_id="new",
        revises="west.turnover.2019",
    )
    old, new = load(as_of="2020-12-31", folder=small.path), load(folder=small.path)
    (revised,) = [one for one in changes(old, new) if one.kind == "revised"]
    assert (str(revised.old["value"]), revised.old["source_id"]) == ("3.8", "old")
    assert (str(revised.new["value"]), revised.new["source_id"]) == ("3.9", "new")


def test_a_second_source_that_agrees_and_a_better_note_are_no_news(small):
    before = small.path.parent / "before"
    shutil.copytree(small.path, before)
    small.change("observations", "west.turnover.2019", note_vi="Theo tỉnh.", note_en="As told.", locator="p9")
    assert changes(load(folder=before), load(folder=small.path)) == []


def test_a_fact_that_is_gone_was_withdrawn(small):
    before = small.path.parent / "before"
    shutil.copytree(small.path, before)
    small.drop("observations", "west.turnover.2023")
    assert told(load(folder=before), load(folder=small.path)) == [
        ("withdrawn", "observations", "west.turnover.2023")
    ]


def steps_of(small, province: str) -> list[tuple[str, str, str, list[str]]]:
    """The days of an edition and of the one before it, how it changed, and which facts."""
    latest = load(as_of="2024-12-31", folder=small.path)
    found = steps(latest, province, lambda day: load(as_of=day, folder=small.path))
    return [
        (one.day, one.old.edition, change.kind, change.row[one_key(change)])
        for one in found
        for change in one.changes
    ]


def test_each_day_on_which_a_source_came_out_has_its_own_changes_the_latest_first(small):
    for day in ("2024-02-29", "2024-03", "2024-05-06", "2023-12-30"):
        small.add("sources", like="old", source_id=day, published=day)
        key = f"west.turnover.{day[:4]}-{day[5:7]}"
        small.add("observations", like="west.turnover.2019", observation_id=key, source_id=day)
        small.change("observations", key, period_start=day, period_end=day, value=day[5:7])
    small.add(
        "observations",
        like="west.turnover.2024-02",
        observation_id="west.turnover.2024-02.again",
        source_id="2024-05-06",
        value="2.1",
        revises="west.turnover.2024-02",
    )
    small.add("sources", like="old", source_id="unused", published="2024-04-04")
    found = steps_of(small, "west")
    assert found[-4:] == [
        ("2024-05-06", "2024-03-31", "revised", "west.turnover.2024-02.again"),
        ("2024-05-06", "2024-03-31", "new", "west.turnover.2024-05"),
        ("2024-03-31", "2024-02-29", "new", "west.turnover.2024-03"),
        ("2024-02-29", "2023-12-30", "new", "west.turnover.2024-02"),
    ], "nothing older than a year, nothing on a day whose source says nothing of the province"
    assert {day for day, *_ in found[:-4]} == {"2024-12-31"}
    assert steps_of(small, "east") == []
