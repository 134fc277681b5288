r"""Formulas: TeX cleaned once, then MathML for browsers and Typst's maths for paper, from one reading of it.

The road is TeX → `clean_tex` → MathML (latex2mathml, its mistakes mended) → markup of the format. Because Typst's
markup is written from the MathML, both formats show the same formula, and a formula that came as MathML can be set as
well. What cannot be read gives None: the writer shows the TeX and says so.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element, ParseError, fromstring

from latex2mathml.converter import convert_to_element
from PIL import ImageColor

_TAGS = (
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle"
    " mpadded mphantom menclose mmultiscripts mprescripts none"
)
MATHML_TAGS = frozenset(_TAGS.split())
"""The MathML elements that only show something; `semantics`, `annotation`, `maction`, `href` … are not among them."""
_ATTRIBUTES = (
    "accent accentunder columnalign columnspacing columnlines depth displaystyle fence form height largeop"
    " linethickness lspace mathvariant mathcolor maxsize minsize movablelimits notation rowlines rowspacing rspace"
    " scriptlevel separator stretchy voffset width"
)
MATHML_ATTRIBUTES = frozenset(_ATTRIBUTES.split())
"""The attributes that these may have; none of them holds an address or a script."""

_MOST_NODES = 20_000  # in one formula, macros expanded; the longest of 3,000 real ones has 900
_DEEPEST = 60
_MOST_NAMED = 5


class _Unreadable(Exception):
    """The TeX or MathML is broken, too large, or uses what has no counterpart."""


# --- TeX as a tree ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    r"""What stands between ``{`` and ``}``, ``\left(`` and ``\right)``, ``\begin{x}`` and ``\end{x}``."""

    open: str
    close: str
    body: "Nodes"


Node = str | _Group  # a command, a character, white space, or a group
Nodes = list[Node]

_TOKEN = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|\\$|%[^\n]*\n?|\s+|.", re.DOTALL)
_COMMAND = re.compile(r"\\[A-Za-z]+")


def _parse(tex: str) -> Nodes:
    """Raises _Unreadable when braces, fences or environments do not match."""
    levels: list[Nodes] = [[]]
    opened: list[str] = []
    tokens = iter(_TOKEN.findall(tex))

    def close(opening: str, closing: str) -> None:
        if not opened or not opened[-1].startswith(opening):
            raise _Unreadable(closing)
        body = levels.pop()
        levels[-1].append(_Group(opened.pop(), closing, body))

    for count, token in enumerate(tokens):
        name = "".join(token.split())
        if count > _MOST_NODES or len(levels) > _DEEPEST:
            raise _Unreadable("too large")
        if token == "{" or name.startswith("\\begin{"):
            opened.append(name)
            levels.append([])
        elif token == "}":
            close("{", token)
        elif name.startswith("\\end{"):
            close("\\begin{" + name[5:], name)
        elif token == "\\left":
            opened.append(token + " " + _delimiter(tokens))
            levels.append([])
        elif token == "\\right":
            close("\\left ", token + " " + _delimiter(tokens))
        elif not token.startswith("%"):
            levels[-1].append("\\ " if token != name and token[0] == "\\" else token)
    if opened:
        raise _Unreadable(opened[-1])
    return levels[0]


def _delimiter(tokens: Iterator[str]) -> str:
    token = next((one for one in tokens if not one.isspace()), "")
    if token in ("", "{", "}", "\\right", "\\left") or token.startswith(("\\begin", "\\end")):
        raise _Unreadable("a fence without delimiter")
    return {"<": "\\langle", ">": "\\rangle", "\\lt": "\\langle", "\\gt": "\\rangle", **_BARS}.get(
        token, token
    )


def _tex(nodes: Iterable[Node]) -> str:
    """The nodes as TeX again: a space only where a command would run into a letter."""
    parts: list[str] = []
    for part in _written(nodes):
        if part == " " and parts and parts[-1].endswith(" "):
            continue
        if parts and part[:1].isalpha() and part[:1].isascii() and _COMMAND.fullmatch(parts[-1]):
            parts.append(" ")
        parts.append(part)
    return "".join(parts)


def _written(nodes: Iterable[Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield " " if node.isspace() else node
        else:
            yield from node.open.split(" ") if node.open.startswith("\\left") else (node.open,)
            yield from _written(node.body)
            yield from node.close.split(" ") if node.close.startswith("\\right") else (node.close,)


def _group(nodes: Iterable[Node]) -> _Group:
    return _Group("{", "}", list(nodes))


class _Rest:
    """What follows in a list of nodes, taken piece by piece, as TeX takes the arguments of a command."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes, self._at = nodes, 0

    def __iter__(self) -> Iterator[Node]:
        while self._at < len(self._nodes):
            self._at += 1
            yield self._nodes[self._at - 1]

    def peek(self) -> Node | None:
        """The next node that is no white space."""
        while self._at < len(self._nodes) and _is_space(self._nodes[self._at]):
            self._at += 1
        return self._nodes[self._at] if self._at < len(self._nodes) else None

    def adjoins(self, token: str) -> bool:
        """Whether the very next node is this one, without a space before it."""
        return self._at < len(self._nodes) and self._nodes[self._at] == token

    def skip(self, *tokens: str) -> bool:
        """Whether the next node is one of these; it is taken then."""
        found = self.peek() in tokens
        self._at += found
        return found

    def argument(self) -> Nodes:
        """The next argument: what is in the braces, or one node."""
        node = self.peek()
        if node is None:
            raise _Unreadable("an argument is missing")
        self._at += 1
        return node.body if isinstance(node, _Group) and node.open == "{" else [node]

    def name(self) -> str:
        """The next argument as a name."""
        return _tex(self.argument()).strip()

    def optional(self) -> Nodes | None:
        """What is in square brackets, if they follow."""
        if not self.skip("["):
            return None
        found: Nodes = []
        for node in self:
            if node == "]":
                return found
            found.append(node)
        raise _Unreadable("[")

    def everything(self) -> Nodes:
        """All that is left."""
        return list(self)


