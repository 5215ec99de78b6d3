"""Articles for rehearsals: written and handed in by a lawyer, each different from the others."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, Column, Revision
from firm.models import User

BODY = """<h2>怎么算利息</h2><p>借款合同（编号 {key}）约定的利率，不得违反国家有关规定，依据《中华人民共和国民法典》第六百七十五条和第
六百七十六条，借款人应当按期返还。</p><p>记号 {key} {more}</p><p>另见<a href="/hf/{other}.html">前文</a>。</p>"""
TAGS = ["网贷", "借款合同"]


def author() -> User:
    """The lawyer who writes."""
    return User.objects.get(username="lin")


def reviewer() -> User:
    """Who publishes."""
    return User.objects.get(username="shenhe")


def submitted(**content) -> Article:
    """A new article that waits for review."""
    key, by = uuid4().hex, author()
    other = Article.objects.published().order_by("pk").values_list("pk", flat=True).first()
    written = {
        "title": f"借款到期以后 {key[:8]}",
        "body": BODY.format(key=key, more=" ".join(uuid4().hex for _ in range(30)), other=other),
        "column": Column.objects.get(slug="debt"),
        "author": by.lawyer,
        "ai_use": "none",
    }
    article = revisions.start(written | content, TAGS, by=by).article
    return workflow.perform("submit", article, by=by, reason="演练")


def published() -> Article:
    """A new article that the public reads."""
    return workflow.perform("publish", submitted(), by=reviewer())


def approved_and_due() -> Article:
    """A live article whose next revision was approved for a moment that has just come."""
    article, by = published(), author()
    newest = revisions.newest(article)
    later = timezone.now() + timedelta(days=1)
    content = revisions.content_of(newest) | {"publish_at": later, "title": f"{newest.title}（新）"}
    revisions.record(article, content, TAGS, by=by, base=newest.pk)
    article.refresh_from_db()
    workflow.perform("submit", article, by=by, reason="演练")
    workflow.perform("publish", article, by=reviewer())
    waiting = Revision.objects.filter(article=article, state=Revision.State.APPROVED)
    assert waiting.update(publish_at=timezone.now() - timedelta(minutes=1)) == 1  # noqa: S101
    return article
