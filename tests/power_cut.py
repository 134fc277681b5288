"""What a power cut may leave of a folder: what was made sure of by fsync, and any part of the rest."""

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from itertools import combinations, product
from pathlib import Path
from tempfile import TemporaryFile

Tree = dict[str, bytes | None]
"""The files of a folder by their names below it; a folder has None."""

_CHANGES = ("open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate")
"""The audit events of all that changes a folder; each is told before it is done."""
_ROOT, _MOST_OPEN = 0, 6


def trees_after_a_cut(folder: Path, work: Callable[[], None], whole: bool) -> list[list[Tree]]:
    """What may be in the folder after a power cut before each change that the work makes to it, and after the last.

    ``whole`` tries every part of what was not made sure of; else nothing of it, all, one thing alone, all but one.
    The work is done in a process of its own, for what watches a process cannot be taken off it.
    """
    with TemporaryFile() as told:
        pid = os.fork()
        if not pid:
            pickle.dump(_Disk(folder, whole).watched(work), told)
            told.flush()
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0
        told.seek(0)
        found: list[list[Tree]] = pickle.load(told)
    return found


def lay_out(tree: Tree, folder: Path) -> None:
    """Make a folder of a tree."""
    folder.mkdir(parents=True)
    for name, content in tree.items():
        if content is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(content)


class _Disk:
    """A folder as its disk has it: the contents of files and the entries of folders, as of their last fsync.

    Files and folders have numbers of ours, since a disk gives the number of a deleted one to the next.
    """

    def __init__(self, root: Path, whole: bool) -> None:
        self._root, self._whole = root, whole
        self._numbers: dict[int, int] = {}  # by inode, of what there is
        self._next = _ROOT
        self._contents: dict[int, bytes] = {}
        self._entries: dict[int, dict[str, int]] = {}
        self._seen: list[list[Tree]] = []
        self._look()
        for path in (root, *root.rglob("*")):
            self._sure(path)

    def watched(self, work: Callable[[], None]) -> list[list[Tree]]:
        real = os.fsync

        def fsync(handle: int) -> None:
            real(handle)
            path = Path(os.readlink(f"/proc/self/fd/{handle}"))
            if path.is_relative_to(self._root):
                self._step()
                self._sure(path)

        watching = True

        def watch(event: str, told: tuple) -> None:
            nonlocal watching
            if watching and event in _CHANGES and (event != "open" or _writes(told[2])):
                watching = False  # looking opens files, too
                self._step()
                if event == "open" and isinstance(told[0], (str, os.PathLike)) and os.path.exists(told[0]):
                    self._contents[self._number(Path(told[0]))] = b""  # until it is made sure of again
                watching = True

        os.fsync = fsync
        sys.addaudithook(watch)
        work()
        watching = False
        self._step()
        return self._seen

    def _sure(self, path: Path) -> None:
        if path.is_dir():
            self._entries[self._number(path)] = self._listed(path)
        else:
            self._contents[self._number(path)] = path.read_bytes()

    def _number(self, path: Path) -> int:
        return self._numbers.get(path.stat().st_ino, -1)

    def _listed(self, path: Path) -> dict[str, int]:
        return {one.name: self._number(one) for one in path.iterdir()}

    def _look(self) -> None:
        """Number what is new, and forget the inodes of what is gone."""
        there = {path.stat().st_ino for path in (self._root, *sorted(self._root.rglob("*")))}
        first = self._root.stat().st_ino
        for inode in (first, *sorted(there - {first})):
            if inode not in self._numbers:
                self._numbers[inode] = self._next
                self._contents.setdefault(self._next, b"")
                self._next += 1
        self._numbers = {inode: number for inode, number in self._numbers.items() if inode in there}

    def _step(self) -> None:
        self._look()
        self._seen.append(list(self._trees()))

    def _trees(self) -> Iterator[Tree]:
        """What may be left now, each tree once."""
        folders = [path for path in (self._root, *self._root.rglob("*")) if path.is_dir()]
        now = {self._number(path): self._listed(path) for path in folders}
        written = {
            self._number(path): path.read_bytes() for path in self._root.rglob("*") if not path.is_dir()
        }
        choices = [self._parts(number, entries) for number, entries in now.items()]
        seen = set()
        for parts, contents in product(self._chosen(choices), (self._contents, self._contents | written)):
            entries = self._entries | dict(zip(now, parts, strict=True))
            tree = dict(_walk(entries, contents, _ROOT, "", set(now)))
            key = frozenset(tree.items())
            if key not in seen:
                seen.add(key)
                yield tree

    def _chosen(self, choices: list[list[dict[str, int]]]) -> Iterator[tuple[dict[str, int], ...]]:
        """For each folder which entries are left: in each all parts, where the others have nothing new or all."""
        if self._whole:
            yield from product(*choices)
            return
        for others in (0, 1):
            usual = tuple(some[min(others, len(some) - 1)] for some in choices)
            yield usual
            for place, some in enumerate(choices):
                for one in some[2:]:
                    yield (*usual[:place], one, *usual[place + 1 :])

    def _parts(self, number: int, now: dict[str, int]) -> list[dict[str, int]]:
        """The entries of a folder as they were made sure of, as they are, and with parts of what is not sure."""
        sure = self._entries.get(number, {})
        open_ = sorted(name for name in sure.keys() | now.keys() if sure.get(name) != now.get(name))
        if not open_:
            return [sure]
        if len(open_) > _MOST_OPEN:  # a folder that is being filled, which nothing rests on yet
            return [sure, now]
        sizes = range(1, len(open_)) if self._whole else {1, len(open_) - 1} - {0, len(open_)}
        some = [names for size in sizes for names in combinations(open_, size)]
        return [sure, now, *({**_but(sure, names), **_only(now, names)} for names in some)]


def _but(entries: dict[str, int], names: tuple[str, ...]) -> dict[str, int]:
    return {name: number for name, number in entries.items() if name not in names}


def _only(entries: dict[str, int], names: tuple[str, ...]) -> dict[str, int]:
    return {name: number for name, number in entries.items() if name in names}


def _walk(
    entries: dict[int, dict[str, int]], contents: dict[int, bytes], number: int, below: str, folders: set[int]
) -> Iterator[tuple[str, bytes | None]]:
    for name, one in sorted(entries.get(number, {}).items()):
        if one in entries or one in folders:
            yield below + name, None
            yield from _walk(entries, contents, one, f"{below}{name}/", folders)
        else:
            yield below + name, contents[one]


def _writes(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
