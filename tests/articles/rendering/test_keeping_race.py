"""Two who render one page: the later rendering is never written over by the earlier."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from articles import workflow
from articles.models import PageChange, StoredPage
from articles.rendering import keeping, reading


def _meanwhile(work) -> None:
    """Have something done and committed by another connection."""

    def act():
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(act).result(timeout=20)


@pytest.fixture
def while_rendering(monkeypatch):
    """while_rendering(work): has something done once, when the next pages have been rendered and are not yet kept."""
    rendered, waiting = keeping._rendered, []

    def and_then(*args):
        pages = list(rendered(*args))
        if waiting:
            _meanwhile(waiting.pop())
        return pages

    monkeypatch.setattr(keeping, "_rendered", and_then)
    return waiting.append


def test_what_is_withdrawn_while_its_page_is_rendered_does_not_come_back(
    committed, publish, reviewer, client, while_rendering
):
    stays, goes = publish("留下的一篇"), publish("撤下的一篇")
    while_rendering(partial(workflow.perform, "withdraw", goes, by=reviewer, reason="有误"))
    assert keeping.keep_all([stays.pk, goes.pk]).all == set()
    assert client.get(goes.get_absolute_url()).status_code == 410
    assert keeping.keep_due(5).failed == []
    assert client.get(goes.get_absolute_url()).status_code == 410
    assert (list(StoredPage.objects.values_list("pk", flat=True)), PageChange.objects.count()) == (
        [stays.pk],
        0,
    )


def test_who_finds_a_page_in_another_s_hands_leaves_it(committed, publish, while_rendering):
    """The run goes on with the others, and ends."""
    first, second = publish("第一篇"), publish("第二篇")
    left = []
    while_rendering(lambda: left.append(keeping.keep_all([first.pk, second.pk])))
    assert keeping.keep_all([first.pk]).all == set()
    assert left == [keeping.Left(busy={first.pk})]
    assert reading.read(second.pk) is not None
