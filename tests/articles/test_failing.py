"""What the clock could not do for an article is seen by staff until it went well, and holds up no other article."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import failing
from articles.law import citing, rechecking
from articles.models import Failure, PageChange
from articles.related import recomputing
from articles.rendering import keeping
from articles.reviewing import releasing
from articles.searching import index, tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(publish):
    """Two articles, of which nothing can be done for the first."""
    return publish("坏的"), publish("好的")


def noted() -> list[tuple[int, str]]:
    return list(Failure.objects.values_list("article", "step"))


def poison(monkeypatch, module, name: str, is_meant) -> None:
    """Let a function raise where it is called for what is meant."""
    right = getattr(module, name)

    def breaks(*args, **kwargs):
        if is_meant(*args):
            raise RuntimeError("poison")
        return right(*args, **kwargs)

    monkeypatch.setattr(module, name, breaks)


def test_a_page(broken, monkeypatch):
    bad, _ = broken
    with monkeypatch.context() as patch:
        poison(patch, keeping, "_rendered", lambda articles, version: bad in articles)
        assert keeping.keep_due(5).failed == [bad.pk]
    assert (noted(), keeping.due(5)) == ([(bad.pk, "render")], [bad.pk])
    keeping.keep_due(5)
    assert (noted(), PageChange.objects.count()) == ([], 0)


def test_a_check(broken, monkeypatch):
    bad, good = broken
    with monkeypatch.context() as patch:
        poison(patch, citing, "store", lambda article, cited: article == bad)
        assert rechecking.recheck([bad.pk, good.pk], timezone.localdate()).failed == [bad.pk]
    assert noted() == [(bad.pk, "check")]
    rechecking.recheck([bad.pk], timezone.localdate(), dry_run=True)
    assert noted() == [(bad.pk, "check")]  # a dry run changes nothing
    rechecking.recheck([bad.pk], timezone.localdate())
    assert noted() == []


def test_the_index(broken, monkeypatch):
    bad, good = broken
    tasks.ask([bad.pk, good.pk], tasks.Kind.INDEX)
    with monkeypatch.context() as patch:
        poison(patch, index, "keep_many", lambda ids: bad.pk in ids)
        assert not recomputing.keep_up()
    assert noted() == [(bad.pk, "index")]
    tasks.work_off(tasks.Kind.INDEX, index.keep_many, at_once=5)
    assert noted() == [(bad.pk, "index")]  # it waits its hour
    tasks.SearchTask.objects.update(due_at=timezone.now())
    tasks.work_off(tasks.Kind.INDEX, index.keep_many, at_once=5)
    assert noted() == []


def test_a_release(broken, monkeypatch):
    bad, _ = broken
    with monkeypatch.context() as patch:
        patch.setattr(releasing, "due", lambda: [bad.pk])
        patch.setattr(releasing.workflow, "perform", lambda *args, **kwargs: 1 / 0)
        assert releasing.release_due().failed == [bad.pk]
    assert noted() == [(bad.pk, "release")]


def test_without_the_article_nothing_is_noted(committed):
    try:
        raise RuntimeError("poison")
    except RuntimeError:
        failing.note(failing.Step.RENDER, 99)
    assert noted() == []


def test_who_looks_after_the_site_is_told_and_run_due_fails(
    broken, monkeypatch, as_, reviewer, author, capsys
):
    bad, _ = broken
    poison(monkeypatch, keeping, "_rendered", lambda articles, version: bad in articles)
    with pytest.raises(CommandError, match="网页没有生成"):
        call_command("run_due")
    assert f"有 1 篇文章的网页没有生成（{bad.pk}）。" in capsys.readouterr().out
    told = {user.name: as_(user).get("/admin/").content.decode() for user in (reviewer, author)}
    assert {name: "有事没有办成" in html for name, html in told.items()} == {"审核员": True, "林律师": False}
    assert f">坏的</a>（{bad.pk}）：生成网页" in told["审核员"]


def test_what_is_published_anew_is_no_failure_any_more(broken, republish):
    bad, _ = broken
    Failure.objects.create(article=bad, step="index")
    republish(bad, title="改好的")
    assert noted() == []


def test_what_has_not_failed_for_a_week_is_not_shown(broken):
    bad, good = broken
    for article in broken:
        Failure.objects.create(article=article, step="compare")
    Failure.objects.filter(article=bad).update(at=timezone.now() - failing.LATELY)
    assert [failure.article for failure in failing.standing()] == [good]
