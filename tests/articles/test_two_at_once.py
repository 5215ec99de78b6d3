"""Saving after somebody else did: the page of both texts, no false alarm, nothing posted that is lost."""

import pytest
from django.urls import reverse

from articles import revisions, workflow
from articles.models import Article, Revision, WorkingCopy

pytestmark = pytest.mark.django_db
OVERTAKEN = "admin/articles/article/overtaken.html"
KEY, OTHER = "a" * 32, "b" * 32
TWO_PARAGRAPHS = "<p>第一段</p><p>第二段</p>"


@pytest.fixture
def post(client, author, typed):
    """post(article, …): the author's form as the browser sends it; returns the response."""
    client.force_login(author)

    def _post(article=None, *, button="_save", **changes):
        name, args = ("change", [article.pk]) if article else ("add", [])
        address = reverse(f"admin:articles_article_{name}", args=args)
        fields = typed(article) | {"copy_key": KEY, "copy_serial": "0", button: "1"} | changes
        return client.post(address, fields)

    return _post


def template(response) -> str:
    return response.templates[0].name


def unsaved(user) -> list[str]:
    return [copy.title for copy in WorkingCopy.objects.filter(user=user, closed=False)]


def texts(article) -> list[tuple[str, str]]:
    return list(article.revisions.values_list("title", "written_by__name"))


def shown(found) -> dict[str, list[str]]:
    """By the label of each field that differs, the words that only one text has: -out, +in."""
    signs = {"out": "-", "in": "+"}
    return {
        field.label: [signs[run.kind.value] + run.text for run in field.runs if run.kind.value in signs]
        for field in found
    }


@pytest.fixture
def overtaken(post, write, rewrite, administrator, typed):
    """overtaken(theirs={…}, mine={…}): the article and the page that the author gets, who saves after the administrator."""

    def _overtaken(*, theirs, mine, by=None, **sent):
        article = write(body=TWO_PARAGRAPHS)
        base = typed(article)["base"]
        rewrite(article, by=by or administrator, **theirs)
        fields = {"base": base, "body": TWO_PARAGRAPHS, "title": "网贷逾期怎么办"} | mine | sent
        return article, post(article, **fields)

    return _overtaken


def test_the_second_to_save_sees_both_texts(overtaken, author):
    article, page = overtaken(
        theirs={"title": "管理员的标题", "summary": "管理员的摘要"}, mine={"title": "我的标题", "summary": ""}
    )
    assert template(page) == OVERTAKEN
    assert shown(page.context["differences"]) == {
        "标题": ["-管理员", "+我"],
        "摘要": ["-管理员的摘要"],
    }
    assert shown(page.context["their_changes"]).keys() == {"标题", "摘要"}
    html = page.content.decode()
    words = [
        "管理员 刚刚保存过这篇文章",
        "用我的文字存成新版本",
        "回到管理员保存的版本",
        "第 2 版全文",
        'value="我的标题"',
    ]
    assert [part for part in words if part not in html] == []
    assert texts(article) == [("管理员的标题", "管理员"), ("网贷逾期怎么办", "林律师")]
    assert unsaved(author) == ["我的标题"]


def test_mine_is_saved_after_theirs_by_choice(overtaken, post, author):
    article, page = overtaken(theirs={"title": "管理员的"}, mine={"title": "我的"})
    form = page.context["adminform"].form
    sent = {"base": form["base"].value(), "title": "我的", "copy_key": page.context["copy_key"]}
    assert template(post(article, **sent)) == OVERTAKEN  # not by pressing the old button once more
    assert post(article, over=str(page.context["theirs"].pk), **sent).status_code == 302
    assert texts(article) == [("我的", "林律师"), ("管理员的", "管理员"), ("网贷逾期怎么办", "林律师")]
    assert unsaved(author) == []


def test_who_agreed_to_one_text_has_not_agreed_to_the_next(overtaken, post, rewrite, administrator):
    article, page = overtaken(theirs={"title": "管理员的"}, mine={"title": "我的"})
    over = str(page.context["theirs"].pk)
    rewrite(article, title="管理员又改的", by=administrator)
    again = post(article, base=page.context["adminform"].form["base"].value(), over=over, title="我的")
    assert (template(again), again.context["theirs"].title) == (OVERTAKEN, "管理员又改的")
    assert texts(article)[0] == ("管理员又改的", "管理员")


