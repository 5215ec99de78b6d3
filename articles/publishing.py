"""What happens when a revision goes live: everything that its page needs is worked out here, once."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from articles import linking
from articles.copies import keeping, merging
from articles.excerpt import excerpt_of
from articles.html import sanitise, text_of
from articles.law import citing
from articles.models import Article, Revision, StatuteReference
from articles.models.content import CONTENT_FIELDS
from articles.related import lists
from articles.related.choosing import Proposal, Suggestion
from firm.models import Lawyer

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
    proposal: Proposal

    @property
    def related(self) -> tuple[Suggestion, ...]:
        """The related articles as the page would name them."""
        return self.proposal.suggestions


def compose(revision: Revision) -> Composed:
    """Work out a revision's page: for the preview, and for go_live."""
    article = _filled(Article.objects.get(pk=revision.article_id), revision)
    cited = citing.cite(article.body, timezone.localdate(), _unseen(article, revision))
    article.body_html = linking.with_current_addresses(cited.html, article.body)
    _confirm(article, revision, cited)
    measure(article)
    if revision.state != Revision.State.LIVE:
        _dates(article, revision)  # as if it were published now
    tags = tuple(merging.with_inherited(article, revision.tag_names))
    return Composed(article, cited, tags, lists.suggest(article, tags, cited.references))


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
    article.coauthors.set(Lawyer.objects.filter(pk__in=article.coauthor_ids))
    citing.store(article, composed.cited)
    linking.store(article)
    keeping.keep_live(article, revision)
    lists.publish(article, composed.proposal)


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


def _unseen(article: Article, revision: Revision) -> list[StatuteReference]:
    """The references under which the law has changed since a lawyer last looked: submitting a revision is looking."""
    adrift = article.references.exclude(drift="").select_related("provision__version__statute")
    return [row for row in adrift if not _is_lawyers(revision) or row.drifted_at > _looked_at(revision)]


def _confirm(article: Article, revision: Revision, cited: citing.Cited) -> None:
    """The lawyer who wrote and submitted a revision stands by its law from then on, if it has not changed since."""
    if _is_lawyers(revision) and not any(reference.drift for reference in cited.references):
        article.law_confirmed_on = timezone.localdate(_looked_at(revision))
        article.law_confirmed_by = revision.written_by.lawyer


def _is_lawyers(revision: Revision) -> bool:
    lawyer = getattr(revision.written_by, "lawyer", None)
    return lawyer is not None and lawyer.is_licensed


def _looked_at(revision: Revision) -> datetime:
    return revision.submitted_at or timezone.now()


def measure(article: Article, text: str | None = None) -> None:
    """What lists say of an article: its excerpt and its length; text is that of its body, if it is at hand."""
    text = text_of(article.body) if text is None else text
    article.excerpt = excerpt_of(article.summary, text)
    article.characters = len("".join(text.split()))


def _dates(article: Article, revision: Revision) -> None:
    """The first publishing is dated once; what comes later is a revision of it."""
    now = article.reread_at = timezone.now()
    if article.published_at is None or article.published_at > now:
        article.published_at = revision.publish_at or now
    else:
        article.revised_at = now
