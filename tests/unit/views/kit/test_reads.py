"""What a section reads and shows is an output of each cell, and of nothing else."""

import json

import pytest
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

from helpers.data.tables import READ_BY_LOAD
from helpers.publishing.jobs import SECTIONS
from helpers.views.kit.reads import MEDIA_TYPE, Reads
from helpers.views.kit.section import section_of
from run_sections import ran, run_notebook


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch):
    """An IPython shell that keeps what cells publish."""
    shell = InteractiveShell()
    shell.display_pub = CapturingDisplayPublisher()
    monkeypatch.setattr("helpers.views.kit.reads.get_ipython", lambda: shell)
    return shell


OPEN = "from helpers import views\nsection = views.open_section('lai-chau', 'en')"


def records(shell) -> list[dict]:
    """The records published so far, and forget them."""
    found = [
        one["data"][MEDIA_TYPE] for one in shell.display_pub.outputs if list(one["data"]) == [MEDIA_TYPE]
    ]
    shell.display_pub.outputs.clear()
    return found


def test_each_cell_that_reads_something_new_publishes_it_sorted(shell) -> None:
    assert shell.run_cell(OPEN).success
    (opened,) = records(shell)
    tables = ["areas", "corrections", "further_sources", "sources"]  # areas: which unit the name means
    assert opened == {"facts": [], "phrases": [], "tables": tables}
    shell.run_cell("gates = section.facts.rows('border_gates'); section.words.say('trade.gates')")
    (record,) = records(shell)
    assert list(record) == ["facts", "phrases", "tables"]
    assert record["phrases"] == ["trade.gates"] and record["facts"] == []
    assert record["tables"] == sorted(record["tables"]) and "border_gates" in record["tables"]
    shell.run_cell("section.facts.rows('border_gates'); 1 + 1")
    assert records(shell) == [], "nothing new"


def test_facts_are_recorded_when_they_are_displayed(shell) -> None:
    shell.run_cell(
        OPEN + "\nfrom helpers.views.annex import trade\ngates = section.facts.rows('border_gates')"
    )
    records(shell)
    shell.run_cell("made = trade.show_gates(section, gates)")
    assert all(not record["facts"] for record in records(shell))
    shell.run_cell("from IPython.display import display\nfor one in made: one._repr_mimebundle_()")
    (record,) = records(shell)
    tables = {fact.split("/")[0] for fact in record["facts"]}
    assert "border_gates" in tables and tables <= {"border_gates", "observations"}


def test_opening_another_section_replaces_the_record_of_the_first(shell) -> None:
    shell.run_cell(OPEN)
    shell.run_cell(OPEN)
    ours = [
        one
        for one in shell.events.callbacks["post_run_cell"]
        if isinstance(getattr(one, "__self__", None), Reads)
    ]
    assert len(ours) == 1


def test_outside_ipython_nothing_is_published(monkeypatch, section) -> None:
    monkeypatch.setattr("helpers.views.kit.reads.get_ipython", lambda: None)
    reads = section_of(section().dataset, "lao-cai", "vi").reads
    reads.publish_after_each_cell()
    reads.publish()


@pytest.mark.parametrize("name", SECTIONS["unit"])
def test_equal_runs_record_equal_bytes_and_what_they_say(name: str) -> None:
    first, second = ran(name, "lai-chau"), run_notebook(name, "lai-chau")
    assert json.dumps(first.records) == json.dumps(second.records)
    assert {"areas", "area_members", *READ_BY_LOAD} <= first.read("tables")
    assert first.read("phrases")


def test_the_first_page_records_the_phrases_of_notes_dates_and_changes() -> None:
    said = ran("at_a_glance", "lai-chau").read("phrases")
    assert {"locator.p", "news.figure", "citation.remark"} <= said


def test_a_table_that_is_not_read_is_not_recorded() -> None:
    assert "agreements" not in ran("trade_trends", "lai-chau").read("tables")
