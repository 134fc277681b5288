"""A briefing that follows what is saved: built again in a warm process, and renewed in the browser that shows it.

Everything lies in a temporary folder. What is published is never touched: the server alone adds to a page what asks
for its renewal.
"""

import gc
import os
import re
import socket
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from hashlib import sha256
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Condition, Thread
from time import monotonic, sleep
from typing import Any
from urllib.parse import parse_qs, urlsplit

import helpers
from helpers.errors import BriefingError

# So that it is there when something is saved: whatever is imported here, the warm process has imported.
from helpers.publishing import modules, pipeline, planning, progress  # noqa: F401
from helpers.publishing.sandbox import child_process
from helpers.text.phrases import LANGUAGES

PACKAGE = Path(helpers.__file__).parent
_LOOK = 0.05  # seconds between two looks at what is watched
_LONGEST = 600.0  # seconds
_CHANGES = "/-/changes"
_IS_PHRASES = re.compile(rf"text/({'|'.join(LANGUAGES)})\.toml")
# What runs in this process, or is held by the warm one.
_ITSELF = ("cli/", "publishing/preview.py", "publishing/sandbox/", "errors.py")
_POLICY = re.compile(r'(http-equiv="Content-Security-Policy" content=")([^"]*)"')
_BODY = re.compile(r"</body>", re.IGNORECASE)

State = Mapping[str, tuple[int, int]]  # of each file: when it was changed, in ns, and how long it is


def states(*folders: Path) -> State:
    """What is watched: the files below these folders, without hidden ones and caches of Python's."""
    found = {}
    waiting = [str(folder) for folder in folders]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.name == "__pycache__":
                        continue
                    if entry.is_dir():
                        waiting.append(entry.path)
                    else:
                        status = entry.stat()
                        found[entry.path] = (status.st_mtime_ns, status.st_size)
        except OSError:  # gone while it was looked at: the next look tells
            continue
    return found


def changed(before: State, now: State) -> set[str]:
    """The files that are new, gone or otherwise than they were."""
    return {path for path in before.keys() | now.keys() if before.get(path) != now.get(path)}


# In the process that builds


def build(
    wanted: Mapping[str, Any], places: Mapping[str, Path], files: tuple[str, ...], send: Callable[..., None]
) -> None:
    """Build what is stale with the code as it is now; sends "built" with whether anything was, or "failed" in words.

    ``wanted`` is a selection, ``places`` the folders of a workspace, ``files`` those of our package that were changed
    since the warm process read them, relative to it.
    """
    gc.disable()  # the process, and those forked from it, end right after
    sys.dont_write_bytecode = True  # its files tell two savings of one length in one second not apart
    try:
        renew(files)
        from helpers.publishing import pipeline, planning, progress
        from helpers.publishing.jobs import Selection
        from helpers.publishing.runners import local

        results = pipeline.build(Selection(**wanted), planning.workspace(**places), local.runner(1))
        if failures := progress.failures(results):
            send("failed", failures)
        else:
            send("built", bool(results))
    except (BriefingError, OSError) as error:
        send("failed", str(error))
    except Exception as error:  # code that is being written may be wrong in any way
        place = f"{error.filename}:{error.lineno}: " if isinstance(error, SyntaxError) else ""
        send("failed", f"{place}{type(error).__name__}: {error}")


