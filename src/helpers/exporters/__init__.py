"""A notebook as a document, for anybody: nbconvert exporters that know nothing of what a notebook is about.

A notebook is read once (``notebook``, from Markdown by ``markdown``, from HTML by ``html_input`` and ``table_grid``,
made harmless by ``sanitize``, ``css``, ``svg`` and ``pictures``, numbered by ``numbering``) into the nodes of
``document``, and each format is a writer over these: ``html`` and ``typst``. ``exporter`` holds what they share.
"""
