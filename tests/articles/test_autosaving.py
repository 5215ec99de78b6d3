"""What an open window sends and is told: whose it is, what is kept, who else is there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles import revisions, workflow
from articles.models import EditingPresence, Revision, WorkingCopy

pytestmark = pytest.mark.django_db
AT = "/admin/articles/article/"
KEY, ONE, TWO = "a" * 32, "1" * 32, "2" * 32


@pytest.fixture
def autosave(typed):
    """autosave(user, article, title=…, key=…): the answer to an open window, as (status, what it says)."""

    def _autosave(user, article=None, /, **changes):
        sign = {"key": KEY, "tab": ONE, "serial": "1", "seen": "0", "user": str(user.pk)}
        client = Client()
        client.force_login(user)
        fields = typed(article) | sign | {"article": str(article.pk if article else "")} | changes
        response = client.post(f"{AT}autosave/", fields)
        return response.status_code, response.json()

    return _autosave


@pytest.fixture
def pulse():
    """pulse(user, article, …): what an open window is told of the article."""

    def _pulse(user, article, *, tab=ONE, **fields):
        client = Client()
        client.force_login(user)
        response = client.post(f"{AT}pulse/", {"article": article.pk, "tab": tab, "user": user.pk} | fields)
        return response.json()

    return _pulse


def test_what_is_typed_is_kept_and_is_no_revision(autosave, write, author):
    article = write()
    status, told = autosave(author, article, title="改了一半", body="<p>还没写完</p><script>x</script>")
    copy = WorkingCopy.objects.get()
    assert (status, told["state"], told["others"], told["news"]) == (200, "saved", [], None)
    assert (copy.title, copy.data["body"], copy.base) == (
        "改了一半",
        ["<p>还没写完</p>"],
        revisions.newest(article),
    )
    assert [r.title for r in Revision.objects.all()] == ["网贷逾期怎么办"]
    article.refresh_from_db()
    assert article.title == "网贷逾期怎么办"


def test_only_inputs_of_the_form_are_kept(autosave, write, author):
    autosave(author, write(), _save="1", csrfmiddlewaretoken="x", is_superuser="1", publish_at_9="x")
    kept = WorkingCopy.objects.get().data
    assert {"_save", "csrfmiddlewaretoken", "is_superuser", "base", "key", "user"} & kept.keys() == set()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": "<blockquote>" * 101}, "正文的格式嵌套超过 100 层，请清除格式后重新粘贴。"),
        ({"body": "长" * 171_000}, "正文太长：最多 500 KB（约 16 万字），请拆成几篇。"),
        ({"summary": "长" * 50_001}, "正文以外的内容太长，没有自动保存；请把长的文字放进正文。"),
    ],
)
def test_what_cannot_be_kept_is_said(changes, words, autosave, write, author):
    assert autosave(author, write(), **changes) == (422, {"problem": "refused", "words": words})
    assert WorkingCopy.objects.count() == 0


def test_a_null_character_hurts_nobody(autosave, write, author):
    assert autosave(author, write(), title="一\0二")[1]["state"] == "saved"
    assert WorkingCopy.objects.get().title == "一二"


@pytest.mark.parametrize(
    ("who", "status"),
    [("author", 200), ("administrator", 200), ("colleague", 404), ("reviewer", 403)],
)
def test_who_may(who, status, autosave, write, request):
    article = write()
    assert autosave(request.getfixturevalue(who), article)[0] == status
    assert WorkingCopy.objects.count() == (status == 200)


@pytest.mark.parametrize(("who", "status"), [("author", 200), ("reviewer", 403)])
def test_who_may_begin_an_article(who, status, autosave, request):
    assert autosave(request.getfixturevalue(who))[0] == status


def test_whoever_is_logged_out_is_told_so(client, write, typed):
    article = write()
    for path in ("autosave/", "pulse/", "leave/"):
        response = client.post(AT + path, typed(article) | {"article": article.pk, "key": KEY})
        assert (response.status_code, response.json()) == (401, {"problem": "login"})
    assert client.get(f"{AT}who/").status_code == 401


def test_nobody_saves_into_another_accounts_name(autosave, write, author, administrator):
    article = write()
    assert autosave(administrator, article, user=str(author.pk)) == (
        409,
        {"problem": "other_user", "name": "管理员"},
    )
    assert WorkingCopy.objects.count() == 0


def test_a_forged_request_is_refused(write, author, typed):
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    article = write()
    fields = typed(article) | {
        "article": article.pk,
        "key": KEY,
        "user": author.pk,
        "tab": ONE,
        "serial": "1",
    }
    assert client.post(f"{AT}autosave/", fields).status_code == 403
    token = client.get(f"{AT}who/").json()["token"]  # as the page gets it after a new login
    assert client.post(f"{AT}autosave/", fields | {"csrfmiddlewaretoken": token}).json()["state"] == "saved"


def test_while_it_is_in_review_words_are_kept_and_nothing_else(autosave, write, author):
    article = write()
    workflow.perform("submit", article, by=author)
    status, told = autosave(author, article, title="提交以后还在写")
    assert (status, told["state"], told["news"]["number"]) == (200, "saved", 1)
    assert WorkingCopy.objects.get().title == "提交以后还在写"
    assert [r.title for r in Revision.objects.all()] == ["网贷逾期怎么办"]


def test_who_else_is_here(pulse, write, author, administrator, reviewer):
    article = write()
    at = timezone.localtime().strftime("%H:%M")
    assert pulse(author, article, writing="1")["others"] == []
    assert pulse(reviewer, article)["others"] == [f"林律师 正在编辑（最近 {at}）。"]
    assert sorted(pulse(administrator, article, writing="1")["others"]) == [
        f"审核员 打开着这篇文章（最近 {at}）。",
        f"林律师 正在编辑（最近 {at}）。",
    ]
    assert pulse(author, article, tab=TWO)["others"][-1] == "您在另一个窗口也打开着这篇文章。"


def test_who_gives_no_sign_is_gone(pulse, as_, write, author, administrator):
    article = write()
    pulse(author, article)
    EditingPresence.objects.update(seen_at=timezone.now() - timedelta(seconds=80))
    assert len(pulse(administrator, article)["others"]) == 1  # a slow line
    EditingPresence.objects.filter(user=author).update(seen_at=timezone.now() - timedelta(seconds=91))
    assert pulse(administrator, article)["others"] == []
    pulse(author, article)
    as_(author).post(f"{AT}leave/", {"article": article.pk, "tab": ONE})
    assert pulse(administrator, article)["others"] == []


def test_a_reviewer_does_not_write_by_saying_so(pulse, write, author, reviewer):
    article = write()
    pulse(reviewer, article, writing="1")
    assert pulse(author, article)["others"][0].startswith("审核员 打开着")


def test_a_newer_revision_is_told_at_once(pulse, write, rewrite, author, administrator, as_):
    article = write()
    base = revisions.newest(article)
    newer = rewrite(article, title="管理员改的", by=administrator)
    at = timezone.localtime(newer.written_at).strftime("%H:%M")
    url = f"{AT}{article.pk}/compare/?from=1&to=2"
    assert pulse(author, article, base=base.pk)["news"] == {
        "revision": newer.pk,
        "number": 2,
        "words": f"管理员 在 {at} 保存了第 2 版。",
        "url": url,
    }
    own = pulse(administrator, article, base=base.pk)["news"]
    assert own["words"] == f"您在 {at} 从另一个窗口保存了第 2 版。"
    assert pulse(author, article, base=newer.pk)["news"] is None
    [found] = as_(author).get(url).context["changes"].fields
    assert (found.label, found.was, found.now) == ("标题", "网贷逾期怎么办", "管理员改的")


def test_that_it_is_in_review_is_news_to_who_writes(pulse, write, author, reviewer):
    article = write()
    base = revisions.newest(article).pk
    workflow.perform("submit", article, by=author)
    assert pulse(author, article, base=base, writing="1")["news"]["words"].startswith("这篇文章正在审核")
    assert pulse(reviewer, article, base=base)["news"] is None


def test_another_lawyers_article_tells_nothing(as_, write, colleague):
    article = write()
    client = as_(colleague)
    assert client.get(f"{AT}offers/?article={article.pk}").status_code == 404
    assert client.post(f"{AT}pulse/", {"article": article.pk, "tab": ONE}).status_code == 404
    assert EditingPresence.objects.count() == 0


# What the editor opens with --------------------------------------------------------------------------


def opened(client, article, query="") -> tuple[str, str | None, list[str]]:
    """The title in the form, what was restored, what is offered."""
    context = client.get(f"{AT}{article.pk}/change/{query}").context
    restored = context["restored"]
    form = context["adminform"].form
    return form["title"].value(), restored and restored.copy.title, [o.copy.title for o in context["offers"]]


def test_unsaved_words_come_back_unless_somebody_has_saved_since(
    as_, autosave, write, rewrite, author, administrator
):
    article = write()
    autosave(author, article, title="没有保存的")
    client = as_(author)
    assert opened(client, article) == ("没有保存的", "没有保存的", [])
    assert opened(client, article, "?saved=1") == ("网贷逾期怎么办", None, ["没有保存的"])
    rewrite(article, summary="管理员加的", by=administrator)
    assert opened(client, article) == ("网贷逾期怎么办", None, ["没有保存的"])
    assert opened(client, article, f"?copy={KEY}") == ("没有保存的", "没有保存的", [])
    assert opened(client, article, "?copy=" + "b" * 32) == ("网贷逾期怎么办", None, ["没有保存的"])
    client = as_(administrator)
    assert opened(client, article) == ("网贷逾期怎么办", None, [])  # nobody sees another's


def test_a_restored_text_keeps_all_its_fields_and_its_base(as_, autosave, write, author, colleague):
    article = write(tags=["网贷"])
    base = revisions.newest(article).pk
    fields = {
        "summary": "新摘要",
        "tag_names": "网贷，新标签",
        "publish_at_0": "2099-01-02",
        "publish_at_1": "09:30",
        "joint_authors": str(colleague.lawyer.pk),
        "body": "<p>新的正文</p>",
    }
    autosave(author, article, **fields)
    html = as_(author).get(f"{AT}{article.pk}/change/").content.decode()
    parts = [
        "新摘要",
        'value="网贷，新标签"',
        'value="2099-01-02"',
        'value="09:30"',
        "&lt;p&gt;新的正文&lt;/p&gt;",
    ]
    assert [part for part in parts if part not in html] == []
    assert f'name="base" value="{base}"' in html
    assert f'name="joint_authors" value="{colleague.lawyer.pk}"' in html
    assert html.count("checked") == 2


def test_the_choice_of_related_articles_is_kept_and_comes_back(as_, autosave, write, publish, author):
    first, second = publish("置顶这篇"), publish("不要这篇")
    article = write("选了相关文章的")
    fields = {"related_shown": "1", "banned": str(second.pk), "pinned_more": str(first.pk)}
    autosave(author, article, **fields)
    context = as_(author).get(f"{AT}{article.pk}/change/").context
    [found] = context["restored"].differences
    assert (found.label, "".join(run.text for run in found.runs)) == (
        "相关文章",
        "置顶：《置顶这篇》；不要：《不要这篇》",
    )
    chosen = context["adminform"].form["related_choice"].value()
    assert chosen == {"pinned": [], "banned": [str(second.pk)], "more": str(first.pk)}


def test_what_says_the_same_is_not_offered(as_, autosave, write, author):
    article = write(tags=["甲", "乙"], summary="摘要")
    autosave(author, article, tag_names="甲、乙")  # other marks, the same tags
    assert opened(as_(author), article) == ("网贷逾期怎么办", None, [])


def test_a_new_article_begins_empty_and_offers_what_was_begun(as_, autosave, author):
    autosave(author, title="只写了标题", body="")
    autosave(author, title="", body="", key="b" * 32)  # nothing was written
    client = as_(author)
    context = client.get(f"{AT}add/").context
    assert (context["adminform"].form["title"].value(), [o.copy.title for o in context["offers"]]) == (
        None,
        ["只写了标题"],
    )
    context = client.get(f"{AT}add/?copy={KEY}").context
    assert (context["adminform"].form["title"].value(), context["copy_key"], context["offers"]) == (
        "只写了标题",
        KEY,
        [],
    )


def test_throwing_away(as_, autosave, write, author, administrator):
    article = write()
    autosave(author, article, title="不要了")
    assert as_(administrator).post(f"{AT}copies/{KEY}/discard/").status_code == 404  # not theirs
    client = as_(author)
    assert client.get(f"{AT}copies/{KEY}/discard/").status_code == 405
    assert client.post(f"{AT}copies/{KEY}/discard/")["Location"] == f"{AT}{article.pk}/change/"
    assert opened(client, article) == ("网贷逾期怎么办", None, [])
    assert autosave(author, article, title="不要了", serial="2")[1]["state"] == "closed"


def test_what_a_browser_kept_is_offered_or_known(as_, autosave, write, author):
    article = write()
    assert autosave(author, article, late="1") == (200, {"state": "known"})  # a revision says so already
    autosave(author, article, late="1", title="断网时写的")
    response = as_(author).get(f"{AT}offers/?article={article.pk}&key={'b' * 32}&user={author.pk}")
    assert [offer.copy.title for offer in response.context["offers"]] == ["断网时写的"]
