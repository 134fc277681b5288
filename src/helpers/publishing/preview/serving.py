"""The pages of a preview: served to this machine alone, with what renews each in the browser when it is another one.

What is published is never touched: the server alone adds to a page what asks for its renewal.
"""

import re
import socket
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from helpers.errors import BriefingError

_CHANGES = "/-/changes"
_BREATH = 5.0  # seconds after which a page that nothing changed is asked whether anybody still shows it
_CLOSE = 0.05  # seconds after which a server that is to end does
_POLICY = re.compile(r'(http-equiv="Content-Security-Policy" content=")([^"]*)"')
_BODY = re.compile(r"</body>", re.IGNORECASE)
_STYLE = "body{font:1rem/1.5 sans-serif;margin:2rem}pre{white-space:pre-wrap}"


class NoPort(BriefingError):
    """A port that cannot be served at, such as one that another program has."""

    def __init__(self, port: int, reason: str) -> None:
        self.port, self.reason = port, reason
        super().__init__(port, reason)

    def __str__(self) -> str:
        return f"cannot serve at port {self.port}: {self.reason}; name another one (--port), or none"


class Preview:
    """What the pages show: the files of a reports folder, or in their stead what went wrong."""

    def __init__(self, reports: Path, start: str) -> None:
        """``start`` is the page that is shown first, by its path below ``reports``."""
        self.reports, self.start = reports, start
        self._trouble = ""
        self._news = Condition()

    def tell(self, trouble: str = "") -> None:
        """Pages may have changed; with ``trouble`` all of them show that."""
        with self._news:
            self._trouble = trouble
            self._news.notify_all()

    def await_change(self, file: Path, version: str, seconds: float) -> bool:
        """Whether a page is another than this version, as soon as it is."""
        with self._news:
            return self._news.wait_for(lambda: _version(self._content(file)) != version, seconds)

    def page(self, address: str, file: Path) -> tuple[HTTPStatus, bytes]:
        """A page with what renews it in the browser, which its own policy for scripts is made to allow."""
        content = self._content(file)
        asked = urlencode({"page": address, "is": _version(content)})
        script = f'new EventSource("{_CHANGES}?{asked}").onmessage = () => location.reload();'
        source = f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
        text = content or _told("Not built yet", "")
        widened = _POLICY.sub(lambda found: f'{found[1]}{_widened(found[2], source)}"', text)
        added = f"<script>{script}</script>"
        with_script, times = _BODY.subn(lambda found: added + found[0], widened, count=1)
        status = HTTPStatus.OK if content else HTTPStatus.NOT_FOUND
        return status, (with_script if times else widened + added).encode()

    def _content(self, file: Path) -> str:
        """What a page shows now; empty when there is none."""
        if self._trouble:
            return _told("Not built", self._trouble)
        try:
            return file.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""


def _told(title: str, words: str) -> str:
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    told = f"<h1>{title}</h1><pre>{escape(words)}</pre>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{told}</body></html>'


def _version(content: str) -> str:
    return sha256(content.encode()).hexdigest()[:16]


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
        elif "/." in asked.path:
            self.send_error(404)
        elif asked.path.endswith(".html"):
            self._page(asked.path)
        else:
            super().do_GET()

    def _page(self, address: str) -> None:
        status, content = self.preview.page(address, Path(self.translate_path(address)))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def _tell(self, query: Mapping[str, list[str]]) -> None:
        """One event when a page is another, a comment now and then, which finds out whether anybody still listens."""
        address, version = (query.get(name, [""])[0] for name in ("page", "is"))
        file = Path(self.translate_path(address))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while not self.preview.await_change(file, version, _BREATH):
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
    """The address at which a preview is served on this machine; port 0: one that is free. Raises NoPort."""
    try:
        made = _Server(("127.0.0.1", port), partial(_Handler, preview=preview))
    except OSError as error:
        raise NoPort(port, error.strerror or str(error)) from None
    with made as server:
        Thread(target=server.serve_forever, args=(_CLOSE,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
