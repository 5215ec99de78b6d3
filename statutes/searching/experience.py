"""What has been asked before: which laws people's questions were about, and the words they used; pure.

experience.tsv has a line for each provision that answered a question: the official title, the provision's mark (its first
fingerprint: words that an amendment changed are not meant any more), how many questions it answered, and the terms of
these that it does not have itself, each with its count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from statutes.language.shingles import fingerprints
from statutes.searching.terms import asked, of_path, of_title, terms

FILE = Path(__file__).parent / "experience.tsv"
Provision = tuple[str, int]  # the official title of its statute, its mark


@dataclass(frozen=True, slots=True)
class Experience:
    """How many questions a law answered, by title; and by term, the provisions whose questions had it, how often."""

    laws: Mapping[str, int]
    words: Mapping[str, tuple[tuple[Provision, int], ...]]

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Experience":
        """From the lines of experience.tsv."""
        laws: Counter[str] = Counter()
        words: dict[str, list[tuple[Provision, int]]] = defaultdict(list)
        for line in lines:
            law, mark, answered, said = line.rstrip("\n").split("\t")
            laws[law] += int(answered)
            for word in said.split():
                term, count = word.split(":")
                words[term].append(((law, int(mark)), int(count)))
        return cls(dict(laws), {term: tuple(found) for term, found in words.items()})


@lru_cache(maxsize=1)
def experience() -> Experience:
    """What this release knows."""
    return Experience.of(FILE.read_text("utf-8").splitlines())


def learnt(answers: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """The lines of experience.tsv for answers: a question, and the title, path and text of a provision that answers it."""
    answered: Counter[Provision] = Counter()
    said: dict[Provision, Counter[str]] = defaultdict(Counter)
    for question, title, path, text in answers:
        provision = title, min(fingerprints(text), default=0)
        own = {*terms(text), *of_path(path), *of_title(title)}
        answered[provision] += 1
        said[provision].update(term for term in asked(question) if term not in own)
    return [
        f"{law}\t{mark}\t{count}\t" + " ".join(f"{t}:{n}" for t, n in sorted(said[law, mark].items()))
        for (law, mark), count in sorted(answered.items())
    ]
