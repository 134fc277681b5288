"""Notes on the page: numbered references, the list at the end, links both ways, and where a source is cited."""

from collections import Counter
from html import escape

from bs4 import BeautifulSoup, Tag
from nbformat import NotebookNode

from helpers.exporters.html_fragments import Draft, from_markdown
from helpers.exporters.reading import normal
from helpers.exporters.tree import classed


def add_notes(soup: BeautifulSoup, page: Draft) -> None:
    """Append the list of notes in the order of their numbers."""
    if not page.notes:
        return
    nowhere = NotebookNode()  # type: ignore[no-untyped-call]
    items = "".join(
        f'<li id="note-{note.number}">{from_markdown(note.definition, page, nowhere)}</li>\n'
        for note in page.notes.values()
    )
    heading = escape(page.say("document.notes"))
    section = (
        f'<section class="notes" role="doc-endnotes" aria-labelledby="notes">'
        f'<h2 id="notes">{heading}</h2>\n<ol>\n{items}</ol></section>'
    )
    soup.append(BeautifulSoup(section, "html.parser"))


def link_references(soup: BeautifulSoup, page: Draft) -> None:
    """Turn each reference into its note's number, and give each note a link back to every reference."""
    counts: Counter[int] = Counter()
    for link in [
        one for one in classed(soup, "footnote-ref", "a") if str(one.get("href", "")).startswith("#fn:")
    ]:
        note = page.notes.get(normal(str(link["href"])[4:])) if page.notes else None
        if note is None:
            continue
        counts[note.number] += 1
        own_sup = (
            link.parent
            if isinstance(link.parent, Tag) and link.parent.name == "sup"
            else link.wrap(Tag(name="sup"))
        )
        own_sup.attrs = {"class": "note-ref"}
        link.attrs = {
            "href": f"#note-{note.number}",
            "id": f"ref-{note.number}-{counts[note.number]}",
            "role": "doc-noteref",
            "aria-label": page.say("document.note", number=note.number),
        }
        link.string = f"[{note.number}]"
    for item in soup.select("section.notes > ol > li"):
        number = int(str(item["id"]).removeprefix("note-"))
        _back_links(soup, page, item, number, counts[number])


def _back_links(soup: BeautifulSoup, page: Draft, item: Tag, number: int, count: int) -> None:
    last = item.find_all(recursive=False)[-1:]
    place = last[0] if last and last[0].name == "p" else item
    for time in range(1, count + 1):
        link = soup.new_tag("a", href=f"#ref-{number}-{time}", role="doc-backlink")
        name = str(number) if count == 1 else f"{number}.{time}"
        link["aria-label"] = page.say("document.back_to_text", number=name)
        link.string = "↩" if count == 1 else f"↩{time}"
        place.append(" ")
        place.append(link)


def fill_cited_by(soup: BeautifulSoup, page: Draft) -> None:
    """Say at each source which notes cite it."""
    for place in [one for one in classed(soup, "cited-by", "span") if one.has_attr("data-source")]:
        numbers = page.notes.cited_by(str(place["data-source"]))
        place.attrs = {"class": "cited-by"}
        if numbers:
            links = ", ".join(f'<a href="#note-{number}">{number}</a>' for number in numbers)
            place.append(BeautifulSoup(page.say("document.cited_in", notes=links), "html.parser"))
