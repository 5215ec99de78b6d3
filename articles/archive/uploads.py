"""The pictures of old bodies: those whose files are at hand are taken into the library, the others are reported."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import File

from articles import pictures, uploading
from articles.models import Image
from firm.models import User
from statutes.language.normalise import clean_line

IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
MANY = 4096  # pictures of which a run remembers what became of them


@dataclass(slots=True)
class Uploads:
    """A folder that holds the old site's files under their old addresses, or none."""

    folder: Path | None
    by: User
    taken: dict[Path, Image | str] = field(default_factory=dict)

    def shown(self, body: str, title: str, tell: Callable[[str], None]) -> str:
        """A body with each picture as the library has it; tell hears of those that it does not have."""
        if "<img" not in body.lower():
            return body
        return IMG.sub(lambda found: self._one(found[0], title, tell), body)

    def has(self, name: str) -> bool:
        """Whether the file of that old address is at hand."""
        return self._file(name) is not None

    def _one(self, tag: str, title: str, tell: Callable[[str], None]) -> str:
        src = SRC.search(tag)
        address = unescape(next(filter(None, src.groups()), "")) if src else ""
        file = self._file(urlsplit(address).path)
        if file is None:
            tell(f"图片没有找到：{address[:200]}" if address else "图片没有地址")
            return ""
        image = self._image(file, tag, title)
        if isinstance(image, str):
            tell(f"图片不能用：{address[:200]}。{image}")
            return ""
        return pictures.figure(image, image.words)

    def _image(self, file: Path, tag: str, title: str) -> Image | str:
        """The picture in the library, or why it is not taken."""
        if file not in self.taken:
            if len(self.taken) >= MANY:
                self.taken.clear()
            self.taken[file] = self._store(file, tag, title)
        return self.taken[file]

    def _store(self, file: Path, tag: str, title: str) -> Image | str:
        alt = ALT.search(tag)
        words = clean_line(unescape(next(filter(None, alt.groups()), ""))) if alt else ""
        try:
            with file.open("rb") as stream:
                content = File(stream, name=file.name)
                return uploading.store(
                    content, alt=(words or clean_line(title) or "图片")[:200], is_generated=False, by=self.by
                )
        except (ValidationError, OSError) as error:
            return " ".join(getattr(error, "messages", [str(error)]))

    def _file(self, path: str) -> Path | None:
        """The file of an old address; never one outside the folder."""
        if self.folder is None or "\0" in path:
            return None
        wanted = (self.folder / unquote(path).lstrip("/")).resolve()
        is_inside = wanted.is_relative_to(self.folder.resolve())
        return wanted if is_inside and wanted.is_file() else None
