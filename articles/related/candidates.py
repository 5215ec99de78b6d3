"""Which articles are near some others: by their keywords, from a bounded number of postings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from articles.models import Article
from articles.related.subjects import Subject
from articles.searching.keywords import ties
from articles.searching.tokens import number

TERMS = 12  # keywords whose postings are read
POSTINGS = 1_000  # of each, the weightiest
CANDIDATES = 200  # whose keywords are compared with all of the article's
LEAST = (
    3_000_000  # of a hundred million, where neither a provision nor a tag ties two: less they have by chance
)
Scored = list[tuple[int, int]]  # an article's number and its score, the nearest first


def around(subjects: Sequence[Subject]) -> dict[int | None, list[int]]:
    """The articles that have the most of each subject's first keywords, in one query for all; of whatever state."""
    first = [subject.keywords[:TERMS] for subject in subjects]
    with connection.cursor() as cursor:
        cursor.execute(
            NEAR,
            [
                POSTINGS,
                CANDIDATES,
                [subject.article for subject in subjects],
                [_array(term for term, _ in some) for some in first],
                [_array(weight for _, weight in some) for some in first],
            ],
        )
        return defaultdict(list, cursor.fetchall())


def nearest(
    subjects: Sequence[Subject],
    held: Mapping[int | None, Iterable[int]],
    documents: Mapping[int, dict[int, int]],
) -> dict[int, Scored]:
    """Those near each subject of those that are held to be around it; what has no document is left out."""
    return {subject.article: _scored(subject, held[subject.article], documents) for subject in subjects}


def documents_of(ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """The keywords and weights of those that the public may read."""
    rows = Article.objects.published().filter(pk__in=list(ids), search_document__isnull=False)
    return {
        pk: dict(zip(terms, weights, strict=True))
        for pk, terms, weights in rows.values_list(
            "pk", "search_document__keywords", "search_document__weights"
        )
    }


def written(ids: Iterable[int]) -> set[tuple[int, int]]:
    """Articles that have a document, each with the transaction that wrote it: another one after each change."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [list(ids)])
        return set(cursor.fetchall())


def _scored(subject: Subject, others: Iterable[int], documents: Mapping) -> Scored:
    mine, tied = dict(subject.keywords), {number(term) for term in ties(subject.laws, subject.tags)}
    found = []
    for other in others:
        if other in documents:
            score = dot(mine, documents[other])
            if score >= LEAST or not tied.isdisjoint(documents[other]):
                found.append((other, score))
    return sorted(found, key=lambda pair: (-pair[1], -pair[0]))


def dot(one: Mapping[int, int], other: Mapping[int, int]) -> int:
    """The product of two articles' keywords: a hundred million for two with the same."""
    return sum(one[term] * other[term] for term in one.keys() & other.keys())


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


WRITTEN = (
    "SELECT article_id, xmin::text::bigint FROM articles_searchdocument WHERE article_id = ANY(%s::bigint[])"
)
NEAR = """
SELECT me.article, array(
    SELECT held.article_id FROM unnest(me.terms::integer[], me.weights::integer[]) AS mine (term, weight)
    CROSS JOIN LATERAL (
        SELECT k.article_id, k.weight FROM articles_keywordposting k WHERE k.term = mine.term
        ORDER BY k.weight DESC, k.article_id DESC LIMIT %s
    ) held
    WHERE held.article_id <> me.article
    GROUP BY held.article_id
    ORDER BY sum(held.weight::integer * mine.weight) DESC, held.article_id DESC LIMIT %s
)
FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS me (article, terms, weights)
"""
