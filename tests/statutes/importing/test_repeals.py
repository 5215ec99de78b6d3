"""A clause repeals what it names without condition; everything else is a lead for a person."""

import pytest

from statutes.importing.repeals import repeals


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "本法自2021年1月1日起施行。《中华人民共和国婚姻法》、《中华人民共和国继承法》同时废止。",
            ["中华人民共和国婚姻法", "中华人民共和国继承法"],
        ),
        (
            "1988年8月6日国务院发布的《中华人民共和国印花税暂行条例》同时废止。",
            ["中华人民共和国印花税暂行条例"],
        ),
        ("《甲办法》自2021年1月1日起废止。", ["甲办法"]),
        ("《甲办法》和《乙办法》予以废止。", ["甲办法", "乙办法"]),
        ("《甲办法》（公安部令第102号）和《乙办法》（公安部令第124号）同时废止。", ["甲办法", "乙办法"]),
        ("《甲办法》等三部规章同时废止。", ["甲办法"]),
        (
            "最高人民法院《关于认可民事判决的规定》（法释〔1998〕11号）同时废止。",
            ["最高人民法院关于认可民事判决的规定"],
        ),
        (
            "最高人民法院于1992年7月14日发布的《关于适用〈民事诉讼法〉若干问题的意见》同时废止；"
            "以前发布的司法解释与本解释不一致的，不再适用。",
            ["最高人民法院关于适用《民事诉讼法》若干问题的意见"],
        ),
        ("自本规定施行之日起，《甲规定（试行）》即行废止。", ["甲规定（试行）"]),
        ("本条例自公布之日起施行。", []),
        ("以前的规定同时废止。", []),  # names nothing
    ],
)
def test_what_is_repealed(text, titles):
    found, leads = repeals(text)
    assert [repeal.title for repeal in found] == titles
    assert leads == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("《反倾销和反补贴条例》中关于反倾销的规定同时废止。", "有条件，或只废止其中一部分"),
        ("《劳动改造条例》中有关看守所的规定即行废止。", "有条件，或只废止其中一部分"),
        ("《甲办法》第三条同时废止。", "有条件，或只废止其中一部分"),
        ("《甲办法》与本法抵触的，同时废止。", "有条件，或只废止其中一部分"),
        ("将第九条改为：“《甲办法》同时废止。”", "有条件，或只废止其中一部分"),  # a quotation
        ("《甲办法》和以前的通知同时废止。", "标题与“废止”之间还有别的内容"),
        ("《甲办法》由国务院决定废止。", "不是“同时废止”一类的直接废止"),
    ],
)
def test_leads(text, reason):
    found, leads = repeals(text)
    assert found == []
    assert [lead.reason for lead in leads] == [reason]
