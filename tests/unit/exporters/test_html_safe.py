"""Nothing of another person's notebook runs in the page or calls another host."""

import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from helpers.exporters.html.exporter import BriefingHTMLExporter
from helpers.exporters.sanitize import safe_address

EXPORTER = BriefingHTMLExporter()
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


def main(html: str, as_markdown: bool = False) -> BeautifulSoup:
    """The main part of the page of a notebook that shows the HTML."""
    output = new_output("display_data", data={"text/html": html})
    cells = [new_markdown_cell(html)] if as_markdown else [new_code_cell("", outputs=[output])]
    cells.append(new_raw_cell(html, metadata={"raw_mimetype": "text/html"}))
    page, _ = EXPORTER.from_notebook_node(new_notebook(cells=cells))
    return BeautifulSoup(page, "html5lib").main  # type: ignore[return-value]


@pytest.mark.parametrize("as_markdown", [False, True])
@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_markup_neither_runs_nor_fetches(html: str, as_markdown: bool) -> None:
    soup = main(html, as_markdown)
    assert not soup(["script", "iframe", "object", "embed", "link", "meta", "base", "form", "input"])
    for element in soup(True):
        for name, value in element.attrs.items():
            assert not name.startswith("on"), element
            text = "".join(value).lower()
            assert "javascript:" not in "".join(text.split()) and "data:text" not in text, element
            assert "evil.example" not in text or (element.name == "a" and name == "href"), element
        if element.name == "style":
            assert "evil" not in element.get_text() and "@import" not in element.get_text()


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
    html = '<p class="a" lang="vi">x <strong>b</strong> <sup>2</sup> &amp; &lt; <abbr title="t">ab</abbr></p>'
    assert html in str(main(html))


def test_hidden_parts_stay_hidden() -> None:
    found = main('<p hidden>gone</p><p style="color:red;display: none">gone</p><p>stays</p>').get_text()
    assert "gone" not in found and "stays" in found


def test_pictures_and_frames_of_other_hosts_become_links() -> None:
    soup = main('<img src="https://example.org/a.png" alt="A map"><iframe src="//example.org/f"></iframe>')
    assert [(a["href"], a.get_text()) for a in soup("a")][:2] == [
        ("https://example.org/a.png", "Image elsewhere: A map"),
        ("https://example.org/f", "Page elsewhere: //example.org/f"),
    ]
