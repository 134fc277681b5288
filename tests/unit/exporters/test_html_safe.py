"""Nothing of another person's notebook runs in the page or calls another host."""

import base64
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from helpers.exporters.html_allowed import HTML_STYLE
from helpers.exporters.html_safe import clean, safe_address
from helpers.exporters.html_style import safe_declarations
from helpers.text.phrases import phrases

EN = phrases("en")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><p><style><img src=x onerror=alert(1)></style></p></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'></table></math>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' &#1; javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='https://evil.example/x'></object><embed src='https://evil.example/x'>",
    "<link rel=stylesheet href='https://evil.example/x.css'><base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action='https://evil.example/'><input name=q><button formaction='javascript:alert(1)'>x</button></form>",
    "<div style='background:url(https://evil.example/x)'>x</div>",
    "<div style='background:u\\72l(https://evil.example/x)'>x</div>",
    "<div style='background:image-set(\"https://evil.example/x\" 1x)'>x</div>",
    "<style>@import url(https://evil.example/x.css); #a{background:url(//evil.example/x)}</style><p id=a>x</p>",
    "<video src='https://evil.example/x.mp4' poster='https://evil.example/x.png'></video>",
    "<img src='https://evil.example/x.png' srcset='https://evil.example/y.png 2x'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<svg><use href='https://evil.example/x.svg#a'/><image href='https://evil.example/x.png'/></svg>",
    "<svg><rect fill='url(https://evil.example/x.svg#a)'/></svg>",
    "<table background='https://evil.example/x.png'><tr><td>x</td></tr></table>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_neither_runs_nor_fetches(html: str) -> None:
    soup = BeautifulSoup(clean(html, None, EN), "html5lib")
    assert not soup(["script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "input"])
    for element in soup(True):
        for name, value in element.attrs.items():
            assert not name.startswith("on"), element
            text = "".join(value).lower()
            assert "javascript:" not in "".join(text.split()) and "data:text" not in text, element
            assert "evil.example" not in text or (element.name == "a" and name == "href"), element


@pytest.mark.parametrize(
    "address, safe",
    [
        ("https://example.org/a:b", True),
        ("mailto:so@example.org", True),
        ("#source-x", True),
        ("../en/index.html", True),
        ("notes/a:b.html", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("vbscript:x", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
    ],
)
def test_links_lead_to_the_web_or_nearby(address: str, safe: bool) -> None:
    assert safe_address(address) is safe


def test_harmless_markup_stays() -> None:
    html = '<p class="a" lang="vi">x <b>b</b> <sup>2</sup> &amp; &lt;</p><details><summary>s</summary>t</details>'
    assert clean(html, None, EN) == html


def test_hidden_parts_stay_hidden() -> None:
    assert clean('<p hidden>a</p><p style="color:red;display: none">b</p><p>c</p>', None, EN) == "<p>c</p>"


def test_a_picture_beside_the_notebook_is_embedded(tmp_path: Path) -> None:
    (tmp_path / "bản đồ.png").write_bytes(b"PNG")
    image = BeautifulSoup(
        clean('<img src="b%E1%BA%A3n%20%C4%91%E1%BB%93.png">', tmp_path, EN), "html5lib"
    ).img
    assert image is not None
    assert image["src"] == "data:image/png;base64," + base64.b64encode(b"PNG").decode()


@pytest.mark.parametrize("source", ["../secret.png", "/etc/hostname.png", "missing.png", "notes.txt"])
def test_no_other_file_is_read(tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"PNG")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "notes.txt").write_text("x", encoding="utf-8")
    assert "base64" not in clean(f'<img src="{source}">', tmp_path / "book", EN)


def test_pictures_and_frames_of_other_hosts_become_links() -> None:
    soup = BeautifulSoup(
        clean(
            '<img src="https://example.org/a.png" alt="A map"><iframe src="//example.org/f"></iframe>',
            None,
            EN,
        ),
        "html5lib",
    )
    assert [(a["href"], a.get_text()) for a in soup("a")] == [
        ("https://example.org/a.png", "Image elsewhere: A map"),
        ("https://example.org/f", "Page elsewhere: //example.org/f"),
    ]


def test_a_file_name_is_no_alt_text() -> None:
    assert "alt" not in clean('<img alt="image (1).png" src="data:image/png;base64,AA==">', None, EN)


def test_styler_colours_move_onto_the_cells() -> None:
    html = (
        "<style>#T_1_row0_col0, #T_1_row0_col1 {background-color: #ff0; color: #000; position: fixed}"
        "@media print {#T_1_row0_col0 {color: red}} #T_1 th {font-weight: bold}</style>"
        '<table id="T_1"><tr><th>h</th><td id="T_1_row0_col0">1</td><td id="T_1_row0_col1">2</td></tr></table>'
    )
    soup = BeautifulSoup(clean(html, None, EN), "html5lib")
    assert [td["style"] for td in soup("td")] == ["background-color: #ff0; color: #000"] * 2
    assert soup.th is not None and soup.th["style"] == "font-weight: bold"


def test_declarations_keep_colours_and_drop_what_moves_or_fetches() -> None:
    css = "color: red !important; position: fixed; background: linear-gradient(90deg, #d65f5f 50%, transparent 50%)"
    assert (
        safe_declarations(css, HTML_STYLE)
        == "color: red; background: linear-gradient(90deg, #d65f5f 50%, transparent 50%)"
    )
