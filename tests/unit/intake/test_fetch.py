"""News of services and of a folder: asked for by name, kept as it came, brought in whole, or left to a person."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from helpers import paths
from helpers.cli.main import main
from helpers.data import check
from helpers.data.schema import read
from helpers.intake.fetch import download, news, settings
from helpers.intake.fetch.download import Limits
from helpers.intake.fetch.news import Outcome
from helpers.intake.fetch.settings import UnknownEntry, WrongSettings
from helpers.intake.mapped.cubes import MOST_BYTES
from helpers.intake.mapped.mapping import read as read_mapping
from small_dataset import DATA, Folder
from unit.intake.test_fia_observations import LOCALITIES, PARTNERS, workbook
from unit.intake.test_mapped import SPECIFIC, VALUES, json_stat, world_bank

QUICK = Limits(silence=0.3, whole=0.6, pause=0.01, longest_pause=0.05)
RATES = """table = "exchange_rates"
source = "new"
currency = { from = "countryiso3code", values = { VNM = "VND", CHN = "CNY" } }
year = { from = "date" }
"""
TURNOVER = """area = "west"
indicator = "turnover"
unit = "usd_bn"
source = "new"
confidence = "high"
year = { from = "Nam" }
[only]
Tinh = "Lạng Sơn"
Gioi = "Tổng số"
"""
BY_SDMX = """area = "west"
indicator = "turnover"
unit = "usd_m"
source = "new"
confidence = "high"
year = { from = "TIME_PERIOD" }
may_vary = ["UNIT_MULT"]
[only]
INDICATOR = "LP_PE_NUM"
"""

Answer = Callable[[BaseHTTPRequestHandler], None]


class Service:
    """A server on loopback; ``answers`` are given one after the other, the last again and again."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[tuple[str, str, bytes]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def _any(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                service.asked.append((self.command, self.path, self.rfile.read(length)))
                answers = service.answers
                (answers.pop(0) if len(answers) > 1 else answers[0])(self)

            do_GET = do_POST = _any

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    one = Service()
    yield one
    one.close()


def says(content: str | bytes, code: int = 200, kind: str = "application/json", **headers: str) -> Answer:
    """An answer that is sent whole."""
    sent = content.encode() if isinstance(content, str) else content

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(sent)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(sent)

    return answer


def is_cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'[{"page": 1')


def is_silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1)


