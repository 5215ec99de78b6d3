"""Who sees which articles in the newsroom."""

import pytest

from articles import workflow
from articles.models import Article, Column
from articles.rights import visible_among_few, visible_to
from firm.access import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def seen(user) -> list[str]:
    """The titles of what is visible to somebody, by either way of asking."""
    found = [
        list(Article.objects.filter(way(user)).order_by("pk").values_list("title", flat=True))
        for way in (visible_to, visible_among_few)
    ]
    assert found[0] == found[1]
    return found[0]


@pytest.fixture
def archive(write, publish, colleague, cases):
    """Articles that the author and the colleague have parts of, in two columns; only 法院案例 names a reviewer."""
    named = make_user("案例审核", Role.REVIEWER)
    cases.reviewers.add(named)
    write("林律师的")
    write("沈律师的", by=colleague, author=colleague.lawyer)
    write("沈律师代写，林律师署名", by=colleague)
    publish("两人合著", coauthor_ids=[colleague.lawyer.pk])
    write("合著的草稿", coauthor_ids=[colleague.lawyer.pk])
    write("案例", column=cases, source_name="公报")
    return named


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("author", ["林律师的", "沈律师代写，林律师署名", "两人合著", "合著的草稿", "案例"]),
        ("colleague", ["沈律师的", "沈律师代写，林律师署名", "两人合著", "合著的草稿"]),
        ("reviewer", ["林律师的", "沈律师的", "沈律师代写，林律师署名", "两人合著", "合著的草稿"]),
        (
            "administrator",
            ["林律师的", "沈律师的", "沈律师代写，林律师署名", "两人合著", "合著的草稿", "案例"],
        ),
    ],
)
def test_each_sees(who, expected, archive, request):
    assert seen(request.getfixturevalue(who)) == expected


def test_a_reviewer_named_for_a_column_sees_it_and_the_free_ones(archive):
    assert len(seen(archive)) == Article.objects.count()
    other = Column.objects.exclude(reviewers__isnull=False).get()
    other.reviewers.add(make_user("别人", Role.REVIEWER))
    assert seen(archive) == ["案例"]


def test_a_reviewer_sees_what_would_come_into_their_column(archive, rewrite, column, cases, author):
    """It is they who approve it, from when it is submitted."""
    column.reviewers.add(make_user("别人", Role.REVIEWER))
    article = Article.objects.get(title="两人合著")
    rewrite(article, column_id=cases.pk, source_name="公报")
    before = seen(archive)
    workflow.perform("submit", article, by=author)
    assert (before, seen(archive)) == (["案例"], ["两人合著", "案例"])


def test_a_reviewer_also_sees_their_own(archive, write, reviewer, column, author):
    """Somebody who has come to review may have written before."""
    column.reviewers.add(make_user("别人", Role.REVIEWER))
    write("审核员以前写的", by=reviewer)
    assert seen(reviewer) == ["审核员以前写的"]


def test_many_own_articles_are_seen_all_the_same(archive, reviewer, column, write, monkeypatch):
    column.reviewers.add(make_user("别人", Role.REVIEWER))
    monkeypatch.setattr("articles.rights.FEW", 1)
    for n in range(3):
        write(f"第{n}篇", by=reviewer)
    assert seen(reviewer) == ["第0篇", "第1篇", "第2篇"]


def test_who_was_a_coauthor_once_still_sees_it(publish, rewrite, author, reviewer, colleague):
    """They wrote part of what is on record."""
    article = publish("合著过", coauthor_ids=[colleague.lawyer.pk])
    rewrite(article, coauthor_ids=[])
    workflow.perform("submit", article, by=author)
    workflow.perform("publish", article, by=reviewer)
    assert seen(colleague) == ["合著过"]


def test_somebody_without_a_part_sees_nothing(archive):
    assert seen(make_user("新来的", Role.LAWYER)) == []
