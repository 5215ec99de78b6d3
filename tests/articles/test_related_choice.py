"""Related articles that the editors pin or ban: in the form, on the page, in other articles' lists."""

from html import unescape

import pytest

from articles import related_choice, revisions, workflow
from articles.models import Article
from tests.articles.conftest import expire, related
from tests.articles.copies.texts import html, text

pytestmark = pytest.mark.django_db
SEARCH = "/admin/articles/article/related/search/"


@pytest.fixture
def others(publish):
    """Twelve published articles that share the tag 网贷."""
    return [publish(f"第{n}篇", tags=["网贷"], body=html(text(n + 1))) for n in range(12)]


@pytest.fixture
def choose(as_, author, typed):
    """choose(article, pinned=[…], banned=[…], pinned_more="…"): the form as the author sends it; the response."""

    def _choose(article, **chosen):
        data = typed(article) | {"related_shown": "1", "_save": "1"} | chosen
        return as_(author).post(f"/admin/articles/article/{article.pk}/change/", data)

    return _choose


def chosen_of(article) -> tuple[list[int], list[int]]:
    newest = revisions.newest(article)
    return newest.pinned_ids, newest.banned_ids


def listed(article) -> list[tuple[str, str]]:
    return [(one.other.title, one.reason) for one in related(article)]


def test_pinned_come_first_in_their_order_and_banned_do_not_come(others, choose, publish, author, reviewer):
    article = publish("主题", tags=["网贷"], body=html(text(50)))
    assert {reason for _, reason in listed(article)} == {"同标签 网贷"}
    response = choose(
        article, pinned=[others[2].pk, others[9].pk], banned=[others[11].pk], pinned_more=str(others[0].pk)
    )
    assert response.status_code == 302
    assert chosen_of(article) == ([others[n].pk for n in (2, 9, 0)], [others[11].pk])
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    assert listed(article)[:3] == [
        ("第2篇", "编辑推荐"),
        ("第9篇", "编辑推荐"),
        ("第0篇", "编辑推荐"),
    ]
    assert [reason for _, reason in listed(article)[3:]] == ["同标签 网贷"] * 5
    assert "第11篇" not in [title for title, _ in listed(article)]


def test_what_is_not_public_is_left_out_though_pinned(others, write, author, reviewer):
    workflow.perform("withdraw", others[0], by=reviewer, reason="有误")
    expire(others[1])
    article = write(pinned_ids=[others[0].pk, others[1].pk, others[2].pk], body=html(text(50)))
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    assert [title for title, reason in listed(article) if reason == "编辑推荐"] == ["第2篇"]


def test_a_pin_or_ban_of_what_was_merged_is_of_the_one_that_stayed(others, publish, administrator):
    for old, new in ((others[0], others[3]), (others[1], others[11])):
        workflow.perform("merge", old, by=administrator, reason="相同", into=new)
    article = publish(
        "主题", tags=["网贷"], pinned_ids=[others[0].pk], banned_ids=[others[1].pk], body=html(text(50))
    )
    titles = [title for title, _ in listed(article)]
    assert (titles[0], "第11篇" in titles, titles.count("第3篇")) == ("第3篇", False, 1)


def test_another_article_keeps_its_ban_when_a_new_one_comes(publish):
    """Publishing works out the lists of its neighbours anew; what they banned stays away."""
    first = publish("先", tags=["网贷"], body=html(text(1)))
    second = publish("后", tags=["网贷"], body=html(text(2)), banned_ids=[first.pk])
    publish("再", tags=["网贷"], body=html(text(3)))
    assert [title for title, _ in listed(second)] == ["再"]
    assert "后" in [title for title, _ in listed(first)]


