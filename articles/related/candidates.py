"""Which articles are near some others: by their keywords, alone and in pairs, from a bounded number of postings."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from django.db import connection

from articles.models import Article
from articles.related.subjects import Subject
from articles.searching.keywords import ties
from articles.searching.postings import ALONE, IN_PAIRS, Keywords, postings
from articles.searching.tokens import number
from articles.searching.vectors import array

OF_A_TERM, OF_A_PAIR = 20, 150  # postings that are read of each, the weightiest
CANDIDATES = 300  # whose keywords are compared with all of the article's
MOST = 100  # that are near
LEAST = (
    3_000_000  # of a hundred million, where neither a provision nor a tag ties two: less they have by chance
)


class Near(NamedTuple):
    """An article near another: its score, a hundred million for the same keywords, and the transaction that wrote its
    document, another one after each change."""

    article: int
    score: int
    written: int


def near(subjects: Sequence[Subject]) -> dict[int | None, list[Near]]:
    """Those that the public may read near each subject, the nearest first, in one query for all."""
    found: dict[int | None, list[Near]] = defaultdict(list)
    if subjects:
        public, values = Article.objects.published().values("pk").query.sql_with_params()
        asked = list(map(list, zip(*map(_asked, subjects), strict=True)))
        with connection.cursor() as cursor:
            cursor.execute(NEAR.replace("PUBLIC", public), [*asked, *values])
            for subject, *row in cursor.fetchall():
                found[subject].append(Near(*row))
    return found


def _asked(subject: Subject) -> tuple:
    """A row of `me` in NEAR: what is asked for, and the keywords with which those that are found are compared."""
    keywords, sought = subject.keywords, postings(subject.keywords)
    alone = len(keywords[:ALONE])
    tied = {number(term) for term in ties(subject.laws, subject.tags)}
    return (
        subject.article,
        array(term for term, _ in sought),
        array(weight for _, weight in sought),
        array([0] * alone + _masks(keywords)),
        array([OF_A_TERM] * alone + [OF_A_PAIR] * (len(sought) - alone)),
        array(_ranks(keywords)),
        array(term for term, _ in keywords),
        array(weight for _, weight in keywords),
        array(int(term in tied) for term, _ in keywords),
    )


def _masks(keywords: Keywords) -> list[int]:
    """For each pair that is asked for, in its order, the bits of its two keywords."""
    return [1 << one | 1 << other for one, other in combinations(range(len(keywords[:IN_PAIRS])), 2)]


def _ranks(keywords: Keywords) -> list[int]:
    """For each set of the keywords that make pairs, by its bits, about the score that who has them all will have."""
    ranks = [0]
    for _, weight in keywords[:IN_PAIRS]:
        ranks += [rank + weight * weight for rank in ranks]
    return ranks


# Arrays are read once for each subject (MATERIALIZED), not once for each row that is ranked by them.
NEAR = f"""
WITH me AS MATERIALIZED (
    SELECT article, sought::integer[], weights::integer[], masks::integer[], most::integer[], ranks::integer[],
        terms::integer[], own::integer[], tied::integer[]
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS subjects (article, sought, weights, masks, most, ranks, terms, own, tied)
)
SELECT me.article, found.article_id, found.score, found.written FROM me CROSS JOIN LATERAL (
    SELECT theirs.article_id, sum(theirs.weight * mine.weight)::bigint AS score, max(theirs.written) AS written
    FROM (
        SELECT d.article_id, d.xmin::text::bigint AS written, unnest(d.keywords) AS term, unnest(d.weights) AS weight
        FROM (
            SELECT held.article_id
            FROM unnest(me.sought, me.weights, me.masks, me.most) AS asked (term, weight, mask, most)
            CROSS JOIN LATERAL (
                SELECT k.article_id, k.weight FROM articles_keywordposting k WHERE k.term = asked.term
                ORDER BY k.weight DESC, k.article_id DESC LIMIT asked.most
            ) held
            WHERE held.article_id IS DISTINCT FROM me.article
            GROUP BY held.article_id
            ORDER BY me.ranks[bit_or(asked.mask) + 1] DESC, sum(held.weight::bigint * asked.weight) DESC,
                held.article_id DESC
            LIMIT {CANDIDATES}
        ) held
        JOIN articles_searchdocument d USING (article_id)
    ) theirs
    JOIN unnest(me.terms, me.own, me.tied) AS mine (term, weight, tied) USING (term)
    GROUP BY theirs.article_id
    HAVING sum(theirs.weight * mine.weight) >= {LEAST} OR max(mine.tied) > 0
    ORDER BY score DESC, theirs.article_id DESC LIMIT {MOST}
) found
WHERE found.article_id IN (PUBLIC)
ORDER BY me.article, found.score DESC, found.article_id DESC
"""  # noqa: S608
