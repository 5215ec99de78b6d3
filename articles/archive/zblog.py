"""What the tables of Z-BlogPHP mean: rows of post, category, tag, member and upload as our records.

Columns and constants are those of Z-BlogPHP 1.2 to 1.7 (zb_system/defend/createtable, zb_system/function/c_system_base).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from articles.archive.records import Item, Place, Preface, Standing, Unread

Row = Mapping[str, object]
KINDS = {  # table: the columns by which it is known, whatever its prefix
    "post": {"log_ID", "log_Title", "log_Content", "log_Status", "log_Type"},
    "category": {"cate_ID", "cate_Name"},
    "tag": {"tag_ID", "tag_Name"},
    "member": {"mem_ID", "mem_Name"},
    "upload": {"ul_ID", "ul_Name", "ul_LogID"},
}
STATUSES = {
    0: Standing.PUBLIC,
    1: Standing.DRAFT,
    2: Standing.AUDITING,
    4: Standing.PRIVATE,
    8: Standing.PRIVATE,
}
HAS_PASSWORD = 8
TYPES = {1: "这是独立页面，不是文章", 2: "这是“一句话”，不是文章"}
TAG = re.compile(r"\{(\d+)\}")
HOST = "{#ZC_BLOG_HOST#}"
BY_NUMBER = re.compile(r"""(href\s*=\s*["']?)/\?id=(\d+)(?=["'\s#>&])""", re.IGNORECASE)
AUTO_INTRO = "<!--autointro-->"
REST = ("log_CommNums", "log_IsTop", "log_IsLock", "log_Template", "log_Meta", "log_CateID", "log_AuthorID")


def kind_of(columns: set[str]) -> str:
    """Which of Z-Blog's tables has these columns; empty for any other."""
    return next((kind for kind, known in KINDS.items() if known <= columns), "")


@dataclass(slots=True)
class Site:
    """What the posts refer to by number: columns, tags, authors, files."""

    columns: dict[int, Place] = field(default_factory=dict)
    tags: dict[int, Place] = field(default_factory=dict)
    authors: dict[int, str] = field(default_factory=dict)
    uploads: dict[int, list[str]] = field(default_factory=dict)

    def add(self, kind: str, row: Row) -> None:
        """Take in a row of one of the smaller tables."""
        if kind == "category":
            self.columns[_whole(row["cate_ID"])] = _place(row, "cate")
        elif kind == "tag":
            self.tags[_whole(row["tag_ID"])] = _place(row, "tag")
        elif kind == "member":
            self.authors[_whole(row["mem_ID"])] = str(row.get("mem_Alias") or row["mem_Name"])
        elif kind == "upload":
            named = f"{_when_uploaded(row)}/{row['ul_Name']}"
            self.uploads.setdefault(_whole(row["ul_LogID"]), []).append(named)

    def preface(self) -> Preface:
        """Columns, tags and authors as the import asks for them first."""
        return Preface(
            tuple(self.columns.values()),
            tuple(self.tags.values()),
            tuple(dict.fromkeys(self.authors.values())),
        )

    def record(self, row: Row) -> Item | Unread:
        """A row of the posts."""
        try:
            return self._record(row)
        except (ValueError, OverflowError, OSError) as error:
            return Unread(
                None,
                str(row.get("log_Title") or "")[:300],
                f"有一个字段读不懂：{error}",
                _text(row, "log_Content"),
            )

    def _record(self, row: Row) -> Item | Unread:
        number, title = _whole(row["log_ID"]), _text(row, "log_Title")
        kind, status = _whole(row.get("log_Type")), _whole(row.get("log_Status"))
        views = max(0, _whole(row.get("log_ViewNums")))
        if kind or status not in STATUSES:
            why = TYPES.get(kind, f"类别 {kind} 不是文章") if kind else f"状态 {status} 不认识"
            return Unread(number, title, why, _text(row, "log_Content"), views)
        tags = (self.tags.get(int(found)) for found in TAG.findall(_text(row, "log_Tag")))
        column = self.columns.get(_whole(row.get("log_CateID")))
        return Item(
            number=number,
            title=title,
            body=_with_local_addresses(_text(row, "log_Content")),
            standing=STATUSES[status],
            column=column.name if column else "",
            author=self.authors.get(_whole(row.get("log_AuthorID")), ""),
            tag_names=tuple(tag.name for tag in tags if tag),
            published_at=_date(row.get("log_PostTime")) or _date(row.get("log_CreateTime")),
            revised_at=_date(row.get("log_UpdateTime")),
            summary=_summary(row),
            alias=_text(row, "log_Alias"),
            views=views,
            uploads=tuple(self.uploads.get(number, ())),
            rest=_rest(row) | ({"password": True} if status == HAS_PASSWORD else {}),
        )


def _place(row: Row, prefix: str) -> Place:
    return Place(
        _text(row, f"{prefix}_Name"),
        _whole(row[f"{prefix}_ID"]),
        _text(row, f"{prefix}_Alias"),
        _text(row, f"{prefix}_Intro"),
    )


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _whole(value: object) -> int:
    """A number; 0 for what is empty. Raises ValueError for what is none."""
    return int(str(value)) if value not in (None, "") else 0


def _date(seconds: object) -> datetime | None:
    number = _whole(seconds)
    return datetime.fromtimestamp(number, UTC) if number > 0 else None


def _when_uploaded(row: Row) -> str:
    """The folder under zb_users/upload that a file was put into: year and month."""
    at = _date(row.get("ul_PostTime"))
    return f"{at.astimezone():%Y/%m}" if at else ""


def _summary(row: Row) -> str:
    """What the author wrote as a summary; not what Z-Blog cut from the text by itself."""
    intro, body = _text(row, "log_Intro"), _text(row, "log_Content")
    if AUTO_INTRO in intro or not intro.strip() or body.startswith(intro[:20]):
        return ""
    return intro


def _with_local_addresses(body: str) -> str:
    """The body with addresses on the old site as addresses on this one; /?id=5 is /hf/5.html."""
    return BY_NUMBER.sub(r"\1/hf/\2.html", body.replace(HOST, "/"))


def _rest(row: Row) -> dict[str, object]:
    """What we have no place for, where it says anything."""
    return {name: str(row[name]) for name in REST if row.get(name) not in (None, "", 0, "0")}


def posts(site: Site, rows: Iterator[Row]) -> Iterator[Item | Unread]:
    """The records of all posts."""
    return map(site.record, rows)