def drips(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(20):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def is_huge(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(MOST_BYTES // 2**16 + 16):
        handler.wfile.write(b"1" * 2**16)


def asks_itself(handler: BaseHTTPRequestHandler) -> None:
    says("", 302, Location=handler.path)(handler)


def entry(folder: Folder, text: str, **files: str) -> Path:
    """The settings beside a dataset, and the files that they name."""
    home = folder.path.parent
    for name, content in {"map.toml": RATES, **files}.items():
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(content, encoding="utf-8")
    path = home / paths.CONFIG
    path.write_text(text, encoding="utf-8")
    return path


def asking(folder: Folder, address: str, more: str = "", mapping: str = RATES, **files: str) -> Path:
    text = f'[[fetch]]\nname = "rates"\naddress = "{address}/rates?format=json"\nmapping = "map.toml"\n{more}'
    return entry(folder, text, **{"map.toml": mapping, **files})


def fetched(folder: Folder, path: Path, **more: Any) -> list[Outcome]:
    home = path.parent
    return list(news.fetch(settings.read(path), folder.path, home / "fetched", QUICK, **more))


def state(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.path.iterdir()) if path.is_file()}


def logged(path: Path) -> list[dict[str, Any]]:
    lines = (path.parent / "fetched" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_world_banks_rates_come_in_once_and_the_answer_is_kept_as_it_came(
    small: Folder, service: Service
) -> None:
    sent = world_bank(("VNM", "2022", 23271.2125), ("CHN", "2022", 6.73716))
    service.answers = [says(sent)]
    path = asking(small, service.address)
    (one,) = fetched(small, path)
    assert (one.state, one.lines[0]) == ("came in", "exchange_rates: 2 to add, 0 to change, 0 already there")
    assert [(row["currency"], row["per_usd"]) for row in small.rows("exchange_rates")] == [
        ("CNY", "6.73716"),
        ("VND", "23271.2125"),
    ]
    assert check(small.path) == []
    (line,) = logged(path)
    kept = path.parent / "fetched" / "rates" / line["file"]
    assert kept.read_bytes() == sent.encode()
    assert (line["sha256"], line["bytes"]) == (sha256(sent.encode()).hexdigest(), len(sent.encode()))
    assert line["address"] == f"{service.address}/rates?format=json"
    assert (line["time"][:2], line["time"][-6:]) == ("20", "+00:00")
    before = state(small)
    (again,) = fetched(small, path)
    assert (again.state, state(small)) == ("nothing new", before)
    assert len(list(kept.parent.iterdir())) == 1, "an equal answer is kept once"


def test_px_web_is_asked_by_its_query_and_answers_in_json_stat(small: Folder, service: Service) -> None:
    query = '{"query": [], "response": {"format": "json-stat2"}}'
    values = [*VALUES[:8], 4.4, None, *VALUES[10:]]
    service.answers = [says(json.dumps(json_stat(2, values)))]
    mapping = TURNOVER.replace("west", "east")
    path = asking(small, service.address, 'query = "query.json"\n', mapping, **{"query.json": query})
    (one,) = fetched(small, path)
    assert one.state == "came in", one.lines
    assert service.asked == [("POST", "/rates?format=json", query.encode())]
    (row,) = [row for row in small.rows("observations") if row["value"] == "4.4"]
    assert (row["observation_id"], row["source_id"]) == ("east.turnover.2023", "new")


def test_sdmx_is_known_by_its_bytes_whatever_the_service_calls_it(small: Folder, service: Service) -> None:
    service.answers = [says(SPECIFIC.replace("99.461", "3999"), kind="text/plain")]
    path = asking(small, service.address, mapping=BY_SDMX.replace('may_vary = ["UNIT_MULT"]\n', ""))
    (one,) = fetched(small, path)
    assert one.state == "waits" and "10^3" in one.lines[0], one.lines
    assert (path.parent / "fetched" / "rates" / logged(path)[0]["file"]).suffix == ".xml"


FAILURES: dict[str, tuple[Answer, str, str]] = {
    "silent": (is_silent, "no answer", "timed out, 3 times"),
    "drips": (drips, "no answer", "no whole answer in 0.6 seconds, 3 times"),
    "cut": (is_cut, "no answer", "3 times; ask again later"),
    "empty": (says(" \n"), "no answer", "an empty answer"),
    "huge": (is_huge, "no answer", "more than 8,000,000 bytes; ask for less"),
    "gone": (says("no", 404), "no answer", "the service answers 404 Not Found"),
    "busy": (says("no", 503), "no answer", "the service answers 503, 3 times"),
    "in a circle": (asks_itself, "no answer", "redirects"),
    "a page for people": (says("<!doctype html><html><p>Bảo trì</html>"), "waits", ".xml"),
    "other JSON": (says('{"error": "x"}'), "waits", "neither JSON-stat nor an answer of the World Bank"),
    "broken JSON": (says('[{"page": 1'), "waits", ".json"),
    "a refusal": (
        says('[{"message": [{"id": "120", "value": "The indicator was not found"}]}]'),
        "waits",
        "The indicator was not found",
    ),
    "another country": (says(world_bank(("CHN", "2022", 6.7))), "waits", "has no 'VNM'"),
    "no number": (says(world_bank(("VNM", "2022", 1e300), ("CHN", "2022", 6.7))), "waits", "a number of at"),
    "below zero": (says(world_bank(("VNM", "2022", -5), ("CHN", "2022", 6.7))), "waits", "per_usd"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_what_is_no_good_answer_is_one_line_and_leaves_the_dataset_as_it_was(
    small: Folder, service: Service, kind: str
) -> None:
    answer, ends, said = FAILURES[kind]
    service.answers = [answer]
    before, began = state(small), time.monotonic()
    path = asking(small, service.address)
    (one,) = fetched(small, path)
    assert (one.state, state(small)) == (ends, before)
    assert said in one.lines[0]
    assert "Traceback" not in one.lines[0]
    assert time.monotonic() - began < 30
    (line,) = logged(path)
    assert line["state"] == ends
    assert len(service.asked) in ((3,) if "3 times" in said else (1, 6))


def test_a_service_that_is_not_there_is_told(small: Folder) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    (one,) = fetched(small, asking(small, address))
    assert one.state == "no answer" and "refused" in one.lines[0]


def test_a_busy_service_is_asked_again(small: Folder, service: Service) -> None:
    good = says(world_bank(("VNM", "2022", 23271), ("CHN", "2022", 6.7)))
    service.answers = [says("", 503, Retry_After="0"), is_cut, good]
    (one,) = fetched(small, asking(small, service.address))
    assert (one.state, len(service.asked)) == ("came in", 3)


def test_a_figure_that_is_said_anew_waits_unless_the_settings_allow_it(
    small: Folder, service: Service
) -> None:
    service.answers = [says(world_bank(("VNM", "2022", 23271), ("CHN", "2022", 6.7)))]
    fetched(small, asking(small, service.address))
    service.answers = [says(world_bank(("VNM", "2022", 23272), ("CHN", "2022", 6.7), ("VNM", "2023", 23787)))]
    before = state(small)
    (one,) = fetched(small, asking(small, service.address))
    assert (one.state, state(small)) == ("waits", before)
    assert "exchange_rates VND 2022: per_usd '23271' becomes '23272'" in one.lines[0]
    (one,) = fetched(small, asking(small, service.address, "replace = true\n"))
    assert one.state == "came in"
    assert [row["per_usd"] for row in small.rows("exchange_rates")] == ["6.7", "23272", "23787"]


@pytest.mark.parametrize(
    ("mapping", "answer", "said"),
    [
        (
            RATES,
            world_bank(("VNM", "2022", 23271), ("VNM", "2023", 23.787), ("CHN", "2022", 6.7)),
            "VND 2023: 23.787 after 23271",
        ),
        (
            TURNOVER,
            json.dumps(json_stat(2, [*VALUES[:8], None, 4100, *VALUES[10:]])),
            "west.turnover.2024: 4100 after 4.1",
        ),
    ],
    ids=["rates", "figures"],
)
def test_a_figure_of_another_size_than_the_one_before_waits(
    small: Folder, service: Service, mapping: str, answer: str, said: str
) -> None:
    service.answers = [says(answer)]
    before = state(small)
    (one,) = fetched(small, asking(small, service.address, mapping=mapping))
    assert (one.state, state(small)) == ("waits", before)
    assert said in one.lines[0]


FILLED = (
    "area_id,indicator_id,period_start,period_end,value,source_id,locator,confidence\n"
    "west,turnover,2020,2020,{},new,p4,high\n"
)


def test_files_of_the_inbox_come_in_and_go_or_wait_where_they_are(small: Folder) -> None:
    path = entry(
        small,
        '[[fetch]]\nname = "inbox"\nfolder = "inbox"\n',
        **{
            "inbox/a.csv": FILLED.format('"3,9 tỷ USD"'),
            "inbox/b.csv": FILLED.format('"nhiều"'),
            "inbox/c.pdf": "%PDF",
            "inbox/~$a.csv": "",
            "inbox/.hidden": "",
        },
    )
    home = path.parent
    assert [one.state for one in fetched(small, path, dry_run=True)] == ["came in", "waits", "waits"]
    assert len(list((home / "inbox").iterdir())) == 5
    found = fetched(small, path)
    assert [(one.what, one.state) for one in found] == [
        ("a.csv", "came in"),
        ("b.csv", "waits"),
        ("c.pdf", "waits"),
    ]
    assert sorted(one.name for one in (home / "inbox").iterdir()) == [".hidden", "b.csv", "c.pdf", "~$a.csv"]
    (kept,) = (home / "fetched" / "inbox").iterdir()
    assert kept.read_text(encoding="utf-8") == FILLED.format('"3,9 tỷ USD"')
    (row,) = [row for row in small.rows("observations") if "2020" in row["period_start"]]
    assert (row["value"], row["unit_id"]) == ("3.9", "usd_bn")


def test_a_report_of_the_register_comes_in_and_one_that_does_not_add_up_waits(real: Folder) -> None:
    path = entry(
        real, '[[fetch]]\nname = "register"\nfolder = "register"\nregister = true\n', **{"register/.x": ""}
    )
    home = path.parent
    rows = (
        *((1, "TP. Hồ Chí Minh", 5000, 37_500_000_000), (2, "Bà Rịa – Vũng Tàu", 300, 27_000_000_000)),
        (3, "Lạng Sơn", 40, 2_000_000),  # one that leaps may be true
    )
    good = [*LOCALITIES[:3], *rows, (None, "Tổng số", 5340, 64_502_000_000)]
    workbook(real, good, name="register/good.xlsx")
    wrong = [*good[:-1], (None, "Tổng số", 5341, 64_502_000_000)]
    workbook(real, wrong, PARTNERS, name="register/wrong.xlsx")
    found = fetched(real, path)
    told = [(one.what, one.state) for one in found]
    assert told == [("good.xlsx", "came in"), ("wrong.xlsx", "waits")], found[0].lines
    assert "it does not add up: wrong.xlsx, sheet 1" in found[1].lines[0]
    assert [one.name for one in (home / "register").iterdir() if one.suffix] == ["wrong.xlsx"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing says what to ask for"),
        ("fetch = 1", "nothing says what to ask for"),
        ("[[fetch]\n", "not TOML in UTF-8"),
        ('[[fetch]]\nname = "a"\naddres = "x"', "unknown key 'addres'; did you mean address"),
        ('[[fetch]]\nname = "A b"\nfolder = "x"', "name: small letters"),
        ('[[fetch]]\nname = "../a"\nfolder = "x"', "name: small letters"),
        ('[[fetch]]\nname = "a"', "say either an address or a folder"),
        ('[[fetch]]\nname = "a"\naddress = "file:///etc/passwd"\nmapping = "map.toml"', "begins with https"),
        ('[[fetch]]\nname = "a"\naddress = "https://x.vn/"', "mapping: a file must say"),
        ('[[fetch]]\nname = "a"\naddress = "https://x.vn/"\nmapping = "m.toml"', "there is no file m.toml"),
        ('[[fetch]]\nname = "a"\nfolder = "inbox"', "there is no folder inbox"),
        ('[[fetch]]\nname = "a"\nfolder = "data"\nquery = "map.toml"', "query is for an address"),
        ('[[fetch]]\nname = "a"\nfolder = "data"\nreplace = "yes"', "replace: true or false"),
        ('[[fetch]]\nname = "a"\nfolder = "data"\n' * 2, "two [[fetch]] have the name 'a'"),
    ],
)
def test_settings_that_cannot_be_meant_are_one_line(small: Folder, text: str, said: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        settings.read(entry(small, text))
    assert said in str(caught.value)
    assert str(caught.value).startswith("briefings.toml: ")


def test_the_example_of_the_page_about_the_data_can_be_meant(small: Folder) -> None:
    page = (DATA / "README.md").read_text(encoding="utf-8")
    part = page[page.index("`briefings fetch` asks") :]
    said, mapping = re.findall(r"^```toml\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)[:2]
    files = {
        f"mappings/{name}": mapping for name in ("exchange-rates.toml", "population.toml", "population.json")
    }
    path = entry(small, said, **files, **{"inbox/.x": "", "register/.x": ""})
    entries = settings.read(path)
    assert [one.name for one in entries] == ["exchange-rates", "population", "inbox", "register"]
    assert [one.replace for one in entries] == [False, True, False, False]
    rates = read_mapping(path.parent / "mappings" / "exchange-rates.toml", read(DATA))
    assert rates.table.name == "exchange_rates"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def test_the_command_asks_for_what_is_named_and_says_by_its_code_what_waits(
    small: Folder, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "Limits", lambda: QUICK)
    service.answers = [says(world_bank(("VNM", "2022", 23271), ("CHN", "2022", 6.7)))]
    path = asking(
        small, service.address, '[[fetch]]\nname = "inbox"\nfolder = "inbox"\n', **{"inbox/b.csv": "x\ny"}
    )
    call = ("fetch", "--config", path, "--data", small.path)
    told = run(*call, "rates")
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout.startswith(f"came in     rates: {service.address}/rates?format=json\n")
    everything = run(*call)
    assert everything.exit_code == 3
    assert "nothing new rates" in everything.stdout
    assert everything.stderr.startswith("waits       inbox: b.csv\n")
    unknown = run(*call, "rate")
    assert (unknown.exit_code, "did you mean rates?" in unknown.stderr) == (2, True)
    with pytest.raises(UnknownEntry):
        settings.chosen(settings.read(path), ("x",))


def test_a_build_asks_nobody_unless_it_is_told_to(
    small: Folder, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.answers = [says(world_bank(("VNM", "2022", 23271), ("CHN", "2022", 6.7)))]
    path = asking(small, service.address)
    monkeypatch.setattr("helpers.paths.project", lambda: path.parent)
    call = ("build", "--dry-run", "--data", small.path, "--reports", path.parent / "reports")
    run(*call)
    assert service.asked == []
    told = run(*call, "--fetch")
    assert len(service.asked) == 1
    assert "came in     rates" in told.stdout and "nothing was changed" in told.stdout
    assert small.rows("exchange_rates") == []
    path.write_text(f"{path.read_text(encoding='utf-8')}[build]\nfetch = true\n", encoding="utf-8")
    run(*call)
    assert len(service.asked) == 2, "the configuration asks, too"
