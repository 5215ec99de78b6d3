"""访客编辑 write drafts and hand in nothing: not by the button, not by a request made by hand."""

import pytest

from articles import workflow
from articles.models import Article
from articles.moves import available
from firm.access import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(db):
    return make_user("访客", Role.GUEST_EDITOR)


@pytest.fixture
def draft(write, guest):
    return write("访客写的", by=guest)


def test_a_guest_editor_sees_their_own_articles(draft, write, guest, as_):
    write("别人写的")
    response = as_(guest).get("/admin/articles/article/")
    assert [article.title for article in response.context["cl"].result_list] == ["访客写的"]


def test_a_guest_editor_writes(guest, author, column, as_, typed):
    response = as_(guest).post("/admin/articles/article/add/", typed() | {"_save": "1"})
    article = Article.objects.get()
    assert response.status_code == 302
    assert (article.state, article.revisions.get().written_by) == ("never_live", guest)


def test_a_guest_editor_hands_in_nothing(draft, guest, author, as_, typed):
    client = as_(guest)
    assert available(draft, guest) == []
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("submit", draft, by=guest)
    move = client.post(f"/admin/articles/article/{draft.pk}/move/submit/", {"reason": "理由"})
    client.post(f"/admin/articles/article/{draft.pk}/change/", typed(draft) | {"_submit": "1"})
    assert move.status_code == 403
    assert {revision.state for revision in draft.revisions.all()} <= {"draft", "superseded"}


def test_the_author_in_whose_name_it_is_written_hands_it_in(draft, author):
    assert available(draft, author) == ["submit"]


def test_the_page_offers_no_button_to_submit(draft, guest, as_):
    html = as_(guest).get(f"/admin/articles/article/{draft.pk}/change/").content.decode()
    assert ('name="_save"' in html, 'name="_submit"' in html) == (True, False)
