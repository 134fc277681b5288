"""Spreadsheets that a curator filled in: read, and given out as a template or an export."""
