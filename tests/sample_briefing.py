"""A briefing of a made-up province, as the document that its notebook is read into."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from documents import attr, cell, document, head, inline, para, plain, table
from helpers.exporters.document import (
    Attr,
    Block,
    Cell,
    Div,
    Document,
    Figure,
    Header,
    Image,
    Inline,
    LineBreak,
    ListItem,
    Note,
    OrderedList,
    Para,
    Picture,
    Row,
    Span,
    Str,
    Strong,
    Table,
)

SAID = tomllib.loads(
    (Path(__file__).parent / "fixtures" / "sample_briefing.toml").read_text(encoding="utf-8")
)


def letter(name: str, page: int = 1) -> Note:
    return Note(f"{name}{page}", name, 1, f"{name}-{page}")


def dots(count: int) -> Span:
    return Span((Str("●" * count + "○" * (3 - count)),), attr("sure"))


def mixed(*parts: str, page: int = 1) -> tuple[Inline, ...]:
    """Text with letters among it: a part that is one capital is the letter of a source."""
    return tuple(letter(one, page) if len(one) == 1 and one.isupper() else Str(one) for one in parts)


def key_figure(about: dict[str, Any]) -> Div:
    unit = (Str(" "), Span((Str(about["unit"]),), attr("unit"))) if about["unit"] else ()
    return Div(
        (
            Para((Str(f"{about['label']} "), dots(about["sure"])), attr("label")),
            Para((Str(about["value"]), *unit), attr("value")),
            para(about["detail"], classes="detail"),
            Para((Str(f"{about['second']} "), *map(letter, about["marks"])), attr("change")),
        ),
        attr("key-figure"),
    )


def chart(about: dict[str, Any]) -> Div:
    """A column with a chart of bars or of one line."""
    ink = 'fill="none" stroke="#16212b" stroke-width=".8"'
    drawn = [f'<path d="M0 118H{about["width"]}" {ink}/>']
    if "path" in about:
        drawn.append(f'<path d="{about["path"]}" fill="none" stroke="#0b4f5c" stroke-width="1.6"/>')
    for place, (year, value, fill) in enumerate(about.get("bars", ())):
        x, high = 4 + 28 * place + (8 if place > 4 else 0), value * 25
        look = f'fill="{fill}"' if fill else 'fill="none" stroke="#0b4f5c" stroke-dasharray="2 1.5"'
        style = 'text-anchor="middle" font-family="Be Vietnam Pro" font-size="7.5" fill="#16212b"'
        drawn.append(f'<rect x="{x}" y="{118 - high}" width="19" height="{high}" {look}/>')
        drawn.append(f'<text x="{x + 9.5}" y="129" {style}>{year}</text>')
        drawn.append(f'<text x="{x + 9.5}" y="{114 - high}" {style}>{value or ""}</text>')
    figure = Figure(
        (plain(Image(picture(about["width"], 134, "".join(drawn)), about["alt"])),),
        caption(about["title"], about["subtitle"]),
        attr=attr("chart titled"),
    )
    return Div((figure,), attr("cell code column", width=about["share"]), cell=about["cell"])


def picture(width: float, height: float, drawn: str) -> Picture:
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>'
    return Picture("image/svg+xml", svg.encode(), width, height)


def caption(title: str, subtitle: str = "") -> tuple[Inline, ...]:
    below = (LineBreak(), Span((Str(subtitle),), attr("subtitle"))) if subtitle else ()
    return (Strong((Str(title),)), *below)


def partners(page: int = 1) -> Table:
    rows = []
    for name, text, first, latest, second, still in SAID["partners"]:
        said = (
            mixed(name),
            mixed(text, *first, page=page),
            mixed(latest, *second, page=page),
            mixed(still),
        )
        rows.append(
            Row(
                tuple(
                    Cell((plain(*one),), x, header=not x, scope="" if x else "row")
                    for x, one in enumerate(said)
                )
            )
        )
    made = table(head("Partner", "Texts", "Latest", "Open"), *rows, about=attr("titled"))
    return replace(made, caption=caption("Partners and mechanisms: the latest meeting, and what is open"))


def sources(page: int) -> Div:
    said: list[Inline] = [Span((Str("Sources"),), attr("label")), Str(" ")]
    for place, name in enumerate(SAID["sources"]):
        label = chr(ord("A") + place)
        said += [Str(" · ")] if place else []
        said += [Span((Strong((Str(label),)),), Attr(f"note-{label}-{page}")), Str(f" {name}")]
    return Div((Para(tuple(said)),), attr("sources"))


def legend() -> Div:
    first, *rest = SAID["legend"]
    said = (dots(one) if isinstance(one, int) else Str(one) for one in rest)
    return Div((Para((Strong((Str(first),)), Str(" "), *said)),), attr("legend"))


def first_page(*more: Block) -> Div:
    points = tuple(ListItem((plain(Strong((Str(one),)), *mixed(*rest)),)) for one, *rest in SAID["points"])
    figures = Div(tuple(map(key_figure, SAID["figure"])), attr("key-figures"))
    return Div(
        (
            cell(figures, name="key-figures"),
            cell(
                Header(2, inline("Main points"), Attr("main-points")), OrderedList(points), name="main-points"
            ),
            Div(tuple(map(chart, SAID["chart"])), attr("columns")),
            cell(partners(), name="partners"),
            *more,
            legend(),
            sources(1),
        ),
        attr("page"),
    )


def later_page(number: int, *more: Block) -> Div:
    content = (
        Header(2, inline(f"Subject {number}"), Attr(f"subject-{number}")),
        para("What the sources say of it", letter("A", number), "."),
        Header(3, inline("In more detail"), Attr(f"detail-{number}")),
        partners(number),
        para("And what they do not say."),
    )
    return Div((cell(*content, name=f"subject-{number}"), *more, sources(number)), attr("page"))


def title_block() -> tuple[Block, ...]:
    """The finding with a description, and a small map."""
    drawn = (
        '<rect width="161" height="83" fill="#f1f2f3"/>'
        '<path d="M44 22l12-4 14 16-6 12-12-2z" fill="#0b4f5c"/><path d="M66 42l18 6-4 14-14-4z" fill="#6fa0a8"/>'
    )
    place = Figure((plain(Image(picture(161, 83, drawn), "The province in the north.")),))
    return (
        Div((para(SAID["finding"]), para(SAID["about"])), attr("cell code abstract"), cell="finding"),
        Div((place,), attr("cell code thumbnail"), cell="map"),
    )


def briefing(*pages: Div, **given: Any) -> Document:
    """The briefing, of a first page and three others or of these."""
    pages = pages or (first_page(), *map(later_page, (2, 3, 4)))
    about = {
        "title": "Tỉnh Mẫu",
        "kicker": "BRIEFING · PROVINCIAL EXTERNAL RELATIONS",
        "edition_note": "Figures published by 31 December 2025",
        "running_footer": "Tỉnh Mẫu · Four-page briefing. All figures and 105 sources: annex (PDF, Excel).",
        "strict": True,
        "pages": 4,
    }
    made = document(*title_block(), *pages, **(about | given))
    return replace(made, meta=replace(made.meta, notes="letters"))
