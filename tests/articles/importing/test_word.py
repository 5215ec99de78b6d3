"""What Word, WPS, Word Online and mammoth write becomes the editor's HTML; nothing said is lost, nothing deleted comes back."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.html import sanitise, text_of
from articles.importing.word import MAX_CHARACTERS, MAX_TAGS, WordRefused, document, pasted
from tests.growth import grows_with_length

CLIPBOARDS = Path(__file__).parent.parent / "clipboard"

WORD = (
    "<h2>利率的上限</h2>"
    "<p>出借人请求借款人按照合同约定利率支付利息的，人民法院应予支持，但另有规定的除外〔1〕。"
    '<strong>超过部分</strong>不受保护，见<a href="https://www.court.gov.cn/fabu/xiangqing/1.html">LPR 公告</a>。</p>'
    "<h3>要准备的材料</h3>"
    "<ol><li><p>借条或者借款合同；</p><ol><li><p>写明利率的；</p></li><li><p>没有写明的；</p></li></ol></li>"
    "<li><p>转账记录。</p></li></ol>"
    "<p>（一）逾期利息</p>"
    "<ul><li><p>有约定的，从约定；</p></li><li><p>没有约定的，参照一年期贷款市场报价利率。</p></li></ul>"
    '<table><tbody><tr><th colspan="2"><p>时间与上限</p></th></tr>'
    '<tr><td rowspan="2"><p>2020年8月20日之后</p></td><td><p>一年期LPR的四倍</p></td></tr><tr><td><p></p></td></tr>'
    "</tbody></table><p><strong>注释</strong></p><p>〔1〕见该规定第二十五条。</p>"
)
WORD_ONLINE = (
    "<h2>劳动合同到期以后</h2>"
    '<p>单位<strong>不续签的</strong>，参见<a href="https://flk.npc.gov.cn/">国家法律法规数据库</a></p>'
    "<ol><li><p>先看合同的期限</p><ul><li><p>固定期限</p></li></ul></li><li><p>再看有没有续签</p></li></ol>"
    "<p>（一）经济补偿</p>"
    "<table><tbody><tr><td><p>工作年限</p></td><td><p>月数</p></td></tr></tbody></table>"
)
WPS = (
    "<h3>工伤认定的期限</h3><p>用人单位应当自事故伤害发生之日起30日内提出申请〔1〕。</p><h4>两个例外</h4>"
    "<ol><li><p>不可抗力；</p></li><li><p>被限制人身自由。</p></li></ol>"
    "<p>一、手工写的标题</p><ol><li><p>手工编号的第一点</p></li><li><p>手工编号的第二点</p></li></ol>"
    '<table><tbody><tr><td><p>情形</p></td><td><p><a href="http://www.mohrss.gov.cn">依据</a></p></td></tr></tbody></table>'
    "<p><strong>注释</strong></p><p>〔1〕《工伤保险条例》第十七条。</p>"
)


@pytest.mark.parametrize(
    ("name", "html", "title", "images"),
    [
        ("word.html", WORD, "民间借贷的利息怎么算", 1),
        ("word-online.html", WORD_ONLINE, "", 1),
        ("wps.html", WPS, "", 0),
    ],
)
def test_a_whole_clipboard(name, html, title, images):
    found = pasted((CLIPBOARDS / name).read_text("utf-8"))
    assert (found.html, found.title, found.images) == (html, title, images)


def item(marker: str, text: str, level: int = 1, around: str = "") -> str:
    """A paragraph of one of Word's lists."""
    return (
        f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'><![if !supportLists]><span lang=EN-US>"
        f"<span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>"
        f"</span><![endif]>{text}{around}</p>"
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # Headings
        ("<h1>一</h1><h2>二</h2><h3>三</h3><h4>四</h4><h6>六</h6>", "<h2>一</h2><h3>二</h3><h4>三</h4><h4>四</h4><h4>六</h4>"),
        ("<p style='mso-outline-level:1'>一</p>", "<h2>一</h2>"),
        ("<p class=MsoHeading7>七</p>", "<h4>七</h4>"),
        ("<style>p.a{mso-style-name:标题\\ 2}p.b{mso-style-name:'标题 2'}</style><p class=b>二</p>", "<h3>二</h3>"),
        ("<p role=heading aria-level=2>二</p>", "<h3>二</h3>"),
        ("<h1><b>粗的</b></h1>", "<h2>粗的</h2>"),  # a heading is bold by itself
        ("<h1>" + "长" * 101 + "</h1>", "<p>" + "长" * 101 + "</p>"),  # a paragraph in the wrong style
        ("<h1 style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>一、</span>借款</h1>", "<h2>一、借款</h2>"),
        ("<h1 style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.</span>借款</h1>", "<h2>1. 借款</h2>"),
        # Lists
        (item("1.", "甲") + item("2．", "乙"), "<ol><li><p>甲</p></li><li><p>乙</p></li></ol>"),
        (item("3.", "丙"), '<ol start="3"><li><p>丙</p></li></ol>'),  # a part of a list keeps its numbers
        (item("1.", "甲") + "<p>插一段。</p>" + item("2.", "乙"), '<ol><li><p>甲</p></li></ol><p>插一段。</p><ol start="2"><li><p>乙</p></li></ol>'),
        (item("1.", "甲") + item("1.", "又一"), "<ol><li><p>甲</p></li></ol><ol><li><p>又一</p></li></ol>"),
        (item("1.", "甲") + "<p class=MsoListParagraph>甲的第二段</p>", "<ol><li><p>甲</p><p>甲的第二段</p></li></ol>"),
        (item("·", "甲") + item("o", "乙", 2) + item("§", "丙", 3), "<ul><li><p>甲</p><ul><li><p>乙</p><ul><li><p>丙</p></li></ul></li></ul></li></ul>"),
        (item("1.", "甲") + item("·", "乙"), "<ol><li><p>甲</p></li></ol><ul><li><p>乙</p></li></ul>"),
        (item("1.", "甲", 2) + item("2.", "乙", 1), '<ol><li><p>甲</p></li></ol><ol start="2"><li><p>乙</p></li></ol>'),
        # What a text refers to by its form (见（二）项) keeps it
        (item("一、", "甲"), "<p>一、甲</p>"),
        (item("（二）", "乙"), "<p>（二）乙</p>"),
        (item("（1）", "丙"), "<p>（1）丙</p>"),
        (item("①", "丁"), "<p>①丁</p>"),
        (item("第一条", "戊"), "<p>第一条 戊</p>"),
        (item("1.1", "己"), "<p>1.1 己</p>"),
        (item("a)", "庚"), "<p>a) 庚</p>"),
        (item("1.", "甲") + item("a)", "乙", 2), "<ol><li><p>甲</p><ol><li><p>乙</p></li></ol></li></ol>"),
        (item("1.", "甲") + item("（1）", "乙", 2), "<ol><li><p>甲</p><p>（1）乙</p></li></ol>"),
        # Numbers typed by hand
        ("<p>1、甲</p><p>2、乙</p>", "<ol><li><p>甲</p></li><li><p>乙</p></li></ol>"),
        ("<p><b>1. </b>甲</p><p>2. 乙</p>", "<ol><li><p>甲</p></li><li><p>乙</p></li></ol>"),
        ("<p>1.5万元</p><p>2.5万元</p>", "<p>1.5万元</p><p>2.5万元</p>"),  # amounts
        ("<p>1、只有一点</p><p>另一段</p>", "<p>1、只有一点</p><p>另一段</p>"),
        ("<p>2、从二开始</p><p>3、三</p>", "<p>2、从二开始</p><p>3、三</p>"),
        ("<p>1.</p><p>2.</p>", "<p>1.</p><p>2.</p>"),  # nothing would be left
        # Words and spaces
        ("<p>中文\n中文</p>", "<p>中文中文</p>"),  # a line end of the source between two Chinese characters is none
        ("<p>the\nLaw 和\nlaw</p>", "<p>the Law 和 law</p>"),
        ("<p>　　缩进的&nbsp;&nbsp;段落　</p>", "<p>缩进的 段落</p>"),
        ("<p>张　三</p>", "<p>张　三</p>"),
        ("<p>一行<br>二行<br></p>", "<p>一行<br>二行</p>"),
        ("<p>甲<br clear=all style='page-break-before:always'>乙</p>", "<p>甲乙</p>"),
        ("<p>100m<sup>2</sup>、H<sub>2</sub>O、注<sup>甲</sup></p>", "<p>100m²、H₂O、注甲</p>"),
        ("<p><b style='mso-bidi-font-weight:normal'>粗</b><b><span style='font-weight:normal'>不粗</span></b></p>", "<p><strong>粗</strong>不粗</p>"),
        ("<p><i>斜</i><span style='font-style:italic;font-weight:700'>又粗又斜</span><s>划去</s></p>", "<p><em>斜</em><strong><em>又粗又斜</em></strong><s>划去</s></p>"),
        ("<p>1 &lt; 2 &amp; 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p class=MsoQuote>引文</p>", "<blockquote><p>引文</p></blockquote>"),
        ("没有段落的字", "<p>没有段落的字</p>"),
        # Links
        ("<p><a href='mailto:a@b.cn'>信</a><a name=x>书签</a><a href='#_Toc1'>目录</a><a href='file:///C:/x.doc'>文件</a></p>", '<p><a href="mailto:a@b.cn">信</a>书签目录文件</p>'),
        ("<p><a href='https://a.cn/?a=1&amp;b=\"'><b>粗</b>细</a></p>", '<p><a href="https://a.cn/?a=1&amp;b=&quot;"><strong>粗</strong>细</a></p>'),
        # What is not text of the document
        ("<p>留<del>删</del><span class=msoDel>删</span><ins>加</ins></p>", "<p>留加</p>"),
        ("<p>留<span style='display:none'>藏</span><span style='mso-hide:all'>藏</span></p>", "<p>留</p>"),
        ("<p class=MsoToc2>目录 1</p><p>文</p>", "<p>文</p>"),
        ("<p>文<!--[if gte vml 1]><v:shape>图</v:shape><![endif]--></p>", "<p>文</p>"),
        ("<p>文<o:p></o:p><w:sdt>控件</w:sdt></p>", "<p>文控件</p>"),
        ("<p>文</p><script>alert(1)</script><textarea><p>x</p></textarea>", "<p>文</p>"),
        # Tables
        ("<table><tr><td><table><tr><td>内</td></tr></table></td></tr></table>", "<table><tbody><tr><td><table><tbody><tr><td><p>内</p></td></tr></tbody></table></td></tr></tbody></table>"),
        ("<table><tr><td>" + item("1.", "甲") + "</td></tr></table>", "<table><tbody><tr><td><ol><li><p>甲</p></li></ol></td></tr></tbody></table>"),
        ("<table><tr><td colspan=99999>宽</table>", '<table><tbody><tr><td colspan="50"><p>宽</p></td></tr></tbody></table>'),
        ("<table></table><p>文</p>", "<p>文</p>"),
    ],
)  # fmt: skip
def test_a_part(html, expected):
    assert pasted(html).html == expected


