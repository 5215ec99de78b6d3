"""`make bench-search`: how well and how fast the articles are searched, beside a plain AND ordered by ts_rank.

With ARTICLES=100000 for another size than 10,000.
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

from django.db import connection, transaction

from articles import publishing
from articles.archive.copy_in import copy_in, reserved
from articles.html import text_of
from articles.models import Article, Revision
from articles.searching import index
from articles.searching import question as asking
from articles.searching.frequencies import frequencies
from articles.searching.ranking import plain, weight
from articles.searching.search import search
from articles.searching.tokens import words
from articles.searching.vectors import all_of
from benchmarks.filled import archive, bodies, measured, quantiles
from hefei_site.generating.archive import Archive
from statutes.language.numerals import to_int

SIZE = int(next((arg for arg in sys.argv[1:] if arg.isdecimal()), 10_000))
SHARED = Path(__file__).parent.parent.parent / "shared"
QUESTIONS = SHARED / "evaluation" / "statute_search_dev.jsonl"
TEXTS = SHARED / "laws" / "texts"
OF_A_KIND, ASKED, REFERENCE = 60, 300, 60
FIRST_ANSWER = 9_000_000  # the numbers of the articles that answer real questions
ARTICLE = re.compile(
    r"^第([零〇一二三四五六七八九十百千]+)条[\s\u3000](.+(?:\n(?!第[零〇一二三四五六七八九十百千]+条).+)*)",
    re.M,
)
TOP = 10


def main() -> None:
    with archive(SIZE):
        print(
            f"\nmilliseconds of all statements of a search, and of all of it with its page: p50, p95, most ({SIZE:,})"
        )
        random = Random(5)  # noqa: S311
        for kind, queries in _kinds(random).items():
            _time(kind, queries)
        _known_items(random)
        if QUESTIONS.exists():
            _real_questions(random)


# Time ----------------------------------------------------------------------------------------------------


def _kinds(random: Random) -> dict[str, list[str]]:
    texts = Archive()
    some = [texts.article(random.randrange(SIZE)) for _ in range(OF_A_KIND)]
    common = Random(1).sample(["逾期", "合同", "法院", "起诉", "证据", "赔偿", "责任", "律师"], 8)  # noqa: S311
    return {
        "two common words": [" ".join(random.sample(common, 2)) for _ in range(OF_A_KIND)],
        "three words of a text": [" ".join(_picked(one.sentences, random, 3)) for one in some],
        "a title": [one.title for one in some],
        "a sentence": [random.choice(one.sentences) for one in some],
        "names and numbers": [
            random.choice(
                (
                    "张某",
                    "李某某",
                    f"（2023）浙0102民初{random.randrange(9999)}号",
                    f"专题{random.randrange(SIZE)}",
                )
            )
            for _ in range(OF_A_KIND)
        ],
    }


def _picked(sentences: Sequence[str], random: Random, many: int) -> list[str]:
    found = sorted({word for word in words(random.choice(sentences)) if len(word) > 1})
    return random.sample(found, min(many, len(found)))


def _time(kind: str, queries: list[str]) -> None:
    for query in queries[:3]:
        search(query)
    runs = [measured(partial(search, query)) for query in queries]
    plain = [measured(partial(naive, query)) for query in queries]
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
        terms = [word for sentence in two for word in _picked([sentence], random, 4)]
        random.shuffle(terms)
        asked.append(
            (" ".join(terms), lambda ids, two=two: [all(s in body for s in two) for body in _in_order(ids)])
        )
    print(f"\nquality: words of two sentences of a known article ({len(asked)}): MRR@10, R@10")
    _score("ours", ours, asked)
    _score("AND ts_rank", naive, asked)


def _in_order(ids: Sequence[int]) -> list[str]:
    held = bodies(ids)
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
    questions = [json.loads(line) for line in QUESTIONS.open(encoding="utf-8")]
    laws, answers, asked = _laws(), {}, []
    for row in random.sample(questions, len(questions)):
        golds = [(gold["law"], gold["article"]) for gold in row["gold"]]
        if all(gold in laws for gold in golds) and len(asked) < ASKED:
            pks = {answers.setdefault(gold, FIRST_ANSWER + len(answers)) for gold in golds}
            asked.append((row["query"], lambda ids, pks=pks: [pk in pks for pk in ids]))
    _write({pk: laws[gold] for gold, pk in answers.items()}, random)
    print(
        f"\nquality: real questions ({len(asked)}), each answered by an article with the provision, among {SIZE:,}"
    )
    _score("ours", ours, asked)
    _score("AND ts_rank", naive, asked)
    if SIZE <= 20_000:
        texts = _all_texts()
        _score(f"ours on the first {REFERENCE}", ours, asked[:REFERENCE])
        _score("all texts by that measure", partial(exact, texts), asked[:REFERENCE])
    transaction.set_rollback(True)


def _laws() -> dict[tuple[str, str], str]:
    found = {}
    for path in sorted(TEXTS.rglob("*.md")):
        text = path.read_text("utf-8")
        title = text.split("\n", 1)[0].lstrip("# ").strip()
        for number, words_ in ARTICLE.findall(text.replace("\n\n", "\n")):
            found[title, str(to_int(number))] = words_
    return found


def _write(texts: dict[int, str], random: Random) -> None:
    """An article for each text, with sentences of the archive around it."""
    like = Article.objects.published().select_related("live_revision").order_by("pk").first()
    fill, articles, revisions = Archive(), [], []
    for (pk, text), revision_pk in zip(texts.items(), reserved(Revision, len(texts)), strict=True):
        around = random.sample(fill.article(random.randrange(SIZE)).sentences, 8)
        body = f"<p>{''.join(around[:4])}</p><p>{text}</p><p>{''.join(around[4:])}</p>"
        given = {"title": f"法条解读之{pk % 1000}", "body": body}
        article, revision = _copy(like, pk, **given), _copy(like.live_revision, revision_pk, **given)
        article.live_revision_id, revision.article_id = revision_pk, pk
        publishing.measure(article)
        articles.append(article)
        revisions.append(revision)
    copy_in(articles)
    copy_in(revisions)
    index.keep_many(list(texts))


def _copy(row, pk: int, **changes):
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values | {"id": pk} | changes)


def _all_texts() -> list[tuple[int, str, str]]:
    rows = Article.objects.published().values_list("pk", "title", "body")
    return [(pk, plain(title), plain(body)) for pk, title, body in rows]


def exact(texts: list[tuple[int, str, str]], query: str) -> list[int]:
    """The whole archive by the last stage's measure: what the stages before it can lose."""
    question = asking.read(query)
    known = frequencies(question.pairs)
    rarities = {pair: known.rarity(pair) for pair in question.pairs}
    scored = [(weight(question.whole, title, body, rarities), pk) for pk, title, body in texts]
    return [pk for _, pk in sorted(scored, reverse=True)[:TOP]]


if __name__ == "__main__":
    main()
