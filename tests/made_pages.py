"""A made briefing of two pages and a made annex as notebooks: small, with all that their pages of the web must show."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output

FACT = "lao-cai.trade-turnover.2019"
_YEARS = {"2018": 3.0, "2019": 3.8, "2020": 3.2, "2021": 3.6, "2022": 2.3}
_LETTERS = "abcdefghijklm"
_NOTE = (
    "[Đối ngoại {0}](https://example.org/{0}), đoạn 10: “trên 3,2 tỷ USD”. Tính: 3,2 so với 3,8 = −15,8 %."
)

_ABSTRACT = """
Thương mại qua cửa khẩu chưa trở lại mức 2019; đường sắt nối Vân Nam đã khởi công

Từ 1/7/2025 tỉnh gồm Lào Cai và Yên Bái cũ: 13.257 km², 1,78 triệu dân; 182 km biên giới với Trung Quốc. Số liệu trước
ngày này là của Lào Cai cũ, trừ khi ghi khác.
"""
_FIGURES = (
    ("Xuất nhập khẩu qua cửa khẩu", "●○○", "≈ 1,21", "tỷ USD", "nửa đầu 2025", "≈ −23 % so với cùng kỳ 2024", "ab"),
    ("FDI còn hiệu lực (mới)", "●●○", "> 1", "tỷ USD", "67 dự án, 30/11/2025", "68 dự án giữa 2024 (tổng)", "cd"),
    ("Khách quốc tế (mới)", "●○○", "≈ 1,2", "triệu lượt", "10 tháng năm 2025", "kế hoạch năm: 1,5 triệu", "e"),
    ("Cạnh tranh (PCI)", "●●○", "hạng 23", "", "PCI 2024; 68,6 điểm", "hạng 26 năm 2023", "f"),
)  # fmt: skip
_POINTS = f"""
## Điểm chính

1. **Thương mại** đạt 3,8 tỷ USD năm 2019 (+26,7 %)[^a@{FACT}], giảm không quá 16 % năm 2020[^b], còn gần 2,3 tỷ năm
   2022[^g]. Nửa đầu năm 2025 mới bằng 13 % kế hoạch năm (9 tỷ USD)[^e].
2. **Vân Nam:** Hội nghị Bí thư lần 5 (Lai Châu, 29–30/10/2025); Nhóm công tác liên hợp họp kỳ 11 cùng tháng. 548 đoàn
   trao đổi giữa hai kỳ hội nghị[^h].
3. **Hạ tầng:** đường sắt Lào Cai – Hà Nội – Hải Phòng (391 km, 203.231 tỷ đồng) khởi công các ga ngày 19/12/2025, mục
   tiêu 2030; cầu Bát Xát – Bá Sái khởi công 31/3/2025, hẹn xong 30/6/2026[^i].
4. **Nhà đầu tư:** Trung Quốc chiếm 72 % vốn FDI (392 triệu USD, 14/20 dự án) theo số của tỉnh năm 2020[^a]; chưa có số
   mới hơn.
5. **Cần theo dõi:** thỏa thuận với Nouvelle-Aquitaine (Pháp) hết hạn 2023; tháng 5/2024 hai bên nhất trí ký tiếp cho
   2025–2027[^j], chưa thấy văn bản trong các nguồn.