def note(number: int, words: str) -> str:
    return f"<div style='mso-element:footnote' id=ftn{number}><p><a href='#_ftnref{number}'>[{number}]</a> {words}</p></div>"


def reference(number: int) -> str:
    return f"<a href='#_ftn{number}' name='_ftnref{number}'>[{number}]</a>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>甲" + reference(7) + "乙" + reference(9) + "</p>" + note(7, "七") + note(9, "九"), "<p>甲〔1〕乙〔2〕</p>{}<p>〔1〕七</p><p>〔2〕九</p>"),
        ("<table><tr><td>格" + reference(1) + "</td></tr></table>" + note(1, "注"), "<table><tbody><tr><td><p>格〔1〕</p></td></tr></tbody></table>{}<p>〔1〕注</p>"),
        ("<p>甲<a href='#_edn1'>[i]</a></p><div style='mso-element:endnote' id=edn1><p>尾注</p></div>", "<p>甲〔1〕</p>{}<p>〔1〕尾注</p>"),
        ("<p>甲<sup><a href='#footnote-1' id='footnote-ref-1'>[1]</a></sup></p><ol><li id='footnote-1'><p>注 <a href='#footnote-ref-1'>↑</a></p></li></ol>", "<p>甲〔1〕</p>{}<p>〔1〕注</p>"),
        ("<p>文</p>" + note(3, "没有被引的注"), "<p>文</p>{}<p>〔1〕没有被引的注</p>"),
        ("<p>甲" + reference(1) + "</p>", "<p>甲〔1〕</p>"),  # the note itself was not copied
    ],
)  # fmt: skip
def test_footnotes_stand_at_the_end_under_the_numbers_of_the_text(html, expected):
    assert pasted(html).html == expected.format("<p><strong>注释</strong></p>")


