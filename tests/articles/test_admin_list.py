"""The newsroom's list: nothing is counted, nothing is asked for each row."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.admin import long_list
from articles.admin.newsroom import ArticleAdmin, WorkFilter
from articles.desk import finding

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def titles(response) -> list[str]:
    return [article.title for article in response.context["cl"].result_list]


@pytest.fixture
def seven(write, monkeypatch):
    """Seven articles, three on a page."""
    monkeypatch.setattr(ArticleAdmin, "list_per_page", 3)
    return [write(f"第{n}篇") for n in range(7)]


@pytest.mark.parametrize(
    ("page", "expected", "links"),
    [
        ("", ["第6篇", "第5篇", "第4篇"], ["下一页"]),
        ("2", ["第3篇", "第2篇", "第1篇"], ["上一页", "下一页"]),
        ("3", ["第0篇"], ["上一页"]),
        ("4", [], ["上一页"]),
        ("x", ["第6篇", "第5篇", "第4篇"], ["下一页"]),  # Django takes what is no number as the first
    ],
)
def test_pages(page, expected, links, seven, as_, administrator):
    response = as_(administrator).get(LIST, {"p": page} if page else {})
    html = response.content.decode()
    assert titles(response) == expected
    assert [words for words in ("上一页", "下一页") if words in html] == links


@pytest.mark.parametrize("page", ["0", "-1", "201", "99999999999999999999"])
def test_pages_out_of_reach_are_refused(page, seven, as_, administrator):
    response = as_(administrator).get(LIST, {"p": page})
    assert titles(response) == []
    assert "这里只能翻到第 200 页；更早的文章请用搜索或筛选来找。" in response.content.decode()


def test_the_last_page_in_reach_says_that_there_is_more(seven, as_, administrator, monkeypatch):
    monkeypatch.setattr(long_list, "LAST_PAGE", 2)
    html = as_(administrator).get(LIST, {"p": 2}).content.decode()
    assert ("下一页" in html, "只列到这里" in html) == (False, True)


def test_the_next_page_keeps_what_was_asked(seven, as_, administrator, column):
    response = as_(administrator).get(LIST, {"q": "第", "column__id__exact": column.pk})
    assert response.context["cl"].next_link == f"?column__id__exact={column.pk}&p=2&q=%E7%AC%AC"
    following = as_(administrator).get(LIST + response.context["cl"].next_link)
    assert titles(following) == ["第3篇", "第2篇", "第1篇"]


def test_a_search_that_finds_more_than_it_lists_says_so(seven, as_, administrator, monkeypatch):
    monkeypatch.setattr(finding, "FOUND", 3)
    html = as_(administrator).get(LIST, {"q": "篇"}).content.decode()
    assert "没有找到的，请多写几个字" in html


def test_the_search_form_keeps_the_filters(seven, as_, administrator, column):
    html = as_(administrator).get(LIST, {"column__id__exact": column.pk}).content.decode()
    assert f'<input type="hidden" name="column__id__exact" value="{column.pk}">' in html


@pytest.mark.parametrize("query", [{}, {"o": "2"}, {"o": "-1.3"}, {"all": ""}, {"_facets": ""}])
def test_nothing_sorts_counts_or_shows_all(query, seven, as_, administrator):
    with CaptureQueriesContext(connection) as asked:
        response = as_(administrator).get(LIST, query)
    assert titles(response) == ["第6篇", "第5篇", "第4篇"]
    counting = [one["sql"] for one in asked if "COUNT(" in one["sql"] and "articles_article" in one["sql"]]
    assert counting == []


@pytest.mark.parametrize("few", [0, 5000])  # asked by a subquery; listed
@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ("draft", ["草稿"]),
        ("in_review", ["待审"]),
        ("returned", ["退回"]),
        ("live", ["草稿", "待审", "退回", "线上"]),  # no progress: nothing is filtered
        ("x", ["草稿", "待审", "退回", "线上"]),
    ],
)
def test_by_progress(few, work, expected, write, publish, author, reviewer, as_, administrator, monkeypatch):
    monkeypatch.setattr(WorkFilter, "FEW", few)
    publish("线上")
    workflow.perform(
        "return", workflow.perform("submit", write("退回"), by=author), by=reviewer, reason="请改"
    )
    workflow.perform("submit", write("待审"), by=author)
    write("草稿")
    response = as_(administrator).get(LIST, {"work": work})
    assert titles(response) == expected
    shown = dict.fromkeys(expected)
    html = response.content.decode()
    progress = {"草稿": "草稿", "待审": "待审核", "退回": "退回修改", "线上": "—"}
    assert all(f'<td class="field-progress">{progress[title]}</td>' in html for title in shown)


@pytest.mark.parametrize("who", ["author", "reviewer", "administrator"])
@pytest.mark.parametrize("query", [{}, {"q": "网贷"}, {"work": "draft"}, {"state__exact": "live"}])
def test_the_number_of_queries_is_that_of_one_article(who, query, write, publish, as_, request):
    client = as_(request.getfixturevalue(who))
    client.get(LIST)  # the first request of a session notes that it is in use
    counts = []
    for pairs in (1, 5):
        for n in range(pairs):
            write(f"网贷{n}"), publish(f"网贷又{n}")
        with CaptureQueriesContext(connection) as asked:
            client.get(LIST, query)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
