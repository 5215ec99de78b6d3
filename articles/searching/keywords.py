"""The keywords of an article: the terms that say most of it, with the provisions it cites and its tags; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import log, sqrt

from articles.searching.frequencies import Frequencies
from articles.searching.tokens import is_guessed, number, says_something

MOST = 24
WHOLE = 10_000  # the length of the vector of all weights
TITLE = 2  # how often more a word of the title counts
LAW, TAG = 2.5, 2.0  # what a cited provision and a tag weigh, where a word that stands once weighs 1
MOST_LAWS, MOST_TAGS = 8, 8


def ties(laws: Iterable[tuple[int, str]], tags: Iterable[int]) -> dict[str, float]:
    """The terms for cited provisions (a statute's id, the key of the 条) and for tags, with what each weighs."""
    cited = dict.fromkeys(laws)
    found = {f"law:{statute}:{key}": LAW for statute, key in list(cited)[:MOST_LAWS]}
    return found | {f"tag:{tag}": TAG for tag in list(dict.fromkeys(tags))[:MOST_TAGS]}


def keywords(
    title: Sequence[str], body: Mapping[str, int], tied: dict[str, float], known: Frequencies
) -> list[tuple[int, int]]:
    """The numbers and weights (of WHOLE) of at most MOST terms, the weightiest first; body tells how often it has each."""
    counts, titled = Counter(body), set(title)
    counts.update(titled)
    weighed = {
        term: known.rarity(term) * (1 + log(n + TITLE - 1 if term in titled else n))
        for term, n in counts.items()
        if says_something(term) and (n > 1 or not is_guessed(term))
    }
    weighed |= {term: weight * known.rarity(term) for term, weight in tied.items()}
    length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    best = sorted(
        weighed.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0])
    )  # the whole before its part
    by_number: dict[int, int] = {}
    for term, weight in islice(_without_parts(best, counts), MOST):
        by_number.setdefault(number(term), max(1, round(WHOLE * weight / length)))
    return sorted(by_number.items(), key=lambda pair: (-pair[1], pair[0]))


def _without_parts(
    best: Iterable[tuple[str, float]], counts: Mapping[str, int]
) -> Iterator[tuple[str, float]]:
    """承租人 without 承租 where that stands nowhere else: the one says what the other would."""
    taken: list[str] = []
    for term, weight in best:
        if not any(term in other and counts[term] <= counts[other] for other in taken):
            taken.append(term)
            yield term, weight
