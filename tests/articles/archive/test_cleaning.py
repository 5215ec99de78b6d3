"""The old theme's boiler-plate: what is taken from a body, and what is left in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.archive.cleaning import cleaned
from articles.html import sanitise

TITLE = "网贷逾期怎么办"
TEXT = "<p>先弄清楚欠多少。</p><p>再谈怎么还。</p>"
FOOT = "<p>版权声明：本文为原创，转载请注明出处。</p><p>扫描二维码，关注公众号。</p><p>关键词提示：网贷、逾期</p>"
TAKEN = {  # what stands around the text -> what is told
    ("", FOOT): ("关键词提示", "扫描二维码", "版权声明"),
    (f"<p>{TITLE}</p>", ""): ("重复的标题行",),
    ("<h2><strong>网贷逾期，怎么办？</strong></h2><p>版权声明：原创。</p>", ""): (
        "重复的标题行",
        "版权声明",
    ),
    ("", "<p>本文链接：https://old.example/5.html</p><p>&nbsp;</p>"): ("本文链接",),
    ("", "<p>【转载声明】未经许可不得转载</p>"): ("版权声明",),
    ("", "<p>微信扫一扫识别二维码关注我们</p>"): ("扫描二维码",),
}
LEFT = {  # a body that stays, and why
    "<p>版权声明的写法有讲究，本文从三个案例说起：" + "其一。" * 120 + "</p>": "too long for a notice",
    TEXT + "<p>扫描二维码，关注公众号。</p><p>最后一段是正文。</p>": "it stands in the middle",
    "<p>版权声明：只有这一句。</p>": "nothing else is there",
    TEXT + "<ul><li>版权声明：清单里的一项</li></ul>": "a list is the author's",
    "<p>网贷逾期</p>" + TEXT: "not the whole title",
}


@pytest.mark.parametrize(("around", "told"), TAKEN.items())
def test_boilerplate_is_taken(around, told):
    before, behind = around
    found = cleaned(before + TEXT + behind, TITLE)
    assert found.body == TEXT
    assert set(found.taken) == set(told)


def test_the_last_lines_of_a_paragraph_are_taken_alone():
    found = cleaned("<p>正文的最后一段。<br>版权声明：原创<br>关键词：网贷</p>", TITLE)
    assert found.body == "<p>正文的最后一段。</p>"


@pytest.mark.parametrize("body", LEFT, ids=LEFT.values())
def test_what_an_author_wrote_stays(body):
    found = cleaned(body, TITLE)
    assert found.body == body
    assert found.taken == ()


@given(st.lists(st.text("甲乙，。<&>/p网贷", max_size=12), max_size=6))
def test_it_never_fails_and_what_is_cleaned_stays_clean(parts):
    body = sanitise("".join(f"<p>{part}</p>" for part in parts) + FOOT)
    once = cleaned(body, TITLE).body
    assert cleaned(once, TITLE).body == once
    assert sanitise(once) == once
