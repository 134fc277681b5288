"""A page in a real browser: Chromium without a window, spoken to by its DevTools protocol."""

import base64
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from websocket import WebSocket, create_connection

BINARY = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
LAPTOP, TABLET, PHONE = (1366, 768), (768, 1024), (390, 844)
_LONG = 60  # seconds to wait for a browser to start
_KEYS = {"Tab": 9, "Escape": 27, "Enter": 13}
_FOCUSED = """
(() => {
  const one = document.activeElement;
  if (one === document.body || one === window.atFirst) return null;
  window.atFirst ??= one;
  window.reached.add(one);
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const box = one.getClientRects()[0];
  const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const framed = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
  const drawn = one.ownerSVGElement && parseFloat(getComputedStyle(one.querySelector("path")).strokeWidth) >= 3;
  const seen = one.contains(above) && (framed || drawn);
  return [one.outerHTML.slice(0, 80), seen];
})()
"""


class Page:
    """A page that is open. Methods are named after what a reader does."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.sent = socket, 0
        self.errors, self.asked, self.unseen = list[str](), list[str](), list[str]()
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **given: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; errors that the page reports meanwhile are kept."""
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": given}))
        while True:
            told = json.loads(self.socket.recv())
            self._note(told)
            if told.get("id") == self.sent:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']['message']}")
                return dict(told["result"])

    def _note(self, told: Mapping[str, Any]) -> None:
        method, about = told.get("method"), told.get("params", {})
        if method == "Log.entryAdded" and about["entry"]["level"] == "error":
            self.errors.append(about["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(str(about["exceptionDetails"].get("exception", {}).get("description")))
        elif method == "Runtime.consoleAPICalled" and about["type"] in ("error", "assert"):
            self.errors.append(str([one.get("value", one.get("description")) for one in about["args"]]))
        elif method == "Network.requestWillBeSent" and about["request"]["url"].startswith("http"):
            self.asked.append(about["request"]["url"])

    def open(
        self, address: str, size: tuple[int, int] = LAPTOP, *, dark: bool = False, scripts: bool = True
    ) -> None:
        """Open an address in a window of this size, and wait until it is drawn with its fonts."""
        self.show(size, dark=dark)
        self.send("Emulation.setScriptExecutionDisabled", value=not scripts)
        for one in ("about:blank", address):  # from one place of a page to another nothing would be loaded
            self.send("Page.navigate", url=one)
            while (told := json.loads(self.socket.recv())).get("method") != "Page.loadEventFired":
                self._note(told)
        if scripts:
            self.run("document.fonts.ready.then(() => 1)")

    def show(self, size: tuple[int, int], *, dark: bool = False, media: str = "") -> None:
        """Show what is open in a window of this size, in light or dark; for the medium `print` as paper shows it."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=size[0] < 600,
        )
        scheme = "dark" if dark else "light"
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {
                "name": "prefers-reduced-motion",
                "value": "reduce",
            },  # nothing is still scrolling when it is looked at
        ]
        self.send("Emulation.setEmulatedMedia", media=media, features=features)

    def run(self, expression: str) -> Any:
        """What an expression of JavaScript gives."""
        found = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))
        return found["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key."""
        code = _KEYS[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text
            )
            text = {}

    def tab_stops(self, most: int = 1000) -> list[str]:
        """What the Tab key leads to, one after the other, until it leaves the page or comes back to where it began.

        The page keeps what was reached, as the set `reached`; what does not show that it is reached is `unseen`.
        """
        stops: list[str] = []
        self.unseen = []
        self.run("window.atFirst = null; window.reached = new Set(); 0")
        while len(stops) < most:
            self.press("Tab")
            at = self.run(_FOCUSED)
            if at is None:
                return stops
            stops.append(at[0])
            if not at[1]:
                self.unseen.append(at[0])
        return stops

    def screen(self) -> bytes:
        """What the window shows, as a PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot", format="png")["data"])

    def printed(self) -> bytes:
        """The page as the browser prints it."""
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])


@contextmanager
def browser() -> Iterator[Page]:
    """A browser with one page; it ends with the block."""
    if BINARY is None:
        raise RuntimeError("no Chromium is installed")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        log = Path(profile, "log")
        with log.open("w") as told:
            started = subprocess.Popen(
                [BINARY, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                 "--remote-debugging-port=0", "--remote-allow-origins=*", f"--user-data-dir={profile}", "about:blank"],
                stderr=told, stdout=told,
            )  # fmt: skip
        try:
            socket = create_connection(_target(started, Path(profile)), timeout=300)
            try:
                yield Page(socket)
            finally:
                socket.close()
        finally:
            started.terminate()
            started.wait(20)


def _target(started: subprocess.Popen[bytes], profile: Path) -> str:
    """The address at which the first page listens, once the browser has written its port down."""
    port, ends = profile / "DevToolsActivePort", time.monotonic() + _LONG
    while not (port.exists() and port.read_text()):
        if started.poll() is not None or time.monotonic() > ends:
            raise RuntimeError(f"Chromium does not start:\n{(profile / 'log').read_text()}")
        time.sleep(0.05)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{port.read_text().split()[0]}/json/list") as told:
        return next(str(one["webSocketDebuggerUrl"]) for one in json.load(told) if one["type"] == "page")
