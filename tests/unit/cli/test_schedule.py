"""What is printed is what a scheduler understands: the right moment, the right folders, a notice on failure."""

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path, PureWindowsPath
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner, Result
from cronsim import CronSim
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.cli import schedulers
from helpers.cli.main import main

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 1, 14, 12, tzinfo=UTC)
MONDAY_AT_SIX = schedulers.parse_when("Mon 06:00")
ANALYZE = shutil.which("systemd-analyze")
FOLDERS = [
    "project",
    "báo cáo tỉnh Điện Biên",
    "50% %h %n",
    "nói \"thế\" 'này'",
    "$HOME ${HOME} `id` $$",
    "a\\b \\% \\",
    "x=y; #z & ! ",
]
UNITS = ("briefings.service", "briefings.timer", "briefings-failed.service")


@pytest.fixture
def machine_in(monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Sets the machine's own time zone."""

    def set_zone(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield set_zone
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=FOLDERS)
def build(request: pytest.FixtureRequest, tmp_path: Path) -> schedulers.Unattended:
    return installed(tmp_path / request.param)


def installed(project: Path) -> schedulers.Unattended:
    """A project whose command notes how it was called, says two lines and ends as it is told."""
    command = project / ".venv" / "bin" / "briefings"
    command.parent.mkdir(parents=True)
    command.write_text(
        '#!/bin/sh\nprintf "%s\\0" "$PWD" "$@" > "$0.called"\necho told; echo warned >&2; exit ${ENDS:-0}\n',
        encoding="utf-8",
    )
    command.chmod(0o755)
    folders = {"data": project / "số liệu 100%", "reports": project / "báo cáo"}
    return schedulers.Unattended(command, project, folders, (folders["reports"],))


def called(build: schedulers.Unattended) -> list[str]:
    return Path(f"{build.command}.called").read_text(encoding="utf-8").split("\0")[:-1]


def as_meant(build: schedulers.Unattended) -> list[str]:
    named = build.named
    return [str(build.project), "build", "--data", str(named["data"]), "--reports", str(named["reports"])]


# When


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mon 06:00", "every Mon at 06:00"),
        ("Thu,Mon 18:30", "every Mon, Thu at 18:30"),
        (" thursday, MON  6:05 ", "every Mon, Thu at 06:05"),
        ("daily 00:00", "every day at 00:00"),
        ("Mon,Tue,Wed,Thu,Fri,Sat,Sun 23:59", "every day at 23:59"),
        ("Sun,Sun 12:00", "every Sun at 12:00"),
    ],
)
def test_days_and_times_are_read_as_people_write_them(text: str, said: str) -> None:
    assert str(schedulers.parse_when(text)) == said


@pytest.mark.parametrize(
    "text",
    [
        *("", "Mon", "06:00", "Mon 24:00", "Mon 06:60", "Mon 6", "Mon, 06:00", "Mox 06:00", "Mon-Fri 06:00"),
        *("daily,Mon 06:00", "Mon 06:00:00", "Mon 06:00\n* * * * * rm", "Mon ٠٦:٠٠"),
    ],
)
def test_what_is_no_day_and_time_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(schedulers.BadTime, match='write it like "Mon 06:00"'):
        schedulers.parse_when(text)


@pytest.mark.parametrize("name", ["asia/ho_chi_minh", "Asia/Ho Chi Minh", "Ho_Chi_Minh", "Asia/Ho_Chi_Min"])
def test_an_unknown_zone_is_answered_with_the_nearest(name: str) -> None:
    with pytest.raises(schedulers.UnknownTimezone, match="did you mean Asia/Ho_Chi_Minh"):
        schedulers.zone(name)


@pytest.mark.parametrize("name", ["", "xyz123", "/etc/passwd", "../../etc/passwd", "localtime"])
def test_what_is_no_zone_is_refused_on_one_short_line(name: str) -> None:
    with pytest.raises(schedulers.UnknownTimezone) as refused:
        schedulers.zone(name)
    assert len(str(refused.value)) < 200
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("letter", ["\n", "\t", "\x7f", "\udcff"])
def test_a_folder_that_fits_on_no_line_is_refused(letter: str) -> None:
    folder = Path(f"/srv/a{letter}b")
    with pytest.raises(schedulers.CannotSchedule, match="cannot be written on a line"):
        schedulers.Unattended(Path("/bin/briefings"), folder, {}, ())


# cron


