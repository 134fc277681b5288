"""Sections, and the documents made of them, each in a process of its own forked from one that has all imported.

- ``child_process`` starts, watches and ends such a process; ``preload`` is what the fork server imports
- ``execute`` runs one section; ``engine`` is papermill's way in (the engine ``briefing-fork``), ``cell_runner`` runs
  the cells, ``guard`` keeps them to what they were handed
"""
