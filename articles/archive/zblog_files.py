"""The two files in which a Z-BlogPHP site is handed over: a MySQL dump, and SQLite's own."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from articles.archive import mysql_text
from articles.archive.mysql_text import Table
from articles.archive.records import Item, Preface, SourceRefused, Unread
from articles.archive.zblog import KINDS, Site, kind_of, posts

NO_TABLES = "里面没有 Z-BlogPHP 的文章表（log_ID、log_Title、log_Content……）。"
TWO_SITES = "里面有几个站点的文章表：{}。请用 --prefix 指定其中一个的表前缀。"
ENCODING = "不是 {} 编码。请导出为 UTF-8，或用 --encoding 指明（如 gbk）。"
AT_ONCE = 200


@dataclass(slots=True)
class MySqlDump:
    """A dump by mysqldump, phpMyAdmin or Navicat."""

    path: Path
    prefix: str = ""
    encoding: str = "utf-8"
    format: str = "Z-BlogPHP MySQL"
    site: Site | None = None
    share: float = 0.0

    def preface(self) -> Preface:
        return self._site().preface()

    def records(self) -> Iterator[Item | Unread]:
        site = self._site()
        for table, row in self._rows(lambda table: self._kind(table) == "post"):
            if len(row) != len(table.columns):
                yield Unread(
                    None,
                    "",
                    f"这一行有 {len(row)} 个值，表有 {len(table.columns)} 列",
                    "\n".join(map(str, row)),
                )
            else:
                yield site.record(dict(zip(table.columns, row, strict=True)))

    def _site(self) -> Site:
        """What the posts refer to stands before and behind them in the dump: once through it all."""
        if self.site is None:
            self.site, names = Site(), set()

            def wanted(table: Table) -> bool:
                kind = self._kind(table)
                if kind == "post":
                    names.add(table.name)
                return kind not in ("", "post")

            for table, row in self._rows(wanted):
                if len(row) == len(table.columns):
                    self.site.add(self._kind(table), dict(zip(table.columns, row, strict=True)))
            _refuse_other_than_one(names, self.path)
        return self.site

    def _kind(self, table: Table) -> str:
        return kind_of(set(table.columns)) if table.name.startswith(self.prefix) else ""

    def _rows(self, wanted: Callable[[Table], bool]) -> Iterator[tuple[Table, mysql_text.Row]]:
        try:
            with self.path.open(encoding=self.encoding, newline="") as stream:
                size = self.path.stat().st_size
                for found in mysql_text.rows(stream, wanted):
                    self.share = stream.buffer.tell() / size
                    yield found
        except (UnicodeError, LookupError) as error:
            raise SourceRefused(ENCODING.format(self.encoding)) from error


def _refuse_other_than_one(names: set[str], path: Path) -> None:
    if not names:
        raise SourceRefused(f"{path.name} {NO_TABLES}")
    if len(names) > 1:
        raise SourceRefused(f"{path.name} {TWO_SITES.format('、'.join(sorted(names)))}")


@dataclass(slots=True)
class SqliteFile:
    """The database file of a site that ran on SQLite; opened for reading alone."""

    path: Path
    prefix: str = ""
    format: str = "Z-BlogPHP SQLite"
    share: float = 0.0
    many: int | None = None

    def preface(self) -> Preface:
        with closing(self._open()) as database:
            return self._site(database).preface()

    def records(self) -> Iterator[Item | Unread]:
        with closing(self._open()) as database:
            try:
                for place, record in enumerate(posts(self._site(database), self._rows(database, "post")), 1):
                    self.share = place / max(self._many(database), 1)
                    yield record
            except sqlite3.DatabaseError as error:
                raise SourceRefused(
                    f"{self.path.name} 是损坏的 SQLite 文件，只读到一部分：{error}。"
                ) from error

    def _many(self, database: sqlite3.Connection) -> int:
        if self.many is None:
            names = self._tables(database, "post")
            counts = (f"SELECT count(*) FROM {_quoted(name)}" for name in names)  # noqa: S608
            self.many = sum(database.execute(count).fetchone()[0] for count in counts)
        return self.many

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        return database

    def _site(self, database: sqlite3.Connection) -> Site:
        site = Site()
        try:
            _refuse_other_than_one(set(self._tables(database, "post")), self.path)
            for kind in KINDS:
                if kind != "post":
                    for row in self._rows(database, kind):
                        site.add(kind, row)
        except sqlite3.DatabaseError as error:
            raise SourceRefused(f"{self.path.name} 不是完好的 SQLite 文件：{error}。") from error
        return site

    def _tables(self, database: sqlite3.Connection, kind: str) -> list[str]:
        names = [
            name
            for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
            )
        ]
        ours = (name for name in names if name.startswith(self.prefix))
        return [
            name
            for name in ours
            if kind_of({row[1] for row in database.execute(f"PRAGMA table_info({_quoted(name)})")}) == kind
        ]

    def _rows(self, database: sqlite3.Connection, kind: str) -> Iterator[dict]:
        for name in self._tables(database, kind):
            found = database.execute(f"SELECT * FROM {_quoted(name)} ORDER BY 1")  # noqa: S608
            columns = [column[0] for column in found.description]
            while rows := found.fetchmany(AT_ONCE):
                yield from (dict(zip(columns, row, strict=True)) for row in rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
