"""The index kept true to the live articles: each in, changed or out in the transaction that makes it so."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from articles.html import text_of
from articles.models import Article, StatuteReference, TaggedArticle
from articles.searching.frequencies import frequencies
from articles.searching.keywords import keywords, ties
from articles.searching.postings import postings
from articles.searching.tokens import words
from articles.searching.vectors import MOST_TERMS, array, marks_of, text_vector, title_vector, with_marks

Law = tuple[int, str]  # the id of a statute, the key of one of its 条
Posting = tuple[int, int, int]  # a term or a pair, its weight, the article


@dataclass(frozen=True, slots=True)
class Source:
    """What of an article is indexed; a draft has no number that counts."""

    article: int
    title: str
    text: str
    column: int
    published_at: datetime | None
    tags: tuple[int, ...]
    laws: tuple[Law, ...]
    beside: str = ""  # the names of its tags, by which it is found too


@dataclass(frozen=True, slots=True)
class Document:
    """An article in terms, as a row of SearchDocument; keywords are numbers with weights."""

    article: int
    length: int
    keywords: tuple[tuple[int, int], ...]
    title: str
    text: str
    marks: tuple[str, ...]  # by what it is filtered


def keep(article: Article, described: Document | None = None) -> None:
    """Index a live article as its row, its tags and its references now are; the caller holds the transaction.

    described, where its text and ties were described before: its marks alone may have become others since.
    """
    if described is None:
        keep_many([article.pk])
        return
    marks = marks_of(article.column_id, article.published_at, tags_of([article.pk])[article.pk])
    write([replace(described, article=article.pk, marks=tuple(marks))])


def keep_many(ids: Iterable[int]) -> int:
    """Index these live articles as they are now, all in a few statements; returns how many. For the one who publishes, for
    an import, and for `index_articles`.

    The caller holds the transaction, a few hundred articles at once. What is not live is left out.
    """
    documents = describe(read(ids))
    write(documents)
    return len(documents)


def drop(ids: Iterable[int]) -> None:
    """Take articles out of the index; the caller holds the transaction."""
    ids = list(ids)
    with connection.cursor() as cursor:
        _drop_postings(cursor, _held(cursor, ids))
        cursor.execute(DROP, [ids])


def lock(ids: Iterable[int]) -> None:
    """Lock the documents of articles, in the order of their numbers, until the transaction ends.

    Whoever writes documents or related lists (of these articles) calls this first and once, so that nobody waits for
    somebody who waits for them.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [sorted(set(ids))])


def read(ids: Iterable[int]) -> list[Source]:
    """What of live articles is indexed, in three queries, in the order of their numbers."""
    ids = list(ids)
    rows = Article.objects.filter(pk__in=ids, state=Article.State.LIVE).order_by("pk")
    tags, laws = named_tags_of(ids), laws_of(ids)
    return [
        Source(
            pk,
            title,
            text_of(body),
            column,
            published_at,
            tuple(tag for tag, _ in tags[pk]),
            tuple(laws[pk]),
            " ".join(name for _, name in tags[pk]),
        )
        for pk, title, body, column, published_at in rows.values_list(
            "pk", "title", "body", "column", "published_at"
        )
    ]


def tags_of(ids: Iterable[int]) -> dict[int, list[int]]:
    """The ids of articles' tags by article, in their order."""
    found = named_tags_of(ids)
    return defaultdict(list, {article: [tag for tag, _ in some] for article, some in found.items()})


