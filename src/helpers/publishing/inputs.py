"""What a state of the dataset holds for briefings: provinces, editions, and each section's excerpt.

Cutting and checking costs a second, so what came of it is kept by the hash of what it came of.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from helpers.data import schema as packages
from helpers.data import subset
from helpers.publishing.cache import Cache
from helpers.text.phrases import LANGUAGES

_DATA_FILES = (".csv", ".json", ".geojson")


@dataclass(frozen=True)
class Declared:
    """What a section's notebook says in its metadata that it reads: tables, and other files of the dataset."""

    tables: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inputs:
    """By province: names, edition, the hash of each section's files, and the hash under which their texts are kept."""

    names: dict[str, dict[str, str]]
    editions: dict[str, str]
    files: dict[str, dict[str, dict[str, str]]]
    packs: dict[str, str]
    texts: dict[str, dict[str, str]] = field(default_factory=dict, compare=False)


def everything(folder: Path) -> Declared:
    """What a notebook reads that does not say what: all of the dataset."""
    further = tuple(sorted(path.name for path in folder.glob("*.geojson")))
    return Declared(tuple(packages.read(folder).tables), further)


def read(folder: Path, declared: Mapping[str, Declared], as_of: str, code: str, cache: Cache) -> Inputs:
    """The inputs of a dataset, which has no faults; ``code`` is the hash of what reads it.

    Raises DataFaults with everything that is wrong, editions.BadDate or editions.TooEarly, or UnknownTable.
    """
    asked = {name: [sorted(one.tables), sorted(one.files)] for name, one in declared.items()}
    key = hash_of(json.dumps([of_folder(folder), asked, as_of, code], sort_keys=True))
    if kept := cache.get("inputs", key):
        return Inputs(**json.loads(kept))
    found = cut(folder, declared, as_of, cache)
    content = {name: getattr(found, name) for name in ("names", "editions", "files", "packs")}
    cache.put("inputs", key, json.dumps(content, ensure_ascii=False).encode())
    return found


def cut(folder: Path, declared: Mapping[str, Declared], as_of: str, cache: Cache) -> Inputs:
    """Check a dataset and cut it; the texts go to the cache, or are held where that cannot be. Raises as ``read``."""
    from helpers.data.subset import Subsets
    from helpers.data.validation import check

    package, rows = check.sound(folder)
    slices = Subsets(package, rows, as_of)
    names = {
        province: {language: slices.areas[province][f"name_{language}"] for language in LANGUAGES}
        for province in slices.provinces
    }
    found = Inputs(names, {province: slices.edition(province) for province in names}, {}, {})
    for province in names:
        texts: dict[str, str] = {}
        found.files[province] = {}
        for section, one in declared.items():
            own = subset.as_files(package, slices.of(province, one.tables), one.files)
            found.files[province][section] = {name: hash_of(text) for name, text in own.items()}
            texts |= {hash_of(text): text for text in own.values()}
        found.packs[province] = hash_of("".join(sorted(texts)))
        if not cache.put("excerpts", found.packs[province], json.dumps(texts, ensure_ascii=False).encode()):
            found.texts[province] = texts
    return found


def texts(inputs: Inputs, province: str, cache: Cache) -> dict[str, str] | None:
    """The texts of a province's excerpts by hash; None when they are not kept any more."""
    return inputs.texts.get(province) or kept_texts(inputs.packs[province], cache)


def kept_texts(pack: str, cache: Cache) -> dict[str, str] | None:
    """The texts of an earlier excerpt by hash; None when they are not kept any more."""
    kept = cache.get("excerpts", pack)
    return json.loads(kept) if kept else None


def explainer(
    folder: Path, pack: str, now: Inputs, province: str, cache: Cache
) -> Callable[[str, str, str], str]:
    """Tells in words how a table of a province's excerpt changed since the one kept under ``pack``; else nothing."""

    @lru_cache(maxsize=1)
    def both() -> tuple[dict[str, str], dict[str, str]]:
        return kept_texts(pack, cache) or {}, texts(now, province, cache) or {}

    def explain(name: str, before: str, after: str) -> str:
        table, kind = os.path.splitext(name)
        old, new = both()
        if kind != ".csv" or before not in old or after not in new:
            return ""
        return f"{table}: {subset.changed_rows(packages.read(folder), table, old[before], new[after])}"

    return explain


def of_folder(folder: Path) -> str:
    """The hash of the dataset: its tables, its descriptor and its outlines, whatever the line ends."""
    return of_files(folder, (path for path in folder.rglob("*") if path.suffix in _DATA_FILES))


def of_files(folder: Path, paths: Iterable[Path]) -> str:
    """The hash of files by their names below a folder and their contents, whatever the line ends."""
    lines = {
        path.relative_to(folder).as_posix(): hash_of(path.read_bytes().replace(b"\r\n", b"\n"))
        for path in paths
    }
    return hash_of(json.dumps(lines, sort_keys=True))


def hash_of(content: str | bytes) -> str:
    """The SHA-256 of a text or of bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
