"""All articles written out and read back: nothing is lost."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import workflow
from articles.archive import exporting, working_out
from articles.models import Article, Column, CopyrightNotice, ImportedItem, OldAddress, StatuteReference
from firm.models import Lawyer, User
from tests.articles.archive import files
from tests.articles.archive.conftest import settle, told

# What the site works out or counts by itself.
OURS = {"id", "live_revision_id", "body_html"}


def exported() -> str:
    out = StringIO()
    exporting.export(out, lambda done, share: None)
    return out.getvalue()


def empty() -> None:
    """The site without articles, columns, lawyers and those who wrote."""
    settle()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE articles_article, articles_column, articles_copyrightnotice, articles_tag, articles_oldaddress CASCADE"
        )
        cursor.execute("DELETE FROM firm_lawyer")


@pytest.fixture
def archive(publish, write, rewrite, reviewer, administrator, author, colleague, civil_code, cases):
    """Articles in every state, with all that a revision can hold; one was merged into another."""
    stays = publish(
        "留下的",
        tags=["征信", "网贷法律"],
        body="<p>依据民法典第1034条。</p>",
        coauthor_ids=[colleague.lawyer.pk],
    )
    gone = publish("并入的", body="<p>差不多的。</p>", pinned_ids=[stays.pk], banned_ids=[stays.pk])
    workflow.perform("merge", gone, by=administrator, reason="相近", into=stays)
    publish(
        "转载的",
        column=cases,
        source_name="法院",
        source_url="https://example.com/a",
        summary="摘要",
        keywords="词",
    )
    rewrite(stays, title="留下的，新版", tags=["别的"], expires_at=timezone.now().replace(year=2199))
    write("草稿")
    workflow.perform("submit", write("待审的"), by=author)
    workflow.perform("withdraw", publish("撤下的"), by=reviewer, reason="有误")
    OldAddress.objects.create(old="/a.html", article=stays)
    OldAddress.objects.create(old="/list.html?page=2", to="/columns/debt/")
    return stays


def test_a_round_trip_loses_nothing(archive, bring, tmp_path):
    before, rows = exported(), list(Article.objects.order_by("pk").values())
    path = tmp_path / "all.jsonl"
    path.write_text(before, "utf-8")
    empty()
    assert bring(path).counts == {"imported": 6}
    settle()
    assert exported() == before
    again = list(Article.objects.order_by("pk").values())
    named = {
        "column_id",
        "author_id",
        "shown_notice_id",
        "own_notice_id",
        "coauthor_ids",
        "law_confirmed_by_id",
    }
    for one, other in zip(rows, again, strict=True):
        told_apart = {name for name in one if one[name] != other[name]}
        assert told_apart <= named | OURS - {"id"}
    assert Article.objects.get(title="并入的").merged_into_id == archive.pk
    working_out.work_out_all(lambda done, share: None)
    assert Article.objects.get(pk=archive.pk).body_html == next(
        row["body_html"] for row in rows if row["id"] == archive.pk
    )


def test_names_that_are_there_are_used(archive, bring, tmp_path):
    path = tmp_path / "all.jsonl"
    path.write_text(exported(), "utf-8")
    counts = [model.objects.count() for model in (Lawyer, Column, CopyrightNotice)]
    assert bring(path).counts == {"refused": 6}  # their numbers are taken
    assert [model.objects.count() for model in (Lawyer, Column, CopyrightNotice)] == counts


def test_accounts_come_back_without_rights(archive, bring, tmp_path):
    path = tmp_path / "all.jsonl"
    path.write_text(exported().replace('"林律师"', '"某人"'), "utf-8")
    empty()
    bring(path)
    user = User.objects.get(username="某人")
    assert (user.is_active, user.is_staff, user.has_usable_password()) == (False, False, False)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"live_revision": 9}, "已发布的文章没有线上版本、发布时间或版权声明"),
        ({"state": "gone"}, "记录不完整或读不懂：'gone' is not a valid Article.State"),
        ({"published_at": None}, "已发布的文章没有线上版本、发布时间或版权声明"),
        ({"revisions": [{}]}, "记录不完整或读不懂：'number'"),
        ({"coauthors": ["谁"]}, "记录不完整或读不懂：'谁'"),
    ],
)
def test_a_record_that_somebody_broke_is_refused_alone(publish, bring, tmp_path, change, why):
    publish("一")
    lines = [json.loads(line) for line in exported().splitlines()]
    lines[-1] |= {"number": 900} | change
    path = tmp_path / "all.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    bring(path)
    settle()
    assert told() == {900: ("refused", [why])}


def test_a_file_is_there_whole_or_not_at_all(archive, tmp_path, monkeypatch):
    target, out = tmp_path / "all.jsonl", StringIO()
    call_command("export_articles", str(target), stdout=out, stderr=StringIO())
    assert out.getvalue() == "导出了 6 篇文章。\n"
    assert target.read_text("utf-8") == exported()

    def fails(out, progress):
        out.write("x")
        raise KeyboardInterrupt

    monkeypatch.setattr(exporting, "export", fails)
    before = target.read_text("utf-8")
    with pytest.raises(KeyboardInterrupt):
        call_command("export_articles", str(target), stderr=StringIO())
    assert target.read_text("utf-8") == before


def test_views_that_an_import_brought_go_out_again(bring, tmp_path):
    path = files.json_lines(tmp_path / "a.jsonl", 1)
    path.write_text(path.read_text("utf-8").replace('"tags"', '"views": 77, "tags"'), "utf-8")
    bring(path)
    assert json.loads(exported().splitlines()[-1])["views"] == ImportedItem.objects.get().views == 77
    assert not StatuteReference.objects.exists()
