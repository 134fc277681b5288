"""A document's figures as an Excel workbook to compute with."""
