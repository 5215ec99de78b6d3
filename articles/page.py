"""What the template of an article's page is given, for the live page and for the preview alike."""

from django.conf import settings
from django.db.models import Q

from articles import declaring
from articles.law import citing
from articles.models import Article
from articles.publishing import Composed, notice_text
from articles.related import lists
from articles.related.choosing import SHOWN
from articles.seo import linked_data
from firm.models import Firm, Lawyer

# Long columns of what a page's references refer to, which no page shows.
UNSHOWN = [
    f"{way}__{column}" for way in ("provision", "current") for column in ("shingles", "version__preamble")
]


def of_live(article: Article) -> dict:
    """The context of a published article's page, all of it read, nothing worked out."""
    references = (
        article.references.filter(Q(is_of_range=False) | ~Q(drift=""))
        .select_related("statute", "provision__version__statute", "current__version__statute")
        .defer(*UNSHOWN)
    )
    return _context(article, references, article.tags.all(), lists.shown(article), article.coauthors.all())


def of_composed(composed: Composed) -> dict:
    """The context of a revision's page as it would be if it were published now."""
    return _context(
        composed.article,
        composed.cited.references,
        composed.tag_names,
        composed.related[:SHOWN],
        Lawyer.objects.filter(pk__in=composed.article.coauthor_ids),
    )


def _context(article: Article, references, tags, suggestions, coauthors) -> dict:
    link = settings.SITE_URL + article.get_absolute_url()
    before, after = _neighbours(article)
    shown = citing.listed(references)
    firm = Firm.load().name
    return {
        "article": article,
        "link": link,
        "references": shown,
        "adrift": [reference for reference in shown if reference.drift],
        "tags": tags,
        "related": suggestions,
        "notice": notice_text(article, firm, link),
        "coauthors": coauthors,
        "linked_data": linked_data.blocks(article, link, firm, coauthors, tags, shown),
        "picture": linked_data.picture(article),
        "ai_label": declaring.label(article),
        "ai_metadata": declaring.metadata(article, firm),
        "previous": before,
        "next": after,
    }


def _neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The published articles just before and just after this one in its column."""
    if article.published_at is None:
        return None, None
    return Article.objects.before(article), Article.objects.after(article)
