"""Which files are sources, which of them make one law, and what each says."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from statutes.importing.outline import DATE_IN_NAME, join, read_outline
from statutes.importing.tree import Outline, OutlineError
from statutes.importing.word import read_docx

SUFFIXES = (".md", ".docx")
HEAD = 4  # lines in which the second heading, the name of a 编, stands
MAX_BYTES = 30 * 2**20


@dataclass(frozen=True, slots=True)
class Source:
    """The file, or the files of the 编, of one version; folder is what the user named."""

    paths: tuple[Path, ...]
    folder: Path

    @property
    def name(self) -> str:
        """What the report calls it."""
        first = self.paths[0].relative_to(self.folder)
        return str(first.parent if len(self.paths) > 1 else first)

    @property
    def is_dated(self) -> bool:
        """Whether the file's name tells the day of the version."""
        return DATE_IN_NAME.search(self.paths[0].stem) is not None

    @property
    def kept_as(self) -> str:
        """What the version's row calls it, wherever the import started from: 民法商法/公司法(2023-12-29).md."""
        parts = self.paths[0].resolve().parts[-2:]
        return (parts[0] + "/" if len(self.paths) > 1 else "/".join(parts))[-300:]

    @property
    def folders(self) -> tuple[str, ...]:
        """The names of the folders above it, the nearest last."""
        return self.paths[0].resolve().parent.parts


def sources(path: Path) -> list[Source]:
    """The sources at a path, in the order of their names; the 编 of one law come as one.

    A file of one 编 stands for all of them: its neighbours are read too. Raises OSError.
    """
    if path.is_file():
        files = [path]
        if head := _part_of(path):
            files = [
                other
                for other in _files(path.parent)
                if other.parent == path.parent and _part_of(other) == head
            ]
        return list(_grouped(files, path.parent))
    return list(_grouped(_files(path), path))


def read(source: Source) -> Outline:
    """What a source says. Raises OutlineError, with the file's name where there are several."""
    if len(source.paths) == 1:
        return _read_file(source.paths[0])
    return join([_read_part(path) for path in source.paths])


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(f"没有这个文件或文件夹：{folder}")
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted((path for path in found if not path.name.startswith(("~$", "."))), key=_order)


def _order(path: Path) -> tuple[bool, Path]:
    """Files with a date in their name come first: a copy without one is known as such by its text."""
    return DATE_IN_NAME.search(path.stem) is None, path


def _grouped(files: Iterable[Path], folder: Path) -> Iterable[Source]:
    groups: dict[tuple, list[Path]] = defaultdict(list)
    for path in files:
        head = _part_of(path)
        groups[(path.parent, head) if head else (path,)].append(path)
    return (Source(tuple(paths), folder) for paths in groups.values())


def _part_of(path: Path) -> str:
    """The title of the law whose 编 the file is; empty where it is a whole text."""
    if path.suffix.lower() != ".md":
        return ""
    with path.open(encoding="utf-8", errors="replace") as lines:
        heads = [line.strip() for line in islice(lines, HEAD) if line.startswith("# ")]
    return heads[0] if len(heads) == 2 else ""


def _read_part(path: Path) -> Outline:
    try:
        return _read_file(path)
    except OutlineError as error:
        raise OutlineError(f"{path.name} {error}") from error


def _read_file(path: Path) -> Outline:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OutlineError("文件过大")
        if path.suffix.lower() == ".docx":
            return read_docx(path)
        return read_outline(path.read_text("utf-8-sig"), path.stem)
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise OutlineError(f"第 {line} 行：不是 UTF-8 编码") from error
    except OSError as error:
        raise OutlineError(f"读不了文件：{error.strerror}") from error
