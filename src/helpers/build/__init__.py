"""How it is made: notebooks are run, joined, converted and published.

- ``cli`` is the command, its parts are the ``cli_*``; ``pipeline`` is what a build does, in order
- ``planning`` says what would be made: ``jobs`` names it, ``sections`` reads the notebooks, ``inputs`` cuts the data,
  ``freshness`` compares with the ``states`` of what was published, ``cache`` keeps what was made before
- ``worker`` makes one briefing, with ``execute``, ``guard``, ``join``, ``inspection`` and ``exporters``
- ``runners`` make many on this machine, ``on_dask`` and ``station`` on others; ``schedule`` lets the system do it
- ``publish``, ``manifest`` and ``index`` are the only writers of ``reports/``
"""

import sys

# nbformat brings in jsonschema, which compiles a grammar for every kind of web address when it is imported, two
# seconds of work; notebooks have none to check. Where this stands in sys.modules, jsonschema goes without.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
