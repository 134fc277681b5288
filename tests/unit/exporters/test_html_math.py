"""Formulas are drawn by the browser and spoken by a screen reader, or shown as they were typed."""

import pytest
from bs4 import BeautifulSoup

from helpers.exporters.html_math import mathml, output_span


def test_a_formula_becomes_mathml_with_its_tex_as_alternative() -> None:
    drawn = mathml(r"\frac{a}{b}", True)
    assert drawn is not None
    math = BeautifulSoup(drawn, "html5lib").find("math")
    assert math["display"] == "block" and math["alttext"] == r"\frac{a}{b}"  # type: ignore[index]
    assert [e.get_text() for e in math("mi")] == ["a", "b"]  # type: ignore[operator]


@pytest.mark.parametrize("tex", [r"\frac{", r"\nosuchmacro{x}", r"\left("])
def test_what_is_not_understood_is_left_to_the_reader(tex: str) -> None:
    assert mathml(tex, False) is None


@pytest.mark.parametrize(
    "tex", [r"\text{<img src=x onerror=alert(1)>}", r"\text{&lt;script&gt;}", r"\href{javascript:x}{y}"]
)
def test_a_formula_carries_no_markup(tex: str) -> None:
    soup = BeautifulSoup(mathml(tex, False) or "", "html5lib")
    assert not soup(["img", "script"]) and not soup.select("[href]")


def test_numbered_environments_are_drawn_without_numbers() -> None:
    drawn = mathml("\\begin{align}a&=b\\\\c&=d\\end{align}", True)
    assert drawn is not None and "(1)" not in drawn
    assert mathml("\\begin{equation}x\\end{equation}", True) is not None


@pytest.mark.parametrize("latex", ["$x$", "$$x$$", "\\[x\\]", "x"])
def test_the_delimiters_of_an_output_are_taken_off(latex: str) -> None:
    span = BeautifulSoup(output_span(latex), "html5lib").span
    assert span is not None and span["data-tex"] == "x"
