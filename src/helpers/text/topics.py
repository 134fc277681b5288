"""What facts are grouped under when a reader is told of them: topics of figures first, then the other tables."""

from helpers.data.tables import Dataset


def groups(dataset: Dataset, language: str) -> dict[str, str]:
    """The groups in the order in which a reader is told of them, each with its name.

    A group is a topic that figures are counted under, or a table of other facts.
    """
    topics = sorted(dataset.keyed("topics").values(), key=lambda row: int(row["position"]))
    found = {row["topic"]: str(row[f"name_{language}"]) for row in topics if row["heading"] == row["topic"]}
    return found | {name: dataset.label("table", name, language) for name in tables(dataset)}


def tables(dataset: Dataset) -> list[str]:
    """The tables of facts that are no figures, in the order in which a reader is told of them."""
    return [name for name in dataset.values("table") if name != "observations"]


def group_of(dataset: Dataset, table: str, indicator_id: str = "") -> str:
    """The group of a fact, by its table and, for a figure, by its indicator."""
    if table != "observations":
        return table
    topic = dataset.row("indicators", indicator_id)["topic"]
    return str(dataset.row("topics", topic)["heading"])
