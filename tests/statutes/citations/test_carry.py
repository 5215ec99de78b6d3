"""Every form of a citation gets its full address: a table of forms with a reason per row."""

import pytest

from statutes.citations.carry import carry
from statutes.citations.find import find
from statutes.citations.lexicon import Lexicon

CODE = "中华人民共和国民法典"
PENAL = "中华人民共和国刑法"
LABOUR = "中华人民共和国劳动合同法"
RULES = "中华人民共和国劳动合同法实施条例"
COMPANY = "中华人民共和国公司法"
CONSUMER = "中华人民共和国消费者权益保护法"
PROCEDURE = "中华人民共和国民事诉讼法"
BANKRUPTCY = "中华人民共和国企业破产法"
GUARANTEE = "最高人民法院关于适用《中华人民共和国民法典》有关担保制度的解释"
FAMILY = "最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）"
LABOUR_CASES = "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）"
LOANS = "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"
PROCEDURE_RULES = "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释"
TITLES = (
    CODE,
    PENAL,
    LABOUR,
    RULES,
    COMPANY,
    CONSUMER,
    PROCEDURE,
    BANKRUPTCY,
    GUARANTEE,
    FAMILY,
    LABOUR_CASES,
    LOANS,
    PROCEDURE_RULES,
)
LEXICON = Lexicon.of([(title, title) for title in TITLES], [("法释〔2020〕26号", LABOUR_CASES)])


