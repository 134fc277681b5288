"""Formulas: what TeX says is what browsers and paper show; what cannot be shown is known before it is."""

import re
import sys

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.exporters.maths import (
    MATHML_ATTRIBUTES,
    MATHML_TAGS,
    Macros,
    clean_tex,
    mathml_to_typst,
    to_mathml,
    to_typst,
)

COMPILER = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False))


def mathml(tex: str, display: bool = True) -> str:
    """The content of the ``math`` element, without what only steers its look."""
    drawn = to_mathml(clean_tex(tex), display)
    assert drawn is not None, tex
    return re.sub(r"<math[^>]*>|</math>", "", drawn)


def markup(tex: str, display: bool = True) -> str:
    """The Typst markup without spaces."""
    written = to_typst(clean_tex(tex), display)
    assert written is not None, tex
    return re.sub(r" (?=[^ ])", "", written)


def elements(tex: str) -> str:
    """The MathML without attributes."""
    return re.sub(r"(<\w+)[^>]*>", r"\1>", mathml(tex))


def compiles(written: str, display: bool = True) -> bool:
    literal = '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'
    source = f'#math.equation(block: {str(display).lower()}, eval({literal}, mode: "math"))'
    try:
        COMPILER.compile(input={"main.typ": source.encode()}, format="pdf")
    except typst.TypstError:
        return False
    return True


