"""An executed notebook, read once into the document that every format is written from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from helpers.exporters import markdown, maths, sanitize, svg, terminal
from helpers.exporters.document import (
    Attr,
    Block,
    Blocks,
    CodeBlock,
    Div,
    Document,
    Emph,
    Fact,
    Figure,
    Footnote,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Math,
    Meta,
    Note,
    NoteList,
    NotesAt,
    Para,
    Plain,
    RelatedDocument,
    Span,
    Str,
    Strong,
    Table,
    has_content,
    inlines,
    of_class,
    plain,
    plain_blocks,
    walk,
)
from helpers.exporters.errors import MissingAlt, TooManySources, UnreadablePicture
from helpers.exporters.html_input import HtmlReader
from helpers.exporters.numbering import Letter, Noted, Numbering, located, renamed, slug
from helpers.exporters.options import Options
from helpers.exporters.pictures import Pictures, points
from helpers.exporters.words import date_in_words, words

DROPPED_CELLS = frozenset({"parameters", "injected-parameters", "setup", "check", "note"})
HIDDEN_CODE = frozenset({"text", "figure", "table"})
TITLE_BLOCK = frozenset({"abstract", "thumbnail"})
SHOWN_TAGS = TITLE_BLOCK | {"annex", "column"}
"""Tags of briefings: they mean nothing in a notebook that does not declare itself one."""

_ABOUT_ONE_THING = 3  # facts in a row that a reader takes for one: a figure, its change, who else has it
_TITLE_WORDS = ("kicker", "edition_note", "running_footer")
_SILENT = re.compile(r"application/(javascript|vnd\.bokehjs_load\.v0\+json|vnd\.province-briefings\..*)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_OBJECT = re.compile(r"<[\w.]+ object( at 0x[0-9a-f]+)?>")
_DELIMITERS = re.compile(
    r"\s*(\$\$|\$|\\\[|\\\()(?P<body>(?:[^$\\]|\\[^)\]])*)(\$\$|\$|\\\]|\\\))\s*", re.DOTALL
)
_DOLLAR = re.compile(r"(?<!\\)\$")
_TABULAR = ("\\begin{tabular", "\\begin{longtable")
_IMAGES = tuple(f"image/{kind}" for kind in ("svg+xml", "png", "jpeg", "gif", "webp"))


def read(
    nb: NotebookNode, resources: Mapping[str, Any] | None = None, options: Options | None = None
) -> Document:
    """The notebook as a document: clean, numbered, described.

    Raises MissingAlt, UnreadablePicture or UndefinedNote for what a notebook that declares itself a briefing
    (``metadata.briefing``) lacks, and TooManySources; in other notebooks a substitute stands instead.
    """
    return _Reading(nb, resources or {}, options or Options()).document()


def _package(given: object) -> Mapping[str, Any] | None:
    """The Data Package of a notebook's metadata, if that is one."""
    return given if isinstance(given, Mapping) and isinstance(given.get("resources"), list) else None


def declared(nb: NotebookNode) -> bool:
    """Whether the notebook declares itself a briefing."""
    return bool(nb.metadata.get("briefing"))


