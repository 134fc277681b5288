"""How it is made: notebooks are run, joined, converted and published.

- ``cli`` is the command; ``pipeline`` is what it does, in order
- ``jobs`` names what to make; ``sections`` reads the notebooks; ``freshness`` says why something must be made
- ``worker`` makes one briefing, with ``execute``, ``join`` and ``exporters``; ``runners`` make many
- ``publish``, ``manifest`` and ``index`` are the only writers of ``reports/``
"""
