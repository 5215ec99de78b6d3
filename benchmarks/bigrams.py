"""The naive baseline of searching: BM25 over pairs of characters of a provision's text, held in memory."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log

K1, B = 1.2, 0.75
RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")


class Bigrams:
    """An index of texts by number."""

    def __init__(self, texts: Sequence[str]):
        counts = [Counter(_bigrams(text)) for text in texts]
        lengths = [count.total() for count in counts]
        usual = sum(lengths) / len(lengths)
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, count in enumerate(counts):
            for term, tf in count.items():
                weight = tf * (K1 + 1) / (tf + K1 * (1 - B + B * lengths[number] / usual))
                self.postings[term].append((number, weight))
        self.size = len(texts)

    def ranked(self, query: str, limit: int) -> list[int]:
        """The numbers of the best texts."""
        scores: dict[int, float] = defaultdict(float)
        for term, asked in Counter(_bigrams(query)).items():
            found = self.postings.get(term, ())
            idf = log(1 + (self.size - len(found) + 0.5) / (len(found) + 0.5))
            for number, weight in found:
                scores[number] += asked * idf * weight
        return sorted(scores, key=lambda number: (-scores[number], number))[:limit]


def _bigrams(text: str) -> list[str]:
    found = []
    for run in RUN.findall(text):
        is_latin = run[0] < "\u4e00"
        found += [run.lower()] if is_latin or len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
    return found
