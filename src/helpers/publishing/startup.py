"""What makes a process of ours start faster, and would be no business of a library that others import."""

import sys


def skip_address_grammar() -> None:
    """Keep jsonschema, which nbformat imports, from compiling a grammar of every kind of web address.

    It takes a second, and notebooks have no such addresses to check; jsonschema goes without where
    ``rfc3987_syntax`` cannot be imported. For processes that are ours alone: the command, the fork server.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
