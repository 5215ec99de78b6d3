"""Merging near-copies: where the old address leads, and what becomes of tags, links, lists, chains and the way back."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import revisions, workflow
from articles.copies import merging
from articles.models import Article, CopyMember, CopyStar
from articles.moves import available
from firm import audit
from firm.models import Mail
from tests.articles.conftest import HOUR, expire, related
from tests.articles.copies.texts import html, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge(administrator, django_capture_on_commit_callbacks):
    """merge(article, into): by the administrator; returns the article as it now is."""

    def _merge(article, into, *, by=administrator, reason="内容几乎相同"):
        with django_capture_on_commit_callbacks(execute=True):
            return workflow.perform("merge", article, by=by, reason=reason, into=into)

    return _merge


def test_the_old_address_leads_to_the_one_that_stays(merge, publish, client):
    old, new = publish("旧"), publish("新")
    merge(old, new)
    for address in (f"/hf/{old.pk}.html", f"/hf/{old.pk}.png"):
        response = client.get(address)
        assert (response.status_code, response.url) == (301, address.replace(str(old.pk), str(new.pk)))
    assert client.get(new.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("away", ["withdrawn", "expired", "scheduled"])
def test_it_leads_only_to_what_is_public(away, merge, publish, client, reviewer):
    old, new = publish("旧"), publish("新")
    merge(old, new)
    if away == "withdrawn":
        workflow.perform("withdraw", new, by=reviewer, reason="有误")
    elif away == "expired":
        expire(new)
    else:
        Article.objects.filter(pk=new.pk).update(published_at=timezone.now() + HOUR)
    assert client.get(old.get_absolute_url()).status_code == 410


def test_a_page_that_is_gone_asks_as_little_as_before(merge, publish, client, django_assert_num_queries):
    old, new = publish("旧"), publish("新")
    merge(old, new)
    with django_assert_num_queries(2):
        client.get(old.get_absolute_url())


def test_chains_are_flat(merge, publish, client):
    a, b, c = publish("甲"), publish("乙"), publish("丙")
    merge(a, b)
    merge(b, c)
    a.refresh_from_db()
    assert a.merged_into == c
    assert client.get(a.get_absolute_url()).url == c.get_absolute_url()


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        ("itself", "不能把文章并入它自己。"),
        ("into a merged one", "保留的《新》不在线上，不能并入。"),
        ("into an expired one", "保留的《新》不在线上，不能并入。"),
        ("a merged one", "这篇已经并入别的文章。"),
        ("one in review", "这篇有一版正在审核或等待发布，请先退回再合并。"),
    ],
)
def test_refused(prepare, said, merge, publish, rewrite, author):
    old, new, third = publish("旧"), publish("新"), publish("第三篇")
    if prepare == "itself":
        new = old
    elif prepare == "into a merged one":
        merge(new, third)
    elif prepare == "into an expired one":
        expire(new)
    elif prepare == "a merged one":
        merge(old, third)
    else:
        rewrite(old, title="修改稿")
        workflow.perform("submit", old, by=author)
    before = list(Article.objects.order_by("pk").values("pk", "state", "merged_into"))
    with pytest.raises(ValidationError) as refused:
        merge(old, new)
    assert refused.value.messages == [said]
    assert list(Article.objects.order_by("pk").values("pk", "state", "merged_into")) == before


@pytest.mark.parametrize(
    ("who", "may"), [("author", False), ("reviewer", False), ("colleague", False), ("administrator", True)]
)
def test_who_may(who, may, merge, publish, request):
    old, new = publish("旧"), publish("新")
    user = request.getfixturevalue(who)
    if may:
        merge(old, new, by=user)
    else:
        with pytest.raises(workflow.MoveNotAllowed):
            merge(old, new, by=user)
    old.refresh_from_db()
    assert old.state == ("withdrawn" if may else "live")
    assert "merge" not in available(old, user)  # its button stands on the page of near-copies


def test_a_reason_and_a_target_are_needed(merge, publish, administrator, write):
    old, new = publish("旧"), publish("新")
    with pytest.raises(ValidationError, match="请写明理由"):
        merge(old, new, reason=" ")
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("merge", old, by=administrator, reason="理由")
    with pytest.raises(workflow.MoveNotAllowed):
        merge(write("草稿"), new)
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("withdraw", old, by=administrator, reason="理由", into=new)


def test_both_articles_have_it_on_record(merge, publish):
    old, new = publish("旧"), publish("新")
    merge(old, new)
    assert [(r.action, r.reason) for r in audit.history(old)][:1] == [(f"并入文章 {new.pk}", "内容几乎相同")]
    assert [(r.action, r.reason) for r in audit.history(new)][:1] == [
        ("收入另一篇", f"《旧》（{old.pk}）。内容几乎相同")
    ]


def tags(article) -> list[str]:
    return sorted(article.tags.names())


def test_tags_move_and_no_later_publishing_loses_them(merge, publish, republish, client):
    old, new = publish("旧", tags=["网贷", "C"]), publish("新", tags=["征信", "c"])
    merge(old, new)
    assert tags(new) == ["C", "征信", "网贷"]
    republish(new, title="新的第二版")
    assert tags(new) == ["C", "征信", "网贷"]
    assert revisions.newest(new).tag_names == ["征信", "c"]  # what the lawyer wrote
    assert "网贷" in client.get(new.get_absolute_url()).content.decode()


def test_links_move(merge, publish):
    old, new = publish("旧"), publish("新")
    body = f'<p><a href="/hf/{old.pk}.html" rel="noopener nofollow">看</a></p>'
    page = publish("链接的", body=body)
    merge(old, new)
    page.refresh_from_db()
    assert (page.body, page.body_html) == (body, body.replace(str(old.pk), str(new.pk)))


def listed(article) -> list[str]:
    return [one.other.title for one in related(article)]


def test_lists_name_the_one_that_stays_once(merge, publish):
    new, old = publish("新的一篇通讯录", body=html(text(1))), publish("旧", body=html(text(2)))
    names_both = publish("甲", body=html(text(3)))
    assert sorted(listed(names_both)) == ["新的一篇通讯录", "旧"]
    names_both.related.filter(other=new).delete()
    other = publish("通讯录乙", body=html(text(4)))
    assert sorted(listed(other)) == ["新的一篇通讯录", "旧", "甲"]
    merge(old, new)
    assert listed(names_both) == ["通讯录乙", "新的一篇通讯录"] or listed(names_both) == [
        "新的一篇通讯录",
        "通讯录乙",
    ]
    assert sorted(listed(other)) == ["新的一篇通讯录", "甲"]
    assert "新的一篇通讯录" not in listed(new)
    moved = names_both.related.get(other=new)
    assert all(end <= len(new.title) for _, end in moved.title_marks)


def test_published_again_it_stands_for_itself(
    merge, publish, rewrite, author, reviewer, client, django_capture_on_commit_callbacks
):
    old, new = publish("旧", tags=["网贷"]), publish("新", tags=["征信"])
    page = publish("链接的", body=f'<p><a href="/hf/{old.pk}.html">看</a></p>')
    merge(old, new)
    rewrite(old, body=html(text(5)))
    workflow.perform("submit", old, by=author)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.perform("publish", old, by=reviewer)
    old.refresh_from_db()
    page.refresh_from_db()
    assert (old.state, old.merged_into, tags(new)) == ("live", None, ["征信"])
    assert f"/hf/{old.pk}.html" in page.body_html
    assert client.get(old.get_absolute_url()).status_code == 200
    assert audit.history(new)[0].action == "不再收入另一篇"


def test_the_group_shrinks(merge, publish):
    head, one, two = (publish(title, body=html(text(1))) for title in ("甲", "乙", "丙"))
    star = CopyStar.objects.create(head=head, size=2)
    for article in (one, two):
        CopyMember.objects.create(star=star, article=article, share=1, share_back=1)
    merge(one, head)
    star.refresh_from_db()
    assert (star.size, [member.article for member in star.members.all()]) == (1, [two])
    merge(head, two)
    assert not CopyStar.objects.exists()


def test_the_database_keeps_it(publish):
    old, new = publish("旧"), publish("新")
    for wrong in ({"merged_into": new}, {"state": "withdrawn", "merged_into": old}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=old.pk).update(**wrong)


def test_inherited_tags_are_told_apart_from_own_ones(merge, publish):
    old, new = publish("旧", tags=["网贷"]), publish("新", tags=["征信"])
    merge(old, new)
    assert merging.inherited(new) == ["网贷"]


def test_the_author_is_told_where_it_went(merge, publish, author):
    author.email = "lin@example.com"
    author.save()
    old, new = publish("旧"), publish("新")
    merge(old, new)
    mail = Mail.objects.latest("pk")
    assert ("旧" in mail.subject, new.get_absolute_url() in mail.text) == (True, True)
