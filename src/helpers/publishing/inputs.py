"""What a state of the dataset holds for briefings: the units they are about, each with its part of every table.

Checking the dataset and cutting it takes time, so what came of it is kept by the hash of what it came of; and a
province is cut when it is asked for, so that the first briefing does not wait for the last.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.data import areas, boundaries, schema, transaction
from helpers.data import subset as subsets
from helpers.data.areas import Kind
from helpers.data.boundaries import Boundary
from helpers.publishing.cache import Cache
from helpers.text.phrases import LANGUAGES

if TYPE_CHECKING:
    from helpers.data.schema import Package
    from helpers.data.subset import Subsets

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Subset:
    """A province's part of the dataset: the day of its latest source, the hash of each file, their texts' key."""

    latest_source: str
    files: Mapping[str, str]
    key: str


@dataclass(frozen=True)
class Unit:
    """What a briefing is about, under the name that people type: its name by language and the day of its edition.

    A unit that ended before the build's edition has the name (as typed) of the one that it is part of now; ``merged``
    are the ids and names of the units without a briefing that are part of this one. ``kind`` tells units and groups,
    ``parts`` are the areas whose outlines make up the unit's.
    """

    names: Mapping[str, str]
    edition: str
    successor: str = ""
    merged: Sequence[str] = ()
    kind: Kind = "unit"
    parts: Sequence[str] = ()


class Inputs:
    """The dataset in a folder, as it was known on a day, by province (the name that people type)."""

    def __init__(self, folder: Path, as_of: str, code: str, cache: Cache, checked: bool = True) -> None:
        """``code`` is the hash of what reads the data; not ``checked``, faults may be in it that can be read.

        Raises DataFaults with everything that is wrong, editions.BadDate, editions.TooEarly, or what
        ``transaction.snapshot`` raises. The files are read once: what is hashed is what is checked and cut, whatever
        is written to the folder meanwhile.
        """
        self.folder, self._as_of, self._cache = folder, as_of, cache
        self._files = transaction.snapshot(folder)
        self._is_checked = checked
        self._key = hash_of(json.dumps([of_contents(self._files), as_of, code, checked]))
        self._subsets: dict[str, Subset] = {}
        self._held: dict[str, Texts] = {}  # texts that no cache could keep, or that were not checked
        self.units, self.later = cache.get("units", self._key, _known) or _known(self._read_units())

    def subset(self, province: str) -> Subset:
        """What a province's briefings are made of; cut when asked for the first time."""
        if province not in self._subsets:
            key = hash_of(f"{self._key} {province}")
            subset = self._cache.get("subsets", key, lambda kept: Subset(**json.loads(kept)))
            if subset is None:
                subset = self._cut(province)
                self._cache.put("subsets", key, json.dumps(asdict(subset), ensure_ascii=False).encode())
            self._subsets[province] = subset
        return self._subsets[province]

    def texts(self, province: str) -> Texts:
        """The files of a province's subset, as text by name."""
        subset = self.subset(province)
        texts = self._held.get(province) or kept_texts(subset.key, self._cache)
        if texts is None:  # the cache has dropped them
            self._cut(province)
            texts = self._held.get(province) or kept_texts(subset.key, self._cache) or {}
        return texts

    @property
    def boundaries(self) -> Sequence[Boundary]:
        """The outlines for maps; none where there are none that can be read, which the check tells."""
        outlines = {name: content for name, content in self._files.items() if name == boundaries.FILE}
        with transaction.standing_still(self.folder, outlines) as copy:
            return boundaries.read_boundaries(copy)[0]

    @cached_property
    def _dataset(self) -> "tuple[Package, Subsets, Texts]":
        """The dataset: its descriptor, its rows, and its files that are no tables."""
        from helpers.data.subset import Subsets
        from helpers.data.validation import check

        look = check.sound if self._is_checked else check.readable
        with transaction.standing_still(self.folder, self._files) as copy:
            package, rows = look(copy)
        others = {
            name: content.decode("utf-8")
            for name, content in self._files.items()
            if name.endswith(".geojson")
        }
        return package, Subsets(package, rows, self._as_of), others

    def _read_units(self) -> bytes:
        """What is kept of the units, and from when on others will have briefings."""
        _, cut, _ = self._dataset
        merged = cut.merged
        units = {
            one.slug: Unit(
                {language: cut.areas[one.area_id][f"name_{language}"] for language in LANGUAGES},
                one.day.isoformat(),
                cut.successor(one),
                [name for name, slug in merged.items() if slug == one.slug],
                one.kind,
                areas.parts(cut.areas, one.area_id),
            )
            for one in cut.subjects
        }
        known = {"units": {slug: asdict(unit) for slug, unit in units.items()}, "later": cut.later}
        kept = json.dumps(known, ensure_ascii=False).encode()
        self._cache.put("units", self._key, kept)
        return kept

    def _cut(self, province: str) -> Subset:
        package, cut, others = self._dataset
        rows = cut.of(province, tuple(package.tables))
        texts = subsets.as_files(package, rows, province=province)
        texts |= others
        files, key = _key_of(texts)
        is_kept = self._is_checked and self._cache.put(
            "excerpts", key, json.dumps(texts, ensure_ascii=False).encode()
        )
        if not is_kept:
            self._held[province] = texts
        return Subset(cut.latest_source(province), files, key)


def kept_texts(key: str, cache: Cache) -> Texts | None:
    """The texts of a subset, by name, that was cut before; None when they are not kept any more."""

    def read(kept: bytes) -> Texts:
        texts: Texts = json.loads(kept)
        if _key_of(texts)[1] != key:
            raise ValueError(key)
        return texts

    return cache.get("excerpts", key, read)


def _key_of(texts: Texts) -> tuple[dict[str, str], str]:
    """The hash of each text by name, and the hash of these."""
    files = {name: hash_of(text) for name, text in sorted(texts.items())}
    return files, hash_of(json.dumps(files))


def _known(kept: bytes) -> tuple[dict[str, Unit], dict[str, str]]:
    """The units by name, and from when on others will have briefings."""
    known = json.loads(kept)
    return {slug: Unit(**about) for slug, about in known["units"].items()}, known["later"]


def explainer(key: str, now: Inputs, province: str, cache: Cache) -> Callable[[str, str, str], str]:
    """Tells in words how a file of a province's subset changed since the one kept under ``key``; else nothing.

    What it gives back takes the file's name, the hash it had and the hash it has.
    """

    @lru_cache(maxsize=1)
    def both() -> tuple[Texts, Texts]:
        return kept_texts(key, cache) or {}, now.texts(province)

    def explain(name: str, before: str, after: str) -> str:
        table, kind = os.path.splitext(name)
        old, new = (texts.get(name, "") for texts in both())
        if kind != ".csv" or hash_of(old) != before or hash_of(new) != after:
            return ""
        return f"{table}: {subsets.changed_rows(schema.read(now.folder), table, old, new)}"

    return explain


def of_files(folder: Path, paths: Iterable[Path]) -> str:
    """The hash of files by their names below a folder and their contents, whatever the line ends."""
    return of_contents({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def of_contents(files: Mapping[str, bytes]) -> str:
    """The hash of files by name and content, whatever the line ends."""
    lines = {name: hash_of(content.replace(b"\r\n", b"\n")) for name, content in files.items()}
    return hash_of(json.dumps(lines, sort_keys=True))


def hash_of(content: str | bytes) -> str:
    """The SHA-256 of a text or of bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()
