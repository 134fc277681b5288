"""What to ask for: ``[[fetch]]`` in ``briefings.toml``, each entry an address of a service or a folder of files.

[[fetch]]
name = "exchange-rates"
address = "https://api.worldbank.org/v2/country/VNM;CHN/indicator/PA.NUS.FCRF?format=json&per_page=200"
mapping = "mappings/exchange-rates.toml"

[[fetch]]
name = "inbox"
folder = "inbox"
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from helpers.errors import BriefingError, UnknownName, nearest

_KEYS: Mapping[str, type] = {
    "name": str,
    "address": str,
    "folder": str,
    "mapping": str,
    "query": str,
    "register": bool,
    "replace": bool,
}
_WORDS = {str: "a text", bool: "true or false"}


class WrongSettings(BriefingError):
    """Settings that cannot be meant."""

    def __init__(self, file: str, problem: str) -> None:
        self.file, self.problem = file, problem
        super().__init__(file, problem)

    def __str__(self) -> str:
        return f"{self.file}: {self.problem}"


class UnknownEntry(UnknownName):
    """A name that no ``[[fetch]]`` has."""

    kind = "[[fetch]]"


@dataclass(frozen=True)
class Entry:
    """One ``[[fetch]]``: an ``address`` whose answer ``mapping`` explains, or a ``folder`` of files.

    ``query`` is a file whose content is posted, as PX-Web asks. Files of a folder are read by ``mapping``; as
    workbooks of the investment register (``register``); or as what a curator filled in. ``replace``: what a source
    says anew may take the place of what it said.
    """

    name: str
    address: str = ""
    folder: Path | None = None
    mapping: Path | None = None
    query: Path | None = None
    register: bool = False
    replace: bool = False


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a file of settings, whose paths begin where it stands; raises WrongSettings."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise WrongSettings(
            path.name, "there is no such file; write what to ask for there, as [[fetch]]"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSettings(path.name, f"not TOML in UTF-8: {error}") from None
    tables = said.get("fetch", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
        raise WrongSettings(path.name, "nothing says what to ask for; write it as [[fetch]]")
    entries = tuple(_entry(path, number, one) for number, one in enumerate(tables, 1))
    names = [one.name for one in entries]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise WrongSettings(path.name, f"two [[fetch]] have the name {twice!r}; each needs one of its own")
    return entries


def chosen(entries: tuple[Entry, ...], names: tuple[str, ...]) -> tuple[Entry, ...]:
    """The entries of these names, all where none is given; raises UnknownEntry."""
    known = {one.name: one for one in entries}
    for name in names:
        if name not in known:
            raise UnknownEntry(name, known)
    return tuple(known[name] for name in dict.fromkeys(names)) or entries


def _entry(path: Path, number: int, said: dict[str, Any]) -> Entry:
    place = f"[[fetch]] {said.get('name', number)}"

    def wrong(problem: str) -> WrongSettings:
        return WrongSettings(path.name, f"{place}: {problem}")

    for key, value in said.items():
        if key not in _KEYS:
            raise wrong(f"unknown key {key!r}; {nearest(key, _KEYS)}")
        if not isinstance(value, _KEYS[key]) or value == "":
            raise wrong(f"{key}: {_WORDS[_KEYS[key]]} is expected")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", said.get("name", "")):
        raise wrong("name: small letters, digits and hyphens, such as exchange-rates")
    if ("address" in said) == ("folder" in said):
        raise wrong("say either an address or a folder")
    if "address" in said:
        _of_an_address(said, wrong)
    elif "query" in said:
        raise wrong("query is for an address")
    elif "register" in said and "mapping" in said:
        raise wrong("files are read either by a mapping or as workbooks of the register")
    files = {key: path.parent / said[key] for key in ("folder", "mapping", "query") if key in said}
    for key, one in files.items():
        if not (one.is_dir() if key == "folder" else one.is_file()):
            raise wrong(f"{key}: there is no {'folder' if key == 'folder' else 'file'} {said[key]}")
    return Entry(**(said | files))


def _of_an_address(said: dict[str, Any], wrong: Callable[[str], WrongSettings]) -> None:
    """Raises WrongSettings for an address that cannot be asked, or whose answer nothing explains."""
    parts = urlsplit(said["address"])
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise wrong(f"address: one that begins with https://, not {said['address']!r}")
    if "mapping" not in said:
        raise wrong("mapping: a file must say what the answer's headings mean; see data/README.md")
    if "register" in said:
        raise wrong("register is for a folder of workbooks")
