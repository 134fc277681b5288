"""A document as a file for Word: pandoc's JSON, given to pandoc, and finished with python-docx."""