"""
_PARTNERS = (
    ("Vân Nam (Trung Quốc)", "hữu nghị 8/2017; Đảng 11/2015[^b]", "HN Bí thư lần 5, 30/10/2025[^h]", "nối ray Hà Khẩu"),
    ("Hồng Hà, Hà Khẩu", "hội đàm thường niên", "16 cặp thỏa thuận, 20/11/2025[^m]", "cầu qua sông Hồng"),
    ("Nouvelle-Aquitaine (Pháp)", "từ 2002; gần nhất 2020–2023[^b]", "đoàn sang, 1/6/2024[^j]", "văn bản 2025–2027"),
    ("Brest (Belarus)", "hợp tác 7/2017[^b]", "nhắc lại 6/2024[^k]", ""),
    ("Goryeong (Hàn Quốc)", "lao động thời vụ, 2025[^l]", "67 người đã đi", ""),
    ("Hành lang kinh tế", "hội nghị 4 tỉnh, thành với Vân Nam", "kỳ 10, Hà Nội, 13/11/2023[^k]", ""),
)  # fmt: skip
_ARROWS = "Mọi loại hình qua cửa khẩu trong tỉnh, tỷ USD. ▲ trên, ▼ gần; nét đứt: tính từ mức tăng đã công bố"
_REGISTER = "Vốn còn hiệu lực, triệu USD; đăng ký quốc gia, Lào Cai cũ"


def briefing(lang: str = "vi") -> NotebookNode:
    """A briefing of two pages, in Vietnamese."""
    figures = "".join(
        f'<div class="key-figure"><p class="label">{label} <span class="sure" role="img">{sure}</span></p>'
        f'<p class="value">{value} <span class="unit">{unit}</span></p><p class="detail">{detail}</p>'
        f'<p class="change">{change}{"".join(map(reference, keys))}</p></div>'
        for label, sure, value, unit, detail, change, keys in _FIGURES
    )
    partners = _table(
        "Đối tác và cơ chế: kỳ gần nhất và việc còn mở",
        ("Đối tác", "Văn bản", "Gần nhất", "Còn mở"),
        _PARTNERS,
        "titled",
    )
    cells = [
        _cell("text/markdown", _ABSTRACT, "text", "abstract"),
        _cell("image/svg+xml", _map(), "figure", "thumbnail", alt="Lào Cai giáp Vân Nam, Trung Quốc."),
        _cell("text/html", f'<div class="key-figures">{figures}</div>', "text"),
        _cell("text/markdown", _POINTS, "text"),
        _chart("Xuất nhập khẩu chưa trở lại đỉnh năm 2019", _ARROWS, 320, "62%"),
        _chart("FDI đứng yên từ 2016 đến 2022", _REGISTER, 190, "38%"),
        _cell("text/html", partners, "table"),
        _cell(
            "text/markdown",
            "## Thương mại\n\nNăm 2019 là đỉnh[^a]; sau đó thấp hơn[^b][^g].",
            "text",
            "page",
        ),
        _cell("text/markdown", "## Đầu tư\n\nVốn đứng yên từ 2016[^c].", "text"),
        _cell(
            "text/html", _table("Vốn", ("Năm", "Vốn"), [("2016", "573"), ("2022", "656")], "titled"), "table"
        ),
    ]
    return _notebook(
        cells,
        title="Lào Cai",
        lang=lang,
        kicker="Tài liệu tóm tắt · Đối ngoại địa phương",
        edition_note="Số liệu công bố đến 31/12/2025",
        running_footer="Lào Cai · Tài liệu tóm tắt 2 trang. Toàn bộ số liệu và 105 nguồn: phụ lục.",
        legend="**Độ chắc** ●●● đăng ký quốc gia, văn bản luật ●●○ hai nguồn khớp nhau ●○○ một bài báo, đọc trích đoạn",
        notes="letters",
        pages=2,
        annex="annex.html",
        links=[
            {"label": "PDF 2 trang", "href": "briefing.pdf", "rel": "alternate"},
            {"label": "Phụ lục", "href": "annex.html"},
            {
                "label": "English",
                "href": "../../en/lao-cai/briefing.html",
                "rel": "alternate",
                "hreflang": "en",
            },
        ],
    )


def annex() -> NotebookNode:
    """An annex of three subjects, in Vietnamese."""
    trade = [
        (year, f"{value} tỷ USD[^{key}@lao-cai.trade-turnover.{year}]", "qua cửa khẩu")
        for key, (year, value) in zip(_LETTERS, _YEARS.items(), strict=False)
    ]
    gates = [("Lào Cai[^a]", "quốc tế"), ("Mường Khương[^b]", "chính")]
    cells = [
        _cell("text/markdown", "## Thương mại\n\nMọi số liệu về xuất nhập khẩu.", "text", "annex"),
        _cell("text/html", _table("Xuất nhập khẩu", ("Năm", "Kim ngạch", "Cơ sở"), trade), "table", "annex"),
        _cell("text/markdown", "## Cửa khẩu", "text", "annex"),
        _cell("text/html", _table("Cửa khẩu", ("Cửa khẩu", "Loại"), gates), "table", "annex"),
        _cell("text/markdown", "## Thỏa thuận\n\n- Với Vân Nam, 8/2017[^c]\n- Với Brest, 7/2017[^d]", "text", "annex"),
    ]  # fmt: skip
    return _notebook(
        cells, title="Lào Cai: phụ lục số liệu", lang="vi", notes="sections", kicker="Phụ lục số liệu"
    )


def made_of(html: str) -> NotebookNode:
    """A briefing with one table, whose notes are lettered."""
    return _notebook([_cell("text/html", html, "table")], title="Lào Cai", lang="en", notes="letters")


def _notebook(cells: list[NotebookNode], **metadata: object) -> NotebookNode:
    for number, cell in enumerate(cells):
        cell["id"] = f"c{number}"
    made: NotebookNode = new_notebook(cells=cells, metadata={"briefing": {"title": "made"}, **metadata})
    return made


def _cell(mime: str, data: str, *tags: str, width: str = "", **about: object) -> NotebookNode:
    """A cell that shows one thing, with all notes and their sources."""
    metadata = {
        "footnotes": {key: _NOTE.format(key.upper()) for key in _LETTERS},
        "letters": {key: [[key, f"Đối ngoại {key.upper()}", "12/2025", "đ. 10"]] for key in _LETTERS},
        "facts": {FACT: "Xuất nhập khẩu qua cửa khẩu, 2019: 3,8 tỷ USD"},
        mime: about,
    }
    output = new_output("display_data", data={mime: data}, metadata=metadata)
    cell: NotebookNode = new_code_cell("shown()", outputs=[output], metadata={"tags": list(tags)})
    if width:
        cell.metadata["width"] = width
    return cell


def reference(key: str) -> str:
    return f'<sup><a class="footnote-ref" href="#fn:{key}">{key}</a></sup>'


def _table(title: str, head: tuple[str, ...], rows: object, kind: str = "") -> str:
    heads = "".join(f'<th scope="col">{one}</th>' for one in head)
    body = "".join(
        f'<tr><th scope="row">{_marked(row[0])}</th>{"".join(f"<td>{_marked(one)}</td>" for one in row[1:])}</tr>'
        for row in rows  # type: ignore[attr-defined]
    )
    return (
        f'<table class="briefing {kind}"><caption><strong>{title}</strong></caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    )


def _marked(text: str) -> str:
    """A cell's text, its reference as HTML."""
    words, _, rest = text.partition("[^")
    return words + (reference(rest[:-1]) if rest else "")


