"""Into whose related lists a new article comes, and what leaves them for it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.models import Article, RelatedArticle
from articles.related.choosing import SHOWN, STORED
from articles.related.subjects import Likeness, likenesses_of

Held = list[
    tuple[int, int, int]
]  # a list's rows: the row's id, the article it names, its score; the nearest first


@dataclass(slots=True)
class Entries:
    """The score with which an article enters each list, by the list's article, whose title and column are told; and the
    ids of the rows that leave."""

    scores: dict[int, int] = field(default_factory=dict)
    owners: dict[int, tuple[str, int]] = field(default_factory=dict)
    leaving: list[int] = field(default_factory=list)


def entries(article: int, near: Sequence[tuple[int, int]]) -> Entries:
    """In three queries. Of copies the nearest stands in a list, and none of the list's own article."""
    lists = _lists([pk for pk, _ in near])
    wanting = [(pk, score) for pk, score in near if _has_room(lists[pk], score)]
    owners = _owners([pk for pk, _ in wanting])
    ids = {article, *(pk for pk, _ in wanting), *(other for pk, _ in wanting for _, other, _ in lists[pk])}
    known, found = (likenesses_of(ids) if wanting else {}), Entries()
    for pk, score in wanting:
        if pk not in owners or article in owners[pk][2] or any(other == article for _, other, _ in lists[pk]):
            continue
        leaving = _leaving(article, score, lists[pk], known, known.get(pk))
        if leaving is not None:
            found.scores[pk], found.owners[pk] = score, owners[pk][:2]
            found.leaving += leaving
    return found


def _owners(ids: Sequence[int]) -> dict[int, tuple[str, int, list[int]]]:
    """The title, the column and what the editors banned of each that is live and indexed."""
    rows = Article.objects.filter(pk__in=ids, state=Article.State.LIVE, search_document__isnull=False)
    return {pk: told for pk, *told in rows.values_list("pk", "title", "column", "banned_ids")}


def _lists(ids: Sequence[int]) -> dict[int, Held]:
    found: dict[int, Held] = defaultdict(list)
    rows = RelatedArticle.objects.filter(article__in=ids).order_by("article", "-score", "-other")
    for pk, article, other, score in rows.values_list("pk", "article", "other", "score"):
        found[article].append((pk, other, score))
    return found


def _has_room(held: Held, score: int) -> bool:
    """An article of the same column, without more in common, only fills up what is short of SHOWN."""
    return len(held) < (STORED if score else SHOWN) or score > held[-1][2]


def _leaving(
    article: int, score: int, held: Held, known: dict[int, Likeness], owner: Likeness | None
) -> list[int] | None:
    """The rows that leave a list for a new article, its copies that are less near before others; None if it stays out."""
    mine = known.get(article)
    if mine and owner and mine.is_copy_of(owner):
        return None
    copies = [row for row in held if mine and row[1] in known and mine.is_copy_of(known[row[1]])]
    if any(row[2] >= score for row in copies):
        return None
    left = [row for row in held if row not in copies]
    return [row[0] for row in copies] + [row[0] for row in left[STORED - 1 :]]
