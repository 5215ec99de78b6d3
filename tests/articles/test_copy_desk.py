"""Near-copies in the admin: beside the text, on the review page, and the page of groups from which staff merge."""

from html import unescape

import pytest

from articles import workflow
from articles.copies import groups, stars
from articles.html import MAX_BYTES
from articles.models import CopyMember, CopyStar
from firm.models import AuditRecord
from tests.articles.copies.texts import html, mixed, text

pytestmark = pytest.mark.django_db
CHECK = "/admin/articles/article/copies/check/"
COPIES = "/admin/articles/article/copies/"
MERGE = "/admin/articles/article/copies/merge/"


def words_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_the_panel_of_an_unsaved_text(as_, author, publish, colleague):
    article = publish("原来的一篇", body=html(text(1)), by=colleague, author=colleague.lawyer)
    response = as_(author).post(CHECK, {"body": html(mixed(2, 1, 0.9)), "title": "新的", "fragment": "1"})
    shown = words_of(response)
    assert "<html" not in shown
    assert "有 1 篇文章与本文相近。请看看是否重复；不影响保存和提交。" in shown
    assert (
        f'与<a href="/hf/{article.pk}.html" target="_blank">《原来的一篇》</a>相同 <strong>90%</strong>'
        in shown
    )
    assert "几乎相同" in shown
    assert "沈若水" in shown
    assert text(1)[:360] in shown  # the passage itself


def test_without_javascript_it_is_a_page_of_its_own(as_, author, publish):
    article = publish("原来的一篇", body=html(text(1)))
    shown = words_of(as_(author).post(CHECK, {"body": html(text(1)), "title": ""}))
    assert "这是与您刚才的文字相近的文章，文字还没有保存。" in shown
    assert "《原来的一篇》" in shown
    own = words_of(as_(author).post(CHECK, {"body": html(text(1)), "article": article.pk}))
    assert "没有找到内容相近的文章。" in own  # but the one that is written


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "没有找到内容相近的文章。"),
        ("x" * (MAX_BYTES + 1), "正文太长"),
        ("\0<script>alert(1)</script>", "没有找到内容相近的文章。"),
    ],
)
def test_any_text_is_answered(body, said, as_, author):
    response = as_(author).post(CHECK, {"body": body, "article": "x" * 30, "fragment": "1"})
    assert (response.status_code, said in words_of(response)) == (200, True)


def test_the_words_of_a_copy_are_escaped(as_, author, publish):
    publish("<b>题</b>", body=html("&lt;b&gt;" + text(1)))
    response = as_(author).post(CHECK, {"body": html("&lt;b&gt;" + text(1)), "fragment": "1"})
    assert b"<b>" not in response.content


def test_only_who_writes_may_ask(client, as_, author, reviewer):
    assert client.post(CHECK, {"body": ""}).status_code == 302
    assert as_(reviewer).post(CHECK, {"body": ""}).status_code == 403
    assert as_(author).get(CHECK).status_code == 405


def test_the_reviewer_is_told(as_, author, reviewer, publish, write):
    publish("原来的一篇", body=html(text(1)))
    article = write("又写了一遍", body=html(text(1)))
    workflow.perform("submit", article, by=author)
    shown = words_of(as_(reviewer).get(f"/admin/articles/article/{article.pk}/change/"))
    assert "《原来的一篇》</a>相同 <strong>100%</strong>" in shown


@pytest.fixture
def group(publish):
    """甲 with two near-copies, as find_copies groups them."""
    articles = [publish(title, body=html(mixed(n + 5, 1, 1 - n / 20))) for n, title in enumerate("甲乙丙")]
    stars.find()
    return articles


