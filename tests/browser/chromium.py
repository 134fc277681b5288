"""A page in a real browser: Chromium without a window, spoken to by its DevTools protocol."""

import base64
import json
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from websocket import WebSocket, create_connection

BINARY = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)
LAPTOP, PHONE = (1366, 768), (390, 844)
_KEYS = {"Tab": 9, "Escape": 27, "Enter": 13}
_FOCUSED = """
(() => {
  const one = document.activeElement;
  if (one === document.body || one === window.atFirst) return null;
  window.atFirst ??= one;
  return one.outerHTML.slice(0, 80);
})()
"""


class Page:
    """A page that is open. Methods are named after what a reader does."""

    def __init__(self, socket: WebSocket) -> None:
        self.socket, self.sent, self.errors = socket, 0, list[str]()
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
        if told.get("method") == "Log.entryAdded" and told["params"]["entry"]["level"] == "error":
            self.errors.append(told["params"]["entry"]["text"])
        elif told.get("method") == "Runtime.exceptionThrown":
            self.errors.append(
                str(told["params"]["exceptionDetails"].get("exception", {}).get("description"))
            )

    def open(
        self, address: str, size: tuple[int, int] = LAPTOP, *, dark: bool = False, scripts: bool = True
    ) -> None:
        """Open an address in a window of this size, and wait until it is drawn with its fonts."""
        phone = size[0] < 600
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=size[0],
            height=size[1],
            deviceScaleFactor=1,
            mobile=phone,
        )
        scheme = "dark" if dark else "light"
        self.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.send("Emulation.setScriptExecutionDisabled", value=not scripts)
        for one in ("about:blank", address):  # from one place of a page to another nothing would be loaded
            self.send("Page.navigate", url=one)
            while json.loads(self.socket.recv()).get("method") != "Page.loadEventFired":
                pass
        if scripts:
            self.run("document.fonts.ready.then(() => 1)")

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
        """What the Tab key leads to, one after the other, until it leaves the page or comes back to where it began."""
        seen: list[str] = []
        self.run("window.atFirst = null")
        while len(seen) < most:
            self.press("Tab")
            at = self.run(_FOCUSED)
            if at is None:
                return seen
            seen.append(str(at))
        return seen

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
    with TemporaryDirectory() as profile:
        started = subprocess.Popen(
            [BINARY, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-port=0",
             "--remote-allow-origins=*", f"--user-data-dir={profile}", "about:blank"],
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert started.stderr is not None
        try:
            port = next(
                found[1] for line in started.stderr if (found := re.search(r"ws://[\d.]+:(\d+)/", line))
            )
            socket = create_connection(_target(int(port)), timeout=300)
            try:
                yield Page(socket)
            finally:
                socket.close()
        finally:
            started.terminate()
            started.wait(20)
            started.stderr.close()


def _target(port: int) -> str:
    """The address at which the first page listens."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as told:
        return next(str(one["webSocketDebuggerUrl"]) for one in json.load(told) if one["type"] == "page")
