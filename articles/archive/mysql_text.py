"""Reads a MySQL or MariaDB dump as text: which tables it creates, and the rows of its INSERTs, a piece at a time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

from articles.archive.records import SourceRefused

PIECE = 1 << 20  # characters read at a time
LONGEST = 64 << 20  # of one value; MySQL's own default ends at 64 MB
SPACE = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|#[^\n]*(?:\n|\Z)|/\*(?!!).*?\*/|/\*!.*?\*/)*", re.DOTALL)
STRING = r"'[^'\\]*(?:(?:\\.|'')[^'\\]*)*'(?!')|\"[^\"\\]*(?:(?:\\.|\"\")[^\"\\]*)*\"(?!\")"
NAME = r"(?:`(?:[^`]|``)*`|[\w$]+)"
INSERT = re.compile(
    rf"(?:INSERT|REPLACE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\s+)*(?:INTO\s+)?(?:{NAME}\s*\.\s*)?({NAME})\s*"
    rf"(?:\(([^()]*)\)\s*)?VALUES?\s*",
    re.IGNORECASE,
)
CREATE = re.compile(
    rf"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:{NAME}\s*\.\s*)?({NAME})\s*\(", re.IGNORECASE
)
COLUMN = re.compile(rf"\s*({NAME})\s+[A-Za-z]")
NO_COLUMN = frozenset("PRIMARY UNIQUE KEY INDEX FULLTEXT SPATIAL CONSTRAINT FOREIGN CHECK".split())  # noqa: SIM905
OTHER = re.compile(rf"(?:[^;'\"`/#-]+|{STRING}|`(?:[^`]|``)*`|--[^\n]*|#[^\n]*|/\*.*?\*/|[/-])", re.DOTALL)
OPEN = re.compile(r"\s*\(\s*")
VALUE = re.compile(
    rf"\s*(?:(?:_\w+\s*)?({STRING})|(NULL)|(0x[0-9A-Fa-f]*)|([^\s,()'\"]+))\s*([,)])",
    re.DOTALL | re.IGNORECASE,
)
NEXT_ROW = re.compile(r"\s*([,;]|ON\s+DUPLICATE[^;]*;|\Z)", re.IGNORECASE)
ESCAPE = re.compile(r"\\(.)|''|\"\"", re.DOTALL)
ESCAPED = {"0": "\0", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "Z": "\x1a", "%": "\\%", "_": "\\_"}
Row = list[str | None]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the dump with its columns in the order of the values that follow."""

    name: str
    columns: tuple[str, ...]


def rows(stream: TextIO, wanted: Callable[[Table], bool]) -> Iterator[tuple[Table, Row]]:
    """The rows of the wanted tables in the order of the dump. Raises SourceRefused where it ends amid a statement."""
    scanner, created = _Scanner(stream), {}
    while not scanner.is_at_end():
        if made := scanner.take(CREATE):
            name = _bare(made[1])
            created[name] = Table(name, tuple(_columns(scanner)))
        elif insert := scanner.take(INSERT):
            table = _table(insert, created)
            if wanted(table):
                yield from ((table, row) for row in _tuples(scanner))
            else:
                _skip(scanner)
        else:
            _skip(scanner)


def _table(insert: re.Match, created: dict[str, Table]) -> Table:
    name = _bare(insert[1])
    if insert[2] is not None:
        return Table(name, tuple(_bare(column) for column in insert[2].split(",")))
    return created.get(name, Table(name, ()))


def _columns(scanner: "_Scanner") -> Iterator[str]:
    """The names of a CREATE TABLE's columns; takes the statement to its end."""
    inside, depth, text = True, 0, []
    for token in _tokens(scanner):
        opened, closed = token.count("("), token.count(")")
        is_quoted = token[0] in "'\"`"
        depth += 0 if is_quoted else opened - closed
        inside = inside and depth >= 0
        if inside:
            text.append("''" if token[0] in "'\"" else token)
    for part in re.split(r",\s*\n|,(?![^(]*\))", "".join(text)):
        column = COLUMN.match(part)
        if column and (column[1][0] == "`" or column[1].upper() not in NO_COLUMN):
            yield _bare(column[1])


