"""A long import tells how far it is, without flooding a log."""

from io import StringIO

from statutes.importing import progress
from statutes.importing.progress import Progress


class Terminal(StringIO):
    def isatty(self):
        return True


def test_one_line_in_five_seconds_and_one_at_the_end(monkeypatch):
    clock = iter([100.0, 103.0, 104.0, 109.5, 110.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    stream = StringIO()
    tell = Progress(stream, started=99.0)
    for done in (1, 2, 3, 4, 5):
        tell(done, 5)
    assert stream.getvalue() == "1/5，还需约 4 秒\n4/5，还需约 3 秒\n5/5，还需约 0 秒\n"


def test_a_terminal_is_rewritten():
    stream = Terminal()
    Progress(stream)(1, 1)
    assert stream.getvalue() == "\r\x1b[K1/1，还需约 0 秒\n"
