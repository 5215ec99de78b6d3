"""What a visitor typed, as it is looked for: its words, its pairs of characters, the whole of it; pure."""

from dataclasses import dataclass

from articles.searching.tokens import JOINTS, folded, pairs, words
from statutes.language.normalise import clean_line
from statutes.searching.terms import ASIDE

LONGEST = 200  # characters that are read
MOST_WORDS, MOST_PAIRS = 30, 60


@dataclass(frozen=True, slots=True)
class Question:
    """A query: as it was typed, its terms each once, the pairs by which texts are weighed."""

    text: str
    words: tuple[str, ...]
    pairs: tuple[str, ...]

    @property
    def whole(self) -> str:
        """All of it as one piece, to be found in a text to the letter."""
        return "".join(folded(self.text).split())

    @property
    def is_single(self) -> bool:
        """Whether it is nothing but a single character: terms that begin so are looked for."""
        return bool(self.words) and all(len(word) == 1 for word in self.words)


def read(query: str) -> Question:
    """Read a query; words of asking (请问, 怎么办) count only where there are no others. Raises nothing."""
    text = clean_line(query[: 4 * LONGEST])[:LONGEST]
    subject = ASIDE.sub(" ", text)
    terms = _telling(subject) or _telling(text) or words(text)
    weighed = [pair for pair in pairs(subject) if JOINTS.isdisjoint(pair)] or pairs(text)
    return Question(
        text,
        tuple(dict.fromkeys(terms))[:MOST_WORDS],
        tuple(dict.fromkeys(weighed))[:MOST_PAIRS],
    )


def _telling(text: str) -> list[str]:
    return [term for term in words(text) if len(term) > 1 or term.isascii()]
