"""Who may do what with an article in which state, through every door: the forms, the moves, the pages beside them.

What is not in the table must be refused, and must leave nothing behind.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Approval, Article, Revision
from firm.access import Role
from firm.models import Lawyer
from tests.conftest import make_user

pytestmark = pytest.mark.django_db

STATES = ["draft", "in_review", "returned", "approved", "live", "withdrawn"]
# E the editor opens, R the page for reading, S a save is kept, V preview, versions and comparison open; s submit, c recall, p publish, b return,
# w withdraw. The article is signed by the author with the coauthor beside, and was begun by the guest.
TABLE = {
    #                 draft   in_review returned approved live   withdrawn
    "author":        ["ESVs", "RVc",    "ESVs",  "RVc",   "ESV", "ESV"],
    "coauthor":      ["ESVs", "RVc",    "ESVs",  "RVc",   "ESV", "ESV"],
    "guest":         ["ESV",  "RV",     "ESV",   "RV",    "ESV", "ESV"],  # drafts only: hands nothing in
    "reviewer":      ["RV",   "RVpb",   "RV",    "RVbw",  "RVw", "RV"],
    "administrator": ["ESVs", "RVcpb",  "ESVs",  "RVcbw", "ESVw", "ESV"],
    "colleague":     ["", "", "", "", "", ""],  # a lawyer without a part in it
    "elsewhere":     ["", "", "", "", "", ""],  # a reviewer, where the column names others
    "roleless":      ["", "", "", "", "", ""],  # may log in, has no role yet
    "visitor":       ["", "", "", "", "", ""],
}  # fmt: skip
MOVES = {"s": "submit", "c": "recall", "p": "publish", "b": "return", "w": "withdraw"}


@pytest.fixture
def people(author, colleague, reviewer, administrator, column):
    coauthor = make_user("周律师", Role.LAWYER)
    Lawyer.objects.create(user=coauthor, name="周明仪", title="律师", licence_number="13301200000000003")
    column.reviewers.set([reviewer, administrator])
    return {
        "author": author,
        "coauthor": coauthor,
        "guest": make_user("访客", Role.GUEST_EDITOR),
        "reviewer": reviewer,
        "administrator": administrator,
        "colleague": colleague,
        "elsewhere": make_user("别处的审核员", Role.REVIEWER),
        "roleless": make_user("新来的"),
        "visitor": None,
    }


@pytest.fixture
def in_state(write, people):
    def _make(state: str) -> Article:
        article = write(by=people["guest"], coauthor_ids=[people["coauthor"].lawyer.pk])
        steps = {
            "draft": [],
            "in_review": ["submit"],
            "returned": ["submit", "return"],
            "approved": ["submit", "publish", "later", "submit", "publish"],
            "live": ["submit", "publish"],
            "withdrawn": ["submit", "publish", "withdraw"],
        }[state]
        for name in steps:
            if name == "later":
                _write_for_later(article, people["author"])
            else:
                by = people["author" if name == "submit" else "reviewer"]
                article = workflow.perform(name, article, by=by, reason="理由")
        assert state in {revisions.newest(article).state, article.state}
        return article

    return _make


def _write_for_later(article, author) -> None:
    last = revisions.newest(article)
    content = revisions.content_of(last) | {"publish_at": timezone.now() + timedelta(days=1)}
    revisions.record(article, content, [], by=author, base=last.pk)


def everything() -> tuple:
    """All that a move or a save would change."""
    return tuple(list(model.objects.order_by("pk").values()) for model in (Article, Revision, Approval))


def change_page(client, article):
    return client.get(f"/admin/articles/article/{article.pk}/change/")


def opened(client, article, typed) -> str:
    """Which page stands at the article's address: the editor, the page for reading, or none."""
    response = change_page(client, article)
    if response.status_code != 200:
        return ""
    return "E" if 'name="_save"' in response.content.decode() else "R"


def saved(client, article, typed) -> bool:
    before = everything()
    client.post(f"/admin/articles/article/{article.pk}/change/", typed(article, title="改过的标题"))
    return everything() != before


BESIDE = ["preview/", "revisions/", "revisions/1/", "compare/?from=1&to=1"]


def beside(client, article, typed) -> bool:
    """Whether the pages beside the article's own open: all of them or none."""
    pages = [client.get(f"/admin/articles/article/{article.pk}/{page}") for page in BESIDE]
    found = {page.status_code == 200 and article.title in page.content.decode() for page in pages}
    assert len(found) == 1, [page.status_code for page in pages]
    return found.pop()


def moved(name):
    def _moved(client, article, typed) -> bool:
        before = everything()
        fields = {"reason": "理由", "revision": revisions.newest(article).pk}
        client.post(f"/admin/articles/article/{article.pk}/move/{name}/", fields)
        return everything() != before

    return _moved


DOORS = {"S": saved, "V": beside, **{letter: moved(name) for letter, name in MOVES.items()}}


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def doors(user, article, typed) -> str:
    """The letters of what an account, or a visitor, may do with the article."""
    client = Client()
    if user:
        client.force_login(user)
    found = opened(client, article, typed)
    for letter, door in DOORS.items():
        with undone():
            found += letter if door(client, article, typed) else ""
    return "".join(sorted(found))


@pytest.mark.parametrize("state", STATES)
def test_every_door(state, people, in_state, typed):
    """For all people by turns, each of whom finds the article as it was."""
    article, found = in_state(state), {}
    for role, user in people.items():
        with undone():
            found[role] = doors(user, article, typed)
    assert found == {role: "".join(sorted(row[STATES.index(state)])) for role, row in TABLE.items()}


@pytest.mark.parametrize(("role", "names"), [(role, bool(row[0])) for role, row in TABLE.items()])
def test_the_list_names_only_what_its_reader_may_open(role, names, people, in_state, client, as_):
    in_state("draft")
    client = as_(people[role]) if people[role] else client
    html = client.get("/admin/articles/article/").content.decode()
    assert ("网贷逾期怎么办" in html) is names


def test_a_guest_hands_nothing_in_by_the_form(people, write, as_, typed):
    """The button of the form is the same act as the move."""
    article = write(by=people["guest"])
    as_(people["guest"]).post(
        f"/admin/articles/article/{article.pk}/change/", typed(article) | {"_submit": "1"}
    )
    assert revisions.newest(article).state == "draft"
