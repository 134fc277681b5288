"""Workbooks of any spreadsheet program as cells; no file takes more than its share of time and memory."""
