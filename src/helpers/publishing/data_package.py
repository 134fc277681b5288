"""The facts of an annex as a Data Package: a table for each subject, in the reader's language, for a workbook.

The tables that the annex shows cannot serve: their cells are strings, several figures and units share a column, and
what is the same in all rows stands in a note. So this reads the rows of the unit's part of the dataset again, those
that the annex shows, and gives each thing that is known of a fact a column: of a figure its value with the digits as
printed, unit, qualifier, period, basis and scope, of each fact its source, the place in it and both addresses.
What is worked out from them comes from the sections that do so, and has a table of its own, with its formula.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.data.schema import Field, Table
from helpers.publishing import formats
from helpers.publishing.jobs import Job
from helpers.text import citations, dates
from helpers.text.areas import area_name
from helpers.text.indicators import figure_name
from helpers.text.markdown import unescape
from helpers.text.numbers import to_the_dollar
from helpers.text.phrases import LANGUAGES, Say, in_sentence, phrases
from helpers.text.topics import group_of, groups

if TYPE_CHECKING:  # pandas takes time to import, and who only plans does without
    from helpers.data.tables import Dataset

Row = Mapping[str, Any]
Cells = Callable[[Row], Any]

# What each field is called, by its name without a language. One that is not here is of no use to a reader (``UNSAID``).
TITLES = {
    "area_id": "column.scope",
    "as_of": "column.as_of",
    "author": "workbook.author",
    "axes": "workbook.axes",
    "confidence": "workbook.sure",
    "counterpart": "column.counterpart",
    "date_inferred": "workbook.inferred",
    "document_id": "column.document",
    "due": "workbook.due",
    "due_source_id": "workbook.due_source",
    "due_vi": "workbook.what_is_due",
    "due_en": "workbook.what_is_due",
    "end": "workbook.until",
    "form": "column.form",
    "gate_id": "column.gate",
    "host_area_id": "workbook.host",
    "indicator_id": "column.figure",
    "issued": "column.issued",
    "issuer": "column.issuer",
    "kind": "workbook.kind",
    "kind_as_of": "workbook.kind_as_of",
    "kind_inferred": "workbook.kind_inferred",
    "mechanism_id": "column.mechanism",
    "milestone": "workbook.milestone_by",
    "milestone_source_id": "workbook.milestone_source",
    "milestone_vi": "workbook.milestone",
    "milestone_en": "workbook.milestone",
    "name": "workbook.name",
    "next_step": "workbook.next_step",
    "note": "workbook.note",
    "documents.number": "workbook.document_number",
    "number": "column.number",
    "outcome": "workbook.outcome",
    "outcome_source_id": "workbook.outcome_source",
    "partner_id": "column.partner",
    "period_end": "workbook.until",
    "period_start": "workbook.from",
    "place": "column.place",
    "position": "workbook.position",
    "published": "workbook.published",
    "published_inferred": "workbook.inferred",
    "publisher": "workbook.publisher",
    "publisher_url": "sources.publisher_site",
    "qualifier": "workbook.qualifier",
    "revises": "workbook.revises",
    "sector_id": "column.sector",
    "signed": "column.signed",
    "since": "column.since",
    "source_id": "column.source",
    "start": "workbook.from",
    "status": "column.status",
    "status_as_of": "workbook.status_as_of",
    "subject": "workbook.subject",
    "text": "workbook.text",
    "title": "workbook.name",
    "unit_id": "workbook.unit",
    "value": "column.value",
}
# The fields whose values have words in a list of ``labels.csv``, and the list.
_LABELS = {
    ("activities", "kind"): "activity_kind",
    ("agreements", "status"): "agreement_status",
    ("border_gates", "kind"): "gate_kind",
    ("documents", "kind"): "document_kind",
    ("priorities", "kind"): "priority_kind",
    ("projects", "kind"): "project_kind",
    ("projects", "status"): "project_status",
    ("relations", "form"): "relation_form",
}
# Places in sources, which stand beside these; names for drawings; our own order; kinds that readers are not told of.
UNSAID = frozenset(
    {"locator", "outcome_locator", "due_locator", "milestone_locator", "short", "list_id", "level", "mode"}
    | {"agreements.kind", "mechanisms.kind"}
)
# What names a row, and so is its first column.
_NAMES = ("indicator_id", "title", "name", "text", "mechanism_id", "partner_id")
_GUIDE = ("workbook.what", "workbook.columns", "guide.levels", "guide.basis", "guide.gaps", "guide.inferred")
_OF_A_LANGUAGE = re.compile(rf"_({'|'.join(LANGUAGES)})")
_DOTS = 3


@dataclass(frozen=True)
class _Column:
    """A column: its field in the resource's schema, and what it says of a row. ``rank`` orders it among the others."""

    name: str
    title: str
    cell: Cells
    type: str = "string"
    format: str = ""
    rank: int = 1

    @property
    def field(self) -> dict[str, str]:
        """It as a field of a table schema."""
        form = {"format": self.format} if self.format else {}
        return {"name": self.name, "title": self.title, "type": self.type, **form}


