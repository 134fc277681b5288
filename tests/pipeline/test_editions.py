"""`--keep`: earlier editions stay where they can be read, whole, and no more of them than asked for."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.publishing.publish import EDITIONS
from helpers.publishing.records import index_page
from helpers.text.phrases import LANGUAGES

pytestmark = pytest.mark.slow
FORMATS = {"formats": ("html", "atom")}


def files(folder: Path) -> dict[str, bytes]:
    """Its files by their names below it."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def earlier(page: Path) -> list[str]:
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    return [str(a["href"]) for a in soup.select("footer a") if str(a["href"]).startswith(EDITIONS)]


def test_an_edition_is_kept_whole_and_the_oldest_goes(project) -> None:
    kept = project.reports / EDITIONS
    (kept / "mine").mkdir(parents=True)
    project.build(as_of="2020-12-31", keep=2, **FORMATS)
    first = files(kept / "2020-12-31")
    assert {"index.html", "index.en.html", "manifest.json", "vi/lao-cai/briefing.html"} <= first.keys()
    assert earlier(project.reports / "index.html") == [], "the edition that stands here is no earlier one"
    project.build(as_of="2023-12-31", keep=2, **FORMATS)
    assert files(kept / "2020-12-31") == first, "nothing of it changes any more"
    assert first["vi/lao-cai/briefing.html"] != (project.reports / "vi/lao-cai/briefing.html").read_bytes()
    for language in LANGUAGES:
        page = project.reports / index_page(language)
        assert earlier(page) == [f"{EDITIONS}/2020-12-31/{page.name}"]
        assert earlier(kept / "2020-12-31" / page.name) == []
        soup = BeautifulSoup((kept / "2020-12-31" / page.name).read_text(encoding="utf-8"), "html.parser")
        links = [str(a["href"]) for a in soup.select(".briefings a")]
        assert all((kept / "2020-12-31" / link.partition("#")[0]).is_file() for link in links)
        assert links or language == "en"  # which was not built
    project.build(keep=2, **FORMATS)
    assert sorted(one.name for one in kept.iterdir()) == ["2023-12-31", "2024-06-30", "mine"]


def test_without_it_none_is_kept_and_those_there_stay(project) -> None:
    project.build(as_of="2020-12-31", **FORMATS)
    assert not (project.reports / EDITIONS).exists()
    project.build(as_of="2020-12-31", keep=1, **FORMATS)
    project.build(**FORMATS)
    assert [one.name for one in (project.reports / EDITIONS).iterdir()] == ["2020-12-31"]
    assert earlier(project.reports / "index.html") == [f"{EDITIONS}/2020-12-31/index.html"]
