"""Of other people's CSS only what shows is kept, and it is found for each element as a browser finds it."""

import pytest
from lxml.html import fragment_fromstring

from helpers.exporters.css import SHOWN, Sheet, colour, declarations


def test_declarations_keep_colours_and_drop_what_moves() -> None:
    css = "color: red !important; position: fixed; background: linear-gradient(90deg, #d65f5f 50%, transparent 50%)"
    assert declarations(css, SHOWN) == {
        "color": "red",
        "background": "linear-gradient(90deg, #d65f5f 50%, transparent 50%)",
    }


@pytest.mark.parametrize(
    "css",
    [
        "background: url(https://evil.example/x)",
        "background: u\\72l(https://evil.example/x)",
        'background: image-set("https://evil.example/x" 1x)',
        "color: expression(alert(1))",
        "background: red} body {color: blue",
        "color: var(--x)",
        "background: url('//evil.example/x')",
    ],
)
def test_what_fetches_or_hides_what_it_does_is_dropped(css: str) -> None:
    assert declarations(css, SHOWN) == {}


def test_rules_of_a_style_sheet_reach_their_elements() -> None:
    root = fragment_fromstring(
        "<style>#T_1_row0_col0, #T_1_row0_col1 {background-color: #ff0; color: #000; position: fixed}"
        "@media print {#T_1_row0_col0 {color: red}} #T_1 th {font-weight: bold} td:hover {color: blue}</style>"
        "<table id='T_1'><tr><th>h</th><td id='T_1_row0_col0' style='color: green'>1</td>"
        "<td id='T_1_row0_col1'>2</td></tr></table>",
        create_parent="div",
    )
    sheet = Sheet(root)
    styles = [sheet.style(cell) for cell in root.iter("th", "td")]
    assert styles == [
        {"font-weight": "bold"},
        {"background-color": "#ff0", "color": "green"},
        {"background-color": "#ff0", "color": "#000"},
    ]


@pytest.mark.parametrize(
    "value, expected",
    [
        ("red", (255, 0, 0, 255)),
        ("#ff0", (255, 255, 0, 255)),
        ("rgba(1, 2, 3, 0.5)", (1, 2, 3, 128)),
        ("hsl(120 100% 50%)", (0, 255, 0, 255)),
        ("transparent", None),
        ("currentcolor", None),
        ("nonsense", None),
    ],
)
def test_colours_are_read_in_every_usual_notation(value: str, expected: tuple[int, ...] | None) -> None:
    assert colour(value) == expected
