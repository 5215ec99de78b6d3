"""`make bench-search`: how well and how fast the articles are searched, beside a plain AND ordered by ts_rank
and, for quality, the exact ranking of all texts.

With ARTICLES=100000 for another size than 10,000; BENCH_KEEP=1 leaves the archive for the next run.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from django.db import connection, transaction

from articles.html import text_of
from articles.models import Article
from articles.searching import question as asking
from articles.searching.search import search
from articles.searching.vectors import all_of
from benchmarks import bm25f, questions, real_questions
from benchmarks.filled import archive
from benchmarks.questions import picked
from benchmarks.timing import measured, quantiles
from hefei_site.generating.archive import Archive

SIZE = int(next((arg for arg in sys.argv[1:] if arg.isdecimal()), 10_000))
OF_A_KIND, ASKED = 60, 300
TOP = 10
TARGET = "p50 20, p95 45 at 838,000"


def main() -> None:
    with archive(SIZE):
        print(
            f"\nmilliseconds of all statements of a search ({TARGET}) | of all of it with its page: p50, p95, most ({SIZE:,})"
        )
        random = Random(5)  # noqa: S311
        for kind, queries in questions.kinds(SIZE, random, OF_A_KIND).items():
            _time(kind, queries)
        _known_items(random)
        _real_questions(random)


# Time ----------------------------------------------------------------------------------------------------


def _time(kind: str, queries: list[str]) -> None:
    for query in queries[:3]:
        search(query)
    runs = [measured(partial(search, query)) for query in queries]
    plain = [measured(partial(naive, query)) for query in queries[: len(queries) if SIZE <= 100_000 else 8]]
    empty = [sum(1 for found, *_ in runs if not found.results), sum(1 for found, *_ in plain if not found)]
    statements = max(run[3] for run in runs)
    print(
        f"  {kind:24} {quantiles(run[2] for run in runs)}  |{quantiles(run[1] for run in runs)}"
        f"   empty {empty[0]}/{len(queries)}, at most {statements} statements"
    )
    print(f"  {'':24} {quantiles(run[2] for run in plain)}  AND ts_rank, empty {empty[1]}/{len(queries)}")


def naive(query: str) -> list[int]:
    """All terms, by ts_rank, as the manuals have it."""
    terms = asking.read(query).words
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT article_id FROM articles_searchdocument, (SELECT %s::tsquery AS q) asked WHERE text @@ q"
            " ORDER BY ts_rank(text, q) DESC LIMIT 10",
            [all_of(terms)],
        )
        return [pk for (pk,) in cursor.fetchall()]


# Quality -------------------------------------------------------------------------------------------------


def _known_items(random: Random) -> None:
    """Words of two sentences of an article: whatever has both sentences is right."""
    texts, asked = Archive(), []
    while len(asked) < ASKED:
        text = texts.article(random.randrange(SIZE))
        two = random.sample(text.sentences, 2)
        terms = [word for sentence in two for word in picked([sentence], random, 4)]
        random.shuffle(terms)
        asked.append(
            (" ".join(terms), lambda ids, two=two: [all(s in body for s in two) for body in _in_order(ids)])
        )
    print(f"\nquality: words of two sentences of a known article ({len(asked)}): MRR@10, R@10")
    _compare(asked)


def _compare(asked: list) -> None:
    _score("ours", ours, asked)
    _score("AND ts_rank", naive, asked)
    if SIZE <= bm25f.LARGEST:
        exact = bm25f.Exact()
        _score("exact BM25F of all texts", lambda query: exact.best(query, TOP), asked)


def _in_order(ids: Sequence[int]) -> list[str]:
    held = dict(Article.objects.filter(pk__in=ids).values_list("pk", "body"))
    return [text_of(held[pk]).replace("\n", "") for pk in ids]


def ours(query: str) -> list[int]:
    return [result.article.pk for result in search(query).results]


def _score(name: str, engine: Callable[[str], list[int]], asked: list) -> None:
    ranks = []
    for query, is_right in asked:
        right = is_right(engine(query)[:TOP])
        ranks.append(right.index(True) + 1 if True in right else 0)
    mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
    print(f"  {name:24} {mrr:.3f} {sum(map(bool, ranks)) / len(ranks):.3f}", flush=True)


@transaction.atomic
def _real_questions(random: Random) -> None:
    """Questions of people, each answered by an article that quotes the provision, under a title that says nothing."""
    if asked := real_questions.asked(SIZE, ASKED, random):
        print(
            f"\nquality: real questions ({len(asked)}), each answered by a provision's article, among {SIZE:,}"
        )
        _compare(asked)
    transaction.set_rollback(True)


if __name__ == "__main__":
    main()