def _chart(title: str, subtitle: str, width: int, share: str) -> NotebookNode:
    """Bars in the inks of our charts, ``width`` points wide."""
    step = width / len(_YEARS)
    bars = "".join(
        f'<rect x="{step * (place + 0.2):g}" y="{130 - 30 * value:g}" width="{step * 0.6:g}" height="{30 * value:g}"'
        f' style="fill: {"#c0392b" if year == "2019" else "#0b4f5c"}"/>'
        + "".join(
            f'<text x="{step * (place + 0.5):g}" y="{y:g}" style="font: {weight} 8.5px \'Be Vietnam Pro\'; fill: {ink};'
            f' text-anchor: middle">{words}</text>'
            for y, weight, ink, words in (
                (125 - 30 * value, 600, "#16212b", value),
                (142, 400, "#515960", year),
            )
        )
        for place, (year, value) in enumerate(_YEARS.items())
    )
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="148pt" viewBox="0 0 {width} 148">'
        f'<path d="M0 130H{width}" style="stroke: #515960"/>{bars}</svg>'
    )
    alt = f"{title}: 3,0 năm 2018, 2,3 năm 2022."
    return _cell(
        "image/svg+xml",
        drawn,
        "figure",
        "column",
        width=share,
        title=title,
        subtitle=subtitle + "[^a][^b]",
        alt=alt,
    )


def _map() -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="162pt" height="81pt" viewBox="0 0 300 150">'
        '<rect width="300" height="150" style="fill: #eef1f2"/>'
        '<path d="M60 30L120 10L140 80L90 90Z" style="fill: #0b4f5c"/></svg>'
    )
