"""Marks, QR codes and the articles that cite a statute, as templates speak of them."""

import re
from html import unescape

import pytest
from django.utils.html import escape
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from articles.templatetags.article_tags import citing_articles, marked, qr_svg


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("网贷逾期", [], "网贷逾期"),
        ("网贷逾期", None, "网贷逾期"),
        ("网贷逾期", [[0, 2]], "<mark>网贷</mark>逾期"),
        ("网贷逾期", [(0, 2), (2, 4)], "<mark>网贷</mark><mark>逾期</mark>"),
        ("<b>&", [(1, 2)], "&lt;<mark>b</mark>&gt;&amp;"),
        (
            "<script>alert('x')</script>",
            [(0, 8)],
            "<mark>&lt;script&gt;</mark>alert(&#x27;x&#x27;)&lt;/script&gt;",
        ),
        (mark_safe("<b>x</b>"), [(0, 3)], "<mark>&lt;b&gt;</mark>x&lt;/b&gt;"),  # no text is trusted
        ("&amp;", [(0, 5)], "<mark>&amp;amp;</mark>"),  # not unescaped on the way
    ],
)
def test_marked(text, spans, html):
    assert marked(text, spans) == html


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="网贷逾期<>&\"'/a ", max_size=30))
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True)))
    return text, list(zip(ends[::2], ends[1::2], strict=False))


@given(marked_texts())
def test_without_its_marks_the_text_is_as_it_was(case):
    text, spans = case
    html = marked(text, spans)
    assert re.sub(r"</?mark>", "", html) == "".join(map(escape, text))
    assert [unescape(inside) for inside in re.findall(r"<mark>(.*?)</mark>", html)] == [
        text[a:b] for a, b in spans
    ]


def test_a_qr_code_is_a_drawing_without_colour_or_script():
    svg = qr_svg("https://www.hefeilaws.com/hf/837828.html")
    assert re.fullmatch(r'<svg [^>]*class="qr"[^>]*>(?:<path [^>]*/>)+</svg>', svg)
    assert svg != qr_svg("https://www.hefeilaws.com/hf/837829.html")
    assert "style" not in svg


@pytest.mark.django_db
def test_a_title_is_escaped_wherever_the_page_shows_it(publish, client):
    attack = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    publish(attack, body="<p>另一篇的正文，与下面不同</p>", summary=attack, tags=[attack[:25]])
    article = publish(attack, keywords=attack, source_name=attack, tags=[attack[:25]])
    html = client.get(article.get_absolute_url()).content.decode()
    assert html.count("alert(1)") > 10
    assert "<script>alert" not in html.replace("<mark>", "").replace("</mark>", "")
    assert "<img src=x" not in html.replace("<mark>", "").replace("</mark>", "")


@pytest.mark.django_db
def test_citing_articles(publish, hidden, civil_code, notice_of_2017):
    both = publish("引两条", body="<p>《民法典》第111条、《民法典》第1034条</p>")
    one = publish("引一条", body="<p>《民法典》第1034条、《民法典》第1034条</p>")
    publish("什么也不引", body="<p>无</p>")
    hidden(body="<p>《民法典》第111条</p>")
    by_key = {p.key: p for p in civil_code.versions.get().provisions.all()}

    def articles(*args) -> list:
        return [row.article for row in citing_articles(*args)]

    assert articles(civil_code) == [one, both]
    assert articles(civil_code, by_key["111"]) == [both]
    assert articles(civil_code, by_key["1034"]) == [one, both]
    assert articles(civil_code, by_key["1035"]) == []
    assert articles(notice_of_2017) == []
