"""Which articles may answer a question: a bounded number, the surest first.

Those with all terms in the title, then with all terms, then with the rarest of them, with two rare ones, with one; for
a question also those of whose keywords it has the most. Each step takes a bounded number, so that common words cost no
more than rare ones; a plain OR over the archive would rank half of it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from django.utils import timezone

from articles.searching.frequencies import Frequencies
from articles.searching.question import Question
from articles.searching.tokens import number
from articles.searching.vectors import all_of, any_of, beginning
from firm.standbys import reading

CAP = 200  # articles of a step
OF_KEYWORDS = 100  # of those whose keywords have the most of a question
ENOUGH = 25
WORDS, OF_SENTENCE, OF_COMMON = 8, 6, 4  # terms, the rarest, that are asked for together
SEVERAL = 5  # of the rarest terms, of which two are to be there
RARE = 0.02  # of the archive
TELLING = 0.005  # of the archive: one of two terms that are to be there
MANY, VERY_MANY, MOST = 2_000, 10_000, 100_000  # articles with the rarest term
FEW = 3  # terms: with more, of which one is rare, only few articles have all of them
OF_TITLE = 12  # terms: no title has more
LONG = 6  # terms: a question
CHAMPIONS = 300  # of a term's postings


def candidates(question: Question, known: Frequencies, marks: Sequence[str]) -> tuple[list[int], bool]:
    """The numbers of articles that may answer, each once, and whether there may be more than were taken."""
    found: dict[int, None] = {}
    is_capped = False
    terms = known.rarest_first(question.words)
    for column, query, is_last in _steps(question, terms, known, marks):
        if is_last and len(found) >= ENOUGH:
            break
        ids = _matching(column, query)
        is_capped |= len(ids) == CAP
        found.update(dict.fromkeys(ids))
        if is_capped:  # these are surer than all that follows
            for query in _beside(column, terms, known, marks):
                found.update(dict.fromkeys(_matching("text", query)))
            break
    if len(terms) >= LONG and not marks and not is_capped:
        found.update(dict.fromkeys(_champions(terms, known)))
    for query in [] if found else _singly(terms, marks):
        found.update(dict.fromkeys(_matching("text", query)))
        if found:
            break
    return list(found), is_capped


def _steps(
    question: Question, terms: Sequence[str], known: Frequencies, marks: Sequence[str]
) -> Iterator[tuple[str, str, bool]]:
    """The column and the query; and whether the step is left out where there are enough."""
    if not terms:
        return
    if question.is_single:
        yield "title", beginning(terms[0]), False
        yield "text", beginning(terms[0], marks), True
        return
    if not marks and len(terms) <= OF_TITLE:
        yield "title", all_of(terms), False
    first = terms[: _together(terms, known)]
    for place, years in enumerate(_newest_first(terms, known, marks)):
        yield "text", all_of(first, [*marks, *years]), place > 0
    for many in _fewer(len(first)):
        yield "text", all_of(terms[:many], marks), True
    if two := [all_of(some) for some in combinations(terms[:SEVERAL], 2) if _tell(some, known)]:
        yield "text", any_of(two, marks), True
    if rare := [term for term in terms if known.share(term) < RARE][:3]:
        yield "text", any_of([all_of([term]) for term in rare], marks), True


def _beside(column: str, terms: Sequence[str], known: Frequencies, marks: Sequence[str]) -> Iterator[str]:
    """What else is taken where there are more than are looked at, which are the oldest: those that have more of the question,
    and the newest. Of what stands in most articles the newest are enough."""
    many = _together(terms, known)
    if column == "text" and many < min(len(terms), WORDS) and _articles_with(terms[0], known) < MOST:
        yield all_of(terms[:WORDS], marks)
    if not _is_common(terms, known) and not _has_year(marks):
        yield all_of(terms[:many], [*marks, _this_year()])


def _together(terms: Sequence[str], known: Frequencies) -> int:
    """How many of the terms are asked for together: fewer of a sentence, and where each looks through very many articles."""
    if _articles_with(terms[0], known) >= VERY_MANY:
        return OF_COMMON
    return WORDS if len(terms) <= WORDS else OF_SENTENCE


def _this_year() -> str:
    return f"year:{timezone.localdate().year}"


def _newest_first(terms: Sequence[str], known: Frequencies, marks: Sequence[str]) -> list[list[str]]:
    """By which years are looked through: of very many with all terms those of this year, then all. The index gathers all
    that answer before the first is taken, and those that lie first in the table are the oldest."""
    return [[_this_year()], []] if _is_common(terms, known) and not _has_year(marks) else [[]]


def _is_common(terms: Sequence[str], known: Frequencies) -> bool:
    return _articles_with(terms[0], known) > (MANY if len(terms) <= FEW else VERY_MANY)


def _has_year(marks: Sequence[str]) -> bool:
    return any(mark.startswith("year:") for mark in marks)


def _articles_with(term: str, known: Frequencies) -> float:
    return known.share(term) * known.articles


def _tell(two: tuple[str, str], known: Frequencies) -> bool:
    """Whether two terms that stand in one article tell something: neither is a part of the other, and not both are common."""
    one, other = two
    return min(map(known.share, two)) < TELLING and one not in other and other not in one


def _fewer(many: int) -> list[int]:
    """6 -> 4, 3: how many of the terms are asked for, the commonest left out first."""
    return sorted({many * 3 // 4, many // 2} - {0, 1, many}, reverse=True)


def _singly(terms: Sequence[str], marks: Sequence[str]) -> Iterator[str]:
    """Term by term, the rarest first: where one is found anywhere, no page is empty."""
    for term in terms:
        yield all_of([term], marks)
    for term in terms:
        yield beginning(term, marks)


def _matching(column: str, query: str) -> list[int]:
    with reading().cursor() as cursor:
        cursor.execute(MATCHING[column], [query, CAP])
        return [pk for (pk,) in cursor.fetchall()]


def _champions(terms: Sequence[str], known: Frequencies) -> list[int]:
    """The articles whose keywords have the most of the terms, from a bounded number of postings."""
    telling = [term for term in terms if len(term) > 1][: 2 * LONG]
    rarities = [round(100 * known.rarity(term)) for term in telling]
    with reading().cursor() as cursor:
        cursor.execute(CHAMPION, [list(map(number, telling)), rarities, CHAMPIONS, OF_KEYWORDS])
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
