"""All rules together: the page of the present site, and texts made to be slow."""

import pytest

from articles import lint_rules
from articles.linting.lint import lint
from articles.linting.passage import Manuscript
from articles.models.lint import LintRule
from tests.growth import grows_with_length

RULES = [LintRule(**row).as_rule() for row in lint_rules.shipped()]
# Lines of https://www.hefeilaws.com/hf/837828.html as it stands there.
TITLE = "网贷逾期把通讯录权限关闭可以吗?"
PAGE = """网贷逾期与通讯录权限的关系
答案是:不能完全阻止,而且存在一定风险。
必要时寻求专业帮助:如有能力,可咨询律师或债务调解机构,避免陷入更大的法律困境。
关键词提示:网贷逾期把通讯录权限关闭可以吗,逾期处理,通讯录授权,催收合法性,法律维权。
网贷逾期把通讯录权限关闭可以吗?,本文为合飞律师原创,未经授权禁止转载,个案情况不同,建议咨询专业律师制定方案。
扫描二维码推送至手机访问。
本文链接:https://www.hefeilaws.com/hf/837828.html
网贷逾期被爆通讯录,该如何投诉?网贷逾期被爆通讯录,投诉方法,解析,这个标题直接点明了文章的主要内容,即网贷逾期被爆通讯录的投诉方法。"""
RELATED = "网贷逾期群发短信给通讯录违法吗?网贷逾期群发短信给通讯录是否违法"


def codes(manuscript: Manuscript) -> list[str]:
    return [finding.rule for finding in lint(manuscript, RULES)]


def test_the_page_of_the_present_site():
    assert codes(Manuscript(TITLE, PAGE)) == [
        "layout-keywords",
        "layout-boilerplate",  # 未经授权禁止转载
        "layout-boilerplate",  # 扫描二维码
        "layout-boilerplate",  # 本文链接
        "machine-title-talk",
    ]
    assert codes(Manuscript(RELATED, "正文。")) == ["layout-doubled-title"]


@pytest.mark.parametrize(
    "piece",
    [
        "我们保证胜诉",
        "（2022）沪",
        "“",
        "《",
        "6222",
        "13912345678 ",
        "原告王",
        "路1号",
        "不",
        "（一）保证打赢，\n",
        "（中中中",
        "**甲",
        "[甲",
        "这一句话在这里说了很多很多很多很多遍。",
        "\n",
        "？",
    ],
)
def test_no_text_is_slow(piece):
    assert grows_with_length(lambda text: lint(Manuscript("标题", text), RULES), piece, 100_000)
