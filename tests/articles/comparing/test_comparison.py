"""The difference of two bodies: exact, complete, and as short as a reader would tell it."""

import random
import time

import pytest
from hypothesis import given, settings

from articles.comparing import Fate, Kind, bodies, saying
from articles.comparing.blocks import blocks, canonical, html_of
from articles.comparing.comparison import Comparison
from articles.html import sanitise, text_of
from tests.articles.comparing import bodies as generated

SHAPES = {Kind.KEPT: "{}", Kind.OUT: "[-{}-]", Kind.IN: "{{+{}+}}", Kind.FORM: "<{}>"}
FATES = {
    Fate.SAME: "= ",
    Fate.CHANGED: "~ ",
    Fate.ADDED: "+ ",
    Fate.REMOVED: "- ",
    Fate.MOVED_AWAY: "< ",
    Fate.MOVED_HERE: "> ",
}
LONG = "逾期之后先把欠款的本金、利息和费用弄清楚。"


def written(comparison: Comparison) -> list[str]:
    """A line for each row."""
    return [
        FATES[row.fate] + "".join(SHAPES[run.kind].format(run.text) for run in row.runs)
        for row in comparison.rows
    ]


@settings(max_examples=150, deadline=None)
@given(generated.edited())
def test_from_the_old_text_and_the_changes_the_new_one_results(pair):
    old, new = pair
    comparison = bodies(old, new)
    assert (comparison.before(), comparison.after()) == (canonical(old), canonical(new))


@settings(max_examples=80, deadline=None)
@given(generated.bodies, generated.bodies)
def test_also_of_two_texts_that_have_nothing_to_do_with_each_other(old, new):
    comparison = bodies(old, new)
    assert (comparison.before(), comparison.after()) == (canonical(old), canonical(new))


@settings(max_examples=150, deadline=None)
@given(generated.edited())
def test_no_change_is_invisible(pair):
    """Whatever is different in the HTML is in a row that is marked, and that says what it is."""
    old, new = pair
    comparison = bodies(old, new)
    assert comparison.is_same == (canonical(old) == canonical(new))
    for row in comparison.changed:
        assert saying.fate(row) or saying.form(row) or any(run.kind is not Kind.KEPT for run in row.runs)


@settings(max_examples=100, deadline=None)
@given(generated.bodies)
def test_the_canonical_spelling_says_the_same(body):
    clean = sanitise(body)
    spelt = canonical(clean)
    assert canonical(spelt) == spelt
    assert text_of(spelt).split() == text_of(clean).split()
    assert html_of(blocks(spelt)) == spelt


@pytest.mark.parametrize(
    "body",
    [
        "<p>一</p><h2>二</h2><blockquote><p>三</p><p>四</p></blockquote>",
        "<ul><li><p>一</p><ol><li><p>二</p></li></ol></li><li><p>三</p></li></ul>",
        "<table><tbody><tr><th><p>一</p></th><td></td></tr></tbody></table><hr><p></p>",
        '<p>见<a href="/hf/1.html" rel="noopener nofollow"><strong>此</strong>处</a>。<br>&lt;甲&amp;乙&gt;&nbsp;丙</p>',
        "<ul><li>一</li></ul><ul><li>二</li></ul>",  # two lists, not one
        '<figure><img src="/media/1.webp" alt="图"><figcaption>说明</figcaption></figure>',
    ],
)
def test_what_the_editor_writes_is_canonical(body):
    assert canonical(body) == body


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("", "", []),
        ("<p>一样。</p>", "<p>一样。</p>", ["= 一样。"]),
        ("<p>本金为10,000元整。</p>", "<p>本金为20,000元整。</p>", ["~ 本金为[-10,000-]{+20,000+}元整。"]),  # a number is one word
        ("<p>见第一百二十条的规定。</p>", "<p>见第一百三十条的规定。</p>", ["~ 见第[-一百二十-]{+一百三十+}条的规定。"]),
        ("<p>甲句不变。乙句删去。丙句不变。</p>", "<p>甲句不变。丙句不变。</p>", ["~ 甲句不变。[-乙句删去。-]丙句不变。"]),
        ("<p>他说：“不还。”走了。</p>", "<p>他说：“不还。”他还是走了。</p>", ["~ 他说：“不还。”{+他还是+}走了。"]),
        ("<p>甲乙丙丁。</p>", "<p>子丑寅卯。</p>", ["- [-甲乙丙丁。-]", "+ {+子丑寅卯。+}"]),  # nothing in common
        (f"<p>{LONG}</p><p>第二段。</p><p>第三段。</p>", f"<p>第二段。</p><p>第三段。</p><p>{LONG}</p>", [f"< [-{LONG}-]", "= 第二段。", "= 第三段。", f"> {LONG}"]),
        ("<p>要紧的话。</p>", "<p><strong>要紧</strong>的话。</p>", ["~ <要紧>的话。"]),  # only bold
        ("<h2>标题</h2>", "<h3>标题</h3>", ["~ 标题"]),
        ("<p>👍🏽好</p>", "<p>👍🏿好</p>", ["- [-👍🏽好-]", "+ {+👍🏿好+}"]),  # a sign is not torn apart
        ("<p>一。</p><p>一。</p>", "<p>一。</p><p>一。</p><p>一。</p>", ["= 一。", "= 一。", "+ {+一。+}"]),
        ("<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>", "<table><tbody><tr><td>1</td><td>3</td></tr></tbody></table>", ["= 1", "~ [-2-]{+3+}"]),
        ("<p>甲<br>乙</p>", "<p>甲乙</p>", ["~ 甲[-<br>-]乙"]),
        ("<p>没有改。</p>\n<p>两段。</p>", "<p>没有改。</p><p>两段。</p>", ["= 没有改。", "= 两段。"]),  # a line break in the code
    ],
)  # fmt: skip
def test_rows(old, new, rows):
    assert written(bodies(old, new)) == rows


