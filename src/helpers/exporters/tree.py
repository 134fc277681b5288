"""Walk parsed HTML: what a general selector takes long to find among the thousands of elements of a page."""

from bs4 import Tag


def tags(node: Tag, *names: str) -> list[Tag]:
    """The elements within a node that have one of these names, in order."""
    return [one for one in node.descendants if isinstance(one, Tag) and one.name in names]


def having(node: Tag, attribute: str) -> list[Tag]:
    """The elements within a node that have an attribute, in order."""
    return [one for one in node.descendants if isinstance(one, Tag) and attribute in one.attrs]


def classed(node: Tag, name: str, *tag_names: str) -> list[Tag]:
    """The elements within a node of a class, and of one of these names if any are given, in order."""
    return [
        one
        for one in having(node, "class")
        if name in (one.get("class") or ()) and (not tag_names or one.name in tag_names)
    ]


def contains(node: Tag, names: frozenset[str]) -> bool:
    """Whether an element of one of these names is within a node."""
    return any(isinstance(one, Tag) and one.name in names for one in node.descendants)