def _is_space(node: Node | None) -> bool:
    return isinstance(node, str) and node.isspace()


# --- Macros ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Macro:
    body: Nodes
    arguments: int = 0
    default: Nodes | None = None

    def call(self, rest: _Rest) -> Nodes:
        given: list[Nodes] = []
        if self.default is not None:
            found = rest.optional()
            given.append(self.default if found is None else found)
        while len(given) < self.arguments:
            given.append(rest.argument())
        return list(_filled(self.body, given))


def _filled(body: Nodes, given: list[Nodes]) -> Iterator[Node]:
    rest = _Rest(body)
    for node in rest:
        if node == "#":
            number = next(iter(rest), "")
            if not isinstance(number, str) or not number.isdecimal() or not 1 <= int(number) <= len(given):
                raise _Unreadable("#")
            yield from given[int(number) - 1]
        elif isinstance(node, _Group):
            yield _Group(node.open, node.close, list(_filled(node.body, given)))
        else:
            yield node


@dataclass
class Macros:
    r"""The macros that the formulas of one notebook define, for those after them, as MathJax keeps them for a page.

    Understood are ``\newcommand``, ``\renewcommand``, ``\providecommand``, ``\def``, ``\let`` and
    ``\DeclareMathOperator``.
    """

    known: dict[str, _Macro] = field(default_factory=dict)

    def expand(self, nodes: Nodes) -> Nodes:
        """The nodes without definitions and with every macro replaced by what it stands for."""
        return list(self._expanded(nodes, [_MOST_NODES], 0))

    def _expanded(self, nodes: Nodes, left: list[int], depth: int) -> Iterator[Node]:
        if depth > _DEEPEST:
            raise _Unreadable("a macro that calls itself")
        rest = _Rest(nodes)
        for node in rest:
            left[0] -= 1
            if left[0] < 0:
                raise _Unreadable("macros that grow without end")
            if isinstance(node, _Group):
                yield _Group(node.open, node.close, list(self._expanded(node.body, left, depth)))
            elif node in _DEFINITIONS:
                name, macro = _DEFINITIONS[node](rest)
                if node != "\\providecommand" or name not in self.known:
                    self.known[name] = macro
            elif node in self.known:
                yield from self._expanded(self.known[node].call(rest), left, depth + 1)
            else:
                yield node


def _newcommand(rest: _Rest) -> tuple[str, _Macro]:
    rest.skip("*")
    name = rest.name()
    count = _tex(rest.optional() or ["0"]).strip()
    default = rest.optional()
    return name, _Macro(rest.argument(), int(count) if count.isdecimal() else 0, default)


def _def(rest: _Rest) -> tuple[str, _Macro]:
    name, arguments = rest.name(), 0
    while rest.skip("#"):
        arguments = int(rest.name())
    return name, _Macro(rest.argument(), arguments)


def _let(rest: _Rest) -> tuple[str, _Macro]:
    name = rest.name()
    rest.skip("=")
    return name, _Macro(rest.argument())


def _operator(rest: _Rest) -> tuple[str, _Macro]:
    star: Nodes = ["*"] if rest.skip("*") else []
    return rest.name(), _Macro(["\\operatorname", *star, _group(rest.argument())])


_DEFINITIONS: dict[str, Callable[[_Rest], tuple[str, _Macro]]] = {
    "\\newcommand": _newcommand,
    "\\renewcommand": _newcommand,
    "\\providecommand": _newcommand,
    "\\def": _def,
    "\\gdef": _def,
    "\\let": _let,
    "\\DeclareMathOperator": _operator,
}


# --- Cleaning --------------------------------------------------------------------------------------------------------