@pytest.mark.parametrize("over", ["x", "-1", "9" * 30, "²"])
def test_a_wrong_agreement_is_none(over, overtaken):
    _, page = overtaken(theirs={"title": "管理员的"}, mine={"title": "我的"}, over=over)
    assert template(page) == OVERTAKEN


def test_the_own_text_is_offered_when_one_goes_back(overtaken, client, author):
    article, _ = overtaken(theirs={"title": "管理员的"}, mine={"title": "我的"})
    context = client.get(f"/admin/articles/article/{article.pk}/change/?saved=1").context
    [offer] = context["offers"]
    assert (context["adminform"].form["title"].value(), offer.copy.title, offer.is_older) == (
        "管理员的",
        "我的",
        True,
    )


def test_another_window_of_ones_own_is_called_so(overtaken, author):
    _, page = overtaken(theirs={"title": "另一个窗口的"}, mine={"title": "我的"}, by=author)
    html = page.content.decode()
    assert ("您在另一个窗口保存过这篇文章" in html, "林律师 刚刚保存过" in html) == (True, False)


def test_merging_is_shown_before_it_is_saved(overtaken, post):
    article, page = overtaken(
        theirs={"body": "<p>第一段，管理员改</p><p>第二段</p>", "summary": "管理员的摘要"},
        mine={"body": "<p>第一段</p><p>第二段，我改</p>", "title": "我的标题"},
    )
    sent = {"base": page.context["adminform"].form["base"].value(), "over": str(page.context["theirs"].pk)}
    mine = {"title": "我的标题", "body": "<p>第一段</p><p>第二段，我改</p>", "summary": ""}
    assert page.context["may_merge"] is True
    merged = post(article, button="_merge", **sent | mine)
    form = merged.context["adminform"].form
    found = {name: form[name].value() for name in ("title", "summary", "body")}
    assert (template(merged), article.revisions.count()) == (OVERTAKEN, 2)
    assert found == {
        "title": "我的标题",
        "summary": "管理员的摘要",
        "body": "<p>第一段，管理员改</p><p>第二段，我改</p>",
    }
    assert post(article, **sent | found).status_code == 302
    newest = revisions.newest(article)
    assert {name: getattr(newest, name) for name in found} == found


def test_merging_keeps_both_choices_of_related_articles(overtaken, post, publish):
    pinned, banned = publish("管理员置顶的"), publish("我不要的")
    choice = {"related_shown": "1", "banned": str(banned.pk)}
    article, page = overtaken(theirs={"pinned_ids": [pinned.pk]}, mine=choice)
    base = page.context["adminform"].form["base"].value()
    merged = post(article, button="_merge", base=base, body=TWO_PARAGRAPHS, **choice)
    value = merged.context["adminform"].form["related_choice"].value()
    assert value == {"pinned": [str(pinned.pk)], "banned": [str(banned.pk)], "more": ""}


def test_one_paragraph_with_two_texts_is_left_to_people(overtaken, post):
    article, page = overtaken(
        theirs={"body": "<p>第一段，管理员改</p><p>第二段</p>"},
        mine={"body": "<p>第一段，我改</p><p>第二段</p>"},
    )
    assert page.context["may_merge"] is False
    sent = {"base": page.context["adminform"].form["base"].value(), "over": str(page.context["theirs"].pk)}
    merged = post(article, button="_merge", body="<p>第一段，我改</p><p>第二段</p>", **sent)
    assert "两边改了同一段，不能自动合并，请在下面手工合并。" in merged.content.decode()
    assert (template(merged), article.revisions.count()) == (OVERTAKEN, 2)  # nobody agreed to anything


def test_errors_are_said_beside_both_texts(overtaken):
    _, page = overtaken(theirs={"title": "管理员的"}, mine={"title": ""})
    assert template(page) == OVERTAKEN
    assert page.context["adminform"].form.errors["title"] == ["这个字段是必填项。"]


# No false alarm ---------------------------------------------------------------------------------------


def test_a_form_that_comes_twice_is_saved_once(post, write, typed, author):
    article = write()
    base = typed(article)["base"]
    sent = [post(article, base=base, title="改过的") for _ in range(2)]
    assert [response.status_code for response in sent] == [302, 302]
    assert texts(article) == [("改过的", "林律师"), ("网贷逾期怎么办", "林律师")]
    assert unsaved(author) == []


