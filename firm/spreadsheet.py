"""CSV as Excel and WPS open it: in Chinese, and as text that calculates nothing."""

import csv
from collections.abc import Iterable, Iterator

BYTE_ORDER_MARK = "\ufeff"  # without it they take UTF-8 for the machine's own encoding
ACTIVE = tuple("=+-@\t\r\n＝＋－＠")  # a cell that begins so may be run as a formula


def defused(value: object) -> str:
    """A cell's text, with an apostrophe before what would be read as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(ACTIVE) else text


def lines(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The file, line by line, with nothing kept in memory."""
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow(heading)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


class _Line:
    """A file whose write() hands back what it is given, as csv.writer.writerow does then."""

    def write(self, text: str) -> str:
        return text
