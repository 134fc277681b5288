"""The whole dataset as a zip: its CSV tables as they are, with the descriptor that says what each column means."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from helpers.errors import BriefingError
from helpers.intake.forms.workbook import AlreadyThere


class HoldsNoTables(BriefingError):
    """A file whose name promises what cannot hold a whole dataset, such as one .csv."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        names = [self.path.with_suffix(one).name for one in (".xlsx", ".zip")]
        return f"{self.path}: the dataset is many tables; name a workbook ({names[0]}) or a zip of CSV ({names[1]})"


def export(folder: Path, path: Path, *, over: bool = False) -> None:
    """Write all files of a dataset's folder: unpacked it is a dataset again, or a Data Package for other tools.

    The same bytes for the same files. Raises AlreadyThere.
    """
    try:
        with path.open("wb" if over else "xb") as file, ZipFile(file, "w") as archive:
            for one in sorted(folder.rglob("*")):
                if one.is_file():
                    info = ZipInfo(
                        one.relative_to(folder).as_posix()
                    )  # without the time at which it is written
                    info.external_attr = 0o644 << 16
                    archive.writestr(info, one.read_bytes(), ZIP_DEFLATED)
    except FileExistsError:
        raise AlreadyThere(path) from None