def named_tags_of(ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """The ids and names of articles' tags by article, in the order of the ids."""
    found = defaultdict(list)
    rows = TaggedArticle.objects.filter(content_object__in=list(ids)).order_by("content_object", "tag")
    for article, tag, name in rows.values_list("content_object", "tag", "tag__name"):
        found[article].append((tag, name))
    return found


def laws_of(ids: Iterable[int]) -> dict[int, list[Law]]:
    """The provisions that articles cite, by article, in the order of the text, each 条 once."""
    found = defaultdict(dict)
    rows = StatuteReference.objects.filter(article__in=list(ids)).order_by("article", "position")
    for article, statute, key in rows.values_list("article", "statute", "key"):
        if law := law_of(statute, key):
            found[article][law] = None
    return defaultdict(list, {article: list(laws) for article, laws in found.items()})


def law_of(statute: int | None, key: str) -> Law | None:
    """The 条 that a reference names; None where it names a document only."""
    return (statute, key.split(".")[0]) if statute and key else None


def describe(sources: Sequence[Source]) -> list[Document]:
    """Articles in terms, weighed by how common these are."""
    parts = [
        (words(source.title), Counter(words(source.text)[:MOST_TERMS] + words(source.beside)))
        for source in sources
    ]
    tied = [ties(source.laws, source.tags) for source in sources]
    known = frequencies(
        {term for two in parts for some in two for term in some} | {t for one in tied for t in one}
    )
    return [
        Document(
            source.article,
            len(title) + body.total(),
            tuple(keywords(title, body, own, known)),
            title_vector(title),
            text_vector(title, body),
            tuple(marks_of(source.column, source.published_at, source.tags)),
        )
        for source, (title, body), own in zip(sources, parts, tied, strict=True)
    ]


def write(documents: Sequence[Document]) -> None:
    """Put documents into the index in the place of what it had of these articles; the caller holds the transaction."""
    ids = [document.article for document in documents]
    if not ids:
        return
    wanted = {(*one, document.article) for document in documents for one in postings(document.keywords)}
    with connection.cursor() as cursor:
        held = _held(cursor, ids)
        _drop_postings(cursor, held - wanted)
        cursor.execute(
            WRITE,
            [
                ids,
                [document.length for document in documents],
                [array(term for term, _ in document.keywords) for document in documents],
                [array(weight for _, weight in document.keywords) for document in documents],
                [document.title for document in documents],
                [with_marks(document.text, document.marks) for document in documents],
            ],
        )
        if new := sorted(wanted - held):
            cursor.execute(POST, _columns(new))


def _held(cursor, ids: list[int]) -> set[Posting]:
    """The postings of articles that are indexed; their documents are locked."""
    cursor.execute(HELD, [sorted(ids)])
    return {
        (*one, article)
        for article, terms, weights in cursor.fetchall()
        for one in postings(list(zip(terms, weights, strict=True)))
    }


def _drop_postings(cursor, some: set[Posting]) -> None:
    if some:
        cursor.execute(DROP_POSTINGS, _columns(some))


def _columns(rows: Iterable[Posting]) -> list[list[int]]:
    return list(map(list, zip(*rows, strict=True)))


LOCK = """
SELECT FROM articles_searchdocument WHERE article_id = ANY(%s::bigint[]) ORDER BY article_id FOR NO KEY UPDATE
"""
HELD = """
SELECT article_id, keywords, weights FROM articles_searchdocument WHERE article_id = ANY(%s::bigint[])
ORDER BY article_id FOR NO KEY UPDATE
"""
DROP_POSTINGS = """
DELETE FROM articles_keywordposting k USING unnest(%s::integer[], %s::smallint[], %s::bigint[]) AS old (term, weight, article)
WHERE k.term = old.term AND k.weight = old.weight AND k.article_id = old.article
"""
DROP = "DELETE FROM articles_searchdocument WHERE article_id = ANY(%s::bigint[])"
WRITE = """
INSERT INTO articles_searchdocument AS d (article_id, length, keywords, weights, title, text)
SELECT article, length, keywords::integer[], weights::smallint[], title::tsvector, text::tsvector
FROM unnest(%s::bigint[], %s::integer[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS new (article, length, keywords, weights, title, text) ORDER BY article
ON CONFLICT (article_id) DO UPDATE SET length = EXCLUDED.length, keywords = EXCLUDED.keywords,
    weights = EXCLUDED.weights, title = EXCLUDED.title, text = EXCLUDED.text
"""
POST = """
INSERT INTO articles_keywordposting (term, weight, article_id)
SELECT * FROM unnest(%s::integer[], %s::smallint[], %s::bigint[]) ON CONFLICT DO NOTHING
"""
