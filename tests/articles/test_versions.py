"""历次版本: listed, read, compared, restored, by whom; and the difference on the review page."""

import pytest
from django.urls import reverse

from articles import revisions, workflow
from articles.comparing.blocks import canonical
from articles.models import Revision
from firm import audit

pytestmark = pytest.mark.django_db
OLD = "<p>第一版的第一段。</p><p>第一版的第二段，说到三十日。</p>"
NEW = "<p>第一版的第一段。</p><p>第一版的第二段，说到六十日。</p>"


def address(article, name="change", *more) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *more])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def twice(write, rewrite):
    """An article with two drafts."""
    article = write(body=OLD, tags=["甲"])
    rewrite(article, body=NEW, title="新的标题", tags=["乙"])
    return article


PAGES = {
    "list": lambda client, article: client.get(address(article, "revisions")),
    "compare": lambda client, article: client.get(address(article, "compare") + "?from=1&to=2"),
    "one": lambda client, article: client.get(address(article, "revision", 1)),
    "preview": lambda client, article: client.get(address(article, "preview") + "?revision=1"),
    "restore": lambda client, article: client.post(
        address(article, "restore", 1), {"base": revisions.newest(article).pk}
    ),
    "comment": lambda client, article: client.post(
        address(article, "comment"), {"revision": revisions.newest(article).pk, "text": "意见"}
    ),
}
READS = dict.fromkeys(["list", "compare", "one", "preview"], 200)


@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("author", READS | {"restore": 302, "comment": 302}),
        ("colleague", dict.fromkeys(PAGES, 404)),  # another lawyer's article is not there
        ("reviewer", READS | {"restore": 403, "comment": 302}),  # reads and says, does not write
        ("administrator", READS | {"restore": 302, "comment": 302}),
        (None, dict.fromkeys(PAGES, 302)),  # to log in
    ],
)
def test_who_may_open_what(who, answers, twice, client, as_, request):
    if who:
        as_(request.getfixturevalue(who))
    assert {name: ask(client, twice).status_code for name, ask in PAGES.items()} == answers
    if who != "author" and who != "administrator":
        assert twice.revisions.count() == 2


def test_nothing_of_them_is_cached_or_listed(twice, as_, author):
    client = as_(author)
    for name in ("list", "compare", "one"):
        response = PAGES[name](client, twice)
        assert (response["X-Robots-Tag"], "no-store" in response["Cache-Control"]) == ("noindex", True)


def test_the_list(twice, as_, author):
    response = PAGES["list"](as_(author), twice)
    assert [
        (row["revision"].number, row.get("came"), row.get("went")) for row in response.context["rows"]
    ] == [
        (2, 2, 2),  # a number is one word: 三十 became 六十
        (1, None, None),
    ]
    assert "正文增 2 字，删 2 字" in response.content.decode()


def test_the_list_is_paged(write, rewrite, as_, author):
    article = write()
    for n in range(11):
        rewrite(article, title=f"第{n}稿")
    client = as_(author)
    pages = [client.get(address(article, "revisions") + f"?page={page}").context["rows"] for page in (1, 2)]
    assert [[row["revision"].number for row in rows] for rows in pages] == [list(range(12, 2, -1)), [2, 1]]


def test_comparing(twice, as_, author):
    html = PAGES["compare"](as_(author), twice).content.decode()
    assert "说到<del>三十</del><ins>六十</ins>日。" in html
    assert "正文：改动 1 段。" in html
    assert "改了标题，新增 1 个标签，去掉 1 个标签。" in html


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("", "请选两个版本来对比。"),
        ("?from=1", "请选两个版本来对比。"),
        ("?from=1&to=9", "这篇文章没有第 9 版，请从下面选两个版本。"),
        ("?from=abc&to=-1", "这篇文章没有第 abc、-1 版，请从下面选两个版本。"),
        (
            "?from=1&to=99999999999999999999999",
            "这篇文章没有第 99999999999999999999 版，请从下面选两个版本。",
        ),
    ],
)
def test_comparing_what_is_not_there(asked, sentence, twice, as_, author):
    response = as_(author).get(address(twice, "compare") + asked)
    assert (response.status_code, response.context["refused"]) == (400, sentence)


def test_comparing_a_version_with_itself(twice, as_, author):
    html = as_(author).get(address(twice, "compare") + "?from=1&to=1").content.decode()
    assert "与第 1 版相比，没有任何看得见的改动。" in html


def test_an_earlier_one_as_visitors_would_read_it(twice, as_, author):
    client = as_(author)
    html = PAGES["preview"](client, twice).content.decode()
    assert ("说到三十日" in html, "说到六十日" in html) == (True, False)
    assert client.get(address(twice, "preview") + "?revision=7").status_code == 404
    assert client.get(address(twice, "revision", 7)).status_code == 404


def test_restoring(twice, as_, author):
    response = as_(author).post(
        address(twice, "restore", 1), {"base": revisions.newest(twice).pk}, follow=True
    )
    assert said(response) == ["已把第 1 版恢复为新的草稿（第 3 版），原来的文字都还在历次版本里。"]
    rows = twice.revisions.values_list("number", "title", "body", "state", "note")
    assert list(rows) == [
        (3, "网贷逾期怎么办", OLD, "draft", "恢复第 1 版"),
        (2, "新的标题", NEW, "superseded", ""),
        (1, "网贷逾期怎么办", OLD, "superseded", ""),
    ]
    record = audit.history(twice).first()
    assert (record.action, record.actor_name) == ("恢复第 1 版", "林律师")


