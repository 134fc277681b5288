"""The border gates of page 2: their class, the gate opposite, what is planned or pending."""

from collections.abc import Callable, Sequence
from itertools import groupby

from helpers.data.tables import Record
from helpers.text.markdown import Marked, join
from helpers.text.phrases import LANGUAGES
from helpers.views.annex.trade import class_told
from helpers.views.kit.outputs import Shown, Table, Text
from helpers.views.kit.page_budget import letters, rows_of, within
from helpers.views.kit.page_sources import fitting, share
from helpers.views.kit.section import Section
from helpers.views.kit.short_forms import capital, pages, titled
from helpers.views.kit.tables import Column, column
from helpers.views.kit.words import bullets
from helpers.views.pages.trade_main import MOST_GATES, in_small
from helpers.views.pages.trade_targets import in_table, targets

GATE_LINES = 15  # of the table of gates
LINES_OF_TARGET, LINES_OF_TARGETS = 2, 10  # how many of them a target takes in a sentence, all in a table
GATE_NAME, GATE_NOTE = 24, 78  # letters of a line of it
MOST_SAID = 300  # letters of what is told of gates in sentences


def _gate_said(section: Section, row: Record) -> Marked:
    """A gate behind its class, with the one opposite where a source names it, and its source.

    Of a mere crossing what is planned or pending, so that its class does not mislead.
    """
    words = section.words
    note = words.local(row, "note") if row["kind"] == "crossing" else ""
    name = words.local(row, "name").removeprefix(words.label("gate_kind", row["kind"])).strip()
    pair = " – ".join(filter(None, [name, words.local(row, "counterpart")]))
    said = class_told(section, row, f"{pair} ({in_small(note)})" if note else pair)
    return words.markdown("plain.text", text=said) + cite_gate(section, row)


def cite_gate(section: Section, row: Record) -> Marked:
    """One source of a gate, of a section ``beside`` what the page cites; the annex has the further ones."""
    return section.citations.fact("border_gates", row)


def _first_noted(section: Section, row: Record) -> str:
    """What comes first in a gate's note; the annex has the rest."""
    return _first(section.words.local(row, "note"))


def _first(note: str) -> str:
    first, *rest = note.split(". ")
    return f"{first}." if rest else first


def _with_room(section: Section, found: Sequence[Record]) -> list[Record]:
    """The gates that the page has room for: of a table as many lines as the targets leave, else so many letters."""

    def noted(row: Record, first: Callable[[str], str]) -> int:
        return max(len(first(row[f"note_{language}"])) for language in LANGUAGES)

    def lines(row: Record) -> int:
        names = (rows_of(letters(row, field), GATE_NAME) for field in ("name", "counterpart"))
        return max(*names, rows_of(noted(row, _first), GATE_NOTE))

    def said(row: Record) -> int:
        return letters(row, "name", "counterpart") + (noted(row, str) if row["kind"] == "crossing" else 0)

    if pages(section) == 2:
        return within(found, said, MOST_SAID, 1)[:MOST_GATES]
    planned = targets(section)
    taken = LINES_OF_TARGETS if in_table(planned) else LINES_OF_TARGET * len(planned)
    return within(found, lines, GATE_LINES - taken, 1)[:MOST_GATES]


def show_gates(
    section: Section, found: Sequence[Record], beside: Sequence[Shown | None] = ()
) -> Table | Text | None:
    """The gates with their class, the gate opposite and what is planned or pending; a list for fewer than three.

    Seven at most, and those that the page has letters for, first those that a work names; then it says how many there
    are.
    """
    section = section.beside(beside)
    words, grid = section.words, None
    short = _with_room(section, found)
    works = " ".join(work["name_vi"] for work in section.near.facts.records("projects"))
    first = sorted(short, key=lambda row: row["name_vi"] not in works)
    kept = fitting(section, first, lambda row: [cite_gate(section, row)], share(section, "trade"), beside)
    shown = [row for row in short if row in kept]
    if not shown:
        return None
    total, count = len(found), len(shown)
    more = words.say("trade_page.gates_more", total=total, shown=count) if count < total else ""
    more = f" ({more})" if more else ""
    if pages(section) == 4:
        grid = titled(
            section,
            words.say("trade_page.gates") + more,
            "",
            [
                column(
                    section,
                    "gate",
                    [words.local(row, "name") + cite_gate(section, row) for row in shown],
                ),
                column(
                    section,
                    "gate_kind",
                    [class_told(section, row, words.say(f"trade_page.class_{row['kind']}")) for row in shown],
                ),
                column(section, "counterpart", [words.local(row, "counterpart") for row in shown]),
                Column(
                    "state", words.say("trade_page.gate_state"), [_first_noted(section, row) for row in shown]
                ),
            ],
        )
    if grid is not None:
        return grid
    lines = [
        words.markdown(
            "trade_page.gate_said",
            kind=capital(words.say("trade_page.no_gate_kind"))
            if kind == "unknown"
            else words.label("gate_kind", kind),
            names=join([_gate_said(section, row) for row in rows], "; "),
        )
        for kind, rows in groupby(shown, key=lambda row: row["kind"])
    ]
    head = words.markdown("trade_page.gates_said", more=more)
    return section.text(head, bullets(lines))
