"""The related list: who is in it, why, in which order, as of when."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.models import Article, Column, RelatedArticle
from articles.related import lists
from articles.related.choosing import STORED
from statutes.models import Statute
from tests.articles.conftest import HOUR

pytestmark = pytest.mark.django_db


def text(seed: int, length: int = 60) -> str:
    """A paragraph that shares no character with another seed's."""
    first = 0x5200 + 40 * seed
    return f"<p>{''.join(random.Random(seed).choices([chr(first + n) for n in range(40)], k=length))}</p>"  # noqa: S311


@pytest.fixture
def elsewhere(original_notice):
    """A column that shares nothing with the article's."""
    return Column.objects.create(name="婚姻家庭", slug="family", notice=original_notice)


def listed(article) -> list[tuple[str, str]]:
    return list(article.related.values_list("other__title", "reason"))


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"body": "<p>依《民法典》第1034条</p>"}, "同引《民法典》第1034条"),
        ({"tags": ["网贷"]}, "同标签 网贷"),
        (
            {"body": "<p>依《民法典》第111条和第一款，《民法典》第1034条</p>", "tags": ["网贷"]},
            "同引《民法典》第1034条；同引《民法典》第111条",
        ),
        (
            {"body": "<p>依《民法典》第1034条第二款</p>", "tags": ["网贷"]},
            "同引《民法典》第1034条；同标签 网贷",
        ),
        ({"tags": ["催收", "网贷"]}, "同标签 网贷；同标签 催收"),
    ],
)
def test_reasons(other, reason, publish, elsewhere, civil_code):
    other = dict(other)
    body = text(1) + other.pop("body", "")
    publish("另一篇", column=elsewhere, body=body, **other)
    article = publish(tags=["网贷", "催收"], body=text(0) + "<p>《民法典》第1034条、《民法典》第111条</p>")
    assert listed(article) == [("另一篇", reason)]


def test_the_same_column_is_a_reason_of_last_resort(publish, column):
    publish("同栏目的", body=text(1))
    publish("同栏目同标签的", body=text(2), tags=["网贷"])
    article = publish(tags=["网贷"], body=text(0))
    assert listed(article) == [
        ("同栏目同标签的", "同标签 网贷"),
        ("同栏目的", "同栏目 金融债务"),
    ]


def test_who_shares_nothing_is_not_named(publish, elsewhere, civil_code):
    publish("网贷逾期怎么办呢", column=elsewhere, body=text(1), tags=["离婚"])
    assert listed(publish("网贷逾期怎么办", body=text(0), tags=["网贷"])) == []


def test_the_order_is_the_same_each_time(publish, elsewhere):
    """Ties in score go by date, then by number."""
    then = timezone.now() - timedelta(days=1)
    for n in range(6):
        publish(f"第{n}篇", body=text(n + 1), tags=["网贷"], column=elsewhere, publish_at=then)
    article = publish("主题", tags=["网贷"], body=text(0))
    first = listed(article)
    assert [title for title, _ in first] == [f"第{n}篇" for n in (5, 4, 3, 2, 1, 0)]
    lists.recompute([article.pk])
    assert listed(article) == first


def test_better_reasons_come_first(publish, elsewhere, civil_code):
    publish("同栏目", body=text(1))
    publish("同标签", body=text(2), tags=["网贷"], column=elsewhere)
    publish("同引", body=text(3) + "<p>《民法典》第111条</p>", column=elsewhere)
    article = publish("主题", body=text(0) + "<p>《民法典》第111条</p>", tags=["网贷"])
    assert [title for title, _ in listed(article)] == ["同引", "同标签", "同栏目"]


def test_near_copies_are_left_out(publish):
    """Of the article itself, and of each other: of two alike the better stays."""
    publish("照抄的", body=text(0, 190) + "<p>只改了结尾</p>")
    publish("甲", body=text(1), tags=["网贷"])
    publish("甲的翻版", body=text(1, 180) + "<p>换了说法</p>")
    publish("乙", body=text(2))
    article = publish("主题", body=text(0), tags=["网贷"])
    assert [title for title, _ in listed(article)] == ["甲", "乙"]


def test_never_itself_nor_what_the_public_may_not_read(publish, republish, hidden):
    hidden(tags=["网贷"], body=text(1))
    article = publish(tags=["网贷"], body=text(0))
    assert listed(article) == []
    republish(article, title="第二版")  # now that it is live itself
    assert listed(article) == []


def test_at_most_eight_are_shown_and_withdrawn_ones_are_replaced(publish, client, reviewer):
    others = [publish(f"第{n}篇", body=text(n + 1), tags=["网贷"]) for n in range(14)]
    article = publish("主题", tags=["网贷"], body=text(0))
    assert article.related.count() == STORED
    assert [item.other.title for item in lists.shown(article)] == [f"第{n}篇" for n in range(13, 5, -1)]
    workflow.perform("withdraw", others[13], by=reviewer, reason="有误")
    Article.objects.filter(pk=others[11].pk).update(expires_at=timezone.now())
    Article.objects.filter(pk=others[10].pk).update(published_at=timezone.now() + HOUR)
    page = client.get(article.get_absolute_url())
    assert [i.other.title for i in page.context["related"]] == [f"第{n}篇" for n in (12, 9, 8, 7, 6, 5, 4, 3)]


def test_neighbours_learn_of_a_new_article(publish):
    old = publish("旧的", body=text(1), tags=["网贷"])
    assert listed(old) == []
    publish("新的", body=text(0), tags=["网贷"])
    assert listed(old) == [("新的", "同标签 网贷")]


def test_the_list_is_of_the_day_of_publishing(publish, client):
    """Nothing is worked out when somebody reads."""
    other = publish("另一篇", body=text(1), tags=["网贷"])
    article = publish("主题", body=text(0), tags=["网贷"])
    before = list(RelatedArticle.objects.order_by("pk").values())
    other.tags.clear()
    article.tags.set(["别的"])
    page = client.get(article.get_absolute_url())
    assert [i.reason for i in page.context["related"]] == ["同标签 网贷"]
    assert list(RelatedArticle.objects.order_by("pk").values()) == before


def test_marks_stand_on_the_shared_words(publish):
    other = publish("被爆通讯录怎么投诉", body="<p>通讯录被爆，网贷也逾期，" + text(1)[3:])
    article = publish("网贷逾期把通讯录权限关闭可以吗?", body=text(0))
    [item] = article.related.all()
    assert [other.title[a:b] for a, b in item.title_marks] == ["通讯录"]
    assert [other.excerpt[a:b] for a, b in item.excerpt_marks] == ["通讯录", "网贷", "逾期"]


def test_laws_with_long_names_can_be_a_reason(publish, civil_code):
    """Two of them together are longer than one column of the table."""
    name = "最高人民法院最高人民检察院关于" + "办理" * 45 + "若干问题的解释"
    Statute.objects.filter(pk=civil_code.pk).update(title=name)
    cited = f"<p>《{name}》第111条</p><p>《{name}》第1034条</p>"
    publish("另一篇", body=text(1, 2000) + cited)
    article = publish("主题", body=text(0, 2000) + cited)
    [(_, reason)] = listed(article)
    assert reason.startswith(f"同引《{name}》第")