@pytest.mark.parametrize(
    ("html", "title", "expected"),
    [
        ("<h1 class=title>题</h1><h1>一</h1><h2>二</h2>", "题", "<h2>一</h2><h3>二</h3>"),
        (
            "<h1>题</h1><h2>一</h2><h3>二</h3>",
            "题",
            "<h2>一</h2><h3>二</h3>",
        ),  # no gap below the page's title
        ("<p>先有一段</p><h1>一</h1><h3>二</h3>", "", "<p>先有一段</p><h2>一</h2><h3>二</h3>"),
        ("<p>只有字</p>", "", "<p>只有字</p>"),
    ],
)
def test_a_documents_title_and_its_levels(html, title, expected):
    found = document(html)
    assert (found.title, found.html) == (title, expected)


@pytest.mark.parametrize(
    "html", ["a" * (MAX_CHARACTERS + 1), "<br>" * (MAX_TAGS + 1)], ids=["long", "many tags"]
)
def test_too_much_is_refused(html):
    with pytest.raises(WordRefused, match="内容太长"):
        pasted(html)


TAGS = [
    "p",
    "/p",
    "b",
    "/b",
    "ol",
    "ul",
    "li",
    "/ol",
    "table",
    "tr",
    "td",
    "/table",
    "h1",
    "/h1",
    "div",
    "/div",
    "/span",
]
SPECIAL = [
    "a href='#_ftn1'",
    "/a",
    "del",
    "/del",
    "br",
    "hr",
    "!--",
    "--",
    "![if",
    "![endif]",
    "li data-aria-level=9",
]
LISTS = ["p style='mso-list:l0 level2 lfo1'", "span style='mso-list:Ignore'"]
TEXT = ["<", ">", "-->", '"', "'", "&", "&lt;", "一、", "1.", "2.", "字", "x", "\n", " ", "\u3000"]
pieces = st.sampled_from([*(f"<{tag}>" for tag in [*TAGS, *SPECIAL, *LISTS]), *TEXT])


