"""The sanitiser: what it lets through, what it takes away, whoever writes."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import revisions, workflow
from articles.html import sanitise, text_of
from articles.models import Article, LintRule, Revision
from tests.articles.payloads import PAYLOADS

# Written down here a second time, by hand, so that a wider list in the editor shows up.
TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br", "a", "strong", "em", "s"}
TAGS |= {"figure", "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "ol": {"start"},
    "img": {"src", "alt", "data-image"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
ADDRESS = re.compile(r"(?:https?|mailto|tel):|#|/(?!/)", re.IGNORECASE)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Offences(HTMLParser):
    """Reads stored HTML as a browser might, and notes what must not be there."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.found = [f"unseen {character!r}" for character in UNSEEN.findall(html)]
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        if tag == "img" and not dict(attrs).get("data-image", "").isdigit():
            self.found.append("<img>")  # a picture that names none of the library
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.found.append(f"<{tag} {name}>")
            if name == "href" and not ADDRESS.match(as_browsers_read(value or "")):
                self.found.append(f"href={value!r}")
            if name == "src" and not re.fullmatch(r"/media/images/[0-9a-f]{32}\.webp", value or ""):
                self.found.append(f"src={value!r}")
            if name == "rel" and value != "noopener nofollow":
                self.found.append(f"rel={value!r}")

    def handle_data(self, data):
        self.found += [f"unseen {character!r}" for character in UNSEEN.findall(data)]

    def handle_comment(self, data):
        self.found.append(f"comment {data!r}")

    handle_decl = handle_pi = unknown_decl = handle_comment


def as_browsers_read(address: str) -> str:
    """The URL standard: ends trimmed, tabs and line breaks dropped, \\ read as /."""
    trimmed = address.strip("".join(map(chr, range(33))))
    return re.sub(r"[\t\n\r]", "", trimmed).replace("\\", "/")


def offences(html: str) -> list[str]:
    found = Offences(html).found
    return found if sanitise(html) == html else [*found, f"changes again: {html!r} -> {sanitise(html)!r}"]


def test_the_checker_sees_what_it_should():
    """Else the tests below could not fail."""
    bad = "<p onclick=x>a</p><img><a href='/\t/e' rel=x>b</a><!--c-->\u202e"
    assert Offences(bad).found == [
        "unseen '\\u202e'",
        "<p onclick>",
        "<img>",
        "href='/\\t/e'",
        "rel='x'",
        "comment 'c'",
        "unseen '\\u202e'",
    ]


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS)
def test_sanitise(payload):
    assert offences(sanitise(payload)) == []
    assert offences(sanitise(f"<ul><li><p>前{payload}后</p></li></ul>")) == []


# Every way by which a body reaches the database. Each is given an article and returns what it then holds.


def save(article, payload, **_):
    article.body = payload
    article.save()
    return Article.objects.get(pk=article.pk).body


def save_revision(article, payload, **_):
    revision = revisions.newest(article)
    revision.body = payload
    revision.save()
    return revisions.newest(article).body


def update(article, payload, **_):
    Article.objects.filter(pk=article.pk).update(body=payload)
    return Article.objects.get(pk=article.pk).body


def update_revision(article, payload, **_):
    article.revisions.update(body=payload)
    return revisions.newest(article).body


def bulk_create(article, payload, **_):
    row = Article(title="批量", body=payload, column=article.column, author=article.author)
    [made] = Article.objects.bulk_create([row])
    return Article.objects.get(pk=made.pk).body


def bulk_create_revision(article, payload, author, **_):
    number = revisions.newest(article).number + 1
    content = {"title": "批量", "column": article.column, "author": article.author, "state": "superseded"}
    row = Revision(article=article, number=number, body=payload, written_by=author, **content)
    Revision.objects.bulk_create([row])
    return article.revisions.get(number=number).body


def bulk_update(article, payload, **_):
    article.body = payload
    Article.objects.bulk_update([article], ["body"])
    return Article.objects.get(pk=article.pk).body


def bulk_update_revision(article, payload, **_):
    revision = revisions.newest(article)
    revision.body = payload
    Revision.objects.bulk_update([revision], ["body"])
    return revisions.newest(article).body


def record(article, payload, rewrite, **_):
    return rewrite(article, body=payload).body


def admin_form(article, payload, client, author, typed):
    client.force_login(author)
    payload = payload.replace("\0", "")  # Django's form refuses these with a message of its own
    client.post(reverse("admin:articles_article_change", args=[article.pk]), typed(article, body=payload))
    return revisions.newest(article).body


def publishing(article, payload, rewrite, author, reviewer):
    LintRule.objects.update(is_on=False)  # they would keep much of this from going live
    rewrite(article, body=payload + "<p>正文</p>", summary=repr(payload)[:150])  # never the same twice
    workflow.perform("submit", article, by=author)
    return workflow.perform("publish", article, by=reviewer).body


PATHS = {
    save: [],
    save_revision: [],
    update: [],
    update_revision: [],
    bulk_create: [],
    bulk_create_revision: ["author"],
    bulk_update: [],
    bulk_update_revision: [],
    record: ["rewrite"],
    admin_form: ["client", "author", "typed"],
    publishing: ["rewrite", "author", "reviewer"],
}


