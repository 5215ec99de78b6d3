"""Which articles are shown beside a text as near-copies, to whom."""

import pytest

from articles import revisions, workflow
from articles.copies import finding
from articles.copies.wording import digest, letters_of
from articles.models import ArticleSketch, StockSentence
from tests.articles.copies.texts import html, mixed, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(author):
    """told(body, title=…, user=…): title, percent and verdict of each near-copy, in order."""

    def _told(body, title="别的标题", *, user=author, leaving_out=None):
        found = finding.similar(html(body), title, user, leaving_out=leaving_out)
        return [(copy.title, copy.percent, copy.verdict) for copy in found]

    return _told


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (text(1), [("原文", 100, "几乎相同")]),
        (mixed(2, 1, 0.9), [("原文", 90, "几乎相同")]),
        (mixed(2, 1, 0.5), [("原文", 50, "大段相同")]),
        (mixed(2, 1, 0.3), []),
        (text(2), []),
        ("", []),
        (text(1)[:200], [("原文", 100, "本文几乎全在其中")]),
        (text(1) + text(2, 600), [("原文", 100, "它几乎全在本文中")]),
        ("，".join(text(1)), [("原文", 100, "几乎相同")]),
    ],
)
def test_shares(body, expected, publish, told):
    publish("原文", body=html(text(1)))
    publish("不相干的", body=html(text(9)))
    assert told(body) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("网贷逾期怎么办", [("网贷逾期，怎么办？", 0, "标题相同")]),
        ("网贷 逾期怎么办!", [("网贷逾期，怎么办？", 0, "标题相同")]),
        ("网贷逾期怎么还", []),
        ("", []),
        ("？", []),
    ],
)
def test_titles(title, expected, publish, told):
    publish("网贷逾期，怎么办？", body=html(text(1)))
    assert told(text(2), title) == expected


def test_the_passages_are_verbatim_and_the_longest_come_first(publish, author):
    body = text(1, 60) + "。" + text(2, 100) + "，" + text(1)[60:200]
    publish("原文", body=html(text(1)))
    [copy] = finding.similar(html(body), "", author)
    assert copy.passages == (text(1)[60:200], text(1, 60))
    assert copy.article.author.name == "林知远"


def test_the_most_alike_come_first_each_once(publish, rewrite, told, author):
    publish("像", body=html(mixed(2, 1, 0.6)))
    article = publish("最像", body=html(mixed(3, 1, 0.9)))
    rewrite(article, title="最像的修改稿", body=html(mixed(3, 1, 0.7)))
    assert told(text(1)) == [("最像", 90, "几乎相同"), ("像", 60, "大段相同")]


def test_what_one_writes_is_no_copy_of_itself(write, rewrite, told):
    article = write(body=html(text(1)))
    rewrite(article, body=html(text(1) + "。"))
    assert told(text(1), leaving_out=article.pk) == []


@pytest.mark.parametrize("kind", ["draft", "in_review", "future", "expired", "withdrawn"])
def test_what_is_not_public_is_shown_to_its_author_and_to_reviewers(
    kind, hidden, told, author, colleague, reviewer, administrator
):
    article = hidden(body=html(text(1)))[kind]
    own = [row for row in told(text(1)) if row[0] == article.title]
    assert own == [(article.title, 100, "几乎相同")]
    assert [row[0] for row in told(text(1), user=colleague)] == []
    for user in (reviewer, administrator):
        assert article.title in [row[0] for row in told(text(1), user=user)]


def test_the_public_text_of_another_is_shown_and_not_its_draft(publish, rewrite, told, colleague):
    article = publish("线上的", body=html(text(1)))
    rewrite(article, title="还没有发布的", body=html(text(2)))
    assert told(text(1), user=colleague) == [("线上的", 100, "几乎相同")]
    assert told(text(2), user=colleague) == []
    assert told(text(2)) == [("还没有发布的", 100, "几乎相同")]


def test_a_sketch_follows_the_text(publish, republish, write, rewrite):
    """One of the live text, one of the newest draft while it is one."""
    article = publish(body=html(text(1)))
    assert list(article.sketches.values_list("is_live", "revision__number")) == [(True, 1)]
    rewrite(article, body=html(text(2)))
    rewrite(article, body=html(text(3)))
    assert list(article.sketches.order_by("is_live").values_list("is_live", "revision__number")) == [
        (False, 3),
        (True, 1),
    ]
    ArticleSketch.objects.update(is_compared=True)
    republish(article, body=html(text(4)))
    assert list(article.sketches.values_list("is_live", "revision__number", "is_compared")) == [
        (True, 4, False)
    ]


def test_what_many_articles_share_makes_no_copy(publish, told):
    sentences = [text(n, 25) for n in range(20, 26)]
    stock = "。".join(sentences)
    publish("原文", body=html(text(1, 100) + "。" + stock))
    assert told(text(2, 100) + "。" + stock) == [("原文", 60, "大段相同")]
    StockSentence.objects.bulk_create(
        StockSentence(digest=digest(letters_of(sentence)), articles=100) for sentence in sentences
    )
    assert told(text(2, 100) + "。" + stock) == []


def test_a_big_group_is_answered_with_a_few(publish, told):
    """Each fingerprint of many copies leads to the same few of them."""
    for n in range(15):
        publish(f"第{n}篇", body=html(mixed(n + 10, 1, 0.95)))
    assert len(told(text(1))) == finding.COMPARED


def test_the_queries_do_not_grow_with_the_copies(publish, author, django_assert_num_queries):
    for n in range(6):
        publish(f"第{n}篇", body=html(mixed(n + 10, 1, 0.95)))
    finding.similar(html(text(1)), "标题", author)
    with django_assert_num_queries(6):
        finding.similar(html(text(1)), "标题", author)


def test_a_copy_returned_to_its_author_is_still_theirs(write, author, reviewer, told, colleague):
    article = write("退回的", body=html(text(1)))
    workflow.perform("submit", article, by=author)
    workflow.perform("return", article, by=reviewer, reason="请改")
    assert told(text(1)) == [("退回的", 100, "几乎相同")]
    assert revisions.newest(article).state == "returned"