# TeX · what its MathML contains · what its Typst markup contains (without spaces)
MEANT = [
    # a fraction ends where its braces end
    (r"\frac{1}{n}(x+y)", "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac><mo>(</mo>", r"frac(1,n)\("),
    (r"\frac{1}{N}\left(\sum_i x\right)", "</mfrac><mrow><mo>(</mo><munder>", r"frac(1,N)lr(\(attach(∑,b:i)x\))"),
    (r"\frac{1}{\rho}\nabla p", "</mfrac><mo>∇</mo><mi>p</mi>", "frac(1,ρ)∇p"),
    (r"x^\frac12", "<msup><mi>x</mi><mfrac><mn>1</mn><mn>2</mn></mfrac></msup>", "attach(x,t:frac(1,2))"),
    # letters
    (r"{\bf X}y", "<mi>𝐗</mi></mrow><mi>y</mi>", "𝐗y"),
    (r"\mathbf{AB}", "<mi>𝐀</mi><mi>𝐁</mi>", "𝐀𝐁"),
    (r"\boldsymbol{\beta}\bm x", "<mi>𝜷</mi>", "𝜷𝒙"),
    (r"\textbf{X}", "<mtext>X</mtext>", 'bold("X")'),
    (r"\textit{slow}", "<mtext>slow</mtext>", 'italic("slow")'),
    (r"\mathrm{KL}", "<mi>KL</mi>", '"KL"'),
    (r"\mathrm{d}x", "<mi>d</mi><mi>x</mi>", "upright(d)x"),
    (r"\mathbb{R}\mathcal{N}\mathscr L", "<mi>ℝ</mi>", "ℝ𝒩ℒ"),
    (r"x\_y\#\%", "<mi>x</mi><mi>_</mi><mi>y</mi><mi>#</mi><mi>%</mi>", r"x\_y\#\%"),
    (r"a \sim b", "<mi>a</mi><mo>∼</mo><mi>b</mi>", "a∼b"),
    # signs
    (r"a\lt1", "<mi>a</mi><mo>&lt;</mo><mn>1</mn>", r"a\<1"),
    (r"a\gt1", "<mi>a</mi><mo>&gt;</mo><mn>1</mn>", r"a\>1"),
    (r"\not= \not\in", "<mo>≠</mo><mo>∉</mo>", "≠∉"),
    # brackets
    (r"\Bigl( x \Bigr)", "<mo>(</mo><mi>x</mi><mo>)</mo>", r"lr(size:#1.623em,\()xlr(size:#1.623em,\))"),
    (r"\bigl\{ x \bigr\}", "<mo>{</mo><mi>x</mi><mo>}</mo>", r"\{)xlr"),
    (r"x\biggr\rvert_0", "<msub><mo>|</mo><mn>0</mn></msub>", r"attach(lr(size:#2.047em,\|),b:0)"),
    (r"\left( a \middle| b \right]", "<mo>(</mo><mi>a</mi><mo>|</mo><mi>b</mi><mo>]</mo>", r"lr(\(amid(\|)b\])"),
    (r"\left. x \right|_{0}", "<mi>x</mi><mo>|</mo></mrow>", r"attach(lr(x\|),b:0)"),
    (r"\left< a \right>", "<mo>⟨</mo><mi>a</mi><mo>⟩</mo>", r"lr(\⟨a\⟩)"),
    (r"|\langle a \rangle_b|", "<msub><mo>⟩</mo><mi>b</mi></msub>", r"\⟨aattach(\⟩,b:b)"),
    # one above the other
    (r"n \choose k", "<mfrac><mrow><mi>n</mi></mrow><mrow><mi>k</mi></mrow></mfrac>", "binom(n,k)"),
    (r"{n \choose k} p", "<mi>p</mi>", "binom(n,k)p"),
    (r"a \over b", "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>", "frac(a,b)"),
    (r"\sum_{\substack{i<n\\j}} x", "<mtr><mtd><mi>j</mi></mtd></mtr>", r"attach(∑,b:i\<n\j)x"),
    (r"\max_x f", "<munder><mo>max</mo><mi>x</mi></munder>", 'attach(op("max",limits:#true),b:x)f'),
    (r"\operatorname*{arg\,max}_x", "<munder><mo>argmax</mo>", 'op("argmax",limits:#true),b:x'),
    (r"\mathop{\mathrm{argmin}}_x", "<munder><mo>argmin</mo>", 'op("argmin",limits:#true),b:x'),
    (r"\underbrace{a+b}_{n}", "<mo>⏟</mo></munder><mrow><mi>n</mi></mrow></munder>", "underbrace(a\\+b,n)"),
    (r"\hat{y}\bar{x}", "<mover><mrow><mi>y</mi></mrow><mo>^</mo></mover>", "accent(y,hat)accent(x,macron)"),
    (r"f'(x)", "<msup><mi>f</mi><mi>′</mi></msup>", "attach(f,t:primes(#1))"),
    # rows and columns
    (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "<mo>(</mo><mtable>", r"lr(\(display(mat(delim:#none,1,2;3,4))\))"),
    (r"\begin{bmatrix}a,b&c;d\end{bmatrix}", "<mtd><mi>a</mi><mo>,</mo><mi>b</mi></mtd>", r"a\,b,c\;d"),
    (r"\begin{matrix}a\cr b\end{matrix}", "<mtr><mtd><mi>a</mi></mtd></mtr><mtr>", "mat(delim:#none,a;b)"),
    (r"\begin{cases}1,&x\\0\end{cases}", "<mo>{</mo><mtable>", r"lr(\{display(mat(delim:#none,&1\,,&x;"),
    (r"\begin{array}{c|c}a&b\\\hline c&d\end{array}", "<mtable>", "augment:#(hline:(1,),vline:(1,))"),
    (r"\begin{align}a&=b\\c&=d\end{align}", "<mtd><mi>a</mi></mtd>", r"a&\=b\c&\=d"),
    (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "<mtd><mi>a</mi></mtd>", r"a&\=b\c&\=d"),
    (r"\left\{\begin{aligned}a&=b\\c&=d\end{aligned}\right.", "<mo>{</mo><mtable>", r"display(a)&display(\=b);"),
    (r"\begin{gather}a\\b\end{gather}", "<mstyle><mi>a</mi></mstyle></mrow></mtd></mtr><mtr>", "display(a);display(b)"),
    (r"a \\ b", "<mstyle><mi>a</mi></mstyle></mrow></mtd></mtr><mtr>", "display(a);display(b)"),
    (r"a &= b \\ c &= d", "<mtd><mi>a</mi></mtd>", r"a&\=b\c&\=d"),
    (r"\begin{eqnarray}a&=&b\\c&=&d\end{eqnarray}", "<mstyle><mo>=</mo></mstyle></mrow></mtd>", r"\=),&display(b)"),
    # frames, text, colour
    (r"\boxed{x}", "<menclose><mrow><mi>x</mi></mrow></menclose>", "#box("),
    (r"x\tag{3}", "<mtext>(3)</mtext>", '"(3)"'),
    (r"\text{if $x$ is \#1}", "<mtext>if", '"if"x"is#1"'),
    (r"\mbox{a b}", "<mtext>a", '"ab"'),
    (r"\color{red}{x}y", "<mstyle><mrow><mi>x</mi></mrow></mstyle><mi>y</mi>", "rgb(255,0,0)"),
]  # fmt: skip