SLOW = {
    admin_form: 10,
    publishing: 10,
}  # which take each tenth payload: that they pass the sanitiser shows at once


@pytest.mark.django_db
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_every_way_into_the_database_is_clean(path, write, request):
    article = write()
    needs = {name: request.getfixturevalue(name) for name in PATHS[path]}
    payloads = {name: PAYLOADS[name] for name in list(PAYLOADS)[:: SLOW.get(path, 1)]}
    stored = {name: path(article, f"<p>记号</p>{payload}", **needs) for name, payload in payloads.items()}
    assert {name: html for name, html in stored.items() if "记号" not in html} == {}  # it was stored at all
    assert {name: found for name, html in stored.items() if (found := offences(html))} == {}


EDITOR = """<h2>一</h2><h3>二</h3><h4>三</h4>
<p><strong>粗</strong><em>斜</em><s>删</s><br>换行 &amp; &lt;b&gt;</p><hr>
<ul><li><p>点</p><ul><li><p>点中点</p></li></ul></li></ul>
<ol start="3"><li><p>第三</p></li></ol>
<blockquote><p>引文</p></blockquote>
<table><thead><tr><th colspan="2">甲</th></tr></thead><tbody><tr><td rowspan="2">乙</td><td>丙</td></tr></tbody></table>
<p><a href="https://example.com/?a=1&amp;b=2" rel="noopener nofollow">网址</a></p>
<p><a href="http://example.com/" rel="noopener nofollow">网址</a></p>
<p><a href="mailto:a@example.com" rel="noopener nofollow">邮件</a></p>
<p><a href="tel:057100000000" rel="noopener nofollow">电话</a></p>
<p><a href="/hf/837828.html#law-1" rel="noopener nofollow">本站</a><a href="#law-1" rel="noopener nofollow">本页</a></p>"""


def test_what_the_editor_makes_stays_as_it_is():
    assert sanitise(EDITOR) == EDITOR


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="//evil.example">x</a>', '<a rel="noopener nofollow">x</a>'),
        (r'<a href="/\evil.example">x</a>', '<a rel="noopener nofollow">x</a>'),
        ('<a href="/x" rel="opener">x</a>', '<a href="/x" rel="noopener nofollow">x</a>'),
        ("<p>网\u200b贷\u202e逾\u2066期\ufeff\x00</p>", "<p>网贷逾期</p>"),  # nobody sees these
        ("<p>网&#x200b;贷&#x202e;逾期&#65279;</p>", "<p>网贷逾期</p>"),  # nor these
        ('<ol start="-1"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        (
            '<table><tbody><tr><td colspan="9999">x</td></tr></tbody></table>',
            "<table><tbody><tr><td>x</td></tr></tbody></table>",
        ),
        ("<p></p><p>&nbsp;</p><p>文</p><p><br></p>", "<p>文</p>"),  # empty lines around the text
        (" <p></p><p>文</p>", "<p>文</p>"),
        ("<p>一</p><p></p><p>二</p>", "<p>一</p><p></p><p>二</p>"),  # one in the text may be meant
        ("<p>  </p>", ""),
        ("<div><p>文</p></div>", "<p>文</p>"),
    ],
)
def test_small_repairs(before, after):
    assert sanitise(before) == after


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_sanitise_is_idempotent_on_any_text(text):
    once = sanitise(text)
    assert sanitise(once) == once


NAMES = [*sorted(TAGS), "div", "script", "svg", "math", "style", "button", "object", "template", "select"]
PIECES = st.one_of(
    st.sampled_from([f"<{name}>" for name in NAMES] + [f"</{name}>" for name in NAMES]),
    st.sampled_from(["<a href='/x'>", "<a href='//x'>", "<td colspan=2>", "<ol start=2>", "<!--", "-->"]),
    st.sampled_from(["网贷", " ", "\n", "&nbsp;", "&lt;", "&#x200b;", "&#8238;", "&", "<", ">"]),
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_tag_soup_ends_clean(soup):
    assert offences(sanitise(soup)) == []


def test_text_of():
    assert (
        text_of("<h2>题</h2><p>一<strong>二</strong><br>三 &amp; 四</p><ul><li>五</li></ul>")
        == "题\n一二\n三 & 四\n五"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.court.gov.cn", "https://www.court.gov.cn"),  # as people type it
        ("flk.npc.gov.cn/detail", "https://flk.npc.gov.cn/detail"),
        ("javascript:alert(1)", None),
        ("//evil.example", None),
        ("只是几个字", None),
    ],
)
def test_a_link_typed_without_its_scheme(typed, kept):
    cleaned = sanitise(f'<p><a href="{typed}">看</a></p>')
    expected = f'<a href="{kept}" rel="noopener nofollow">' if kept else '<a rel="noopener nofollow">'
    assert cleaned == f"<p>{expected}看</a></p>"
    assert sanitise(cleaned) == cleaned
