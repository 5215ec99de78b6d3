"""Full names of parties in a text that also names their case."""

import re
from collections.abc import Iterator

from articles.linting.case_numbers import case_numbers
from articles.linting.passage import Manuscript, Passage
from articles.linting.values import Hit, Rule

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪范"
    "廖石贾韦夏付邹孟熊秦邱侯尹薛闫段雷龙史陶贺顾毛郝龚邵钱严覃武戴莫孔汤莎柯施翁倪洪殷齐鲁葛祝詹牛樊游尤骆庞阮齐章"
    "俞翟梅季纪舒屈项裴霍耿焦芦甘路靳柴臧嵇宫邢苗鲍凌卜穆岳冉郎左涂尚柳瞿窦娄关费褚麦"
)
DOUBLE = "欧阳|司马|上官|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木"
NAME = rf"(?:{DOUBLE}|[{SURNAMES}])[\u4e00-\u9fff]{{1,2}}"
ROLE = (
    "(?:再审|被?上诉|被?申请|申请执行|被执行|利害关系|案外|代理|负责|继承|借款|出借|保证|担保|受害|被害|被告|投保|被保险|委托)人|"
    "原告|被告|第三人|死者|伤者|罪犯|犯罪嫌疑人|法定代表人|当事人|债务人|债权人"
)
# What can stand behind a name; 的 also behind other words, so that it counts only for three characters.
BEHIND = r"(?=[，,。；;、：:（(）)\s与和诉向系称于因以在将为对从至等认主不未应提起辩均同又曾已之及或被的]|民间|离婚|合同|劳动|买卖|借款|继承|侵权|交通|纠纷|$)"
PARTY = re.compile(rf"(?:{ROLE})(?:[（(][^（()）\n]{{1,16}}[）)])?[：: ]?(?P<name>{NAME}){BEHIND}")
AGAINST = re.compile(
    rf"(?P<one>{NAME})(?:与|诉|和)(?P<name>{NAME})(?:[\u4e00-\u9fff、]{{0,16}})(?:纠纷|一案|罪)"
)
NO_NAME = re.compile(
    r"[某甲乙丙丁ＸX×]|公司|银行|法院|方[面法向]?$|女士|先生|律师|应当|主张|关系|章程|责任|程序|时效|金额|房屋|车辆"
)
# What is rather a word than a surname and a given name: 被告高度怀疑, 原告何时起诉.
WORDS = frozenset(
    [
        "何时",
        "何地",
        "何人",
        "何种",
        "高度",
        "高额",
        "高于",
        "严重",
        "严格",
        "段时",
        "关于",
        "关系",
        "路上",
        "施工",
        "施行",
        "余款",
        "余额",
        "马上",
        "田地",
        "石料",
        "范围",
        "章程",
        "项目",
        "左右",
        "孔某",
        "常年",
        "程序",
        "程度",
        "付款",
        "付清",
        "付出",
        "付息",
        "贺某",
        "顾客",
        "管理",
        "莫名",
        "尚未",
        "尚欠",
        "尚且",
        "尤其",
        "季度",
        "纪律",
        "计算",
        "许可",
        "许诺",
        "曾经",
        "曾向",
        "曾在",
        "曾以",
        "孙女",
        "侯审",
        "夏季",
        "秦某",
        "龙头",
        "雷同",
        "牛肉",
        "毛利",
        "钱款",
        "严禁",
        "武力",
        "史上",
        "余下",
        "余某",
        "石某",
        "和解",
        "应诉",
        "洪水",
        "路口",
        "路边",
        "卜卦",
        "武装",
        "梅雨",
        "宋代",
        "唐代",
        "甘愿",
        "苗木",
        "鲁莽",
        "路径",
        "柴油",
        "柳树",
        "石油",
        "祝贺",
        "段落",
        "连带",
        "叶片",
        "毛坯",
        "高管",
        "高价",
        "高息",
        "高利",
        "谢某",
        "万元",
        "程某",
        "许某",
    ]
)


def full_names(rule: Rule, manuscript: Manuscript) -> Iterator[Hit]:
    """Names of people behind 原告, 被告 and the like, in texts with a 案号; 张某 and 王女士 are none."""
    if not any(any(case_numbers(passage)) for passage in manuscript.passages):
        return
    for passage in manuscript.passages:
        for match in PARTY.finditer(passage.text):
            yield from _name(passage, match, "name")
        for match in AGAINST.finditer(passage.text):
            yield from _name(passage, match, "one")
            yield from _name(passage, match, "name")


def _name(passage: Passage, match: re.Match, group: str) -> Iterator[Hit]:
    name = match[group]
    if not NO_NAME.search(name) and name not in WORDS and name[:2] not in WORDS:
        yield Hit(passage.place, match.span(group))
