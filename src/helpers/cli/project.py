"""The commands about a project as a whole: ``init``, ``doctor``, ``open``, ``completion``."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from helpers.cli.options import FOLDER, Once, format_names, province_names
from helpers.errors import BriefingError, UnknownFormat, installing
from helpers.publishing import formats
from helpers.publishing.formats import version_of
from helpers.publishing.runners import cores

_DISTRIBUTION = "province-briefings"
_FREE = 2 * 10**9  # a build with its cache takes some hundred megabytes
_IGNORED = "reports/*\n.ipynb_checkpoints/\ndata/.change/\nfetched/*\n!fetched/log.jsonl\ninbox/\n"
_CONFIG = """# Options that are always given; what is typed goes before them. Folders are meant from here.
# reports = "reports"
# [build]
# language = ["vi"]
# jobs = 2
# [[fetch]] names what to ask for news: data/README.md.
"""


class NotEmpty(BriefingError):
    """A folder for a new project in which something is already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(folder)

    def __str__(self) -> str:
        return f"{self.folder}: is there and not empty; name a new folder"


class NotBuilt(BriefingError):
    """A report that is not there to be opened."""

    def __init__(self, path: Path, command: str) -> None:
        self.path, self.command = path, command
        super().__init__(path, command)

    def __str__(self) -> str:
        return f"{self.path}: has not been built; make it with {self.command}"


@click.command(cls=Once)
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Lay out a project to change: a copy of the dataset and the notebooks in FOLDER."""
    from helpers import paths

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    left_out = shutil.ignore_patterns("__pycache__", ".*")
    shutil.copytree(paths.data(), folder / "data", ignore=left_out)
    shutil.copytree(paths.notebooks(), folder / "notebooks", ignore=left_out)
    (folder / "reports").mkdir()
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    (folder / paths.CONFIG).write_text(_CONFIG, encoding="utf-8")
    click.echo(f"{folder}: a project with its dataset and notebooks; go there and run briefings build")


@click.command("open", cls=Once)
@click.argument("province", default="", shell_complete=province_names)
@click.option(
    "--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="vi or en."
)
@click.option(
    "--format",
    "format_",
    default="html",
    show_default=True,
    shell_complete=format_names,
    help="As for build.",
)
@click.option("--annex", is_flag=True, help="Its annex instead of the briefing.")
@click.option("--reports", type=FOLDER, help="Look at this folder.  [default: reports/]")
def open_(province: str, language: str, format_: str, annex: bool, reports: Path | None) -> None:
    """Show what was built: the index, or a province's briefing."""
    from helpers import data, paths
    from helpers.cli.diff import chosen_provinces
    from helpers.publishing.records import index_page

    folder, again = reports or paths.reports(), "briefings build"
    if not province:
        path = folder / index_page(language)
    else:
        (slug,) = chosen_provinces((province,), data.load(tables=["areas"]))
        part = "annex" if annex else "briefing"
        named = [one for one in formats.FORMATS if one.name == format_.lower()]
        if not named:
            raise UnknownFormat(format_, formats.names())
        # Some formats are of one part alone, such as the annex's workbook.
        path = folder / language / slug / next((one for one in named if one.part == part), named[0]).file
        again = f"briefings build {slug} --language {language} --format {format_}"
    if not path.is_file():
        raise NotBuilt(path, again)
    click.echo(path)
    if not _shown(path.resolve()):
        click.echo("briefings: no program was found here to show it with", err=True)


