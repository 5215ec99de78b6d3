"""Fifty who save and move one article at once: one winner for each text that was there, and not a word lost."""

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Barrier, Event
from time import sleep

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from articles import revisions, workflow
from articles.drafting import working_copies
from articles.drafting.working_copies import Sign
from articles.models import Article, Revision, WorkingCopy

WRITERS, MOVERS = 42, 8
PATIENCE = 120  # s
KEPT_EVERY = 6  # attempts to save: as often as an autosave might fall between them
STEPS = ["submit", "recall", "submit", "return", "submit", "publish"]


class Everybody:
    """What the threads share: the article, who they are, and what they did."""

    def __init__(self, article, writers, reviewer):
        self.article, self.writers, self.reviewer = article, writers, reviewer
        self.start = Barrier(WRITERS + MOVERS, timeout=PATIENCE)
        self.all_saved = Event()
        self.bases: list[int] = []  # from which a text was saved, one entry a save
        self.refused = 0
        self.moves: list[str] = []

    def write(self, n: int) -> None:
        """Keep a text and save it, however often others are first; what others wrote is left as it is."""
        by, text = self.writers[n % len(self.writers)], f"<p>第{n}人的话</p>"
        self.start.wait()
        try:
            for attempt in range(1, 10_000):
                last = revisions.newest(self.article)
                if attempt % KEPT_EVERY == 1:
                    sign = Sign(f"{n:032x}", f"{n:032x}", attempt)
                    working_copies.keep(by, sign, {"body": [text]}, article=self.article, base=last.pk)
                if self._save(last, text, n, by):
                    return
        finally:
            connection.close()

    def _save(self, last: Revision, text: str, n: int, by) -> bool:
        content = revisions.content_of(last) | {"title": f"第{n}人", "body": text}
        try:
            revisions.record(self.article, content, [], by=by, base=last.pk)
        except (revisions.EditedMeanwhile, revisions.InReview):
            self.refused += 1
            return False
        self.bases.append(last.pk)
        return True

    def move(self, n: int) -> None:
        """Submit, take back, return and publish until all is saved, and leave nothing locked."""
        self.start.wait()
        try:
            for name in cycle(STEPS[n % 3 :] + STEPS[: n % 3]):
                if self.all_saved.is_set():
                    return
                self._try(name)
                self._try("recall")
        finally:
            connection.close()

    def _try(self, name: str) -> None:
        by = self.reviewer if name in {"publish", "return"} else self.writers[0]
        try:
            workflow.perform(name, self.article, by=by, reason="试")
        except (workflow.MoveNotAllowed, ValidationError):
            return
        self.moves.append(name)


def test_fifty_save_and_move_one_article(committed, write, author, administrator, reviewer):
    all_of_them = Everybody(write(), [author, administrator], reviewer)
    with ThreadPoolExecutor(WRITERS + MOVERS) as pool:
        movers = [pool.submit(all_of_them.move, n) for n in range(MOVERS)]
        writers = [pool.submit(all_of_them.write, n) for n in range(WRITERS)]
        try:
            for done in writers:
                done.result(PATIENCE)
        finally:
            all_of_them.all_saved.set()
        for done in movers:
            done.result(PATIENCE)
    article = Article.objects.get(pk=all_of_them.article.pk)
    assert sorted(all_of_them.bases) == sorted(
        set(all_of_them.bases)
    )  # one winner for each text that was there
    assert len(all_of_them.bases) == WRITERS
    kept = article.revisions.filter(title__startswith="第").values_list("title", flat=True)
    assert sorted(set(kept)) == sorted(f"第{n}人" for n in range(WRITERS))  # nothing lost
    numbers = list(article.revisions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert article.revisions.filter(state__in=Revision.OPEN).count() <= 1
    assert WorkingCopy.objects.filter(article=article, closed=False).count() == WRITERS
    assert {"submit", "recall"} <= set(all_of_them.moves)
    assert all_of_them.refused > 0  # they did get in each other's way
    if article.state == Article.State.LIVE:
        assert article.body == article.live_revision.body
        assert [article.live_revision_id] == list(
            article.revisions.filter(state=Revision.State.LIVE).values_list("pk", flat=True)
        )
    print(f"{WRITERS} saves, {all_of_them.refused} refused, {len(all_of_them.moves)} moves")


def at_once(count: int, act) -> list:
    """act(n) in so many threads at the same moment."""
    start = Barrier(count, timeout=PATIENCE)

    def run(n):
        try:
            start.wait()
            return act(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_of_ten_forms_at_once_one_is_saved_and_nine_see_both_texts(committed, write, typed, administrator):
    article = write()
    fields, address = typed(article), reverse("admin:articles_article_change", args=[article.pk])
    clients = [logged_in(administrator) for _ in range(10)]

    def send(n):
        sent = fields | {"title": f"第{n}人", "copy_key": f"{n:032x}", "copy_serial": "0", "_save": "1"}
        return clients[n].post(address, sent).status_code

    assert sorted(at_once(10, send)) == [200] * 9 + [302]
    [saved, first] = article.revisions.all()
    unsaved = WorkingCopy.objects.filter(closed=False)
    assert sorted([copy.title for copy in unsaved] + [saved.title]) == [f"第{n}人" for n in range(10)]
    assert first.title == "网贷逾期怎么办"


def test_one_new_article_sent_eight_times_at_once_is_one_article(committed, author, typed):
    fields = typed() | {"copy_key": "a" * 32, "copy_serial": "0", "_save": "1"}
    clients = [logged_in(author) for _ in range(8)]
    answers = at_once(8, lambda n: clients[n].post(reverse("admin:articles_article_add"), fields)["Location"])
    article = Article.objects.get()
    assert answers == [reverse("admin:articles_article_change", args=[article.pk])] * 8
    assert (article.revisions.count(), WorkingCopy.objects.filter(closed=False).count()) == (1, 0)


def test_autosaves_that_arrive_while_one_saves_bring_nothing_to_a_stop(committed, write, typed, author):
    """The row of the article and that of the copy are locked in one order by all."""
    article = write()
    fields = typed(article) | {"copy_key": "a" * 32, "copy_tab": "b" * 32, "copy_serial": "0"}
    sign = {"article": str(article.pk), "key": "a" * 32, "tab": "b" * 32, "user": str(author.pk), "seen": "0"}
    clients = [logged_in(author) for _ in range(10)]

    def send(n):
        if n == 0:
            address = reverse("admin:articles_article_change", args=[article.pk])
            return clients[n].post(address, fields | {"title": "存下的", "_save": "1"}).status_code
        sent = fields | sign | {"serial": str(n), "title": f"还在写{n}"}
        return clients[n].post(reverse("admin:articles_article_autosave"), sent).status_code

    assert at_once(10, send) == [302] + [200] * 9
    assert revisions.newest(article).title == "存下的"


def test_an_autosave_that_comes_while_the_article_is_locked_waits_its_turn(committed, write, author):
    """Were the copy's row written first, each would wait for what the other holds."""
    article = write()
    locked = Event()
    key = "a" * 32

    def save():
        with transaction.atomic():
            revisions.lock_for_writing(article, revisions.newest(article).pk)
            locked.set()
            sleep(0.5)  # the other has come as far as it can
            working_copies.close(author, [key], article)
        return "saved"

    def autosave():
        locked.wait(PATIENCE)
        inputs = {"title": ["还在写"], "body": [""]}
        return working_copies.keep(author, Sign(key, "b" * 32, 1), inputs, article=article, base=None)[0]

    assert at_once(2, lambda n: [save, autosave][n]()) == ["saved", "closed"]
