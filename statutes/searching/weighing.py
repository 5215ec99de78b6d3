"""How much a term says of a provision; pure.

BM25F (Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009): the counts of a term in text, headings and title
are added up, each in proportion to its field's length, and then saturate. The usual lengths are constants, those of
Chinese legislation, so that a provision's weights do not change with the others'.
"""

from collections import Counter
from math import log

from statutes.searching.terms import of_path, of_title, terms

SATURATION = 1.2  # k1
BY_LENGTH = 0.6  # b
USUAL_LENGTHS = {"text": 97.5, "path": 4.3, "title": 8.5}
OF_FIELDS = {"text": 1.0, "path": 1.5, "title": 1.5}
STEPS = 255  # a weight is kept in a byte


def weights(title: str, path: str, text: str) -> dict[str, int]:
    """The weight of each term of a provision, 1 to STEPS."""
    counts: Counter[str] = Counter()
    for field, found in (("text", terms(text)), ("path", of_path(path)), ("title", of_title(title))):
        factor = OF_FIELDS[field] / (1 - BY_LENGTH + BY_LENGTH * len(found) / USUAL_LENGTHS[field])
        for term in found:
            counts[term] += factor
    return {term: max(1, round(STEPS * saturated(count))) for term, count in counts.items()}


def saturated(count: float) -> float:
    """0 to 1: the tenth mention says less than the first."""
    return count / (count + SATURATION)


def rarity(holding: int, of: int) -> float:
    """The idf of a term that so many provisions of a library hold."""
    return log(1 + (max(0, of - holding) + 0.5) / (holding + 0.5))
