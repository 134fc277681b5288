"""What `paper_faults` is there to find is found, each in a PDF that has nothing else wrong."""

import pytest
from bs4 import BeautifulSoup

import paper_faults
from helpers.exporters.typst.compiler import compiler
from pdf_reading import Paper

SHEET = '#set document(title: "T")\n#set page(width: 300pt, height: 300pt, margin: 30pt)\n'
SOUND = SHEET + "= T\n#block(height: 150pt)[== One\nwords]\n== Two\nothers\n"


def paper(source: str, *standards: str) -> Paper:
    found = compiler().compile(
        input={"main.typ": source.encode()}, format="pdf", pdf_standards=list(standards)
    )
    assert isinstance(found, bytes)
    return Paper(found)


def web(*parts: str) -> BeautifulSoup:
    return BeautifulSoup(f"<main>{''.join(f'<p>{part}</p>' for part in parts)}</main>", "html.parser")


def test_nothing_is_found_in_a_sound_document() -> None:
    sound = paper(SOUND, "ua-1")
    assert paper_faults.of_structure(sound, "en") == []
    assert paper_faults.of_pages(sound) == []
    assert paper_faults.of_order(sound, web("One", "words", "Two", "others")) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (SOUND + "==== Three\nwords", "'Three' skips a level"),
        (SHEET + "== One\nwords", "the levels of headings"),
        (SOUND + "#table([head], [cell])", "1 tables, 0 heads"),
        (SOUND + '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\"/>"))', "figure 1 has no text"),
        (SOUND + "#set heading(bookmarked: false)\n== Three\nwords", "the bookmarks are"),
    ],
)
def test_what_a_screen_reader_lacks_is_found(source: str, fault: str) -> None:
    assert [one for one in paper_faults.of_structure(paper(source), "en") if fault in one]


def test_another_language_is_found() -> None:
    assert paper_faults.of_structure(paper(SOUND, "ua-1"), "vi") == ["the language is en"]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (SOUND + "== Three\n#pagebreak()\nwords", "page 1 ends with 'Three'"),
        (SHEET + "words\n#pagebreak()\nwords", "page 1 is empty over"),
        (SOUND + "#place(top, dx: 240pt)[outside]", "'outside' ends outside of the page"),
        (SOUND + "#block(above: -8pt)[more]", "'others' over 'more'"),
    ],
)
def test_what_an_eye_stumbles_over_is_found(source: str, fault: str) -> None:
    (found,) = paper_faults.of_pages(paper(source))
    assert fault in found


def test_what_is_read_too_early_or_never_is_found() -> None:
    sound = paper(SOUND, "ua-1")
    assert paper_faults.of_order(sound, web("Two", "words")) == ["words (too early)"]
    assert paper_faults.of_order(sound, web("One", "never")) == ["never"]