LINK = '<p><a href="{}" rel="noopener nofollow">此处</a></p>'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (LINK.format("https://a.cn/"), LINK.format("https://b.cn/"), "链接由 https://a.cn/ 改为 https://b.cn/"),
        ("<p>此处</p>", LINK.format("https://b.cn/"), "加了链接：https://b.cn/"),
        (LINK.format("https://a.cn/"), "<p>此处</p>", "去掉了链接（原来指向 https://a.cn/）"),
        ("<p>此处</p>", "<p><strong><em>此处</em></strong></p>", "改为加粗；改为斜体"),
        ("<p><s>此处</s></p>", "<p>此处</p>", "取消删除线"),
    ],
)  # fmt: skip
def test_a_new_form_is_told_in_words(old, new, said):
    (row,) = bodies(old, new).rows
    assert [saying.marks(run) for run in row.runs if run.kind is Kind.FORM] == [said]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<h2>题</h2>", "<p>题</p>", "格式改变：标题改为正文"),
        ("<ul><li>项</li></ul>", "<ol><li>项</li></ol>", "格式改变：项目列表改为编号列表"),
        ('<ol start="3"><li>项</li></ol>', "<ol><li>项</li></ol>", "格式改变：编号从 1 开始（原从 3）"),
        ("<table><tbody><tr><td>格</td></tr></tbody></table>", '<table><tbody><tr><td colspan="2">格</td></tr></tbody></table>', "格式改变：单元格的合并方式不同"),
        ("<ul><li>项</li></ul>", "<ul><li><p>项</p></li></ul>", "格式改变：段落的嵌套方式不同"),
    ],
)  # fmt: skip
def test_a_new_box_is_told_in_words(old, new, said):
    (row,) = bodies(old, new).rows
    assert saying.form(row) == said


def test_a_list_that_was_cut_in_two_is_told():
    comparison = bodies("<ul><li>一</li><li>二</li></ul>", "<ul><li>一</li></ul><ul><li>二</li></ul>")
    assert [saying.form(row) for row in comparison.changed] == ["与上一段的列表、引用或表格在这里分开了"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<p>甲。</p>", "<p>甲。</p>", "文字和格式都没有改动。"),
        ("<p>甲。</p>", "<p>甲。</p>\n", "读起来没有任何改动，只有代码的写法不同。"),
        ("<p>甲句在这里。乙句也在。</p>", "<p>甲句在这里。</p>", "改动 1 段，删 1 句。"),
        (f"<p>{LONG}</p>", f"<p>{LONG}</p><p>另起的一段。</p>", "新增 1 段。"),
        ("<h2>题</h2>", "<h3>题</h3>", "格式或链接改变 1 处。"),
    ],
)  # fmt: skip
def test_summary(old, new, said):
    assert saying.summary(bodies(old, new)) == said


def signs(count: int, seed: int) -> str:
    """What is hardest to compare: two signs in any order."""
    drawn = random.Random(seed)  # noqa: S311
    return "".join(drawn.choice("是否") for _ in range(count))


HARD = [
    ("one paragraph", lambda seed: f"<p>{signs(150_000, seed)}</p>"),
    ("sentences", lambda seed: "<p>" + "。".join(signs(100, seed + n) for n in range(1500)) + "</p>"),
    ("paragraphs", lambda seed: "".join(f"<p>{signs(3, seed + n)}</p>" for n in range(9900))),
    ("the same sentence", lambda seed: "<p>" + "是。" * (70_000 + seed) + "</p>"),
]


@pytest.mark.parametrize("body", [make for _, make in HARD], ids=[name for name, _ in HARD])
def test_the_hardest_bodies_take_seconds(body):
    old, new = body(0), body(1000)
    began = time.process_time()
    comparison = bodies(old, new)
    assert time.process_time() - began < 6
    assert (comparison.before(), comparison.after()) == (canonical(old), canonical(new))
