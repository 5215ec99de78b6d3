"""What happens when a revision goes live: everything that its page needs is worked out here, once."""

from dataclasses import dataclass

from django.utils import timezone

from articles import citing, related
from articles.excerpt import excerpt_of
from articles.html import sanitise, text_of
from articles.models import Article, Revision
from articles.models.content import CONTENT_FIELDS

COMPOSED_FIELDS = (
    *CONTENT_FIELDS,
    "body_html",
    "excerpt",
    "characters",
    "kind",
    "shown_notice",
    "live_revision",
    "law_confirmed_on",
    "law_confirmed_by",
)


@dataclass(frozen=True, slots=True)
class Composed:
    """A revision as visitors will read it, nothing of it stored yet."""

    article: Article  # a copy in memory; the row is untouched
    cited: citing.Cited
    tag_names: tuple[str, ...]
    related: tuple[related.Suggestion, ...]


def compose(revision: Revision) -> Composed:
    """Work out a revision's page: for the preview, and for go_live."""
    article = _filled(Article.objects.get(pk=revision.article_id), revision)
    cited = citing.cite(article.body, timezone.localdate())
    article.body_html = cited.html
    article.law_confirmed_on, article.law_confirmed_by = timezone.localdate(), article.author
    _measure(article)
    tags = tuple(revision.tag_names)
    return Composed(article, cited, tags, tuple(related.suggest(article, tags, cited.references)))


def go_live(article: Article, revision: Revision) -> None:
    """Copy a revision onto its article's row and store all that its page needs; the caller holds the transaction.

    Does not write the article's state: that is the workflow's.
    """
    composed = compose(revision)
    for name in COMPOSED_FIELDS:
        setattr(article, name, getattr(composed.article, name))
    _dates(article, revision)
    article.save()
    article.tags.set(composed.tag_names)
    citing.store(article, composed.cited)
    related.store(article, composed.related)
    related.refresh_neighbours(article)


def notice_text(article: Article, firm_name: str, link: str) -> str:
    """The copyright notice as it reads under this article."""
    source = f"{article.source_name} {article.source_url}".strip()
    return article.shown_notice.text(firm=firm_name, title=article.title, link=link, source=source)


def _filled(article: Article, revision: Revision) -> Article:
    """The article with the revision's content, notice and kind."""
    for name in CONTENT_FIELDS:
        setattr(article, name, getattr(revision, name))
    article.body = sanitise(revision.body)
    article.shown_notice = revision.notice
    article.kind = revision.notice.kind
    article.live_revision = revision
    return article


def _measure(article: Article) -> None:
    text = text_of(article.body)
    article.excerpt = excerpt_of(article.summary, text)
    article.characters = sum(not character.isspace() for character in text)


def _dates(article: Article, revision: Revision) -> None:
    """The first publishing is dated once; what comes later is a revision of it."""
    now = timezone.now()
    if article.published_at is None or article.published_at > now:
        article.published_at = revision.publish_at or now
    else:
        article.revised_at = now
