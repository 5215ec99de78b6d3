"""A file -> the source that it is, by its first bytes."""

import hashlib
from pathlib import Path

from articles.archive.json_lines import JsonLines
from articles.archive.records import Source, SourceRefused
from articles.archive.wordpress import Wxr
from articles.archive.zblog_files import MySqlDump, SqliteFile

HEAD = 4096
SQLITE = b"SQLite format 3\0"
KINDS = "支持：Z-BlogPHP 的 MySQL 导出（.sql）、SQLite 文件，WordPress 的导出（.xml），JSON Lines（.jsonl）。"
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")


def source_of(path: Path, *, prefix: str = "", encoding: str = "utf-8") -> Source:
    """The source in a file. Raises SourceRefused for what is none, OSError for what cannot be read."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        raise SourceRefused(f"{path.name} 是空文件。")
    if head.startswith(PACKED):
        raise SourceRefused(f"{path.name} 是压缩包，请先解压。")
    if head.startswith(SQLITE):
        return SqliteFile(path, prefix)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return JsonLines(path)
    if start.startswith(b"<"):
        return Wxr(path)
    if b"\0" in head:
        raise SourceRefused(f"{path.name} 不是认识的格式。{KINDS}")
    return MySqlDump(path, prefix, "utf-8-sig" if encoding == "utf-8" else encoding)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
