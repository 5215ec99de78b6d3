"""Phrases and their surroundings: which sentences a rule speaks of."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import lint_rules
from articles.linting.lint import DETECTORS, lint
from articles.linting.passage import Manuscript
from articles.linting.phrases import MAX_PHRASES, pattern, problems
from articles.linting.values import PHRASES, Rule
from articles.models.lint import LintRule
from tests.articles.linting.sentences import PHRASED
from tests.growth import grows_with_length

SHIPPED = {row["code"]: LintRule(**row).as_rule() for row in lint_rules.shipped()}
HITS = [(code, sentence) for code, (hits, _) in PHRASED.items() for sentence in hits]
# Written before the rules that find them, to see what these would miss; since then they hold them to it.
MORE = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "more_sentences.tsv").read_text("utf-8").splitlines()
]
OTHERS = [(code, sentence) for code, (_, others) in PHRASED.items() for sentence in others]


def codes(body: str, *, title: str = "标题", **parts) -> set[str]:
    return {finding.rule for finding in lint(Manuscript(title, body, **parts), SHIPPED.values())}


@pytest.mark.parametrize(("code", "sentence"), HITS)
def test_what_a_rule_finds(code, sentence):
    assert code in codes(sentence)


@pytest.mark.parametrize(("code", "sentence"), OTHERS)
def test_what_no_rule_finds(code, sentence):
    assert codes(sentence) == set()


@pytest.mark.parametrize(("code", "sentence"), MORE)
def test_more_sentences(code, sentence):
    assert code in codes(sentence) if code else codes(sentence) == set()


def test_every_rule_of_phrases_has_sentences_of_both_kinds():
    by_phrases = {code for code, rule in SHIPPED.items() if rule.detector == PHRASES}
    assert {
        code for code, (hits, others) in PHRASED.items() if min(len(hits), len(others)) >= 4
    } == by_phrases


def test_all_detectors_are_used_and_known():
    assert {rule.detector for rule in SHIPPED.values()} == set(DETECTORS)


def test_the_shipped_phrases_can_be_looked_for():
    wrong = {code: problems([*rule.phrases, *rule.exceptions]) for code, rule in SHIPPED.items()}
    assert {code: found for code, found in wrong.items() if found} == {}


@pytest.mark.parametrize("place", ["title", "summary", "keywords", "body"])
def test_every_part_of_an_article_is_read(place):
    parts = {"title": "标题", "body": "正文。"} | {place: "我们保证胜诉"}
    (finding,) = lint(Manuscript(**parts), SHIPPED.values())
    assert (finding.place, finding.words) == (place, "保证胜诉")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("保证/包…胜诉/打赢", "我们保证能打赢", "保证能打赢"),
        ("保证/包…胜诉/打赢", "我们包胜诉", "包胜诉"),
        ("保证…胜诉", "保证，然后胜诉", ""),  # … stays within the clause
        ("保证……胜诉", "保证尽力，然后胜诉", "保证尽力，然后胜诉"),
        ("保证…胜诉", "保证金不足以胜诉", ""),  # a denial in between
        ("保证…胜诉", "保证一二三四五六七八九胜诉", ""),  # too far
        ("追回#万元", "追回３０.5万元", "追回３０.5万元"),
        ("追回#万元", "追回八十余万元", "追回八十余万元"),
        ("胜诉率(100%)", "胜诉率(100%)！", "胜诉率(100%)"),  # brackets and dots are themselves
    ],
)
def test_how_phrases_are_read(phrase, text, found):
    match = pattern((phrase,)).search(text)
    assert (match[0] if match else "") == found


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("胜", "太短"),
        ("保证/…胜诉", "有空的部分"),
        ("…胜诉", "有空的部分"),
        ("一二…三四…五六…七八…九十", "“…”太多"),
        ("#", "太短"),
        ("####元整", "“#”太多"),
        ("很长" * 101, "太长"),
    ],
)
def test_what_staff_cannot_write(phrase, said):
    (problem,) = problems([phrase])
    assert said in problem


def test_too_many_phrases_are_refused():
    assert problems(["保证胜诉"] * (MAX_PHRASES + 1)) == [
        f"最多 {MAX_PHRASES} 行，现在有 {MAX_PHRASES + 1} 行。"
    ]


@given(st.text(alphabet="保证胜诉/…#*+(?:[a]{2,}\\d|^$ ", max_size=40))
def test_whatever_staff_write_is_refused_or_searched_for(phrase):
    if not problems([phrase]):
        rule = Rule("own", phrases=(phrase,))
        assert isinstance(lint(Manuscript(body="我们保证胜诉。" * 20), [rule]), list)


@pytest.mark.parametrize(
    "phrase",
    ["保证…保证…保证…保证", "保证/保/证保……证保/保证……保证/证", "##保证…##保证", "保证……保证……保证……胜诉"],
)
def test_no_phrase_is_slow_on_any_text(phrase):
    """A phrase of the worst shape that is taken, on a text made for it: the time grows as the text does."""
    assert problems([phrase]) == []
    rule = Rule("own", phrases=(phrase,), heeds_context=False)

    assert grows_with_length(lambda text: lint(Manuscript(body=text), [rule]), "保证1", 80_000)


def test_a_key_holds_as_long_as_the_sentence():
    def key(body):
        return lint(Manuscript("标题", body), SHIPPED.values())[0].key

    sentence = "我们保证胜诉。"
    assert key(sentence) == key(f"前面加了一段。\n{sentence}后面又一句。")
    assert key(sentence) == key("我们 保证胜诉。")  # a space is no other sentence
    assert key(sentence) != key("我们一定保证胜诉。")


def test_two_hits_in_one_sentence_are_one_finding():
    (finding,) = lint(Manuscript("标题", "找我们，官司包赢，保证胜诉。"), SHIPPED.values())
    assert finding.pieces == [
        ("找我们，官司", False),
        ("包赢", True),
        ("，", False),
        ("保证胜诉", True),
        ("。", False),
    ]


def test_the_same_sentence_twice_is_counted():
    (finding,) = lint(Manuscript("标题", "我们保证胜诉。\n我们保证胜诉。"), SHIPPED.values())
    assert finding.times == 2
