"""The pictures of a document that comes in: each through the door of every upload, then at its place in the text."""

import re
from dataclasses import dataclass, field
from html import unescape

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from articles import uploading
from articles.html import sanitise
from articles.importing.docx import EMPTY, Document
from articles.importing.word import WordRefused
from articles.models import Image
from articles.pictures import ALT, FIGURE, ID, figure
from firm.images import pixels
from firm.models import User
from statutes.language.normalise import clean_line

MAX_PIXELS = 200_000_000  # of all together: some five seconds of drawing, while somebody waits
MOST_WORDS = 1_000  # characters
NO_RIGHT = "您没有上传图片的权限。"
TOO_MUCH = "文档里的图片像素太多。请缩小后用“插入图片”上传。"
# What Word, WPS and people's folders write where nobody wrote anything.
NO_WORDS = re.compile(
    r"(?:.*[\\/])?[^\\/]+\.(?:png|jpe?g|gif|bmp|tiff?|emf|wmf|svg|webp|heic)"
    r"|(?:图片|图像|图|照片|截图|屏幕截图|picture|image|img|wps图片)[\s_-]*[\d_-]*"
    r"|.*(?:描述已自动生成|生成的内容可能不正确|automatically generated|content may be incorrect).*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Brought:
    """A document's text with its pictures in it, its title, and what its author must know of the pictures."""

    html: str
    title: str
    note: str


def bring(document: Document, name: str, by: User) -> Brought:
    """Store a document's pictures in the library and put them into its text; name is that of its file, for the library.

    Each picture is stored for itself, so that a second try finds it there. What cannot be taken is left out and
    named; the text comes anyway. Raises WordRefused where nothing is left.
    """
    way = _Way(document, name, by)
    html = sanitise(FIGURE.sub(way.place, document.html))
    if not html:
        raise WordRefused(EMPTY + way.note())
    return Brought(html, document.title, way.note())


def words_of(alt: str) -> str:
    """The alternative text that a person wrote, or nothing: names of files and a machine's guess are none."""
    alt = clean_line(alt[:MOST_WORDS])
    return "" if NO_WORDS.fullmatch(alt) else alt


@dataclass(slots=True)
class _Way:
    """One document on its way into the library."""

    document: Document
    name: str
    by: User
    taken: dict[int, Image | str] = field(
        default_factory=dict
    )  # by number: the picture, or why there is none
    pixels: int = 0
    without_words: int = 0

    def place(self, match: re.Match) -> str:
        """The figure for a place in the text, empty where its picture is not taken."""
        number = int(ID.search(match[1])[1])
        alt = ALT.search(match[1])
        words = words_of(unescape(alt[1])) if alt else ""
        if number not in self.taken:
            self.taken[number] = self._take(number, words)
        image = self.taken[number]
        if isinstance(image, str):
            return ""
        words = words or image.words
        self.without_words += not words
        return figure(image, words)

    def _take(self, number: int, words: str) -> Image | str:
        picture = self.document.pictures[number - 1]
        if picture.refused or not self.by.has_perm("articles.add_image"):
            return picture.refused or NO_RIGHT
        file = ContentFile(picture.data, name=f"{number}")
        self.pixels += pixels(file)
        if self.pixels > MAX_PIXELS:
            return TOO_MUCH
        label = words or f"《{self.name}》第 {number} 张图片（还没有替代文字）"
        try:
            return uploading.store(file, alt=label, awaits_alt=not words, is_generated=False, by=self.by)
        except ValidationError as error:
            return " ".join(error.messages)

    def note(self) -> str:
        """What became of the pictures, in Chinese."""
        refused: dict[str, list[str]] = {}
        for number, image in self.taken.items():
            if isinstance(image, str):
                refused.setdefault(image, []).append(str(number))
        left_out = "".join(f"第 {'、'.join(which)} 张图片没有带过来：{why}" for why, which in refused.items())
        came = sum(isinstance(image, Image) for image in self.taken.values())
        return (_came(came, self.without_words) if came else "") + left_out


def _came(pictures: int, without_words: int) -> str:
    lack = (
        f"，其中 {without_words} 处还没有替代文字，提交审核前请补上（点图片，再按“替代文字”）"
        if without_words
        else ""
    )
    return f"带过来 {pictures} 张图片{lack}。由人工智能生成的图片，请在图库里注明。"
