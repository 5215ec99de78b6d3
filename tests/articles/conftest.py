"""What several tests of the writing need: a next revision, hidden articles, a filled-in form, a law that changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, RelatedArticle, StatuteReference
from articles.related import lists
from articles.related.choosing import SHOWN
from statutes.language.shingles import fingerprints
from statutes.models import Provision, Statute, StatuteVersion

HOUR = timedelta(hours=1)
PLAIN = ["summary", "keywords", "source_name", "source_url"]


@pytest.fixture
def rewrite(author):
    """rewrite(article, title=…, tags=[…]): the next revision, a draft, its other content as it was."""

    def _rewrite(article, *, by=None, tags=None, **changes):
        last = revisions.newest(article)
        content = revisions.content_of(last) | changes
        names = last.tag_names if tags is None else tags
        return revisions.record(article, content, names, by=by or author, base=last.pk)

    return _rewrite


@pytest.fixture
def republish(rewrite, author, reviewer):
    """As rewrite(), then submitted and published."""

    def _republish(article, **changes) -> Article:
        rewrite(article, **changes)
        workflow.perform("submit", article, by=author)
        return workflow.perform("publish", article, by=reviewer)

    return _republish


@pytest.fixture
def hidden(write, publish, author, reviewer):
    """hidden(tags=[…], …): one article of each kind that the public may not read, by its kind."""

    def _hidden(**content) -> dict[str, Article]:
        future = timezone.now() + HOUR
        found = {"draft": write("草稿的标题", **content)}
        found["in_review"] = workflow.perform("submit", write("待审的标题", **content), by=author)
        found["future"] = publish("将来的标题", publish_at=future, **content)
        found["expired"] = expire(publish("过期的标题", expires_at=future, **content))
        found["withdrawn"] = workflow.perform(
            "withdraw", publish("撤下的标题", **content), by=reviewer, reason="有误"
        )
        return found

    return _hidden


def related(article: Article) -> list[RelatedArticle]:
    """The rows of its related list that a visitor sees."""
    return list(lists.to_be_shown().filter(article=article)[:SHOWN])


def expire(article: Article) -> Article:
    """The article as if its hour of expiry had passed."""
    now = timezone.now()
    Article.objects.filter(pk=article.pk).update(published_at=now - 2 * HOUR, expires_at=now - HOUR)
    article.refresh_from_db()
    return article


@pytest.fixture
def typed(column, author):
    """typed(article, title=…): what the browser posts from the editor; article None for a new one."""

    def _typed(article=None, **changes) -> dict[str, str]:
        newest = article and revisions.newest(article)
        return {
            "title": newest.title if newest else "新写的文章",
            "body": newest.body if newest else "<p>新写的正文。</p>",
            "column": str(newest.column_id if newest else column.pk),
            "author": str(newest.author_id if newest else author.lawyer.pk),
            "tag_names": "，".join(newest.tag_names) if newest else "",
            "base": str(newest.pk) if newest else "",
            "ai_use": newest.ai_use if newest else "none",
            **{name: str(getattr(newest, name, None) or "") for name in PLAIN},
            **dict.fromkeys(
                ["own_notice", "publish_at_0", "publish_at_1", "expires_at_0", "expires_at_1"], ""
            ),
        } | changes

    return _typed


@pytest.fixture
def amend():
    """amend(statute, {"111": "新的条文", "1034": None, …}, since=day): a new version with some provisions changed, moved
    ({"1034": ("1035", None)}: number and words) or left out, in force since yesterday unless said otherwise."""

    def _amend(statute, changes, *, since=None) -> StatuteVersion:
        since = since or timezone.localdate() - timedelta(days=1)
        last = statute.versions.first()
        last.effective_to = since
        last.save()
        new = StatuteVersion.objects.create(
            statute=statute, promulgated_on=since - timedelta(days=30), effective_from=since
        )
        for row in last.provisions.all():
            change = changes.get(row.key, row.text)
            key, text = change if isinstance(change, tuple) else (row.key, change)
            if change is not None:
                Provision.objects.create(
                    version=new,
                    number=int(key),
                    key=key,
                    text=text or row.text,
                    shingles=fingerprints(text or row.text),
                )
        Statute.objects.filter(pk=statute.pk).touch()
        return new

    return _amend


def settle() -> None:
    """As if all that was checked so far had been checked an hour ago, and the law had changed since where it did."""
    StatuteReference.objects.update(checked_at=timezone.now() - HOUR)
    Statute.objects.update(touched_at=timezone.now() - 2 * HOUR)
