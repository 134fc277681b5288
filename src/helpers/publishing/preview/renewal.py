"""Code that was changed is forgotten by the process that had imported it, and imported anew when it is used."""

import importlib
import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import helpers
from helpers.publishing import modules
from helpers.publishing.preview.watching import PACKAGE, states
from helpers.text.phrases import LANGUAGES

_IS_PHRASES = re.compile(rf"text/({'|'.join(LANGUAGES)})\.toml")
# What runs in the command, or is held by the warm process and the one that it was forked from.
_ITSELF = ("cli/", "publishing/preview/", "publishing/sandbox/", "errors.py")
# The modules that remember something of what they did not import: of phrases, of code, of exporters.
_PHRASES = ("helpers.text.phrases", "helpers.publishing.freshness")
_CODE, _EXPORTERS = ("helpers.publishing.freshness",), ("helpers.publishing.formats",)


def itself(files: Iterable[str]) -> list[str]:
    """Those of these files of our package that cannot be renewed, since they are what previews."""
    return [one for one in files if one.startswith(_ITSELF)]


def renew(files: Iterable[str]) -> set[str]:
    """Forget what this process knows of these files of our package, given relative to it.

    Of a module that was changed also those that import it, one through another; gives back their names. What else
    lies in the package (templates, styles) may have been read by any module. Of phrases, only what was remembered of
    them.
    """
    code = [one for one in files if not _IS_PHRASES.fullmatch(one) and not one.startswith(_ITSELF)]
    _forget_results(
        {
            *(_PHRASES if any(map(_IS_PHRASES.fullmatch, files)) else ()),
            *(_CODE if code else ()),
            *(_EXPORTERS if any(one.startswith("exporters/") for one in code) else ()),
        }
    )
    if not code:
        return set()
    if all(one.endswith(".py") for one in code):
        found = _with_importers(map(_module, code))
    else:
        found = {name for name in sys.modules if name.startswith(f"{helpers.__name__}.")}
    held = tuple(map(_module, _ITSELF))
    forgotten = {name for name in found if not name.startswith(held)}
    for name in forgotten:
        sys.modules.pop(name, None)
        parent, _, own = name.rpartition(".")
        vars(sys.modules.get(parent, helpers)).pop(own, None)
    importlib.invalidate_caches()
    return forgotten


def _forget_results(names: Iterable[str]) -> None:
    """Drop what functions of these modules remember (``functools.cache``)."""
    for name in names:
        for value in list(vars(sys.modules.get(name, helpers)).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def _module(file: str) -> str:
    """``views/kit/charts.py`` → ``helpers.views.kit.charts``."""
    return f"{helpers.__name__}.{file.removesuffix('.py').removesuffix('/__init__').rstrip('/').replace('/', '.')}"


def _with_importers(names: Iterable[str]) -> set[str]:
    """Modules, and all that import them, one through another."""
    importers: dict[str, set[str]] = {}
    for path, state in states(PACKAGE).items():
        if path.endswith(".py"):
            for imported in _imported(path, state):
                importers.setdefault(imported, set()).add(_module(path.removeprefix(f"{PACKAGE}/")))
    found = set(names)
    waiting = list(found)
    while waiting:
        new = importers.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


@cache
def _imported(path: str, _state: object) -> frozenset[str]:
    return frozenset(modules.imported(Path(path).read_text(encoding="utf-8", errors="replace")))
