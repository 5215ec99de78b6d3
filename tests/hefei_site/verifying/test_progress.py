"""Who waits is told how far it is: now and then in a log, on one line of a terminal."""

from io import StringIO

import pytest

from hefei_site.verifying import progress
from hefei_site.verifying.progress import Progress, clear


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (
            StringIO(),
            "数据行：已看 20/100，每秒 2\n数据行：已看 30，每秒 2\n",
        ),  # one in five seconds; no total behind
        (Terminal(), "\r\x1b[K数据行：已看 20/100，每秒 2\r\x1b[K数据行：已看 30，每秒 2\r\x1b[K"),
    ],
)
def test_what_is_said(stream, said, monkeypatch):
    clock = iter([0.1, 10.0, 10.1, 15.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    told = Progress(stream, "数据行", started=0.0, written=0.0)
    for done, total in ((1, 100), (20, 100), (21, 100), (30, 25)):
        told(done, total)
    clear(stream)
    assert stream.getvalue() == said
