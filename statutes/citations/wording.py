"""Which differences of wording change what a provision says, and which are only another way to say it."""

import re

# Other ways to say the same, longer ones before their parts; words are only ever compared with words so replaced.
SAME = {
    other: one
    for others, one in (
        ("应当 应该 必须 务必 须 要 应", "应"),
        ("不可以 不得 不能 不可 不准 不许 禁止 严禁", "禁"),
        ("可以 能够 有权 可 能", "可"),
        ("没有 未 无 不", "未"),
        ("或者 或是 或", "或"),
        ("以及 并且 和 与 及 并", "和"),
        ("人民法院 法院 法官", "法院"),
        ("用人单位 单位", "单位"),
        ("劳动者 员工 职工", "职工"),
        ("但是 不过 然而 但", "但"),
        ("如果 假如 倘若 若 如", "如"),
        ("依照 按照 根据 依据 遵照 依 按", "依"),
        ("自己 本人", "自己"),
        ("天", "日"),
        ("个月", "月"),
        ("周岁", "岁"),
        ("个小时", "小时"),
        ("双倍", "2倍"),
        ("到 至", "至"),
        ("贷款市场报价利率", "LPR"),
        ("予以 给予 之日起 中华人民共和国 的话", ""),
        *((character, "") for character in "的了也就都即则而所地之且其还这该此会将是等自从在"),
    )
    for other in others.split()
}
# What a sentence may not gain or lose, and what may not stand for another of its row.
WEIGHTY = re.compile(
    "不|未|无|非|禁|过分|明显|重大|严重|故意|过失|过错|书面|口头|单独|连带|按份|补充|相应|一般|特别|推定|公平|自愿|主要|次要|全部|部分|双倍|"
    "以上|以下|以内|以外|仅|除|证明|[省市县]级|合法|违法|直接|间接|公开|立即|及时|善意|恶意|明知|实际|合理|适当|必要|正当|无偿|有偿|共同|各自|最高|最低|优先|\\d"
)
MODAL = (("应", "可", "禁"),)
OPPOSED = (
    ("连带", "补充", "按份", "一般"),
    ("故意", "过失"),
    ("以上", "以下"),
    ("书面", "口头"),
    ("全部", "部分"),
    ("(?<!非)合法", "违法|非法"),
    ("有效", "未效"),
)
EXCLUSIVE = (("连带责任", "补充责任", "按份责任", "连带责任保证", "一般保证"), ("书面", "口头"))
POLAR = frozenset(("未", "禁", "非"))
WEIGHTLESS = re.compile("^[以为由对向把被让使才只给来去因]$")  # one such letter for another says nothing
MEASURE = re.compile(r"(?<!\d)\d+(?:万|亿)?(?:个?工作日|年|个?月|日|天|个?小时|周?岁|倍|元|%)")
NUMBER = re.compile(r"\d+")
NARROW = 8  # letters up to which what is added or left out is a word, not a thought of the author's


def matters(said: str, provision: str) -> bool:
    """Whether one of a few differences in words that otherwise repeat a provision changes it: any other word does, and a
    word of weight that is added or left out."""
    said, provision = (WEIGHTLESS.sub("", plain(side)) for side in (said, provision))
    rest = _rest(said, provision)
    if rest is None:
        return True
    return len(rest) <= NARROW and bool(WEIGHTY.search(rest))


def _rest(one: str, other: str) -> str | None:
    """What the longer of two stretches has more than the other, where it has all of the other in order."""
    short, long = sorted((one, other), key=len)
    left, at = [], 0
    for letter in long:
        if at < len(short) and letter == short[at]:
            at += 1
        else:
            left.append(letter)
    return "".join(left) if at == len(short) else None


def renumbers(said: str, provision: str) -> bool:
    """Whether one plain stretch has other numbers than the other, or another of two opposed words: 补充 for 连带."""
    mine, theirs = set(NUMBER.findall(said)), set(NUMBER.findall(provision))
    return bool(mine and theirs and not mine & theirs) or _opposed(said, provision, OPPOSED)


def reverses(said: str, provision: str) -> bool:
    """Whether one plain stretch allows what the other commands, or only one of them has a 不."""
    if not (said and provision):
        return (said or provision) in POLAR
    return _opposed(said, provision, MODAL)


def _opposed(said: str, provision: str, rows: tuple) -> bool:
    for row in rows:
        mine = {word for word in row if re.search(word, said)}
        theirs = {word for word in row if re.search(word, provision)}
        if mine and theirs and not mine & theirs:
            return True
    return False


def excludes(said: str, provision: str) -> bool:
    """Whether a retelling names one kind of liability or form where the provision only has another."""
    return _opposed(said, provision, EXCLUSIVE)


def measures(letters: str) -> set[str]:
    """The terms, sums and shares in folded letters: 15日, 20%, 3倍."""
    return {plain(measure) for measure in MEASURE.findall(letters)}


def plain(letters: str) -> str:
    """The letters with one way to say what can be said in several."""
    return ANY_OF.sub(lambda match: SAME[match[0]], letters)


ANY_OF = re.compile("|".join(sorted(SAME, key=len, reverse=True)))
