"""Figures come in: files that people fill in, and the workbooks of the investment register."""
