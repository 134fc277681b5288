"""How it is made: notebooks are run, joined, converted and published.

- ``cli`` is the command; ``pipeline`` is what it does, in order
- ``jobs`` names what to make; ``sections`` reads the notebooks; ``freshness`` says why something must be made
- ``worker`` makes one briefing, with ``execute``, ``join`` and ``exporters``; ``runners`` make many
- ``publish``, ``manifest`` and ``index`` are the only writers of ``reports/``
"""

import sys

# nbformat brings in jsonschema, which compiles a grammar for every kind of web address when it is imported, two
# seconds of work; notebooks have none to check. Where this stands in sys.modules, jsonschema goes without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