def renew(files: tuple[str, ...]) -> None:
    """Forget what this process knows of these files of our package: it is imported anew when it is used.

    Of a module that was changed also those that import it, one through another. What else lies in the package
    (templates, styles) may have been read by any module.
    """
    known = [name for name in sys.modules if name.partition(".")[0] == helpers.__name__]
    for name in known:
        if name.startswith(("helpers.text.", "helpers.publishing.")):
            for value in list(vars(sys.modules[name]).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    others = [file for file in files if not _IS_PHRASES.fullmatch(file) and not file.startswith(_ITSELF)]
    if not others:
        return
    if all(file.endswith(".py") for file in others):
        forgotten = _with_importers({_module(file) for file in others}, known)
    else:
        forgotten = {name for name in known if name != helpers.__name__}
    held = tuple(_module(file) for file in _ITSELF)
    for name in forgotten:
        if name.startswith(held):
            continue
        sys.modules.pop(name, None)
        parent, _, own = name.rpartition(".")
        vars(sys.modules.get(parent, helpers)).pop(own, None)


def _module(file: str) -> str:
    """``views/kit/charts.py`` → ``helpers.views.kit.charts``."""
    return f"{helpers.__name__}.{file.removesuffix('.py').removesuffix('/__init__').rstrip('/').replace('/', '.')}"


def _with_importers(wanted: set[str], known: list[str]) -> set[str]:
    importers: dict[str, set[str]] = {}
    for name in known:
        file = getattr(sys.modules[name], "__file__", None)
        if file and os.path.exists(file):
            for imported in modules.imported(Path(file).read_text(encoding="utf-8")):
                importers.setdefault(imported, set()).add(name)
    waiting, found = list(wanted), set(wanted)
    while waiting:
        new = importers.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


# In the command


class Preview:
    """What the pages show: the reports folder, a number that grows with each change of it, and what went wrong."""

    def __init__(self, reports: Path, start: str) -> None:
        """``start`` is the page that is shown first, by its path below ``reports``."""
        self.reports, self.start = reports, start
        self.number = 0
        self.trouble = ""
        self._news = Condition()

    def tell(self, trouble: str = "") -> None:
        """The pages are to be renewed; with ``trouble`` they show that in their stead."""
        with self._news:
            self.trouble = trouble
            self.number += 1
            self._news.notify_all()

    def await_change(self, since: int, seconds: float) -> bool:
        """Whether something has changed since a number, as soon as it has."""
        with self._news:
            return self._news.wait_for(lambda: self.number != since, seconds)

    def page(self, text: str) -> bytes:
        """A page with what renews it in the browser, which its own policy for scripts is made to allow."""
        script = f'new EventSource("{_CHANGES}?since={self.number}").onmessage = () => location.reload();'
        source = f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        widened = _POLICY.sub(lambda found: f'{found[1]}{_widened(found[2], source)}"', text)
        added = f"<script>{script}</script>"
        with_script, times = _BODY.subn(lambda found: added + found[0], widened, count=1)
        return (with_script if times else widened + added).encode()

    def trouble_page(self) -> bytes:
        """What went wrong, in words."""
        told = f"<h1>Not built</h1><pre>{escape(self.trouble)}</pre>"
        style = "body{font:1rem/1.5 sans-serif;margin:2rem}pre{white-space:pre-wrap}"
        head = f'<meta charset="utf-8"><title>Not built</title><style>{style}</style>'
        return self.page(f'<!doctype html><html lang="en"><head>{head}</head><body>{told}</body></html>')


def _widened(policy: str, source: str) -> str:
    """A Content-Security-Policy that allows a script of this hash, and asking where the page is from."""
    parts = [part.strip() for part in policy.split(";") if part.strip()]
    if not any(part.startswith("script-src ") for part in parts):
        parts.append("script-src")
    return "; ".join(f"{one} {source}" if one.startswith("script-src") else one for one in parts) + (
        "; connect-src 'self'"
    )


class _Handler(SimpleHTTPRequestHandler):
    """Serves a preview; to this machine alone, and to no page of another address."""

    preview: Preview
    protocol_version = "HTTP/1.0"  # an answer ends with its connection

    def __init__(self, *args: Any, preview: Preview, **given: Any) -> None:
        self.preview = preview
        super().__init__(*args, directory=str(preview.reports), **given)

    def log_message(self, *_: Any) -> None:
        """Say nothing: the terminal tells of builds."""

    def do_GET(self) -> None:
        """A page with what renews it, another file as it is, or the news that something changed."""
        asked = urlsplit(self.path)
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in ("127.0.0.1", "localhost"):
            self.send_error(403)
        elif asked.path == _CHANGES:
            self._tell(parse_qs(asked.query))
        elif asked.path == "/":
            self.send_response(302)
            self.send_header("Location", f"/{self.preview.start}")
            self.end_headers()
        elif asked.path.endswith(".html"):
            self._page()
        elif "/." in asked.path:
            self.send_error(404)
        else:
            super().do_GET()

    def _page(self) -> None:
        try:
            if self.preview.trouble:
                content = self.preview.trouble_page()
            else:
                content = self.preview.page(Path(self.translate_path(self.path)).read_text(encoding="utf-8"))
        except OSError:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _tell(self, query: Mapping[str, list[str]]) -> None:
        """One event when there is news, a comment now and then, which finds out whether anybody still listens."""
        since = int(query.get("since", ["0"])[0])
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while not self.preview.await_change(since, 5):
                self.wfile.write(b":\n\n")
            self.wfile.write(b"data: changed\n\n")
        except OSError:  # the page is gone
            return


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def server_bind(self) -> None:
        """Without asking who 127.0.0.1 is, which may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])


@contextmanager
def served(preview: Preview, port: int = 0) -> Iterator[str]:
    """The address at which a preview is served on this machine; port 0: one that is free. Raises OSError."""
    with _Server(("127.0.0.1", port), partial(_Handler, preview=preview)) as server:
        Thread(target=server.serve_forever, args=(_LOOK,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def follow(
    wanted: Mapping[str, Any],
    places: Mapping[str, Path],
    start: str,
    port: int,
    say: Callable[[str], object],
    ready: Callable[[str], object],
) -> None:
    """Build and serve until interrupted; ``ready`` is handed the address, as soon as there is a page.

    Raises OSError when the port is taken.
    """
    child_process.also_preload(__name__)
    watched = (*places.values(), PACKAGE)
    with TemporaryDirectory() as folder:
        reports = Path(folder) / "reports"
        preview = Preview(reports, start)
        at_start = states(PACKAGE)
        with served(preview, port) as address:
            shown = False
            while True:
                before = states(*watched)
                code = _code(changed(at_start, states(PACKAGE)))
                began = monotonic()
                outcome = _built(wanted, {**places, "reports": reports}, code, before, watched)
                if outcome is not None:
                    _tell(outcome, monotonic() - began, preview, say)
                    if not shown:
                        ready(address)
                        shown = True
                files = _await_saved(before, watched)
                if itself := [one for one in _code(files) if one.startswith(_ITSELF)]:
                    say(f"{', '.join(itself)}: changes what previews; start the command again to see it")


def _tell(outcome: tuple[str, Any], seconds: float, preview: Preview, say: Callable[[str], object]) -> None:
    kind, what = outcome
    if kind == "failed":
        say(f"not built ({seconds:.1f} s)\n{what}")
        preview.tell(what)
    elif what or preview.trouble:
        say(f"built ({seconds:.1f} s)")
        preview.tell()


def _built(
    wanted: Mapping[str, Any],
    places: Mapping[str, Path],
    code: tuple[str, ...],
    before: State,
    watched: tuple[Path, ...],
) -> tuple[str, Any] | None:
    """What came of a build in a fork of the warm process; None when something was saved meanwhile, which ends it."""
    work = partial(build, wanted, places, code)
    try:
        with closing(child_process.Child(work, monotonic() + _LONGEST)) as child:
            while True:
                told = wait(child.waits_for, 2 * _LOOK)
                for kind, *what in child.events() if told else ():
                    if kind in ("failed", "built"):
                        return kind, what[0]
                if not told and changed(before, states(*watched)):
                    return None
    except child_process.Ended as error:
        return "failed", str(error)


def _await_saved(before: State, watched: tuple[Path, ...]) -> set[str]:
    """Wait until something is saved, and nothing more in two looks: editors write in steps. Which files they are."""
    now = states(*watched)
    while True:
        latest = now
        sleep(_LOOK)
        now = states(*watched)
        if now == latest and (files := changed(before, now)):
            return files


def _code(files: set[str]) -> tuple[str, ...]:
    """Those that lie in our package, by their path in it."""
    return tuple(
        sorted(
            Path(one).relative_to(PACKAGE).as_posix() for one in files if Path(one).is_relative_to(PACKAGE)
        )
    )