_BARS = {"\\rvert": "|", "\\lvert": "|", "\\rVert": "\\|", "\\lVert": "\\|"}
_SAME: dict[str, Nodes] = {
    "\\lt": ["<"],
    "\\gt": [">"],
    "\\ne": ["\\neq"],
    "\\cr": ["\\\\"],
    "\\tabularnewline": ["\\\\"],
    "\\newline": ["\\\\"],
    "~": ["\\ "],
    "\\hdots": ["\\ldots"],
    "\\dotsc": ["\\ldots"],
    "\\dotso": ["\\ldots"],
    "\\dotsb": ["\\cdots"],
    "\\dotsm": ["\\cdots"],
    "\\dotsi": ["\\cdots"],
    "\\argmax": ["\\operatorname", "*", _group("argmax")],
    "\\argmin": ["\\operatorname", "*", _group("argmin")],
    "\\arg": ["\\operatorname", _group("arg")],
    "\\sgn": ["\\operatorname", _group("sgn")],
    "\\lbrace": ["\\{"],
    "\\rbrace": ["\\}"],
    "\\lbrack": ["["],
    "\\rbrack": ["]"],
    "\\thinspace": ["\\,"],
    "\\enspace": ["\\ "],
    "\\space": ["\\ "],
    "\\nobreakspace": ["\\ "],
    "\\mathds": ["\\mathbb"],
    "\\mathbbm": ["\\mathbb"],
    "\\pmb": ["\\boldsymbol"],
    "\\bm": ["\\boldsymbol"],
    "\\mathnormal": ["\\mathit"],
    "\\mbox": ["\\text"],
    "\\hbox": ["\\text"],
    "\\textnormal": ["\\text"],
    "\\textrm": ["\\text"],
    "\\textup": ["\\text"],
    "\\fbox": ["\\boxed"],
    "\\emph": ["\\textit"],
    "\\em": ["\\it"],
    **{name: [bar] for name, bar in _BARS.items()},
}
_SHOWS_NOTHING = (
    r"\nonumber \notag \allowbreak \noindent \centering \protect \relax \strut \mathstrut \nolinebreak \nobreak"
    r" \ensuremath \boldmath \normalsize \small \large \Large \displaylimits"
)
_NOTHING = frozenset(_SHOWS_NOTHING.split())
_SWITCHES = {
    "\\bf": "\\mathbf",
    "\\it": "\\mathit",
    "\\rm": "\\mathrm",
    "\\sf": "\\mathsf",
    "\\tt": "\\mathtt",
    "\\cal": "\\mathcal",
    "\\bfseries": "\\mathbf",
    "\\itshape": "\\mathit",
}
_INFIX = {"\\choose": "\\binom", "\\over": "\\frac", "\\atop": "\\substack"}
_TEXT = ("\\text", "\\textbf", "\\textit", "\\texttt", "\\textsf")
_PLAIN_FRAMES = frozenset(("equation", "displaymath", "math", "subequations", "center"))
_ROWS = {  # environment → how each of its columns is aligned, over and over
    **dict.fromkeys(("align", "aligned", "split", "alignat", "alignedat", "flalign", "IEEEeqnarray"), "rl"),
    "eqnarray": "rcl",
    **dict.fromkeys(("gather", "gathered", "multline", "multlined"), "c"),
}
_MATRICES = {
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("\\{", "\\}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("\\|", "\\|"),
}


def clean_tex(tex: str, macros: Macros | None = None) -> str:
    r"""The formula in the small TeX that `to_mathml` and `to_typst` read; "" when it shows nothing.

    ``macros`` are those of the notebook's earlier formulas, and take up what this one defines. Labels and comments go,
    macros are expanded, ``\tag{1}`` is kept as text behind the formula; old and odd forms are given their usual ones
    (``{\bf x}``, ``n \choose k``, ``\cr``, ``\lt``, ``\mbox``); frames such as ``equation`` are taken off, ``aligned``,
    ``split``, ``gather`` … become ``align*`` or an ``array``. TeX whose braces do not match is given back as it is.
    Cleaning twice changes nothing.
    """
    try:
        nodes = (macros or Macros()).expand(_parse(tex))
        cleaned = _trimmed(_clean(nodes))
        if "\\\\" in cleaned:  # rows without a frame
            cleaned = _rows("rl" if "&" in cleaned else "c", cleaned)
        return _tex(cleaned).strip()
    except (_Unreadable, ValueError):
        return tex.strip()


def _clean(nodes: Nodes) -> Nodes:
    """The nodes, and everything inside them, cleaned."""
    done: Nodes = []
    rest = _Rest(nodes)
    for node in rest:
        if isinstance(node, _Group):
            done += _clean_group(node)
        elif node in _SWITCHES:
            done += [_SWITCHES[node], _group(_trimmed(_clean(rest.everything())))]
        elif node in _INFIX:
            start = _segment_start(done)
            over, under = done[start:], _Rest(_clean(rest.everything()))
            below: Nodes = []
            tail: Nodes = []
            for one in under:
                if one in ("&", "\\\\"):
                    tail = [one, *under.everything()]
                    break
                below.append(one)
            done[start:] = [*_fraction(node, over, below), *tail]
        else:
            done += _clean_token(node, rest)
    return done


def _segment_start(nodes: Nodes) -> int:
    return max((at + 1 for at, node in enumerate(nodes) if node in ("&", "\\\\")), default=0)


def _fraction(infix: str, over: Nodes, under: Nodes) -> Nodes:
    if infix == "\\atop":
        return ["\\substack", _group([*_trimmed(over), "\\\\", *_trimmed(under)])]
    return [_INFIX[infix], _group(_trimmed(over)), _group(_trimmed(under))]


def _clean_token(token: str, rest: _Rest) -> Nodes:
    """A command with its arguments, or a character, cleaned."""
    if token in _SAME:
        token, *more = _SAME[token]  # type: ignore[assignment]
        if more:
            return [token, *more]
    if token in _NOTHING:
        return []
    return _COMMANDS[token](token, rest) if token in _COMMANDS else [token]


def _drop(_: str, rest: _Rest) -> Nodes:
    rest.argument()
    return []


def _text(command: str, rest: _Rest) -> Nodes:
    return _clean_text(command, rest.argument())


def _new_row(token: str, rest: _Rest) -> Nodes:
    if rest.adjoins("*"):
        rest.argument()
    if rest.adjoins("["):
        rest.optional()
    return [token]


def _reference(command: str, rest: _Rest) -> Nodes:
    label = rest.name()
    return ["\\text", _group(f"({label})" if command == "\\eqref" else label)]


def _tag(_: str, rest: _Rest) -> Nodes:
    star = rest.skip("*")
    words = rest.argument()
    return ["\\qquad", *_clean_text("\\text", words if star else ["(", *words, ")"])]


def _second(_: str, rest: _Rest) -> Nodes:
    rest.argument()
    return [_group(_clean(rest.argument()))]


def _color(command: str, rest: _Rest) -> Nodes:
    r"""``\color{red}`` colours the argument behind it, as in MathJax, or all that follows, as in LaTeX."""
    color, follows = rest.name(), rest.peek()
    one = command == "\\textcolor" or (isinstance(follows, _Group) and follows.open == "{")
    return [
        "\\textcolor",
        _group(color),
        _group(_trimmed(_clean(rest.argument() if one else rest.everything()))),
    ]


def _named_operator(command: str, rest: _Rest) -> Nodes:
    star: Nodes = ["*"] if command == "\\mathop" or rest.skip("*") else []
    return ["\\operatorname", *star, _group(_words(rest.argument()))]


def _not(_: str, rest: _Rest) -> Nodes:
    return _negated(rest.argument())


def _negated(nodes: Nodes) -> Nodes:
    known = {"=": "\\neq", "<": "\\nless", ">": "\\ngtr", "\\lt": "\\nless", "\\gt": "\\ngtr"}
    (node,) = nodes if len(nodes) == 1 else ("",)
    return [known[node]] if isinstance(node, str) and node in known else ["\\not", *_clean(nodes)]


def _words(nodes: Nodes) -> str:
    r"""The letters of an operator's name: ``\mathrm{arg\,max}`` is ``argmax``; latex2mathml knows no space in it."""
    found = []
    for part in _written(_clean(nodes)):
        if not part.startswith("\\") and part not in "{}":
            found.append(part)
    return "".join(found)


def _clean_text(command: str, nodes: Nodes) -> Nodes:
    r"""A text with the formulas in it taken out: ``\text{if $x$ is}`` is ``\text{if }x\text{ is}``."""
    done: Nodes = []
    words: list[str] = []

    def flush() -> None:
        if words:
            done.extend((command, _group("".join(words))))
            words.clear()

    rest = _Rest(nodes)
    for node in rest:
        if node == "$":
            inner: Nodes = []
            for one in rest:
                if one == "$":
                    break
                inner.append(one)
            flush()
            done += [_group(_clean(inner))]
        elif isinstance(node, _Group):
            flush()
            done += _clean_text(command, node.body)
        elif node in _TEXT or node in ("\\emph", "\\textrm", "\\mbox"):
            flush()
            done += _clean_token(node, rest)
        elif node in _SWITCHES or node in ("\\em", "\\small", "\\large"):
            rest.peek()
        elif node in ("~", "\\ ", "\\,", "\\;", "\\quad", "\\qquad", "\\\\"):
            words.append(" ")
        elif _COMMAND.fullmatch(node):
            flush()
            done += _clean_token(node, rest)
        else:
            words.append(" " if node.isspace() else node)
    flush()
    return done or [command, _group("")]


def _clean_group(group: _Group) -> Nodes:
    if group.open == "{":
        return [_group(_clean(group.body))]
    if group.open.startswith("\\left"):
        return [_Group(group.open, group.close, _clean(group.body))]
    name = group.open[len("\\begin{") : -1].rstrip("*")
    rest = _Rest(group.body)
    if name in _PLAIN_FRAMES:
        return _clean(group.body)
    if name in _ROWS:
        rest.optional()
        if name in ("alignat", "alignedat", "IEEEeqnarray"):
            rest.argument()
        return _rows(_ROWS[name], _clean(rest.everything()))
    if name in _MATRICES or name == "matrix":
        rest.optional()
        matrix = _Group("\\begin{matrix}", "\\end{matrix}", _trimmed(_clean(rest.everything())))
        left, right = _MATRICES.get(name, ("", ""))
        return [_Group(f"\\left {left}", f"\\right {right}", [matrix])] if left else [matrix]
    if name in ("array", "tabular", "darray"):
        rest.optional()
        spec = _columns(rest.argument())
        body = [_group(spec), *_trimmed(_clean(rest.everything()))]
        return [_Group("\\begin{array}", "\\end{array}", body)]
    if name in ("dcases", "cases"):
        return [_Group("\\begin{cases}", "\\end{cases}", _trimmed(_clean(group.body)))]
    if name in ("rcases", "drcases"):
        array = _Group("\\begin{array}", "\\end{array}", [_group("ll"), *_trimmed(_clean(group.body))])
        return [_Group("\\left .", "\\right \\}", [array])]
    return [_Group(group.open, group.close, _trimmed(_clean(group.body)))]


def _rows(alignment: str, body: Nodes) -> Nodes:
    """A frame of rows: ``align*`` where columns come in pairs, else an array; nothing when there is one row."""
    body = _trimmed(body)
    if not any(node in ("&", "\\\\") for node in body):
        return body
    if alignment == "rl":
        return [_Group("\\begin{align*}", "\\end{align*}", body)]
    rows: list[list[Nodes]] = []
    for node in ["\\\\", *body]:
        if node == "\\\\":
            rows.append([[]])
        elif node == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(node)
    width = max(len(row) for row in rows)
    shown: Nodes = [_group((alignment * width)[: max(width, len(alignment))])]
    for row in rows:
        for cell in row:
            shown += [_displayed(_trimmed(cell)), "&"] if _trimmed(cell) else ["&"]
        shown[-1] = "\\\\"
    return [_Group("\\begin{array}", "\\end{array}", _trimmed(shown))]


def _displayed(cell: Nodes) -> Node:
    (only,) = cell if len(cell) == 1 else ("",)
    done = isinstance(only, _Group) and only.open == "{" and only.body[:1] == ["\\displaystyle"]
    return only if done else _group(["\\displaystyle", *cell])


def _columns(spec: Nodes) -> str:
    r"""The letters of an array's columns; ``@{}``, widths and repetitions are read as far as they show."""
    found = ""
    rest = _Rest(spec)
    for node in rest:
        if node in ("@", "!", ">", "<"):
            rest.argument()
        elif node in ("p", "m", "b"):
            rest.argument()
            found += "l"
        elif node == "*":
            times = rest.name()
            found += _columns(rest.argument()) * (int(times) if times.isdecimal() and int(times) < 50 else 1)
        elif isinstance(node, str) and node in "lcr|":
            found += node
    return re.sub(r"\|+", "|", found) or "c"


def _trimmed(nodes: Nodes) -> Nodes:
    """The nodes without spaces and empty rows around them."""
    start, end = 0, len(nodes)
    while start < end and (_is_space(nodes[start]) or nodes[start] == "\\\\"):
        start += 1
    while end > start and (_is_space(nodes[end - 1]) or nodes[end - 1] in ("\\\\", "\\ ", "\\")):
        end -= 1
    return nodes[start:end]


_COMMANDS: dict[str, Callable[[str, _Rest], Nodes]] = {
    **dict.fromkeys(("\\label", "\\require", "\\vspace"), _drop),
    **dict.fromkeys(_TEXT, _text),
    **dict.fromkeys(("\\ref", "\\eqref"), _reference),
    **dict.fromkeys(("\\href", "\\cssId", "\\class", "\\style"), _second),
    **dict.fromkeys(("\\color", "\\textcolor"), _color),
    **dict.fromkeys(("\\operatorname", "\\mathop"), _named_operator),
    "\\\\": _new_row,
    "\\tag": _tag,
    "\\not": _not,
}


# --- MathML ----------------------------------------------------------------------------------------------------------

_LIMIT_OPERATORS = (
    "lim limsup liminf max min sup inf argmax argmin det gcd Pr ⋃ ⋂ ⨁ ⨂ ⨆ ⋀ ⋁ ∐ ∑ ∏ lim\u2006sup lim\u2006inf"
)
_LIMITS = frozenset(_LIMIT_OPERATORS.split(" "))
_SHOWN_BRACES = {
    "\\{": "{",
    "\\}": "}",
    "\\|": "‖",
    "\\vert": "|",
    "\\Vert": "‖",
    "\\langle": "⟨",
    "\\rangle": "⟩",
}
_SHOWN_BRACES |= {
    "\\lfloor": "⌊",
    "\\rfloor": "⌋",
    "\\lceil": "⌈",
    "\\rceil": "⌉",
    "\\lbrace": "{",
    "\\rbrace": "}",
}
_VARIANTS = {  # mathvariant → words of the Unicode names of its letters
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
}
_ENVIRONMENT = re.compile(r"\\begin\s*\{([^{}]*)\}")
_ENVIRONMENTS = {"align*", "array", "matrix", "cases", "smallmatrix"}
_ARITY = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
_UPRIGHT = re.compile("&#x000(?:4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]);")
r"""How latex2mathml writes the letter of ``\mathrm{d}``; that of ``d`` alone, which is slanted, it writes plainly."""
_LIMITS_BELOW = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_SCRIPTS = {"msub": "b", "msup": "t", "msubsup": "bt", "munder": "b", "mover": "t", "munderover": "bt"}
_SPACES = {"negativethinmathspace": "-0.167em", "thinmathspace": "0.167em", "mediummathspace": "0.222em"}


def to_mathml(tex: str, display: bool) -> str | None:
    """The formula as a ``math`` element with the TeX as its text alternative; None when it is not understood.

    ``tex`` is as `clean_tex` gives it. Elements and attributes are those of `MATHML_TAGS` and `MATHML_ATTRIBUTES`; all
    text is escaped, so that the result can stand in a page as it is.
    """
    try:
        body = "".join(_mathml(child) for child in _read(tex, display))
    except _Unreadable:
        return None
    kind = "block" if display else "inline"
    return f'<math display="{kind}" alttext="{escape(" ".join(tex.split()))}">{body}</math>'


def _mathml(element: Element) -> str:
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in element.attrib.items() if name in MATHML_ATTRIBUTES
    )
    content = escape(element.text or "", quote=False) + "".join(_mathml(child) for child in element)
    if element.tag not in MATHML_TAGS:
        return content
    return f"<{element.tag}{attributes}>{content}</{element.tag}>"


