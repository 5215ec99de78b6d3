"""One record of a source as rows of ours, nothing of it stored yet: whole in our model, and what was changed told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import publishing
from articles.archive.addresses import normal
from articles.archive.cleaning import cleaned
from articles.archive.places import Places
from articles.archive.records import Item, Prepared, Standing
from articles.archive.uploads import Uploads
from articles.html import sanitise, text_of
from articles.models import Article, CopyrightNotice, Revision
from articles.pictures import MAX_PICTURES, ids_in
from articles.tagging import MAX_LENGTH, normal_name
from firm.models import Lawyer
from statutes.language.normalise import clean_line

State, Work = Article.State, Revision.State
NOTE = "旧站导入"
UNTITLED = "（无标题）"
# What the sanitiser takes away and a reader would miss, as it is told.
MISSED = {
    "script": "脚本",
    "iframe": "嵌入的网页",
    "video": "视频",
    "audio": "音频",
    "embed": "插件内容",
    "object": "插件内容",
    "form": "表单",
}
TAGS = re.compile(rf"<({'|'.join(MISSED)})\b", re.IGNORECASE)
STATES = {  # of the article, of its revision
    Standing.PUBLIC: (State.LIVE, Work.LIVE),
    Standing.DRAFT: (State.NEVER_LIVE, Work.DRAFT),
    Standing.AUDITING: (State.NEVER_LIVE, Work.IN_REVIEW),
    Standing.PRIVATE: (State.NEVER_LIVE, Work.DRAFT),
    Standing.WITHDRAWN: (State.WITHDRAWN, Work.LIVE),
}


class Refusal(Exception):
    """The record cannot become an article of ours; the message says why, in Chinese."""


@dataclass(slots=True)
class Made:
    """An article with its revisions, tags and old addresses, and what the report says of it."""

    article: Article
    revisions: list[Revision]
    tag_names: list[str]
    addresses: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    original: str = ""  # where what we keep differs
    coauthors: list[int] = field(default_factory=list)
    live: Revision | None = None  # the revision that the article's row shows


def made(item: Item, places: Places, uploads: Uploads, number: int) -> Made:
    """An old article as rows of ours under a number. Raises Refusal."""
    notes: list[str] = []
    author = places.lawyer(item.author)
    if author is None:
        raise Refusal(
            f"作者“{item.author}”不在律师名录里"
            if item.author
            else "没有作者，也没有用 --author 指定由谁署名"
        )
    content = _content(item, places, author, notes)
    body = _body(item, content["title"], uploads, notes)
    content["body"] = body.body
    if not content["body"] and item.standing in {Standing.PUBLIC, Standing.AUDITING}:
        raise Refusal("正文是空的")
    article = Article(pk=number, **content, **_standing(item, content, places))
    publishing.measure(article, body.text)
    tags = _tags(item.tag_names, notes)
    revision = _revision(article, content, tags, item, places)
    is_kept = content["body"] == item.body
    original = "" if is_kept else item.body
    live = revision if revision.state == Work.LIVE else None
    return Made(article, [revision], tags, _addresses(item, number, notes), notes, original, live=live)


def digest_of(item: Item) -> str:
    """By what the same record is known when it comes again."""
    return sha256(
        f"{item.title}\0{item.body}\0{item.standing}\0{item.whole}".encode("utf-8", "replace")
    ).hexdigest()


def _content(item: Item, places: Places, author: Lawyer, notes: list[str]) -> dict:
    title = clean_line(item.title)
    if len(title) > 120:
        notes.append(f"标题过长，截为 120 字；原标题：{title}")
        title = title[:119] + "…"
    if not title:
        notes.append("没有标题")
    if item.author and author.name != clean_line(item.author):
        notes.append(f"作者“{item.author}”不在律师名录里，由{author.name}署名")
    column = places.column(item.column)
    if column.name != clean_line(item.column):
        notes.append(
            f"栏目“{item.column}”归入“{column.name}”" if item.column else f"没有栏目，归入“{column.name}”"
        )
    return {
        "title": title or UNTITLED,
        "column_id": column.pk,
        "author_id": author.pk,
        "summary": _text_of(item.summary)[:200],
        "keywords": clean_line(item.keywords)[:200],
        "source_name": clean_line(item.source_name)[:200],
        "source_url": _address(item.source_url),
        "coauthor_ids": [],
    }


def _body(item: Item, title: str, uploads: Uploads, notes: list[str]) -> Prepared:
    """The body with its pictures, through the sanitiser, and without what the old theme put there. Raises Refusal."""
    told: dict[str, None] = {}
    if not item.prepared:
        shown = uploads.shown(item.body, title, lambda words: told.setdefault(words))
        item = replace(item, prepared=prepare(shown, item.title))
    found = item.prepared
    if found.refused:
        raise Refusal(found.refused)
    if len(ids_in(found.body)) > MAX_PICTURES:
        raise Refusal(f"图片超过 {MAX_PICTURES} 张")
    notes.extend(list(told)[:20])
    missed = dict.fromkeys(MISSED[tag.lower()] for tag in TAGS.findall(item.body))
    notes.extend(f"去掉了{what}" for what in missed)
    notes.extend(f"去掉了旧模板的{what}" for what in found.taken)
    return found


def prepare(body: str, title: str) -> Prepared:
    """A body sanitised, and without what the old theme put at its ends."""
    try:
        found = cleaned(sanitise(body), title)
    except ValidationError as error:
        return Prepared("", refused="".join(error.messages))
    return Prepared(found.body, text_of(found.body), found.taken)


def _standing(item: Item, content: dict, places: Places) -> dict:
    """State, dates and notice, as the database asks for them of what is or was public."""
    state, _ = STATES[item.standing]
    at = item.published_at or timezone.now()
    standing = {"state": state, "created_at": min(at, timezone.now())}
    if state == State.NEVER_LIVE:
        return standing
    notice = places.column(item.column).notice
    if notice.kind == CopyrightNotice.Kind.REPRINT and not content["source_name"]:
        raise Refusal(f"栏目“{item.column}”是公开转载，文章没有写来源")
    revised = item.revised_at if item.revised_at and item.revised_at > at else None
    shown = {"shown_notice_id": notice.pk, "kind": notice.kind, "body_html": content["body"]}
    return (
        standing
        | shown
        | {"published_at": at, "revised_at": revised, "reread_at": min(revised or at, timezone.now())}
    )


def _revision(article: Article, content: dict, tags: list[str], item: Item, places: Places) -> Revision:
    _, work = STATES[item.standing]
    written = _written_at(item)
    return Revision(
        article_id=article.pk,
        number=1,
        state=work,
        tag_names=tags,
        written_by_id=places.by.pk,
        written_at=written,
        submitted_at=None if work == Work.DRAFT else written,
        note=NOTE + ("（旧站为私密）" if item.standing == Standing.PRIVATE else ""),
        **content,
    )


def _written_at(item: Item) -> datetime:
    return min(item.revised_at or item.published_at or timezone.now(), timezone.now())


def _tags(names: Iterable[str], notes: list[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in map(normal_name, names):
        if len(name) > MAX_LENGTH:
            notes.append(f"标签太长，没有导入：{name[:60]}")
        elif name:
            found.setdefault(name.casefold(), name)
    return list(found.values())


def _addresses(item: Item, number: int, notes: list[str]) -> list[str]:
    """The old addresses that are not ours anyway."""
    keys = {normal(address): None for address in item.addresses}
    wanted = [key for key in keys if key and len(key) <= 500 and key != f"/hf/{number}.html"]
    if len(wanted) < len(keys) - (f"/hf/{number}.html" in keys):
        notes.append("有旧网址不能用，没有登记")
    return wanted


def _text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", clean_line(html)).split())


def _address(url: str) -> str:
    url = clean_line(url)
    return url if re.match(r"https?://\S+\Z", url) and len(url) <= 200 else ""
