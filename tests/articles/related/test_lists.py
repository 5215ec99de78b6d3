"""The related list: who is in it, why, in which order, as of when."""

import random
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, Column, RelatedArticle, SearchTask
from articles.related import lists, recomputing
from articles.related.choosing import STORED
from statutes.models import Statute
from tests.articles.conftest import HOUR, related

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
            "同引《民法典》第1034条、第111条",
        ),
        (
            {"body": "<p>依《民法典》第1034条第二款</p>", "tags": ["网贷"]},
            "同引《民法典》第1034条；同标签 网贷",
        ),
        ({"tags": ["催收", "网贷"]}, "同标签 催收；同标签 网贷"),  # the older tag first
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
    publish("离婚的财产", column=elsewhere, body=text(1), tags=["离婚"])
    assert listed(publish("网贷逾期怎么办", body=text(0), tags=["网贷"])) == []


def test_what_says_alike_is_named_though_nothing_else_ties_it(publish, elsewhere):
    publish("催收的边界", column=elsewhere, body="<p>催收人员爆通讯录，借款人可以投诉。</p>")
    article = publish("爆通讯录以后", body="<p>催收爆通讯录的，先投诉，再报警。</p>")
    assert listed(article) == [("催收的边界", "内容相近")]


def test_the_order_is_the_same_each_time(publish, elsewhere):
    """Of two as near the one with the higher number comes first."""
    for n in range(3):
        publish(f"第{n}篇", body=text(n + 1)[:40] + "</p>", tags=["网贷"], column=elsewhere)
    article = publish("主题", tags=["网贷"], body=text(0))
    first = listed(article)
    scores = list(article.related.values_list("score", "other"))
    assert (len(first), scores) == (3, sorted(scores, reverse=True))
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
    for n in range(13):
        publish(f"第{n}篇", body=text(n + 1), tags=["网贷"])
    article = publish("主题", tags=["网贷"], body=text(0))
    assert article.related.count() == STORED
    listed_ = list(article.related.values_list("other", flat=True))
    assert [item.other_id for item in related(article)] == listed_[:8]
    workflow.perform("withdraw", Article.objects.get(pk=listed_[0]), by=reviewer, reason="有误")
    Article.objects.filter(pk=listed_[2]).update(expires_at=timezone.now())
    Article.objects.filter(pk=listed_[3]).update(published_at=timezone.now() + HOUR)
    page = client.get(article.get_absolute_url())
    left = [pk for n, pk in enumerate(listed_) if n not in (0, 2, 3)]
    assert [item.other_id for item in page.context["related"]] == left[:8]


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


def test_a_nearer_one_takes_the_place_of_the_last(publish, elsewhere):
    old = publish("旧的", body="<p>催收人员爆通讯录，借款人可以投诉。</p>", column=elsewhere)
    far = [publish(f"第{n}篇", body=text(n + 1), tags=[]) for n in range(2)]
    RelatedArticle.objects.filter(article=old).delete()
    filler = [
        RelatedArticle(article=old, other=one, score=n, reason="内容相近") for n, one in enumerate(far, 1)
    ]
    RelatedArticle.objects.bulk_create(filler)
    new = publish("新的", body="<p>通讯录被爆的，先投诉，再报警，催收要讲规矩。</p>")
    assert [title for title, _ in listed(old)] == ["新的", "第1篇", "第0篇"]
    assert old.related.get(other=new).reason == "内容相近"


def test_a_list_keeps_its_ban_its_pins_and_one_of_two_copies(publish):
    copied = text(1)
    better = publish("甲", body=copied, tags=["网贷", "催收"])
    pinned = publish("置顶的", body=text(2))
    banned = publish("不要的", body=text(3), tags=["网贷", "催收"])
    old = publish("旧的", body=text(0), tags=["网贷", "催收"], pinned_ids=[pinned.pk], banned_ids=[banned.pk])
    lists.recompute([banned.pk])
    publish("甲的翻版", body=copied + "<p>又一句。</p>", tags=["网贷"])
    assert listed(old) == [("置顶的", "编辑推荐"), ("甲", "同标签 网贷；同标签 催收")]
    assert "甲的翻版" not in [title for title, _ in listed(better)]


