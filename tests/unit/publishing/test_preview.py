"""What a preview takes from a notebook for its page, what it forgets of code, and what it adds to a page."""

import ast
import json
import signal
import socket
from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from threading import Thread
from time import sleep

import pytest

from helpers.publishing.jobs import Section, sections
from helpers.publishing.notebooks import stored
from helpers.publishing.preview import draft, renewal, serving, warm, watching
from helpers.publishing.preview.watching import PACKAGE

NOTEBOOKS = PACKAGE.parents[1] / "notebooks"


def cells(notebook: str) -> dict[str, str]:
    return {cell["id"]: "".join(cell["source"]) for cell in json.loads(notebook)["cells"]}


def names(source: str, kind: type[ast.expr_context]) -> set[str]:
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    return {node.id for node in found if isinstance(node.ctx, kind)}


@pytest.mark.parametrize("name", sections())
def test_cells_of_the_page_use_nothing_of_the_annex(name: str) -> None:
    """Else no draft could be drawn, and each page would wait for the whole briefing."""
    whole = stored(NOTEBOOKS, name)
    kept = cells(draft.of_page(Section(name, whole)).notebook)
    code = {cell["id"] for cell in json.loads(whole)["cells"] if cell["cell_type"] == "code"}
    left_out = {one: source for one, source in cells(whole).items() if one not in kept}
    assert left_out
    known: set[str] = set()
    for one, source in kept.items():
        if one in code:
            known |= names(source, ast.Store)
            of_annex = {made for other in left_out.values() for made in names(other, ast.Store)}
            assert not names(source, ast.Load) & (of_annex - known), one


def test_what_imports_a_module_is_forgotten_with_it_and_nothing_else() -> None:
    found = renewal._with_importers(["helpers.views.pages.news"])
    assert found == {"helpers.views.pages.news"}
    found = renewal._with_importers(["helpers.views.kit.charts"])
    assert "helpers.views.pages.trade_page" in found
    assert not {
        one for one in found if one.startswith(("helpers.data.", "helpers.text.", "helpers.exporters."))
    }
    assert renewal.itself(("views/kit/charts.py", "cli/main.py")) == ["cli/main.py"]


def test_a_draft_that_never_ends_is_given_up_and_building_tells_why(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[object, ...]] = []
    given_up = []

    def never_ends(_: object) -> None:
        try:
            sleep(20)
        except TimeoutError:
            given_up.append("the draft")
            raise

    maker = warm._Maker(draft.Asked({}, {}), lambda *event: sent.append(event))
    monkeypatch.setattr(maker, "_draw_page", never_ends)
    monkeypatch.setattr(warm, "_LONGEST_DRAFT", 0.1)
    monkeypatch.setattr(warm, "_together", lambda *_: {"whole": "why"})
    maker.make(lambda: False)
    assert given_up == ["the draft"]
    assert [(kind, why) for kind, _seconds, why in sent] == [("failed", "why")]
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_what_is_written_in_steps_is_waited_for(tmp_path: Path) -> None:
    before = watching.states(tmp_path)
    assert watching.changed(before, watching.states(tmp_path)) == set()

    def write() -> None:
        for number in range(10):
            (tmp_path / f"{number}.csv").write_text("a")

    writer = Thread(target=write)
    writer.start()
    now = watching.await_saved(before, tmp_path)
    writer.join()
    assert watching.changed(before, now) == {str(tmp_path / f"{number}.csv") for number in range(10)}


def test_a_page_asks_to_be_renewed_by_a_script_that_its_policy_allows(tmp_path: Path) -> None:
    policy = "default-src 'none'; script-src 'sha256-own'"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    page = tmp_path / "page.html"
    page.write_text(f"{head}<body>1</body>", encoding="utf-8")
    preview = serving.Preview(tmp_path, page.name)
    status, made = preview.page("/page.html", page)
    script = made.decode().partition("<script>")[2].partition("</script>")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert status == HTTPStatus.OK
    assert f"script-src 'sha256-own' 'sha256-{digest}'; connect-src 'self'" in made.decode()
    version = script.partition("is=")[2].partition('"')[0]
    assert not preview.await_change(page, version, 0)
    preview.tell("wrong: <x>")
    assert preview.await_change(page, version, 0)
    assert b"wrong: &lt;x&gt;" in preview.page("/page.html", page)[1]
    preview.tell()
    assert not preview.await_change(page, version, 0)
    status, made = preview.page("/none.html", tmp_path / "none.html")
    assert status == HTTPStatus.NOT_FOUND
    assert b"EventSource" in made


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(serving.NoPort, match=str(port)),
            serving.served(serving.Preview(tmp_path, ""), port),
        ):
            pass