def crontab(text: str) -> tuple[dict[str, str], str, str]:
    """A crontab's settings, the five fields of its one job, and the command as cron hands it to the shell."""
    set_, jobs = {}, []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if match := re.fullmatch(r"([A-Z_]+)=(\S*)", line):
            set_[match[1]] = match[2]
        else:
            jobs.append(line.split(maxsplit=5))
    ((*fields, command),) = jobs
    return set_, " ".join(fields), re.sub(r"\\(.)|%", handed_over, command)


def handed_over(found: re.Match) -> str:
    r"""As cron reads a command from its start: a bare % would end it, \% is %, what else follows a \ stays as it is."""
    assert found[0] != "%"
    return "%" if found[1] == "%" else found[0]


def run(command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **environment},
        capture_output=True,
        text=True,
    )


def test_cron_next_builds_on_monday_at_six_in_hanoi(tmp_path: Path) -> None:
    text = schedulers.cron(MONDAY_AT_SIX, HANOI, installed(tmp_path / "project"), NOW)
    set_, fields, _ = crontab(text)
    assert set_ == {"CRON_TZ": "Asia/Ho_Chi_Minh", "SHELL": "/bin/sh"}
    runs = CronSim(fields, NOW.astimezone(ZoneInfo(set_["CRON_TZ"])))
    assert next(runs).isoformat() == "2026-01-19T06:00:00+07:00"
    assert next(runs).isoformat() == "2026-01-26T06:00:00+07:00"


@pytest.mark.parametrize(
    ("at", "days"), [("daily 06:00", "Mon Tue Wed Thu Fri Sat Sun"), ("Sun,Mon,Sat 06:00", "Mon Sat Sun")]
)
def test_cron_builds_on_every_day_that_was_named_and_on_no_other(at: str, days: str, tmp_path: Path) -> None:
    text = schedulers.cron(schedulers.parse_when(at), HANOI, installed(tmp_path / "project"), NOW)
    runs = CronSim(crontab(text)[1], NOW.astimezone(HANOI))
    week = [next(runs) for _ in days.split()]
    assert sorted(f"{one:%a}" for one in week) == sorted(days.split())
    assert max(week) - NOW <= timedelta(days=7)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland"])
def test_cron_says_the_machines_own_time_for_debian_which_ignores_cron_tz(
    zone: str, machine_in, tmp_path: Path
) -> None:
    machine_in(zone)
    text = schedulers.cron(MONDAY_AT_SIX, HANOI, installed(tmp_path / "project"), NOW)
    told = re.findall(r"^#   ([0-9][^ ]* [0-9]+ \* \* [0-9*])", text, re.MULTILINE)
    by_machine = next(CronSim(told[0], NOW.astimezone(ZoneInfo(zone))))
    assert by_machine.astimezone(HANOI).isoformat() == "2026-01-19T06:00:00+07:00"
    clocks_change = zone in ("America/New_York", "Pacific/Auckland")
    assert len(told) == (2 if clocks_change else 1)
    assert ("once clocks have changed" in text) == clocks_change
    if clocks_change:
        summer = next(CronSim(told[1], NOW.replace(month=7).astimezone(ZoneInfo(zone))))
        in_hanoi = summer.astimezone(HANOI)
        assert zone != "America/New_York" or f"{in_hanoi:%a %H:%M}" == "Mon 06:00"


def test_cron_has_nothing_to_say_on_a_machine_that_shows_that_time(machine_in, tmp_path: Path) -> None:
    machine_in("Asia/Bangkok")  # another name for the same clock
    text = schedulers.cron(MONDAY_AT_SIX, HANOI, installed(tmp_path / "project"), NOW)
    assert "there is nothing to do" in text
    assert "in place of" not in text


def test_what_cron_runs_is_the_build_of_this_project_and_says_nothing(build: schedulers.Unattended) -> None:
    _, _, command = crontab(schedulers.cron(MONDAY_AT_SIX, HANOI, build, NOW))
    for _ in range(2):
        done = run(command)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert called(build) == as_meant(build)
    # The second run was added to the log of the first, each after its date.
    log = build.log.read_text(encoding="utf-8").splitlines()
    assert [line for line in log if line in ("told", "warned")] == ["told", "warned"] * 2
    assert len(log) == 6
    assert not list(build.named["reports"].glob("*")), "nothing of it is published"