@lru_cache(maxsize=2_000)
def _read(tex: str, display: bool) -> tuple[Element, ...]:
    """The MathML of a formula, mended where latex2mathml is wrong or older than MathML Core."""
    if not set(_ENVIRONMENT.findall(tex)) <= _ENVIRONMENTS:
        raise _Unreadable(tex)
    try:
        root = convert_to_element(tex, display="block" if display else "inline")
    except Exception as error:  # KeyError, IndexError and StopIteration among others, for TeX it can't read
        raise _Unreadable(tex) from error
    _mend(root)
    unknown = any("\\" in (one.text or "") for one in root.iter() if one.tag != "mtext")
    if not tex.strip() or unknown or any(len(one) != _ARITY.get(one.tag, len(one)) for one in root.iter()):
        raise _Unreadable(tex)
    (row,) = root if len(root) == 1 else (root,)
    return tuple(row) if row.tag == "mrow" and "form" not in (row[0].attrib if len(row) else {}) else (row,)


def _mend(element: Element) -> None:
    for child in element:
        _mend(child)
    if _UPRIGHT.fullmatch(element.text or ""):
        element.set("mathvariant", "normal")
    element.text = unescape(element.text or "")
    if element.tag == "mtext":
        element.text = re.sub(r"\\([#_&%{}$ ])", r"\1", element.text)
    elif element.tag in ("mi", "mn", "mo"):
        _mend_token(element)
    elif element.tag in _SCRIPTS:
        for table in (one for script in element[1:] for one in script.iter("mtable")):
            table.set("in-script", "true")  # for Typst alone
        _mend_limits(element)
    elif element.tag == "mspace":
        width = element.get("width", "")
        element.set("width", _SPACES.get(width, width))
    elif element.tag == "mrow":
        _join_upright(element)
        if [(one.tag, one.text) for one in element] == [("mo", ",")]:  # {,} within a number
            element[0].attrib.update(lspace="0", rspace="0")


