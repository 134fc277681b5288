"""Scripts that a page may run: each stands in the page, and the page's policy names it by its hash."""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Script:
    """The only script that a page may run: its text, and its hash as a Content Security Policy names it."""

    text: str

    @property
    def hash(self) -> str:
        """Of exactly this text."""
        return f"sha256-{b64encode(sha256(self.text.encode()).digest()).decode()}"
