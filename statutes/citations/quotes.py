"""The words that a text gives to a provision, held against the provision's own."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum

LONGEST = 600  # characters of a claim that are compared
EXACT_ENOUGH = 0.97  # of a claim's characters stand in the provision, in order
QUOTED = 0.78  # from here a claim repeats the provision's words; below it tells them in its own
MOSTLY = 0.6  # from here another number in a retelling is a wrong one, not the author's example
TOLD = 0.2  # below this a claim has nothing of the provision
SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
# What leads from a citation to its words: 的规定，／规定：／明确，／早有规定：
LEAD_IN = re.compile(
    r"^[”」』）)\]]?\s*(?:的)?(?:相关|有关|明文|早有|早就|已经|也|还|均|即|都|就)*(?:之)?(?:规定|明确|要求|指出|写明|载明|提到|强调|约定|条文|内容)?"
    r"(?:了|是|为|道|的是|：|:|，|,|、|。|；|\s|“|\"|「|——)*"
)
LEAD_UP = re.compile(
    r"(?:根据|依据|依照|按照|参照|依|按|见|参见|详见|这是|即|适用|违反|[（(])+[^，。；]{0,6}$"
)
FEW, SHORT = 2, 14  # differences, and their characters, that a changed quotation has; a retelling has more
QUOTATION = re.compile(r"[^，。；“\"「]{0,12}[：:]?\s*[“\"「](?P<words>[^”\"」]{8,})[”\"」]")
QUOTING = re.compile(
    r"(?:的)?(?:明文|早有|也|还)?(?:规定|明确|指出|写明)?[：:]?\s*[“\"「]|(?:早有|明文)?规定[：:]|\s+[\u4e00-\u9fff]"
)
# Words on which the meaning turns; those of one group say the same.
CRITICAL = [
    re.compile(group)
    for group in (
        "应当|必须|应|须|要",
        "可以|可|能够|能",
        "不得|不能|不可|禁止",
        "有权",
        *[
            "故意",
            "重大",
            "过失",
            "过错",
            "书面",
            "口头",
            "单独",
            "连带",
            "按份",
            "补充",
            "相应",
            "一般",
            "特别",
            "严重",
            "过分",
            "明显",
            "推定",
            "公平",
            "自愿",
            "主要",
            "次要",
            "全部",
        ],
        *[
            "部分",
            "双倍",
            "以上",
            "以下",
            "以内",
            "以外",
            "仅",
            "除外",
            "证明",
            "省级",
            "市级",
            "县级",
            "合法",
        ],
        "非法|违法",
        "不|未|无|没有",
    )
]
NUMERAL = re.compile(
    r"(?:百分之)?[零〇一二三四五六七八九十百千万半两\d]+(?:分之[一二三四五六七八九十\d]+)?(?:个)?(?:年|月|日|天|小时|周岁|岁|倍|元|万元|人|次|%)?"
)


class Match(Enum):
    """How the words of a claim stand to a provision."""

    EXACT = "exact"
    PARAPHRASE = "faithful_paraphrase"
    DIFFERS = "misquote"
    NOTHING = "nothing"  # no claim, or nothing of the provision in it


@dataclass(frozen=True, slots=True)
class Difference:
    """What a text says and what the provision says at one place; either may be empty."""

    said: str
    provision: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim against one provision."""

    match: Match
    coverage: (
        float  # share of the claim's characters that the provision has, in order, in runs of two or more
    )
    differences: tuple[Difference, ...] = ()


def claim_of(text: str, span: tuple[int, int], following: int | None = None) -> str:
    """What a text says that the citation at `span` provides: the words behind it up to the next citation
    (`following`) or, where nothing is said behind it, the sentence that leads up to it."""
    end = len(text) if following is None else following
    behind = text[span[1] : min(end, span[1] + LONGEST)]
    if quotation := QUOTATION.match(behind):
        return quotation["words"]
    lead = LEAD_IN.match(behind)
    words = behind[lead.end() :].strip('”“"」』 \n')
    start = max(text.rfind(mark, 0, span[0]) for mark in "。！？\n") + 1
    before = LEAD_UP.sub("", text[start : span[0]]).strip("，,（( \n")
    if len(_letters(words)) < 8:
        return before + words
    runs_on = not lead.group().strip() and len(_letters(before)) >= 6 and text[span[1] - 1] not in "》)）"
    return f"{before}{words}" if runs_on else words  # ……都可以依《公司法》第54条要求股东提前出资