def _mend_token(element: Element) -> None:
    if len(element):  # latex2mathml puts elements into mo, where only text may be
        element.text = "".join(unescape(one.text or "") for one in element.iter()).strip()
        for child in list(element):
            element.remove(child)
    text = element.text or ""
    text = _SHOWN_BRACES.get(text, text)
    variant = element.get("mathvariant", "")
    if variant in _VARIANTS:
        del element.attrib["mathvariant"]
        text = "".join(_letter(one, _VARIANTS[variant]) for one in text)
    if element.tag == "mi" and len(text) == 1 and _is_bracket(text):
        element.tag = "mo"
        element.set("stretchy", "false")
    if element.tag == "mi" and text == "~":  # \sim, whose letter would be a small raised tilde
        element.tag, text = "mo", "∼"
    element.text = text.replace("―", "‾") if element.get("accent") else text


def _is_bracket(character: str) -> bool:
    return unicodedata.category(character) in ("Ps", "Pe")


@lru_cache(maxsize=500)
def _letter(letter: str, variant: str) -> str:
    """The letter of Unicode's mathematical alphabets: browsers and Typst show these everywhere."""
    name = unicodedata.name(letter, "")
    plain = re.sub(r"^(LATIN|GREEK) |LETTER ", "", name)
    for word in (f"MATHEMATICAL {variant} {plain}", f"{variant} {plain}"):
        try:
            return unicodedata.lookup(word)
        except KeyError:
            continue
    return unicodedata.lookup("PLANCK CONSTANT") if (letter, variant) == ("h", "ITALIC") else letter


