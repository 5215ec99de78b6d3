"""The terms of a text: the words that a dictionary knows, and pairs of characters where it knows none; pure.

The dictionary (rjieba, without its guesses) cuts 网贷 and 花呗, which it does not know, into single characters. Each single
character is therefore joined with its neighbours, so that a new word, a name or half of one is a term on both sides,
whatever stands around it, without a list that somebody would have to keep.
"""

import re
import unicodedata
from functools import lru_cache
from zlib import crc32

import rjieba

from statutes.language.normalise import visible

RUN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+|[a-z0-9]{1,40}")
# They join words rather than being parts of one: no pair is made of one of them and a piece of a longer word.
JOINTS = frozenset("的了吗呢吧和与或及在是被把将对从也都就还而但等其所此该之以为有不要会能我你他她它们这那个")
NOISE = re.compile(r"\d+|第?[零〇一二两三四五六七八九十百千万亿]+[条款项章节年月日天号个]?")
SIGN = 1 << 31  # PostgreSQL's integer has a sign


def words(text: str) -> list[str]:
    """The terms of a text in order, repeated ones too, one width and case: 网贷逾期 -> 网贷, 逾期."""
    found: list[str] = []
    for run in runs(text):
        if run[0] < "\u3400":
            found.append(run)
        else:
            found.extend(_chinese(run))
    return found


def pairs(text: str) -> list[str]:
    """All runs of two characters, and what is no Chinese as it is: for weighing two texts of which one is short."""
    found: list[str] = []
    for run in runs(text):
        found += [run] if run[0] < "\u3400" else ([run[i : i + 2] for i in range(len(run) - 1)] or [run])
    return found


def runs(text: str) -> list[str]:
    """The stretches of a text without marks and spaces."""
    return RUN.findall(folded(text))


def folded(text: str) -> str:
    """A text in one width and case; as long as it was wherever its characters are single ones."""
    return unicodedata.normalize("NFKC", visible(text)).lower()


@lru_cache(maxsize=200_000)
def says_something(term: str) -> bool:
    """Whether a term may be a keyword: no single character, no number, no pair with a joint."""
    return len(term) > 1 and not NOISE.fullmatch(term) and JOINTS.isdisjoint(term)


@lru_cache(maxsize=200_000)
def is_guessed(term: str) -> bool:
    """Whether a term is two characters that the dictionary does not know together: 花呗, 林知, but also 波抽 of 宁波抽逃."""
    return len(term) == 2 and term[0] >= "\u3400" and len(rjieba.cut(term, False)) > 1


def number(term: str) -> int:
    """The number of a term in the database. Two may have the same, one pair in some ten thousand: it hardly matters."""
    return crc32(term.encode()) - SIGN


def _chinese(run: str) -> list[str]:
    """The words of a run; with each single character the pairs that it makes with what stands before and behind it.

    A joint makes a pair with another single character only, not with a piece of a word.
    """
    if len(run) == 1:
        return [run]  # 浙 in （2023）浙0102民初1234号
    found: list[str] = []
    at, before = 0, 0  # before: the length of the part before this one
    for part in rjieba.cut(run, False):
        is_word = len(part) > 1
        if at and (before == 1 or not is_word):  # one of the two is a single character
            pair = run[at - 1 : at + 1]
            if (before == 1 and not is_word) or (pair[0] if is_word else pair[1]) not in JOINTS:
                found.append(pair)
        if is_word:
            found += (part,) if len(part) == 2 else _with_parts(part)
        at, before = at + len(part), len(part)
    return found


@lru_cache(maxsize=100_000)
def _with_parts(word: str) -> tuple[str, ...]:
    """借款人 -> 借款, 借款人: who looks for a part finds the whole."""
    return tuple(rjieba.cut_for_search(word, False))
