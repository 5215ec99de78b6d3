"""lint(): all that the rules find in a manuscript, one finding for each rule and sentence."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from articles.linting import case_numbers, layout, names, personal, phrases
from articles.linting.passage import Manuscript, Passage
from articles.linting.values import PHRASES, Finding, Hit, Rule

DETECTORS: dict[str, Callable[[Rule, Manuscript], Iterator[Hit]]] = {
    PHRASES: phrases.detect,
    "identity_numbers": personal.identity_numbers,
    "mobile_numbers": personal.mobile_numbers,
    "bank_cards": personal.bank_cards,
    "plates": personal.plates,
    "homes": personal.homes,
    "full_names": names.full_names,
    "case_numbers": case_numbers.impossible,
    "doubled_title": layout.doubled_title,
    "title_in_body": layout.title_in_body,
    "keyword_lines": layout.keyword_lines,
    "repeated_sentences": layout.repeated_sentences,
    "markdown": layout.markdown,
}
LEADING = " \n　，,、；;：:。）)”"  # what a sentence cannot begin with, after 吗?，本文
MOST = 200  # findings of one rule; a text with more is not an article


def lint(manuscript: Manuscript, rules: Iterable[Rule]) -> list[Finding]:
    """The findings in the order of the text; the same sentence found twice is one finding, counted."""
    passages = {passage.place: passage for passage in manuscript.passages}
    found: dict[str, Finding] = {}
    for rule in rules:
        for finding in _findings(rule, DETECTORS[rule.detector](rule, manuscript), passages):
            known = found.get(finding.key)
            found[finding.key] = finding if known is None else replace(known, times=known.times + 1)
    order = list(passages)
    return sorted(found.values(), key=lambda f: (order.index(f.place), f.spans[0]))


def _findings(rule: Rule, hits: Iterator[Hit], passages: dict[str, Passage]) -> Iterator[Finding]:
    by_sentence: dict[tuple, list[Hit]] = {}
    for hit in hits:
        where = hit.whole or passages[hit.place].sentence_at(hit.span[0])
        by_sentence.setdefault((hit.place, where), []).append(hit)
        if len(by_sentence) >= MOST:
            break
    for group in by_sentence.values():
        yield _finding(rule, group, passages[group[0].place])


def _finding(rule: Rule, hits: list[Hit], passage: Passage) -> Finding:
    first, text = hits[0], passage.text
    start, end = passage.sentence_at(first.span[0])
    start += len(text[start:end]) - len(text[start:end].lstrip(LEADING))
    sentence = first.whole or text[start:end].rstrip()
    words = text[slice(*first.span)]
    spans = tuple(_apart(sorted({hit.span for hit in hits})))
    marks = () if first.whole else tuple((s - start, min(e - start, len(sentence))) for s, e in spans)
    nth = text.count(words, 0, first.span[0]) if words else 0
    return Finding(rule.code, first.place, spans, words, nth, sentence, marks, first.note)


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans without those that begin within the one before."""
    end = -1
    for span in spans:
        if span[0] >= end:
            end = span[1]
            yield span
