"""A file for the system's own scheduler, as text; it rebuilds the reports unattended."""

import re
import shlex
import subprocess
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from helpers.errors import BriefingError, UnknownName, nearest

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = tuple(name[:3] for name in _NAMES)
_WRITTEN = re.compile(r"\s*([a-z][a-z, ]*?)\s+([01]?[0-9]|2[0-3]):([0-5][0-9])\s*")
_TEMPORARY = ("/tmp", "/var/tmp")
_NO_ZONES = {"localtime", "Factory"}  # in the database, but: whatever the machine has, and none at all


class BadTime(BriefingError):
    """Days and a time that are not written in one of the ways we read."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(found)

    def __str__(self) -> str:
        return f'cannot build at {self.found!r}; write it like "Mon 06:00", "Mon,Thu 18:30" or "daily 06:00"'


class UnknownTimezone(UnknownName):
    """A time zone that the tz database does not have."""

    kind = "time zone"

    def __str__(self) -> str:
        hint = nearest(self.found, self.known)
        close = f"{hint} " if hint.startswith("did you mean") else ""  # rather than all six hundred
        return f"unknown {self.kind} {self.found!r}; {close}Viet Nam's is Asia/Ho_Chi_Minh"


class CannotSchedule(BriefingError):
    """A build that no scheduler could run from here."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"cannot schedule the build: {self.reason}"


@dataclass(frozen=True)
class When:
    """Days of the week (Monday is 0), in order, and a time of day."""

    days: tuple[int, ...]
    hour: int
    minute: int

    def __str__(self) -> str:
        days = "day" if self._daily else ", ".join(DAYS[day] for day in self.days)
        return f"every {days} at {self.hour:02}:{self.minute:02}"

    def later(self, by: timedelta) -> "When":
        """The same moments on a clock that is ahead by this much; the day may be another."""
        moved, minutes = divmod(self.hour * 60 + self.minute + by // timedelta(minutes=1), 24 * 60)
        return When(tuple(sorted((day + moved) % 7 for day in self.days)), *divmod(minutes, 60))

    @property
    def cron(self) -> str:
        """The five fields of cron; days as numbers (Sunday is 0), since not every cron takes a list of names."""
        days = "*" if self._daily else ",".join(map(str, sorted((day + 1) % 7 for day in self.days)))
        return f"{self.minute} {self.hour} * * {days}"

    @property
    def calendar(self) -> str:
        """The calendar event of systemd, without its time zone."""
        days = "" if self._daily else ",".join(DAYS[day] for day in self.days) + " "
        return f"{days}*-*-* {self.hour:02}:{self.minute:02}:00"

    @property
    def intervals(self) -> list[dict[str, int]]:
        """The calendar intervals of launchd, where Sunday is 0 and a key that is left out stands for any value."""
        days = [{}] if self._daily else [{"Weekday": (day + 1) % 7} for day in self.days]
        return [day | {"Hour": self.hour, "Minute": self.minute} for day in days]

    @property
    def names(self) -> list[str]:
        """The days by their names, as Windows writes them."""
        return [_NAMES[day] for day in self.days]

    def first(self, after: datetime) -> datetime:
        """The first such moment on a clock from when it shows this, without a zone and to the minute."""
        today = after.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0, tzinfo=None)
        coming = (today + timedelta(days=day) for day in range(len(DAYS) + 1))
        return next(day for day in coming if day.weekday() in self.days and day > after.replace(tzinfo=None))

    @property
    def _daily(self) -> bool:
        return len(self.days) == len(DAYS)


@dataclass(frozen=True)
class Unattended:
    """The build on this machine, every folder absolute.

    ``reports`` and ``data`` are options when ``named``; ``writes`` are the folders it changes, and ``online`` says
    whether it speaks to other machines.
    """

    command: Path
    project: Path
    named: Mapping[str, Path]
    writes: tuple[Path, ...]
    online: bool = False

    @property
    def log(self) -> Path:
        """Where a scheduler without a log of its own adds what builds say: not among what is published."""
        return self.project / "logs" / "build.log"

    def __post_init__(self) -> None:
        """Raise CannotSchedule for a folder whose name does not fit on a line, or is not text."""
        for path in (self.command, self.project, *self.named.values(), *self.writes):
            if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in str(path)):
                raise CannotSchedule(f"the name {str(path)!r} has letters that cannot be written on a line")


def parse_when(text: str) -> When:
    """Days and a time as people write them. Raises BadTime."""
    match = _WRITTEN.fullmatch(text.casefold())
    if not match:
        raise BadTime(text)
    named = [one.strip() for one in match[1].split(",")]
    if named == ["daily"]:
        named = [name.casefold() for name in _NAMES]
    names = {way.casefold(): day for day, name in enumerate(_NAMES) for way in (name, name[:3])}
    if not set(named) <= set(names):
        raise BadTime(text)
    return When(tuple(sorted({names[one] for one in named})), int(match[2]), int(match[3]))


def zone(name: str) -> ZoneInfo:
    """The time zone of this name. Raises UnknownTimezone, with the nearest names."""
    known = available_timezones() - _NO_ZONES
    if name not in known:
        raise UnknownTimezone(name, known)
    return ZoneInfo(name)


