"""An import is all or nothing at every step it takes, and a second writer waits its turn."""

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from helpers.cli.main import main
from helpers.data import Fault, check, csv_files, load, transaction
from helpers.data.csv_files import Sheet
from helpers.data.faults import DataFaults
from helpers.data.schema import Table
from helpers.intake import incoming, write  # noqa: F401  once, and not in each child
from small_dataset import Folder

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.link", "os.rmdir", "open")
"""The audit events of all that an import does to a disk."""
TORTURE = bool(os.environ.get("TORTURE"))
"""Try every step (``make torture``), and not only some of the many that copy the dataset."""


def two_tables(folder: Folder) -> Path:
    """A workbook that brings a row for each of two tables."""
    book = openpyxl.Workbook()
    book.active.title = "partners"
    book.active.append(["partner_id", "kind", "name_vi", "name_en"])
    book.active.append(["guangxi", "locality", "Quảng Tây", "Guangxi"])
    book.create_sheet("sectors").append(["sector_id", "name_vi", "name_en"])
    book["sectors"].append(["energy", "Năng lượng", "Energy"])
    file = folder.path.parent / "two.xlsx"
    book.save(file)
    return file


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("[!.]*"))}


def in_a_child(file: Path, folder: Path, at: Callable[[int], None]) -> tuple[int, int]:
    """An import in a process of its own, which calls ``at`` with the number of each step on the dataset's disk.

    Gives how the process ended (as os.waitpid does) and how many steps it took.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        steps = 0

        def watch(event: str, arguments: tuple) -> None:
            nonlocal steps
            if event not in CHANGES or not str(arguments[0]).startswith(str(folder)):
                return
            if event == "open" and not (
                isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
            ):
                return
            steps += 1
            os.write(writer, b".")
            at(steps)

        sys.addaudithook(watch)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        told = CliRunner().invoke(main, ["import", str(file), "--data", str(folder)])
        os._exit(told.exit_code)
    os.close(writer)
    taken = 0
    while part := os.read(reader, 4096):
        taken += len(part)
    os.close(reader)
    return os.waitpid(pid, 0)[1], taken


def kill(now: bool) -> None:
    if now:
        os.kill(os.getpid(), signal.SIGKILL)


def old_and_new(folder: Folder, file: Path) -> tuple[dict[str, bytes], dict[str, bytes], int]:
    """The dataset before and after the import, which is taken back, and how many steps it takes."""
    before = bytes_of(folder.path)
    status, steps = in_a_child(file, folder.path, lambda step: None)
    assert status == 0
    after = bytes_of(folder.path)
    restore(folder, before)
    return before, after, steps


def steps_to_try(steps: int) -> list[int]:
    """The steps that put the new files in place, and some of those before."""
    return [step for step in range(1, steps + 1) if TORTURE or step % 9 == 1 or step > steps - 25]


def restore(folder: Folder, files: dict[str, bytes]) -> None:
    transaction.lay_out(files, folder.path)


def test_killed_at_any_step_it_is_done_or_not_done_at_all(small: Folder) -> None:
    file = two_tables(small)
    before, after, steps = old_and_new(small, file)
    assert steps > 20
    seen = set()
    for step in steps_to_try(steps):
        status, _ = in_a_child(
            file, small.path, lambda now, step=step: now == step and os.kill(os.getpid(), signal.SIGKILL)
        )
        assert os.WIFSIGNALED(status)
        assert check(small.path) == []  # the next command, whatever it is, completes it or takes it back
        found = bytes_of(small.path)
        assert found in (before, after), step
        assert not (small.path / ".change").exists()
        seen.add(found == after)
        restore(small, before)
    assert seen == {True, False}


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EIO] if TORTURE else [errno.ENOSPC])
def test_a_disk_that_fails_once_at_any_step_loses_nothing(small: Folder, fault: int) -> None:
    file = two_tables(small)
    before, after, steps = old_and_new(small, file)

    def fail(now: int, step: int) -> None:
        if now == step:
            raise OSError(fault, os.strerror(fault), "a file")

    for step in steps_to_try(steps):
        status, _ = in_a_child(file, small.path, lambda now, step=step: fail(now, step))
        assert check(small.path) == []
        found = bytes_of(small.path)
        assert found == (after if status == 0 else before), step
        assert not (small.path / ".change").exists()
        restore(small, before)


def test_two_imports_at_once_lose_nothing(small: Folder) -> None:
    file = two_tables(small)
    before = bytes_of(small.path)
    with transaction.one_writer(small.path):
        told = CliRunner().invoke(main, ["import", str(file), "--data", str(small.path)])
    assert told.exit_code == 2
    assert "another import is writing to it; start again when that has ended" in told.stderr
    assert bytes_of(small.path) == before
    assert CliRunner().invoke(main, ["import", str(file), "--data", str(small.path)]).exit_code == 0


def test_a_reader_never_sees_half_of_a_change(small: Folder, monkeypatch) -> None:
    """However the reading and the writing mix, what is read is one state of the dataset."""
    file = two_tables(small)
    before, after, steps = old_and_new(small, file)
    real = transaction._read
    for step in steps_to_try(steps):
        done = []

        def read(folder: Path, step: int = step, done: list = done) -> dict[str, bytes]:
            found = real(folder)
            if not done:  # another process writes between two readings, and is killed at this step
                done.append(1)
                in_a_child(file, folder, lambda now: kill(now == step))
            return found

        monkeypatch.setattr(transaction, "_read", read)
        found = transaction.snapshot(small.path)
        wanted = [
            {name: content for name, content in one.items() if name in found} for one in (before, after)
        ]
        assert found in wanted, step
        monkeypatch.setattr(transaction, "_read", real)
        transaction.settle(small.path)
        restore(small, before)


@pytest.mark.parametrize("command", ["check", "export"])
def test_check_and_export_read_one_state_while_an_import_writes(small: Folder, monkeypatch, command) -> None:
    """What comes in once the reading has begun is not read, not even in part."""
    file, book = two_tables(small), small.path.parent / "all.xlsx"
    real = transaction.lay_out

    def lay_out(files: dict[str, bytes], folder: Path) -> None:
        monkeypatch.setattr(transaction, "lay_out", real)
        assert in_a_child(file, small.path, lambda step: None)[0] == 0
        small.drop("sectors", "energy")  # as halfway through: one table new, the other not
        small.add("partners", like="guangxi", partner_id="guangxi")
        real(files, folder)

    monkeypatch.setattr(transaction, "lay_out", lay_out)
    arguments = [command, *([str(book)] if command == "export" else []), "--data", str(small.path)]
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 0, told.output
    assert CliRunner().invoke(main, ["check", "--data", str(small.path)]).exit_code == 2
    if command == "export":
        partners = openpyxl.load_workbook(book)["partners"]
        assert [row[0] for row in partners.iter_rows(values_only=True)][1:] == ["china", "laos", "yunnan"]


def imported_halfway(monkeypatch, file: Path, folder: Folder) -> None:
    """Another import is done when the partners have been read, before the sectors are."""
    real, done = csv_files.read, []

    def read(table: Table) -> tuple[Sheet | None, list[Fault]]:
        if table.name == "sectors" and not done:
            done.append(table)
            assert in_a_child(file, folder.path, lambda step: None)[0] == 0
        return real(table)

    monkeypatch.setattr(csv_files, "read", read)


def test_loading_reads_one_state_while_an_import_writes(small: Folder, monkeypatch) -> None:
    assert list(small.tables).index("partners") < list(small.tables).index("sectors")
    imported_halfway(monkeypatch, two_tables(small), small)
    dataset = load(folder=small.path)
    assert ("guangxi" in dataset.keyed("partners"), "energy" in dataset.keyed("sectors")) == (True, True)


def test_loading_does_not_refuse_what_only_half_of_an_import_breaks(small: Folder, monkeypatch) -> None:
    """What is wrong with files that change while they are read is wrong with no state of the dataset."""
    file, real, done = two_tables(small), csv_files.read, []

    def read(table: Table) -> tuple[Sheet | None, list[Fault]]:
        if table.name == "sectors" and not done:
            done.append(table)
            assert in_a_child(file, small.path, lambda step: None)[0] == 0
            raise DataFaults([Fault("sectors.csv", 1, "", "a whole file")])
        return real(table)

    monkeypatch.setattr(csv_files, "read", read)
    assert "energy" in load(folder=small.path).keyed("sectors")


def test_a_dry_run_reads_one_state_while_an_import_writes(small: Folder, monkeypatch) -> None:
    file = two_tables(small)
    imported_halfway(monkeypatch, file, small)
    told = CliRunner().invoke(main, ["import", str(file), "--dry-run", "--data", str(small.path)])
    assert told.exit_code == 0, told.output
    assert told.stdout.splitlines()[:2] == [
        "partners: 1 to add, 0 to change, 0 already there",
        "sectors: 1 to add, 0 to change, 0 already there",
    ]


def test_faults_of_a_dry_run_name_the_dataset_itself(small: Folder) -> None:
    file = two_tables(small)
    small.change("indicators", "aid", name_en="Aid.")
    told = CliRunner().invoke(main, ["import", str(file), "--dry-run", "--data", str(small.path)])
    assert f"{small.path}/indicators.csv:2 name_en: expected no full stop" in told.stderr


def test_faults_of_the_state_that_was_read_name_the_dataset_itself(small: Folder) -> None:
    small.change("sectors", "industry", name_en="Industry.")
    told = CliRunner().invoke(main, ["check", "--data", str(small.path)])
    assert f"{small.path}/sectors.csv:2 name_en: expected no full stop" in told.stderr
