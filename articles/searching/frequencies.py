"""How common each term is among the articles: counted in a sample, at night and where the archive has grown much."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import log

from django.db import connection, transaction
from django.utils import timezone

from articles.html import text_of
from articles.models import SearchDocument, SearchStatistics, SearchTerm
from articles.searching.tokens import number, pairs, words
from firm.standbys import reading

SAMPLE = 10_000  # articles that are read
AT_ONCE = 500
SCARCE = 50  # with fewer articles than these nothing is common
GROWN = 1.5
OLD = timedelta(hours=20)
NIGHT = range(1, 6)  # hours


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of so many articles some terms stand; a term that is not known is rarer than the sample shows."""

    articles: int
    unknown: float
    counts: Mapping[str, int]
    rarities: Mapping[str, float]  # the idf of each

    @classmethod
    def of(cls, articles: int, unknown: float, counts: Mapping[str, int]) -> "Frequencies":
        found = {term: log(1 + articles / max(n, unknown)) for term, n in counts.items()}
        return cls(articles, unknown, counts, found)

    def rarity(self, term: str) -> float:
        """The idf of a term."""
        return self.rarities.get(term) or log(1 + self.articles / self.unknown)

    def rarest_first(self, terms: Iterable[str]) -> list[str]:
        """Terms in the order of their rarity, always the same."""
        return sorted(terms, key=lambda term: (-self.rarity(term), term))

    def share(self, term: str) -> float:
        """The part of all articles that have a term."""
        return self.counts.get(term, 0) / self.articles


def frequencies(terms: Iterable[str]) -> Frequencies:
    """What is known of some terms, in two queries."""
    by_number = {number(term): term for term in terms}
    with reading().cursor() as cursor:
        cursor.execute(
            "SELECT id, articles FROM articles_searchterm WHERE id = ANY(%s::integer[])", [list(by_number)]
        )
        counts = {by_number[pk]: articles for pk, articles in cursor.fetchall()}
    last = SearchStatistics.objects.first()
    if last is None:
        return Frequencies.of(SCARCE, 1, {})
    return Frequencies.of(max(last.articles, SCARCE), max(1.0, last.articles / max(last.sample, 1)), counts)


def count_if_due() -> bool:
    """Count where it was never done or the archive has grown much since, and once a night; whether it was done."""
    last = SearchStatistics.objects.first()
    now = timezone.localtime()
    if last is not None:
        is_night = now.hour in NIGHT and now - last.counted_at > OLD
        if not (is_night or has_grown(last.articles)):
            return False
    elif not SearchDocument.objects.exists():
        return False
    count()
    return True


def has_grown(counted: int) -> bool:
    """Whether there are half as many articles again as were counted; of many PostgreSQL's own estimate is taken."""
    with connection.cursor() as cursor:
        cursor.execute(ESTIMATED if counted > SAMPLE else COUNTED)
        return cursor.fetchone()[0] > counted * GROWN


@transaction.atomic
def count() -> None:
    """Count all terms anew: of words and pairs in a sample, of cited provisions and tags exactly."""
    total, sample, times = _in_sample()
    scale = total / sample if sample else 1
    rows = {number(term): (term, round(n * scale)) for term, n in times.items() if n > 1 or scale == 1}
    with connection.cursor() as cursor:
        cursor.execute(TIES)
        rows |= {number(term): (term, articles) for term, articles in cursor}
        SearchTerm.objects.all().delete()
        ids = list(rows)
        for start in range(0, len(ids), 20_000):
            some = ids[start : start + 20_000]
            cursor.execute(INSERT, [some, [rows[i][0] for i in some], [rows[i][1] for i in some]])
    SearchStatistics.objects.all().delete()
    SearchStatistics.objects.create(articles=total, sample=sample)


def _in_sample() -> tuple[int, int, Counter]:
    """How many live articles there are, how many were read, and in how many of these each term stands."""
    times: Counter[str] = Counter()
    sample = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_article WHERE state = 'live'")
        total = cursor.fetchone()[0]
        percent = min(100.0, 110.0 * SAMPLE / max(total, 1))
        cursor.execute(SAMPLED, [percent, SAMPLE])
        ids = [pk for (pk,) in cursor.fetchall()]
        for start in range(0, len(ids), AT_ONCE):
            cursor.execute(
                "SELECT title, body FROM articles_article WHERE id = ANY(%s)", [ids[start : start + AT_ONCE]]
            )
            for title, body in cursor:
                text = f"{title}\n{text_of(body)}"
                times.update({*words(text), *pairs(text)})
                sample += 1
    return total, sample, times


COUNTED = "SELECT count(*) FROM (SELECT FROM articles_searchdocument LIMIT 20000) held"
ESTIMATED = "SELECT reltuples FROM pg_class WHERE oid = 'articles_searchdocument'::regclass"
SAMPLED = """
SELECT id FROM articles_article TABLESAMPLE SYSTEM (%s) REPEATABLE (1) WHERE state = 'live' LIMIT %s
"""
TIES = """
SELECT 'tag:' || t.tag_id, count(*) FROM articles_taggedarticle t
JOIN articles_article a ON a.id = t.content_object_id WHERE a.state = 'live' GROUP BY t.tag_id
UNION ALL
SELECT 'law:' || statute_id || ':' || split_part(key, '.', 1), count(DISTINCT article_id)
FROM articles_statutereference WHERE statute_id IS NOT NULL AND key <> '' GROUP BY 1
"""
INSERT = """
INSERT INTO articles_searchterm (id, term, articles)
SELECT id, left(term, 60), articles FROM unnest(%s::integer[], %s::text[], %s::integer[]) AS t (id, term, articles)
"""
