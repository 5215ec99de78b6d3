"""案号: how the courts write them since 2016 and before, and what makes one impossible."""

import re
from collections.abc import Iterator

from articles.linting.passage import Manuscript, Passage
from articles.linting.values import Hit, Rule

# 最高人民法院《关于人民法院案件案号的若干规定》, since 2016-01-01: （年）法院代字 类型代字 编号 号.
CASE = re.compile(
    r"[（(〔\[【](?P<year>\d{2,5})[）)〕\]】][ ]?(?P<court>最高法知|最高法|[\u4e00-\u9fff]\d{0,6}|[\u4e00-\u9fff]{0,4}?)"
    r"(?P<type>[\u4e00-\u9fff（）()]{1,10}?)(?P<old>字)?(?P<di>第)?[ ]?(?P<number>\d{1,9})(?:[-－之]\d{1,3})?号"
)
NEW, FIRST = 2016, 1990
COURTS = frozenset("京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔云藏陕甘青宁新兵军")
# The types end in one of these, and begin as the kinds of law do.
ENDS = (
    "初|终|监|申|抗|再|撤|特|特监|催|督|破|辖|辖终|辖监|算|他|核|更|更监|更备|医|医复|没|审|审复|协|赔初|赔终|赔监|赔申|赔再|"
    "赔辖|赔他|保令|保更|强|初保|诉前调|诉前禁|禁"
)
TYPE = re.compile(
    rf"(?:知)?(?:民|刑|行|商)(?:{ENDS})|执(?:恢|保|异|复|监|协|他|前调|转破|罚|破|字|行)?|财保|证保|行保|"
    r"(?:强清|清)(?:申|终|监|他)?|破(?:申|终|监|他|预)?|国?赔(?:他|监)?|委赔(?:监|提|再|他)?|法赔|司赔(?:监|他)?|"
    r"司救(?:民|刑|行|执|赔|访|他)|司惩(?:复|他)?|诉前调|(?:民|行|刑|商)?调|请(?:民|刑|行)?|认(?:台|港|澳|外|复)?|"
    r"(?:认港|认澳|认台|认复|认他|送|调)(?:台|港|澳|外)?|助|民特|减|假|暂|刑更备|引|港澳?|台|外"
)
# Before 2016: 浦民一（民）初字第123号, 杭西商初字.
OLD_TYPE = re.compile(r"民|刑|行|商|知|执|破|赔|金|劳|海|经|辖|督|催|特|申|监|终|初|再|抗")
MADE_UP = re.compile(r"^(?:0*1234(?:5(?:6(?:7(?:89?)?)?)?)?|0+|(\d)\1{3,})$")
LONGEST = 7  # digits of a number; no court has ten million cases a year


def impossible(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """案号 that no court can have given, each with what is wrong."""
    for passage in manuscript.passages:
        for match in case_numbers(passage):
            if wrong := _wrong(match, manuscript.year):
                yield Hit(passage.place, match.span(), wrong)


def case_numbers(passage: Passage) -> Iterator[re.Match]:
    """What is meant to be a 案号, possible or not; 〔94〕财税字第089号 is a ministry's, and none."""
    for match in CASE.finditer(passage.digits):
        if match["court"][1:].isdigit() or OLD_TYPE.search(match["court"] + match["type"]):
            yield match


def _wrong(match: re.Match, this_year: int) -> str:
    year = int(match["year"])
    if len(match["year"]) != 4 or year < FIRST:
        return f"年份“{match['year']}”不对，案号里写四位的年份。"
    if year > this_year:
        return f"{year} 年还没有到。"
    if match["old"] or (match["di"] and not match["court"][1:].isdigit()):
        return _wrong_old(match, year)
    return _wrong_new(match, year)


def _wrong_old(match: re.Match, year: int) -> str:
    if year >= NEW + 1:
        return f"{NEW} 年起案号里不再写“字第”，{year} 年的案子不会有这样的案号。"
    return _wrong_number(match)


def _wrong_new(match: re.Match, year: int) -> str:
    if year < NEW - 1:
        return f"这种写法 {NEW} 年才开始用，{year} 年的案号写作“……字第……号”。"
    return _wrong_court(match["court"]) or _wrong_type(match) or _wrong_number(match)


def _wrong_court(court: str) -> str:
    if court in ("最高法", "最高法知"):
        return ""
    if not court or court[0] not in COURTS:
        return (
            f"没有“{court}”这样的法院代字，应当是省份简称加数字，如“浙01”。"
            if court
            else "没有写明是哪家法院。"
        )
    digits = court[1:]
    if len(digits) not in (0, 2, 4):
        return f"法院代字“{court}”的数字应当是两位（中级法院）或四位（基层法院）。"
    if digits[:2] == "00" or digits[2:] == "00":
        return f"没有代字为“{court}”的法院。"
    return ""


def _wrong_type(match: re.Match) -> str:
    kind = re.sub(r"[（）()]", "", match["type"])
    return "" if TYPE.fullmatch(kind) else f"没有“{kind}”这种案件类型。"


def _wrong_number(match: re.Match) -> str:
    number = match["number"]
    if len(number) > LONGEST:
        return "编号太长了。"
    if MADE_UP.match(number):
        return f"编号“{number}”像是随手编的，请对照裁判文书核实。"
    return ""
