"""Working copies: which text stays when several arrive, and when one may be forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import revisions
from articles.drafting import unsaved, working_copies
from articles.drafting.working_copies import Sign, keep, keep_posted
from articles.models import EditingPresence, WorkingCopy

pytestmark = pytest.mark.django_db
KEY, ONE, TWO = "a" * 32, "1" * 32, "2" * 32


def saying(title: str) -> dict[str, list[str]]:
    return {"title": [title], "body": [f"<p>{title}</p>"]}


@pytest.mark.parametrize(
    ("arriving", "outcomes", "kept"),
    [
        ([(ONE, 1, 0)], ["saved"], "0"),
        ([(ONE, 1, 0), (ONE, 2, 0)], ["saved", "saved"], "1"),
        ([(ONE, 2, 0), (ONE, 1, 0)], ["saved", "stale"], "0"),  # the first one was on its way for long
        ([(ONE, 1, 0), (ONE, 1, 0)], ["saved", "stale"], "0"),  # the same once more
        ([(ONE, 1, 0), (TWO, 2, 1)], ["saved", "saved"], "1"),  # opened on what the other window had kept
        (
            [(ONE, 1, 0), (ONE, 2, 0), (TWO, 2, 1)],
            ["saved", "saved", "elsewhere"],
            "1",
        ),  # which went on writing
        (
            [(ONE, 1, 0), (TWO, 2, 1), (ONE, 2, 0)],
            ["saved", "saved", "elsewhere"],
            "1",
        ),  # and the other way round
        ([(ONE, 1, 0), (TWO, 1, 0)], ["saved", "elsewhere"], "0"),
    ],
)
def test_which_text_stays(arriving, outcomes, kept, author, write):
    article = write()
    base = revisions.newest(article).pk
    found = [
        keep(author, Sign(KEY, tab, serial, seen), saying(str(n)), article=article, base=base)[0]
        for n, (tab, serial, seen) in enumerate(arriving)
    ]
    assert (found, WorkingCopy.objects.get().title) == (outcomes, kept)


def test_what_is_saved_takes_no_more(author, write):
    article = write()
    keep(author, Sign(KEY, ONE, 1), saying("写着"), article=article, base=None)
    working_copies.close(author, [KEY], article)
    assert keep(author, Sign(KEY, ONE, 2), saying("迟到"), article=article, base=None)[0] == "closed"
    assert (WorkingCopy.objects.get().data, working_copies.of(author, article)) == ({}, [])


@pytest.mark.parametrize(
    ("sign", "kept"),
    [
        (Sign(KEY, ONE, 9, 9), ["posted"]),  # its own window, whatever else was on its way
        (Sign(KEY, "", 2, 1), ["posted"]),  # without JavaScript: as it was found
        (Sign(KEY, TWO, 6, 5), ["posted", "写着"]),  # another window has written there: both stay
    ],
)
def test_what_is_posted_writes_over_no_other_window(sign, kept, author, write):
    article = write()
    keep(author, Sign(KEY, ONE, 1), saying("写着"), article=article, base=None)
    keep_posted(author, sign, saying("posted"), article=article, base=None)
    assert [copy.title for copy in working_copies.of(author, article)] == kept


def test_everybody_has_their_own(author, colleague, write):
    article = write()
    for user in (author, colleague):
        keep(user, Sign(KEY, ONE, 1), saying(user.name), article=article, base=None)
    assert [copy.title for copy in working_copies.of(author, article)] == ["林律师"]
    assert working_copies.of(author, None) == []


@pytest.mark.parametrize(
    ("days", "closed", "title", "stays"),
    [
        (29, False, "网贷逾期怎么办", True),
        (31, False, "网贷逾期怎么办", False),  # a revision says the same
        (31, False, "没有存过的标题", True),
        (364, False, "没有存过的标题", True),
        (366, False, "没有存过的标题", False),
        (0.9, True, "", True),  # a request may still come late
        (1.1, True, "", False),
    ],
)
def test_clearing_away(days, closed, title, stays, author, write, typed):
    article = write()
    inputs = {name: [value] for name, value in typed(article, title=title).items() if name != "base"}
    keep(author, Sign(KEY, ONE, 1), inputs, article=article, base=revisions.newest(article).pk)
    now = timezone.now()
    WorkingCopy.objects.update(saved_at=now - timedelta(days=days), closed=closed)
    for _ in range(2):  # safe to repeat
        working_copies.clear_away(now, unsaved.is_in_a_revision)
    assert WorkingCopy.objects.exists() == stays


def test_an_empty_new_article_is_not_kept_for_a_year(author):
    keep(author, Sign(KEY, ONE, 1), {"title": [""], "body": [""]}, article=None, base=None)
    now = timezone.now() + timedelta(days=31)
    assert working_copies.clear_away(now, unsaved.is_in_a_revision) == 1


def test_who_was_here_is_forgotten_after_a_day(author, write):
    article, now = write(), timezone.now()
    for hours in (23, 25):
        EditingPresence.objects.create(
            user=author, article=article, tab=str(hours), seen_at=now - timedelta(hours=hours)
        )
    working_copies.clear_away(now, unsaved.is_in_a_revision)
    assert [row.tab for row in EditingPresence.objects.all()] == ["23"]


def test_words_that_cannot_be_compared_are_kept_and_stop_nothing(author, write):
    keep(author, Sign(KEY, ONE, 1), saying("甲"), article=write(), base=None)
    now = timezone.now() + timedelta(days=31)
    for _ in range(2):
        assert working_copies.clear_away(now, lambda copy: 1 / 0) == 0
    assert WorkingCopy.objects.get().is_kept
