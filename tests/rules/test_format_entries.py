"""Every format is whole: its exporter is installed, its links can be named, its packages have versions."""

from importlib.metadata import distribution

from nbconvert.exporters import get_exporter

from helpers.publishing import formats


def test_every_format_can_be_made_and_named() -> None:
    formats.ensure_named()
    for one in formats.FORMATS:
        exporter = get_exporter(one.exporter)
        assert not one.rehearse or hasattr(exporter, one.rehearse), (
            f"{one.file}: no {one.rehearse} to rehearse"
        )
        for name in one.packages:
            distribution(name)


def test_no_two_formats_make_the_same_file() -> None:
    files = [one.file for one in formats.FORMATS]
    assert len(set(files)) == len(files)


def test_what_is_read_can_be_printed_the_annex_computed_with_and_what_is_new_subscribed_to() -> None:
    read = {f"{part}.{name}" for part in ("briefing", "annex") for name in ("html", "pdf", "docx")}
    others = {"annex.xlsx", "changes.html", "feed.xml"}
    assert {one.file for one in formats.FORMATS} == {*read, *others}