def package(job: Job, facts: Iterable[str], data: Path, derived: Sequence[Row] = ()) -> dict[str, Any]:
    """The facts (``table/key``) as a Data Package; ``data`` is the folder of the unit's subset.

    ``derived`` are the figures that sections worked out, as `helpers.views.kit.citations.Derived` writes them.
    Its ``notes`` say how to read it, its ``links`` where there is more, as pairs of words and an address. Each resource
    has a ``name`` (a topic of figures, a table of other facts, or ``sources``), a ``title``, a schema and rows. Numbers
    are strings with the digits as printed; None is what no source says.
    """
    from helpers.data import load

    dataset = load(as_of=job.edition, folder=data, province=job.province)
    return _Writer(dataset, job, phrases(job.language)).package(sorted(facts), derived)


@dataclass(frozen=True)
class _Writer:
    """Writes the facts of one dataset in the words of one language."""

    dataset: "Dataset"
    job: Job
    say: Say

    @property
    def language(self) -> str:
        """The reader's."""
        return self.job.language

    def package(self, facts: Sequence[str], derived: Sequence[Row]) -> dict[str, Any]:
        """The whole."""
        titles = groups(self.dataset, self.language)
        found: dict[str, list[Row]] = {name: [] for name in titles}
        tables: dict[str, str] = {}
        for fact in facts:
            table, _, key = fact.partition("/")
            row = self.dataset.row(table, key)
            group = group_of(self.dataset, table, str(row.get("indicator_id", "")))
            found[group].append(row)
            tables[group] = table
        resources = [
            self._resource(group, titles[group], self._columns(tables[group]), rows)
            for group, rows in found.items()
            if rows
        ]
        if derived:
            title = self.say("workbook.derived")
            resources.append(self._resource("derived", title, self._derived_columns(), derived))
        used = {
            source
            for group, rows in found.items()
            for row in rows
            for source in self._stated_by(tables[group], row)
        }
        sources = [self.dataset.row("sources", name) for name in used]
        sources.sort(key=lambda row: str(row["source_id"]))
        sources.sort(key=lambda row: str(row["published"]), reverse=True)
        if sources:
            name = self.say("sources.list")
            resources.append(self._resource("sources", name, self._source_columns(), sources))
        return {"title": self.say("workbook.title"), **self._about(), "resources": resources}

    def _about(self) -> dict[str, Any]:
        """How to read it, and where there is more."""
        say, edition = self.say, dates.day(self.job.edition, self.language)
        notes = [
            *(say(key) for key in _GUIDE),
            unescape(say("briefing.legend_unit").replace("**", "")),
            say("workbook.cite", province=self.job.name, edition=edition),
        ]
        links = [[say("briefing.annex_html"), formats.page_of("annex")]]
        links += [[say("briefing.link"), formats.page_of("briefing")]]
        return {
            "notes": notes,
            "links": [link for link in links if link[1]],
            "headings": {
                "notes": say("workbook.how_to_read"),
                "links": say("workbook.further"),
                "sheet": say("workbook.sheet"),
                "rows": say("workbook.rows"),
            },
        }

    def _resource(
        self, name: str, title: str, columns: Sequence[_Column], rows: Iterable[Row]
    ) -> dict[str, Any]:
        """Some rows as a tabular data resource, without the columns in which nothing stands."""
        cells = [[one.cell(row) or None for one in columns] for row in rows]
        kept = [place for place in range(len(columns)) if any(row[place] is not None for row in cells)]
        return {
            "name": name,
            "title": title,
            "schema": {"fields": [columns[place].field for place in kept]},
            "data": [{columns[place].name: row[place] for place in kept} for row in cells],
        }

    # Columns of facts

    def _columns(self, name: str) -> list[_Column]:
        """What is said of each row of a table of facts, in the order in which it is read."""
        table = self.dataset.package.table(name)
        found = [column for field in table.fields for column in self._of_field(table, field)]
        if joint := self.dataset.package.members(name):
            key = table.key[0]
            parties = self._parties(joint.name, key)
            found.append(_Column("parties", self.say("column.parties"), parties))
        if name == "agreements":
            found.append(_Column("axes", self.say(TITLES["axes"]), self._axes))
        return sorted([*found, *self._of_the_fact(table)], key=lambda one: one.rank)

    def _of_field(self, table: Table, field: Field) -> Iterator[_Column]:
        """The columns that a field becomes: none, one, or several."""
        name = field.name
        of_a_language = _OF_A_LANGUAGE.fullmatch(name[-3:])
        stem = name[:-3] if of_a_language else name
        of_others = of_a_language and not name.endswith(self.language)
        if of_others or {stem, f"{table.name}.{name}"} & UNSAID:
            return
        rank = 0 if stem == next((one for one in _NAMES if _has(table, one)), "") else 1
        if name == table.key[0]:
            yield _Column(name, self.say("workbook.id"), lambda row: row[name], rank=3)
            return
        called = next(one for one in (f"{table.name}.{name}", name, stem) if one in TITLES)
        column = _Column(name, self.say(TITLES[called]), lambda row: row[name], rank=rank)
        target = next((one.table for one in table.references if one.field == name), "")
        if stem == "note":
            yield replace(column, cell=lambda row: self._remark(table.name, row), rank=2)
        elif name == "confidence":
            yield replace(column, cell=self._sure(table.name))
        elif name == "revises":
            yield replace(column, rank=3)
        elif field.type == "boolean":
            yield replace(column, cell=lambda row: "*" if row[name] else "")
        elif name == "period_start" and _has(table, "value"):
            yield _Column("period", self.say("column.when"), self._when)
            yield column
        elif field.type in ("number", "integer"):
            yield replace(column, cell=lambda row: self._number(row, name), type=field.type)
        elif target:
            yield from self._of_reference(column, name, target)
        elif (table.name, name) in _LABELS:
            labels = _LABELS[table.name, name]
            yield replace(column, cell=lambda row: self.dataset.label(labels, row[name], self.language))
        else:
            yield column

    def _of_reference(self, column: _Column, name: str, target: str) -> Iterator[_Column]:
        """A field that names a row of another table, as the name of that row."""
        language, dataset = self.language, self.dataset
        if target == "sources":
            yield from self._of_source(column, name)
        elif target == "areas":
            yield replace(column, cell=lambda row: self._area(row[name]))
        elif target == "indicators":
            yield replace(column, cell=lambda row: figure_name(dataset, row, language, self.say))
            yield _Column("basis", self.say("column.basis"), self._basis)
        elif target == "qualifiers":
            yield replace(column, cell=lambda row: self._qualifier(row[name]))
        else:
            stem = "title" if target == "documents" else "name"
            yield replace(
                column, cell=lambda row: row[name] and dataset.name(target, row[name], language, stem)
            )

    def _of_source(self, column: _Column, name: str) -> Iterator[_Column]:
        """A source in short, the place in it, its address."""
        locator = name.replace("source_id", "locator")
        own = name == "source_id"
        place, address = self.say("workbook.place"), self.say("workbook.address")
        if not own:
            place, address = (
                self.say("workbook.of", source=column.title, what=in_sentence(one))
                for one in (place, address)
            )

        def of_source(row: Row, said: Callable[[Row], str]) -> str:
            return said(self.dataset.row("sources", row[name])) if row[name] else ""

        def short(row: Row) -> str:
            return of_source(row, lambda source: str(source[f"short_{self.language}"]))

        def locator_of(row: Row) -> str:
            return citations.place(row[locator], self.language, self.say) if row[locator] else ""

        yield replace(column, cell=short, rank=2)
        yield _Column(locator, place, locator_of, rank=2)
        yield _Column(
            name.replace("source_id", "address"),
            address,
            lambda row: of_source(row, lambda source: str(source["url"])),
            format="uri",
            rank=2,
        )

    def _of_the_fact(self, table: Table) -> Iterator[_Column]:
        """What other sources state it, and where it stands in the annex."""
        key = table.key[0]
        annex = formats.page_of("annex")

        def others(row: Row) -> str:
            rows = self.dataset.by("further_sources", "table", "key").get((table.name, str(row[key])), ())
            return "; ".join(
                f"{self.dataset.name('sources', one['source_id'], self.language, 'short')}, "
                f"{citations.place(one['locator'], self.language, self.say)}"
                for one in rows
            )

        def in_annex(row: Row) -> str:
            return f"{annex}#{citations.identifier(table.name, str(row[key]))}"

        yield _Column("further_sources", self.say("workbook.other_sources"), others, rank=2)
        yield _Column("annex", self.say("workbook.in_annex"), in_annex, format="uri", rank=2)

    # Cells

    def _area(self, area_id: str) -> str:
        return area_name(self.dataset, area_id, self.language, self.say) if area_id else ""

    def _basis(self, row: Row) -> str:
        basis = str(self.dataset.row("indicators", row["indicator_id"])["basis_id"])
        return self.dataset.name("bases", basis, self.language) if basis else ""

    def _when(self, row: Row) -> str:
        if row["as_of"]:
            return dates.day(row["as_of"], self.language)
        return dates.covered(row["period_start"], row["period_end"], self.language)

    def _number(self, row: Row, name: str) -> str:
        """The digits as printed; what a register divided out, to the dollar, as the annex has it."""
        value = row[name]
        if isinstance(value, Decimal):
            return format(to_the_dollar(value, str(row.get("unit_id", ""))), "f")
        return str(value) if isinstance(value, int) else ""

    def _qualifier(self, qualifier: str) -> str:
        """The words without the amount: ``over``; nothing for what is exact."""
        words = str(self.dataset.row("qualifiers", qualifier)[f"text_{self.language}"])
        return words.replace("{amount}", "").strip(" ()")

    def _sure(self, table: str) -> Cells:
        """How sure a fact is: of a figure in dots, as in the briefing; of others whether its reading is doubtful."""
        from helpers.data.selection import how_sure

        def dots(row: Row) -> str:
            sure = how_sure(self.dataset, row)
            return "●" * sure + "○" * (_DOTS - sure)

        def doubtful(row: Row) -> str:
            return self.say("workbook.doubtful") if row["confidence"] == "low" else ""

        return dots if table == "observations" else doubtful

    def _remark(self, table: str, row: Row) -> str:
        """Its note, and what was corrected in it."""
        key = str(row[self.dataset.package.table(table).key[0]])
        fixes = self.dataset.by("corrections", "table", "key").get((table, key), ())
        said = [
            self.say(
                "citation.corrected",
                old=fix["old"],
                reason=fix[f"reason_{self.language}"],
                who=fix["confirmed_by"],
            )
            for fix in fixes
            if fix["date"] <= self.dataset.edition
        ]
        return " ".join(filter(None, [str(row[f"note_{self.language}"]), *said]))

    def _parties(self, members: str, key: str) -> Cells:
        def cell(row: Row) -> str:
            rows = self.dataset.by(members, key).get((row[key],), [])
            names = [self._area(one["area_id"]) for one in rows]
            names += [
                self.dataset.name("partners", one["partner_id"], self.language)
                for one in rows
                if one["partner_id"]
            ]
            return "; ".join(filter(None, names))

        return cell

    def _axes(self, row: Row) -> str:
        rows = self.dataset.by("agreement_axes", "agreement_id").get((row["agreement_id"],), [])
        return "; ".join(str(one[f"text_{self.language}"]) for one in rows)

    # What is worked out

    def _derived_columns(self) -> list[_Column]:
        """What is said of a figure that was worked out."""
        annex = formats.page_of("annex")

        def value(row: Row) -> str:
            return format(to_the_dollar(Decimal(row["value"]), row["unit"]), "f")

        def of(row: Row) -> str:
            return f"{annex}#{citations.identifier('observations', row['facts'][0])}" if row["facts"] else ""

        say, name = self.say, self.dataset.name
        return [
            _Column("about", say("column.figure"), lambda row: row["about"]),
            _Column("kind", say("workbook.how"), lambda row: say(f"workbook.derived_{row['kind']}")),
            _Column("when", say("column.when"), lambda row: row["when"]),
            _Column("value", say("column.value"), value, type="number"),
            _Column("unit", say("workbook.unit"), lambda row: name("units", row["unit"], self.language)),
            _Column("qualifier", say("workbook.qualifier"), lambda row: self._qualifier(row["qualifier"])),
            _Column("formula", say("workbook.formula"), lambda row: row["formula"]),
            _Column("facts", say("workbook.from_facts"), lambda row: "; ".join(row["facts"])),
            _Column("annex", say("workbook.in_annex"), of, format="uri"),
        ]

    # Sources

    def _stated_by(self, table: str, row: Row) -> set[str]:
        """The sources that state a fact or a part of it."""
        key = str(row[self.dataset.package.table(table).key[0]])
        named = [row[name] for name in row if name.endswith("source_id")]
        further = self.dataset.by("further_sources", "table", "key").get((table, key), ())
        return {str(one) for one in (*named, *(other["source_id"] for other in further)) if one}

    def _source_columns(self) -> list[_Column]:
        """What is said of a source."""
        short, note = f"short_{self.language}", f"note_{self.language}"

        def own(name: str, **options: Any) -> _Column:
            return _Column(name, self.say(TITLES[name]), lambda row: row[name], **options)

        return [
            _Column("short", self.say("column.source"), lambda row: row[short]),
            *(own(name) for name in ("title", "author", "publisher", "published")),
            replace(own("published_inferred"), cell=lambda row: "*" if row["published_inferred"] else ""),
            _Column("address", self.say("workbook.address"), lambda row: row["url"], format="uri"),
            own("publisher_url", format="uri"),
            _Column("note", self.say(TITLES["note"]), lambda row: row[note]),
            _Column("source_id", self.say("workbook.id"), lambda row: row["source_id"]),
        ]


def _has(table: Table, stem: str) -> bool:
    return any(name in table.names for name in (stem, *(f"{stem}_{one}" for one in LANGUAGES)))
