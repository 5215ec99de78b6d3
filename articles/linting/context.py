"""Whether words are meant as they stand: not denied, forbidden, asked, warned of, nor the words of somebody else."""

import re

from articles.linting.passage import Passage

MAX_LIST = 30  # lines
BACK = 60  # characters looked back over; a denial stands near what it denies
DENIED = re.compile(
    r"不(?![但仅管论少只断同满如])|无法|无权|无从|没有|没人|并未|从未|尚未|未[能曾经]|并非|绝非|禁止|严禁|杜绝|拒绝|"
    r"避免|防止|难以|很难|切勿|勿|谁也|(?<![特分区级差个识辨])别(?![人的墅具除])|谈不上|哪能|岂能"
)
FORBIDDEN = re.compile(r"不得|禁止|严禁|不应|不允许|不准|切勿|不要|不能|不可|无权|无法|不会|杜绝")
TURN = re.compile(r"但|而是|不过|然而|却|只要|除非|反而|相反")
CLAUSE = re.compile(r"[，、：:,]")
ASKED = re.compile(r"吗[？?”]?$|能不能|会不会|可不可以|是不是|是否|能否|可否|谁能|怎么能")
WARNED = re.compile(
    r"警惕|谨防|当心|提防|小心|不可信|别信|轻信|(?:不要|别|不能|不可)相信|骗局|骗子|噱头|红线|处分|惩戒|被投诉|"
    r"虚假宣传|不正当|诋毁|违规(?:宣传|承诺|推广|广告)|违反(?:律师|执业|职业|规定|规则|行业)|推广行为规则|推广规则|"
    r"执业行为规范|执业规范|执业纪律|《律师法》|《广告法》|自称|声称|宣称|谎称|吹嘘|误导当事人|对方律师|(?:对方|有人|骗子)(?:说|称|承诺|保证|宣传)|中介"
)
SPOKEN = re.compile(r"[说问称道讲答写想为][:：,，]?$|[:：]$")
OURS = re.compile(r"我们|我所|本所|本律师|本团队|我团队|我律所")
ITEM = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳]|[-•·])")


def is_meant(passage: Passage, span: tuple[int, int]) -> bool:
    """Whether the words at a span are claimed: not denied, forbidden, asked, or warned of."""
    start, end = passage.sentence_at(span[0])
    sentence = passage.text[start:end].strip()
    if ASKED.search(sentence) or WARNED.search(sentence):
        return False
    before = passage.text[max(start, span[0] - BACK) : span[0]]
    return not _is_denied(before) and not _is_listed(passage, span[0])


def is_own(passage: Passage, place: int) -> bool:
    """Whether words are the author's: not in a 《title》, nor in quotation marks, but for the firm's own slogans."""
    return passage.title_at(place) is None and not _is_anothers(passage, place)


def _is_anothers(passage: Passage, place: int) -> bool:
    """Whether words stand in quotation marks and are not the firm's own slogan: 我们承诺“不胜诉不收费”."""
    quotation = passage.quotation_at(place)
    if quotation is None:
        return False
    before = passage.text[max(quotation[0] - BACK, passage.sentence_at(quotation[0])[0]) : quotation[0]]
    return not OURS.search(before) or SPOKEN.search(before) is not None or _is_denied(before)


def _is_denied(before: str) -> bool:
    """Whether what stands before some words in their sentence denies or forbids them."""
    denials = list(DENIED.finditer(before))
    if not denials:
        return False
    last = denials[-1]
    between = before[last.end() :]
    if TURN.search(between):
        return False
    return not CLAUSE.search(between) or FORBIDDEN.match(before, last.start()) is not None


def _is_listed(passage: Passage, place: int) -> bool:
    """Whether words stand in a list that a line before it forbids or warns of: 律师不得有下列行为：（一）……"""
    text, end = passage.text, passage.text.find("\n", place)
    start = text.rfind("\n", 0, place) + 1
    line = text[start : len(text) if end < 0 else end]
    for _ in range(MAX_LIST):
        end = _end_before(text, start)
        if end <= 0:
            return False
        start = text.rfind("\n", 0, end) + 1
        before = text[max(start, end - 4 * BACK) : end].rstrip()
        if before.endswith(("：", ":")):
            return FORBIDDEN.search(before) is not None or WARNED.search(before) is not None
        if not ITEM.match(line) and not before.endswith(("；", ";")):
            return False
        line = before
    return False


def _end_before(text: str, start: int) -> int:
    """Where the line before one ends, empty lines left out."""
    while start > 0 and text[start - 1] == "\n":
        start -= 1
    return start
