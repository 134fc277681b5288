"""A power cut at any step of an import leaves the old dataset or the new one, and so does one while that is mended."""

import errno
import os
from itertools import groupby
from pathlib import Path

from click.testing import CliRunner

from helpers.cli.main import main
from helpers.data import check, transaction
from power_cut import Tree, lay_out, trees_after_a_cut
from small_dataset import Folder
from unit.intake.test_transaction import bytes_of, two_tables

TORTURE = bool(os.environ.get("TORTURE"))
"""Try every part of what was not made sure of (``make torture``), and cut while it is mended after each cut."""


Files = dict[str, bytes]


def imported(file: Path, folder: Folder, code: int = 0) -> None:
    told = CliRunner().invoke(main, ["import", str(file), "--data", str(folder.path)])
    assert told.exit_code == code, told.output


def mended(steps: list[list[Tree]], place: Path, states: dict[str, Files]) -> tuple[list[str], list[Tree]]:
    """Of each step the state of the dataset that the next command finds, ``mixed`` for different ones; and the trees.

    ``states`` are the states that there may be, by a name.
    """
    found: dict[frozenset, str] = {}
    trees = []
    for tree in (tree for some in steps for tree in some):
        key = frozenset(tree.items())
        if key not in found:
            folder = place / f"cut-{len(found)}"
            lay_out(tree, folder)
            transaction.settle(folder)
            assert not (folder / ".change").exists()
            files = bytes_of(folder)
            found[key] = next((name for name, state in states.items() if state == files), "broken")
            trees.append(tree)
    told = [{found[frozenset(tree.items())] for tree in some} for some in steps]
    return ["broken" if "broken" in one else "/".join(sorted(one)) for one in told], trees


def test_a_power_cut_at_any_step_leaves_the_old_dataset_or_the_new(small: Folder, tmp_path: Path) -> None:
    """Also where the cut comes a second time, while the next command mends what the first one left."""
    file, before = two_tables(small), bytes_of(small.path)
    steps = trees_after_a_cut(small.path, lambda: imported(file, small), TORTURE)
    states = {"new": bytes_of(small.path), "old": before}
    assert check(small.path) == []
    told, trees = mended(steps, tmp_path, states)
    assert [one for one, _ in groupby(told)] == ["old", "new/old", "new"]
    decided = [tree for tree in trees if ".change/ready" in tree]
    assert len(decided) > 5
    for number, tree in enumerate(decided if TORTURE else decided[::7]):
        folder = tmp_path / f"again-{number}"
        lay_out(tree, folder)
        steps = trees_after_a_cut(folder, lambda folder=folder: transaction.settle(folder), TORTURE)
        assert set(mended(steps, tmp_path / f"second-{number}", states)[0]) == {"new"}


def test_a_change_that_fails_is_taken_back_whole_after_a_power_cut_too(
    small: Folder, tmp_path: Path, monkeypatch
) -> None:
    file, before = two_tables(small), bytes_of(small.path)
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if target.name == "sectors.csv" and not done:
            done.append(target)
            raise OSError(errno.EIO, os.strerror(errno.EIO), os.fspath(target))
        real(source, target)

    done: list[Path] = []
    monkeypatch.setattr(os, "replace", replace)
    steps = trees_after_a_cut(small.path, lambda: imported(file, small, 2), TORTURE)
    monkeypatch.setattr(os, "replace", real)
    assert bytes_of(small.path) == before
    imported(file, small)
    told, _ = mended(steps, tmp_path, {"new": bytes_of(small.path), "old": before})
    assert [one for one, _ in groupby(told)] == ["old", "new/old", "new", "new/old", "old"]
