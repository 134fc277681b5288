"""The options that several commands take."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import click

from helpers.publishing import formats

FOLDER = click.Path(file_okay=True, path_type=Path)
SOURCE = click.Path(exists=True, file_okay=False, path_type=Path)


class Once(click.Command):
    """A command that refuses an option given twice of which only the last would count."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; raises UsageError."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option, times in Counter(given).items():
            if (
                isinstance(option, click.Option)
                and not (option.multiple or option.is_bool_flag)
                and times > 1
            ):
                raise click.UsageError(f"{option.opts[0]} is given {times} times; give it once", ctx)
        return super().parse_args(ctx, args)


def names(_: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """An option's names, given one by one or with commas between them."""
    chosen = tuple(name.strip() for text in given for name in text.split(","))
    if not all(chosen):
        raise click.BadParameter("a name is empty; give names with commas between them", param=option)
    return chosen


def base_url(_: click.Context, option: click.Parameter, given: str) -> str:
    """An address of the web, with a slash at its end."""
    if given and not given.startswith(("http://", "https://")):
        raise click.BadParameter(f"{given!r} is no address such as https://example.org/reports", param=option)
    return given and given.rstrip("/") + "/"


def word_file(_: click.Context, option: click.Parameter, given: Path | None) -> bytes:
    """The bytes of a Word file; none when it is not asked for."""
    if given is None:
        return b""
    content = given.read_bytes()
    try:
        with ZipFile(BytesIO(content)) as archive:
            archive.getinfo("word/styles.xml")
    except (BadZipFile, KeyError):
        raise click.BadParameter(f"{given} is no Word file (.docx)", param=option) from None
    return content


def selection(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose what to make and where."""
    many: dict[str, Any] = {"multiple": True, "callback": names}
    known = " or ".join(formats.names())
    for option in (
        click.option("--reports", type=FOLDER, help="Publish to this folder.  [default: reports/]"),
        click.option("--data", type=SOURCE, help="Read this dataset.  [default: data/]"),
        click.option("--as-of", default="", metavar="DATE", help="Know only what was published by this day."),
        click.option(
            "--base-url",
            default="",
            metavar="URL",
            callback=base_url,
            envvar="BRIEFINGS_BASE_URL",
            show_envvar=True,
            help="Where the reports folder is published, for the absolute links of feeds.",
        ),
        click.option(
            "--reference-doc",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            callback=word_file,
            envvar="BRIEFINGS_REFERENCE_DOC",
            show_envvar=True,
            help="Give Word files the page and styles of this .docx.  [default: Decree 30/2020]",
        ),
        click.option("--format", "formats", **many, help=f"{known}.  [default: all]"),
        click.option("--language", "languages", **many, help="vi or en.  [default: both]"),
        click.option(
            "--province",
            "provinces",
            **many,
            help="lao-cai or Lào Cai, with or without tones.  [default: all]",
        ),
    ):
        command = option(command)
    return command
