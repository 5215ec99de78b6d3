"""`make bench-copies`: how well and how fast near-copies are found among 100,000 articles, beside naive ways."""

import sys
import time
from collections.abc import Iterable
from difflib import SequenceMatcher
from random import Random

from django.db import connection, transaction

from articles import revisions
from articles.copies import finding, keeping, stars
from articles.copies.passages import common
from articles.copies.wording import wording_of
from articles.html import text_of
from articles.models import Article, ArticleSketch, Column, CopyMember, CopyrightNotice, CopyStar
from benchmarks.database import database
from benchmarks.timing import at
from firm.models import Lawyer, User
from hefei_site.generating.archive import Archive, Text

SIZE = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 100_000)
PROBES = 300
SUBSET, SUBSET_PROBES = 200, 5  # of the archive, for comparing all pairs
STARRED = 2_000  # articles that are compared for the groups
CHUNK = 1_000
FIRST = 1_000_000  # the number of the first article


def main() -> None:
    with database("bench_copies"):
        user, archive = _people(), Archive()
        texts = list(archive.articles(0, SIZE, with_foot=True))
        _fill(texts, user)
        probes = _probes(archive, texts)
        _sizes()
        _site(probes, texts, user)
        _like(probes[:40], texts)
        _pairs(probes[:SUBSET_PROBES], texts)
        _stars()


def _people() -> User:
    notice = CopyrightNotice.objects.create(name="原创", kind="original", wording="{firm}")
    column = Column.objects.create(name="金融债务", slug="debt", notice=notice)
    user = User.objects.create_user("lin", name="林知远", is_staff=True)
    lawyer = Lawyer.objects.create(user=user, name="林知远", title="律师", licence_number="1")
    content = {"title": "样本", "body": "<p>样本。</p>", "column": column, "author": lawyer, "ai_use": "none"}
    revisions.start(content, [], by=user, pk=1)
    return User.objects.create_user("shen", name="沈若水", is_staff=True)  # who writes: sees what is public


# The archive in the database -----------------------------------------------------------------------------


def _fill(texts: list[Text], user: User) -> None:
    """All articles, each a copy of one row with its own title and text, and their sketches."""
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE made (id bigint, title text, body text) ON COMMIT DROP")
        for first in range(0, len(texts), CHUNK):
            some = texts[first : first + CHUNK]
            ids = [FIRST + first + i for i in range(len(some))]
            cursor.execute(MADE, [ids, [text.title for text in some], [text.body for text in some]])
        for statement in FILL:
            cursor.execute(statement)
    print(f"{SIZE:,} articles written in {time.perf_counter() - start:.0f} s")
    start = time.perf_counter()
    stars.learn_stock()
    stars.sketch_missing(lambda what, done, total: None)
    each = (time.perf_counter() - start) / SIZE * 1000
    print(
        f"sketched in {time.perf_counter() - start:.0f} s, {each:.1f} ms each; {len(keeping.stock())} stock sentences"
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


MADE = "INSERT INTO made SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[])"
FILL = (
    """INSERT INTO articles_article SELECT (jsonb_populate_record(one, jsonb_build_object('id', made.id, 'title',
    made.title, 'body', made.body, 'live_revision_id', made.id, 'state', 'live', 'published_at', now(),
    'shown_notice_id', notice.id))).*
    FROM made, articles_article one, articles_copyrightnotice notice WHERE one.id = 1""",
    """INSERT INTO articles_revision SELECT (jsonb_populate_record(one, jsonb_build_object('id', made.id, 'title',
    made.title, 'body', made.body, 'article_id', made.id, 'state', 'live'))).*
    FROM made, articles_revision one WHERE one.article_id = 1""",
)


def _sizes() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_size_pretty(pg_table_size('articles_articlesketch')), pg_size_pretty(pg_relation_size('sketch_prints'))"
        )
        table, index = cursor.fetchone()
    print(f"sketches {table}, their index {index}")


# Looking up ----------------------------------------------------------------------------------------------


