"""What the README and the other pages say can be done, can be done."""

import re
from pathlib import Path

import pytest
from repository import PACKAGE, ROOT

from helpers.cli.main import main

PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "data/README.md", "reports/README.md")]
COMMANDS = main.commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_named_is_there(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", "\n".join(code(page.read_text(encoding="utf-8")))))
    assert named <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_is_there_with_its_options(page: Path) -> None:
    for line in code(page.read_text(encoding="utf-8")):
        for name, rest in re.findall(r"^briefings ([a-z]+)([^#|`]*)", line):
            assert name in COMMANDS, f"{page.name}: briefings {name}"
            command = COMMANDS[name]
            several = [command, *getattr(command, "commands", {}).values()]
            known = {option for one in several for parameter in one.params for option in parameter.opts}
            assert set(re.findall(r"--[a-z-]+", rest)) <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_every_folder_in_the_readmes_table_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    folders = re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)
    assert folders
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []


def test_the_walk_of_a_figure_names_modules_that_are_there_and_counts_them() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, walk, _ = re.split(r"^### (?:The walk of one figure|Words that mean).*$", page, flags=re.MULTILINE)
    rows = "".join(line for line in walk.splitlines() if line.startswith("| `"))
    named = re.findall(r"`([a-z_/]+\.py)`", rows)
    assert [name for name in named if not (PACKAGE / name).is_file()] == []
    of_exporters = [name for name in named if name.startswith("exporters/")]
    assert (f"These are {len(named)} modules" in walk, f"is {len(of_exporters)} of them" in walk) == (
        True,
        True,
    )


def test_the_changelog_says_what_changed_in_the_data() -> None:
    assert "### Data" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def code(text: str) -> list[str]:
    """The lines of the page that are code: fenced blocks and inline code."""
    fenced = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [line.strip() for block in fenced for line in block.splitlines()] + inline
