"""What is shown: small frames drawn from the dataset, and the text, tables and charts made of them."""

from helpers.views.kit.section import Section, open_section

__all__ = ["Section", "open_section"]
