"""`--notify`: a service is told what was built, failed and is new, with the files; its password is told to nobody."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.errors import BriefingError
from helpers.exporters.atom import BriefingAtomExporter
from helpers.exporters.document import Attr, Div, Document, Header, Meta, Para, Str
from helpers.publishing import notices
from helpers.publishing.briefing import Failure, Result
from helpers.publishing.jobs import Job
from helpers.publishing.pipeline import Results

JOB = Job("en", "east", "East", "2024-06-30", (), base_url="https://example.org/")


class Service(BaseHTTPRequestHandler):
    """Takes what apprise posts to json://."""

    taken: list[dict[str, Any]] = []
    answer = 200

    def do_POST(self) -> None:
        Service.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(Service.answer)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Service.taken, Service.answer = [], 200
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://user:secret@127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def publish(reports: Path, key: str, *days: str) -> None:
    """The feed of a briefing with an entry for each day, and its PDF."""
    cells = [
        Div((Header(2, (Str(day),), Attr(day)), Para((Str("1 new: visitors"),))), Attr(classes=("cell",)))
        for day in days
    ]
    document = Document(
        Meta("East: what is new", lang="en", identifier=f"tag:example.org,2025:{key}"), tuple(cells)
    )
    folder = reports / key
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "feed.xml").write_bytes(BriefingAtomExporter().write(document, {}))
    (folder / "briefing.pdf").write_bytes(b"%PDF-1.7 east")


def test_what_is_new_since_the_last_build_is_told_with_its_file(tmp_path: Path, address: str) -> None:
    publish(tmp_path, "en/east", "2024-01-01")
    before = notices.entries(tmp_path)
    publish(tmp_path, "en/east", "2024-06-20", "2024-01-01")
    publish(tmp_path, "en/west", "2024-01-01")
    results = Results([Result(JOB)], [replace(JOB, province="west")])
    notice = notices.of_build(results, before, tmp_path)
    assert notices.send(notices.services([address]), notice)
    (taken,) = Service.taken
    assert (
        taken["title"] == "Province briefings: 1 built, 1 up to date, 0 failed" and taken["type"] == "success"
    )
    assert taken["message"] == "East, 2024-06-20: 1 new: visitors"
    assert [one["filename"] for one in taken["attachments"]] == ["briefing.pdf"]


def test_when_all_is_well_and_nothing_new_that_is_told(tmp_path: Path) -> None:
    publish(tmp_path, "en/east", "2024-01-01")
    notice = notices.of_build(Results([Result(JOB)], ()), notices.entries(tmp_path), tmp_path)
    assert (notice.body, notice.files, notice.failed) == ("Nothing new.", (), False)
    assert notices.of_build(Results((), [JOB]), {}, tmp_path).body == "Nothing new."  # in the same language


def test_what_failed_is_told_as_a_failure(tmp_path: Path) -> None:
    results = Results([Result(JOB, failure=Failure("trade", "ValueError", "no figures"))], ())
    notice = notices.of_build(results, {}, tmp_path)
    assert notice.failed and "East (en): trade: ValueError: no figures" in notice.body
    assert notices.of_error(BriefingError("7 faults")).failed


def test_ten_thousand_faults_are_no_message_for_a_chat() -> None:
    body = notices.of_error(BriefingError("\n".join(["fault"] * 10_000))).body
    assert len(body.splitlines()) == 61 and body.endswith("… và 9940 dòng nữa")


def test_a_service_that_refuses_is_noticed(address: str) -> None:
    Service.answer = 500
    assert not notices.send(notices.services([address]), notices.Notice("a", "b"))


def test_an_address_that_nobody_knows_is_refused_before_anything_is_built_and_not_shown(
    tmp_path: Path,
) -> None:
    wrong = ("--notify", "nowhere://me:secret@example.org", "--reports", str(tmp_path / "reports"))
    result = CliRunner().invoke(main, ["build", *wrong])
    assert result.exit_code == 2 and "address 1 is none that apprise knows" in result.stderr
    assert "secret" not in result.output and not (tmp_path / "reports").exists()


def test_a_spoilt_feed_is_no_obstacle(tmp_path: Path) -> None:
    publish(tmp_path, "en/east", "2024-01-01")
    (tmp_path / "en/east/feed.xml").write_text("<feed")
    assert notices.entries(tmp_path) == {"en/east": []}
