"""Reviewers by column, and two of them where a column asks for two."""

import pytest

from articles import revisions, workflow
from articles.models import Article, Column
from articles.moves import available
from articles.reviewing import approvals
from articles.rights import why_not_approve
from firm import audit
from firm.access import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db

APPROVED_ONCE = "您已经审核通过，还要另一位审核人通过后才会发布。"


@pytest.fixture
def second(db):
    return make_user("第二位审核员", Role.REVIEWER)


@pytest.fixture
def waiting(write, author):
    return workflow.perform("submit", write(), by=author)


@pytest.fixture
def two_needed(column):
    Column.objects.update(needs_second_reviewer=True)


def test_one_is_enough_where_nothing_else_is_said(waiting, reviewer):
    assert workflow.perform("publish", waiting, by=reviewer).state == Article.State.LIVE


def test_two_are_needed_where_the_column_says_so(two_needed, waiting, reviewer, second):
    article = workflow.perform("publish", waiting, by=reviewer)
    newest = revisions.newest(article)
    assert (article.state, newest.state) == ("never_live", "in_review")
    assert audit.history(article).first().action == "审核通过，还需另一位审核人"
    assert available(article, reviewer) == ["return"]  # not twice the same person
    assert why_not_approve(article, newest, reviewer) == APPROVED_ONCE
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("publish", article, by=reviewer)
    assert workflow.perform("publish", article, by=second).state == Article.State.LIVE
    assert audit.history(article).first().action == "审核通过并发布"


@pytest.mark.parametrize("way", ["recall", "return"])
def test_an_approval_counts_for_one_submission(way, two_needed, waiting, author, reviewer, second):
    """What came back to its author and is submitted again must be approved by two again."""
    workflow.perform("publish", waiting, by=reviewer)
    workflow.perform(way, waiting, by=author if way == "recall" else second, reason="再想想")
    workflow.perform("submit", waiting, by=author)
    assert approvals.missing_approvals(revisions.newest(waiting)) == 2
    workflow.perform("publish", waiting, by=second)
    assert revisions.newest(waiting).state == "in_review"
    assert workflow.perform("publish", waiting, by=reviewer).state == Article.State.LIVE


@pytest.mark.parametrize(
    ("named", "who", "moves"),
    [
        ([], "reviewer", ["publish", "return"]),  # nobody is named: every reviewer
        (["reviewer"], "reviewer", ["publish", "return"]),
        (["second"], "reviewer", []),  # another's column
        (["second"], "second", ["publish", "return"]),
        (["reviewer", "second"], "second", ["publish", "return"]),
        (["second"], "administrator", ["recall", "return"]),  # takes part in all but approving
        (["administrator"], "administrator", ["recall", "publish", "return"]),
        (["author"], "author", ["recall"]),  # being named gives nobody the right to review
    ],
)
def test_a_column_names_its_reviewers(
    named, who, moves, waiting, column, author, reviewer, second, administrator
):
    people = {"author": author, "reviewer": reviewer, "second": second, "administrator": administrator}
    column.reviewers.set([people[name] for name in named])
    assert available(waiting, people[who]) == moves
    for name in {"publish", "return"} - set(moves):
        with pytest.raises(workflow.MoveNotAllowed):
            workflow.perform(name, waiting, by=people[who], reason="理由")


def test_a_live_article_leaves_its_column_only_with_a_reviewer_of_both(
    publish, rewrite, author, reviewer, second, column, original_notice
):
    """Else whoever reviews one column could take an article out of another."""
    other = Column.objects.create(name="劳动人事", slug="labour", notice=original_notice)
    article = publish()
    column.reviewers.set([reviewer])
    other.reviewers.set([second])
    rewrite(article, column_id=other.pk)
    workflow.perform("submit", article, by=author)
    newest = revisions.newest(article)
    sentence = "这个栏目只由指定的审核人审核。"
    assert [why_not_approve(article, newest, user) for user in (reviewer, second)] == [sentence, sentence]
    other.reviewers.add(reviewer)
    assert why_not_approve(article, newest, reviewer) == ""


def test_a_coauthor_does_not_approve(write, author, colleague, reviewer):
    colleague.groups.add(reviewer.groups.get())
    article = workflow.perform("submit", write(coauthor_ids=[colleague.lawyer.pk]), by=author)
    assert why_not_approve(article, revisions.newest(article), colleague) == (
        "这是您自己写的文章，要由另一位同事审核。"
    )
    assert "publish" not in available(article, colleague)


def test_the_review_page_says_who_has_approved(two_needed, waiting, as_, reviewer, second):
    seen = revisions.newest(waiting).pk
    client = as_(reviewer)
    response = client.post(
        f"/admin/articles/article/{waiting.pk}/move/publish/", {"revision": seen}, follow=True
    )
    assert [str(m) for m in response.context["messages"]] == [
        "《网贷逾期怎么办》：审核通过，还需另一位审核人，完成。"
    ]
    assert "审核通过：审核员。还需另一位审核人。" in response.content.decode()
    assert APPROVED_ONCE in response.content.decode()