def read(text: str, context: str | None = None) -> list[tuple]:
    """(words, law, key, range_to) of each citation."""
    found = carry(find(text, LEXICON), context)
    return [(text[slice(*c.span)], c.law, c.address.key if c.address else "", c.range_to) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # bare names and aliases
        ("根据刑法第266条，", [("刑法第266条", PENAL, "266", "")]),
        ("依据中华人民共和国刑法第二百六十六条", [("中华人民共和国刑法第二百六十六条", PENAL, "266", "")]),
        ("消法第五十五条的退一赔三", [("消法第五十五条", CONSUMER, "55", "")]),
        ("劳动合同法实施条例第十八条", [("劳动合同法实施条例第十八条", RULES, "18", "")]),  # the longest name
        ("适用民诉法解释第18条", [("民诉法解释第18条", PROCEDURE_RULES, "18", "")]),
        ("依《民法典担保制度解释》第二条", [("《民法典担保制度解释》第二条", GUARANTEE, "2", "")]),
        ("依民间借贷司法解释第二十五条", [("民间借贷司法解释第二十五条", LOANS, "25", "")]),
        (
            "见某某市房屋租赁管理条例第三条",
            [("某某市房屋租赁管理条例第三条", "某某市房屋租赁管理条例", "3", "")],
        ),
        # a long interpretation's title without 《》
        (
            "最高人民法院关于适用《中华人民共和国民法典》有关担保制度的解释第62条",
            [("最高人民法院关于适用《中华人民共和国民法典》有关担保制度的解释第62条", GUARANTEE, "62", "")],
        ),
        # a short form that the text itself gives
        (
            "《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》（以下简称《解释一》）第六十九条；"
            "又《解释一》第七十条",
            [
                (
                    "《最高人民法院关于适用〈中华人民共和国民法典〉婚姻家庭编的解释（一）》（以下简称《解释一》）第六十九条",
                    FAMILY,
                    "69",
                    "",
                ),
                ("《解释一》第七十条", FAMILY, "70", ""),
            ],
        ),
        # short forms of several laws in one bracket, each with its own
        (
            "《中华人民共和国民法典》、《中华人民共和国刑法》（以下分别简称《甲法》《乙法》）；《甲法》第五条、《乙法》第六条",
            [
                ("《中华人民共和国民法典》", CODE, "", ""),
                ("《中华人民共和国刑法》", PENAL, "", ""),
                ("《甲法》第五条", CODE, "5", ""),
                ("《乙法》第六条", PENAL, "6", ""),
            ],
        ),
        # lists and ranges
        (
            "《劳动合同法》第36、37、38条",
            [("《劳动合同法》第36", LABOUR, "36", ""), ("37", LABOUR, "37", ""), ("38条", LABOUR, "38", "")],
        ),
        (
            "《民法典》第392条、第700条",
            [("《民法典》第392条", CODE, "392", ""), ("第700条", CODE, "700", "")],
        ),
        (
            "《刑法》第三十七条第四项或者第五项",
            [("《刑法》第三十七条第四项", PENAL, "37.i4", ""), ("第五项", PENAL, "37.i5", "")],
        ),
        (
            "《刑法》第27条第2、3项",
            [("《刑法》第27条第2", PENAL, "27.i2", ""), ("3项", PENAL, "27.i3", "")],
        ),
        (
            "《民法典》第四百九十六条、四百九十七条判断",
            [("《民法典》第四百九十六条", CODE, "496", ""), ("四百九十七条", CODE, "497", "")],
        ),
        (
            "《公司法》第十三条第一款和第二款",
            [("《公司法》第十三条第一款", COMPANY, "13.p1", ""), ("第二款", COMPANY, "13.p2", "")],
        ),
        ("《民法典》第十条至第十二条", [("《民法典》第十条至第十二条", CODE, "10", "12")]),
        ("《刑法》第253条之一第1款至第3款", [("《刑法》第253条之一第1款至第3款", PENAL, "253-1.p1", "3")]),
        ("《刑法》第213条至第219条之一", [("《刑法》第213条至第219条之一", PENAL, "213", "219-1")]),
        (
            "《刑法》第五条第一款第（三）项至第（五）项",
            [("《刑法》第五条第一款第（三）项至第（五）项", PENAL, "5.p1.i3", "5")],
        ),
        # what may stand between title and article
        ("《公司法》（2023年修订）第四十七条", [("《公司法》（2023年修订）第四十七条", COMPANY, "47", "")]),
        ("《民法典》人格权编第997条", [("《民法典》人格权编第997条", CODE, "997", "")]),
        ("民法典合同编第509条", [("民法典合同编第509条", CODE, "509", "")]),
        (
            "《民法典》在合同编第658条",  # 在 breaks it
            [("《民法典》", CODE, "", ""), ("第658条", CODE, "658", "")],
        ),
        # pronouns and elided laws
        (
            "《劳动合同法》第四十二条规定，不得依照本法第四十条解除",
            [("《劳动合同法》第四十二条", LABOUR, "42", ""), ("本法第四十条", LABOUR, "40", "")],
        ),
        (
            "《民法典》第547条不适用；满足该解释第十三条",  # no 解释 has been named
            [("《民法典》第547条", CODE, "547", ""), ("该解释第十三条", None, "13", "")],
        ),
        (
            "依《担保制度解释》第十四条，不同于《民法典》第547条；该解释第十三条",
            [
                ("《担保制度解释》第十四条", GUARANTEE, "14", ""),
                ("《民法典》第547条", CODE, "547", ""),
                ("该解释第十三条", GUARANTEE, "13", ""),
            ],
        ),
        (
            "民法典第一千零三十四条第二款列举了范围，依同条第三款",
            [
                ("民法典第一千零三十四条第二款", CODE, "1034.p2", ""),
                ("同条第三款", CODE, "1034.p3", ""),
            ],
        ),
        ("《民法典》实施后，依据其中第185条", [("《民法典》", CODE, "", ""), ("第185条", CODE, "185", "")]),
        ("从企业破产法施行之日起，在该法第十八条的期限内", [("该法第十八条", BANKRUPTCY, "18", "")]),
        # document numbers
        (
            "劳动争议司法解释法释(2020)26号，其第三十二条第一款",
            [("法释(2020)26号", LABOUR_CASES, "", ""), ("第三十二条第一款", LABOUR_CASES, "32.p1", "")],
        ),
        (
            "《保障农民工工资支付条例》（国务院令第724号）第三十条",
            [("《保障农民工工资支付条例》（国务院令第724号）第三十条", "保障农民工工资支付条例", "30", "")],
        ),
    ],
)
def test_forms(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "合同第五百条根本不存在",  # a contract
        "公司章程第十条规定，股东会由董事长召集",  # a charter
        "本合同第三条、第四条",  # and what follows in its list
        "第三方平台第一条用户须知",
        "（2021）京01民终1234号",  # a court's case
        "将第三条修改为：",  # the quoted words of an amendment
        "增加一条，作为第五条",
        "前款规定的情形，本条第一款除外",  # relative
        "（参见：崔建远：《物权法》（第五版），中国人民大学出版社，第562页。）",  # a book
        "载《人民司法》2022年第5期",  # a journal
        "《联合国国际货物销售合同公约》第三十五条",  # a treaty
        "发送诈骗信息5000条以上",  # a quantity
        "第三十七条　劳动者提前三十日通知",  # a provision's own number at the head of its text
        "第三方面，第七点",
    ],
)
def test_what_is_no_citation(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    ["《德国民法典》第823条", "台湾地区民法典第184条", "香港特区《仲裁条例》第三条"],
)
def test_foreign_law_is_cited_and_resolves_to_none_of_ours(text):
    assert [law for _, law, _, _ in read(text)] == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("违反本法第三条和第五条规定的", [("本法第三条", "3"), ("第五条", "5")]),
        ("依照《中华人民共和国刑法》第二百六十六条处罚；第八条另有规定的除外", [("刑法", "266"), ("", "8")]),
    ],
)
def test_inside_a_statutes_own_text_a_bare_article_is_its_own(text, expected):
    found = carry(find(text, LEXICON), LABOUR)
    laws = [PENAL if name == "刑法" else LABOUR for name, _ in expected]
    assert [(c.law, c.address.key) for c in found] == list(
        zip(laws, [key for _, key in expected], strict=True)
    )
