"""What a text says that a provision says: where the words stand that belong to a citation."""

import re
from dataclasses import dataclass
from enum import Enum

from statutes.citations.folding import fold, letters_in

LONGEST = 1000  # characters of a claim
GIST = 300
FIRST = re.compile(r"[^。！？\n]{8,300}")
SHORTEST = 8  # letters from which words are a claim
QUOTATION_BEFORE = 12  # letters from which quoted words before a citation are the provision's, and no slogan
BESIDE = 4  # letters beside a citation by which it is known again in a provision's text
OPEN, CLOSE = '“「『"', {"“": "”", "「": "」", "『": "』", '"': '"'}
QUOTATION = re.compile(r"[”」』）)]?[^，。；！？\n“「『\"）)]{0,14}[：:，,]?\s*(?=[“「『\"])")
QUOTED_BEFORE = re.compile(
    r"[”」』\"]\s*[。；]?\s*(?:[，,]|——)?\s*[（(]?(?:这是|此即|即|出自|引自|载于|见|参见|详见|规定在|语出|——)?$"
)
# What leads from a citation to its words: 的规定，／规定：／明确／早有规定：
LEAD_IN = re.compile(
    r"^[”」』）)\]]?\s*(?:的)?(?:相关|有关|明文|明确|早有|早就|已经|已|也|还|均|即|都|就|对此|则|又|特别|首先|进一步)*(?:之)?"
    r"(?:规定|明确|要求|指出|写明|载明|提到|强调|约定|条文|内容|原文|表述|说|写道|确立|给出|列出|告诉我们|讲|定)?(?:的情形|的规则|的内容|的条件)?"
    r"(?:了|是|为|道|的是|得很清楚|如下|的|：|:|，|,|、|。|；|\s|“|\"|「|——)*"
)
PRINTED = re.compile(
    r"(?:的)?(?:早有|明文)?(?:规定|明确|原文|如下)?(?:如下)?[：:]|[ \t\u3000\n]+[\u4e00-\u9fff]"
)
# What leads up to a citation from words that stand before it: ，见 ／（ ／，这是 ／ 依
LEAD_UP = re.compile(
    r"[，,。；;：:、\s（(]*(?:(?:以上|上述)?(?:规定)?(?:根据|依据|依照|按照|参照|依|按|参见|详见|可见|见|这是|这就是|此即|即|适用|违反|出自|引自|载于|来自|来源于|规定在|写在|"
    r"法律依据(?:是|为)?|依据(?:是|为)?|详情见|以|在|对|由|为|的))?[（(：:，,\s]*(?:我国|现行|新|原)?(?:的)?$"
)
BEHIND_ONLY = re.compile(
    r"(?:的)?(?:规定|要求|原话|原文|明文规定|条文|内容|精神|意思|立场|态度)?[”」』）)]?[。；！？\n]|[）)]|$"
)
IN_BRACKETS = re.compile(r"[（(][^（()）。；\n]{0,24}$")
ENDS = "。！？\n"
BREAK = "。！？；，,、：:\n"
RUNS_ON = re.compile(r"(?:要求)?$")


class Manner(Enum):
    """How words are given to a provision."""

    TOLD = "told"  # in the author's own words, perhaps
    WOVEN = "woven"  # into a sentence of the author's: 第五十四条允许债权人……
    PRINTED = "printed"  # behind a colon, or right behind the number as a statute prints them
    QUOTED = "quoted"  # in quotation marks


@dataclass(frozen=True, slots=True)
class Claim:
    """The words that a text gives to a provision."""

    words: str
    manner: Manner = Manner.TOLD
    span: tuple[int, int] = (0, 0)  # in the text, of what stands in quotation marks

    @property
    def gist(self) -> str:
        """The words by which another place for them is looked for: what follows the first sentence may be advice."""
        first = FIRST.match(self.words)
        return self.words[:GIST] if self.manner is Manner.QUOTED or not first else first[0]


