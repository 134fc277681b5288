"""Units as people type them: “tỷ đồng”, “billion VND”, “%”, or only “tỷ” where the indicator says of what."""

from helpers.data.sheets import Sheet
from helpers.errors import UnknownName, folded

_SCALES = {
    "": "1",
    "nghin": "1000",
    "k": "1000",
    "thousand": "1000",
    "trieu": "1000000",
    "million": "1000000",
}
_SCALES |= {
    "m": "1000000",
    "ty": "1000000000",
    "ti": "1000000000",
    "billion": "1000000000",
    "bn": "1000000000",
}
_SCALES |= {"nghinty": "1000000000000", "trillion": "1000000000000", "trn": "1000000000000"}
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
    return "%" if words.strip() in ("%", "percent", "phần trăm") else folded(words.replace("$", "usd"))


def _spellings(units: Sheet, dimension: str) -> dict[str, str]:
    """Every way to write the units of a dimension."""
    found: dict[str, str] = {}
    for row in units.rows:
        if row["dimension"] != dimension:
            continue
        names = {row["unit_id"], row["name_vi"], row["name_en"], row["name_en"].removesuffix("s")}
        found |= {_key(name): row["unit_id"] for name in names}
        for scale, factor in _SCALES.items():
            if row["factor"] == factor and (scale or dimension in _MONEY):
                found.setdefault(scale, row["unit_id"])
                for money in _MONEY.get(dimension, ()):
                    found.setdefault(_key(f"{scale}{money}"), row["unit_id"])
                    found.setdefault(_key(f"{money}{scale}"), row["unit_id"])
    plain = [row["unit_id"] for row in units.rows if row["dimension"] == dimension and row["factor"] == "1"]
    if dimension not in _MONEY and len(plain) == 1:
        found.setdefault("", plain[0])
    return found