def test_a_near_copy_of_a_pinned_one_is_not_proposed(publish):
    pinned = publish("置顶的", tags=["网贷"], body=html(text(1)))
    publish("它的翻版", tags=["网贷"], body=html(text(1) + "。又一句"))
    article = publish("主题", tags=["网贷"], pinned_ids=[pinned.pk], body=html(text(50)))
    assert [title for title, _ in listed(article)] == ["置顶的"]


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"pinned_more": "abc"}, "“abc”不是文章编号。编号是网址里的数字，如 /hf/837828.html 的 837828。"),
        ({"pinned_more": "0"}, "“0”不是文章编号。编号是网址里的数字，如 /hf/837828.html 的 837828。"),
        ({"pinned_more": "99999999"}, "没有找到编号为 99999999 的已发布文章。"),
        (
            {"pinned_more": "9" * 40},
            f"“{'9' * 20}”不是文章编号。编号是网址里的数字，如 /hf/837828.html 的 837828。",
        ),
        ({"pinned": list(range(1, 10))}, "最多置顶 8 篇，现在有 9 篇。"),
        ({"banned": list(range(1, 52))}, "“不要”的最多 50 篇，现在有 51 篇。"),
        ({"pinned": ["7"], "banned": ["7"]}, "文章 7 既选了“置顶”又选了“不要”，请只选一项。"),
        ({"banned": ["x'"]}, "“x'”不是文章编号。编号是网址里的数字，如 /hf/837828.html 的 837828。"),
    ],
)
def test_what_cannot_be_is_told(chosen, said, choose, write):
    article = write()
    response = choose(article, **chosen)
    form = response.context["adminform"].form
    assert form.errors == {"related_choice": [said]}
    assert article.revisions.count() == 1
    shown = unescape(response.content.decode())
    assert all(str(one) in shown for one in [chosen.get("pinned_more", "")])  # nothing typed is lost


def test_neither_itself_nor_a_draft_of_somebody_else_can_be_pinned(choose, publish, write, colleague):
    article, secret = publish("主题"), write("别人的草稿", by=colleague, author=colleague.lawyer)
    own = choose(article, pinned_more=str(article.pk))
    assert own.context["adminform"].form.errors == {"related_choice": ["不能把文章自己列为相关文章。"]}
    other = choose(article, pinned_more=str(secret.pk))
    assert other.context["adminform"].form.errors == {
        "related_choice": [f"没有找到编号为 {secret.pk} 的已发布文章。"]
    }
    assert "别人的草稿" not in other.content.decode()


def test_what_was_pinned_and_is_withdrawn_may_stay(others, choose, write, reviewer):
    article = write(pinned_ids=[others[0].pk])
    workflow.perform("withdraw", others[0], by=reviewer, reason="有误")
    assert choose(article, pinned=[others[0].pk], title="改过").status_code == 302
    assert chosen_of(article) == ([others[0].pk], [])


def test_a_form_that_did_not_ask_changes_nothing(as_, author, others, typed, write):
    article = write(pinned_ids=[others[0].pk], banned_ids=[others[1].pk])
    address = f"/admin/articles/article/{article.pk}/change/"
    as_(author).post(address, typed(article, title="改过") | {"_save": "1"})
    assert revisions.newest(article).title == "改过"
    assert chosen_of(article) == ([others[0].pk], [others[1].pk])


def rows(response) -> list[tuple[str, bool, bool]]:
    widget = response.context["adminform"].form.fields["related_choice"].widget
    value = response.context["adminform"].form["related_choice"].value()
    return [
        (row.article.title, row.is_pinned, row.is_banned)
        for row in related_choice.rows(value, widget.proposals)
    ]


def test_the_form_shows_pinned_then_proposed_then_banned(as_, author, others, write):
    for n in (3, 5, 6, 8, 9, 10):
        Article.objects.filter(pk=others[n].pk).update(state="withdrawn")
    article = write(
        tags=["网贷"], pinned_ids=[others[4].pk, others[7].pk], banned_ids=[others[0].pk], body=html(text(50))
    )
    response = as_(author).get(f"/admin/articles/article/{article.pk}/change/")
    found = rows(response)
    assert (found[:2], found[-1]) == (
        [("第4篇", True, False), ("第7篇", True, False)],
        ("第0篇", False, True),
    )
    assert sorted(found[2:-1]) == [(f"第{n}篇", False, False) for n in (11, 1, 2)]
    assert "同标签 网贷" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("逾期", ["网贷逾期怎么还", "网贷逾期怎么办"]),
        ("网贷 还", ["网贷逾期怎么还"]),
        ("离婚", []),
        ("", []),
        ("%", []),
        ("\0", []),
        ("9" * 60, []),
    ],
)
def test_search_by_title(asked, found, as_, author, publish, write):
    publish("网贷逾期怎么办"), publish("网贷逾期怎么还")
    write("网贷逾期的草稿")
    response = as_(author).get(SEARCH, {"q": asked})
    assert [row.article.title for row in response.context["rows"]] == found


def test_search_by_number(as_, author, publish, write):
    article, draft = publish(), write("草稿")
    for pk, found in ((article.pk, [article]), (draft.pk, [])):
        response = as_(author).get(SEARCH, {"q": str(pk)})
        assert [row.article for row in response.context["rows"]] == found


def test_only_who_writes_may_search(client, as_, reviewer):
    assert client.get(SEARCH).status_code == 302
    assert as_(reviewer).get(SEARCH).status_code == 403
