"""Sections, and the documents made of them, in new processes forked from a warm one: as apart as kernels, for a
fraction of their start.

- ``nursery`` starts the process that others are forked from
- ``warm`` is what that process imports: it brings in the stack and exercises it
- ``engine`` is papermill's way in: the engine ``briefing-fork``
- ``child`` starts, watches and ends a process, such as the one that a notebook's cells run in
- ``shell`` runs the cells and records what they show as a kernel's client would
"""