@pytest.mark.parametrize(
    ("who", "status", "merges"),
    [("author", 403, False), ("reviewer", 200, False), ("administrator", 200, True)],
)
def test_who_sees_the_groups(who, status, merges, as_, group, request):
    response = as_(request.getfixturevalue(who)).get(COPIES)
    assert response.status_code == status
    if status == 200:
        shown = words_of(response)
        assert "《甲》等 3 篇" in shown
        assert [share for share in ("95%", "90%") if share in shown] == ["95%", "90%"]
        assert ("把勾选的并入保留的一篇" in shown) == merges


def test_merging_tells_what_became_of_each(as_, administrator, group, rewrite, author):
    head, one, two = group
    rewrite(two, title="修改稿")
    workflow.perform("submit", two, by=author)
    data = {"into": one.pk, "merge": [head.pk, one.pk, two.pk], "reason": "内容几乎相同"}
    shown = words_of(as_(administrator).post(MERGE, data, follow=True))
    assert f"《甲》（{head.pk}）已并入《乙》（{one.pk}），原网址会转到那里。" in shown
    assert f"《丙》（{two.pk}）没有并入：这篇有一版正在审核或等待发布，请先退回再合并。" in shown
    for article in group:
        article.refresh_from_db()
    assert [article.merged_into for article in group] == [one, None, None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"into": ""}, "请选择保留哪一篇。"),
        ({"into": "99999999"}, "请选择保留哪一篇。"),
        ({"merge": []}, "请勾选要并入的文章。"),
        ({"merge": ["x", "-1"]}, "请勾选要并入的文章。"),
        ({"reason": " "}, "请写明理由。"),
    ],
)
def test_what_is_missing_is_told(changes, said, as_, administrator, group):
    data = {"into": group[0].pk, "merge": [group[1].pk], "reason": "相同"} | changes
    assert said in words_of(as_(administrator).post(MERGE, data, follow=True))
    group[1].refresh_from_db()
    assert group[1].state == "live"


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_nobody_else_merges(who, as_, group, request):
    data = {"into": group[0].pk, "merge": [group[1].pk], "reason": "相同"}
    assert as_(request.getfixturevalue(who)).post(MERGE, data).status_code == 403
    group[1].refresh_from_db()
    assert group[1].state == "live"
    assert AuditRecord.objects.filter(action="被拒绝：并入另一篇").count() == 1


def test_the_groups_are_paged_by_key_the_largest_first(as_, administrator, publish, monkeypatch):
    monkeypatch.setattr(groups, "PER_PAGE", 2)
    sizes = [1, 3, 1, 2, 1]
    for n, size in enumerate(sizes):
        star = CopyStar.objects.create(head=publish(f"代表{n}"), size=size)
        for _ in range(size):
            CopyMember.objects.create(star=star, article=publish("成员"), share=0.9, share_back=0.9)
    seen, after = [], ""
    for _ in range(3):
        page = as_(administrator).get(COPIES, {"after": after}).context["page"]
        seen.append([group.star.head.title for group in page.groups])
        after = page.after
    assert seen == [["代表1", "代表3"], ["代表0", "代表2"], ["代表4"]]
    assert after == ""
    for wrong in ("x", "1", "1-", "9-9-9", "-", "9" * 50):
        assert as_(administrator).get(COPIES, {"after": wrong}).status_code == 200


def test_a_large_group_has_a_page_of_its_own(as_, administrator, publish, monkeypatch):
    monkeypatch.setattr(groups, "SHOWN", 1)
    star = CopyStar.objects.create(head=publish("代表"), size=2)
    for title in ("乙", "丙"):
        CopyMember.objects.create(star=star, article=publish(title), share=0.9, share_back=0.9)
    client = as_(administrator)
    assert f'另有 1 篇。<a href="?group={star.pk}">看整组</a>' in words_of(client.get(COPIES))
    assert [len(g.members) for g in client.get(COPIES, {"group": star.pk}).context["page"].groups] == [2]


def test_the_first_page_leads_there(as_, reviewer, author):
    assert COPIES in as_(reviewer).get("/admin/").content.decode()
    assert COPIES not in as_(author).get("/admin/").content.decode()