class _Reading:
    """One notebook while it is read."""

    def __init__(self, nb: NotebookNode, resources: Mapping[str, Any], options: Options) -> None:
        self.nb, self.options, self.strict = nb, options, declared(nb)
        about = resources.get("metadata") or {}
        self.name = str(about.get("name") or "")
        folder = about.get("path")
        lang = str(nb.metadata.get("lang") or "")
        self.lang = lang if _LANGUAGE.fullmatch(lang) else options.language
        self.words = words(self.lang, options.words)
        self.texts: dict[str, markdown.Read] = {}  # each Markdown text is read once
        self.notes_at = _notes_at(nb)
        self.numbering = Numbering(
            self.words, self._definitions(), self.notes_at, self._letters(), strict=self.strict
        )
        self.html = HtmlReader(
            self.numbering,
            Pictures(Path(folder) if folder is not None else None),
            strict=self.strict,
            given_title=" ".join(str(nb.metadata.get("title") or "").split()),
            most_rows=options.max_rows,
        )
        self.code_language = _code_language(nb)

    # --- The whole ---

    def document(self) -> Document:
        """Everything, read from top to bottom."""
        title_block: list[Block] = []
        blocks: list[Block] = []
        subjects: object = ()
        paged = False
        for cell in self.nb.cells:
            tags = _tags(cell) if self.strict else frozenset()
            if self._left_out(tags):
                continue
            if "page" in tags:
                blocks = self._turned(blocks, subjects)
                paged, subjects = True, cell.metadata.get("annex")
            self.numbering.cell = str(cell.get("id", "?"))
            content = self._cell(cell, tags)
            blocks += self._ended_sections()
            if content:
                classes = ("cell", str(cell.cell_type), *sorted(tags & SHOWN_TAGS))
                found = Div(content, Attr(classes=classes, attributes=_width(cell)), cell=self.numbering.cell)
                (title_block if tags & TITLE_BLOCK else blocks).append(found)
        blocks = self._turned(blocks, subjects) if paged else self._closed(blocks)
        notes = self._notes()
        shown = renamed((*title_block, *_columns(tuple(blocks))), self.numbering.renamed)
        return Document(
            meta=self._meta(),
            blocks=shown,
            notes=notes,
            anchors=dict(self.numbering.anchors),
            words=self.words,
            facts=self._facts(shown),
            data=_package(self.nb.metadata.get("data_package")),
        )

    def _closed(self, blocks: list[Block]) -> list[Block]:
        """The blocks, with what stands at the end of the last section, or of a document without pages."""
        if self.notes_at == "sections":
            self.numbering.ended.append((self.numbering.part, self.numbering.turn()))
            return blocks + self._ended_sections()
        if self.notes_at == "letters":
            return blocks + self._foot(self.numbering.turn())
        return blocks

    def _meta(self) -> Meta:
        given = self.nb.metadata
        title = self.html.given_title or self.html.title or self.name or "Notebook"
        day = str(given.get("date") or "")
        spoken = date_in_words(day, self.lang, self.words["date"])
        pages = given.get("pages")
        keywords = given.get("keywords") or ()
        return Meta(
            title=sanitize.readable(title),
            subtitle=sanitize.readable(str(given.get("subtitle") or "")),
            authors=_authors(given.get("authors")),
            lang=self.lang,
            date=day,
            edition=self.words["edition"].format(date=spoken) if day else "",
            description=str(given.get("description") or ""),
            keywords=(keywords,) if isinstance(keywords, str) else tuple(map(str, keywords)),
            running_header=str(given.get("running_header") or title),
            related=_related(given.get("links")),
            strict=self.strict,
            pages=pages if isinstance(pages, int) and pages > 0 else None,
            **{name: sanitize.readable(str(given.get(name) or "")) for name in _TITLE_WORDS},
            annex=_annex(given.get("annex")),
            url=str(given.get("url") or ""),
            identifier=str(given.get("identifier") or ""),
            toc=given.get("toc") is not False,
            notes=self.notes_at,
        )

    def _left_out(self, tags: frozenset[str]) -> bool:
        if tags & DROPPED_CELLS:
            return True
        part = self.options.part
        return part != "all" and ("annex" in tags) != (part == "annex")

    # --- Cells ---

    def _cell(self, cell: NotebookNode, tags: frozenset[str]) -> Blocks:
        options = self.options
        attachments = cell.get("attachments")
        self.html.attachments = attachments if isinstance(attachments, Mapping) else {}
        self.html.strict_notes = False
        if cell.cell_type == "markdown":
            return () if options.exclude_markdown else self._markdown(cell.source)
        if cell.cell_type == "raw":
            return () if options.exclude_raw else self._raw(cell)
        if cell.cell_type != "code":
            return () if options.exclude_unknown else self._code(str(cell.get("source", "")), "", "")
        if options.exclude_code_cell:
            return ()
        removed = (cell.metadata.get("transient") or {}).get("remove_source")
        hidden = options.exclude_input or bool(removed) or bool(tags & HIDDEN_CODE)
        number = cell.get("execution_count") or " "
        prompt = f"In [{number}]:" if options.prompts and not options.exclude_input_prompt else ""
        language = str(cell.metadata.get("magics_language") or self.code_language)
        source = () if hidden else self._code(cell.source, language, prompt)
        if source:
            self.html.opening = False
        if options.exclude_output:
            return source
        return source + self._outputs(cell)

    def _code(self, source: str, language: str, prompt: str) -> Blocks:
        attributes = (("prompt", prompt),) if prompt else ()
        attr = Attr(classes=("input",), attributes=attributes)
        source = sanitize.readable(source).strip("\n")
        return (CodeBlock(source, language, attr=attr),) if source.strip() else ()

    def _markdown(self, source: str) -> Blocks:
        return self.html.read(self._text(source).html)

    def _raw(self, cell: NotebookNode) -> Blocks:
        """A raw cell read as the type that it names; without a type it is shown as it was typed."""
        kind = str(cell.metadata.get("raw_mimetype") or cell.metadata.get("format") or "").lower()
        if kind not in self.options.raw_mimetypes:
            return ()
        if kind == "text/markdown":
            return self._markdown(cell.source)
        if kind == "text/html":
            return self.html.read(cell.source)
        text = sanitize.readable(cell.source).strip("\n")
        return (CodeBlock(text, attr=Attr(classes=("raw",))),) if text.strip() else ()

    def _outputs(self, cell: NotebookNode) -> Blocks:
        found: list[Block] = []
        for place, output in enumerate(cell.get("outputs") or ()):
            kind, content = self._output(output, cell)
            if not content:
                continue
            self.html.opening = False
            number = output.get("execution_count") if output.output_type == "execute_result" else None
            prompted = self.options.prompts and not self.options.exclude_output_prompt and number
            attributes = (("prompt", f"Out[{number}]:"),) if prompted else ()
            found.append(Div(content, Attr(classes=("output", kind), attributes=attributes), output=place))
        return tuple(found)

    # --- Outputs ---

    def _output(self, output: NotebookNode, cell: NotebookNode) -> tuple[str, Blocks]:
        """The kind of what is shown, and its blocks."""
        if output.output_type == "stream":
            return "stream", self._printed(_joined(output.text), output.get("name", ""))
        if output.output_type == "error":
            lines = output.get("traceback") or [f"{output.get('ename', '')}: {output.get('evalue', '')}"]
            return "error", self._printed("\n".join(lines), "error")
        data, metadata = output.get("data") or {}, _mapping(output.get("metadata"))
        self.html.strict_notes = self.strict or "footnotes" in metadata
        for mime in self.options.display_data_priority:
            if mime in data and (content := self._shown(mime, data, metadata, cell)):
                return mime.split("/")[-1].split("+")[0], content
        alt = next((alt for mime in _IMAGES if mime in data and (alt := _alt(mime, metadata, cell))), "")
        if alt:  # of a picture whose bytes are none
            return "not-shown", (Para((Emph((Str(alt),)),), Attr(classes=("not-shown",))),)
        interactive = set(data) - {"text/plain", "text/html"} and not all(map(_SILENT.fullmatch, data))
        if interactive or sanitize.draws_itself(_joined(data.get("text/html", ""))):
            notice = Para((Str(self.words["not_shown"]),), Attr(classes=("not-shown",)))
            return "not-shown", (notice,)
        return "", ()

    def _shown(
        self, mime: str, data: Mapping[str, Any], metadata: Mapping[str, Any], cell: NotebookNode
    ) -> Blocks:
        """One representation of an output; nothing when a reader would get nothing from it."""
        if mime in _IMAGES:
            return self._image(mime, data, metadata, cell)
        text = _joined(data[mime])
        if mime == "text/markdown":
            return self._markdown(text)
        if mime == "text/html":
            return self._html(text, data)
        if mime == "text/latex":
            return self._latex(text, data)
        if mime == "text/plain":
            return () if "text/html" in data and _OBJECT.fullmatch(text.strip()) else self._printed(text, "")
        return ()

    def _html(self, html: str, data: Mapping[str, Any]) -> Blocks:
        found = self.html.read(html)
        if not has_content(found):
            return ()
        resource = data.get("application/vnd.dataresource+json")
        if isinstance(resource, Mapping):
            at = next((place for place, one in enumerate(found) if isinstance(one, Table)), None)
            if at is not None:
                table = replace(found[at], resource=resource)  # type: ignore[arg-type]
                found = (*found[:at], table, *found[at + 1 :])
        return found

    def _latex(self, text: str, data: Mapping[str, Any]) -> Blocks:
        """A formula, or words with formulas. What is neither, a LaTeX table for example, gives way to its twin."""
        match = _DELIMITERS.fullmatch(text)
        tex = maths.clean_tex(match["body"] if match else text, self.html.macros)
        if match is None:
            mixed = _DOLLAR.search(text) is not None
            formula = not any(one in text for one in _TABULAR) and (
                mixed or maths.to_mathml(tex, True) is not None
            )
            if not formula and _has_twin(data):
                return ()
            if mixed:
                return self._markdown(text)
        return (Para((Math(tex, display=True),)),) if tex else ()

    def _image(
        self, mime: str, data: Mapping[str, Any], metadata: Mapping[str, Any], cell: NotebookNode
    ) -> Blocks:
        picture = self.html.pictures.from_output(mime, data[mime])
        if picture is None:
            if self.strict:
                raise UnreadablePicture(self.numbering.cell, mime)
            return ()
        own, alt = _about(mime, metadata), _alt(mime, metadata, cell)
        if self.strict and not alt:
            raise MissingAlt(self.numbering.cell, mime)
        alt = alt or self.numbering.undescribed()
        width, height = points(own.get("width")), points(own.get("height"))
        image = Image(picture, alt, "", width, height)
        if self.strict and (title := str(own.get("title") or "")):
            subtitle = Span(self._caption(str(own.get("subtitle") or "")), Attr(classes=("subtitle",)))
            titled = (Strong(self._caption(title)), *((LineBreak(), subtitle) if subtitle.content else ()))
            return (Figure((Plain((image,)),), titled, attr=Attr(classes=("chart", "titled"))),)
        said = self._caption(str(own.get("caption") or ""))
        label = self.numbering.label("figure") if said else ""
        return (Figure((Plain((image,)),), said, label, Attr(classes=("chart",))),)

    def _caption(self, text: str) -> Inlines:
        return (_cited(text) or self.html.read_phrase(self._text(text).html)) if text else ()

    def _printed(self, text: str, stream: str) -> Blocks:
        left_out = 0
        total = len(text)
        most = self.options.max_text
        if total > most:
            head, tail = most * 3 // 4, most // 4
            left_out = total - head - tail
            text = f"{text[:head]}\n…\n{text[total - tail :]}"
        plain, content = terminal.read(text)
        if not plain.strip():
            return ()
        kinds = ("output", *((stream,) if stream in ("stderr", "error") else ()))
        found: Blocks = (CodeBlock(plain, "", content, Attr(classes=kinds)),)
        if not left_out:
            return found
        notice = self.words["text_left_out"].format(count=left_out, total=total)
        return (*found, Para((Str(notice),), Attr(classes=("not-shown",))))

    # --- Notes ---

    def _text(self, source: str) -> markdown.Read:
        if source not in self.texts:
            self.texts[source] = markdown.read(source)
        return self.texts[source]

    def _definitions(self) -> dict[str, str]:
        """What each note says: from ``[^key]: …`` in any text, and from ``output.metadata["footnotes"]``.

        The first definition of a key counts.
        """
        found: dict[str, str] = {}
        for given in self._given_definitions():
            for key, text in given.items():
                found.setdefault(markdown.normal(key), str(text))
        return found

    def _given_definitions(self) -> Iterator[Mapping[str, Any]]:
        for cell in self.nb.cells:
            if cell.cell_type == "markdown" and "[^" in cell.source:
                yield self._text(cell.source).definitions
            for output in cell.get("outputs") or ():
                yield _mapping(_mapping(output.get("metadata")).get("footnotes"))
                data = _mapping(output.get("data"))
                if "text/markdown" in data and "[^" in (text := _joined(data["text/markdown"])):
                    yield self._text(text).definitions

    def _letters(self) -> dict[str, tuple[Letter, ...]]:
        """The sources that each note rests on, from ``output.metadata["letters"]``; as of notes, the first counts."""
        found: dict[str, tuple[Letter, ...]] = {}
        for metadata in self._metadata_of_outputs() if self.notes_at == "letters" else ():
            for key, sources in _mapping(metadata.get("letters")).items():
                given = ((str(group), str(name), str(one), str(place)) for group, name, one, place in sources)
                found.setdefault(markdown.normal(key), tuple(given))
        return found

    def _metadata_of_outputs(self) -> Iterator[Mapping[str, Any]]:
        for cell in self.nb.cells:
            for output in cell.get("outputs") or ():
                yield _mapping(output.get("metadata"))

    def _notes(self) -> tuple[Footnote, ...]:
        """All notes, or none where they stood in their sections."""
        if self.notes_at == "sections":
            return ()
        if self.notes_at == "end":
            return self._noted_here()
        self.html.strict_notes = False
        return tuple(self._footnote(key, "") for key in self.numbering.places)

    def _noted_here(self) -> tuple[Footnote, ...]:
        """The notes of this part in the order of their numbers; one that only notes refer to comes after those."""
        noted, contents = self.numbering.noted, {}
        self.html.strict_notes = False
        while waiting := [key for key in noted if key not in contents]:
            for key in waiting:
                contents[key] = self._footnote(key, noted[key].label)
        return tuple(
            replace(contents[key], references=one.references, cell=one.cell, place=one.place)
            for key, one in noted.items()
        )

    def _footnote(self, key: str, label: str) -> Footnote:
        cell = self.numbering.cell = self.numbering.places[key]
        return Footnote(key, label, self._noted(self.numbering.definitions[key]), cell=cell)

    def _noted(self, text: str) -> Blocks:
        """What a note says."""
        if said := _cited(text):
            return (Para(said),)
        return self.html.read_nested(self._text(text).html)

    def _ended_sections(self) -> list[Block]:
        """The lists of notes of the sections that have ended."""
        numbering, found = self.numbering, list[Block]()
        now = numbering.part, numbering.noted, numbering.cell
        for part, noted in numbering.ended:
            numbering.part, numbering.noted = part, noted
            found += [NoteList(notes)] if (notes := self._noted_here()) else []
        numbering.part, numbering.noted, numbering.cell = now
        numbering.ended.clear()
        return found

    def _facts(self, blocks: Blocks) -> dict[str, Fact]:
        """The facts that marks stand at, each with the mark that is its address, and with its words beside letters."""
        if not self.strict:
            return {}
        said: dict[str, str] = {}
        for metadata in self._metadata_of_outputs() if self.notes_at == "letters" else ():
            said |= {markdown.normal(key): str(text) for key, text in _mapping(metadata.get("facts")).items()}
        rows = [
            row for one in walk(blocks) if isinstance(one, Table) for row in (*one.head, *one.body, *one.foot)
        ]
        marked = [_marks(tuple(inner for cell in row.cells for inner in cell.content)) for row in rows]
        # A row of many facts, such as a list in a cell, is the place of none where another row has it for itself.
        marked.sort(key=lambda facts: max(len(facts), _ABOUT_ONE_THING))
        marks: dict[str, str] = {}
        for facts in reversed((*marked, _marks(blocks))):  # the first row has the last word
            marks |= facts
        return {name: Fact(name, self._caption(said.get(name, "")), mark) for name, mark in marks.items()}

    # --- Pages, letters, columns ---

    def _turned(self, blocks: list[Block], subjects: object = ()) -> list[Block]:
        """The blocks up to a new page; those of the page before are made one, its letters at its foot.

        ``subjects`` are the headings of the annex that go on with that page.
        """
        start = max((place + 1 for place, one in enumerate(blocks) if of_class(one, "page")), default=0)
        before, page = blocks[:start], blocks[start:]
        page += self._foot(self.numbering.turn(), len(before) + 1, tuple(page))
        page += self._further(subjects)
        return [*before, Div(_columns(tuple(page)), Attr(classes=("page",)))] if page else before

    def _foot(self, noted: Mapping[str, Noted], page: int = 1, above: Blocks = ()) -> list[Block]:
        """What stands at the end of a page, or of a document without pages: first what marks mean, then the sources.

        The first page has the whole legend, another one ``above`` which a date has a star says what that means.
        Raises TooManySources for a page that cites more groups of sources than ``metadata.most_sources``.
        """
        found: list[Block] = []
        legend = str(self.nb.metadata.get("legend" if page == 1 else "star") or "") if self.strict else ""
        if legend and (page == 1 or _unexplained(above)):
            found.append(Div(self.html.read_nested(self._text(legend).html), Attr(classes=("legend",))))
        if self.notes_at != "letters" or not noted:
            return found
        most = self.nb.metadata.get("most_sources")
        groups: dict[str, list[Noted]] = {}
        for one in noted.values():
            groups.setdefault(one.group, []).append(one)
        if self.strict and isinstance(most, int) and len(groups) > most:
            raise TooManySources(page, [f"{one.label} {one.name}" for one, *_ in groups.values()], most)
        said: list[Inline] = [Span((Str(self.words["sources"]),), Attr(classes=("label",)))]
        for first, *others in groups.values():
            said += [Str(" " if len(said) == 1 else " · "), *self._listed(first, named=True)]
            for one in others:
                said += [Str("; "), *self._listed(one, named=False)]
        return [*found, Div((Para(tuple(said)),), Attr(classes=("sources",)))]

    def _listed(self, one: Noted, *, named: bool) -> Iterator[Inline]:
        """A lettered source as the list has it: its label, its group's name where ``named``, which it is, where."""
        yield Span((Strong((Str(one.label),)),), Attr(f"note-{one.place or one.label}"))
        yield Str(" ")
        if named:
            yield from self._caption(one.name)
        places = located(one.locators, _mapping(self.nb.metadata.get("locators")))
        which = f"{one.issue} ({places})" if one.issue and places else one.issue or places
        if which:
            yield Str(f", {which}" if named else which)

    def _further(self, subjects: object) -> list[Block]:
        """Where in the annex the subjects of a page go on."""
        annex = _annex(self.nb.metadata.get("annex"))
        if not (self.strict and annex and isinstance(subjects, list) and subjects):
            return []
        links = [Link((Str(str(one)),), f"{annex}#{slug(str(one))}") for one in subjects]
        said: list[Inline] = [Span((Str(self.words["further"]),), Attr(classes=("label",)))]
        for one in links:
            said += [Str(" " if one is links[0] else " · "), one]
        return [Div((Para(tuple(said)),), Attr(classes=("further",)))]