def _mend_limits(element: Element) -> None:
    """``max`` with something below it; browsers and Typst move that beside it within a line."""
    base = element[0]
    if element.tag not in _LIMITS_BELOW or base.tag not in ("mo", "mi"):
        return
    if (base.text or "") in _LIMITS or base.get("movablelimits") == "true":
        if (base.text or "") == "Pr" and not base.get("movablelimits"):
            return
        base.tag = "mo"
        base.set("movablelimits", "true")
        element.tag = _LIMITS_BELOW[element.tag]


def _join_upright(row: Element) -> None:
    """Upright letters in a row of their own are a word: ``KL``, ``train``."""
    if len(row) > 1 and all(one.tag == "mi" and one.get("mathvariant") == "normal" for one in row):
        word = Element("mi")
        word.text = "".join(one.text or "" for one in row)
        for child in list(row):
            row.remove(child)
        row.append(word)


# --- Typst -----------------------------------------------------------------------------------------------------------

_ACCENTS = {
    "^": "hat", "ˆ": "hat", "~": "tilde", "˜": "tilde", "¯": "macron", "→": "arrow", "⃗": "arrow", "˙": "dot",
    "¨": "dot.double", "ˇ": "caron", "˘": "breve", "´": "acute", "`": "grave", "˚": "circle", "←": "arrow.l",
    "↔": "arrow.l.r",
}  # fmt: skip
_STRETCHED = {
    "‾": "overline",
    "―": "overline",
    "_": "underline",
    "⏞": "overbrace",
    "⏟": "underbrace",
    "⎴": "overbracket",
}
_SUBSTITUTES = {
    "-": "−",
    "*": "∗",
    "'": "′",
    "\u2061": "",
    "\u2062": "",
    "\u2063": "",
    "\u2064": "",
    "\u00a0": "space.nobreak",
}
_LENGTH = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(em|ex|pt|px|cm|mm|in|mu)")
_POINTS = {"ex": 0.43, "px": 0.75, "mu": 1 / 18}


def unset_formulas(tex: Sequence[str]) -> str:
    """What a warning says of formulas that can't be set: how many they are, and the first ones."""
    first = "; ".join(_short(one) for one in tex[:_MOST_NAMED])
    return f"formulas that can't be set and are shown as TeX: {len(tex)}, the first: {first}"


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def to_typst(tex: str, display: bool = True) -> str | None:
    """The formula as Typst *math markup*, what stands between two ``$``; None when it is not understood.

    ``tex`` is as `clean_tex` gives it. The markup is meant for ``eval("…", mode: "math")``, where no file can be
    reached: the writer escapes it as a string and wraps it in ``math.equation(block: …, alt: …)``. All text of the
    formula stands in it escaped or as string literals, and all code is written here (``#h``, ``#box``, ``#text`` with a
    colour, ``#hide``), so it never runs what the TeX says. It is not compiled here: the writer compiles, and shows the
    TeX of what fails, for a letter that no font has for example.
    """
    try:
        elements = _read(tex, display)
        table = _only_table(elements)
        return _typst_rows(table) if table is not None else _typst_row(elements)
    except _Unreadable:
        return None


