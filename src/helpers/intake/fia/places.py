"""Whose figure a row is: labels of the register against the names of provinces, partners and sectors."""

import re
from collections.abc import Callable, Mapping, Sequence

from helpers.errors import BriefingError, UnknownName, folded
from helpers.intake.fia.spellings import LOCALITIES, PARTNERS, SECTORS
from helpers.intake.fia.vocabulary import plain

_RANK = re.compile(r"^(tp|t p|thanh pho|tinh)\b ?| (city|province)$")


class UnknownLabel(UnknownName):
    """A label of the register that is none of the known names."""

    kind = "label of the register"


class AmbiguousLabel(BriefingError):
    """A label of the register that is the name of several ids."""

    def __init__(self, label: str, ids: tuple[str, ...]) -> None:
        self.label, self.ids = label, ids
        super().__init__(label, ids)

    def __str__(self) -> str:
        return (
            f"label {self.label!r} of the register may be any of {', '.join(self.ids)}; leave one of them out"
        )


def locality_key(label: str) -> str:
    """The same key for all spellings of a province, with or without “TP.”, “Thành phố” or “Tỉnh”."""
    whole = folded(label)
    key = folded(_RANK.sub("", plain(label))) or whole
    return LOCALITIES.get(whole) or LOCALITIES.get(key, key)


def partner_key(label: str) -> str:
    """The same key for all spellings of a country or territory."""
    key = folded(label)
    return PARTNERS.get(key, key)


def sector_key(label: str) -> str:
    """The same key for all spellings of a sector."""
    key = folded(label)
    return SECTORS.get(key, key)


def match(label: str, names: Mapping[str, Sequence[str]], key: Callable[[str], str]) -> str:
    """The id, of those with these names, that a label means by one of the keys above.

    Raises UnknownLabel with the nearest names, and AmbiguousLabel when several ids have the name.
    """
    wanted = key(label)
    found = tuple(one for one, spelled in names.items() if wanted in {key(name) for name in spelled})
    if len(found) > 1:
        raise AmbiguousLabel(label, found)
    if not found:
        raise UnknownLabel(label, [name for spelled in names.values() for name in spelled])
    return found[0]