def test_a_new_article_that_comes_twice_is_made_once(post, author):
    first, second = (post(title="写了一次") for _ in range(2))
    article = Article.objects.get()
    assert first["Location"] == second["Location"] == f"/admin/articles/article/{article.pk}/change/"
    assert (texts(article), unsaved(author)) == ([("写了一次", "林律师")], [])


def test_who_goes_back_and_changes_a_new_article_does_not_make_two(post):
    post(title="写了一次")
    page = post(title="退回去又改")
    article = Article.objects.get()
    assert (template(page), page.context["is_own"]) == (OVERTAKEN, True)
    assert f'action="/admin/articles/article/{article.pk}/change/"' in page.content.decode()


def test_submitting_twice_is_no_failure(post, write, typed, client):
    article = write()
    base = typed(article)["base"]
    for _ in range(2):
        response = post(article, button="_submit", base=base, title="改过的")
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    said = [str(message) for message in client.get("/admin/").context["messages"]]
    assert said == ["已提交审核。审核人发布或退回后，您会在后台首页看到。", "已经保存并提交审核。"]
    assert texts(article) == [("改过的", "林律师"), ("网贷逾期怎么办", "林律师")]


def test_two_who_wrote_the_same_do_not_differ(overtaken):
    article, response = overtaken(theirs={"title": "同样的"}, mine={"title": "同样的"})
    assert (response.status_code, texts(article)[0]) == (302, ("同样的", "管理员"))


def test_a_late_second_try_says_who_went_on(post, write, rewrite, administrator, typed, client):
    """The first try was saved, its answer was lost, and meanwhile a colleague has gone on from it."""
    article = write()
    base = typed(article)["base"]
    post(article, base=base, title="我的")
    client.get("/admin/")  # takes the message away
    rewrite(article, title="管理员接着改的", by=administrator)
    response = post(article, button="_submit", base=base, title="我的")
    assert response["Location"] == f"/admin/articles/article/{article.pk}/change/"
    [said] = [str(message) for message in client.get(response["Location"]).context["messages"]]
    assert said == "您的文字已经存为第 2 版；之后管理员又保存了第 3 版，下面是第 3 版。"
    assert revisions.newest(article).state == Revision.State.DRAFT  # another's words are not submitted


def test_what_was_saved_earlier_and_undone_by_a_colleague_is_no_success_of_another(
    post, write, rewrite, typed, colleague, administrator
):
    """Only one's own revision counts as one's own second try."""
    article = write()
    base = typed(article)["base"]
    rewrite(article, title="改过的", by=colleague)
    rewrite(article, title="又改的", by=administrator)
    assert template(post(article, base=base, title="改过的")) == OVERTAKEN


# Nothing that is posted is lost -----------------------------------------------------------------------


def test_words_posted_while_in_review_are_kept(post, write, typed, author, client):
    article = write()
    fields = typed(article)
    workflow.perform("submit", article, by=author)
    page = post(article, base=fields["base"], title="提交以后还在写")
    assert "您的文字没有存成新版本，但已经替您留着" in page.content.decode()
    assert (texts(article), unsaved(author)) == ([("网贷逾期怎么办", "林律师")], ["提交以后还在写"])
    workflow.perform("recall", article, by=author)
    assert (
        client.get(f"/admin/articles/article/{article.pk}/change/").context["restored"].copy.title
        == "提交以后还在写"
    )


def test_a_refused_form_is_kept_until_it_is_saved(post, author, client):
    page = post(title="还缺栏目", column="")
    assert unsaved(author) == ["还缺栏目"]
    post(title="还缺栏目", copy_key=page.context["copy_key"], copy_serial=str(page.context["copy_serial"]))
    assert (unsaved(author), Article.objects.count()) == ([], 1)


def test_saving_clears_what_says_the_same_and_leaves_the_rest(post, write, typed, author):
    article = write()
    for key, title in ((OTHER, "改过的"), ("c" * 32, "另一个窗口里别的话")):
        inputs = {name: [value] for name, value in typed(article, title=title).items() if name != "base"}
        WorkingCopy.objects.create(user=author, article=article, key=key, data=inputs, serial=1)
    post(article, title="改过的")
    assert unsaved(author) == ["另一个窗口里别的话"]


def test_who_only_looks_leaves_no_copy(as_, write, reviewer, typed):
    article = write()
    as_(reviewer).post(f"/admin/articles/article/{article.pk}/change/", typed(article) | {"copy_key": KEY})
    as_(reviewer).post("/admin/articles/article/add/", typed() | {"copy_key": KEY})
    assert WorkingCopy.objects.count() == 0
