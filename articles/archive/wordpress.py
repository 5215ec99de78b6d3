"""A WordPress export (WXR): an XML file read as a stream, without document types, entities of its own or outside files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from xml.parsers import expat

from django.utils import timezone

from articles.archive.records import Item, Place, Preface, SourceRefused, Standing, Unread

PIECE = 1 << 16
DEEPEST, LONGEST = 30, 16 << 20  # elements; characters in one
STATUSES = {
    "publish": Standing.PUBLIC,
    "future": Standing.PUBLIC,
    "draft": Standing.DRAFT,
    "auto-draft": Standing.DRAFT,
    "pending": Standing.AUDITING,
    "private": Standing.PRIVATE,
}
VIEWS = ("views", "post_views_count", "_views", "view")
WP, CONTENT, EXCERPT, CREATOR = "http://wordpress.org/export/", "content", "excerpt", "creator"
BLOCK = re.compile(r"<(?:p|div|h[1-6]|ul|ol|table|blockquote|figure|pre|section)\b", re.IGNORECASE)
LINE = "\n"
BROKEN = "{} 第 {} 行起不是完整的 XML：文件中断、损坏，或不是 WordPress 的导出。"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(slots=True)
class Wxr:
    """The file that WordPress writes under 工具 → 导出."""

    path: Path
    format: str = "WordPress WXR"
    seen: Preface | None = None
    share: float = 0.0

    def preface(self) -> Preface:
        if self.seen is None:
            columns, authors, items = {}, {}, 0
            for element in self._elements():
                if element.name == "item":
                    items += 1
                    authors.setdefault(element.text("creator"), "")
                elif element.name == "author":
                    authors[element.text("author_login")] = element.text("author_display_name")
                elif element.name == "category":
                    name, slug = element.text("cat_name"), element.text("category_nicename")
                    columns[name] = Place(name, alias=slug)
            if not items:
                raise SourceRefused(f"{self.path.name} 不是 WordPress 的导出文件（WXR），或者里面没有文章。")
            names = (shown or login for login, shown in authors.items())
            self.seen = Preface(tuple(columns.values()), (), tuple(dict.fromkeys(filter(None, names))))
        return self.seen

    def records(self) -> Iterator[Item | Unread]:
        shown = {}
        for element in self._elements():
            if element.name == "author":
                shown[element.text("author_login")] = element.text("author_display_name")
            elif element.name == "item" and element.text("post_type") not in (
                "attachment",
                "nav_menu_item",
                "revision",
            ):
                yield _record(element, shown)

    def _elements(self) -> Iterator["_Element"]:
        """What stands in the channel: authors, categories, items, each whole and then forgotten."""
        reader, size, done = _Reader(), self.path.stat().st_size, False
        try:
            with self.path.open("rb") as stream:
                while not done:
                    piece = stream.read(PIECE)
                    done, self.share = not piece, stream.tell() / size
                    reader.parser.Parse(piece, done)
                    yield from reader.taken()
        except expat.ExpatError as error:
            raise SourceRefused(BROKEN.format(self.path.name, error.lineno)) from error


def _record(item: "_Element", shown: dict[str, str]) -> Item | Unread:
    number = int(found) if (found := item.text("post_id")).isdecimal() and len(found) < 19 else None
    title, body = item.text("title"), item.text(CONTENT)
    kind, status = item.text("post_type") or "post", item.text("status") or "publish"
    if kind != "post":
        return Unread(number, title, f"类型 {kind} 不是文章", body)
    if status not in STATUSES:
        why = "在回收站里" if status == "trash" else f"状态 {status} 不认识"
        return Unread(number, title, why, body)
    login, terms = item.text("creator"), item.all("category")
    columns = [term.own for term in terms if term.attributes.get("domain") == "category"]
    return Item(
        number=number,
        title=title,
        body=paragraphs(body),
        standing=Standing.PRIVATE if item.text("post_password") else STATUSES[status],
        column=columns[0] if columns else "",
        author=shown.get(login) or login,
        tag_names=tuple(term.own for term in terms if term.attributes.get("domain") == "post_tag"),
        published_at=_date(item, "post_date"),
        revised_at=_date(item, "post_modified"),
        summary=COMMENT.sub("", item.text(EXCERPT)).strip(),
        alias=item.text("post_name"),
        addresses=_path(item.text("link")),
        views=_views(item),
        rest={"columns": columns[1:]} if columns[1:] else {},
    )


def paragraphs(text: str) -> str:
    """A body as WordPress shows it: without blocks of its own, an empty line divides paragraphs and a line end lines."""
    text = COMMENT.sub("", text).strip()
    if BLOCK.search(text):
        return text
    parts = (part.strip() for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return "".join(f"<p>{part.replace(LINE, '<br>')}</p>" for part in parts if part)


def _date(item: "_Element", name: str) -> datetime | None:
    """The time in UTC where there is one, else as the site's clock showed it."""
    for told, zone in ((f"{name}_gmt", UTC), (name, timezone.get_default_timezone())):
        try:
            return datetime.strptime(item.text(told), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone)
        except ValueError:
            continue  # empty, or 0000-00-00 of a draft
    return None


def _path(link: str) -> tuple[str, ...]:
    """The address on the old site, from the first / on."""
    path = re.sub(r"^https?://[^/]+", "", link)
    return (path,) if path.startswith("/") and path != "/" else ()


def _views(item: "_Element") -> int:
    told = {meta.text("meta_key"): meta.text("meta_value") for meta in item.all("postmeta")}
    return next((int(told[key]) for key in VIEWS if told.get(key, "").isdecimal() and len(told[key]) < 19), 0)


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str]
    children: list["_Element"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def own(self) -> str:
        return "".join(self.parts)

    def all(self, name: str) -> list["_Element"]:
        return [child for child in self.children if child.name == name]

    def text(self, name: str) -> str:
        return next((child.own for child in self.children if child.name == name), "").strip()


class _Reader:
    """Expat with the doors shut: a document type is refused before anything in it can be declared."""

    def __init__(self):
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.open: list[_Element] = []
        self.ready: list[_Element] = []
        self.size = 0

    def taken(self) -> list[_Element]:
        ready, self.ready = self.ready, []
        return ready

    def _refuse(self, *declared) -> None:
        raise SourceRefused("文件里有文档类型或实体声明，WordPress 不会写这些；可能有人动过手脚，没有读取。")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) >= DEEPEST:
            raise SourceRefused("文件里的元素嵌套太深，不是 WordPress 的导出。")
        self.open.append(_Element(_short(name), attributes))

    def _end(self, name: str) -> None:
        element = self.open.pop()
        depth = len(self.open)
        if depth == 2:  # rss, channel
            self.ready.append(element)
            self.size = 0
        elif depth > 2:
            self.open[-1].children.append(element)

    def _characters(self, text: str) -> None:
        self.size += len(text)
        if self.size > LONGEST:
            raise SourceRefused("有一篇文章超过 16 MB，不是 WordPress 的导出。")
        if len(self.open) > 2:
            self.open[-1].parts.append(text)


def _short(name: str) -> str:
    """An element's name without its namespace; of the two that are called encoded, which one it is."""
    space, _, own = name.rpartition(" ")
    if own == "encoded":
        return EXCERPT if EXCERPT in space else CONTENT
    return own