def _shown(path: Path) -> bool:
    """Have the system show a file with the program that it has for it; False where it has none."""
    import subprocess

    if sys.platform == "win32":
        os.startfile(path)
        return True
    opener = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    done = opener and subprocess.run([opener, path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return bool(done and done.returncode == 0)


@click.command(cls=Once)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what has a shell complete commands, options, provinces and formats.

    bash: eval "$(briefings completion bash)" in ~/.bashrc; zsh: the same in ~/.zshrc; fish: briefings completion
    fish > ~/.config/fish/completions/briefings.fish
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    click.echo(
        made(click.get_current_context().find_root().command, {}, "briefings", "_BRIEFINGS_COMPLETE").source()
    )


@click.command(cls=Once)
@click.option("--reports", type=FOLDER, help="Look at this folder.  [default: reports/]")
def doctor(reports: Path | None) -> None:
    """Say what is missing here, what that means, and what makes builds slow."""
    from helpers import paths

    folder = reports or paths.reports()
    good = True
    for state, line in (*_system(), *_extras(), *_folders(folder), *_dataset(paths.data())):
        good = good and state != "wrong"
        click.echo(f"{state:<8} {line}")
    if not good:
        sys.exit(2)


def _system() -> Iterator[tuple[str, str]]:
    """Python, cores, the engine."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield "ok", f"Python {python}, {_DISTRIBUTION} {version_of(_DISTRIBUTION)}"
    count = cores()
    yield (
        "ok" if count > 1 else "slow",
        f"{count} core{'s' * (count > 1)}: as many briefings are made side by side",
    )
    if not sys.platform.startswith("linux"):
        yield "slow", f"on {sys.platform} sections run in Jupyter kernels, and memory is not limited"


def _extras() -> Iterator[tuple[str, str]]:
    """What each extra brings, and what is missing without it."""
    use = {
        "office": "Word files",
        "lab": "exploring in JupyterLab (briefings lab)",
        "dask": "building on other machines (--dask)",
        "notify": "notices after a build (--notify)",
        "fetch": "asking services for news (briefings fetch)",
    }
    for extra, purpose in use.items():
        if missing := [name for name in _brought_by(extra) if not version_of(name)]:
            yield "missing", f"{', '.join(missing)}: no {purpose}; {installing(extra)}"
        else:
            yield "ok", purpose
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    yield (
        ("ok", f"{browser}: for make test-browser")
        if browser
        else (
            "missing",
            "Chromium: only make test-browser needs it",
        )
    )
    office = shutil.which("soffice")
    yield (
        ("ok", f"{office}: for make test-office")
        if office
        else (
            "missing",
            "LibreOffice: only make test-office needs it",
        )
    )


def _brought_by(extra: str) -> list[str]:
    """The distributions that an extra names."""
    from importlib.metadata import requires

    from packaging.requirements import Requirement

    known = [Requirement(one) for one in requires(_DISTRIBUTION) or []]
    return [
        one.name
        for one in known
        if one.marker and "extra" in str(one.marker) and one.marker.evaluate({"extra": extra})
    ]


def _folders(reports: Path) -> Iterator[tuple[str, str]]:
    """Whether reports can be written, and how much room there is."""
    there = next(one for one in (reports.resolve(), *reports.resolve().parents) if one.exists())
    if not os.access(there, os.W_OK):
        yield "wrong", f"{there}: may not be written to; name another folder with --reports"
    free = shutil.disk_usage(there).free
    room = f"{reports}: {free / 10**9:.1f} GB free"
    yield (
        ("ok", room)
        if free > _FREE
        else ("wrong", f"{room}; a build with its cache may take {_FREE / 10**9:.0f} GB")
    )
    cache = reports / ".cache"
    if cache.is_dir():
        size = sum(one.stat().st_size for one in cache.rglob("*") if one.is_file())
        yield "ok", f"{cache}: {size / 10**6:.0f} MB kept from earlier builds; may be deleted at any time"
    else:
        yield "slow", f"{cache}: not there yet; the first build makes everything"


def _dataset(folder: Path) -> Iterator[tuple[str, str]]:
    """Whether the dataset passes the check."""
    from helpers import data
    from helpers.data import transaction

    try:
        with transaction.standing_still(folder) as copy:
            data.ensure(copy)
    except (BriefingError, OSError) as error:
        yield "wrong", f"{folder}: {str(error).splitlines()[0]}; see briefings check"
    else:
        yield "ok", f"{folder}: no faults in the data"
