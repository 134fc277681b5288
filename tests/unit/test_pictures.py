"""A page that looks otherwise than its picture is told with how much and where to look; another number is no fault."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

import pictures

NAMES = [*pictures.PAPER, *pictures.SCREENS]


def kept(name: str) -> Image.Image:
    return Image.open(pictures.KEPT / f"{name}.png").convert("L")


def test_every_picture_is_kept_and_small() -> None:
    files = sorted(pictures.KEPT.iterdir())
    assert [one.stem for one in files] == sorted(NAMES)
    assert all(one.stat().st_size < 30_000 for one in files)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_as_its_picture_is_no_fault_and_one_with_another_number_neither(name: str) -> None:
    changed = kept(name)
    changed.paste(0, (60, 60, 80, 64))
    assert pictures.fault(name, kept(name)) == pictures.fault(name, changed) == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_moved_down_by_a_line_is_a_fault_that_says_where_to_look(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "gettempdir", lambda: str(tmp_path))
    said = pictures.fault(name, ImageChops.offset(kept(name), 0, 6))
    assert f"{name}: " in said and "% of the page differ" in said and "make briefings pictures" in said
    assert str(tmp_path / f"{name}.png") in said and (tmp_path / f"{name}.png").is_file()


def test_a_page_of_another_size_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "gettempdir", lambda: str(tmp_path))
    assert "100.0%" in pictures.fault(NAMES[0], Image.new("L", (10, 10)))
