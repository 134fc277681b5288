"""How it is made: notebooks are run, joined, converted and published.

- ``pipeline`` is what a build does, in order; ``planning`` says what would be made: ``jobs`` names it, ``notebooks``
  reads the sections, ``inputs`` cuts the data, ``freshness`` compares with the ``records`` of what was published,
  ``cache`` keeps what was made before
- ``briefing`` makes one briefing, with ``sandbox`` (runs a section apart), ``join``, ``acceptance`` and ``convert``
- ``runners`` make many, on this machine or on others
- ``publish``, ``manifest`` and ``index`` are the only writers of ``reports/``
"""

import sys

# nbformat brings in jsonschema, which compiles a grammar for every kind of web address when it is imported, two
# seconds of work; notebooks have none to check. Where this stands in sys.modules, jsonschema goes without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