def _skip(scanner: "_Scanner") -> None:
    for _ in _tokens(scanner):
        pass


def _tokens(scanner: "_Scanner") -> Iterator[str]:
    """The pieces of a statement up to its semicolon, strings whole."""
    while not scanner.take(SEMICOLON):
        found = scanner.take(OTHER)
        if found is None:
            if scanner.is_at_end():
                return
            scanner.fail()
        yield found[0]


SEMICOLON = re.compile(";")


def _tuples(scanner: "_Scanner") -> Iterator[Row]:
    while True:
        if scanner.take(OPEN) is None:
            scanner.fail()
        yield _values(scanner)
        after = scanner.take(NEXT_ROW)
        if after is None or not after[1]:
            scanner.fail()
        if after[1] != ",":
            return


def _values(scanner: "_Scanner") -> Row:
    row: Row = []
    while True:
        found = scanner.take(VALUE)
        if found is None:
            scanner.fail()
        row.append(_value(found))
        if found[5] == ")":
            return row


def _value(found: re.Match) -> str | None:
    quoted, null, hexadecimal, bare = found.group(1, 2, 3, 4)
    if quoted is not None:
        inner = quoted[1:-1]
        if "\\" not in inner and quoted[0] not in inner:
            return inner
        return ESCAPE.sub(lambda m: ESCAPED.get(m[1], m[1]) if m[1] is not None else m[0][0], inner)
    if null is not None:
        return None
    if hexadecimal is not None:
        digits = hexadecimal[2:]
        return bytes.fromhex("0" * (len(digits) % 2) + digits).decode("utf-8", "replace")
    return bare


def _bare(name: str) -> str:
    name = name.strip()
    return name[1:-1].replace("``", "`") if name.startswith("`") else name


class _Scanner:
    """A window on the file that moves forward and grows while a token has no end in it."""

    def __init__(self, stream: TextIO):
        self.stream, self.text, self.at, self.passed, self.is_last = stream, "", 0, 0, False

    def take(self, pattern: re.Pattern) -> re.Match | None:
        """What stands here if it is of this kind, and the scanner behind it."""
        found = pattern.match(self.text, self.at)
        while not self.is_last and self._may_go_on(pattern, found):
            self._grow()
            found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def is_at_end(self) -> bool:
        """Whether only spaces and comments are left; passes those that stand here."""
        while self.take(SPACE) and self.at == len(self.text) and not self.is_last:
            self._grow()
        return self.at == len(self.text)

    def fail(self) -> None:
        """Raise SourceRefused for what stands here."""
        where = f"约第 {self.passed + self.at:,} 个字符"
        if self.is_last and not END.search(self.text, self.at):
            raise SourceRefused(f"文件在{where}处中断，后面的内容缺失。请重新导出完整的文件。")
        raise SourceRefused(f"{where}处不是能读懂的 SQL。请用 mysqldump 或 phpMyAdmin 导出为 SQL。")

    def _may_go_on(self, pattern: re.Pattern, found: re.Match | None) -> bool:
        """Whether more text could tell otherwise: a token is cut by the window's end, or has not ended in it yet."""
        if found is None:
            return len(self.text) - self.at < WINDOWS.get(pattern, LONGEST)
        # Wherever a run of anything but strings and comments is cut, nothing is lost.
        is_plain = pattern is OTHER and found[0][0] not in MARKS
        return found.end() == len(self.text) and not is_plain

    def _grow(self) -> None:
        """Twice the window, so that a long value is not looked through again and again."""
        left = len(self.text) - self.at
        more = self.stream.read(max(PIECE, left))
        self.is_last = not more
        self.passed += self.at
        self.text, self.at = self.text[self.at :] + more, 0


MARKS = "'\"`#-/"
END = re.compile(r"\)\s*;")
WINDOWS = {  # characters that they need at most
    SPACE: 0,
    CREATE: 1000,
    INSERT: 20_000,
    SEMICOLON: 1,
    OPEN: 1000,
    NEXT_ROW: 1000,
}
