"""The exact ranking, as a reference for the site's: BM25F over all texts, in memory, for archives up to LARGEST.

Robertson and Zaragoza 2009, with the search study's weights: a term of the title counts three times, in one saturating
sum with the body's. Terms are the index's own words, and how common they are is counted, not sampled.
"""

from array import array
from collections import Counter, defaultdict
from heapq import nlargest
from math import log

from articles.html import text_of
from articles.models import Article
from articles.searching import question as asking
from articles.searching.tokens import words

LARGEST = 20_000
SATURATION, BY_LENGTH, OF_TITLE = 1.2, 0.75, 3


class Exact:
    """All published texts by their terms."""

    def __init__(self):
        self.ids, self.lengths = array("q"), array("i")
        self.postings: dict[str, array] = defaultdict(
            lambda: array("i")
        )  # place, how often, place, how often …
        for pk, title, body in Article.objects.published().values_list("pk", "title", "body").iterator():
            self._add(pk, words(title), words(text_of(body)))
        self.usual = sum(self.lengths) / max(len(self.lengths), 1)

    def _add(self, pk: int, title: list[str], body: list[str]) -> None:
        counts = Counter(body)
        for term in title:
            counts[term] += OF_TITLE
        for term, n in counts.items():
            self.postings[term].extend((len(self.ids), n))
        self.ids.append(pk)
        self.lengths.append(len(title) + len(body))

    def best(self, query: str, many: int) -> list[int]:
        """The numbers of so many articles, the likeliest answer first."""
        scores: dict[int, float] = defaultdict(float)
        for term in asking.read(query).words:
            held = self.postings.get(term, ())
            rarity = log(1 + len(self.ids) / (len(held) / 2)) if held else 0.0
            for place, n in zip(held[::2], held[1::2], strict=True):
                length = 1 - BY_LENGTH + BY_LENGTH * self.lengths[place] / self.usual
                scores[place] += rarity * n * (1 + SATURATION) / (n + SATURATION * length)
        return [self.ids[place] for place in nlargest(many, scores, key=scores.get)]
