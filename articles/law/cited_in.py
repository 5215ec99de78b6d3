"""The firm's published articles that cite a statute, each once, with the sentence in which it does."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import Q, QuerySet

from articles.models import Article, StatuteReference
from firm.paging import BoundedPaginator
from statutes.models import Provision, Statute, StatuteVersion

AROUND = 60  # characters of a long sentence on each side of the citation


class Counted(BoundedPaginator):
    """Of a law that half of all articles cite, the newest thousand can be paged through."""

    most = 1000


@dataclass(frozen=True, slots=True)
class CitedIn:
    """An article, its first sentence with the citation, where in it that stands, and how many more there are."""

    article: Article
    sentence: str
    spans: list[tuple[int, int]]
    others: int
    version: StatuteVersion | None  # the one that applied on the article's day, where the provision is held


def cited_in(statute: Statute, provision: Provision | None, page: str | None, per_page: int) -> Page:
    """One page of CitedIn, the newest article first, in three queries; a page that is not there is the nearest one."""
    references = _references(statute, provision)
    articles = Article.objects.published().filter(pk__in=references.values("article"))
    found = Counted(articles.for_list().newest_first(), per_page).get_page(page)
    by_article = defaultdict(list)
    listed = references.filter(article__in=[article.pk for article in found.object_list])
    for reference in listed.select_related("provision__version").order_by("article", "position"):
        by_article[reference.article_id].append(reference)
    found.object_list = [_row(article, by_article[article.pk]) for article in found.object_list]
    return found


def _references(statute: Statute, provision: Provision | None) -> QuerySet[StatuteReference]:
    found = StatuteReference.objects.filter(statute=statute)
    if provision is None:
        return found
    return found.filter(Q(key=provision.key) | Q(key__startswith=f"{provision.key}."))


def _row(article: Article, references: list[StatuteReference]) -> CitedIn:
    first = references[0]
    sentence, spans = clipped(first.sentence, first.text)
    version = first.provision.version if first.provision else None
    return CitedIn(article, sentence, spans, len(references) - 1, version)


def clipped(sentence: str, citation: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence, of a long one what stands around the citation, and where in it the citation is."""
    start = sentence.find(citation) if citation else -1
    if start < 0:
        start, citation = 0, ""
    end = start + len(citation)
    longest = len(citation) + 2 * AROUND
    left = max(0, min(start - AROUND, len(sentence) - longest))
    right = min(len(sentence), left + longest)
    before = "……" if left else ""
    words = before + sentence[left:right] + ("……" if right < len(sentence) else "")
    moved = len(before) - left
    return words, [(start + moved, end + moved)] if citation else []
