"""How it is made: notebooks are run, joined, converted and published.

- ``pipeline`` is what a build does, in order; ``planning`` says what would be made: ``jobs`` names it, ``notebooks``
  reads the sections, ``inputs`` cuts the data, ``freshness`` compares with the ``records`` of what was published,
  ``cache`` keeps what was made before
- ``briefing`` makes one briefing: ``sandbox`` runs its sections apart, ``reads`` is what they tell of what they read,
  ``acceptance`` looks at them, ``formats`` are what they are converted to
- ``runners`` make many, on this machine or on others
- ``publish`` is the only writer of ``reports/``
"""
