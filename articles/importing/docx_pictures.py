"""The pictures of one .docx as its process hands them over: the bytes, or why they stay behind."""

from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256

from mammoth import html

MAX_PICTURES, MAX_BYTES, MAX_TOTAL = 20, 10 * 2**20, 20 * 2**20  # bytes: of one, as for any upload; of all
LINKED = "文档里只有指向它的链接，没有图片本身。请另存到电脑上，再用“插入图片”上传。"
TOO_LARGE = "超过 10 MB。请缩小后用“插入图片”上传。"
TOO_MUCH = "文档里的图片合计超过 20 MB。请缩小后用“插入图片”上传。"
TOO_MANY = f"一份文档最多带过来 {MAX_PICTURES} 张，从这一张起请用“插入图片”上传。"


@dataclass(slots=True)
class Gathering:
    """Takes pictures as mammoth meets them; one that stands in several places is taken once."""

    found: list[dict[str, str]] = field(default_factory=list)  # {"data": in base64} or {"refused": why}
    total: int = 0
    known: dict[bytes, int] = field(default_factory=dict)

    def take(self, image) -> list:
        """The element that holds a picture's place in the HTML: its number, counted from 1, and its own words."""
        number = self._number(image)
        return [html.element("img", {"data-picture": str(number), "alt": image.alt_text or ""})]

    def _number(self, image) -> int:
        if len(self.found) > MAX_PICTURES:
            return len(self.found)  # the last stands for all that are too many
        if len(self.found) == MAX_PICTURES:
            return self._add({"refused": TOO_MANY})
        try:
            with image.open() as stream:
                data = stream.read(MAX_BYTES + 1)
        except (KeyError, ValueError, OSError):  # it lies elsewhere, or nowhere
            return self._add({"refused": LINKED})
        if len(data) > MAX_BYTES:
            return self._add({"refused": TOO_LARGE})
        return self.known.get(sha256(data).digest()) or self._keep(data)

    def _keep(self, data: bytes) -> int:
        if self.total + len(data) > MAX_TOTAL:
            return self._add({"refused": TOO_MUCH})
        self.total += len(data)
        number = self._add({"data": b64encode(data).decode("ascii")})
        self.known[sha256(data).digest()] = number
        return number

    def _add(self, entry: dict[str, str]) -> int:
        self.found.append(entry)
        return len(self.found)
