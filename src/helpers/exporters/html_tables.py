"""Tables, our own and other people's, made to work with a screen reader, a keyboard and a narrow screen."""

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

from helpers.text.phrases import Say

_PRESENTATION = ("border", "cellpadding", "cellspacing", "frame", "rules", "align", "width", "bgcolor")
_SHORT = 24  # characters that fit a narrow column in two or three lines
_NUMBER = re.compile(r"[-+−<>≈~]?\s*[\d.,\s]*\d[\d.,\s]*(?:e[-+]?\d+)?\s*(?:%|‰)?|nan|—|–|-", re.IGNORECASE)


def improve_tables(soup: BeautifulSoup, say: Say) -> None:
    """Give every table header scopes, number alignment and a labelled region that scrolls when it is too wide."""
    labels: Counter[str] = Counter()
    for table in soup("table"):
        if table.find_parent("table"):
            continue
        for name in _PRESENTATION:
            table.attrs.pop(name, None)
        _long_cells(table)
        if "briefing" not in table.get_attribute_list("class"):
            _scopes(soup, table)
            _numbers(table)
        label = _label(table, say)
        labels[label] += 1
        _region(soup, table, label if labels[label] == 1 else f"{label} ({labels[label]})")


def _scopes(soup: BeautifulSoup, table: Tag) -> None:
    _head(soup, table)
    for cell in table("th"):
        if not cell.get_text().strip(" \xa0\n") and not cell.find("img"):
            cell.name = "td"  # an empty corner is no header
            cell.attrs.pop("scope", None)
        elif not cell.has_attr("scope"):
            column = cell.find_parent("thead") is not None
            spans = int(re.sub(r"\D", "", str(cell.get("colspan" if column else "rowspan", "1"))) or 1) > 1
            cell["scope"] = ("colgroup" if spans else "col") if column else ("rowgroup" if spans else "row")


def _head(soup: BeautifulSoup, table: Tag) -> None:
    """A first row made of headers alone becomes the table's head."""
    row = table.find("tr")
    if row is None or table.find("thead") or len(table("tr")) < 2 or row.find("td"):
        return
    head = soup.new_tag("thead")
    place = row.parent if row.parent is not None and row.parent.name == "tbody" else row
    place.insert_before(head)
    head.append(row)


def _numbers(table: Tag) -> None:
    numeric: set[int] = set()
    for row in table("tr"):
        if row.find_parent("thead"):
            continue
        for place, cell in enumerate(row(["td", "th"], recursive=False)):
            text = cell.get_text().strip()
            if cell.name == "td" and _NUMBER.fullmatch(text):
                add_class(cell, "num")
                numeric.add(place)
    for row in table.select("thead tr"):
        cells = row(["td", "th"], recursive=False)
        if any(cell.get("colspan", "1") != "1" for cell in cells):
            continue
        for place in numeric & set(range(len(cells))):
            add_class(cells[place], "num")


def _long_cells(table: Tag) -> None:
    """Mark the cells whose text needs room on a phone."""
    for cell in table(["td", "th"]):
        if not cell.find_parent("thead") and len(cell.get_text().strip()) > _SHORT:
            add_class(cell, "long")


def add_class(element: Tag, name: str) -> None:
    """Give an element one more class."""
    classes = element.get_attribute_list("class") if element.has_attr("class") else []
    element["class"] = " ".join([*map(str, classes), name])


def _region(soup: BeautifulSoup, table: Tag, label: str) -> None:
    region = soup.new_tag("div", role="region", tabindex="0", attrs={"class": "table", "aria-label": label})
    table.wrap(region)


def _label(table: Tag, say: Say) -> str:
    """What the table is called: its caption, else the heading that it stands under."""
    caption = table.find("caption")
    if isinstance(caption, Tag):
        return re.sub(r"\s*\[\d+\]", "", " ".join(caption.get_text().split()))
    heading = table.find_previous(re.compile("^h[1-6]$"))
    return say("document.unnamed_table", heading=" ".join(heading.get_text().split()) if heading else "")