@pytest.mark.parametrize(("tex", "html", "typeset"), MEANT, ids=[tex for tex, *_ in MEANT])
def test_a_formula_says_the_same_in_html_and_on_paper(tex: str, html: str, typeset: str) -> None:
    assert html in elements(tex)
    assert typeset in markup(tex)
    assert compiles(to_typst(clean_tex(tex)) or "")
    assert to_mathml(clean_tex(tex), False) and compiles(to_typst(clean_tex(tex), False) or "", False)


@pytest.mark.parametrize(
    ("tex", "clean"),
    [
        (r"\begin{equation}\label{eq:a} x \nonumber \end{equation}", "x"),
        ("a % said aside\nb", "a b"),
        ("x\\ ", "x"),
        ("x \\\\\n", "x"),
        ("\\frac ab\\\nc", r"\frac ab\ c"),
        (r"\begin{align} x \\ \end{align}", "x"),
        (r"\begin{matrix}a\\[2ex] b\\ [c]\end{matrix}", r"\begin{matrix}a\\ b\\ [c]\end{matrix}"),
        (r"\begin{array}{@{}l|*{2}{c}@{}}a&b&c\end{array}", r"\begin{array}{l|cc}a&b&c\end{array}"),
        ("\\begin{align} a \\nonumber \\\\ b \\nonumber \\end{align}", r"\begin{align*}a \\ b\end{align*}"),
        (r"\href{javascript:alert(1)}{x}", "{x}"),
        (r"\alpha*x", r"\alpha*x"),
        (r"\frac{", r"\frac{"),
        (r"\left( x", r"\left( x"),
        (r"\newcommand{\R}{\mathbb{R}}", ""),
    ],
)
def test_what_only_latex_understands_is_taken_out(tex: str, clean: str) -> None:
    assert clean_tex(tex) == clean


def test_a_macro_is_known_to_the_formulas_after_it() -> None:
    macros = Macros()
    clean_tex(
        r"\newcommand{\E}[2][P]{\mathbb{E}_{#1}[#2]} \def\half{\frac12} \DeclareMathOperator{\var}{Var}",
        macros,
    )
    assert clean_tex(r"\E{x}+\E[Q]{y}", macros) == r"\mathbb{E}_{P}[x]+\mathbb{E}_{Q}[y]"
    assert clean_tex(r"\half\var(x)", macros) == r"\frac12\operatorname{Var}(x)"
    assert clean_tex(r"\half") == r"\half", "another notebook knows nothing of them"


@pytest.mark.parametrize(
    "tex",
    [
        r"\def\a{\a\a}\a",
        r"\def\a{bbbbbbbbbb}\def\c{\a\a\a\a\a\a\a\a\a\a}\def\d{\c\c\c\c\c\c\c\c\c\c}\def\e{\d\d\d\d\d\d\d\d\d\d}"
        r"\e\e\e\e\e\e\e\e\e\e",
        "{" * 5_000 + "}" * 5_000,
        r"\left(" * 500 + r"\right)" * 500,
        "x" * 100_000,
    ],
    ids=["endless", "exploding", "deep", "fences", "long"],
)
def test_a_formula_without_end_is_shown_as_it_was_written(tex: str) -> None:
    assert clean_tex(tex) == tex


