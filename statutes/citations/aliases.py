"""The short forms that people make of a title, by the ways in which they make them."""

import re

STATE = "中华人民共和国"
# Names in daily use that no rule makes of the title.
CUSTOMARY = {
    "中华人民共和国消费者权益保护法": ("消法", "消保法", "消费者保护法"),
    "中华人民共和国个人信息保护法": ("个保法", "个信法", "个人信息法"),
    "中华人民共和国民事诉讼法": ("民诉法",),
    "中华人民共和国刑事诉讼法": ("刑诉法",),
    "中华人民共和国行政诉讼法": ("行诉法",),
    "中华人民共和国治安管理处罚法": ("治安处罚法", "治安管理法"),
    "中华人民共和国道路交通安全法": ("道交法", "交通安全法"),
    "中华人民共和国劳动争议调解仲裁法": ("劳动仲裁法", "调解仲裁法", "劳动争议仲裁法"),
    "中华人民共和国反电信网络诈骗法": ("反电诈法", "反诈法", "反电信诈骗法"),
    "中华人民共和国妇女权益保障法": ("妇女权益法", "妇保法"),
    "中华人民共和国未成年人保护法": ("未保法", "未成年保护法"),
    "中华人民共和国老年人权益保障法": ("老年人权益法",),
    "中华人民共和国反不正当竞争法": ("反法", "不正当竞争法"),
    "中华人民共和国企业破产法": ("破产法",),
    "中华人民共和国城市房地产管理法": ("房地产管理法",),
    "中华人民共和国电子商务法": ("电商法",),
    "中华人民共和国农村土地承包法": ("土地承包法",),
    "中华人民共和国村民委员会组织法": ("村委会组织法",),
    "中华人民共和国居民委员会组织法": ("居委会组织法",),
    "中华人民共和国国家赔偿法": ("赔偿法",),
    "中华人民共和国预防未成年人犯罪法": ("预防未成年犯罪法",),
    "中华人民共和国税收征收管理法": ("税收征管法", "征管法"),
    "中华人民共和国企业所得税法": ("所得税法",),
    "中华人民共和国个人所得税法": ("个税法",),
    "机动车交通事故责任强制保险条例": ("交强险条例",),
    "中华人民共和国政府信息公开条例": ("政府信息公开条例", "信息公开条例"),
    "最高人民法院关于民事诉讼证据的若干规定": (
        "民事证据规定",
        "民诉证据规定",
        "证据规定",
        "民事诉讼证据规定",
    ),
    "最高人民法院关于行政诉讼证据若干问题的规定": ("行政证据规定", "行政诉讼证据规定"),
    "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）": (
        "劳动争议司法解释一",
        "劳动争议解释一",
        "劳动争议案件司法解释一",
        "新劳动争议司法解释一",
        "劳动争议案件解释一",
    ),
    "最高人民法院关于适用《中华人民共和国民法典》有关担保制度的解释": (
        "担保制度解释",
        "民法典担保制度解释",
        "担保制度司法解释",
        "民法典担保制度司法解释",
        "担保解释",
        "民法典担保解释",
    ),
    "最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释": (
        "人身损害司法解释",
        "人损解释",
        "人损司法解释",
    ),
    "最高人民法院关于确定民事侵权精神损害赔偿责任若干问题的解释": (
        "精神损害赔偿解释",
        "精神损害赔偿司法解释",
    ),
    "最高人民法院关于审理商品房买卖合同纠纷案件适用法律若干问题的解释": (
        "商品房司法解释",
        "商品房买卖司法解释",
        "商品房买卖合同解释",
    ),
    "最高人民法院关于审理城镇房屋租赁合同纠纷案件具体应用法律若干问题的解释": (
        "房屋租赁司法解释",
        "城镇房屋租赁司法解释",
        "城镇房屋租赁合同解释",
    ),
    "最高人民法院关于适用《中华人民共和国民法典》合同编通则若干问题的解释": (
        "合同编通则解释",
        "合同编司法解释",
        "民法典合同编司法解释",
    ),
    "最高人民法院关于审理买卖合同纠纷案件适用法律问题的解释": ("买卖合同司法解释", "买卖合同解释"),
    "最高人民法院关于审理道路交通事故损害赔偿案件适用法律若干问题的解释": (
        "道路交通事故司法解释",
        "交通事故司法解释",
        "道交司法解释",
        "交通事故损害赔偿解释",
    ),
    "最高人民法院关于审理民间借贷案件适用法律若干问题的规定": (
        "民间借贷司法解释",
        "民间借贷规定",
        "民间借贷解释",
    ),
}
SUBJECT = re.compile(
    r"^(?:最高人民(?:法院|检察院)(?:、最高人民(?:法院|检察院))?(?:、[\u4e00-\u9fff]+?部)?)?关于(?P<verb>审理|办理|执行|确定|处理|规范|依法惩治)?(?P<subject>.+?)"
    r"(?:适用法律|具体应用法律|应用法律)?(?:的)?(?:若干)?(?:问题)?(?:的)?(?P<kind>解释|规定|意见|批复)(?P<number>[（(][一二三四五六七八九十]+[）)])?$"
)
APPLYING = re.compile(
    r"^(?:最高人民(?:法院|检察院)(?:、最高人民(?:法院|检察院))?)?关于(?:适用|执行|贯彻执行)《(?P<law>[^《》]+)》(?P<part>[\u4e00-\u9fff]{0,12}?)"
    r"(?:的)?(?:若干)?(?:问题)?(?:的)?(?P<kind>解释|规定|意见)(?P<number>[（(][一二三四五六七八九十]+[）)])?$"
)
SHORT_LAWS = {"民事诉讼法": "民诉法", "刑事诉讼法": "刑诉法", "行政诉讼法": "行诉法"}


