"""The made-up archive in the database: whole, hidden where it should be, and the same after a run that was killed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Revision, TaggedArticle
from firm.models import AuditRecord
from hefei_site.generating import rows
from hefei_site.generating.fates import MARKER


@pytest.fixture
def archive(db):
    house = rows.generate(rows.Plan(60, first=1000))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would say
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return house


def test_what_the_public_may_not_read_bears_the_marker(archive):
    public = set(Article.objects.published().values_list("pk", flat=True))
    marked = set(Article.objects.filter(body__contains=MARKER).values_list("pk", flat=True))
    assert len(public) > 50
    assert public | marked == set(range(1000, 1060))
    assert public & marked == set()
    assert Article.objects.filter(state="withdrawn").count() == 1
    assert Article.objects.filter(state="never_live").count() == 1
    assert Revision.objects.filter(state="draft", number=2, title__startswith=MARKER).count() == 1


def test_a_live_article_shows_its_page(archive, client):
    article = Article.objects.published().first()
    page = client.get(article.get_absolute_url())
    assert page.status_code == 200
    assert article.body in page.content.decode()
    assert article.live_revision.body == article.body


def test_a_second_run_adds_nothing_and_a_longer_one_goes_on(archive, monkeypatch):
    before = list(Article.objects.order_by("pk").values_list("pk", "title"))
    rows.generate(rows.Plan(60, first=1000))
    assert list(Article.objects.order_by("pk").values_list("pk", "title")) == before
    rows.generate(rows.Plan(70, first=1000))
    assert Article.objects.count() == 70
    assert Revision.objects.filter(number=1).count() == 70


def test_a_chunk_is_there_wholly_or_not_at_all(db, monkeypatch):
    monkeypatch.setattr(rows, "CHUNK", 10)
    plan, whole = rows.Plan(30), rows._tag

    def fails_the_second_time(made):
        if made[0].text.number == 10:
            raise KeyboardInterrupt
        whole(made)

    monkeypatch.setattr(rows, "_tag", fails_the_second_time)
    with pytest.raises(KeyboardInterrupt):
        rows.generate(plan)
    assert Article.objects.count() == 10
    monkeypatch.setattr(rows, "_tag", whole)
    rows.generate(plan)
    assert Article.objects.count() == 30
    tagged = TaggedArticle.objects.count()
    assert tagged == TaggedArticle.objects.values("content_object", "tag").distinct().count() > 30


def test_numbers_of_other_articles_are_left_alone(publish):
    publish(pk=5)
    with pytest.raises(rows.NumbersTaken):
        rows.generate(rows.Plan(20))


def test_the_command_writes_the_topics_beside_and_asks_before_it_mixes(publish, tmp_path):
    publish(pk=500)
    with pytest.raises(CommandError, match="--beside"):
        call_command("generate_articles", "4")
    told = StringIO()
    call_command(
        "generate_articles", "4", beside=True, topics=tmp_path / "topics.tsv", stdout=told, stderr=StringIO()
    )
    assert told.getvalue() == "样例文章共 4 篇，编号 1 至 4。法条引用等用 work_out_articles 处理。\n"
    lines = (tmp_path / "topics.tsv").read_text("utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["1", "2", "3", "4"]
    assert AuditRecord.objects.filter(action="生成样例文章").count() == 1
