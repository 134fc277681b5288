"""Province briefings: from curated facts to cited, bilingual, accessible reports.

A map in words:

- ``data``: what is true (the Data Package, its checks, areas, derived figures)
- ``text``: how it is said (phrases, numbers, dates, citations, in two languages)
- ``views``: what is shown (small frames, accessible tables, charts)
- ``build``: how it is made (papermill, nbconvert exporters, publishing, the command)

``data``, ``text`` and ``views`` meet ``build`` only in the notebooks' outputs.
"""
