"""Units as people type them: “tỷ đồng”, “billion VND”, “%”, or only “tỷ” where the indicator says of what."""

from collections.abc import Iterator

from helpers.data.csv_files import Row, Sheet
from helpers.errors import UnknownName, folded

_SCALES = {
    "": "1",
    **dict.fromkeys(("nghin", "ngan", "k", "thousand"), "1000"),
    **dict.fromkeys(("trieu", "million", "m"), "1000000"),
    **dict.fromkeys(("ty", "ti", "billion", "bn"), "1000000000"),
    **dict.fromkeys(("nghinty", "nganty", "trillion", "trn"), "1000000000000"),
}
_MONEY = {
    "usd": ("usd", "dollars", "dollar", "dola", "dolamy", "us$", "$"),
    "vnd": ("vnd", "dong", "vietnamdong", "vnđ"),
    "cny": ("cny", "nhandante", "ndt", "yuan", "rmb"),
    "eur": ("eur", "euro", "euros"),
}


class UnknownUnit(UnknownName):
    """Words that are no unit of the dataset."""

    kind = "unit"


def read_unit(words: str, units: Sheet, dimension: str) -> str:
    """The unit that the words mean; ``dimension`` is what the indicator counts, for “tỷ” without a currency.

    Empty words mean a count in its only plain unit. Raises UnknownUnit.
    """
    spelled = _spellings(units, dimension)
    key = _key(words)
    if key in spelled:
        return spelled[key]
    raise UnknownUnit(words, [row["name_vi"] for row in units.rows if row["dimension"] == dimension])


def _key(words: str) -> str:
    return (
        "%"
        if words.strip() in ("%", "percent", "per cent", "phần trăm")
        else folded(words.replace("$", "usd"))
    )


def _spellings(units: Sheet, dimension: str) -> dict[str, str]:
    """Every way to write the units of a dimension."""
    found: dict[str, str] = {}
    for row in units.rows:
        if row["dimension"] != dimension:
            continue
        names = {row["unit_id"], row["name_vi"], row["name_en"], *_spoken(row)}
        found |= {_key(name): row["unit_id"] for name in names}
        for scale, factor in _SCALES.items():
            if row["factor"] == factor and (scale or dimension in _MONEY):
                if scale:  # a bare number is no amount of money: it may be dollars or millions
                    found.setdefault(scale, row["unit_id"])
                for money in _MONEY.get(dimension, ()):
                    found.setdefault(_key(f"{scale}{money}"), row["unit_id"])
                    found.setdefault(_key(f"{money}{scale}"), row["unit_id"])
    plain = [row["unit_id"] for row in units.rows if row["dimension"] == dimension and row["factor"] == "1"]
    if dimension not in _MONEY and len(plain) == 1:
        found.setdefault("", plain[0])
    return found


def _spoken(row: Row) -> Iterator[str]:
    """How the briefings themselves write the unit beside a number, of one and of several."""
    for field, words in row.items():
        if field.startswith("amount_") and words:
            yield words.replace("{number}", "").strip()
