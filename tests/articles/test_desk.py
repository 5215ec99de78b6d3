"""What waits for somebody, on the first page of the newsroom."""

import pytest

from articles import desk, workflow

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(write, publish, rewrite, author, colleague, reviewer):
    """The author's work in each state, and a colleague's that waits."""
    write("草稿")
    for title in ("先提交", "后提交"):
        workflow.perform("submit", write(title), by=author)
    returned = workflow.perform("submit", write("退回"), by=author)
    workflow.perform("return", returned, by=reviewer, reason="请写明条号")
    publish("线上")
    rewrite(publish("又改"), title="线上的修改")
    other = write("同事的", by=colleague, author=colleague.lawyer)
    workflow.perform("submit", other, by=colleague)


def shown(user) -> dict[str, list[str]]:
    found = desk.of(user)
    lists = [name for name in desk.Desk.__slots__ if name != "affected"]
    return {name: [r.title for r in getattr(found, name)] for name in lists}


def test_the_authors_desk(work, author):
    assert shown(author) == {
        "to_review": [],
        "returned": ["退回"],
        "drafts": ["线上的修改", "草稿"],
        "submitted": ["后提交", "先提交"],
    }


def test_the_reviewers_desk(work, reviewer):
    """First come, first served."""
    assert shown(reviewer) == {
        "to_review": ["先提交", "后提交", "同事的"],
        "returned": [],
        "drafts": [],
        "submitted": [],
    }


def test_what_an_administrator_wrote_for_a_lawyer_lies_on_both_desks(write, administrator, author):
    write("代写", by=administrator)
    assert shown(administrator)["drafts"] == shown(author)["drafts"] == ["代写"]


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [
        (
            "author",
            ["写一篇文章", "退回给我的（1）", "退回理由：请写明条号", "我的草稿（2）", "正在审核（2）"],
            ["等待审核", "同事的"],
        ),
        ("reviewer", ["等待审核（3）", "同事的", "已等"], ["写一篇文章", "我的草稿", "退回给我的"]),
        ("colleague", ["没有退回的文章。", "没有草稿。", "正在审核（1）"], ["先提交", "草稿（"]),
    ],
)
def test_the_first_page(who, seen, unseen, work, client, request):
    client.force_login(request.getfixturevalue(who))
    html = client.get("/admin/").content.decode()
    assert [words for words in seen if words not in html] == []
    assert [words for words in unseen if words in html] == []


def test_a_full_desk_shows_the_first_twenty(write, reviewer, author):
    for n in range(desk.SHOWN + 1):
        workflow.perform("submit", write(f"第{n}篇"), by=author)
    assert shown(reviewer)["to_review"] == [f"第{n}篇" for n in range(desk.SHOWN)]
