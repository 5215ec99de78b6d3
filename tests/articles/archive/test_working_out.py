"""What publishing works out for one article, worked out for many: the same, and on from where it was killed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.archive import running, working_out
from articles.models import Article, ArticleSketch, ImportedItem, LintRule, StatuteReference, WaitingArticle
from tests.articles.archive import files

BODY = '<p>依据民法典第1034条，个人信息受保护。另见《民法典》第9999条和<a href="/hf/100.html">前文</a>。</p>'
TOLD = (
    "text",
    "title",
    "statute",
    "provision",
    "current",
    "key",
    "is_held",
    "sentence",
    "verdict",
    "drift",
    "digest",
    "position",
)


@pytest.fixture
def imported(bring, column, tmp_path):
    """Three simple articles, the second with citations and a link."""
    path = files.json_lines(tmp_path / "a.jsonl", 3)
    path.write_text(
        path.read_text("utf-8").replace("<p>第1篇的正文。</p>", BODY.replace('"', '\\"')), "utf-8"
    )
    bring(path)
    return Article.objects.get(pk=101)


def run() -> int:
    return working_out.work_out_all(lambda done, share: None)


def test_it_is_what_publishing_would_have_worked_out(civil_code, imported, publish):
    assert run() == 3
    published = publish("第1篇", body=BODY)
    imported.refresh_from_db()
    assert list(imported.references.values(*TOLD)) == list(published.references.values(*TOLD))
    assert imported.references.count() == 2
    assert imported.body_html == published.body_html
    assert (imported.excerpt, imported.characters) == (published.excerpt, published.characters)
    assert list(imported.links.values_list("to", "words")) == [(100, "前文")]
    sketches = ArticleSketch.objects.filter(article__in=[imported, published], is_live=True)
    assert len({tuple(sketch.prints) for sketch in sketches}) == 1
    assert sketches.count() == 2


def test_the_report_hears_of_wrong_law_and_of_what_the_text_check_finds(civil_code, imported):
    LintRule.objects.exclude(detector="title_in_body").update(is_on=False)
    LintRule.objects.filter(detector="title_in_body").update(is_on=True)
    title = "网贷逾期以后先做什么"
    Article.objects.filter(pk=101).update(title=title, body=f"<p>{title}</p>{BODY}")
    run()
    item = ImportedItem.objects.get(article=imported)
    assert item.wrong == 1
    assert item.lint == list(LintRule.objects.filter(detector="title_in_body").values_list("code", flat=True))


def test_one_that_fails_keeps_nobody_waiting(imported, monkeypatch):
    whole = working_out.store_links

    def fails(batch):
        if any(article.pk == 101 for article in batch.articles):
            raise ValueError("x")
        whole(batch)

    monkeypatch.setattr(working_out, "STEPS", (*working_out.STEPS[:1], fails, *working_out.STEPS[2:]))
    with pytest.raises(CommandError, match="还有 1 篇没有处理成"):
        call_command("work_out_articles", stdout=StringIO(), stderr=StringIO())
    assert list(WaitingArticle.objects.values_list("article", flat=True)) == [101]
    assert not StatuteReference.objects.filter(article=101).exists()
    assert ArticleSketch.objects.filter(article__in=[100, 102]).count() == 2


def test_a_batch_is_there_wholly_or_not_at_all(imported, monkeypatch):
    monkeypatch.setattr(working_out, "BATCH", 2)

    def killed(done, share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        working_out.work_out_all(killed)
    assert list(WaitingArticle.objects.values_list("article", flat=True)) == [102]
    assert run() == 1
    assert ArticleSketch.objects.count() == 3


@pytest.mark.usefixtures("committed", "original_notice")
def test_two_processes_share_the_work(author, tmp_path, monkeypatch):
    monkeypatch.setattr(working_out, "BATCH", 2)
    running.import_articles(
        files.json_lines(tmp_path / "a.jsonl", 12), running.Options(), lambda done, share: None
    )
    assert working_out.work_out_all(lambda done, share: None, processes=2) == 12
    assert not WaitingArticle.objects.exists()
    assert list(ArticleSketch.objects.order_by("article").values_list("article", flat=True)) == list(
        range(100, 112)
    )


def test_worked_out_anew_what_a_lawyer_stood_by_stays(civil_code, publish, amend):
    article = publish(body="<p>依据民法典第1034条。</p>")
    stood_by = article.references.get().provision_id
    amend(civil_code, {"1034": "完全不同的新条文，规定了别的事情。"})
    call_command("work_out_articles", everything=True, stdout=StringIO(), stderr=StringIO())
    reference = article.references.get()
    assert reference.provision_id == stood_by != reference.current_id
    assert reference.drift == "reworded"


def test_the_number_of_queries_does_not_grow_with_the_batch(civil_code, bring, tmp_path):
    asked = []
    for many, first in ((2, 50), (3, 100), (30, 200)):
        bring(files.json_lines(tmp_path / f"{many}.jsonl", many, first))
        with CaptureQueriesContext(connection) as queries:
            run()
        asked.append(len(queries))
    assert asked[1] == asked[2]  # the first also learns the names of the law
