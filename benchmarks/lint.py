"""`make bench-lint`: how often the rules speak without need, beside lists of words, and how fast they are."""

import html
import re
import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from articles import lint_rules
from articles.html import sanitise, text_of
from articles.linting.lint import lint
from articles.linting.passage import Manuscript
from articles.linting.phrases import pattern
from articles.linting.values import PHRASES, Rule
from articles.models import LintRule

ROOT = Path(__file__).parent.parent
TEXTS = ROOT.parent / "shared" / "laws" / "texts"
SEED = ROOT.parent / "shared" / "seed" / "article-837828.txt"
SAMPLE = ROOT / "hefei_site" / "sample" / "articles"
UNSEEN = Path(__file__).parent / "lint_unseen.tsv"
RULES = {row.code: row for row in (LintRule(**values) for values in lint_rules.shipped())}
# What a list of forbidden words has for the same rules.
WORDS = {
    "promo-honour": "荣获|优秀律师|十佳|百强",
    "promo-expert": "专家|权威",
    "promo-exaggerate": "最好|最强|最佳|第一|顶级|一流|唯一",
    "promo-relations": "关系|人脉|熟人|打点",
    "promo-former-office": "曾任|曾在|前法官",
    "promo-compare": "其他律师|同行|不如|优于",
    "promo-promise": "保证|承诺|确保|一定",
    "promo-rate": "胜诉率|成功率|标的额|赔偿额",
    "promo-rebate": "回扣|提成|介绍费|奖励",
    "promo-free": "免费|优惠|打折|不收费",
    "promo-client": "客户|法律顾问",
    "promo-office": "律师协会|会长|理事",
    "promo-national": "中国|中华|全国|国际",
    "client-identity-number": r"\d{17}[\dXx]|\d{15}",
    "client-mobile": r"1\d{10}",
    "client-bank-card": r"\d{16,19}",
    "client-name": "原告|被告",
    "machine-self": "AI|人工智能",
    "machine-title-talk": "标题|吸引",
    "machine-answer-talk": "以下是|希望",
    "machine-disclaimer": "仅供参考|咨询专业",
    "layout-boilerplate": "版权|转载|二维码",
    "case-number": r"[（〔(]\d+[）〕)][^，。]{0,12}号",
}
CRAFTED = [
    "保证",
    "我们保证胜诉",
    "（2022）沪",
    "“",
    "《",
    "6222",
    "原告王",
    "路1号",
    "不",
    "（一）保证打赢，\n",
    "律师",
]


def main() -> None:
    if TEXTS.is_dir():
        _false_alarms("the texts of the law", map(_law, sorted(TEXTS.rglob("*.md"))))
    else:
        print(f"没有法规全文，跳过：{TEXTS}")
    _false_alarms("the sample articles", map(_sample, sorted(SAMPLE.glob("*.html"))))
    _unseen()
    _seed()
    _speed()


def _false_alarms(what: str, manuscripts: Iterable[Manuscript]) -> None:
    """Findings per 10,000 sentences by rule, and in how many sentences its bare phrases and a list of words stand."""
    ours, phrases, words, sentences, texts = Counter(), Counter(), Counter(), 0, 0
    rules = [row.as_rule() for row in RULES.values()]
    bare = {rule.code: pattern(rule.phrases) for rule in rules if rule.detector == PHRASES}
    lists = {code: re.compile(found) for code, found in WORDS.items()}
    for manuscript in manuscripts:
        texts += 1
        ours.update(finding.rule for finding in lint(manuscript, rules))
        for passage in manuscript.passages:
            sentences += len(passage.sentences)
            for start, end in passage.sentences:
                sentence = passage.text[start:end]
                phrases.update(code for code, found in bare.items() if found.search(sentence))
                words.update(code for code, found in lists.items() if found.search(sentence))
    print(f"\n--- {what}: {texts} texts, {sentences} sentences; per 10,000 sentences")
    print(f"{'rule':24}{'findings':>10}{'phrases alone':>15}{'list of words':>15}")
    for code in RULES:
        if ours[code] or phrases[code] or words[code]:
            print(f"{code:24}" + _rates(sentences, ours[code], phrases[code], words[code]))
    must = {code for code, row in RULES.items() if row.severity == LintRule.Severity.MUST}
    due = sum(count for code, count in ours.items() if code in must)
    print(f"{'all that must be answered':24}" + _rates(sentences, due, phrases.total(), words.total()))


