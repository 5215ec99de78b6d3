"""The commands that join the law and the articles: a new text comes in, the articles follow."""

import pytest
from django.core.management import call_command

from articles.models import StatuteReference
from statutes.models import StatuteAlias
from tests.articles.conftest import settle
from tests.statutes.importing.texts import write as write_text

pytestmark = pytest.mark.django_db
FIRST = "第一条 借款应当按期归还。"
SECOND = "第一条 借款应当按照约定的期限归还。"


@pytest.fixture
def article(publish, tmp_path, capsys):
    write_text(tmp_path, "小法(2020-01-01).md", FIRST)
    call_command("import_statutes", str(tmp_path))
    article = publish(body="<p>依《小法》第一条，借款要还。</p>")
    settle()
    capsys.readouterr()
    return article


def test_an_import_ends_by_checking_the_articles_concerned(article, tmp_path, capsys):
    write_text(tmp_path, "小法(2024-01-01).md", SECOND)
    call_command("import_statutes", str(tmp_path))
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith(
        "核对了 1 篇文章的法条引用，其中 1 篇所引的条文有变动，见后台“影响报告”。"
    )
    assert err.splitlines()[-1] == "重新核对文章 1/1，还需约 0 秒"
    assert article.references.get().drift == "reworded"


def test_an_import_that_changes_nothing_checks_nothing(article, tmp_path, capsys):
    before = list(StatuteReference.objects.values())
    call_command("import_statutes", str(tmp_path))
    assert "核对了" not in capsys.readouterr().out
    assert list(StatuteReference.objects.values()) == before


def test_a_dry_run_leaves_the_articles_alone(article, tmp_path, capsys):
    write_text(tmp_path, "小法(2024-01-01).md", SECOND)
    call_command("import_statutes", str(tmp_path), dry_run=True)
    assert (article.references.get().drift, "核对了" in capsys.readouterr().out) == ("", False)


def test_recheck_citations_prints_totals(article, capsys):
    call_command("recheck_citations")
    assert capsys.readouterr().out == "核对了 1 篇文章的法条引用。引用：生效日期不详 1。\n"
    call_command("recheck_citations", due=True)
    assert capsys.readouterr().out == "核对了 0 篇文章的法条引用。\n"


def test_run_due_does_what_has_come_and_is_silent_else(article, capsys):
    call_command("run_due")
    assert capsys.readouterr().out == ""
    article.references.update(holds_until="2026-01-01")
    call_command("run_due")
    assert capsys.readouterr().out.startswith("核对了 1 篇文章的法条引用。")
    assert article.references.get().holds_until is None


@pytest.mark.parametrize("what", ["alias", "text"])
def test_run_due_follows_what_staff_correct(what, publish, article, as_, administrator, capsys):
    reference = article.references.get()
    client = as_(administrator)
    if what == "text":
        provision = reference.provision
        address = f"/admin/statutes/provision/{provision.pk}/change/"
        client.post(address, {"path": "", "text": "借款应当归还。"})
    else:
        waiting = publish("用别名的", body="<p>依《小小法》第一条。</p>")
        settle()
        StatuteAlias.objects.create(statute=reference.statute, name="小小法")
        address = f"/admin/statutes/statute/{reference.statute_id}/change/"
        form = client.get(address).context["adminform"].form
        page = client.get(address)
        data = {field.html_name: field.value() or "" for field in form}
        for formset in page.context["inline_admin_formsets"]:
            data |= {f.html_name: f.value() for f in formset.formset.management_form}
            for inline in formset.formset.forms:
                data |= {f.html_name: f.value() or "" for f in inline}
        assert client.post(address, data).status_code == 302
    call_command("run_due")
    assert capsys.readouterr().out.startswith("核对了")
    if what == "alias":
        assert waiting.references.get().statute_id == reference.statute_id
