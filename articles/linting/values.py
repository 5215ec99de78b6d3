"""What goes into the linting of a text and what comes out of it: rules, hits, findings."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

PLACES = {"title": "标题", "summary": "摘要", "keywords": "关键词", "body": "正文"}
PHRASES = (
    "phrases"  # the detector that looks for a rule's own phrases; all others are modules of this package
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the detectors need it: which words, in which surroundings. Phrases are written as phrases.py says."""

    code: str
    detector: str = PHRASES
    phrases: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # one of these stands in the same sentence
    exceptions: tuple[str, ...] = ()  # none of these does
    heeds_quotations: bool = True  # not in the words of somebody else, nor in a 《title》
    heeds_context: bool = True  # not where it is denied, forbidden, asked, or warned of


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in one part of a text that a rule speaks of."""

    place: str
    span: tuple[int, int]
    note: str = ""  # what is wrong just here, in Chinese, where the rule's explanation does not say it
    whole: str = ""  # stands for the sentence where that is not the one around the span


@dataclass(frozen=True, slots=True)
class Finding:
    """All hits of one rule in one sentence."""

    rule: str
    place: str
    spans: tuple[tuple[int, int], ...]
    words: str
    nth: int  # which of the same words in that part of the text is meant, counted from 0, without overlaps
    sentence: str
    marks: tuple[tuple[int, int], ...]  # where the hits stand in the sentence
    note: str = ""
    times: int = 1

    @property
    def key(self) -> str:
        """The same while the sentence stays, wherever it is moved to."""
        folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", self.sentence))
        return hashlib.sha256(f"{self.rule}\n{folded}".encode()).hexdigest()[:32]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The sentence cut into pieces, each with whether it is one of the words meant."""
        found, at = [], 0
        for start, end in self.marks:
            found += [(self.sentence[at:start], False), (self.sentence[start:end], True)]
            at = end
        return [piece for piece in [*found, (self.sentence[at:], False)] if piece[0]]