def _rates(sentences: int, ours: int, phrases: int, words: int) -> str:
    ours, phrases, words = (count / sentences * 10_000 for count in (ours, phrases, words))
    return f"{ours:>10.2f}{phrases:>15.2f}{words:>15.2f}"


def _law(path: Path) -> Manuscript:
    """A text of the law as an article would hold it, without the marks of its file."""
    plain = re.sub(r"(?m)^#+ +|<!--.*?-->|^\|[-| ]+\|$", "", path.read_text("utf-8")).strip()
    title, _, body = plain.partition("\n")
    return Manuscript(title, body)


def _sample(path: Path) -> Manuscript:
    _, head, body = path.read_text("utf-8").split("+++", 2)
    about = tomllib.loads(head)
    keywords = "，".join(about.get("keywords", []))
    return Manuscript(
        about["title"], text_of(sanitise(html.unescape(body))), about.get("summary", ""), keywords
    )


def _unseen() -> None:
    """Sentences that no rule was written for: what is found of those that break one, and of those that do not."""
    rules = [row.as_rule() for row in RULES.values()]
    rows = [line.split("\t") for line in UNSEEN.read_text("utf-8").splitlines() if line]
    found = [{finding.rule for finding in lint(Manuscript("标题", text), rules)} for _, text in rows]
    broken = [(code, text, codes) for (code, text), codes in zip(rows, found, strict=True) if code]
    fine = [(text, codes) for (code, text), codes in zip(rows, found, strict=True) if not code]
    hits, alarms = sum(bool(codes) for _, _, codes in broken), [row for row in fine if row[1]]
    print(
        f"\n--- sentences of {UNSEEN.name}: {hits} of {len(broken)} found, {len(alarms)} of {len(fine)} without need"
    )
    for code, text, codes in broken:
        if not codes:
            print(f"missed    {code}: {text}")
    for text, codes in alarms:
        print(f"no need   {'、'.join(sorted(codes))}: {text}")


def _seed() -> None:
    if not SEED.exists():
        print(f"没有原网页，跳过：{SEED}")
        return
    title, _, body = SEED.read_text("utf-8").partition("\n")[2].strip().partition("\n")
    print("\n--- the page of the present site")
    for finding in lint(Manuscript(title, body), [row.as_rule() for row in RULES.values()]):
        note = f" {finding.note}" if finding.note else ""
        print(f"{RULES[finding.rule].name}: {finding.sentence[:60]}{note}")


def _speed() -> None:
    rules = [row.as_rule() for row in RULES.values()]
    body = "\n".join(_sample(path).body for path in sorted(SAMPLE.glob("*.html")))
    usual = Manuscript("网贷逾期怎么办", body[:16_000])
    print(f"\n--- a body of {len(usual.body)} characters: {_milliseconds(usual, rules):.1f} ms")
    for piece in CRAFTED:
        small, large = (Manuscript("标题", (piece * size)[:size]) for size in (25_000, 100_000))
        a, b = _milliseconds(small, rules), _milliseconds(large, rules)
        print(
            f"{piece!r} over and over: {a:.0f} ms for 25,000 characters, {b:.0f} for 100,000 ({b / a:.1f} times)"
        )


def _milliseconds(manuscript: Manuscript, rules: list[Rule]) -> float:
    """Of the processor, the quickest of five, each as if the text were new."""
    times = []
    for _ in range(5):
        fresh = Manuscript(manuscript.title, manuscript.body)
        start = time.process_time()
        lint(fresh, rules)
        times.append(time.process_time() - start)
    return min(times) * 1000


if __name__ == "__main__":
    main()