def test_a_log_beyond_a_megabyte_gives_way_and_one_is_kept(build: schedulers.Unattended) -> None:
    command = crontab(schedulers.cron(MONDAY_AT_SIX, HANOI, build, NOW))[2]
    build.log.parent.mkdir()
    for old in ("a", "b"):
        build.log.write_text(old * 1_000_001)
        assert run(command).returncode == 0
        assert build.log.stat().st_size < 1000 and build.log.read_text(encoding="utf-8").count("told") == 1
        assert build.log.with_name("build.log.1").read_text()[0] == old
    assert len(list(build.log.parent.iterdir())) == 2


def test_a_failed_build_reaches_cron_on_stderr_with_its_code_and_the_end_of_the_log(
    build: schedulers.Unattended,
) -> None:
    done = run(crontab(schedulers.cron(MONDAY_AT_SIX, HANOI, build, NOW))[2], ENDS="3")
    assert done.returncode == 3
    assert done.stdout == ""
    assert "the build failed, exit code 3" in done.stderr
    assert "warned" in done.stderr


def test_a_project_that_has_moved_is_a_failure_that_is_told(build: schedulers.Unattended) -> None:
    command = crontab(schedulers.cron(MONDAY_AT_SIX, HANOI, build, NOW))[2]
    build.project.rename(build.project.with_name("elsewhere"))
    done = run(command)
    assert done.returncode != 0
    assert "the build failed" in done.stderr


# systemd


def saved(text: str, home: Path) -> dict[str, Path]:
    """The units, put in their places by the command that the text itself names."""
    home.mkdir()
    (home / "FILE").write_text(text, encoding="utf-8")
    command = next(line[1:].strip() for line in text.splitlines() if "awk" in line)
    subprocess.run(["/bin/sh", "-c", command], cwd=home, env={**os.environ, "HOME": str(home)}, check=True)
    folder = home / ".config" / "systemd" / "user"
    assert sorted(path.name for path in folder.iterdir()) == sorted(UNITS)
    return {name: folder / name for name in UNITS}


def unit(path: Path) -> dict[str, str]:
    """A unit's settings as "Section.Name", read strictly: nothing twice, nothing continued, nothing stray."""
    found: dict[str, str] = {}
    section = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        assert not line.endswith("\\"), line
        if match := re.fullmatch(r"\[([A-Z][a-z]+)\]", line):
            section = match[1]
        elif line and not line.startswith("#"):
            name, value = re.fullmatch(r"([A-Z][A-Za-z]+)=(.*)", line).groups()
            assert section and f"{section}.{name}" not in found and value == value.strip(), line
            found[f"{section}.{name}"] = value
    return found


def plain(word: str) -> str:
    """A word after systemd put in what % and $ stand for; here they stand for themselves, written twice."""
    assert not re.search(r"[%$]", word.replace("%%", "").replace("$$", "")), word
    return word.replace("%%", "%").replace("$$", "$")


def test_systemd_builds_at_the_time_and_makes_up_for_what_was_missed(tmp_path: Path) -> None:
    text = schedulers.systemd(MONDAY_AT_SIX, HANOI, installed(tmp_path / "project"))
    timer = unit(saved(text, tmp_path / "home")["briefings.timer"])
    assert timer["Timer.OnCalendar"] == "Mon *-*-* 06:00:00 Asia/Ho_Chi_Minh"
    assert timer["Timer.Persistent"] == "true"
    assert timer["Install.WantedBy"] == "timers.target"
    assert "Timer.Unit" not in timer  # so it starts the service of the same name


def test_a_failed_build_leaves_an_error_in_the_journal(tmp_path: Path) -> None:
    text = schedulers.systemd(MONDAY_AT_SIX, HANOI, installed(tmp_path / "project"))
    units = {name: unit(path) for name, path in saved(text, tmp_path / "home").items()}
    service = units["briefings.service"]
    assert (service["Service.StandardOutput"], service["Service.StandardError"]) == ("journal", "journal")
    notice = units[service["Unit.OnFailure"]]
    words = shlex.split(notice["Service.ExecStart"])
    assert words[:3] == ["systemd-cat", "--identifier=briefings", "--priority=err"]
    assert "journalctl --user --unit briefings.service" in plain(words[4])
    assert {unit["Service.Type"] for unit in (service, notice)} == {"oneshot"}


def test_what_systemd_runs_is_the_build_of_this_project(build: schedulers.Unattended, tmp_path: Path) -> None:
    text = schedulers.systemd(MONDAY_AT_SIX, HANOI, build)
    service = unit(saved(text, tmp_path / "home")["briefings.service"])
    words = [plain(word) for word in shlex.split(service["Service.ExecStart"])]
    subprocess.run(words, cwd=service["Service.WorkingDirectory"].replace("%%", "%"), check=True)
    assert called(build) == as_meant(build)
    assert not set(words[0]) & set("\"'\\$"), "systemd refuses such a command"


