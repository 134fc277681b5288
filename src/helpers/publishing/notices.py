"""A notice after a build: what was built, what failed, and what is new since the last one, to any service of apprise.

What is new are the entries of the published feeds that were not in them before. The notice is in the first language
that was built, or that was asked for where nothing was; the PDFs of the briefings with news go along where a service
takes files.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from helpers.errors import BriefingError, installing
from helpers.text.phrases import LANGUAGES, Say, phrases

if TYPE_CHECKING:
    from helpers.publishing.pipeline import Results

_FEED, _PDF = "feed.xml", "briefing.pdf"
_ATOM = "{http://www.w3.org/2005/Atom}"
_EXTRA = "notify"
_MOST_LINES = 60


class CannotNotify(BriefingError):
    """An address that no notice can go to; it may hold a password, and so is not told."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"--notify: {self.reason}"


@dataclass(frozen=True)
class Entry:
    """An entry of a published feed: its id, its title, the address of its page."""

    id: str
    title: str
    page: str


@dataclass(frozen=True)
class Notice:
    """What is told, and the files that go with it."""

    title: str
    body: str
    files: tuple[Path, ...] = ()
    failed: bool = False


def services(addresses: Sequence[str]) -> Any:
    """What sends to these addresses, an ``apprise.Apprise``; raises CannotNotify."""
    try:
        import apprise
    except ImportError:
        raise CannotNotify(f"it needs apprise: {installing(_EXTRA)}") from None
    found = apprise.Apprise()
    for place, address in enumerate(addresses, 1):
        if not found.add(address):
            known = "https://github.com/caronc/apprise/wiki"
            raise CannotNotify(f"address {place} is none that apprise knows, such as mailto://…; see {known}")
    return found


def entries(reports: Path) -> dict[str, list[Entry]]:
    """The entries of the published feeds, by the briefing's key; those of a spoilt feed count as not there."""
    return {
        "/".join(file.parts[-3:-1]): list(_entries(file)) for file in sorted(reports.glob(f"*/*/{_FEED}"))
    }


def _entries(file: Path) -> Iterator[Entry]:
    try:
        feed = ElementTree.parse(file).getroot()
    except (ElementTree.ParseError, OSError):
        return
    for one in feed.iterfind(f"{_ATOM}entry"):
        link = one.find(f"{_ATOM}link")
        page = "" if link is None else link.get("href", "")
        yield Entry(one.findtext(f"{_ATOM}id", ""), one.findtext(f"{_ATOM}title", ""), page)


def of_build(results: "Results", before: dict[str, list[Entry]], reports: Path) -> Notice:
    """What to tell of a build; ``before`` are the entries that were published before it."""
    made = [one for one in results if not one.failure]
    failed = [one for one in results if one.failure]
    jobs = (*(one.job for one in (*made, *failed)), *results.up_to_date)
    language = next((job.language for job in jobs), LANGUAGES[0])
    say = phrases(language)
    after = entries(reports)
    lines = [f"{one.job.name} ({one.job.language}): {one.failure}" for one in failed]
    files = []
    for one in made:
        known = {entry.id for entry in before.get(one.job.key, ())}
        new = [entry for entry in after.get(one.job.key, ()) if entry.id not in known]
        if one.job.language != language or not new:
            continue
        lines += [f"{one.job.name}, {entry.title}" for entry in new]
        lines += [new[0].page] * bool(one.job.base_url)
        files += [file for file in [reports / one.job.key / _PDF] if file.is_file()]
    counts = {"built": len(made), "fresh": len(results.up_to_date), "failed": len(failed)}
    body = _short(lines, say) or say("news.none")
    return Notice(say("notice.title", **counts), body, tuple(files), bool(failed))


def of_error(error: Exception) -> Notice:
    """What to tell of a build that an error ended, mostly before it began."""
    say = phrases(LANGUAGES[0])
    return Notice(say("notice.not_done"), _short(str(error).splitlines(), say), failed=True)


def _short(lines: Sequence[str], say: Say) -> str:
    """What a notice may hold of some lines; a broken table has ten thousand faults."""
    more = len(lines) - _MOST_LINES
    return "\n".join([*lines[:_MOST_LINES], *([say("notice.more", count=more)] if more > 0 else [])])


def send(to: Any, notice: Notice) -> bool:
    """Send it to all; whether all of them took it."""
    from apprise import NotifyType

    kind = NotifyType.FAILURE if notice.failed else NotifyType.SUCCESS
    files = [str(file) for file in notice.files]
    return bool(to.notify(notice.body, notice.title, notify_type=kind, attach=files or None))
