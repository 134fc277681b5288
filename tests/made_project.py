"""A project to build in: three provinces, two sources, no facts; and notebooks that take no time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from helpers.publishing import pipeline, planning
from helpers.publishing.briefing import Result
from helpers.publishing.jobs import SECTIONS, Job, Selection
from helpers.publishing.pipeline import BuildOptions
from helpers.publishing.planning import Workspace
from helpers.publishing.runners import local
from helpers.publishing.runners.local import runner

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "tests" / "fixtures" / "notebooks"
AREAS = [
    {
        "area_id": area,
        "slug": area,
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
        "short_vi": f"Bài báo {published[:4]}",
        "short_en": f"Article {published[:4]}",
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

    def workspace(self, *sections: str, **changes: Any) -> Workspace:
        """Where to build; of these fixture notebooks instead of the real sections, under limits if any are given."""
        limits = {name: changes.pop(name) for name in ("timeout", "memory", "engine") if name in changes}
        return replace(
            Workspace(
                self.data,
                self.reports,
                NOTEBOOKS,
                dict.fromkeys(SECTIONS, sections or ("good",)),
                limits=limits,
            ),
            **changes,
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
        named = {
            name: options.pop(name)
            for name in ("force", "retry_failed", "fail_fast", "keep")
            if name in options
        }
        changes = {name: options.pop(name) for name in ("notebooks",) if name in options}
        selection = Selection(provinces, languages, **options)
        return pipeline.build(
            selection, self.workspace(*sections, **changes), runner(jobs), BuildOptions(**named)
        )

    def job(self, *sections: str, **limits: Any) -> Job:
        """The job of one briefing made of fixture notebooks."""
        selection = Selection(("lao-cai",), ("vi",))
        workspace = self.workspace(*sections, **{"timeout": 60, **limits})
        cache = workspace.open_cache()
        planned = planning.plan(selection, workspace, cache)
        (briefing,) = planned
        return pipeline.filled(briefing.job, planned, cache, force=True)

    def reasons(self, *sections: str, **changes: Any) -> list[str]:
        """Why the briefing of Lào Cai in Vietnamese would be built."""
        (briefing,) = planning.plan(Selection(("lao-cai",), ("vi",)), self.workspace(*sections, **changes))
        return list(briefing.reasons)

    def published(self) -> dict[str, bytes]:
        """All files of the reports folder, hidden ones too, but for the cache."""
        return {
            path.relative_to(self.reports).as_posix(): path.read_bytes()
            for path in sorted(self.reports.rglob("*"))
            if path.is_file() and ".cache" not in path.parts
        }


PARAMETERS = 'province = "lao-cai"\nlanguage = "vi"\nas_of = ""'


def write_notebook(file: Path, *cells: tuple[str, str, str], **briefing: Any) -> None:
    """Write a section's notebook: a parameters cell, then cells as (id, tags, source); ``briefing`` is metadata."""
    made = [new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]})]
    made += [new_code_cell(source, id=name, metadata={"tags": tags.split()}) for name, tags, source in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kernelspec": kernel, "briefing": {"title": "glance.title", **briefing}}
    file.parent.mkdir(exist_ok=True)
    nbformat.write(new_notebook(cells=made, metadata=about), file)


class Watched:
    """Runs jobs as always, and remembers which sections had to be run."""

    def __init__(self) -> None:
        self.ran: dict[str, list[str]] = {}

    def __call__(self, jobs: Iterator[Job]) -> Iterator[object]:
        def seen() -> Iterator[Job]:
            for job in jobs:
                self.ran[job.key] = [one.name for one in job.sections if not one.executed]
                yield job

        return local.processes(seen())
