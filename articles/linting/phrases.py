"""The phrases that staff write rules in: plain words, 甲/乙 for either, … and …… for gaps, # for a number."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from articles.linting.context import is_meant, is_own
from articles.linting.passage import Manuscript, Passage
from articles.linting.values import Hit, Rule

GAP = "[^，。！？；：、,!?;\\n《》不未没无]{0,8}?"  # …: within a clause; a denial in between changes what is said
WIDE_GAP = "[^。！？；!?;\\n《》不未没无]{0,15}?"  # ……: within a sentence
NUMBER = r"[0-9０-９一二三四五六七八九十百千万亿两几数余.]{1,10}[%％]?"
MAX_PHRASES, MAX_LENGTH, MAX_GAPS, SHORTEST = 200, 200, 3, 2


def problems(lines: Iterable[str]) -> list[str]:
    """What is wrong with some phrases, in Chinese; a phrase that passes costs a bounded time at each character."""
    lines = list(lines)
    found = [f"“{line}”{wrong}" for line in lines if (wrong := _problem(line))]
    if len(lines) > MAX_PHRASES:
        found.append(f"最多 {MAX_PHRASES} 行，现在有 {len(lines)} 行。")
    return found


def detect(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Where a rule's phrases stand in the surroundings that the rule asks for."""
    for passage in manuscript.passages:
        if rule.needs and not any(map(passage.has, rule.needs)):
            continue
        for line in _worth_a_look(rule.phrases, passage):
            if _may_stand_in(line, passage):
                matches = pattern((line,)).finditer(passage.text)
                yield from (Hit(passage.place, m.span()) for m in matches if fits(rule, passage, m.span()))


def fits(rule: Rule, passage: Passage, span: tuple[int, int]) -> bool:
    """Whether words of a rule are meant, by the sentence around them."""
    start, end = passage.sentence_at(span[0])
    sentence = passage.text[start:end]
    if rule.needs and not any(word in sentence for word in rule.needs):
        return False
    if rule.exceptions and pattern(rule.exceptions).search(sentence):
        return False
    if rule.heeds_quotations and not is_own(passage, span[0]):
        return False
    return not rule.heeds_context or is_meant(passage, span)


def _worth_a_look(lines: tuple[str, ...], passage: Passage) -> list[str]:
    """The phrases, in their order, of whose first words the text has a pair of characters."""
    always, by_pair = _by_pair(lines)
    there = {at for pair in by_pair.keys() & passage.pairs for at in by_pair[pair]}
    return [lines[at] for at in sorted(there | always)]


@lru_cache(maxsize=512)
def _by_pair(lines: tuple[str, ...]) -> tuple[frozenset[int], dict[str, list[int]]]:
    """The places of the phrases of whose first words one has no pair, and those of the others by each word's first pair."""
    always, by_pair = set(), defaultdict(list)
    for at, line in enumerate(lines):
        for word in _words(line)[0]:
            if len(word) < 2:
                always.add(at)
            else:
                by_pair[word[:2]].append(at)
    return frozenset(always), dict(by_pair)


def _may_stand_in(line: str, passage: Passage) -> bool:
    """Whether the text has a word of each part of a phrase: far quicker than the pattern, and mostly not so."""
    return all(any(map(passage.has, words)) for words in _words(line))


@lru_cache(maxsize=4096)
def _words(line: str) -> tuple[tuple[str, ...], ...]:
    """The words of each part of a phrase, of those with a number what is longest of the rest."""
    return tuple(tuple(max(word.split("#"), key=len) for word in part.split("/")) for part in _parts(line))


@lru_cache(maxsize=4096)
def pattern(lines: tuple[str, ...]) -> re.Pattern:
    """The pattern of some phrases. No part of it repeats without a bound, so that no text is slow to search."""
    return re.compile("|".join(map(_expression, lines)) if lines else r"(?!)")


def _expression(line: str) -> str:
    words = [f"(?:{'|'.join(map(_literal, part.split('/')))})" for part in _parts(line)]
    gaps = [WIDE_GAP if len(dots) > 1 else GAP for dots in re.findall("…+", line.strip())]
    return "".join(word + gap for word, gap in zip(words, [*gaps, ""], strict=True))


def _literal(words: str) -> str:
    return NUMBER.join(map(re.escape, words.split("#")))


def _parts(line: str) -> list[str]:
    return re.split("…+", line.strip())


def _problem(line: str) -> str:
    parts = _parts(line)
    alternatives = [part.split("/") for part in parts]
    if len(line) > MAX_LENGTH:
        return f"太长：一行最多 {MAX_LENGTH} 个字，请分成几行。"
    if any(not word.strip() for words in alternatives for word in words):
        return "里有空的部分：“/”和“…”的两边都要有字，“…”也不能在开头和末尾。"
    if len(parts) > MAX_GAPS + 1:
        return f"里的“…”太多，最多 {MAX_GAPS} 处。"
    if any(word.count("#") > 2 for words in alternatives for word in words):
        return "里的“#”太多，一个词里最多 2 个。"
    if sum(min(len(word.replace("#", "")) for word in words) for words in alternatives) < SHORTEST:
        return "太短，几乎每篇文章里都会出现，请至少写两个字。"
    return ""
