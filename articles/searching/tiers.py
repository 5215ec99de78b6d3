"""Which articles may answer a question: a bounded number, the surest first.

Those with all terms in the title, then with all terms, then with the rarest of them, with two rare ones, with one; for
a question also those of whose keywords it has the most. Each step takes a bounded number, so that common words cost no
more than rare ones; a plain OR over the archive would rank half of it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from django.db import connection
from django.utils import timezone

from articles.searching.frequencies import Frequencies
from articles.searching.question import Question
from articles.searching.tokens import number
from articles.searching.vectors import all_of, any_of, beginning

CAP = 200  # articles of a step
WIDE_CAP = 400  # of those steps that ask for little
ENOUGH = 50
SEVERAL = 5  # of the rarest terms, of which two are to be there
RARE = 0.02  # of the archive
LONG = 6  # terms: a question
CHAMPIONS = 300  # of a term's postings


def candidates(question: Question, known: Frequencies, marks: Sequence[str]) -> tuple[list[int], bool]:
    """The numbers of articles that may answer, each once, and whether there may be more than were taken."""
    found: dict[int, None] = {}
    is_capped = False
    terms = sorted(question.words, key=lambda term: (-known.rarity(term), term))
    for column, query, cap, is_last in _steps(question, terms, known, marks):
        if is_last and len(found) >= ENOUGH:
            break
        ids = _matching(column, query, cap)
        is_capped |= len(ids) == cap
        found.update(dict.fromkeys(ids))
    if is_capped:
        found.update(dict.fromkeys(_newest(terms, marks)))
    if len(terms) >= LONG and not marks:
        found.update(dict.fromkeys(_champions(terms, known)))
    for query in [] if found else _singly(terms, marks):
        found.update(dict.fromkeys(_matching("text", query, CAP)))
        if found:
            break
    return list(found), is_capped


def _steps(
    question: Question, terms: Sequence[str], known: Frequencies, marks: Sequence[str]
) -> Iterator[tuple[str, str, int, bool]]:
    """The column, the query, how many at most; and whether the step is left out where there are enough."""
    if not terms:
        return
    if question.is_single:
        yield "title", beginning(terms[0]), CAP, False
        yield "text", beginning(terms[0], marks), CAP, True
        return
    if not marks:
        yield "title", all_of(terms), CAP, False
    yield "text", all_of(terms, marks), CAP, False
    for many in _fewer(len(terms)):
        yield "text", all_of(terms[:many], marks), CAP, True
    if len(terms) > 2:
        two = [all_of(some) for some in combinations(terms[:SEVERAL], 2)]
        yield "text", any_of(two, marks), WIDE_CAP, True
    if rare := [term for term in terms if known.share(term) < RARE][:3]:
        yield "text", any_of([all_of([term]) for term in rare], marks), WIDE_CAP, True


def _fewer(many: int) -> list[int]:
    """7 -> 6, 5, 4: how many of the terms are asked for, the commonest left out first."""
    return sorted({many - 1, many * 3 // 4, many // 2} - {0, 1, many}, reverse=True)


def _singly(terms: Sequence[str], marks: Sequence[str]) -> Iterator[str]:
    """Term by term, the rarest first: where one is found anywhere, no page is empty."""
    for term in terms:
        yield all_of([term], marks)
    for term in terms:
        yield beginning(term, marks)


def _newest(terms: Sequence[str], marks: Sequence[str]) -> list[int]:
    """Of very many with all terms, some of the last two years: a step takes those that lie first, the oldest."""
    this = timezone.localdate().year
    years = [all_of([], [f"year:{year}"]) for year in (this, this - 1)]
    return _matching("text", f"{any_of(years, marks)} & {all_of(terms)}", CAP)


def _matching(column: str, query: str, cap: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(MATCHING[column], [query, cap])
        return [pk for (pk,) in cursor.fetchall()]


def _champions(terms: Sequence[str], known: Frequencies) -> list[int]:
    """The articles whose keywords have the most of the terms, from a bounded number of postings."""
    telling = [term for term in terms if len(term) > 1][: 2 * LONG]
    rarities = [round(100 * known.rarity(term)) for term in telling]
    with connection.cursor() as cursor:
        cursor.execute(CHAMPION, [list(map(number, telling)), rarities, CHAMPIONS, CAP])
        return [pk for (pk,) in cursor.fetchall()]


MATCHING = {
    column: f"SELECT article_id FROM articles_searchdocument WHERE {column} @@ %s::tsquery LIMIT %s"  # noqa: S608
    for column in ("title", "text")
}
CHAMPION = """
SELECT held.article_id FROM unnest(%s::integer[], %s::integer[]) AS asked (term, rarity)
CROSS JOIN LATERAL (
    SELECT k.article_id, k.weight FROM articles_keywordposting k WHERE k.term = asked.term
    ORDER BY k.weight DESC, k.article_id DESC LIMIT %s
) held
GROUP BY held.article_id ORDER BY sum(held.weight::bigint * asked.rarity) DESC, held.article_id DESC LIMIT %s
"""
