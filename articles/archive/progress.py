"""How far a long work on the archive is: count, rate, time left; a line in a few seconds."""

import time
from dataclasses import dataclass, field
from typing import TextIO

EVERY, EVERY_ON_A_TERMINAL = 5.0, 0.5


@dataclass(slots=True)
class Progress:
    """Told how much is done and which share of the whole that is; on a terminal it rewrites one line."""

    stream: TextIO
    what: str
    started: float = field(default_factory=time.monotonic)
    first: int | None = None  # what was done before this run
    first_share: float = 0.0
    written: float = 0.0

    def __call__(self, done: int, share: float) -> None:
        now = time.monotonic()
        if self.first is None:
            self.first, self.first_share, self.started = done, share, now
        every = EVERY_ON_A_TERMINAL if self.stream.isatty() else EVERY
        if now - self.written >= every or share >= 1:
            self.written = now
            self._write(done, share, now - self.started)

    def _write(self, done: int, share: float, seconds: float) -> None:
        rate = (done - self.first) / seconds if seconds else 0
        gained = share - self.first_share
        left = f"，还需约 {_time(seconds / gained * (1 - share))}" if gained > 0 else ""
        words = f"{self.what}{done:,} 篇（{share:.0%}），每秒 {rate:,.0f} 篇{left}"
        is_terminal = self.stream.isatty()
        end = "\n" if share >= 1 or not is_terminal else ""
        self.stream.write(("\r\x1b[K" if is_terminal else "") + words + end)
        self.stream.flush()


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} 秒"
    return f"{seconds / 60:.0f} 分钟" if seconds < 5400 else f"{seconds / 3600:.1f} 小时"
