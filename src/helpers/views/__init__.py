"""What is shown: small frames drawn from the dataset, and the text, tables and charts made of them."""

from helpers.views.kit.page import Page, open_page

__all__ = ["Page", "open_page"]