def _cited(text: str) -> Inlines:
    """What a note or caption says that is a citation or words alone; nothing for one that is more."""
    name, target, words = markdown.citation(text) or ("", "", "")
    return (*((Link((Str(name),), target),) if name else ()), *((Str(words),) if words else ()))


def _unexplained(blocks: Blocks) -> bool:
    """Whether a page has a star after a word, in a drawing or a caption too, and no remark that begins with one."""
    captions = [one.caption for one in walk(blocks) if isinstance(one, (Figure, Table))]
    drawings = (one.picture for one in inlines(blocks) if isinstance(one, Image))
    drawn = [svg.words(one.data.decode()) for one in drawings if one.mime == "image/svg+xml"]
    said = " ".join((plain_blocks(blocks), *map(plain, captions), *drawn))
    return bool(re.search(r"\S\*", said)) and not re.search(r"(^|\s)\*\s", said)


def _notes_at(nb: NotebookNode) -> NotesAt:
    """Where the notebook's metadata want its notes; anything else than letters and sections means the end."""
    wanted = nb.metadata.get("notes")
    return "letters" if wanted == "letters" else "sections" if wanted == "sections" else "end"


def _annex(given: object) -> str:
    return str(given) if given and sanitize.safe_address(str(given)) else ""


def _columns(blocks: Blocks) -> Blocks:
    """Neighbouring cells tagged ``column`` stand beside one another."""
    found: list[Block] = []
    for one in blocks:
        if not of_class(one, "column"):
            found.append(one)
            continue
        if not (found and of_class(found[-1], "columns")):
            found.append(Div((), Attr(classes=("columns",))))
        last = found[-1]
        assert isinstance(last, Div)
        found[-1] = replace(last, content=(*last.content, one))
    return tuple(found)


