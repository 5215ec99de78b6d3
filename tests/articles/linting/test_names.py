"""Full names of parties beside a 案号."""

import pytest

from articles.linting.lint import lint
from articles.linting.passage import Manuscript
from articles.linting.values import Rule

CASE = "（2022）浙0106民初4021号一案中，"
RULE = Rule("client-name", "full_names")


def names(body: str) -> list[str]:
    manuscript = Manuscript("标题", body)
    return [body[slice(*span)] for finding in lint(manuscript, [RULE]) for span in finding.spans]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("原告王建国与被告李秀英民间借贷纠纷。", ["王建国", "李秀英"]),
        ("原告：王建国，男，1975年生。", ["王建国"]),
        ("被执行人张伟未履行义务。", ["张伟"]),
        ("上诉人（原审被告）陈志强不服。", ["陈志强"]),
        ("王建国诉李秀英离婚纠纷一案", ["王建国", "李秀英"]),
        ("被告欧阳明辉辩称不知情。", ["欧阳明辉"]),
        ("第三人周敏的陈述与合同一致。", ["周敏"]),
        ("法定代表人刘洋，经理。", ["刘洋"]),
    ],
)
def test_names_of_people(body, found):
    assert names(CASE + body) == found


@pytest.mark.parametrize(
    "body",
    [
        "原告王某与被告李某某民间借贷纠纷。",
        "原告王女士诉称借款未还。",
        "被告杭州东海科技有限公司未到庭。",
        "被告高度怀疑借条是伪造的。",
        "原告应当在举证期限内提交证据。",
        "被告何时还款，双方各执一词。",
        "原告和被告都同意调解。",
        "被告方主张已经还清。",
        "被执行人于收到通知后三日内申报财产。",
        "申请人向法院提出申请。",
        "原告甲与被告乙签订合同。",
        "被告人已经认罪认罚。",
        "原告马上申请了保全。",
        "第三人钱款已经退回。",
        "保证人承担保证责任。",
        "债务人应付款项为十万元。",
    ],
)
def test_what_is_no_name(body):
    assert names(CASE + body) == []


def test_without_a_case_names_are_left_alone():
    """原告张三 in an example of the law is nobody."""
    assert names("原告王建国与被告李秀英民间借贷纠纷。") == []
