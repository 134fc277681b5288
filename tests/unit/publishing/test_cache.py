"""The cache gives back what it was given or nothing, stays within its size, and never stops a build."""

import os
import threading
from pathlib import Path

import pytest

from helpers.publishing.cache import Cache

KEY = "ab" * 32


def test_what_is_kept_is_what_is_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.get("sections", KEY) is None
    assert cache.put("sections", KEY, b"content " * 1000)
    assert Cache(tmp_path / "new" / "folder").get("sections", KEY) == b"content " * 1000
    assert cache.get("phrases", KEY) is None


@pytest.mark.parametrize(
    "spoil", [lambda old: old[:-1], lambda old: b"", lambda old: old[:40] + b"x" + old[41:]]
)
def test_a_damaged_entry_is_nothing_is_counted_and_makes_room_for_a_good_one(tmp_path: Path, spoil) -> None:
    cache = Cache(tmp_path)
    cache.put("sections", KEY, b"content")
    (path,) = tmp_path.glob("*/*/*")
    path.write_bytes(spoil(path.read_bytes()))
    assert cache.get("sections", KEY) is None
    assert cache.damaged == 1 and not path.exists()
    cache.put("sections", KEY, b"content")
    assert cache.get("sections", KEY) == b"content"


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, size=2500)
    for number, name in enumerate(("a", "b", "c")):
        cache.put("sections", name * 64, os.urandom(1000))
        (path,) = tmp_path.glob(f"*/*/{name * 64}")
        os.utime(path, (number, number))
    cache.get("sections", "a" * 64)
    cache.prune()
    assert [name for name in "abc" if cache.get("sections", name * 64)] == ["a", "c"]


def test_half_an_entry_of_a_killed_build_is_never_read_and_goes_in_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path, size=10)
    cache.put("sections", KEY, b"content")
    (path,) = tmp_path.glob("*/*/*")
    half = path.with_name(f".{KEY}.0123")
    half.write_bytes(b"half")
    os.utime(half, (0, 0))
    cache.prune()
    assert not half.exists()


def test_many_may_write_and_read_the_same_entry_at_once(tmp_path: Path) -> None:
    content = os.urandom(100_000)
    wrong: list[bytes | None] = []

    def work() -> None:
        cache = Cache(tmp_path)
        for _ in range(20):
            cache.put("sections", KEY, content)
            if cache.get("sections", KEY) != content or cache.damaged:
                wrong.append(None)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(list(tmp_path.rglob("*.*"))) == 0  # no half entries


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in its place")
    cache = Cache(tmp_path / "file")
    assert not cache.put("sections", KEY, b"content")
    assert cache.get("sections", KEY) is None
    cache.prune()
