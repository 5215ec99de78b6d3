"""The keywords of an article: the terms that say most of it, with the provisions it cites and its tags; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from articles.searching.frequencies import Frequencies
from articles.searching.tokens import number, says_something

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
    counts = Counter(body)
    for term in set(title):
        counts[term] += TITLE
    weighed = {
        term: known.rarity(term) * (1 + log(n) if n > 1 else 1)
        for term, n in counts.items()
        if says_something(term)
    }
    weighed |= {term: weight * known.rarity(term) for term, weight in tied.items()}
    length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    best = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    by_number: dict[int, int] = {}
    for term, weight in best:
        by_number.setdefault(number(term), max(1, round(WHOLE * weight / length)))
    return sorted(by_number.items(), key=lambda pair: (-pair[1], pair[0]))
