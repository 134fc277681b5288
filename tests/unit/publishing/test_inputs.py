"""What briefings are made of is one state of the dataset, whatever is written to its folder meanwhile."""

import pytest

from helpers.data import DataFaults
from helpers.publishing.cache import Cache
from helpers.publishing.inputs import Inputs
from small_dataset import small_in


def test_what_is_kept_under_a_hash_is_what_was_hashed(tmp_path) -> None:
    """Changed after it was hashed and before it was cut, and taken back later: the cache must not keep the change."""
    folder = small_in(tmp_path)
    cache = Cache(tmp_path / "cache")
    before = (folder.path / "observations.csv").read_bytes()
    inputs = Inputs(folder.path, "", "code", cache)
    province = next(iter(inputs.units))
    folder.change("observations", "west.turnover.2019", value="9.9")
    texts = inputs.texts(province)
    (folder.path / "observations.csv").write_bytes(before)
    again = Inputs(folder.path, "", "code", cache).texts(province)
    assert texts == again
    assert "9.9" not in again["observations.csv"]
    assert "3.8" in again["observations.csv"]


def test_what_nobody_checked_is_never_taken_for_checked(tmp_path) -> None:
    folder, cache = small_in(tmp_path), Cache(tmp_path / "cache")
    folder.change("observations", "west.turnover.2019", qualifier="surely")
    unchecked = Inputs(folder.path, "", "code", cache, checked=False)
    assert "surely" in unchecked.texts(next(iter(unchecked.units)))["observations.csv"]
    with pytest.raises(DataFaults, match="surely"):
        Inputs(folder.path, "", "code", cache)
