"""The newsroom: who sees and does what; writing, previewing."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import revisions, workflow
from articles.models import Article, Revision
from firm import audit

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def address(article, name="change") -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def titles(response) -> list[str]:
    return [article.title for article in response.context["cl"].result_list]


@pytest.fixture
def both(write, colleague):
    """An article of the author's and one of the colleague's."""
    other = write("同事的", by=colleague, author=colleague.lawyer)
    return write("我的"), other


def test_a_lawyer_lists_their_own_articles(both, as_, author, colleague, reviewer, administrator):
    found = {user.name: titles(as_(user).get(LIST)) for user in (author, colleague, reviewer, administrator)}
    assert found == {
        "林律师": ["我的"],
        "沈律师": ["同事的"],
        "审核员": ["我的", "同事的"],
        "管理员": ["我的", "同事的"],
    }


def test_what_one_helped_to_write_is_listed_once(write, rewrite, as_, colleague, administrator):
    article = write("合写的")
    for title in ("第二版", "第三版"):
        rewrite(article, title=title, by=colleague)
    assert titles(as_(colleague).get(LIST)) == ["第三版"]


def test_another_lawyers_article_is_not_there(both, as_, author):
    _, other = both
    client = as_(author)
    posts = [
        client.post(address(other), {"title": "改"}),
        client.post(f"/admin/articles/article/{other.pk}/move/submit/"),
    ]
    gets = [client.get(address(other)), client.get(address(other, "preview"))]
    assert [response.status_code for response in [*gets, *posts]] == [404] * 4
    history = client.get(address(other, "history"))
    assert "同事的" not in history.content.decode()
    assert revisions.newest(other).title == "同事的"


def test_who_is_not_logged_in_is_sent_to_log_in(both, client):
    article, _ = both
    paths = [
        LIST,
        address(article),
        address(article, "preview"),
        f"/admin/articles/article/{article.pk}/move/submit/",
    ]
    for path in paths:
        response = client.post(path) if "move" in path else client.get(path)
        assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={path}")


def test_a_reviewer_reads_the_review_page(write, as_, author, reviewer, civil_code):
    article = write("待审的", body="<p>依《民法典》第111条、《民法典》第9999条。</p>", tags=["网贷"])
    workflow.perform("submit", article, by=author, reason="第9999条是读者来信的原话")
    response = as_(reviewer).get(address(article))
    html = response.content.decode()
    assert "提交说明（林律师）：第9999条是读者来信的原话" in html
    assert "admin/articles/article/review.html" in [template.name for template in response.templates]
    assert ('name="title"' in html, 'name="body"' in html) == (False, False)
    assert list(response.context["moves"]) == ["publish", "return"]
    assert "《中华人民共和国民法典》没有第9999条，请核对条号。" in html
    assert f'name="revision" value="{revisions.newest(article).pk}"' in html


@pytest.mark.parametrize("who", ["reviewer", "author", "administrator"])
def test_in_review_a_post_to_the_form_changes_nothing(who, write, as_, author, typed, request):
    article = write()
    workflow.perform("submit", article, by=author)
    before = list(Revision.objects.values())
    response = as_(request.getfixturevalue(who)).post(
        address(article), typed(article, title="改") | {"_submit": "1"}
    )
    assert "admin/articles/article/review.html" in [template.name for template in response.templates]
    assert list(Revision.objects.values()) == before


def test_a_reviewer_does_not_write(write, as_, reviewer, typed):
    article = write()
    client = as_(reviewer)
    client.post(address(article), typed(article, title="改"))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}add/", typed()).status_code == 403
    assert [r.title for r in Revision.objects.all()] == ["网贷逾期怎么办"]


def test_save(as_, author, typed):
    client = as_(author)
    response = client.post(f"{LIST}add/", typed(tag_names="网贷、债务") | {"_save": "1"}, follow=True)
    article = Article.objects.get()
    assert response.redirect_chain == [(address(article), 302)]
    assert [str(message) for message in response.context["messages"]] == ["草稿已保存。"]
    revision = Revision.objects.get()
    assert (revision.title, revision.tag_names, revision.state) == ("新写的文章", ["网贷", "债务"], "draft")
    client.post(address(article), typed(article, title="第二版") | {"_save": "1"})
    assert list(article.revisions.values_list("title", "state")) == [
        ("第二版", "draft"),
        ("新写的文章", "superseded"),
    ]


def test_save_and_preview(as_, author, typed):
    response = as_(author).post(f"{LIST}add/", typed() | {"_preview": "1"})
    assert response["Location"] == address(Article.objects.get(), "preview")


def test_save_and_submit(as_, author, typed):
    response = as_(author).post(f"{LIST}add/", typed() | {"_submit": "1"}, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert [str(m) for m in response.context["messages"]] == [
        "已提交审核。审核人发布或退回后，您会在后台首页看到。"
    ]
    assert Revision.objects.get().state == "in_review"


def test_what_cannot_be_submitted_is_saved_all_the_same(as_, author, typed, cases):
    response = as_(author).post(
        f"{LIST}add/", typed(column=str(cases.pk), body="") | {"_submit": "1"}, follow=True
    )
    said = "草稿已保存，但还不能提交：正文还是空的。 “转载”下的文章是公开转载，请填写来源。"
    assert [str(message) for message in response.context["messages"]] == [said]
    assert Revision.objects.get().state == "draft"


def test_preview(publish, rewrite, as_, author, client):
    article = publish("线上的", body="<p>线上的正文</p>")
    rewrite(article, title="草稿的", body="<p>草稿的正文</p>", tags=["新标签"])
    public = client.get(article.get_absolute_url()).content
    response = as_(author).get(address(article, "preview"))
    html = response.content.decode()
    assert ("草稿的正文" in html, "线上的正文" in html) == (True, False)
    assert "预览：第 2 版（草稿），林律师 保存于" in html
    assert '<meta name="robots" content="noindex">' in html
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
    client.logout()
    assert client.get(article.get_absolute_url()).content == public


@pytest.mark.parametrize("body", ["<p>《民法典》第10345条</p>", "", "<p>《民法典》第0条</p>"])
def test_whatever_was_saved_can_be_opened_again(body, write, as_, author, civil_code):
    article = write(body=body, tags=["？"])
    client = as_(author)
    assert client.get(address(article)).status_code == 200
    assert client.get(address(article, "preview")).status_code == 200


def test_the_form_is_protected_against_forgery(write, author, typed):
    article = write()
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    posts = [
        client.post(address(article), typed(article, title="改")),
        client.post(f"{LIST}add/", typed()),
        client.post(f"/admin/articles/article/{article.pk}/move/submit/"),
    ]
    assert [response.status_code for response in posts] == [403, 403, 403]
    assert "没有提交成功" in posts[0].content.decode()
    assert list(Revision.objects.values_list("title", "state")) == [("网贷逾期怎么办", "draft")]


@pytest.mark.parametrize("who", ["author", "reviewer", "administrator", "superuser"])
def test_nobody_deletes_an_article(who, publish, as_, request, administrator):
    article = publish()
    if who == "superuser":
        administrator.is_superuser = True
        administrator.save()
    client = as_(administrator if who == "superuser" else request.getfixturevalue(who))
    assert client.post(f"{LIST}{article.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"})
    assert "delete_selected" not in client.get(LIST).content.decode()
    assert list(Article.objects.all()) == [article]


def test_the_list_takes_as_many_queries_for_many_as_for_few(write, as_, administrator):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(titles(client.get(LIST))) == Article.objects.count()
        return len(captured)

    client = as_(administrator)
    for n in range(5):
        write(f"第{n}篇")
    queries()  # the first request of a session notes that it is in use
    few = queries()
    for n in range(10):
        write(f"又{n}篇")
    assert queries() == few


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["草稿", "待审", "线上"]),
        ("?work=draft", ["草稿", "线上"]),  # a live one with a newer draft
        ("?work=in_review", ["待审"]),
        ("?work=returned", []),
        ("?state=live", ["线上"]),
        ("?q=待", ["待审"]),
    ],
)
def test_filters(query, shown, publish, rewrite, write, as_, author, administrator):
    rewrite(publish("线上"), title="改过")
    workflow.perform("submit", write("待审"), by=author)
    write("草稿")
    assert titles(as_(administrator).get(LIST + query)) == shown


def test_saving_is_recorded(as_, author, typed):
    as_(author).post(f"{LIST}add/", typed() | {"_submit": "1"})
    acts = audit.history(Article.objects.get()).values_list("action", "actor_name", "target_label")
    assert list(acts) == [("提交审核", "林律师", "新写的文章"), ("保存草稿", "林律师", "新写的文章")]
