"""How far verifying is, on a stream: what has been looked at, how many a second, of how many where that is known."""

import time
from dataclasses import dataclass, field
from typing import TextIO

EVERY, EVERY_ON_A_TERMINAL = 5.0, 0.2


@dataclass(slots=True)
class Progress:
    """Writes at most one line in five seconds, on a terminal one line that it rewrites and takes away at the end."""

    stream: TextIO
    what: str
    started: float = field(default_factory=time.monotonic)
    written: float = field(default_factory=time.monotonic)

    def __call__(self, done: int, total: int = 0) -> None:
        """So many are done; of so many in all, 0 where nobody knows."""
        now, is_terminal = time.monotonic(), self.stream.isatty()
        if now - self.written < (EVERY_ON_A_TERMINAL if is_terminal else EVERY):
            return
        self.written = now
        of = f"/{total:,}" if total > done else ""
        words = f"{self.what}：已看 {done:,}{of}，每秒 {done / (now - self.started):,.0f}"
        self.stream.write(f"\r\x1b[K{words}" if is_terminal else f"{words}\n")
        self.stream.flush()


def clear(stream: TextIO) -> None:
    """What stands on a terminal's line makes room."""
    if stream.isatty():
        stream.write("\r\x1b[K")
        stream.flush()
