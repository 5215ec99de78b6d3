"""A question -> the provisions that are likely to answer it, best first."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firm.standbys import reading
from statutes.searching.index import BLOCK
from statutes.searching.library import Library
from statutes.searching.question import read_question
from statutes.searching.weighing import STEPS, rarity, saturated

CANDIDATES = 1_000  # of the best by words alone are weighed by their statutes
REMEMBERED = 300  # of those that answered questions before are looked at
WORD_OF_EXPERIENCE = 0.35  # of what a word counts that stands in the provision itself
# Terms that more of the provisions hold say little and cost much: those of the question, and those that were added.
TOO_COMMON, ADDED_TOO_COMMON = 0.2, 0.05


@dataclass(frozen=True, slots=True)
class _Postings:
    """A term's places and weights in each block."""

    holding: int  # how many provisions have the term
    weight: float  # of the term in this question: its rarity times what the question gives it
    blocks: tuple[tuple[int, bytes, bytes], ...]


def ranked(question: str, library: Library, limit: int) -> list[int]:
    """The ids of at most so many provisions, best first; those that share no term with the question are not among them."""
    asked = read_question(question)
    postings = _postings(asked, library.size)
    scores = _scores(postings.values())
    remembered = _remembered([term for term in postings if asked[term] == 1], postings, library)
    rows = _candidates(_best(scores), [mark for _, mark in remembered])
    found = []
    for place, provision, statute, mark in rows:
        block, at = divmod(place, BLOCK)
        score = scores[block][at] if block in scores else 0.0
        score += remembered.get((library.titles.get(statute, ""), mark), 0.0)
        found.append((-score * library.weights.get(statute, 1.0), provision))
    return [provision for score, provision in sorted(found)[:limit] if score]


def _postings(asked: Mapping[str, float], size: int) -> dict[str, _Postings]:
    """The postings of the terms asked for, without the common ones where there are others."""
    held = defaultdict(list)
    with reading().cursor() as cursor:
        cursor.execute(
            "SELECT term, block, places, weights FROM statutes_posting WHERE term = ANY(%s)", [list(asked)]
        )
        for term, *block in cursor:
            held[term].append(tuple(block))
    found = {}
    for term, blocks in held.items():
        holding = sum(len(weights) for *_, weights in blocks)
        found[term] = _Postings(holding, asked[term] * rarity(holding, size), tuple(blocks))
    telling = {
        term: postings
        for term, postings in found.items()
        if postings.holding <= size * (TOO_COMMON if asked[term] == 1 else ADDED_TOO_COMMON)
    }
    return telling or found


def _scores(postings: Iterable[_Postings]) -> dict[int, list[float]]:
    """The score of each place of each block by the terms that stand there."""
    scores: dict[int, list[float]] = {}
    for term in postings:
        gain = [term.weight * step / STEPS for step in range(STEPS + 1)]
        for block, places, weights in term.blocks:
            row = scores.get(block)
            if row is None:
                row = scores[block] = [0.0] * BLOCK
            for place, weight in zip(struct.unpack(f"<{len(weights)}H", places), bytes(weights), strict=True):
                row[place] += gain[weight]
    return scores


def _best(scores: Mapping[int, list[float]]) -> list[int]:
    """The places with the highest scores."""
    positive = sorted((score for row in scores.values() for score in row if score), reverse=True)
    if not positive:
        return []
    least = positive[min(CANDIDATES, len(positive)) - 1]
    places = [
        block * BLOCK + at for block, row in scores.items() for at, score in enumerate(row) if score >= least
    ]
    return places[: 2 * CANDIDATES]  # many of them may be equal


def _remembered(
    terms: Iterable[str], postings: Mapping[str, _Postings], library: Library
) -> dict[tuple[str, int], float]:
    """What earlier questions with these terms add to the provisions that answered them."""
    added: dict[tuple[str, int], float] = defaultdict(float)
    for term in terms:
        for provision, count in library.experience.words.get(term, ()):
            added[provision] += postings[term].weight * saturated(WORD_OF_EXPERIENCE * count)
    best = sorted(added, key=lambda provision: (-added[provision], provision))[:REMEMBERED]
    return {provision: added[provision] for provision in best}


def _candidates(places: list[int], marks: list[int]) -> list[tuple[int, int, int, int]]:
    """The rows of the index at these places and of these marks."""
    with reading().cursor() as cursor:
        cursor.execute(
            "SELECT id, provision_id, statute_id, mark FROM statutes_indexedprovision"
            " WHERE id = ANY(%s) UNION SELECT id, provision_id, statute_id, mark FROM statutes_indexedprovision"
            " WHERE mark = ANY(%s) AND mark <> 0",
            [places, marks],
        )
        return cursor.fetchall()