def claim_of(text: str, span: tuple[int, int], following: int | None = None, floor: int = 0) -> Claim:
    """What a text says that the citation at `span` provides: the words behind it up to the next citation
    (`following`) or, where nothing is said behind it, those that lead up to it; not what stands before `floor`."""
    end = min(len(text) if following is None else following, span[1] + LONGEST)
    if (mark := QUOTATION.match(text, span[1], end + 1)) and (quoted := _quotation(text, mark.end())):
        return quoted
    # What is looked through for the words before is bounded too: a row of commas would be tried at each of them.
    start = max(_sentence_start(text, span[0]), floor, span[0] - LONGEST)
    if (mark := QUOTED_BEFORE.search(text, start, span[0])) and (
        quoted := _quoted_before(text, mark.start())
    ):
        return quoted
    return _told(text, span, (floor, start), end)


def is_inside(text: str, span: tuple[int, int], provision: str) -> bool:
    """Whether the citation at `span` is part of a provision's words that the text repeats: it stands in them too, with
    the letters beside it."""
    cited = fold(text[slice(*span)]).letters
    words = fold(provision).letters
    if not cited or cited not in words:
        return False
    before = fold(text[max(0, span[0] - 3 * BESIDE) : span[0]]).letters[-BESIDE:]
    behind = fold(text[span[1] : span[1] + 3 * BESIDE]).letters[:BESIDE]
    return (len(before) == BESIDE and before + cited in words) or (
        len(behind) == BESIDE and cited + behind in words
    )


def _told(text: str, span: tuple[int, int], starts: tuple[int, int], end: int) -> Claim:
    """The words behind a citation, or before it: the sentence that starts at the second of two places, and then those
    before it from the first."""
    leading = text[starts[1] : span[0]]
    before = LEAD_UP.sub("", leading).strip("，,（( \n")
    behind = text[span[1] : end]
    if _says(before) and (BEHIND_ONLY.match(behind) or IN_BRACKETS.search(text, starts[1], span[0])):
        earlier = text[max(starts[0], span[0] - LONGEST) : starts[1]].split("\n")[-1]
        return Claim(f"{before}。{earlier}")
    lead = LEAD_IN.match(behind)
    words = behind[lead.end() :].strip('”“"」』 \n')
    closed = text[span[1] - 1] in "》)）" or leading[-1:] in BREAK
    if words and _says(before, 6) and RUNS_ON.match(lead.group()) and not closed:
        return Claim(
            before + lead.group() + words, Manner.WOVEN
        )  # ……都可以依《公司法》第54条要求股东提前出资
    if not _says(words):
        return Claim(before if _says(before) else words)
    if PRINTED.match(behind):
        return Claim(words, Manner.PRINTED)
    return Claim(words, Manner.TOLD if lead.group() and lead.group()[-1] in BREAK else Manner.WOVEN)


def _says(words: str, letters: int = SHORTEST) -> bool:
    return letters_in(words[: 4 * letters]) >= letters


def _sentence_start(text: str, at: int) -> int:
    first = max(0, at - LONGEST)
    return max(max(text.rfind(mark, first, at) for mark in ENDS) + 1, first)


def _quotation(text: str, at: int) -> Claim | None:
    """The words between the mark at a place and the one that closes it; to the paragraph's end where none does."""
    mark, depth = text[at], 0
    last = min(len(text), at + LONGEST)
    for i in range(at, last):
        if i > at and text[i] == CLOSE[mark]:
            depth -= 1
            if mark == '"' or not depth:
                return _quoted(text, at + 1, i)
        elif text[i] == mark:
            depth += 1
    end = text.find("\n", at, last)
    return _quoted(text, at + 1, last if end < 0 else end)


def _quoted_before(text: str, at: int) -> Claim | None:
    """The words that the mark at a place closes."""
    closes, depth = text[at], 0
    opens = next(mark for mark in OPEN if CLOSE[mark] == closes)
    for i in range(at, max(-1, at - LONGEST), -1):
        if i < at and text[i] == opens:
            depth -= 1
            if closes == '"' or not depth:
                return _quoted(text, i + 1, at, QUOTATION_BEFORE)
        elif text[i] == closes:
            depth += 1
    return None


def _quoted(text: str, start: int, end: int, letters: int = SHORTEST) -> Claim | None:
    words = text[start:end]
    return Claim(words, Manner.QUOTED, (start, end)) if _says(words, letters) else None
