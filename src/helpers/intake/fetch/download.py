"""One answer of a service over HTTP: whole, within a time and a size, or an error that says why not."""

import codecs
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.errors import BriefingError, installing
from helpers.intake.mapped.cubes import MOST_BYTES

if TYPE_CHECKING:
    import httpx

TRIES = 3
AGAIN = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which the same question may get another answer a moment later."""
_BEGINNINGS = {b"{": "json", b"[": "json", b"<": "xml", b"PK": "xlsx"}
"""By which an answer is known, whatever the service calls it; all else is CSV."""


class NoAnswer(BriefingError):
    """A service that gave no answer that can be read; ``why`` says what it did."""

    def __init__(self, address: str, why: str) -> None:
        self.address, self.why = address, why
        super().__init__(address, why)

    def __str__(self) -> str:
        return f"{self.address}: {self.why}"


class NeedsHttpx(BriefingError):
    """The extra that speaks HTTP is not installed."""

    def __str__(self) -> str:
        return f"to ask services httpx is needed: {installing('fetch')}"


@dataclass(frozen=True)
class Limits:
    """Seconds to connect and between two pieces, seconds for a whole try, bytes, seconds before another try."""

    silence: float = 20
    whole: float = 120
    most: int = MOST_BYTES
    pause: float = 2
    longest_pause: float = 30


@dataclass(frozen=True)
class Answer:
    """What came: the bytes as they were sent, and the address that sent them, which another may have led to."""

    content: bytes
    address: str

    @property
    def suffix(self) -> str:
        """What a file of it is called after: ``json``, ``xml``, ``xlsx`` or ``csv``."""
        start = self.content.removeprefix(codecs.BOM_UTF8).lstrip()
        return next((kind for sign, kind in _BEGINNINGS.items() if start.startswith(sign)), "csv")


def get(address: str, query: bytes | None = None, limits: Limits | None = None) -> Answer:
    """Ask a service, by POST where there is a ``query`` (JSON); raises NoAnswer after three tries.

    Tried again is only what may go better: no connection, an answer cut off, silence, a busy service.
    """
    try:
        import httpx
    except ImportError:
        raise NeedsHttpx from None
    limits = limits or Limits()
    timeout = httpx.Timeout(limits.silence)
    # Proxies and certificates are the environment's; redirects are followed a few times, as browsers do.
    with httpx.Client(timeout=timeout, follow_redirects=True, max_redirects=5) as client:
        for left in reversed(range(TRIES)):
            pause = limits.pause * 2 ** (TRIES - 1 - left)
            try:
                return _try(client, address, query, limits)
            except _Again as error:
                why, pause = str(error), error.pause or pause
            except httpx.TransportError as error:
                why = _said(error)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise NoAnswer(address, _said(error)) from None
            if left:
                time.sleep(min(pause, limits.longest_pause))
    raise NoAnswer(address, f"{why}, {TRIES} times; ask again later")


class _Again(Exception):
    """An answer that may be another one in ``pause`` seconds."""

    def __init__(self, why: str, pause: float = 0) -> None:
        self.pause = pause
        super().__init__(why)


def _try(client: "httpx.Client", address: str, query: bytes | None, limits: Limits) -> Answer:
    until = time.monotonic() + limits.whole
    asked = {"Accept": "application/json, application/xml;q=0.9, text/csv;q=0.8, */*;q=0.5"}
    if query is not None:
        asked["Content-Type"] = "application/json"
    method = "GET" if query is None else "POST"
    with client.stream(method, address, content=query, headers=asked) as response:
        code = response.status_code
        if code in AGAIN:
            wait = response.headers.get("Retry-After", "")
            raise _Again(f"the service answers {code}", float(wait) if wait.isdecimal() else 0)
        if not response.is_success:
            raise NoAnswer(address, f"the service answers {code} {response.reason_phrase}".strip())
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > limits.most:
                raise NoAnswer(address, f"more than {limits.most:,} bytes; ask for less")
            if time.monotonic() > until:
                raise _Again(f"no whole answer in {limits.whole:g} seconds")
    if not content.strip():
        raise NoAnswer(address, "an empty answer")
    return Answer(bytes(content), str(response.url))


def _said(error: Exception) -> str:
    """What went wrong, in the words of the library, its kind where it has none."""
    return str(error) or type(error).__name__