def mathml_to_typst(mathml: str) -> str | None:
    """A ``math`` element of a page as Typst math markup, as `to_typst` gives it; None when it is not understood."""
    try:
        root = fromstring(mathml)
        for element in root.iter():
            element.tag = element.tag.rpartition("}")[2]
            element.text = (element.text or "").strip()
        return _typst_row(tuple(root)) or None
    except (ParseError, _Unreadable):
        return None


def _only_table(elements: tuple[Element, ...]) -> Element | None:
    """The rows of a formula that is ``align*`` as a whole."""
    shown = [one for one in elements if one.tag != "mrow" or len(one)]
    return shown[0] if len(shown) == 1 and shown[0].tag == "mtable" and shown[0].get("displaystyle") else None


def _typst_rows(table: Element) -> str:
    return " \\ ".join(" & ".join(_typst_row(tuple(cell)) for cell in row) for row in table)


def _typst_row(elements: tuple[Element, ...]) -> str:
    """Elements side by side; a fence around them grows with them."""
    parts: list[str] = []
    items = [one for one in elements if not (one.tag == "mi" and not one.text)]
    if items and items[0].get("form") == "prefix":
        return f"lr({_joined(_typst(one) for one in items)})"
    at = 0
    while at < len(items):
        if (binomial := _binomial(items[at : at + 3])) is not None:
            parts.append(binomial)
            at += 3
        else:
            parts.append(_typst(items[at]))
            at += 1
    return _joined(parts)


def _binomial(items: Sequence[Element]) -> str | None:
    if [one.text for one in items[::2]] != ["(", ")"] or items[1].get("linethickness") != "0":
        return None
    return f"binom({_argument(items[1][0])}, {_argument(items[1][1])})"


def _joined(parts: Iterable[str]) -> str:
    """Parts with spaces between them, but none beside a text, where Typst would show it."""
    done = ""
    for part in parts:
        if part:
            done += part if not done or done.endswith('"') or part.startswith('"') else f" {part}"
    return done


def _argument(element: Element) -> str:
    return _typst(element) or '""'


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst(element: Element) -> str:
    writer = _WRITERS.get(element.tag)
    if writer is None:
        raise _Unreadable(element.tag)
    return writer(element)


def _typst_children(element: Element) -> str:
    return _typst_row(tuple(element))


def _typst_token(element: Element) -> str:
    text = (element.text or "").strip()
    if len(text) > 1 and text.replace("\u2006", "").isalpha():
        return f"op({_string(text)})"
    shown = " ".join(_character(one) for one in text) if not text.replace(".", "").isdecimal() else text
    if element.get("mathvariant") == "normal" and shown:
        shown = f"upright({shown})"
    if element.get("minsize") and shown:
        return f"lr(size: #{_length(element.get('minsize', ''))}, {shown})"
    if element.get("rspace") == "0" or (text in ("|", "‖") and element.get("fence") != "true"):
        return f'class("normal", {shown})'  # as TeX spaces it: P(a|b)
    if (
        element.tag == "mo"
        and element.get("fence") == element.get("stretchy") == "true"
        and not element.get("form")
    ):
        return f"mid({shown})"
    return shown


def _typst_word(element: Element) -> str:
    text = element.text or ""
    if element.tag == "mi" and len(text) > 1 and text.isalpha() and text not in _FUNCTIONS:
        return _string(text)
    return _typst_token(element)


def _character(one: str) -> str:
    if one in _SUBSTITUTES:
        return _SUBSTITUTES[one]
    plain = one.isalnum() or not (one.isascii() or _is_bracket(one))
    return one if plain else f"\\{one}"  # a bracket that is not escaped would look for its partner


def _typst_text(element: Element) -> str:
    text = (element.text or "").replace("\u00a0", " ")
    if not text.strip():
        return f"#h({0.25 * len(text)}em)" if text else ""
    styled = {"bold": "bold", "italic": "italic", "monospace": "mono", "sans-serif": "sans"}
    style = styled.get(element.get("mathvariant", ""))
    return f"{style}({_string(text)})" if style else _string(text)


def _length(text: str) -> str:
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        raise _Unreadable(text)
    number, unit = float(found[1]), found[2]
    if unit in _POINTS:
        number, unit = number * _POINTS[unit], "pt" if unit == "px" else "em"
    return f"{number:g}{unit}"


def _typst_space(element: Element) -> str:
    if element.get("linebreak") == "newline":
        return "\\ "
    width = element.get("width", "")
    return f"#h({_length(width)})" if width else ""


def _typst_fraction(element: Element) -> str:
    over, under = _argument(element[0]), _argument(element[1])
    if element.get("linethickness", "").rstrip("emptx") == "0":
        return f"mat(delim: #none, {over}; {under})"
    return f"frac({over}, {under})"


def _typst_scripts(element: Element) -> str:
    base, *scripts = element
    limits = element.tag.startswith(("mu", "mo"))
    shown = _argument(base)
    if limits:
        shown = _limits_base(base, shown)
    given = [
        f"{name}: {_script(script)}" for name, script in zip(_SCRIPTS[element.tag], scripts, strict=True)
    ]
    return f"attach({shown}, {', '.join(given)})"


def _limits_base(base: Element, shown: str) -> str:
    if base.tag == "mstyle" and len(base) == 1 and base[0].tag == "mo":
        return f"stretch({shown})"  # an arrow as long as what stands over it
    if base.tag in ("mi", "mo") and shown.startswith("op("):
        return f"{shown[:-1]}, limits: #true)"
    return shown if base.get("movablelimits") or (base.text or "") in _LIMITS else f"limits({shown})"


