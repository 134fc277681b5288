"""The options that several commands take."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import click
from click.shell_completion import CompletionItem

from helpers.cli.help import Spoken
from helpers.publishing import formats
from helpers.text.phrases import LANGUAGES

FOLDER = click.Path(file_okay=True, path_type=Path)
SOURCE = click.Path(exists=True, file_okay=False, path_type=Path)


class Once(Spoken):
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


def date(_: click.Context, option: click.Parameter, typed: str) -> str:
    """The day of a date as people write it, 31/12/2022 or 12/2022 or 2022; of a month or year the last."""
    from helpers.data.dates import last_day
    from helpers.intake.forms.cells import read_date

    try:
        return last_day(read_date(typed.strip())).isoformat() if typed else ""
    except ValueError as error:
        raise click.BadParameter(f"{typed!r} is no date; write {error}", param=option) from None


def edition(context: click.Context, option: click.Parameter, typed: str) -> str:
    """A dataset's folder as it is named, else the day of a date as people write it."""
    return typed if Path(typed).is_dir() else date(context, option, typed)


def province_names(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """The provinces, for a shell that completes what is being typed; nothing where the dataset cannot be read."""
    from helpers import data
    from helpers.cli.diff import province_names as spellings
    from helpers.errors import BriefingError

    try:
        known = spellings(data.load(tables=["areas"]))
    except (BriefingError, OSError):
        return []
    return [CompletionItem(name, help=said["vi"]) for name, said in known.items() if name.startswith(begun)]


def _among(known: Callable[[], Any]) -> Callable[..., list[CompletionItem]]:
    return lambda _ctx, _option, begun: [CompletionItem(one) for one in known() if one.startswith(begun)]


format_names, language_names = _among(formats.names), _among(lambda: LANGUAGES)


def selection(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose what to make and where."""
    many: dict[str, Any] = {"multiple": True, "callback": names}
    known = " or ".join(formats.names())

    @wraps(command)
    def chosen(*, places: tuple[str, ...], provinces: tuple[str, ...], **given: Any) -> None:
        command(provinces=(*places, *provinces), **given)

    decorated: Callable[..., None] = chosen
    for option in (
        click.option("--notebooks", type=SOURCE, help="Run these notebooks.  [default: notebooks/]"),
        click.option("--reports", type=FOLDER, help="Publish to this folder.  [default: reports/]"),
        click.option("--data", type=SOURCE, help="Read this dataset.  [default: data/]"),
        click.option(
            "--base-url",
            default="",
            metavar="URL",
            callback=base_url,
            help="Where the reports folder is published, for the absolute links of feeds.",
        ),
        click.option(
            "--reference-doc",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            callback=word_file,
            help="Give Word files the page and styles of this .docx.  [default: Decree 30/2020]",
        ),
        click.option(
            "--as-of",
            default="",
            metavar="DATE",
            callback=date,
            help="Know only what was published by this day: 31/12/2022, 12/2022 or 2022.",
        ),
        click.option(
            *("--format", "formats"), **many, shell_complete=format_names, help=f"{known}.  [default: all]"
        ),
        click.option(
            *("--language", "languages"),
            **many,
            shell_complete=language_names,
            help="vi or en.  [default: both]",
        ),
        click.option(
            *("--province", "provinces"),
            **many,
            shell_complete=province_names,
            help="lao-cai or Lào Cai, with or without tones; the same as PROVINCE.  [default: all]",
        ),
        click.argument(
            *("places",), nargs=-1, metavar="[PROVINCE]...", callback=names, shell_complete=province_names
        ),
    ):
        decorated = option(decorated)
    return decorated