def is_quoted(text: str, span: tuple[int, int]) -> bool:
    """Whether the words behind a citation are given as the provision's own: after a colon or in quotation marks, or
    right behind the number as a statute prints them."""
    return QUOTING.match(text, span[1]) is not None


def compare(claim: str, provision: str, *, quoted: bool = False) -> Comparison:
    """How the words of a claim stand to those of a provision; width and punctuation do not matter.

    Where the claim is quoted, every difference counts; else only what changes the meaning (a number, 连带 for 补充).

    A claim's later sentences count only as far as they speak of the provision: advice may follow a quotation.
    """
    said, words = _relevant(claim, provision), _folded(provision)
    if len(_letters(said)) < 4:
        return Comparison(Match.NOTHING, 0.0)
    share, differences = coverage(said, words), _differences(said, words)
    return Comparison(_judged(said, words, share, differences, quoted), share, differences)


def coverage(claim: str, provision: str) -> float:
    """The share of a claim's characters that a provision has, in order, in runs of two or more."""
    letters = _letters(claim)
    matcher = SequenceMatcher(None, letters, _letters(provision), autojunk=False)
    found = sum(block.size for block in matcher.get_matching_blocks() if block.size > 1)
    return found / len(letters) if letters else 0.0


def _judged(said: str, words: str, share: float, differences: Sequence[Difference], quoted: bool) -> Match:
    if share >= EXACT_ENOUGH and not differences:
        return Match.EXACT
    if share < TOLD:
        return Match.NOTHING
    if quoted and share >= QUOTED:
        return Match.DIFFERS
    near = share >= QUOTED and len(differences) <= FEW and all(map(_is_short, differences))
    if (near and any(map(_matters, differences))) or (share >= MOSTLY and _other_numbers(said, words)):
        return Match.DIFFERS
    return Match.PARAPHRASE


def _is_short(difference: Difference) -> bool:
    return len(difference.said) <= SHORT and len(difference.provision) <= SHORT


def _matters(difference: Difference) -> bool:
    """Whether a difference changes what the provision says: a number, a degree, a duty, a kind of liability."""
    said, provision = difference.said, difference.provision
    numbers = [set(map(_plain_number, NUMERAL.findall(side))) for side in (said, provision)]
    return numbers[0] != numbers[1] or any(
        bool(w.search(said)) != bool(w.search(provision)) for w in CRITICAL
    )


def _other_numbers(said: str, words: str) -> bool:
    """Whether a claim names terms, sums or shares that the provision does not."""
    known = set(map(_plain_number, NUMERAL.findall(words)))
    return bool({_plain_number(n) for n in NUMERAL.findall(said) if MEASURE.search(n)} - known)


MEASURE = re.compile(r"年|月|日|天|小时|岁|倍|元|百分之|%")


def _plain_number(number: str) -> str:
    return number.replace("个", "").replace("天", "日")


def _folded(text: str) -> str:
    """One width, and one mark for all punctuation, so that clauses can be told apart."""
    return re.sub(r"[^\w%]+", "|", unicodedata.normalize("NFKC", text)).strip("|")


def _letters(text: str) -> str:
    return re.sub(r"[^\w%]", "", unicodedata.normalize("NFKC", text))


def _relevant(claim: str, provision: str) -> str:
    sentences = [s for s in SENTENCE.findall(claim[:LONGEST]) if _letters(s)]
    kept = [s for i, s in enumerate(sentences) if i == 0 or coverage(s, provision) >= 0.6]
    return _folded("".join(kept))


def _differences(said: str, words: str) -> tuple[Difference, ...]:
    """What differs, once clauses left out whole and words before and behind are no difference."""
    matcher = SequenceMatcher(None, said, words, autojunk=False)
    found = []
    codes = matcher.get_opcodes()
    for i, (kind, a, b, c, d) in enumerate(codes):
        left, right = said[a:b].strip("|"), words[c:d].strip("|")
        if kind == "equal" or (not left and not right):
            continue
        outer = i in (0, len(codes) - 1) and not left
        whole = not left and _is_whole_clause(words, c, d)
        if not outer and not whole:
            found.append(Difference(left, right))
    return tuple(found)


def _is_whole_clause(words: str, start: int, end: int) -> bool:
    """Whether a stretch of the provision begins and ends at a break."""
    begins = start == 0 or words[start - 1] == "|" or words[start] == "|"
    ends = end == len(words) or words[end] == "|" or words[end - 1] == "|"
    return begins and ends