def aliases_of(title: str) -> tuple[str, ...]:
    """The short forms of an official title, likely ones first; brackets and 中华人民共和国 do not matter to them."""
    found = list(CUSTOMARY.get(title, ()))
    bare = title.replace("〈", "《").replace("〉", "》").replace(STATE, "")
    if match := APPLYING.match(bare):
        found += _of_applying(match)
    elif match := SUBJECT.match(bare):
        found += _of_subject(match)
    found += _without_organ(bare)
    return tuple(dict.fromkeys(alias for alias in found if len(alias) >= 2))


def _without_organ(bare: str) -> list[str]:
    """关于审理…的解释, for the organ is often named before the 《."""
    match = re.match(
        r"^(?:最高人民(?:法院|检察院)|[、\u4e00-\u9fff]{2,20}?(?:部|院|会|局|署))+?(?=关于)", bare
    )
    return [bare[match.end() :]] if match else []


def _of_applying(match: re.Match) -> list[str]:
    """最高人民法院关于适用《X法》Y编的解释（一） -> X法Y编解释一, X法司法解释一, Y编解释一."""
    law, part, kind, number = match["law"], match["part"], match["kind"], _digits(match["number"])
    laws = [law, *([SHORT_LAWS[law]] if law in SHORT_LAWS else [])]
    kinds = [kind, f"司法{kind}"] if kind == "解释" else [kind]
    found = []
    for name in laws:
        found += [f"{name}{part}{k}{number}" for k in kinds]
        found += [f"{name}{part}的{k}{number}" for k in kinds]
    if part:
        found += [f"{part}{k}{number}" for k in kinds]
        if not number:
            return found
    if number == "一":  # 民法典继承编司法解释 for 解释（一） while there is no other
        found += [f"{name}{part}{k}" for name in laws for k in kinds] + [f"{part}{k}" for k in kinds if part]
    return found


def _of_subject(match: re.Match) -> list[str]:
    """最高人民法院关于审理X案件适用法律若干问题的解释 -> X司法解释, X解释, X案件司法解释."""
    subject, kind, number = match["subject"], match["kind"], _digits(match["number"])
    subjects = [
        subject,
        re.sub(r"(?:刑事|民事|行政)?(?:纠纷)?案件$", "", subject),
        re.sub(r"案件$", "", subject),
    ]
    subjects += [re.sub(r"^(?:涉及|有关)", "", s) for s in subjects]
    kinds = [kind, "司法解释"] if kind in ("解释", "规定") else [kind]
    numbers = [number, ""] if number == "一" else [number]  # 解释（一） is 解释 while there is no other
    return [
        f"{s}{k}{n}" for n in numbers for s in dict.fromkeys(subjects) if 2 <= len(s) <= 24 for k in kinds
    ]


def _digits(number: str | None) -> str:
    return number.strip("（()）") if number else ""
