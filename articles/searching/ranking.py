"""The order of articles that may answer a question: roughly in the database, then by their texts.

BM25F (Robertson, Zaragoza 2009) with title and body in one saturating sum. The database weighs words, which is quick;
what is best by them is weighed again by pairs of characters, which is the better measure for Chinese: no cut between
words hides a match. That is less where a part of the question is missing, and more where much of it stands in one
sentence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from articles.models import Article
from articles.searching.frequencies import Frequencies
from articles.searching.question import Question
from firm.standbys import reading

BEST = 100  # that are weighed by their texts
TELLING = 8  # terms, the rarest, by which they are chosen
USUAL_LENGTH, USUAL_TERMS = 900, 600
SATURATION, BY_LENGTH, OF_TITLE = 1.2, 0.75, 3
WHOLE_IN_TITLE, WHOLE_IN_BODY = 1.5, 1.15  # the question to the letter
BLOCK_END, TAG = re.compile(r"</(?:p|h\d|li|t[dh])>|<br>"), re.compile(r"<[^>]*>")
SENTENCE = re.compile(r"[。！？；\n]")
WEIGHED = 40_000  # characters of a body


@dataclass(frozen=True, slots=True)
class _Text:
    pk: int
    title: str
    body: str
    published_at: float


def ranked(question: Question, ids: Sequence[int], known: Frequencies) -> list[int]:
    """Those that the public may read, at most BEST, the likeliest answer first."""
    if len(ids) > BEST:
        ids = _best_by_words(question, ids, known)
    texts = _texts(ids)
    rarities = {pair: known.rarity(pair) for pair in question.pairs}
    scored = [(weight(question.whole, text.title, text.body, rarities), text) for text in texts]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].published_at, -pair[1].pk))
    return [text.pk for _, text in scored]


def weight(whole: str, title: str, body: str, rarities: dict[str, float]) -> float:
    """How much a title and a body (plain) say of a question, its pairs being given with their rarities."""
    length = 1 - BY_LENGTH + BY_LENGTH * len(body) / USUAL_LENGTH
    score, there = 0.0, []
    for pair, rarity in rarities.items():
        if count := body.count(pair) + OF_TITLE * title.count(pair):
            score += rarity * count * (1 + SATURATION) / (count + SATURATION * length)
            there.append((pair, rarity))
    if not there:
        return 0.0
    total = sum(rarities.values())
    score *= sqrt(sum(rarity for _, rarity in there) / total) * (
        1 + _in_one_sentence(f"{title}\n{body}", there) / total
    )
    if whole in title:
        return score * WHOLE_IN_TITLE
    return score * WHOLE_IN_BODY if whole in body else score


def _in_one_sentence(text: str, there: Sequence[tuple[str, float]]) -> float:
    """The most that one sentence has of what the text has of a question."""
    return max(sum(rarity for pair, rarity in there if pair in sentence) for sentence in SENTENCE.split(text))


def _texts(ids: Sequence[int]) -> list[_Text]:
    rows = Article.objects.published().filter(pk__in=ids)
    return [
        _Text(pk, plain(title), plain(body), published_at.timestamp())
        for pk, title, body, published_at in rows.values_list("pk", "title", "body", "published_at")
    ]


def plain(html: str) -> str:
    """A title or body as it is weighed: not folded as terms are, for that would take longer than the weighing."""
    return TAG.sub("", BLOCK_END.sub("\n", html[:WEIGHED])).lower()


def _best_by_words(question: Question, ids: Iterable[int], known: Frequencies) -> list[int]:
    """The best by the words of their vectors: each vector is read once, a word's rank in it saturates."""
    terms = known.rarest_first(question.words)[:TELLING]
    ranks = " + ".join(["%s * ts_rank('{0.6, 0.7, 0.8, 1}', text, %s::tsquery)"] * len(terms)) or "0"
    values = [value for term in terms for value in (known.rarity(term), term)]
    with reading().cursor() as cursor:
        cursor.execute(BY_WORDS.replace("RANKS", ranks), [list(ids), *values, USUAL_TERMS, BEST])
        return [pk for (pk,) in cursor.fetchall()]


BY_WORDS = """
SELECT article_id FROM (
    SELECT article_id, length, ts_filter(text, '{a,d}') AS text FROM articles_searchdocument
    WHERE article_id = ANY(%s) OFFSET 0
) held ORDER BY (RANKS) / (0.8 + 0.2 * length / %s) DESC, article_id DESC LIMIT %s
"""
