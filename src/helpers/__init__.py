"""Province briefings: from curated facts to cited, bilingual, accessible reports.

A map in words:

- ``data``: what is true (the Data Package, its checks, areas, derived figures)
- ``text``: how it is said (phrases, numbers, dates, citations, in two languages)
- ``views``: what is shown (small frames, accessible tables, charts)
- ``intake``: how figures come in (spreadsheets, the investment register's workbooks)
- ``exporters``: an executed notebook as HTML and PDF, for anybody
- ``publishing``: how it is made (papermill, checks, freshness, publishing)
- ``cli``: the command

``data``, ``text`` and ``views`` meet ``publishing`` only in the notebooks' outputs.
"""
