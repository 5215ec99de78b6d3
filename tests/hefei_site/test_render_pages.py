"""The command that renders what does not hold."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import PageChange, StoredPage
from articles.rendering import keeping

pytestmark = pytest.mark.django_db


def test_all_pages_are_rendered_and_none_twice(publish, capsys):
    first, second = publish("第一篇"), publish("第二篇")
    call_command("render_pages")
    assert "生成了 2 篇文章的网页。" in capsys.readouterr().out
    assert (set(StoredPage.objects.values_list("pk", flat=True)), PageChange.objects.count()) == (
        {first.pk, second.pk},
        0,
    )
    call_command("render_pages")
    assert "生成了 0 篇文章的网页。" in capsys.readouterr().out


def test_one_that_fails_does_not_hold_up_the_others(publish, capsys, monkeypatch, caplog):
    bad, good = publish("坏的一篇"), publish("好的一篇")
    rendered = keeping._rendered

    def fails(articles, version):
        if bad in articles:
            raise RuntimeError
        return rendered(articles, version)

    monkeypatch.setattr(keeping, "_rendered", fails)
    with pytest.raises(CommandError, match=rf"有 1 篇没有生成（{bad.pk}）"):
        call_command("render_pages")
    assert set(StoredPage.objects.values_list("pk", flat=True)) == {good.pk}
