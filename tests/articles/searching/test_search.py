"""Searching the articles: what is found, in which order, and what never goes wrong."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from articles import workflow
from articles.models import Column
from articles.searching import frequencies, patience, tiers
from articles.searching.patience import TookTooLong
from articles.searching.search import PER_PAGE, Filters, Found, search
from articles.searching.suggesting import suggest
from tests.articles.conftest import HOUR, expire

pytestmark = pytest.mark.django_db

NOTICE = "收到催收通知的第二天，借款人林知远把花呗的还款记录交给了律师，案号是（2023）浙0106民初5687号。"
TEXTS = {
    "网贷逾期怎么办": "<p>先弄清楚欠多少，再谈怎么还。</p><p>平台计收罚息的，可以要求<strong>说明</strong>。</p>",
    "信用卡分期可以协商吗": f"<p>可以。{NOTICE}</p>",
    "离婚时房子归谁": "<p>婚后共同还贷的部分，双方协商；协商不成的由法院判决。</p>",
    "被催收骚扰怎么投诉": "<p>保留录音，向平台投诉；网贷逾期不是骚扰的理由。</p>",
}


@pytest.fixture
def archive(publish, original_notice):
    family = Column.objects.create(name="婚姻家庭", slug="family", notice=original_notice)
    return {
        title: publish(title, body=body, **({"column": family} if "离婚" in title else {"tags": ["债务"]}))
        for title, body in TEXTS.items()
    }


def titles(query: str, by: Filters | None = None) -> list[str]:
    return [result.article.title for result in search(query, by or Filters()).results]


DEBT, CARD, DIVORCE, COLLECTING = TEXTS
ASKED = {
    "网贷逾期": [DEBT, COLLECTING],  # in a title first, then in a text
    "罚息": [DEBT],  # two characters in the middle of a sentence
    "花呗": [CARD],  # a word that no dictionary has
    "林知远": [CARD],  # a name
    "知远": [CARD],  # a part of it
    "（2023）浙0106民初5687号": [CARD],  # a case number
    "(2023)浙0106民初5687号": [CARD],  # with the brackets of another keyboard
    "房子 离婚": [DIVORCE],  # in any order
    "离": [DIVORCE],  # one character: words that begin so
    "请问离婚的时候房子应该归谁所有呢？": [DIVORCE],  # a question; what nobody wrote is left out
    "说明": [DEBT],  # in bold
    "投诉 彩虹": [COLLECTING],  # a word that nobody has: no empty page where another is found
    "债务": [COLLECTING, CARD, DEBT],  # a tag that no text names
    "彩虹": [],
}


def test_what_is_found(archive):
    found = {query: titles(query) for query in ASKED}
    assert {query: found[query][: max(1, len(wanted))] for query, wanted in ASKED.items()} == ASKED


def test_a_result_is_a_slice_of_the_text_to_the_letter(archive):
    [result] = search("花呗").results
    shown = result.excerpt
    assert shown.text in f"可以。{NOTICE}"
    assert [shown.text[a:b] for a, b in shown.spans] == ["花呗"]
    assert search("网贷逾期").results[0].title_spans == ((0, 4),)


def test_a_result_names_what_it_cites(publish, civil_code):
    publish("个人信息", body="<p>《民法典》第1034条第二款、《民法典》第1034条、《民法典》第111条</p>")
    [result] = search("个人信息").results
    assert [reference.law_words for reference in result.references] == [
        "《民法典》第1034条第二款",
        "《民法典》第111条",
    ]


def test_filters(archive):
    tag, year = archive[DEBT].tags.get().pk, timezone.localdate().year
    debt, family = (archive[title].column_id for title in (DEBT, DIVORCE))
    found = {
        "column": set(titles("协商", Filters(column=family))),
        "other column": set(titles("协商", Filters(column=debt))),
        "tag": set(titles("协商", Filters(tag=tag))),
        "year": set(titles("协商", Filters(year=year))),
        "another year": set(titles("协商", Filters(year=year - 1))),
        "all": set(titles("投诉", Filters(debt, tag, year))),
    }
    assert found == {
        "column": {DIVORCE},
        "other column": {CARD},
        "tag": {CARD},
        "year": {CARD, DIVORCE},
        "another year": set(),
        "all": {COLLECTING},
    }


def test_what_the_public_may_not_read_is_not_found(hidden, publish):
    hidden(body="<p>花呗</p>")
    assert titles("花呗") == []
    publish("公开的", body="<p>花呗</p>")
    assert titles("花呗") == ["公开的"]
    assert [one.text for one in suggest("标题")] == []


def test_the_index_follows_each_move(publish, rewrite, republish, reviewer):
    """In its transaction: nothing runs in between."""
    article = publish("一篇", body="<p>花呗</p>")
    rewrite(article, body="<p>借呗</p>")
    assert (titles("花呗"), titles("借呗")) == (["一篇"], [])  # a draft is nobody's business
    republish(article, body="<p>借呗</p>")
    assert (titles("花呗"), titles("借呗")) == ([], ["一篇"])
    workflow.perform("withdraw", article, by=reviewer, reason="有误")
    assert titles("借呗") == []
    other = publish("另一篇", body="<p>借呗</p>", expires_at=timezone.now() + HOUR)
    assert titles("借呗") == ["另一篇"]
    expire(other)
    assert titles("借呗") == []


def test_pages(publish, monkeypatch):
    monkeypatch.setattr("articles.searching.search.PER_PAGE", 2)
    for n in range(3):
        publish(f"第{n}篇", body=f"<p>花呗{'，还款' * n}</p>")
    first, second, beyond = (search("花呗", page=page) for page in (1, 2, 99))
    assert (first.total, first.pages, len(first.results)) == (3, 2, 2)
    assert (second.page, len(second.results), beyond) == (2, 1, second)
    assert sorted(r.article.title for r in (*first.results, *second.results)) == ["第0篇", "第1篇", "第2篇"]


def test_the_number_of_queries_does_not_hang_on_what_is_found(archive):
    """Each step of the search is one, and what is shown two, however much that is."""
    for query in ["网贷逾期", "罚息", "请问离婚的时候房子应该归谁所有呢？", "彩虹"]:
        with CaptureQueriesContext(connection) as captured:
            search(query)
        assert len(captured) <= 18, query


HOSTILE = ["", " ", "%", "'", '"', "\\", "a' & 'b", "!(花呗", ":*", "<p>", "\x00花呗", "\ud800", "龘", "🙂"]


def test_of_no_query_is_there_an_error(publish):
    publish("一篇", body="<p>花呗</p>")
    for query in [*HOSTILE, "a" * 10_000, "网贷" * 5_000]:
        assert isinstance(search(query), Found)
        suggest(query)


@pytest.fixture
def one(publish):
    return publish("一篇", body="<p>花呗</p>")


@hypothesis(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="网贷逾期花呗&|!():*'\\%_ ", max_size=20))
def test_of_no_text_is_there_an_error(one, query):
    found = search(query, Filters(column=1), page=3)
    assert len(found.results) <= PER_PAGE
    suggest(query)


def test_what_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(patience, "MILLISECONDS", 20)
    with pytest.raises(TookTooLong) as caught, patience.patience(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5)")
    assert str(caught.value) == "这次查得太久，没有查完。请稍后再试，或者多写一两个词。"


def test_after_a_search_statements_may_take_their_time():
    search("花呗")
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_suggestions(archive, civil_code):
    frequencies.count()
    found = {
        typed: [(one.kind, one.text) for one in suggest(typed)]
        for typed in ("网贷", "债", "债务", "离婚时", "彩虹")
    }
    assert found == {
        "网贷": [("文章", DEBT)],
        "债": [],  # one character is too little
        "债务": [("标签", "债务")],
        "离婚时": [("文章", DIVORCE)],
        "彩虹": [],
    }
    assert [(one.kind, one.text) for one in suggest("民法典")] == [("法规", "《中华人民共和国民法典》")]


def test_of_very_many_the_newest_are_among_those_that_are_weighed(publish, monkeypatch):
    """A step takes what lies first on the disk; the year is a term too."""
    monkeypatch.setattr(tiers, "CAP", 1)
    then = timezone.now() - timedelta(days=1200)
    for n in range(3):
        publish(f"旧的{n}", body="<p>花呗</p>", publish_at=then)
    publish("新的", body="<p>花呗</p>")
    found = search("花呗")
    assert ("新的" in [result.article.title for result in found.results], found.has_more) == (True, True)


def test_who_filters_by_a_year_is_not_told_of_another(publish, monkeypatch):
    """Nothing of this year is asked for besides, which nothing could answer."""
    monkeypatch.setattr(tiers, "CAP", 1)
    then = timezone.now() - timedelta(days=1200)
    for n in range(2):
        publish(f"旧的{n}", body="<p>花呗</p>", publish_at=then)
    asked = []
    monkeypatch.setattr(tiers, "_matching", lambda column, query: asked.append(query) or [n])
    search("花呗", Filters(year=then.year))
    assert asked == [f"花呗 & 'year:{then.year}'"]


def test_a_year_is_none_where_nothing_came_out(publish):
    publish("一篇", body="<p>花呗</p>")
    assert titles("花呗", Filters(year=1999)) == []