def ahead(of: tzinfo, clock: tzinfo | None, now: datetime) -> list[timedelta]:
    """How far a clock (None: this machine's) is ahead of a zone's: now, then what else a year from now brings."""
    days = [now.astimezone(UTC) + timedelta(days=day) for day in range(366)]
    return list(dict.fromkeys(_offset(day, clock) - _offset(day, of) for day in days))


def _offset(moment: datetime, clock: tzinfo | None) -> timedelta:
    return moment.astimezone(clock).utcoffset() or timedelta()


def cron(when: When, timezone: ZoneInfo, build: Unattended, now: datetime) -> str:
    """Lines to add to a crontab; for a cron that knows no zones also in this machine's time."""
    return _text("cron", **_by_machine(when, timezone, now), **_in_shell(build, cron_word))


def launchd(when: When, timezone: ZoneInfo, build: Unattended, now: datetime) -> str:
    """A property list for launchd in this machine's time, since launchd knows no other zone."""
    shell = _text("shell", **_in_shell(build, lambda path: shlex.quote(str(path))))
    return _ascii(_text("launchd", **_by_machine(when, timezone, now), shell=shell, log=build.log))


def windows(when: When, timezone: ZoneInfo, build: Unattended, now: datetime) -> str:
    """A task for Windows' Task Scheduler in this machine's time, which it goes by when no offset is written."""
    options = [word for name, path in build.named.items() for word in (f"--{name}", str(path))]
    words = ["-P", "-m", "helpers.cli.logged", str(build.log), str(build.command), "build", *options]
    python = build.command.with_name("pythonw.exe")
    for path in (python, build.project, *build.named.values()):
        if re.search("%[^%]+%", str(path)):
            raise CannotSchedule(f"Task Scheduler would take a part of {str(path)!r} for a variable")
    by_clock = _by_machine(when, timezone, now)
    starts = by_clock["by_machine"][0].first(now.astimezone())
    arguments = subprocess.list2cmdline(words)
    return _ascii(
        _text("windows", **by_clock, build=build, python=python, arguments=arguments, starts=starts)
    )


def _by_machine(when: When, timezone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """The moments on this machine's clock: those of now first, then what else a year from now brings."""
    moments = [when.later(by) for by in ahead(timezone, None, now)]
    return {
        "when": when,
        "timezone": timezone.key,
        "machine": _said(_offset(now, None)),
        "by_machine": moments,
    }


def _in_shell(build: Unattended, word: Callable[[Path], str]) -> dict[str, str]:
    """What a shell is told, each path as one word of its command."""
    options = [f"--{name} {word(path)}" for name, path in build.named.items()]
    command = " ".join([word(build.command), "build", *options])
    return {"project": word(build.project), "log": word(build.log), "command": command}


def systemd(when: When, timezone: ZoneInfo, build: Unattended, *, namespaces: bool = True) -> str:
    """Three units, one after the other: the build, its timer, and the notice when it failed.

    Without user ``namespaces`` a user's manager cannot limit where a build writes to, and would start none that asks.
    """
    options = [word for name, path in build.named.items() for word in (f"--{name}", systemd_word(path))]
    return _text(
        "systemd",
        when=when,
        timezone=timezone.key,
        # Taken as it stands, quotes would be part of it; the last / keeps a space or \ before it from the line's end.
        project=str(build.project).replace("%", "%%") + "/",
        command=" ".join([systemd_command(build.command), "build", *options]),
        folders=" ".join(shlex.quote(str(path)) for path in build.writes),
        writes=" ".join(systemd_path(path) for path in build.writes),
        # A private /tmp would hide a project that lies in it.
        private=not any(
            path.is_relative_to(tmp) for path in (build.project, *build.writes) for tmp in _TEMPORARY
        ),
        online=build.online,
        namespaces=namespaces,
    )


def github(when: When, timezone: ZoneInfo, now: datetime, *, pages: bool = False) -> str:
    """A workflow in UTC, with the other times of a zone whose clocks change; no folder of this machine is in it.

    With ``pages`` it publishes the reports on GitHub Pages too.
    """
    in_utc = [(when.later(by).cron, _said(-by)) for by in ahead(timezone, UTC, now)]
    return _text("github", when=when, timezone=timezone.key, in_utc=in_utc, pages=pages)


def cron_word(path: Path) -> str:
    """A path as one word of a crontab's command, quoted for the shell; to cron itself, a bare % ends the command."""
    return "'" + str(path).replace("'", "'\"'\"'").replace("%", "'\\%'") + "'"


def systemd_path(path: Path) -> str:
    """A path as one of a unit's list of paths, in which % would stand for something else."""
    word = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{word}"'


def systemd_word(path: Path) -> str:
    """A path as one word of a unit's command line, in which $ would stand for something else as well."""
    return systemd_path(path).replace("$", "$$")


def systemd_command(path: Path) -> str:
    """The first word; systemd starts no file with quotes, \\ or $ in its path, so those are started by a shell."""
    by_shell = '/bin/sh -c \'exec "$$0" "$$@"\' ' if set(str(path)) & set("\"'\\$") else ""
    return by_shell + systemd_word(path)


def _said(offset: timedelta) -> str:
    """An offset as people write it: UTC+07:00."""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"UTC{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"


def _ascii(xml: str) -> str:
    """XML that names no encoding and means the same in any that a shell may save it in: letters beyond as numbers."""
    return xml.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _text(system: str, **facts: object) -> str:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return templates.get_template(f"schedule.{system}.j2").render(facts)
