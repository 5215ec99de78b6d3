"""Finding articles in the newsroom by number or by words of their titles, however many there are."""

import re

from django.db.models import Max, QuerySet, Value

from articles.models import Article
from articles.models.titles import Pairs
from statutes.language.normalise import clean_line

FOUND = 1000  # what is listed at most, the newest
LOOKED_AT = 50_000  # numbers whose titles are read one by one, from the newest: an index holds both
OLDER = 20_000  # what is taken at most from the index of pairs, in no order
MAX_WORDS = 8
NUMBER = re.compile(r"(?:.*/hf/)?([0-9]{1,18})(?:\.html)?", re.ASCII)


def found(articles: QuerySet[Article], asked: str) -> QuerySet[Article]:
    """Those of the articles that bear the number (or the address that was pasted), else those whose title has all words.

    Of more than FOUND the newest. Common words are found among the newest titles, rare ones by their pairs of
    characters: each way is bounded, and neither hangs on what PostgreSQL guesses of how many there will be.
    """
    words = clean_line(asked).split()[:MAX_WORDS]
    if not words:
        return articles
    number = NUMBER.fullmatch(words[0]) if len(words) == 1 else None
    if number and articles.filter(pk=number[1]).exists():
        return articles.filter(pk=number[1])
    return articles.filter(pk__in=_titled(articles, words))


def _titled(articles: QuerySet[Article], words: list[str]) -> list[int]:
    for word in words:
        articles = articles.filter(title__icontains=word)
    hits = articles.values_list("pk", flat=True)
    floor = (Article.objects.aggregate(last=Max("pk"))["last"] or 0) - LOOKED_AT
    newest = list(hits.filter(pk__gt=floor).order_by("-pk")[:FOUND])
    pairs = [word for word in words if len(word) > 1]
    if len(newest) == FOUND or not pairs or floor < 0:
        return newest
    older = hits.alias(pairs=Pairs("title")).filter(pk__lte=floor).order_by()
    for word in pairs:
        older = older.filter(pairs__contains=Pairs(Value(word)))
    return [*newest, *sorted(older[:OLDER], reverse=True)][:FOUND]
