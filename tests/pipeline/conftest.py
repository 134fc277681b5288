"""A project to build in: three provinces, two sources, no facts; and notebooks that take no time."""

import csv
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from helpers.data.schema import read
from helpers.publishing import pipeline, planning
from helpers.publishing.briefing import Result
from helpers.publishing.jobs import SECTIONS, Job, Selection
from helpers.publishing.pipeline import How
from helpers.publishing.planning import Place
from helpers.publishing.runners.local import runner
from small_dataset import WORDS

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "tests" / "fixtures" / "notebooks"
AREAS = [
    {
        "area_id": area,
        "kind": "province",
        "name_vi": name,
        "name_en": name,
        "gso_code": code,
        "briefing": "true",
    }
    for area, name, code in (
        ("ha-giang", "Hà Giang", "02"),
        ("lang-son", "Lạng Sơn", "20"),
        ("lao-cai", "Lào Cai", "10"),
    )
] + [
    {
        "area_id": "viet-nam",
        "kind": "country",
        "name_vi": "Việt Nam",
        "name_en": "Viet Nam",
        "briefing": "false",
    }
]
SOURCES = [
    {
        "source_id": f"article-{published[:4]}",
        "kind": "press",
        "witness": "report",
        "reading": "whole",
        "title": "Bài báo",
        "short_vi": "Bài báo",
        "short_en": "An article",
        "published": published,
        "published_inferred": "false",
        "language": "vi",
        "licence": "all rights reserved",
    }
    for published in ("2020-03", "2024-06-30")
]


@dataclass
class Project:
    """A folder with data, notebooks and, after a build, reports."""

    root: Path

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def place(self, *sections: str, **changes: Any) -> Place:
        """Where to build; of these fixture notebooks instead of the real sections, under limits if any are given."""
        limits = {name: changes.pop(name) for name in ("timeout", "memory", "engine") if name in changes}
        return replace(
            Place(self.data, self.reports, NOTEBOOKS, sections or ("good",), limits=limits), **changes
        )

    def build(
        self,
        *sections: str,
        provinces: tuple[str, ...] = ("lao-cai",),
        languages: tuple[str, ...] = ("vi",),
        jobs: int = 1,
        **options: Any,
    ) -> list[Result]:
        """Build in this process, of fixture notebooks."""
        how = How(
            **{name: options.pop(name) for name in ("force", "retry_failed", "fail_fast") if name in options}
        )
        selection = Selection(provinces, languages, **options)
        return pipeline.build(selection, self.place(*sections), runner(jobs), how)

    def job(self, *sections: str, **limits: Any) -> Job:
        """The job of one briefing made of fixture notebooks."""
        selection, where = (
            Selection(("lao-cai",), ("vi",)),
            self.place(*sections, **{"timeout": 60, **limits}),
        )
        cache = where.open_cache()
        planned = planning.plan(selection, where, cache)
        (job,) = pipeline.filled(planned.steps, planned, cache, force=True)
        return job

    def reasons(self, *sections: str, **changes: Any) -> list[str]:
        """Why the briefing of Lào Cai in Vietnamese would be built."""
        (step,) = planning.plan(Selection(("lao-cai",), ("vi",)), self.place(*sections, **changes)).steps
        return list(step.reasons)

    def published(self) -> dict[str, bytes]:
        """All files of the reports folder, hidden ones too, but for the cache."""
        return {
            path.relative_to(self.reports).as_posix(): path.read_bytes()
            for path in sorted(self.reports.rglob("*"))
            if path.is_file() and ".cache" not in path.parts
        }


@pytest.fixture(autouse=True)
def _temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a command that is killed leaves among the temporary files goes with the test."""
    with TemporaryDirectory(prefix="t") as folder:  # short: sockets lie in it
        monkeypatch.setenv("TMPDIR", folder)
        yield


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of its own."""
    project = Project(tmp_path)
    project.data.mkdir()
    for name in ("datapackage.json", "boundaries.geojson"):
        shutil.copy(ROOT / "data" / name, project.data)
    rows = {"areas": AREAS, "sources": SOURCES, **WORDS}
    for name, table in read(project.data).tables.items():
        with table.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.names, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows.get(name, ()))
    return project


@pytest.fixture
def sectioned(project: Project) -> Callable[[str], Project]:
    """The project with a copy of one fixture notebook as each real section, for the installed command."""

    def fill(name: str) -> Project:
        (project.root / "notebooks").mkdir()
        for section in SECTIONS:
            shutil.copy(NOTEBOOKS / f"{name}.ipynb", project.root / "notebooks" / f"{section}.ipynb")
        return project

    return fill


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Where the briefings of two provinces were built, in both languages, of the repository's own data."""
    where = planning.place(None, tmp_path_factory.mktemp("reports"))
    results = pipeline.build(Selection(("lao-cai", "lang-son")), where, runner(2))
    assert [str(result.failure) for result in results if result.failure] == []
    return where