def test_short_lists_are_filled_again_after_a_withdrawal(publish, reviewer):
    one, two = publish("一", body=text(1), tags=["网贷"]), publish("二", body=text(2), tags=["网贷"])
    workflow.perform("withdraw", two, by=reviewer, reason="有误")
    assert (listed(one), listed(two)) == ([], [])
    assert list(SearchTask.objects.values_list("article", "kind")) == [(one.pk, "relate")]
    third = publish("三", body=text(3), tags=["网贷"])
    RelatedArticle.objects.filter(article=one).delete()
    recomputing.keep_up()
    assert [title for title, _ in listed(one)] == [third.title]
    assert not SearchTask.objects.exists()


def test_what_is_pinned_comes_back_with_its_article(publish, republish, reviewer):
    pinned = publish("置顶的", body=text(1))
    article = publish("主题", body=text(0), pinned_ids=[pinned.pk])
    workflow.perform("withdraw", pinned, by=reviewer, reason="有误")
    assert related(article) == []
    republish(pinned, body=text(1) + "<p>改正了。</p>")
    assert [row.reason for row in related(article)] == ["编辑推荐"]


def test_at_its_hour_an_article_comes_into_its_neighbours_lists(publish):
    old = publish("旧的", body=text(1), tags=["网贷"])
    new = publish("新的", body=text(0), tags=["网贷"], publish_at=timezone.now() + HOUR)
    recomputing.keep_up()
    assert (listed(old), listed(new)) == ([], [("旧的", "同标签 网贷")])
    Article.objects.filter(pk=new.pk).update(published_at=timezone.now() - HOUR)
    SearchTask.objects.update(due_at=timezone.now() - HOUR)
    recomputing.keep_up()
    assert listed(old) == [("新的", "同标签 网贷")]


def test_who_is_revised_while_another_publishes_meets_it_later(publish, republish, elsewhere):
    one = publish("一篇", body=text(1), tags=["网贷"])
    other = publish("另一篇", body=text(2), tags=["网贷"], column=elsewhere, source_name="法院")
    proposal = lists.suggest(one, ["网贷"], [])
    SearchTask.objects.all().delete()
    republish(other, body=text(1) + text(3))
    lists.publish(one, proposal)
    assert {one.pk, other.pk} <= set(
        SearchTask.objects.filter(kind="relate").values_list("article", flat=True)
    )
    lists.publish(one, lists.suggest(one, ["网贷"], []))
    SearchTask.objects.all().delete()
    lists.publish(one, lists.suggest(one, ["网贷"], []))
    assert not SearchTask.objects.exists()  # where nobody came nothing is asked for


def test_all_lists_worked_out_anew_are_those_of_publishing(publish):
    """… where each article came after those that it names."""
    for n in range(4):
        publish(f"第{n}篇", body=text(n), tags=["网贷"])
    before = list(
        RelatedArticle.objects.order_by("article", "other").values_list("article", "other", "reason")
    )
    RelatedArticle.objects.all().delete()
    out = StringIO()
    call_command("relate_articles", stdout=out, stderr=StringIO())
    after = list(
        RelatedArticle.objects.order_by("article", "other").values_list("article", "other", "reason")
    )
    assert (after, out.getvalue()) == (before, "重新排出 4 篇文章的相关文章。\n")


def test_the_number_of_queries_does_not_grow_with_the_archive(publish, write, author, reviewer):
    def queries(n: int) -> int:
        article = write(f"新{n}", body=text(20 + n), tags=["网贷"])
        workflow.perform("submit", article, by=author)
        with CaptureQueriesContext(connection) as captured:
            workflow.perform("publish", article, by=reviewer)
        return len([one for one in captured if "SAVEPOINT" not in one["sql"]])

    for n in range(2):
        publish(f"第{n}篇", body=text(n), tags=["网贷"])
    few = queries(0)
    for n in range(2, 6):
        publish(f"第{n}篇", body=text(n), tags=["网贷"])
    assert queries(1) <= few
