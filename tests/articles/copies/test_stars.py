"""The groups of near-copies in the archive: who is in one, around whom, and that the search can be repeated and killed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from articles import workflow
from articles.copies import stars
from articles.models import Article, ArticleSketch, CopyStar, StockSentence
from tests.articles.conftest import HOUR
from tests.articles.copies.texts import html, mixed, text

pytestmark = pytest.mark.django_db


def found() -> list[tuple[str, list[tuple[str, int]]]]:
    """Each group as the title of its head and those of its members with their share, as it is after a search."""
    stars.find()
    return groups()


def groups() -> list[tuple[str, list[tuple[str, int]]]]:
    rows = CopyStar.objects.order_by("head")
    shown = [(r.head.title, [(m.article.title, m.percent) for m in r.members.all()]) for r in rows]
    assert [row.size for row in rows] == [len(members) for _, members in shown]
    return shown


@pytest.fixture
def archive(publish):
    """archive({"标题": body, …}): published articles by title."""

    def _archive(bodies: dict[str, str]):
        return {title: publish(title, body=html(body)) for title, body in bodies.items()}

    return _archive


A, B = text(1), text(2)


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ({"甲": A, "乙": B}, []),
        ({"甲": A, "乙": A}, [("甲", [("乙", 100)])]),
        ({"甲": A, "乙": mixed(3, 1, 0.9), "丙": mixed(4, 1, 0.95)}, [("甲", [("丙", 95), ("乙", 90)])]),
        ({"甲": A, "乙": mixed(3, 1, 0.75)}, []),  # less than 80 %
        ({"甲": A[:300], "乙": A}, [("乙", [("甲", 100)])]),  # the one that has all of the other
        ({"甲": A, "乙": A[:300]}, [("甲", [("乙", 100)])]),
        ({"甲": A, "乙": A[:100]}, []),  # a note within a treatise is no copy
        ({"甲": A, "乙": B, "丙": mixed(3, 2, 0.9), "丁": A}, [("甲", [("丁", 100)]), ("乙", [("丙", 90)])]),
    ],
)
def test_groups(bodies, expected, archive):
    archive(bodies)
    assert found() == expected


def test_a_chain_is_no_group(archive):
    """Each is alike to the next, the first and the last have little in common."""
    parts = [text(n, 100) for n in range(16)]
    archive({f"第{n}篇": "".join(parts[n : n + 10]) for n in range(7)})
    for _, members in found():
        assert all(share >= 80 for _, share in members)
    assert groups() == [
        ("第0篇", [("第1篇", 90), ("第2篇", 80)]),
        ("第3篇", [("第4篇", 90), ("第5篇", 80)]),
    ]


def test_only_what_is_public_is_in_a_group(archive, hidden, rewrite):
    hidden(body=html(A))
    own = archive({"甲": A, "乙": B})
    rewrite(own["乙"], body=html(A))
    assert found() == []


def test_what_was_scheduled_is_compared_once_it_is_public(archive, publish):
    archive({"甲": A})
    later = publish("乙", body=html(A), publish_at=timezone.now() + HOUR)
    assert found() == []
    Article.objects.filter(pk=later.pk).update(published_at=timezone.now() - HOUR)
    assert found() == [("甲", [("乙", 100)])]


def test_a_second_search_compares_only_what_is_new(archive, publish):
    archive({"甲": A, "乙": mixed(3, 1, 0.9)})
    assert stars.find() == 2
    before = groups()
    assert (stars.find(), groups()) == (0, before)
    publish("丙", body=html(mixed(4, 1, 0.85)))
    assert (stars.find(), groups()) == (1, [("甲", [("乙", 90), ("丙", 85)])])


@pytest.mark.parametrize("changed", ["甲", "乙"])
def test_a_text_that_changes_leaves_its_group(changed, archive, republish):
    own = archive({"甲": A, "乙": A, "丙": A})
    assert found() == [("甲", [("乙", 100), ("丙", 100)])]
    republish(own[changed], body=html(B))
    left = [title for title in ("甲", "乙", "丙") if title != changed]
    assert found() == [(left[0], [(left[1], 100)])]


@pytest.mark.parametrize("gone", ["甲", "乙"])
def test_what_is_withdrawn_leaves_its_group(gone, archive, reviewer):
    own = archive({"甲": A, "乙": A, "丙": A})
    stars.find()
    workflow.perform("withdraw", own[gone], by=reviewer, reason="有误")
    left = [title for title in ("甲", "乙", "丙") if title != gone]
    assert found() == [(left[0], [(left[1], 100)])]


def test_killed_and_run_again_it_does_the_rest(archive, monkeypatch):
    archive({f"第{n}篇": mixed(n + 10, 1, 0.95) for n in range(6)})
    monkeypatch.setattr(stars, "BATCH", 2)

    class Killed(Exception):
        pass

    def kill(what, done, total):
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        stars.find(kill)
    assert ArticleSketch.objects.filter(is_compared=True).count() == 4
    assert stars.find() == 2
    [(_, members)] = groups()
    assert len(members) == 5
    afresh = groups()
    stars.find(afresh=True)
    assert groups() == afresh


def test_an_imported_archive_is_read_first(archive):
    archive({"甲": A, "乙": A})
    ArticleSketch.objects.all().delete()
    assert found() == [("甲", [("乙", 100)])]
    assert ArticleSketch.objects.filter(is_live=True).count() == 2


def test_boilerplate_is_learnt_and_makes_no_group(archive, monkeypatch):
    monkeypatch.setattr(stars, "STOCK_LEAST", 4)
    stock = "。".join(text(seed, 25) for seed in range(20, 29))
    archive({f"第{n}篇": text(n, 40) + "。" + stock for n in range(5)})
    assert found() == []
    assert list(StockSentence.objects.values_list("articles", flat=True)) == [5] * 9


def test_the_command_says_what_it_found(archive, capsys):
    archive({"甲": A, "乙": A, "丙": B})
    call_command("find_copies")
    out, err = capsys.readouterr()
    assert out == "比较了 3 篇文章；现在有 1 组相近文章。\n"
    assert err.splitlines()[-1] == "比较文章 3/3，还需约 0 秒"
    call_command("find_copies", afresh=True)
    assert capsys.readouterr().out == "比较了 3 篇文章；现在有 1 组相近文章。\n"


def test_what_is_published_is_compared_by_the_clock(archive, capsys):
    archive({"甲": A, "乙": A})
    call_command("run_due")
    assert (groups(), stars.compare_new(), capsys.readouterr().out) == ([("甲", [("乙", 100)])], 0, "")


def test_the_clock_compares_only_so_many(archive, monkeypatch):
    monkeypatch.setattr(stars, "BATCH", 2)
    archive({f"第{n}篇": text(n) for n in range(5)})
    assert [stars.compare_new(2) for _ in range(4)] == [2, 2, 1, 0]


def test_one_search_at_a_time(db, capsys):
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [stars.LOCK])
            with pytest.raises(CommandError, match="另一处正在查找相近文章"):
                call_command("find_copies")
            assert stars.compare_new() == 0
            cursor.execute("SELECT pg_advisory_unlock(%s)", [stars.LOCK])
    finally:
        other.close()
    call_command("find_copies")


def test_one_that_cannot_be_compared_holds_up_no_other(archive, monkeypatch):
    """Nor what run_due does after it."""
    made = archive({"甲": A, "坏": B, "乙": A})
    place = stars._place

    def breaks(sketch, sentences):
        assert sketch.article_id != made["坏"].pk
        place(sketch, sentences)

    monkeypatch.setattr(stars, "_place", breaks)
    assert (stars.compare_new(), groups()) == (3, [("甲", [("乙", 100)])])
    assert stars.compare_new() == 0
