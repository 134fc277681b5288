"""Answers of services as JSON: JSON-stat 1 and 2, which PX-Web gives, and the World Bank's version 2.

pyjstat 2.4 is not used: with pandas 3 it fails on a dimension whose one category has no index, as version 2 allows.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

from helpers.intake.books.safety import Unreadable, reading
from helpers.intake.mapped.cubes import MOST_BYTES, Cube, Figure, NoFigures, refuse_many

_WORLD_BANK = ("indicator.id", "indicator.value", "country.id", "country.value", "countryiso3code", "date")


def read(path: Path) -> Cube:
    """An answer as its figures.

    Raises Unreadable for what is no JSON or too large, NoFigures for JSON that is neither form or says an error.
    """
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(path.name, f"too large: at most {MOST_BYTES // 10**6} MB are read; ask for less")
    with reading(path.name, "JSON"):
        said = json.loads(path.read_bytes(), parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    if isinstance(said, list):
        return _world_bank(path.name, said)
    dataset = _dataset(path.name, said)
    with reading(path.name, "JSON-stat"):
        return _json_stat(path.name, dataset)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no figure")


def _dataset(file: str, said: Any) -> dict[str, Any]:
    """The one dataset of an answer: the answer itself, or, in version 1, what a bundle holds under some name."""
    if isinstance(said, dict) and "dimension" in said:
        return said
    held = [one for one in said.values() if _is_dataset(one)] if isinstance(said, dict) else []
    if len(held) == 1:
        return dict(held[0])
    if len(held) > 1:
        raise NoFigures(file, f"{len(held)} datasets in one file; save each in a file of its own")
    raise NoFigures(file, "neither JSON-stat nor an answer of the World Bank; ask the service for json-stat2")


def _is_dataset(one: Any) -> bool:
    return isinstance(one, dict) and "dimension" in one


def _json_stat(file: str, dataset: Mapping[str, Any]) -> Cube:
    dimensions = dataset["dimension"]
    ids = dataset.get("id") or dimensions["id"]
    size = [int(one) for one in dataset.get("size") or dimensions["size"]]
    refuse_many(file, prod(size))
    names = tuple((one, str(dimensions[one].get("label") or one)) for one in ids)
    categories = [_categories(dimensions[one].get("category", {})) for one in ids]
    there = [len(one) for one in categories]
    if _without_ones(there) != _without_ones(size):
        raise NoFigures(
            file,
            f"not whole: its dimensions {', '.join(ids)} have {there} categories, and it says {size}; "
            "get it anew from the service, as json-stat2 or .csv",
        )
    values, status = dataset["value"], dataset.get("status")
    if not isinstance(values, list | dict):
        raise ValueError("its values are no list")
    figures = _figures(categories, values, status if isinstance(status, str | list | dict) else {})
    return Cube(file, names, figures, frozenset(range(len(names))))


def _without_ones(size: Sequence[int]) -> list[int]:
    """The sizes that places depend on: services leave out dimensions of one category, some in ``size`` alone."""
    return [one for one in size if one != 1]


def _categories(category: Mapping[str, Any]) -> list[str]:
    """What the categories of a dimension are called, in their order; by code where they have no label."""
    index, labels = category.get("index"), category.get("label") or {}
    if index is None:
        codes = list(labels)  # of a single category
    else:
        codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else index
    return [" ".join(str(labels.get(code, code)).split()) for code in codes]


def _figures(categories: Sequence[Sequence[str]], values: Any, status: Any) -> Iterator[Figure]:
    for place, texts in enumerate(product(*categories)):
        said = _at(status, place)
        yield Figure(place + 1, texts, _value(_at(values, place)), said if isinstance(said, str) else "")


def _at(said: Any, place: int) -> Any:
    """One of a list, or of an object by position, the sparse form; a status may be one for all."""
    if isinstance(said, str):
        return said
    if isinstance(said, dict):
        return said.get(str(place))
    return said[place] if place < len(said) else None


def _value(said: Any) -> str | Decimal:
    if isinstance(said, Decimal):
        return said
    return "" if said is None else str(said)


def _world_bank(file: str, said: Sequence[Any]) -> Cube:
    if len(said) != 2 or not isinstance(said[0], dict) or not isinstance(said[1], list):
        message = said[0].get("message") if said and isinstance(said[0], dict) else None
        raise NoFigures(
            file,
            f"the service answered with an error: {_message(message)}"
            if message
            else "a list that is no answer of the World Bank: [page, figures] is expected",
        )
    page, figures = said
    remarks: tuple[str, ...] = ()
    if str(page.get("pages", 1)) != "1":
        said = f"page {page.get('page')} of {page['pages']}; one page with all: per_page={page.get('total')}"
        remarks = (f"{file}: {said}",)
    refuse_many(file, len(figures))
    with reading(file, "an answer of the World Bank"):
        found = [
            Figure(number, _texts(one), _value(one["value"]), str(one.get("obs_status") or ""))
            for number, one in enumerate(figures, 1)
        ]
    names = tuple((name,) for name in _WORLD_BANK)
    return Cube(file, names, iter(found), frozenset([0, 4]), remarks=remarks)


def _texts(one: Mapping[str, Any]) -> tuple[str, ...]:
    indicator, country = one["indicator"], one["country"]
    said = (indicator["id"], indicator["value"], country["id"], country["value"])
    return tuple(str(text) for text in (*said, one["countryiso3code"], one["date"]))


def _message(message: Any) -> str:
    return "; ".join(str(one.get("value", one)) for one in message if isinstance(one, dict))[:200] or "unsaid"