def test_systemd_itself_finds_no_fault_with_the_units(build: schedulers.Unattended, tmp_path: Path) -> None:
    paths = saved(schedulers.systemd(MONDAY_AT_SIX, HANOI, build), tmp_path / "home")
    for path in paths.values():
        assert unit(path)  # what can be said where there is no systemd: it can be read
    if ANALYZE:
        done = subprocess.run(
            [ANALYZE, "--user", "verify", *paths.values()],
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("at", "zone", "days"),
    [
        ("Mon 06:00", HANOI, ("Mon",)),
        ("Mon,Thu 06:00", BERLIN, ("Mon", "Thu")),
        ("daily 06:00", ZoneInfo("UTC"), schedulers.DAYS),
    ],
)
def test_the_calendar_of_systemd_is_the_one_that_was_asked_for(
    at: str, zone: ZoneInfo, days: tuple[str, ...], tmp_path: Path
) -> None:
    text = schedulers.systemd(schedulers.parse_when(at), zone, installed(tmp_path / "project"))
    calendar = unit(saved(text, tmp_path / "home")["briefings.timer"])["Timer.OnCalendar"]
    *named, date, clock, key = calendar.split(" ")
    assert (named or [",".join(schedulers.DAYS)]) == [",".join(days)]
    assert (date, clock, key) == ("*-*-*", "06:00:00", zone.key)
    if ANALYZE:
        command = [ANALYZE, "calendar", calendar]
        done = subprocess.run(command, env={**os.environ, "TZ": "UTC"}, capture_output=True, text=True)
        told = re.search(r"Next elapse: \S+ (\S+ \S+) UTC", done.stdout)
        assert told, done.stdout + done.stderr
        elapses = datetime.fromisoformat(told[1]).replace(tzinfo=UTC).astimezone(zone)
        assert f"{elapses:%H:%M}" == "06:00"
        assert f"{elapses:%a}" in days


def test_what_systemd_runs_may_write_to_the_reports_alone_and_speak_to_nobody(
    build: schedulers.Unattended, tmp_path: Path
) -> None:
    text = schedulers.systemd(MONDAY_AT_SIX, HANOI, build)
    service = unit(saved(text, tmp_path / "home")["briefings.service"])
    writes = [word.replace("%%", "%") for word in shlex.split(service["Service.ReadWritePaths"])]
    assert writes == [str(build.named["reports"])]
    # ReadWritePaths= has to be there; the text says how it is made.
    command = next(line[1:].strip() for line in text.splitlines() if line.startswith("#   mkdir -p '/"))
    subprocess.run(["/bin/sh", "-c", command], check=True)
    assert build.named["reports"].is_dir()
    assert service["Service.ProtectSystem"] == "strict"
    assert service["Service.PrivateUsers"] == "true"  # without it a user's manager leaves the rest out
    assert service["Service.RestrictAddressFamilies"] == "AF_UNIX"


def test_a_private_tmp_does_not_hide_the_project(tmp_path: Path) -> None:
    def lines(folder: str) -> list[str]:
        project = Path(folder)
        made = schedulers.Unattended(project / "briefings", project, {}, (project / "reports",))
        return schedulers.systemd(MONDAY_AT_SIX, HANOI, made).splitlines()

    assert "PrivateTmp=true" in lines("/srv/briefings")
    assert "PrivateTmp=true" not in lines("/tmp/briefings")
    assert "PrivateTmp=true" not in lines("/var/tmp/briefings")


