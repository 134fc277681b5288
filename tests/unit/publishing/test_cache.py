"""The cache gives back what it was given or nothing, stays within its size, and never stops a build."""

import json
import os
import threading
from pathlib import Path

import pytest

from helpers.publishing.cache import BadCacheKey, Cache, read_secret

KEY = "ab" * 32


def test_what_is_kept_is_what_is_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.get("sections", KEY, bytes) is None
    assert cache.put("sections", KEY, b"content " * 1000)
    assert Cache(tmp_path / "new" / "folder").get("sections", KEY, bytes) == b"content " * 1000
    assert cache.get("phrases", KEY, bytes) is None


@pytest.mark.parametrize(
    "spoil", [lambda old: old[:-1], lambda old: b"", lambda old: old[:40] + b"x" + old[41:]]
)
def test_a_damaged_entry_is_nothing_is_counted_and_makes_room_for_a_good_one(tmp_path: Path, spoil) -> None:
    cache = Cache(tmp_path)
    cache.put("sections", KEY, b"content")
    (path,) = tmp_path.glob("*/*/*")
    path.write_bytes(spoil(path.read_bytes()))
    assert cache.get("sections", KEY, bytes) is None
    assert cache.damaged == 1 and not path.exists()
    cache.put("sections", KEY, b"content")
    assert cache.get("sections", KEY, bytes) == b"content"


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, size=2500)
    for number, name in enumerate(("a", "b", "c")):
        cache.put("sections", name * 64, os.urandom(1000))
        (path,) = tmp_path.glob(f"*/*/{name * 64}")
        os.utime(path, (number, number))
    cache.get("sections", "a" * 64, bytes)
    cache.prune()
    assert [name for name in "abc" if cache.get("sections", name * 64, bytes)] == ["a", "c"]


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
            if cache.get("sections", KEY, bytes) != content or cache.damaged:
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
    assert cache.get("sections", KEY, bytes) is None
    cache.prune()


SECRET = b"of those who share it"


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o702])
def test_a_folder_that_others_may_write_to_is_used_only_with_a_secret(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    cache = Cache(tmp_path)
    assert not cache.put("sections", KEY, b"content") and cache.get("sections", KEY, bytes) is None
    assert "others may write to it" in cache.refusal and "--cache-key FILE" in cache.refusal
    shared = Cache(tmp_path, secret=SECRET)
    assert shared.put("sections", KEY, b"content") and shared.refusal == ""
    assert shared.get("sections", KEY, bytes) == b"content"


def test_somebody_elses_folder_is_used_only_with_a_secret(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert Cache(tmp_path).refusal and not Cache(tmp_path, secret=SECRET).refusal
    assert not Cache(
        tmp_path / "own"
    ).refusal  # which is made, for nobody else to write to, whatever the umask


@pytest.mark.parametrize("umask", [0, 0o077])
def test_a_folder_that_is_made_is_ones_own(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        Cache(tmp_path / "new").put("sections", KEY, b"content")
    finally:
        os.umask(before)
    folders = [path for path in (tmp_path / "new").rglob("*") if path.is_dir()] + [tmp_path / "new"]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


@pytest.mark.parametrize("secret", [b"", b"of somebody who left"])
def test_an_entry_of_whoever_lacks_the_secret_is_made_anew(tmp_path: Path, secret: bytes) -> None:
    Cache(tmp_path, secret=secret).put("sections", KEY, b"POISONED FIGURE")
    cache = Cache(tmp_path, secret=SECRET)
    assert cache.get("sections", KEY, bytes) is None and cache.damaged == 1


def test_an_entry_under_another_name_is_none(tmp_path: Path) -> None:
    cache, other = Cache(tmp_path, secret=SECRET), "cd" * 32
    cache.put("sections", KEY, b"of another province")
    (path,) = tmp_path.glob("*/*/*")
    for kind, name in (("sections", other), ("excerpts", KEY)):
        place = tmp_path / kind / name[:2] / name
        place.parent.mkdir(parents=True)
        place.write_bytes(path.read_bytes())
        assert cache.get(kind, name, bytes) is None
    assert cache.damaged == 2


def test_an_entry_that_cannot_be_read_is_made_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("units", KEY, b'{"units": 1}')
    assert cache.get("units", KEY, lambda kept: json.loads(kept)["units"].items()) is None
    assert cache.damaged == 1 and not list(tmp_path.glob("*/*/*"))


def test_a_secret_is_long_enough_not_to_be_guessed(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("0123456789abcdef\n")
    assert read_secret(tmp_path / "key") == b"0123456789abcdef"
    (tmp_path / "key").write_text("short\n")
    with pytest.raises(BadCacheKey, match="at least 16 bytes"):
        read_secret(tmp_path / "key")
