"""An archive brought over: what stands in the database and on the pages, what is told, and what a second time does."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.archive import running, storing
from articles.archive.records import SourceRefused
from articles.models import Article, Column, ImportedItem, ImportRun, OldAddress, Revision, WaitingArticle
from firm.models import AuditRecord
from tests.articles.archive import files
from tests.articles.archive.conftest import settle, told
from tests.articles.pictures import picture


@pytest.fixture
def site(tmp_path):
    return files.dump(tmp_path / "site.sql")


def test_a_zblog_site_comes_over(bring, site, client):
    result = bring(site)
    settle()
    assert result.counts == {"changed": 2, "imported": 4, "refused": 1}
    assert told() == {
        5: ("changed", ["去掉了旧模板的重复的标题行", "去掉了旧模板的版权声明"]),
        7: ("imported", []),
        8: ("imported", []),
        9: ("imported", []),
        10: ("imported", []),
        11: ("refused", ["这是独立页面，不是文章"]),
        12: (
            "changed",
            ["没有栏目，归入“未分类”", "图片没有找到：/zb_users/upload/2019/06/a.png", "去掉了脚本"],
        ),
    }
    article = Article.objects.get(pk=5)
    assert (article.title, article.body) == ("网贷逾期怎么办", "<p>先弄清楚欠多少。</p>")
    assert (article.column.name, article.column.slug, article.author.name) == ("金融债务", "debt", "林知远")
    assert article.live_revision.note == "旧站导入"
    assert article.published_at.isoformat() == "2019-06-08T13:20:00+00:00"
    assert sorted(tag.name for tag in article.tags.all()) == ["征信", "网贷法律"]
    assert ImportedItem.objects.get(number=5).original == files.POSTS[0][9]
    assert ImportedItem.objects.get(number=5).views == 321
    assert client.get("/hf/5.html").status_code == 200
    assert client.get("/wangdai.html").headers["Location"] == "/hf/5.html"
    assert client.get("/wangdai.html").status_code == 301


def test_what_was_not_public_is_not_public_here(bring, site, client):
    bring(site)
    states = dict(Revision.objects.filter(article__in=[8, 9, 10]).values_list("article", "state"))
    assert states == {8: "draft", 9: "in_review", 10: "draft"}
    for pk in (8, 9, 10):
        assert client.get(f"/hf/{pk}.html").status_code == 404
    for page in ("/", "/columns/debt/"):
        assert "标记" not in client.get(page).content.decode()


def test_links_among_the_articles_and_to_the_old_host_lead_on(bring, site):
    bring(site)
    assert '<a href="/hf/5.html"' in Article.objects.get(pk=12).body


def test_it_is_on_record_once_a_run(bring, site):
    bring(site)
    assert list(AuditRecord.objects.order_by("pk").values_list("action", flat=True)) == [
        "开始导入旧站文章",
        "完成导入旧站文章",
    ]


def test_the_same_source_again_adds_nothing(bring, site):
    bring(site)
    before = list(Article.objects.order_by("pk").values_list("pk", "title", "body"))
    with pytest.raises(SourceRefused, match="已经全部导入过"):
        bring(site)
    with pytest.raises(SourceRefused, match="没有中断过"):
        bring(site, resume=True)
    assert bring(site, again=True).counts == {"known": 6, "refused": 1}
    assert list(Article.objects.order_by("pk").values_list("pk", "title", "body")) == before


def test_an_article_of_ours_under_the_number_stays(bring, site, publish):
    ours = publish("我们自己的", pk=5)
    assert bring(site).counts == {"changed": 1, "imported": 4, "refused": 2}
    ours.refresh_from_db()
    assert ours.title == "我们自己的"
    assert told()[5] == ("refused", ["本站已有编号 5 的文章，没有改动它"])


def test_a_trial_writes_nothing(bring, site):
    result = bring(site, dry_run=True)
    assert result.counts == {"changed": 2, "imported": 4, "refused": 1}
    assert result.reasons["去掉了脚本"] == 1
    assert not any(
        model.objects.exists() for model in (Article, Column, ImportRun, ImportedItem, AuditRecord)
    )


def test_an_author_who_is_no_lawyer_of_the_firm_is_asked_for_first(bring, tmp_path, author):
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "一", "body": "<p>一。</p>", "author": "admin", "column": "金融"}\n', "utf-8")
    with pytest.raises(SourceRefused, match="这些作者不在律师名录里：admin"):
        bring(path)
    assert not ImportRun.objects.exists()
    with pytest.raises(SourceRefused, match="律师名录里没有“谁”"):
        bring(path, author="谁")
    bring(path, author="13301200000000001")
    assert told() == {None: ("changed", ["作者“admin”不在律师名录里，由林知远署名"])}


BODIES = {  # what one record says -> why it is not taken
    '"body": ""': "正文是空的",
    '"body": "<script>x</script>"': "正文是空的",
    '"number": -4, "body": "<p>一。</p>"': "编号 -4 不能用",
    f'"body": "{"<b><i>" * 200}"': "正文的格式嵌套超过 100 层，请清除格式后重新粘贴。",
}


@pytest.mark.parametrize("fields", BODIES)
def test_a_record_that_cannot_be_an_article_is_refused_alone(bring, tmp_path, fields):
    path = files.json_lines(tmp_path / "a.jsonl", 2)
    line = f'{{"title": "坏的", "author": "林知远", "column": "金融债务", {fields}}}\n'
    path.write_text(line + path.read_text("utf-8"), "utf-8")
    assert bring(path).counts == {"refused": 1, "imported": 2}
    item = ImportedItem.objects.get(outcome="refused")
    assert item.notes == [BODIES[fields]]
    settle()


def test_long_titles_strange_characters_and_reprints(bring, tmp_path, cases):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"number": 1, "title": "长'
        + "长" * 150
        + '", "body": "<p>一\\u0000\\ud800。</p>", "author": "林知远", "column": "法院案例", "source_name": "法院"}\n'
        f'{{"number": 2, "title": "没有来源", "body": "<p>二。</p>", "author": "林知远", "column": "{cases.name}"}}\n'
        f'{{"number": 3, "title": "有来源", "body": "<p>三\\t\\\\。</p>", "author": "林知远", "column": "{cases.name}", "source_name": "法院", "tags": ["{"长" * 40}"]}}\n',
        "utf-8",
    )
    bring(path)
    settle()
    first, third = Article.objects.get(pk=1), Article.objects.get(pk=3)
    assert (len(first.title), first.body) == (120, "<p>一。</p>")
    assert told()[2] == ("refused", [f"栏目“{cases.name}”是公开转载，文章没有写来源"])
    assert (third.kind, third.body) == ("reprint", "<p>三\t\\。</p>")
    assert told()[3] == ("changed", [f"标签太长，没有导入：{'长' * 40}"])


def test_a_picture_that_is_at_hand_is_taken_into_the_library(bring, site, tmp_path, settings):
    folder = tmp_path / "old" / "zb_users" / "upload" / "2019" / "06"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(picture(size=(40, 20)))
    bring(site, uploads=tmp_path / "old")
    settle()
    body = Article.objects.get(pk=12).body
    assert "<figure><img " in body
    assert told()[12][1] == ["没有栏目，归入“未分类”", "去掉了脚本"]
    assert Article.objects.get(pk=12).live_revision.image_uses.count() == 1


def test_a_picture_outside_the_folder_is_never_read(bring, tmp_path):
    (tmp_path / "secret.png").write_bytes(picture(size=(40, 20)))
    (tmp_path / "old").mkdir()
    path = tmp_path / "a.jsonl"
    body = '<p>一。</p><img src=\\"/../secret.png\\"><img src=\\"..%2fsecret.png\\">'
    path.write_text(
        f'{{"number": 1, "title": "一", "author": "林知远", "body": "{body}", "column": "金融"}}\n', "utf-8"
    )
    bring(path, uploads=tmp_path / "old")
    assert [note[:6] for note in told()[1][1]] == ["图片没有找到", "图片没有找到"]


def test_a_second_process_on_the_same_source_stops(bring, tmp_path, monkeypatch):
    path = files.json_lines(tmp_path / "a.jsonl", 4)
    monkeypatch.setattr(running, "BATCH", 2)
    store = storing.store

    def overtaken(run, *rest):
        ImportRun.objects.filter(pk=run.pk).update(position=99)
        return store(run, *rest)

    monkeypatch.setattr(storing, "store", overtaken)
    with pytest.raises(storing.Overtaken):
        bring(path)
    assert not Article.objects.exists()


def test_the_command_tells_what_became_of_them_and_works_them_out(site, author, original_notice):
    out = StringIO()
    call_command("import_articles", site, stdout=out, stderr=StringIO())
    assert "导入：原样导入 4 篇，导入，有改动 2 篇，没有导入 1 篇。" in out.getvalue()
    assert not WaitingArticle.objects.exists()
    with pytest.raises(CommandError, match="已经全部导入过"):
        call_command("import_articles", site, stdout=out, stderr=StringIO())
    with pytest.raises(CommandError, match="读不了"):
        call_command("import_articles", site.parent / "none.sql", stdout=out, stderr=StringIO())


def test_two_articles_for_one_old_address(bring, tmp_path):
    path = tmp_path / "a.jsonl"
    line = '{{"number": {}, "title": "一", "author": "林知远", "body": "<p>一。</p>", "column": "金融", "addresses": ["/a.html", "/hf/{}.html", "x"]}}\n'
    path.write_text(line.format(1, 1) + line.format(2, 2), "utf-8")
    bring(path)
    assert list(OldAddress.objects.values_list("old", "article")) == [("/a.html", 1)]
    assert told()[1] == ("changed", ["有旧网址不能用，没有登记"])


def test_killed_while_citations_are_checked_it_resumes_there(site, author, original_notice):
    """All rows are there by then: whoever resumes must not be told to begin anew."""
    call_command("import_articles", site, stage="rows", stdout=StringIO(), stderr=StringIO())
    waiting, out = WaitingArticle.objects.count(), StringIO()
    call_command("import_articles", site, resume=True, stdout=out, stderr=StringIO())
    assert (
        out.getvalue()
        == f"文章已经全部导入，接着核对法条引用。\n核对了 {waiting} 篇文章的法条引用，并建立了检索。\n"
    )
    assert (waiting > 0, WaitingArticle.objects.exists()) == (True, False)
    with pytest.raises(CommandError, match="没有中断过"):
        call_command("import_articles", site, resume=True, stdout=out, stderr=StringIO())
