"""The data dictionary in data/README.md, made from the descriptor: ``python -m helpers.data.dictionary``."""

from collections.abc import Iterator
from pathlib import Path

from helpers import paths
from helpers.data.schema import Field, Package, Table, read

BEGIN, END = "<!-- dictionary: begin -->", "<!-- dictionary: end -->"


def markdown(package: Package) -> str:
    """All tables and their fields as Markdown."""
    return "\n\n".join("\n".join(section(table)) for table in package.tables.values())


def section(table: Table) -> Iterator[str]:
    """One table: what a row is, its key, and its fields."""
    yield f"### `{table.name}`: {table.title}"
    yield ""
    yield f"{table.description}. Key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    yield "| field | heading in a spreadsheet | type | meaning | values |"
    yield "|---|---|---|---|---|"
    points = {reference.field: reference.table for reference in table.references}
    for field in table.fields:
        needed = "" if field.required else ", may be empty"
        kind = "date" if field.holds_date else field.type
        headings = " · ".join(title for title in (field.title_vi, field.title) if title)
        yield f"| `{field.name}` | {headings} | {kind}{needed} | {meaning(field)} | {values(field, points)} |"


def meaning(field: Field) -> str:
    """What a field holds, and in which unit."""
    text = field.description.replace("|", "\\|")
    return f"{text}; in {field.unit}" if field.unit else text


def values(field: Field, points: dict[str, str]) -> str:
    """What a field may hold: a closed list, a row of another table, or something like an example."""
    if "enum" in field.constraints:
        return ", ".join(f"`{value}`" for value in field.constraints["enum"])
    if field.name in points:
        return f"a row of `{points[field.name]}`"
    longest = field.constraints.get("maxLength")
    most = f"at most {longest} letters" if longest else ""
    return ", ".join(filter(None, [f"like `{field.example}`" if field.example else "", most]))


def renew(readme: str, package: Package) -> str:
    """A README with the dictionary between its two marks renewed."""
    before, rest = readme.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{markdown(package)}\n\n{END}{after}"


def write(folder: Path | None = None) -> None:
    """Renew the dictionary in the dataset's README; writes only that file."""
    folder = folder or paths.data()
    path = folder / "README.md"
    path.write_text(renew(path.read_text(encoding="utf-8"), read(folder)), encoding="utf-8")


if __name__ == "__main__":
    write()
