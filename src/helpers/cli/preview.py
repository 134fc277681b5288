"""The command ``briefings preview``: a briefing in the browser that follows what is saved."""

import webbrowser

import click

from helpers.cli.options import Once, province_names
from helpers.errors import BriefingError


class NoWarmProcess(BriefingError):
    """A system on which no process can be forked from a warm one."""

    def __str__(self) -> str:
        return (
            "a preview needs processes forked from a warm one, which only Linux has here; use briefings build"
        )


@click.command(cls=Once)
@click.argument("province", shell_complete=province_names)
@click.option(
    "--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="vi or en."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Serve there.  [default: a free one]")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def preview(province: str, language: str, port: int, no_browser: bool) -> None:
    """Show a briefing that follows what is saved.

    A notebook, row, phrase or view that is saved is on the page in about a second; a few seconds later so are the
    annex, and what is wrong with it. The pages are served to this machine alone, and the reports folder stays as it
    is. Ctrl-C ends it.
    """
    from helpers import data, paths
    from helpers.cli.diff import chosen_provinces
    from helpers.publishing.preview import command
    from helpers.publishing.sandbox import child_process

    if not child_process.can_fork():
        raise NoWarmProcess
    (slug,) = chosen_provinces((province,), data.load(tables=["areas"]))

    def ready(address: str) -> None:
        click.echo(f"{address}  (Ctrl-C ends it)")
        if not no_browser:
            webbrowser.open(address)

    wanted = {"provinces": (slug,), "languages": (language,), "formats": ("html",)}
    places = {"data": paths.data(), "notebooks": paths.notebooks()}
    try:
        command.follow(wanted, places, f"{language}/{slug}/briefing.html", port, click.echo, ready)
    except KeyboardInterrupt:
        click.echo("ended")