@settings(max_examples=300)
@given(st.lists(pieces, max_size=60).map("".join))
def test_whatever_comes_the_answer_is_html_that_the_sanitiser_leaves_as_it_is(html):
    """But for what it adds to links, and for empty ends."""
    clean = sanitise(pasted(html).html)
    assert sanitise(clean) == clean
    assert pasted(html).html.count("<p>") == pasted(html).html.count("</p>")


words = st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=20)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "h2", "td", "1.", "·", "（一）"]), words), min_size=1, max_size=20
    )
)
def test_no_word_is_lost(parts):
    wrapped = {
        "p": "<p>{}</p>",
        "h2": "<h2>{}</h2>",
        "td": "<table><tr><td>{}</td></tr></table>",
    }
    html = "".join(
        wrapped[kind].format(text) if kind in wrapped else item(kind, text) for kind, text in parts
    )
    found = pasted(html)
    assert text_of(found.html).replace("（一）", "").split() == [text for _, text in parts]


UNCLOSED = [
    "<br>",
    "<!--",
    "<![",
    "<",
    "<a href='",
    '<p class="x',
    "<style>",
    "}{",
    "&",
    "&#",
    "字",
    "\u3000 ",
]
OPEN = [
    "</p>",
    "<p>",
    "<b>",
    "<div>",
    "<table><tr><td>",
    "<ol><li>",
    "字<br>",
    "<span> </span>",
    "<i>a</i><b>b</b>",
]
WORDS = [
    "<p>字\n字</p>",
    "<sup>2</sup>",
    "<a href='#_ftn1'>1</a>",
    "<p>1、甲</p>",
    item("1.", "甲"),
    item("一、", "甲"),
]


@pytest.mark.parametrize("unit", [*UNCLOSED, *OPEN, *WORDS])
def test_time_grows_with_the_length_alone(unit):
    assert grows_with_length(pasted, unit, 80_000)