@pytest.mark.parametrize(
    "tex", [r"\frac{", r"\nosuchmacro{x}", r"\left(", r"x_", "", r"\begin{tikzpicture}a\end{tikzpicture}"]
)
def test_what_is_not_understood_is_none_in_both(tex: str) -> None:
    assert to_mathml(clean_tex(tex), True) is None and to_typst(clean_tex(tex)) is None


HOSTILE = [
    r"\text{<img src=x onerror=alert(1)>}",
    r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
    r"\href{javascript:alert(1)}{y}",
    r'\text{"), read("main.typ") #read("main.typ")}',
    r'#read("main.typ") $ #eval("1")',
    r"\text{\#read} \color{red\"); read(}{x}",
    r"\operatorname{#panic()} \mathrm{\"#panic()}",
    r"\unicode{x3c}script\unicode{x3e}",
    r"\hspace{1em); panic(} /* x */ // y",
]  # fmt: skip


@pytest.mark.parametrize("tex", HOSTILE)
def test_a_formula_carries_no_markup_and_no_code(tex: str) -> None:
    drawn, written = to_mathml(clean_tex(tex), True), to_typst(clean_tex(tex))
    tags = re.findall(r"<(\w+)((?: [a-z]+=\"[^\"<>]*\")*)>", drawn or "")
    assert (drawn or "").count("<") == len(tags) + len(re.findall(r"</\w+>", drawn or ""))
    assert {name for name, _ in tags} <= MATHML_TAGS
    used = {name for _, given in tags for name in re.findall(r" ([a-z]+)=\"[^\"]*\"", given)}
    assert used <= MATHML_ATTRIBUTES | {"display", "alttext"}
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', written or "")
    assert not re.search(r"(?<!\\)#(?!h\(|box\(|text\(fill: rgb|hide\(|none\b|true\b|\d|\()", outside)
    assert written is None or compiles(written)


PIECES = [
    *(
        r"\frac{a}{b}",
        "{",
        "}",
        "[",
        "]",
        "&",
        r"\\",
        r"\left(",
        r"\right)",
        "^",
        "_",
        "x",
        "1",
        ",",
        ";",
        "|",
        "$",
        "#",
    ),
    *(
        r"\text{é}",
        r"\bf ",
        r"\choose ",
        r"\begin{align}",
        r"\end{align}",
        r"\begin{cases}",
        r"\end{cases}",
        " ",
        "~",
    ),
    *("'", '"', r"\sum", r"\hat", r"\tag", r"\def\q", "%", "\n", r"\operatorname"),
]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_formula_is_cleaned_once_and_read_or_refused(tex: str) -> None:
    clean = clean_tex(tex)
    assert clean_tex(clean) == clean
    assert (to_mathml(clean, True) is None) == (to_typst(clean) is None)


def test_what_is_read_can_be_set() -> None:
    """Every formula that has MathML compiles: tried on all made above, in both sizes, as one document."""
    parts = [to_typst(clean_tex(tex), display) or "" for tex, *_ in MEANT for display in (True, False)]
    assert all(parts) and compiles(" ".join(parts))


def test_alternative_text_is_the_tex() -> None:
    assert 'alttext="\\frac{a}{b}&lt;c"' in (to_mathml("\\frac{a}{b}<c", True) or "")
    assert 'display="inline"' in (to_mathml("x", False) or "")


def test_mathml_of_a_page_is_set_too() -> None:
    power = "<semantics><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></semantics>"
    page = f'<math xmlns="http://www.w3.org/1998/Math/MathML">{power}</math>'
    assert mathml_to_typst(page) == "attach(x, t: 2)"
    assert mathml_to_typst("<math><maction><mi>x</mi></maction></math>") is None
    assert mathml_to_typst("<math><mi>x</math>") is None


def test_deep_formulas_leave_room_on_the_stack() -> None:
    nested = r"\sqrt{" * 55 + "x" + "}" * 55
    assert to_typst(clean_tex(nested)) and sys.getrecursionlimit() >= 1000
