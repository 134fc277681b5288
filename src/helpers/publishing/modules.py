"""Which modules of our own a program text imports, read without running it."""

import re

import helpers

_OWN = rf"{helpers.__name__}(?:\.\w+)*"
_FROM = re.compile(rf"^\s*from ({_OWN}) import (\([^)]*\)|.*)", re.MULTILINE)
_PLAIN = re.compile(rf"^\s*import ({_OWN})", re.MULTILINE)
_NAME = re.compile(r"(\w+)(?: as \w+)?\s*(?:#.*)?")


def imported(text: str) -> set[str]:
    """The modules of ours that it names, ``from a import b`` as both ``a`` and ``a.b``, in functions too."""
    found = set(_PLAIN.findall(text))
    for module, names in _FROM.findall(text):
        found |= {module, *(f"{module}.{name}" for name in _NAME.findall(names))}
    return found
