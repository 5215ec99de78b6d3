"""Columns in which nothing can be published, because too few of those who may review it are left."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.desk import understaffed
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


def found(user) -> list[tuple]:
    return [(short.column.name, short.able, short.needed) for short in understaffed.columns(user)]


def close(user) -> None:
    user.is_active = False
    user.save()


def lose_the_right(user) -> None:
    user.groups.clear()


@pytest.mark.parametrize(
    ("named", "two", "loses", "expected"),
    [
        (False, False, None, []),  # the administrator reviews, too
        (True, False, None, []),
        (True, False, close, [("金融债务", 0, 1)]),
        (True, False, lose_the_right, [("金融债务", 0, 1)]),
        (True, True, None, [("金融债务", 1, 2)]),
        (False, True, None, []),
        (False, True, close, [("金融债务", 1, 2)]),
    ],
)
def test_who_is_left(named, two, loses, expected, column, reviewer, administrator):
    column.reviewers.set([reviewer] if named else [])
    column.needs_second_reviewer = two
    column.save()
    if loses:
        loses(reviewer)
    assert found(administrator) == expected


def test_an_expired_licence_reviews_nothing(column, author, administrator, reviewer):
    author.groups.set(reviewer.groups.all())
    column.reviewers.set([author])
    assert found(administrator) == []
    author.lawyer.licence_expires_on = timezone.localdate() - timedelta(days=1)
    author.lawyer.save()
    assert found(administrator) == [("金融债务", 0, 1)]


def test_it_is_told_to_who_can_change_it(column, administrator, author, as_, django_assert_num_queries):
    column.reviewers.set([author])
    assert found(author) == []
    words = "栏目 金融债务 要 1 位审核人，现在能审核的一位也没有，文章发布不了。请改一下审核人。"
    page = as_(administrator).get("/admin/").content.decode()
    assert " ".join(page.split('standing-note returned">')[1].split("</p>")[0].split()) == words.replace(
        "金融债务", f'<a href="/admin/articles/column/{column.pk}/change/">金融债务</a>'
    )
    make_user("第二位", "审核")
    administrator.has_perm("articles.change_column")  # asked once a request
    with django_assert_num_queries(3):
        understaffed.columns(administrator)