def _script(element: Element) -> str:
    text = "".join(one.text or "" for one in element.iter()).strip()
    primes = {"′": 1, "″": 2, "‴": 3, "⁗": 4}
    if text and all(one in primes for one in text):
        return f"primes(#{sum(primes[one] for one in text)})"
    return _argument(element)


def _typst_over(element: Element) -> str:
    base, mark = element
    text = (mark.text or "").strip()
    if mark.tag == "mo" and text in _STRETCHED:
        name = _STRETCHED[text]
        if element.tag == "munder":
            name = name.replace("over", "under")
        return f"{name}({_argument(base)})"
    if mark.tag == "mo" and text in _ACCENTS and element.tag == "mover" and base.tag != "mstyle":
        return f"accent({_argument(base)}, {_ACCENTS[text]})"
    if base.tag == element.tag and base[1].tag == "mo" and (base[1].text or "") in "⏞⏟":
        return f"{_STRETCHED[base[1].text or '']}({_argument(base[0])}, {_argument(mark)})"
    return _typst_scripts(element)


def _typst_table(element: Element, small: bool = False) -> str:
    rows = [list(row) for row in element if row.tag == "mtr"]
    if small:
        return " \\ ".join(_typst_row(tuple(row[0])) for row in rows)
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    pairs = bool(element.get("displaystyle"))
    lines = [_table_row(row, width, pairs) for row in rows]
    rules = [
        f"{name}: ({', '.join(map(str, places))},)"
        for name, places in (
            ("hline", _rules(element.get("rowlines", ""), len(rows))),
            ("vline", _rules(element.get("columnlines", ""), width)),
        )
        if places
    ]
    options = "delim: #none"
    if rules:
        options += f", augment: #({', '.join(rules)})"
    if pairs or any(one.get("displaystyle") for one in element.iter("mstyle")):
        options += ", row-gap: #0.6em"
    if pairs:
        options += ", column-gap: #2em"
    matrix = f"mat({options}, {'; '.join(lines)})"
    return matrix if element.get("in-script") else f"display({matrix})"  # Typst sets cells one size smaller


def _table_row(row: list[Element], width: int, pairs: bool) -> str:
    aligned = {"left": "& {}", "right": "{} &", "center": "{}"}
    cells = [(_typst_row(tuple(cell)) or '""', cell.get("columnalign", "center")) for cell in row]
    if pairs:
        shown = [f"display({text})" for text, _ in cells]
        return ", ".join(" & ".join(shown[at : at + 2]) for at in range(0, len(shown), 2))
    cells += [('""', "center")] * (width - len(cells))
    return ", ".join(aligned.get(align, "{}").format(text) for text, align in cells)


def _rules(lines: str, count: int) -> list[int]:
    kinds = lines.split()
    kinds += kinds[-1:] * (count - 1 - len(kinds))
    return [at for at, kind in enumerate(kinds, 1) if kind != "none" and at < count]


def _typst_style(element: Element) -> str:
    if element.get("scriptlevel") == "1" and [one.tag for one in element] == ["mtable"]:
        stacked = not any(len(row) > 1 for row in element[0])
        return _typst_table(element[0], small=stacked)
    content = _typst_children(element)
    if not content:
        return ""
    if displayed := element.get("displaystyle"):
        content = f"{'display' if displayed == 'true' else 'inline'}({content})"
    if color := element.get("mathcolor"):
        try:
            red, green, blue = ImageColor.getrgb(color)[:3]
        except ValueError:
            return content
        return f"#text(fill: rgb({red}, {green}, {blue}), ${content}$)"
    return content


def _typst_enclosed(element: Element) -> str:
    content, notation = _typst_children(element) or '""', element.get("notation", "")
    drawn = {
        "box": f"#box(stroke: 0.5pt, inset: 3pt, baseline: 3pt, ${content}$)",
        "updiagonalstrike": f"cancel({content})",
        "downdiagonalstrike": f"cancel(inverted: #true, {content})",
        "updiagonalstrike downdiagonalstrike": f"cancel(cross: #true, {content})",
        "horizontalstrike": f"cancel(angle: #90deg, {content})",
    }
    if notation not in drawn:
        raise _Unreadable(notation)
    return drawn[notation]


def _typst_hidden(element: Element) -> str:
    return f"#hide(${_typst_children(element)}$)"


def _typst_root(element: Element) -> str:
    return f"root({_argument(element[1])}, {_argument(element[0])})"


def _typst_square_root(element: Element) -> str:
    return f"sqrt({_typst_children(element) or chr(34) * 2})"


def _nothing(_: Element) -> str:
    return ""


def _typst_first(element: Element) -> str:
    return _typst(element[0]) if len(element) else ""


_FUNCTION_NAMES = (
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min"
    " mod Pr sec sin sinh sup tan tanh"
)
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
_WRITERS: dict[str, Callable[[Element], str]] = {
    "mrow": _typst_children,
    "math": _typst_children,
    "mi": _typst_word,
    "mn": _typst_token,
    "mo": _typst_token,
    "mtext": _typst_text,
    "mspace": _typst_space,
    "mfrac": _typst_fraction,
    "msqrt": _typst_square_root,
    "mroot": _typst_root,
    **dict.fromkeys(("msub", "msup", "msubsup", "munderover"), _typst_scripts),
    **dict.fromkeys(("munder", "mover"), _typst_over),
    "mtable": _typst_table,
    "mstyle": _typst_style,
    "mpadded": _typst_children,
    "mphantom": _typst_hidden,
    "menclose": _typst_enclosed,
    "semantics": _typst_first,
    "none": _nothing,
}