def _probes(archive: Archive, texts: list[Text]) -> list[tuple[Text, float]]:
    """Texts as somebody may write them now, with the true share that they have with their source: copies, and new ones."""
    found, random = [], Random(2)  # noqa: S311
    for number in range(PROBES):
        place = random.randrange(len(texts))
        replaced = (0.05, 0.2, 0.35, 0.5, None)[number % 5]
        if replaced is None:
            text = archive.written(random, SIZE + number)
        else:
            text = archive.edited(texts[place], random, SIZE + number, replaced * len(texts[place].sentences))
        found.append((text, _truth(text, texts[place]) if replaced is not None else 0.0))
    return found


def _truth(text: Text, source: Text) -> float:
    return common(*(wording_of(text_of(one.body), _stock()) for one in (text, source))).most


def _stock() -> frozenset[int]:
    return keeping.stock()


def _site(probes: list[tuple[Text, float]], texts: list[Text], user: User) -> None:
    times, found = [], []
    for text, _ in probes:
        start = time.perf_counter()
        found.append(finding.similar(text.body, text.title, user))
        times.append((time.perf_counter() - start) * 1000)
    _print_times(f"the site, among {SIZE:,}", times)
    for least in (0.5, 0.8):
        wanted = [
            (text, share, copies)
            for (text, share), copies in zip(probes, found, strict=True)
            if share >= least
        ]
        hits = sum(any(c.common.most >= share - 0.05 for c in copies) for _, share, copies in wanted)
        print(f"  recall at a share of {least:.0%} or more: {hits}/{len(wanted)}")
    new = [
        [c for c in copies if c.common.most >= finding.SHOWN_FROM]
        for (text, share), copies in zip(probes, found, strict=True)
        if text.source is None
    ]
    print(f"  new texts for which copies are shown: {sum(map(bool, new))}/{len(new)}")
    below = sum(
        c.common.most < finding.SHOWN_FROM and not c.has_same_title for copies in found for c in copies
    )
    print(f"  shown below {finding.SHOWN_FROM:.0%}: {below}")


def _like(probes: list[tuple[Text, float]], texts: list[Text]) -> None:
    """Looking for the longest sentence as it stands."""
    times, hits, wanted = [], 0, 0
    for text, share in probes:
        start = time.perf_counter()
        sentence = max(text.sentences, key=len)
        ids = set(Article.objects.filter(body__contains=sentence).values_list("pk", flat=True)[:20])
        times.append((time.perf_counter() - start) * 1000)
        wanted += share >= 0.5
        hits += share >= 0.5 and FIRST + (text.source or 0) in ids
    _print_times(f"LIKE with the longest sentence, among {SIZE:,}", times)
    print(f"  recall at a share of 50% or more: {hits}/{wanted}")


def _pairs(probes: list[tuple[Text, float]], texts: list[Text]) -> None:
    """difflib against every article: on a few, and what that makes for all."""
    others = [text_of(text.body) for text in texts[:SUBSET]]
    times = []
    for text, _ in probes:
        mine, start = text_of(text.body), time.perf_counter()
        for other in others:
            SequenceMatcher(None, mine, other, autojunk=False).ratio()
        times.append((time.perf_counter() - start) * 1000)
    _print_times(f"difflib with each of {SUBSET}", times)
    print(f"  for {SIZE:,}: about {sum(times) / len(times) * SIZE / SUBSET / 60_000:.0f} min a text")


def _stars() -> None:
    waiting = ArticleSketch.objects.filter(article__lt=FIRST + SIZE - STARRED)
    waiting.update(is_compared=True)
    start = time.perf_counter()
    done = stars.find()
    each = (time.perf_counter() - start) / done * 1000
    print(
        f"groups of the newest {done:,}: {each:.0f} ms an article; {CopyStar.objects.count()} groups, {CopyMember.objects.count()} in them"
    )


def _print_times(what: str, times: Iterable[float]) -> None:
    times = list(times)
    print(
        f"{what}: {at(times, 0.5):.0f} ms at p50, {at(times, 0.95):.0f} ms at p95, {max(times):.0f} ms at most"
    )


if __name__ == "__main__":
    main()
