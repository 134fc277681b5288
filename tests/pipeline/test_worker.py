"""One briefing from its notebooks: real runs, and every way to fail has a name and a cell."""

import multiprocessing
import os
import pickle
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from helpers.exporters.document import Document
from helpers.exporters.exporter import DocumentExporter
from helpers.publishing import formats
from helpers.publishing.briefing import make_briefing
from helpers.publishing.jobs import ENGINES
from helpers.publishing.sandbox import child_process

pytestmark = pytest.mark.slow
NOTEBOOKS = Path(__file__).parents[1] / "fixtures" / "notebooks"


def test_a_good_notebook_becomes_a_page_and_a_document(project) -> None:
    result = make_briefing(project.job("good"))
    assert result.failure is None
    assert set(result.files) == {one.file for one in formats.FORMATS}
    page = result.files["briefing.html"].decode()
    assert "Lào Cai" in page and "Somebody said so." in page
    assert 'href="../../en/lao-cai/briefing.html"' in page and 'href="../../index.html"' in page
    assert result.files["briefing.pdf"].startswith(b"%PDF-")


def test_both_engines_show_the_same_bytes(project) -> None:
    forked, kernel = (make_briefing(project.job("good", engine=engine)) for engine in ENGINES)
    assert forked.failure is None
    assert forked.files == kernel.files


def test_a_result_travels_between_processes(project) -> None:
    result = make_briefing(project.job("exiting"))
    assert pickle.loads(pickle.dumps(result)) == result


def test_an_error_is_told_with_its_cell_and_without_colours_or_folders(project, monkeypatch) -> None:
    monkeypatch.setenv("BROKEN_PROVINCES", "lao-cai")
    failure = make_briefing(project.job("good", "raising")).failure
    assert failure is not None
    assert (failure.section, failure.cell, failure.error) == ("raising", "cell 5 (figures)", "ValueError")
    assert failure.message == "no figures in data/areas.csv"
    assert failure.source.splitlines()[0].startswith("# The first lines of this cell")


@pytest.mark.parametrize(("engine", "error"), [("fork", "DeadProcess"), ("kernel", "DeadKernel")])
def test_a_process_that_ends_is_a_named_failure(project, engine: str, error: str) -> None:
    failure = make_briefing(project.job("exiting", engine=engine)).failure
    assert failure is not None
    assert (failure.section, failure.cell, failure.error) == ("exiting", "cell 4 (exit)", error)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_notebook_that_hangs_is_ended_in_time(project, engine: str) -> None:
    result = make_briefing(project.job("hanging", timeout=2, engine=engine))
    assert result.failure is not None
    assert (result.failure.cell, result.failure.error) == ("cell 4 (sleep)", "Timeout")
    assert "2 s" in result.failure.message
    assert result.seconds < 15


@pytest.mark.parametrize(
    ("section", "told"),
    [("nameless", "never name Lào Cai"), ("silent", "neither text nor a table")],
)
def test_a_briefing_that_says_nothing_of_its_province_is_refused(project, section: str, told: str) -> None:
    failure = make_briefing(project.job(section)).failure
    assert failure is not None
    assert failure.error == "WrongBriefing" and told in failure.message


def test_the_surroundings_of_kernels_are_put_back(project) -> None:
    before = dict(os.environ)
    make_briefing(project.job("silent"))
    assert dict(os.environ) == before


def test_making_documents_starts_no_thread_in_the_process_that_asks(project) -> None:
    before = os.listdir("/proc/self/task")
    assert "annex.pdf" in make_briefing(project.job("good")).files
    assert os.listdir("/proc/self/task") == before


class Endless(DocumentExporter):
    """An exporter that is never done."""

    def write(self, document: Document, resources: Mapping[str, Any]) -> str:
        time.sleep(600)
        return ""


def test_a_document_that_takes_too_long_to_make_is_a_named_failure(project, monkeypatch) -> None:
    endless = replace(formats.FORMATS[0], exporter=f"{__name__}.Endless", rehearse="")
    monkeypatch.setattr(formats, "FORMATS", (endless,))
    failure = make_briefing(project.job("good", timeout=15)).failure
    assert failure is not None
    assert (failure.section, failure.error) == ("briefing.html", "Timeout")
    assert "15 s" in failure.message


class Greedy(DocumentExporter):
    """An exporter that needs much memory."""

    def write(self, document: Document, resources: Mapping[str, Any]) -> str:
        return "x" * (3 * 2**30)


def test_documents_are_made_within_the_memory_of_a_job(project, monkeypatch) -> None:
    assert make_briefing(project.job("good", memory=2**31)).failure is None
    greedy = replace(formats.FORMATS[0], exporter=f"{__name__}.Greedy", rehearse="")
    monkeypatch.setattr(formats, "FORMATS", (greedy,))
    failure = make_briefing(project.job("good", memory=2**31)).failure
    assert failure is not None
    assert (failure.section, failure.error) == ("briefing.html", "MemoryError")


def test_a_process_of_the_fork_server_forks_what_it_needs_from_itself_until_it_has_a_second_thread() -> None:
    asked, answer = multiprocessing.Pipe()
    process = child_process.context().Process(target=_tell_methods, args=(answer,))
    process.start()
    assert asked.poll(60)
    assert asked.recv() == ["fork", "forkserver"]
    process.join()


def _tell_methods(answer: Connection) -> None:
    found = [child_process.context().get_start_method()]
    threading.Thread(target=time.sleep, args=(1,)).start()
    found.append(child_process.context().get_start_method())
    answer.send(found)
