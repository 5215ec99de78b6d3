"""How far a long import is, on a stream: a count and the time left."""

import time
from dataclasses import dataclass, field
from typing import TextIO

EVERY, EVERY_ON_A_TERMINAL = 5.0, 0.2


@dataclass(slots=True)
class Progress:
    """Writes at most one line in five seconds, on a terminal one line that it rewrites."""

    stream: TextIO
    started: float = field(default_factory=time.monotonic)
    written: float = 0.0
    what: str = ""

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        is_terminal = self.stream.isatty()
        if now - self.written < (EVERY_ON_A_TERMINAL if is_terminal else EVERY) and done < total:
            return
        self.written = now
        left = (now - self.started) / done * (total - done) if done else 0
        words = f"{self.what}{done}/{total}，还需约 {left:.0f} 秒"
        end = "\n" if done >= total or not is_terminal else ""
        self.stream.write(("\r\x1b[K" if is_terminal else "") + words + end)
        self.stream.flush()
