"""What is imported is declared, for the use it has; what is installed is locked, with checksums."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from repository import MODULES, NOTEBOOKS, PACKAGE, ROOT, notebook, source

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Imports that an installation without extras is asked for by nobody: the extra that brings what they need.
OF_EXTRAS = {
    "office": ("exporters/docx/",),
    "lab": ("views/explore/",),
    "dask": ("publishing/runners/dask.py",),
}


def named(requirements: list[str]) -> set[str]:
    """The distributions of requirements, as they are compared."""
    return {re.split(r"[\[<>=~!; ]", one)[0].lower().replace("_", "-") for one in requirements}


BASE = named(PROJECT["dependencies"])
EXTRAS = {name: named(one) for name, one in PROJECT["optional-dependencies"].items()}


def modules(code: str) -> set[str]:
    """The top-level modules of others that a code imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).split(".")[0])
    return found - sys.stdlib_module_names - {"helpers"}


def test_everything_that_is_imported_is_declared_for_its_use() -> None:
    brought = packages_distributions()
    wrong = {}
    for path in MODULES:
        name = path.relative_to(PACKAGE).as_posix()
        extra = next((extra for extra, places in OF_EXTRAS.items() if name.startswith(places)), "")
        allowed = BASE | EXTRAS.get(extra, set())
        for module in modules(path.read_text(encoding="utf-8")):
            if not named(brought.get(module, ["?"])) & allowed:
                wrong[f"{name}: {module}"] = brought.get(module)
    assert wrong == {}


def test_what_notebooks_import_is_there_for_who_runs_them() -> None:
    brought = packages_distributions()
    for path in NOTEBOOKS:
        allowed = BASE | (EXTRAS["lab"] if path.stem == "explore" else set())
        cells = [one for one in notebook(path)["cells"] if one["cell_type"] == "code"]
        code = "\n".join(source(one) for one in cells)
        code = "\n".join(line for line in code.splitlines() if not line.startswith("%"))
        assert all(named(brought[module]) & allowed for module in modules(code)), path.name


def test_each_place_that_may_need_an_extra_is_there() -> None:
    for places in OF_EXTRAS.values():
        assert all((PACKAGE / one).exists() for one in places)


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Of each distribution of a lock: its versions, how many checksums."""
    found: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8")):
        if pinned := re.match(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+]+)", block):
            versions = f"{found.get(pinned[1], ('', 0))[0]} {pinned[2]}".strip()
            found[pinned[1]] = (versions, block.count("--hash=sha256:"))
    return found


def test_locks_pin_everything_with_checksums_and_agree() -> None:
    build, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert all(hashes for _, hashes in (*build.values(), *dev.values()))
    assert {name: one for name, one in build.items() if dev.get(name) != one} == {}
    assert BASE | EXTRAS["office"] | {"hatchling"} <= {one.lower() for one in build}
    assert EXTRAS["dev"] - {"province-briefings"} <= {one.lower() for one in dev}


def test_what_only_builds_is_not_given_the_developers_tools() -> None:
    build = {one.lower() for one in locked("requirements.lock")}
    own = EXTRAS["dev"] | EXTRAS["lab"] | EXTRAS["dask"]
    assert {one for one in own & build if one not in BASE} <= {"beautifulsoup4"}  # nbconvert needs it


def test_locks_name_no_address_and_no_folder() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"://|file:|^--|(?<![\w.])/\w", text, re.MULTILINE), name
