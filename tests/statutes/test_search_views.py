"""The page of results, as a reader has it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from statutes.importing.naming import slug_of
from statutes.searching import index

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, civil_code, notice_of_2017):
    """page(q): the text of the page without its spaces, marks kept."""
    index.refresh()

    def _page(query: str | None) -> str:
        response = client.get(reverse("statute_search"), {} if query is None else {"q": query})
        assert response.status_code == 200
        return re.sub(r"\s+", "", response.content.decode())

    return _page


def test_a_question_gets_provisions_with_its_words_marked(page):
    text = page("出生日期和电子邮箱")
    assert '《中华人民共和国民法典》第1034条</a><spanclass="standingin_force">现行有效' in text
    assert "<mark>出生日期</mark>" in text
    assert 'content="noindex"' in text


def test_a_name_gets_its_statute(page):
    assert 'href="/laws/%E6%B0%91%E6%B3%95%E5%85%B8/">中华人民共和国民法典</a>' in page("民法典")
    assert "未收录原文" in page("现金贷")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("龘龘", "没有找到与“龘龘”有关的法规或者条文"),
        (None, "可以写法规的名称或者简称"),
        ("\0 ", "可以写法规的名称或者简称"),
        ("<script>", "没有找到与“&lt;script&gt;”有关的法规或者条文"),
        ("'\"><b>", "没有找到与“&#x27;&quot;&gt;&lt;b&gt;”有关的法规或者条文"),
    ],
)
def test_nothing_found_is_said(page, query, said):
    assert said in page(query)


@pytest.mark.parametrize("query", ["%" * 3_000, "q" * 3_000, "民" * 3_000])
def test_a_long_query(page, query):
    assert "没有找到" in page(query)


def test_bytes_that_are_no_text(client, civil_code):
    assert client.get("/laws/search/?q=%ff%fe%ed%a0%80").status_code == 200


def count_of(client, query: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("statute_search"), {"q": query})
    return len(queries)


def test_the_number_of_queries_does_not_grow(page, client):
    page("个人信息")
    one, three = count_of(client, "电子邮箱"), count_of(client, "个人信息")
    assert one == three
    assert one < 15


def test_no_statute_takes_the_pages_address(client, civil_code):
    assert slug_of("search", set()) == "search-2"
    assert client.get("/laws/").content.decode().count('action="/laws/search/"') == 1
