"""The made-up archive as rows: article, revisions, tags and co-authors, a few thousand a transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from articles import publishing
from articles.archive.copy_in import copy_in, reserved
from articles.archive.tags import tags_by_name
from articles.models import Article, Revision, TaggedArticle, WaitingArticle
from firm import audit
from hefei_site.generating.archive import Archive, Text
from hefei_site.generating.fates import MARKER, Fate, fate
from hefei_site.generating.people import Newsroom, newsroom

CHUNK = 2_000
OLD_NUMBERS = "这些编号里已有不是生成的文章，请用 --first 另选起始编号。"
Progress = Callable[[int, int], None]


class NumbersTaken(Exception):
    """Other articles bear numbers of the archive's; the message says what to do, in Chinese."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which archive: how many articles, from which number on, by which seed, the newest of them of which day."""

    many: int
    first: int = 1
    seed: int = 1
    until: datetime = field(default_factory=lambda: _midnight())

    @property
    def note(self) -> str:
        """By what its revisions are known."""
        return f"生成的样例（种子 {self.seed}）"


def generate(plan: Plan, progress: Progress = lambda done, total: None) -> Newsroom:
    """Write what is not there yet of an archive; safe to repeat and to kill. Raises NumbersTaken."""
    done, archive, house = _done(plan), Archive(plan.seed), newsroom()
    if done < plan.many:
        audit.record(
            "生成样例文章", by=None, reason=f"{plan.many} 篇，从 {plan.first} 号起，种子 {plan.seed}"
        )
    while done < plan.many:
        texts = list(archive.articles(done, min(done + CHUNK, plan.many)))
        _write(texts, plan, house)
        done += len(texts)
        progress(done, plan.many)
    return house


def vacuum() -> None:
    """What autovacuum does in time: indexes are read without the rows they stand for."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _done(plan: Plan) -> int:
    """How many articles of the archive are there: whole chunks, the first ones."""
    numbers = {"article__gte": plan.first, "article__lt": plan.first + plan.many}
    known = set(
        Revision.objects.filter(**numbers, number=1, note=plan.note).values_list("article", flat=True)
    )
    there = Article.objects.filter(pk__gte=plan.first, pk__lt=plan.first + plan.many).count()
    if there != len(known):
        raise NumbersTaken(OLD_NUMBERS)
    return len(known)


@transaction.atomic
def _write(texts: list[Text], plan: Plan, house: Newsroom) -> None:
    made = [_Made(text, plan, house) for text in texts]
    revisions = [revision for one in made for revision in one.revisions]
    for revision, pk in zip(revisions, reserved(Revision, len(revisions)), strict=True):
        revision.pk = pk
    for one in made:
        one.article.live_revision_id = one.revisions[0].pk if one.article.published_at else None
    copy_in([one.article for one in made])
    copy_in(revisions)
    copy_in([WaitingArticle(article_id=one.article.pk) for one in made])
    _tag(made)
    pairs = [(one.article.pk, lawyer) for one in made for lawyer in one.article.coauthor_ids]
    through = Article.coauthors.through
    copy_in([through(article_id=article, lawyer_id=lawyer) for article, lawyer in pairs], with_ids=False)


def _tag(made: Iterable["_Made"]) -> None:
    tags = tags_by_name({name for one in made for name in one.text.tag_names})
    pairs = [
        TaggedArticle(content_object_id=one.article.pk, tag_id=tags[name])
        for one in made
        if one.article.published_at
        for name in one.text.tag_names
    ]
    copy_in(pairs, with_ids=False)


class _Made:
    """One article with its revisions, not stored yet."""

    def __init__(self, text: Text, plan: Plan, house: Newsroom):
        number = text.number + 1
        self.text, self.house, self.plan = text, house, plan
        self.fate = fate(number, plan.many, plan.until)
        self.article = Article(pk=plan.first + text.number, **self._content(), **self._standing(self.fate))
        publishing.measure(self.article)
        self.revisions = [self._revision(1, self.fate.first)]
        if self.fate.second:
            hidden = {
                "title": f"{MARKER}新版：{text.title}"[:120],
                "body": f"<p>{MARKER}新版。</p>{text.body}",
            }
            self.revisions.append(self._revision(2, self.fate.second, **hidden))

    def _content(self) -> dict:
        text, lawyers, number = self.text, self.house.lawyers, self.text.number + 1
        mark = f"{MARKER}{self.fate.hidden}：" if self.fate.hidden else ""
        second = lawyers[(number + 7) % len(lawyers)].pk
        return {
            "title": f"{mark}{text.title}"[:120],
            "body": f"<p>{mark}</p>{text.body}" if mark else text.body,
            "column_id": self.house.columns[text.field.column].pk,
            "author_id": lawyers[_author(number, self.plan.many, len(lawyers))].pk,
            "own_notice_id": self.house.reprint.pk if self.fate.is_reprint else None,
            "source_name": "某地人民法院公众号" if self.fate.is_reprint else "",
            "ai_use": "none",
            "expires_at": self.fate.expires_at,
            "coauthor_ids": [second] if self.fate.has_coauthor else [],
        }

    def _standing(self, one: Fate) -> dict:
        notice = self.house.reprint if one.is_reprint else self.house.original
        at = one.published_at
        shown = {"shown_notice_id": notice.pk, "kind": notice.kind, "body_html": self._content()["body"]}
        standing = {"state": one.state, "published_at": at, "reread_at": at, "created_at": self._written_at}
        return standing | (shown if at else {})

    def _revision(self, number: int, state: str, **changes) -> Revision:
        content = self._content() | changes
        late = self.plan.until + timedelta(days=30, hours=self.text.number % 700)
        return Revision(
            article_id=self.article.pk,
            number=number,
            state=state,
            tag_names=list(self.text.tag_names),
            written_by_id=self._lawyer.user_id,
            written_at=self._written_at,
            submitted_at=None if state == "draft" else self._written_at,
            reason="请补充法条依据。" if state == "returned" else "",
            publish_at=late if state == "approved" else None,
            note=self.plan.note if number == 1 else "",
            **content,
        )

    @property
    def _lawyer(self):
        return self.house.lawyers[_author(self.text.number + 1, self.plan.many, len(self.house.lawyers))]

    @property
    def _written_at(self) -> datetime:
        at = self.fate.published_at
        return min(at, self.plan.until) - timedelta(hours=1) if at else self.plan.until - timedelta(days=9)


def _author(number: int, many: int, lawyers: int) -> int:
    """One article in twenty is the first lawyer's, five are the second's, the rest is spread."""
    if number % 20 == 0:
        return 0
    if many >= 5 and number % (many // 5) == 7:
        return 1
    return 2 + number * 2654435761 % 2**32 % (lawyers - 2)
