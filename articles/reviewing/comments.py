"""Comments on a passage: who may make, answer, settle and reopen them, and where they stand in a text by now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles import revisions
from articles.comparing.anchoring import Found, Passage, Place, Text
from articles.comparing.blocks import blocks
from articles.comparing.layout import Layout
from articles.models import Article, ReviewComment, Revision
from articles.models.comment import LONGEST_QUOTE, LONGEST_TEXT
from articles.reviewing import notifying
from articles.rights import may_write, reviews
from firm import audit
from firm.models import User

SHOWN = 200  # of one article; nobody reads more, and a page stays a page


class CommentRefused(Exception):
    """The comment is not this user's to make or to change; the message says so in Chinese."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, and where its passage stands in the text that is shown."""

    comment: ReviewComment
    replies: tuple[ReviewComment, ...]
    place: Place

    @property
    def is_open(self) -> bool:
        return self.comment.resolved_at is None

    @property
    def where(self) -> str:
        """What is to be said of the place, in Chinese; "" where the words stand as they stood."""
        if not self.comment.quote:
            return "对全文的意见"
        return {Found.CHANGED: "原文已改", Found.GONE: "原文已删去，找不到位置"}.get(self.place.found, "")


def may_comment(article: Article, user: User) -> bool:
    """Whether somebody takes part in the talk about an article: who may write to it and who reviews it."""
    return may_write(article, user) or reviews(article, revisions.newest(article), user)


def may_reopen(article: Article, user: User) -> bool:
    """Whether somebody may say that a settled comment is not settled: who reviews it."""
    return reviews(article, revisions.newest(article), user)


@transaction.atomic
def add(revision: Revision, *, quote: str, text: str, by: User, occurrence: int = 0) -> ReviewComment:
    """A comment on words of a revision, which of the same words by number from 0; on the whole of it without words.

    Raises CommentRefused; ValidationError, by field, where the words are not in the text or nothing is said of them.
    """
    if not may_comment(revision.article, by):
        raise CommentRefused("只有作者、审核人和管理员可以对这篇文章提意见。")
    quote, text = quote.strip(), _checked(text)
    passage = _passage(revision, quote, occurrence) if quote else Passage("")
    made = ReviewComment.objects.create(
        article=revision.article,
        revision=revision,
        quote=passage.quote,
        before=passage.before,
        after=passage.after,
        occurrence=passage.occurrence,
        text=text,
        by=by,
    )
    audit.record("提出意见", by=by, target=revision.article, reason=_shortened(quote, text))
    notifying.comment(revision.article, by)
    return made


@transaction.atomic
def reply(comment: ReviewComment, text: str, *, by: User) -> ReviewComment:
    """An answer to a comment; an answer to an answer stands beside it. Raises CommentRefused, ValidationError."""
    if not may_comment(comment.article, by):
        raise CommentRefused("只有作者、审核人和管理员可以回复。")
    made = ReviewComment.objects.create(
        article=comment.article,
        revision=revisions.newest(comment.article),
        parent=comment.parent or comment,
        text=_checked(text),
        by=by,
    )
    audit.record("回复意见", by=by, target=comment.article, reason=made.text[:200])
    notifying.comment(comment.article, by)
    return made


@transaction.atomic
def resolve(comment: ReviewComment, *, by: User) -> None:
    """Mark a comment as settled; twice is once. Raises CommentRefused."""
    if not may_comment(comment.article, by):
        raise CommentRefused("只有作者、审核人和管理员可以处理意见。")
    now = timezone.now()
    open_one = ReviewComment.objects.open().filter(pk=comment.pk)
    if open_one.update(resolved_by=by, resolved_at=now):
        audit.record(
            "意见已处理", by=by, target=comment.article, reason=_shortened(comment.quote, comment.text)
        )


@transaction.atomic
def reopen(comment: ReviewComment, *, by: User) -> None:
    """Say that a comment is not settled after all; twice is once. Raises CommentRefused."""
    if not may_reopen(comment.article, by):
        raise CommentRefused("只有审核人可以重新打开已处理的意见。")
    settled = ReviewComment.objects.filter(pk=comment.pk, parent=None, resolved_at__isnull=False)
    if settled.update(resolved_by=None, resolved_at=None):
        audit.record(
            "重新打开意见", by=by, target=comment.article, reason=_shortened(comment.quote, comment.text)
        )


def threads(article: Article, body: str) -> list[Thread]:
    """The comments on an article with their answers, the open ones first, each with its place in this body."""
    rows = list(article.comments.select_related("by", "resolved_by", "revision").defer("revision__body"))
    text = Text([block.text for block in blocks(body)])
    answers: dict[int, list[ReviewComment]] = {}
    for row in rows:
        answers.setdefault(row.parent_id, []).append(row)
    heads = [row for row in rows if row.parent_id is None]
    heads.sort(key=lambda row: row.resolved_at is not None)
    return [Thread(row, tuple(answers.get(row.pk, ())), _place(text, row)) for row in heads[:SHOWN]]


def lay_beside(layout: Layout, of: Iterable[Thread]) -> None:
    """Put the open comments to the lines in which their words begin, and mark the words."""
    lines = {line.place: line for item in layout.items for line in item.lines if line.place is not None}
    for thread in of:
        if not thread.is_open or thread.place.block not in lines:
            continue
        lines[thread.place.block].beside.append(thread)
        for block, start, end in thread.place.spans:
            if block in lines:
                lines[block].spans.append((start, end, thread.comment.pk))


def _place(text: Text, row: ReviewComment) -> Place:
    if not row.quote:
        return Place(Found.GONE)
    return text.place(Passage(row.quote, row.before, row.after, row.occurrence))


def _passage(revision: Revision, quote: str, occurrence: int) -> Passage:
    if len(quote) > LONGEST_QUOTE:
        raise ValidationError({"quote": f"所指的文字太长，最多 {LONGEST_QUOTE:,} 个字；请只选要说的那一句。"})
    text = Text([block.text for block in blocks(revision.body)])
    many = text.count(quote)
    if not many:
        raise ValidationError(
            {"quote": "正文里没有这句话。请从正文里选中或复制原话；对全文的意见请把这一栏留空。"}
        )
    found = text.passage(quote, occurrence)
    if found is None:
        raise ValidationError({"occurrence": f"这句话在正文里只出现 {many} 次。"})
    return found


def _checked(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise ValidationError({"text": "请写下您的意见。"})
    if len(text) > LONGEST_TEXT:
        raise ValidationError({"text": f"意见最多 {LONGEST_TEXT:,} 个字，现在有 {len(text):,} 个。"})
    return text


def _shortened(quote: str, text: str) -> str:
    return f"“{quote[:60]}”：{text[:200]}" if quote else text[:200]
