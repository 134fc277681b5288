"""What pandoc has no node for, as Office Open XML: the contents, a note's number again, the page's."""

_MARK = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'


def _run(content: str, properties: str = "") -> str:
    return f"<w:r>{properties}{content}</w:r>"


def _field(code: str, properties: str = "") -> str:
    """The beginning of a field, after which what it shows follows."""
    return (
        _run('<w:fldChar w:fldCharType="begin"/>', properties)
        + _run(f'<w:instrText xml:space="preserve"> {code} </w:instrText>', properties)
        + _run('<w:fldChar w:fldCharType="separate"/>', properties)
    )


def field_end() -> str:
    """The end of a field."""
    return _run('<w:fldChar w:fldCharType="end"/>')


def contents_begin() -> str:
    """The beginning of the contents, which list two levels of headings."""
    return _field(r'TOC \o "1-2" \h \z \u')


def again(bookmark: str, number: int) -> str:
    """The number of a footnote that was brought before: it follows when footnotes are added."""
    shown = _run(f"<w:t>{number}</w:t>", _MARK)
    return _field(rf"NOTEREF {bookmark} \f \h", _MARK) + shown + field_end()


def page_number() -> str:
    """The number of the page."""
    return _field("PAGE") + _run("<w:t>1</w:t>") + field_end()
