"""What the template of an article's page is given, for the live page and for the preview alike."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Prefetch, Q, prefetch_related_objects

from articles import declaring
from articles.law import citing
from articles.models import Article, StatuteReference, TaggedArticle
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
    [context] = of_many([article])
    return context


def of_many(articles: Sequence[Article]) -> list[dict]:
    """The same of some articles, in as many queries as for one."""
    shown = StatuteReference.objects.filter(Q(is_of_range=False) | ~Q(drift="")).defer(*UNSHOWN)
    shown = shown.select_related("statute", "provision__version__statute", "current__version__statute")
    prefetch_related_objects(
        articles,
        Prefetch("references", shown, to_attr="shown_references"),
        Prefetch("related", lists.to_be_shown(), to_attr="shown_related"),
        Prefetch("tagged", TaggedArticle.objects.select_related("tag").order_by("pk"), to_attr="shown_tags"),
        Prefetch("coauthors", to_attr="signing_too"),
    )
    around, firm = Article.objects.neighbours(articles), Firm.load()
    return [
        _context(
            one,
            one.shown_references,
            [tied.tag for tied in one.shown_tags],
            one.shown_related[:SHOWN],
            one.signing_too,
            around[one.pk],
            firm,
        )
        for one in articles
    ]


def of_composed(composed: Composed) -> dict:
    """The context of a revision's page as it would be if it were published now."""
    return _context(
        composed.article,
        composed.cited.references,
        composed.tag_names,
        composed.related[:SHOWN],
        Lawyer.objects.filter(pk__in=composed.article.coauthor_ids),
        Article.objects.neighbours([composed.article])[composed.article.pk],
        Firm.load(),
    )


def _context(article: Article, references, tags, suggestions, coauthors, around, firm: Firm) -> dict:
    link = settings.SITE_URL + article.get_absolute_url()
    shown = citing.listed(references)
    before, after = around
    return {
        "article": article,
        "firm": firm,
        "link": link,
        "references": shown,
        "adrift": [reference for reference in shown if reference.drift],
        "tags": tags,
        "related": suggestions,
        "notice": notice_text(article, firm.name, link),
        "coauthors": coauthors,
        "linked_data": linked_data.blocks(article, link, firm.name, coauthors, tags, shown),
        "picture": linked_data.picture(article),
        "ai_label": declaring.label(article),
        "ai_metadata": declaring.metadata(article, firm.name),
        "previous": before,
        "next": after,
    }