def test_restoring_what_is_there_already(twice, as_, author):
    response = as_(author).post(
        address(twice, "restore", 2), {"base": revisions.newest(twice).pk}, follow=True
    )
    assert said(response) == ["第 2 版与当前的第 2 版内容相同，没有需要恢复的。"]
    assert twice.revisions.count() == 2


def test_restoring_after_somebody_saved(twice, rewrite, as_, author, administrator):
    base = revisions.newest(twice).pk
    rewrite(twice, title="管理员刚改的", by=administrator)
    response = as_(author).post(address(twice, "restore", 1), {"base": base}, follow=True)
    (sentence,) = said(response)
    assert sentence.startswith("没有恢复：管理员 在 ")
    assert sentence.endswith("保存了第 3 版。请看过之后再决定是否恢复。")
    assert revisions.newest(twice).title == "管理员刚改的"


@pytest.mark.parametrize("base", ["", "abc", "9" * 30])
def test_restoring_without_saying_what_one_saw(base, twice, as_, author):
    as_(author).post(address(twice, "restore", 1), {"base": base})
    assert twice.revisions.count() == 2


def test_nothing_is_restored_while_it_waits_for_review(twice, as_, author):
    workflow.perform("submit", twice, by=author)
    response = as_(author).post(
        address(twice, "restore", 1), {"base": revisions.newest(twice).pk}, follow=True
    )
    assert said(response) == ["这篇文章正在审核或等待发布，不能恢复旧版本；请先撤回提交，或由审核人退回。"]
    with pytest.raises(revisions.InReview):
        revisions.restore(twice.revisions.last(), by=author, base=revisions.newest(twice).pk)
    assert twice.revisions.count() == 2


def test_what_is_gone_since_is_told(write, rewrite, as_, administrator, author, colleague):
    gone = 10**6
    article = write(author=colleague.lawyer, coauthor_ids=[author.lawyer.pk, gone], pinned_ids=[gone])
    rewrite(article, author_id=author.lawyer.pk, coauthor_ids=[])
    colleague.lawyer.is_on_staff = False
    colleague.lawyer.save()
    response = as_(administrator).post(
        address(article, "restore", 1), {"base": revisions.newest(article).pk}, follow=True
    )
    assert said(response)[1:] == [
        "作者沈若水已经不在所，请改选作者。",
        "有 1 位合著律师已经不在名录里，没有恢复。",
        "指定的相关文章有 1 篇已经没有了，没有恢复。",
    ]
    newest = revisions.newest(article)
    assert (newest.coauthor_ids, newest.pinned_ids) == ([author.lawyer.pk], [])


# The review page ----------------------------------------------------------------------------------------


def test_a_reviewer_sees_first_what_differs_from_what_is_live(publish, rewrite, as_, author, reviewer):
    article = publish(body=OLD)
    rewrite(article, body=NEW)
    workflow.perform("submit", article, by=author)
    client = as_(reviewer)
    html = client.get(address(article)).content.decode()
    assert "说到<del>三十</del><ins>六十</ins>日。" in html
    whole = client.get(address(article) + "?view=text").content.decode()
    assert ("说到六十日。" in whole, "<del>" in whole) == (True, False)


def test_what_was_returned_is_held_against_what_came_back(write, rewrite, as_, author, reviewer):
    article = write(body=OLD)
    workflow.perform("submit", article, by=author)
    workflow.perform("return", article, by=reviewer, reason="三十日有误")
    rewrite(article, body=NEW)
    workflow.perform("submit", article, by=author)
    response = as_(reviewer).get(address(article))
    html = response.content.decode()
    assert response.context["against"].label == "上次退回的版本"
    assert ("自上次退回以来的改动" in html, "上次退回的理由：三十日有误" in html) == (True, True)
    assert "说到<del>三十</del><ins>六十</ins>日。" in html


def test_a_new_article_is_shown_whole(write, as_, author, reviewer):
    article = write(body=OLD)
    workflow.perform("submit", article, by=author)
    response = as_(reviewer).get(address(article) + "?view=compare&against=live")
    assert (response.context["view"], response.context["against"]) == ("text", None)


def test_what_is_far_from_a_change_is_folded(publish, rewrite, as_, author, reviewer):
    body = "".join(f"<p>第{n}段的文字在这里。</p>" for n in range(9))
    article = publish(body=body)
    rewrite(article, body=body.replace("第8段", "第八段"))
    workflow.perform("submit", article, by=author)
    html = as_(reviewer).get(address(article) + "?view=changes").content.decode()
    assert "<summary>未改动的 7 段</summary>" in html


def test_nothing_that_is_hostile_is_written_into_the_page(write, rewrite, as_, author):
    article = write("<script>alert(1)</script>", body="<p>&lt;img src=x onerror=alert(2)&gt; 甲乙丙丁</p>")
    rewrite(article, title="<b>alert(1)</b>", body="<p>&lt;img src=y onerror=alert(3)&gt; 甲乙丙丁</p>")
    html = PAGES["compare"](as_(author), article).content.decode()
    assert ("<script>alert" in html, "<b>alert" in html, "<img src" in html) == (False, False, False)


def test_the_sentences_of_a_published_text_are_all_there(publish, rewrite, as_, author, reviewer):
    article = publish(body=OLD)
    rewrite(article, body=NEW)
    changes = PAGES["compare"](as_(author), article).context["changes"]
    assert (changes.body.before(), changes.body.after()) == (canonical(OLD), canonical(NEW))
    assert Revision.objects.filter(article=article).count() == 2