def test_where_users_make_no_namespaces_nothing_asks_for_one_and_the_build_can_start(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    needs_one = {"ReadWritePaths", "PrivateUsers", "ProtectSystem", "ProtectHome", "CapabilityBoundingSet"}
    setting = tmp_path / "restrict"
    monkeypatch.setattr("helpers.cli.schedule._NO_NAMESPACES", {str(setting): "1"})
    for value in ("0\n", "1\n"):
        setting.write_text(value)
        units = saved(prints("systemd").stdout, tmp_path / f"home{value.strip()}")
        names = {name.removeprefix("Service.") for name in unit(units["briefings.service"])}
        assert names & needs_one == (needs_one if value == "0\n" else set())
        assert {"NoNewPrivileges", "RestrictAddressFamilies"} <= names


def test_systemd_itself_rates_the_build_as_contained(tmp_path: Path) -> None:
    project = Path("/srv/briefings")
    made = schedulers.Unattended(project / "briefings", project, {}, (project / "reports",))
    path = saved(schedulers.systemd(MONDAY_AT_SIX, HANOI, made), tmp_path / "home")["briefings.service"]
    assert unit(path)["Service.NoNewPrivileges"] == "true"
    if ANALYZE:
        words = [ANALYZE, "security", "--offline=true", "--threshold=50", str(path)]
        assert subprocess.run(words, capture_output=True).returncode == 0  # 100 is what nothing contains


# launchd


def agent(text: str) -> dict:
    return plistlib.loads(text.encode("ascii"))


def launchd_fires(interval: dict[str, int], moment: datetime) -> bool:
    """As launchd.plist(5) has it: a key that is left out stands for any value; 0 and 7 are Sunday."""
    now = {"Weekday": moment.isoweekday() % 7, "Hour": moment.hour, "Minute": moment.minute}
    return all(now[key] == value % (7 if key == "Weekday" else 60) for key, value in interval.items())


@pytest.mark.parametrize("machine", ["Asia/Bangkok", "UTC", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("at", ["Mon 06:00", "Sun,Mon,Sat 00:30", "daily 06:00"])
def test_launchd_builds_at_the_time_that_was_asked_for_on_a_clock_of_any_zone(
    at: str, machine: str, machine_in, tmp_path: Path
) -> None:
    machine_in(machine)
    when = schedulers.parse_when(at)
    text = schedulers.launchd(when, HANOI, installed(tmp_path / "project"), NOW)
    intervals = agent(text)["StartCalendarInterval"]
    week = [(NOW + timedelta(minutes=minutes)) for minutes in range(7 * 24 * 60)]
    local = [one.astimezone(ZoneInfo(machine)) for one in week]
    fired = [one.astimezone(HANOI) for one in local if any(launchd_fires(each, one) for each in intervals)]
    assert sorted(one.weekday() for one in fired) == list(when.days)
    assert {(one.hour, one.minute) for one in fired} == {(when.hour, when.minute)}
    assert ("there is nothing to do" in text) == (machine == "Asia/Bangkok")
    assert ("when clocks have changed" in text) == (machine == "America/New_York")


def test_what_launchd_runs_is_the_build_and_its_log_is_no_part_of_what_is_published(
    build: schedulers.Unattended, tmp_path: Path
) -> None:
    made = agent(schedulers.launchd(MONDAY_AT_SIX, HANOI, build, NOW))
    assert made["Label"] == "local.briefings"
    shell, option, command = made["ProgramArguments"]
    assert (shell, option) == ("/bin/sh", "-c")
    assert run(command).returncode == 0
    assert called(build) == as_meant(build)
    assert "told" in build.log.read_text(encoding="utf-8") and not build.named["reports"].exists()
    # A failure is shown by the one program of macOS for it, and stays a failure.
    shown = tmp_path / "bin" / "osascript"
    shown.parent.mkdir()
    shown.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.called"\n')
    shown.chmod(0o755)
    assert run(command, ENDS="3", PATH=f"{shown.parent}:/usr/bin:/bin").returncode == 3
    option, script = Path(f"{shown}.called").read_text().splitlines()
    assert option == "-e"
    assert re.fullmatch(r'display notification "[^"]+" with title "[^"]+"', script)


# Windows

TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
ON_WINDOWS = schedulers.Unattended(
    PureWindowsPath(r"C:\Báo cáo & 50%\.venv\Scripts\briefings.exe"),
    PureWindowsPath(r"C:\Báo cáo & 50%"),
    {"data": PureWindowsPath(r"D:\số liệu"), "reports": PureWindowsPath(r"D:\web")},
    (),
)


def task(text: str) -> ET.Element:
    """The task as it is read from a file in either encoding that a shell of Windows may save it in."""
    ways = [ET.fromstring(text.encode(encoding)) for encoding in ("ascii", "utf-16")]
    assert len({ET.tostring(way) for way in ways}) == 1
    return ways[0]


def arguments(line: str) -> list[str]:
    """A command line taken apart as a program of Windows does, for words without quotes in them."""
    return [one.strip('"') for one in re.findall(r'"[^"]*"|[^ ]+', line)]


@pytest.mark.parametrize("machine", ["Asia/Bangkok", "UTC", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("at", ["Mon 06:00", "Sun,Mon,Sat 00:30", "daily 06:00"])
def test_windows_first_builds_at_the_next_time_and_then_on_the_days_that_were_asked_for(
    at: str, machine: str, machine_in
) -> None:
    machine_in(machine)
    when = schedulers.parse_when(at)
    trigger = task(schedulers.windows(when, HANOI, ON_WINDOWS, NOW)).find(f".//{TASK}CalendarTrigger")
    # The schema has them in this order; of a start without an offset, the machine's clock is meant.
    assert [one.tag.removeprefix(TASK) for one in trigger] == ["Enabled", "StartBoundary", "ScheduleByWeek"]
    starts = datetime.fromisoformat(trigger.findtext(f"{TASK}StartBoundary"))
    assert starts.tzinfo is None
    on = {one.tag.removeprefix(TASK) for one in trigger.find(f".//{TASK}DaysOfWeek")}
    week = [(starts + timedelta(days=days)).replace(tzinfo=ZoneInfo(machine)) for days in range(7)]
    assert f"{starts:%A}" in on and NOW < week[0] <= NOW + timedelta(days=7)
    in_hanoi = [one.astimezone(HANOI) for one in week if f"{one:%A}" in on]
    assert sorted(one.weekday() for one in in_hanoi) == list(when.days)
    assert {(one.hour, one.minute) for one in in_hanoi} == {(when.hour, when.minute)}


def test_what_windows_runs_is_the_build_of_this_project_with_its_log_outside_of_the_reports() -> None:
    made = task(schedulers.windows(MONDAY_AT_SIX, HANOI, ON_WINDOWS, NOW))
    assert [one.tag.removeprefix(TASK) for one in made] == [
        *("RegistrationInfo", "Triggers", "Principals", "Settings", "Actions")
    ]
    run = {one.tag.removeprefix(TASK): one.text for one in made.find(f".//{TASK}Exec")}
    assert run["WorkingDirectory"] == str(ON_WINDOWS.project)
    assert run["Command"] == str(ON_WINDOWS.command.with_name("pythonw.exe"))
    assert arguments(run["Arguments"]) == [
        *("-P", "-m", "helpers.cli.logged", str(ON_WINDOWS.project / "logs" / "build.log")),
        *(str(ON_WINDOWS.command), "build", "--data", r"D:\số liệu", "--reports", r"D:\web"),
    ]
    assert made.find(f"{TASK}Actions").get("Context") == made.find(f".//{TASK}Principal").get("id")
    assert made.findtext(f".//{TASK}MultipleInstancesPolicy") == "IgnoreNew"


def test_a_folder_that_windows_would_read_as_a_variable_is_refused() -> None:
    project = PureWindowsPath(r"C:\%TEMP%\x")
    made = schedulers.Unattended(project / "briefings.exe", project, {}, ())
    with pytest.raises(schedulers.CannotSchedule, match="for a variable"):
        schedulers.windows(MONDAY_AT_SIX, HANOI, made, NOW)


def test_the_log_of_windows_has_each_run_after_its_date_and_gives_way_beyond_a_megabyte(
    tmp_path: Path,
) -> None:
    build = installed(tmp_path / "báo cáo")
    words = [sys.executable, "-P", "-m", "helpers.cli.logged", str(build.log), str(build.command), "build"]
    codes = [
        subprocess.run(words, env={**os.environ, "ENDS": ends}, capture_output=True) for ends in ("0", "3")
    ]
    assert [(one.returncode, one.stdout, one.stderr) for one in codes] == [(0, b"", b""), (3, b"", b"")]
    dated, *said = build.log.read_text(encoding="utf-8").splitlines()
    assert said[:2] == said[3:] == ["told", "warned"]
    assert datetime.fromisoformat(dated) <= datetime.fromisoformat(said[2])
    build.log.write_text("a" * 1_000_000)
    subprocess.run(words, check=True)
    assert build.log.stat().st_size < 1000
    assert build.log.with_name("build.log.1").read_text()[0] == "a"


# GitHub


def workflow(text: str) -> dict:
    return yaml.load(text, yaml.BaseLoader)  # every scalar as it is written, so that "on" stays "on"


def fields_of(text: str) -> str:
    (entry,) = workflow(text)["on"]["schedule"]
    return entry["cron"]


def test_github_builds_when_it_is_monday_at_six_in_hanoi_which_is_sunday_in_utc() -> None:
    text = schedulers.github(MONDAY_AT_SIX, HANOI, NOW)
    assert fields_of(text) == "0 23 * * 0"
    moment = next(CronSim(fields_of(text), NOW))
    assert moment.astimezone(HANOI).isoformat() == "2026-01-19T06:00:00+07:00"
    assert "daylight saving" not in text  # Viet Nam has none


@pytest.mark.parametrize("now", [NOW, NOW.replace(month=7)])
def test_a_zone_with_daylight_saving_has_both_times_and_says_which_is_when(now: datetime) -> None:
    text = schedulers.github(MONDAY_AT_SIX, BERLIN, now)
    assert "daylight saving" in text
    (other,) = re.findall(r'^    #   at (UTC[^:]+:\d\d): "(.*)"$', text, re.MULTILINE)
    named = re.search(r"which is at (UTC\S+)\.$", text, re.MULTILINE)[1]
    assert {named, other[0]} == {"UTC+01:00", "UTC+02:00"}
    later = now + timedelta(days=182)
    for fields, day in ((fields_of(text), now), (other[1], later)):
        assert f"{next(CronSim(fields, day)).astimezone(BERLIN):%a %H:%M}" == "Mon 06:00"


@settings(deadline=None)
@given(
    days=st.sets(st.sampled_from(schedulers.DAYS), min_size=1),
    minutes=st.integers(0, 24 * 60 - 1),
    name=st.sampled_from(
        sorted(schedulers.available_timezones() - {"Factory", "localtime"}),
    ),
    now=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
)
def test_the_moment_in_utc_is_the_local_one(days: set[str], minutes: int, name: str, now: datetime) -> None:
    at = f"{minutes // 60:02}:{minutes % 60:02}"
    zone, now = ZoneInfo(name), now.replace(tzinfo=UTC)
    text = schedulers.github(schedulers.parse_when(f"{','.join(days)} {at}"), zone, now)
    runs = CronSim(fields_of(text), now)
    week = [next(runs) for _ in days]
    assert max(week) - now <= timedelta(days=7)
    # A week in which the clocks change is the one that the comment is about.
    local = [run.astimezone(zone) for run in week]
    if {one.utcoffset() for one in local} == {now.astimezone(zone).utcoffset()}:
        assert {f"{one:%a}" for one in local} == days
        assert {f"{one:%H:%M}" for one in local} == {at}


def test_github_builds_as_the_readme_says_one_at_a_time_and_keeps_the_reports() -> None:
    whole = workflow(schedulers.github(MONDAY_AT_SIX, HANOI, NOW))
    assert "workflow_dispatch" in whole["on"]
    assert whole["concurrency"] == {"group": "briefings", "cancel-in-progress": "false"}
    steps = whole["jobs"]["build"]["steps"]
    used = [step.get("uses", step.get("run", "")).split("@")[0] for step in steps]
    assert used == ["actions/checkout", "actions/setup-python", "make briefings", "actions/upload-artifact"]
    assert steps[1]["with"] == {"python-version": "3.11"}
    assert steps[3]["with"]["path"] == "reports/"
    assert steps[3]["if"] == "${{ !cancelled() }}"  # what could be built is kept, also when some failed


def test_github_gives_each_job_the_least_it_needs_and_opens_an_issue_on_failure() -> None:
    whole = workflow(schedulers.github(MONDAY_AT_SIX, HANOI, NOW))
    build, notice = whole["jobs"]["build"], whole["jobs"]["notice"]
    assert whole["permissions"] == {}
    assert (build["permissions"], notice["permissions"]) == ({"contents": "read"}, {"issues": "write"})
    assert (notice["needs"], notice["if"]) == ("build", "${{ failure() }}")
    (step,) = notice["steps"]
    assert shlex.split(step["run"])[:3] == ["gh", "issue", "create"]
    assert "${{" not in step["run"]  # nothing is pasted into a shell
    assert step["env"]["GH_TOKEN"] == "${{ github.token }}"


def test_github_pages_are_published_after_a_build_that_went_well_with_no_more_rights_than_that_needs() -> (
    None
):
    jobs = workflow(schedulers.github(MONDAY_AT_SIX, HANOI, NOW, pages=True))["jobs"]
    upload = jobs["build"]["steps"][-1]
    assert upload["uses"].split("@")[0] == "actions/upload-pages-artifact"
    assert upload["with"] == {"path": "reports/"} and "if" not in upload  # so not after a failure
    assert jobs["build"]["permissions"] == {"contents": "read"}
    deploy = jobs["deploy"]
    assert (deploy["needs"], deploy["permissions"]) == ("build", {"pages": "write", "id-token": "write"})
    (step,) = deploy["steps"]
    assert (step["id"], step["uses"].split("@")[0]) == ("deployment", "actions/deploy-pages")
    assert deploy["environment"] == {
        "name": "github-pages",
        "url": "${{ steps.deployment.outputs.page_url }}",
    }
    assert jobs["notice"]["needs"] == ["build", "deploy"]


# The command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in whose folder, and with whose Python, the command is called."""
    folder = tmp_path / "báo cáo 100%"
    made = installed(folder)
    for name in ("data/datapackage.json", "notebooks/one.ipynb"):
        (folder / name).parent.mkdir()
        (folder / name).write_text("{}", encoding="utf-8")
    monkeypatch.setattr("sys.executable", str(made.command.with_name("python")))
    monkeypatch.delenv("BRIEFINGS_DATA", raising=False)
    monkeypatch.setattr("helpers.cli.schedule._NO_NAMESPACES", {})  # whatever this machine allows
    monkeypatch.chdir(folder)
    return folder


def prints(*words: str) -> Result:
    return CliRunner().invoke(main, ["schedule", *words])


@pytest.mark.parametrize("system", ["cron", "systemd", "launchd", "windows", "github"])
def test_the_command_prints_and_writes_nothing(
    system: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if system in ("launchd", "windows"):
        monkeypatch.setattr(
            "platform.system", {"launchd": "Darwin", "windows": "Windows"}.get(system).__str__
        )
    (project / ".venv/bin/briefings.exe").touch()
    before = sorted(project.rglob("*"))
    done = prints(system)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "every Mon at 06:00, Asia/Ho_Chi_Minh" in done.stdout
    assert sorted(project.rglob("*")) == before
    assert (str(project.parent) in done.stdout) == (system != "github")


def test_folders_are_named_from_the_root_wherever_the_command_is_called(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "notebooks")
    command = crontab(prints("cron", "--reports", "../ra", "--data", "../data").stdout)[2]
    assert run(command).returncode == 0
    noted = (project / ".venv/bin/briefings.called").read_text(encoding="utf-8").split("\0")[:-1]
    data, reports = str(project / "data"), str(project / "ra")
    assert noted == [str(project), "build", "--data", data, "--reports", reports]
    assert (project / "logs" / "build.log").is_file() and not (project / "ra").exists()


@pytest.mark.parametrize(("system", "name"), [("launchd", "macOS"), ("windows", "Windows")])
def test_what_one_system_alone_runs_is_said_to_be_printed_there(
    system: str, name: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    done = prints(system)
    assert done.exit_code == 0
    assert done.stderr.splitlines() == [
        f"briefings: this names the folders of this machine; to install it, print it on {name}"
    ]


def test_a_build_that_brings_news_in_may_write_to_the_dataset_and_speak_to_services(project: Path) -> None:
    alone = prints("systemd").stdout
    assert f'ReadWritePaths="{str(project).replace("%", "%%")}/reports"\n' in alone
    (project / "in").mkdir()
    (project / "briefings.toml").write_text(
        '[build]\nfetch = true\ncache = "kept"\n[[fetch]]\nname = "inbox"\nfolder = "in"\n'
    )
    fetching = prints("systemd").stdout
    (line,) = [line for line in fetching.splitlines() if line.startswith("ReadWritePaths=")]
    folders = [Path(one.replace("%%", "%")).name for one in shlex.split(line.partition("=")[2])]
    assert folders == ["reports", "kept", "data", "fetched", "in"]
    assert "RestrictAddressFamilies" in alone and "RestrictAddressFamilies" not in fetching


def test_a_dataset_chosen_by_the_environment_is_named_since_a_scheduler_does_not_know_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFINGS_DATA", "data")
    assert f'--data "{str(project).replace("%", "%%")}/data"' in prints("systemd").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["cron", "--at", "Mon 25:00"], "cannot build at 'Mon 25:00'; write it like \"Mon 06:00\""),
        (["github", "--timezone", "Asia/Ho_Chi_Min"], "did you mean Asia/Ho_Chi_Minh"),
        (["github", "--reports", "out"], "GitHub builds its own checkout; leave out --reports and --data"),
        (["upstart"], "'upstart' is not one of 'cron', 'systemd', 'launchd', 'windows', 'github'"),
        (["systemd", "--pages"], "--pages is for github"),
    ],
)
def test_wrong_use_is_answered_in_one_line_with_what_was_expected(
    words: list[str], told: str, project: Path
) -> None:
    done = prints(*words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert told in done.stderr.splitlines()[-1]


def test_without_the_command_beside_python_nothing_is_printed_that_could_not_run(project: Path) -> None:
    (project / ".venv/bin/briefings").unlink()
    done = prints("systemd")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "which is not there; call .venv/bin/briefings schedule" in done.stderr
