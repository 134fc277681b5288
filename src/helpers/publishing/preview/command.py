"""What runs in the command: it starts the warm process, tells what that says, and serves what that makes."""

from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from helpers.publishing.preview import warm
from helpers.publishing.preview.draft import Asked
from helpers.publishing.preview.serving import Preview, served
from helpers.publishing.preview.watching import PACKAGE, State, await_saved, states
from helpers.publishing.sandbox import child_process

_A_WEEK = 7 * 24 * 3600.0  # after which the warm process is another one


def follow(
    wanted: Mapping[str, Any],
    places: Mapping[str, Path],
    start: str,
    port: int,
    say: Callable[[str], object],
    ready: Callable[[str], object],
) -> None:
    """Make and serve until interrupted; ``ready`` is handed the address, as soon as there is a page.

    ``wanted`` is a selection of one briefing, ``places`` the folders of data and notebooks, ``start`` the page's path.
    Raises NoPort.
    """
    child_process.also_preload(warm.__name__)
    child_process.will_write(wanted["formats"])
    with TemporaryDirectory() as folder:
        asked = Asked(wanted, {**places, "reports": Path(folder) / "reports"})
        preview = Preview(asked.places["reports"], start)
        imported = states(PACKAGE)
        with served(preview, port) as address:
            shown = False

            def tell(words: str, trouble: str = "") -> None:
                nonlocal shown
                say(f"{words}\n{trouble}" if trouble else words)
                preview.tell(trouble)
                if not shown:
                    ready(address)
                    shown = True

            while True:
                before = states(*asked.watched)
                try:
                    _make(asked, imported, say, tell)
                except (
                    child_process.Ended
                ) as error:  # such as for memory: not again before something is saved
                    tell("ended", str(error))
                    await_saved(before, *asked.watched)


def _make(asked: Asked, imported: State, say: Callable[[str], object], tell: Callable[..., object]) -> None:
    """Tell what the warm process says, for a week. Raises Ended when it ended."""
    events = child_process.run_in_child(partial(warm.follow, asked, imported), monotonic() + _A_WEEK)
    try:
        with closing(events):
            for kind, *what in events:
                if kind == "itself":
                    say(f"{', '.join(*what)}: changes what previews; start the command again to see it")
                elif kind == "failed":
                    seconds, trouble = what
                    tell(f"not built ({seconds:.1f} s)", trouble)
                else:
                    tell(f"{kind} ({what[0]:.1f} s)")
    except child_process.OutOfTime:
        return
