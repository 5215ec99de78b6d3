"""A statute's source text is read into its outline, or refused with the line and the reason."""

from datetime import date

import pytest

from statutes.citations.address import Address
from statutes.importing.outline import read_outline
from statutes.importing.tree import Note, Outline, OutlineError, Part, ProvisionText

HEADER = """# 中华人民共和国刑法
1979年7月1日 第五届全国人民代表大会第二次会议通过
2023年12月29日 第十四届全国人民代表大会常务委员会第七次会议修正
2024年3月1日 施行
<!-- INFO END -->
"""
SOURCE = (
    HEADER
    + """
## 第二编 分则

### 第二章 危害公共安全罪

第一百二十条 组织、领导恐怖活动组织的，处……

犯前款罪并实施杀人的，依照……

第一百二十条之一　有下列情形之一的：

（一）资助恐怖活动组织的；

（二）招募人员的。

### 第三章 破坏社会主义市场经济秩序罪

#### 第一节 生产、销售伪劣商品罪

第一百四十条 生产者在产品中掺杂的，处……

## 附则

第四百五十二条 本法自……起施行。
"""
)


def test_a_whole_statute():
    second, third = "第二编 分则 第二章 危害公共安全罪", "第二编 分则 第三章 破坏社会主义市场经济秩序罪"
    assert read_outline(SOURCE) == Outline(
        title="中华人民共和国刑法",
        promulgated_on=date(2023, 12, 29),
        effective_from=date(2024, 3, 1),
        provisions=(
            ProvisionText(
                Address(120), second, "组织、领导恐怖活动组织的，处……\n犯前款罪并实施杀人的，依照……"
            ),
            ProvisionText(
                Address(120, 1),
                second,
                "有下列情形之一的：\n（一）资助恐怖活动组织的；\n（二）招募人员的。",
            ),
            ProvisionText(Address(140), f"{third} 第一节 生产、销售伪劣商品罪", "生产者在产品中掺杂的，处……"),
            ProvisionText(Address(452), "附则", "本法自……起施行。"),  # a heading closes those below it
        ),
        issuer="全国人民代表大会",
        doubts=(Note(25, "条号从第120条之一跳到第140条"), Note(29, "条号从第140条跳到第452条")),
    )


def test_without_a_date_of_effect():
    source = "#  通知 \n2017年12月1日 公布\n<!-- INFO END -->\n正文不分条。\n"
    outline = read_outline(source)
    assert (outline.title, outline.promulgated_on, outline.effective_from) == (
        "通知",
        date(2017, 12, 1),
        None,
    )
    assert outline.provisions == (ProvisionText(Address(0), "", "正文不分条。", Part.SECTION),)


def test_a_provision_that_is_quoted_inside_a_line_begins_nothing():
    source = HEADER + "第一条 依照本法第二条 处理。\n　　有第三条 规定情形的，从其规定。\n"
    (only,) = read_outline(source).provisions
    assert only.text == "依照本法第二条 处理。\n有第三条 规定情形的，从其规定。"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "第 1 行：文件应以“# 标题”开头，并有一行 <!-- INFO END -->"),
        (
            "# 民法典\n2020年5月28日 通过\n第一条 为了……",
            "第 1 行：文件应以“# 标题”开头，并有一行 <!-- INFO END -->",
        ),
        (
            "民法典\n2020年5月28日 通过\n<!-- INFO END -->",
            "第 1 行：文件应以“# 标题”开头，并有一行 <!-- INFO END -->",
        ),
        ("# 民法典\n2021年1月1日 施行\n<!-- INFO END -->", "文件头里没有公布日期"),  # only the day of effect
        (HEADER + "第一条 甲\n\n第二条 乙\n第一条 丙", "第 9 行：第1条出现了两次"),
        (HEADER + "第一条之二 甲\n第一条之二 乙", "第 7 行：第1条之二出现了两次"),
    ],
)
def test_what_is_refused(source, message):
    with pytest.raises(OutlineError) as refusal:
        read_outline(source)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    "source",
    [
        "# 民法典\n2020年5月32日 通过\n<!-- INFO END -->",  # no such day
        HEADER + "第十百条 甲",  # no number
    ],
)
def test_a_slip_in_the_source_is_refused_with_its_line(source):
    """An importer that reads many files reports OutlineError and goes on; another error stops it."""
    with pytest.raises(OutlineError, match=r"^第 \d+ 行："):
        read_outline(source)