def _width(cell: NotebookNode) -> tuple[tuple[str, str], ...]:
    width = str(cell.metadata.get("width") or "")
    return (("width", width),) if re.fullmatch(r"\d+(\.\d+)?%", width) else ()


def _alt(mime: str, metadata: Mapping[str, Any], cell: NotebookNode) -> str:
    """The alternative text that an output's metadata, or its cell's, gives to a picture."""
    found = _about(mime, metadata).get("alt") or cell.metadata.get("alt") or ""
    return sanitize.readable(" ".join(str(found).split()))


def _about(mime: str, metadata: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an output's metadata says of one representation; as in nbconvert, it may be said of all of them at once."""
    return {**metadata, **_mapping(metadata.get(mime))}


def _has_twin(data: Mapping[str, Any]) -> bool:
    """Whether an output can be shown as HTML or as text that is more than the name of an object."""
    return "text/html" in data or not _OBJECT.fullmatch(_joined(data.get("text/plain", "<x object>")).strip())


def _tags(cell: NotebookNode) -> frozenset[str]:
    return frozenset(map(str, cell.metadata.get("tags") or ()))


def _code_language(nb: NotebookNode) -> str:
    """What Pygments calls the language of the notebook's code; Python, as in nbconvert, when nothing names it."""
    info, kernel = _mapping(nb.metadata.get("language_info")), _mapping(nb.metadata.get("kernelspec"))
    return str(info.get("pygments_lexer") or info.get("name") or kernel.get("language") or "python")


def _authors(given: object) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else [given]
    names = (author.get("name") if isinstance(author, Mapping) else author for author in listed)
    return tuple(str(name) for name in names if name)


def _related(given: object) -> tuple[RelatedDocument, ...]:
    """The related documents that the notebook names, as far as their addresses are safe."""
    return tuple(
        RelatedDocument(*(str(link.get(name) or "") for name in ("label", "href", "rel", "hreflang", "type")))
        for link in (given if isinstance(given, list) else ())
        if isinstance(link, Mapping) and link.get("href") and sanitize.safe_address(str(link["href"]))
    )


def _marks(blocks: Blocks) -> dict[str, str]:
    """The facts of blocks, each with the identifier of the first mark that stands for it."""
    marks: dict[str, str] = {}
    for one in inlines(blocks):
        if isinstance(one, Note):
            for fact in one.facts:
                marks.setdefault(fact, one.identifier)
    return marks


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _joined(data: object) -> str:
    return "".join(map(str, data)) if isinstance(data, list) else str(data)
