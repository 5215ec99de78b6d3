"""What invited colleagues answered, on the desk of who invited them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import desk, revisions
from articles.models import PreviewAnswer
from articles.reviewing import invitations

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(write, author):
    """answered(opinion, text): an answer to an invitation of the author's."""
    article = write()

    def _answered(opinion="agrees", text=""):
        newest = revisions.newest(article).pk
        found, _ = invitations.invite(
            article, revision=newest, name="王工", days=7, may_answer=True, by=author
        )
        return invitations.answer(found, opinion=opinion, text=text, form=invitations.form_for(found))

    return _answered


def test_the_newest_first_for_who_invited(answered, author, administrator, as_):
    first, second = answered(), answered("remarks", "第二段不清楚")
    assert desk.of(author).answers == [second, first]
    assert desk.of(administrator).answers == []
    page = as_(author).get("/admin/").content.decode()
    assert ["预览答复" in page, "第二段不清楚" in page, "王工：意见" in page] == [True, True, True]


def test_old_answers_leave_the_desk(answered, author):
    answered()
    PreviewAnswer.objects.update(answered_at=timezone.now() - timedelta(days=15))
    assert desk.of(author).answers == []


def test_nothing_is_said_where_there_is_none(author, as_):
    assert "预览答复" not in as_(author).get("/admin/").content.decode()
