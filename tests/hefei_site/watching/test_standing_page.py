"""Administrators see how the site stands, in sentences; nobody else sees it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from articles.rendering import keeping
from firm import backups, last_run
from hefei_site.watching import counting, engine, metrics, readiness, standing_page
from hefei_site.watching.readiness import Space

MINUTE = timedelta(minutes=1)
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


@pytest.fixture
def shown(as_, administrator, monkeypatch):
    """shown(): the page's text, all questions asked in this test's transaction."""
    for module in (standing_page, readiness):
        monkeypatch.setattr(
            module, "within", lambda seconds, asked: {name: ask() for name, ask in asked.items()}
        )
    monkeypatch.setattr(readiness, "space", lambda folder: Space(50 << 30, 100 << 30))
    monkeypatch.setattr(backups, "standing", lambda: backups.Standing(NOW, NOW - MINUTE, NOW))
    monkeypatch.setattr(metrics, "_counted", {})
    client = as_(administrator)

    def _shown() -> str:
        response = client.get(reverse("admin:standing"))
        assert response.status_code == 200
        main = re.search(r'id="content-main".*?<!-- END Content -->', response.content.decode(), re.DOTALL)[0]
        return " ".join(re.sub(r"<[^>]*>", " ", main).split())

    return _shown


def test_all_is_well(shown):
    last_run.note(last_run.RUN_DUE, MINUTE / 30, went_well=True)
    text = shown()
    assert "一切正常。 数据库 正常 数据库在" in text
    assert "磁盘 正常 最满的一处还剩 50.0 GB（50%）。 定时任务 正常" in text
    assert "备份 正常 数据库可以恢复到 2026-11-27 09:59:00（1 分钟前）。" in text
    assert "没有谁在等锁。" in text
    assert "还没有线上文章。" in text


def test_what_is_wrong_comes_with_what_to_do(shown, monkeypatch):
    monkeypatch.setattr(readiness, "space", lambda folder: Space(1 << 30, 100 << 30))
    text = shown()
    assert "这台服务器现在不能正常提供服务。 请先处理下面标着“有故障”的。" in text
    assert (
        "磁盘 有故障 磁盘快满了，上传会失败：最满的一处还剩 1.0 GB（1%）。 请清理日志和旧文件，或加大磁盘。"
        in text
    )
    assert "定时任务 请看一下 定时任务 run_due 还没有运行过" in text


def test_how_many_pages_are_ready(shown, publish):
    first, _ = publish("甲"), publish("乙")
    keeping.keep_all([first.pk])
    assert "线上文章 2 篇，50.0% 的网页已经生成好" in shown()


def test_what_this_process_has_answered(shown, monkeypatch):
    monkeypatch.setattr(counting, "counts", counting.Counts())
    for source in ("memory", "memory", "stored", "made"):
        counting.count(200, 0.01, source)
    counting.count(503, 0.01, "made")
    assert "回答了 5 次，其中 40% 来自内存，20% 来自生成好的网页，出错 1 次" in shown()


def test_the_largest_tables_and_the_cache(shown, publish):
    publish()
    text = shown()
    assert re.search(r"最大的数据表 .* articles_\w+ [\d.]+ KB", text)
    assert re.search(r"文章和版本 [\d.]+% \d+", text)


def test_without_the_extension_it_says_how_to_have_it(shown):
    assert "没有打开查询统计。要打开：" in shown()


def test_with_the_extension(shown, monkeypatch):
    slow = [engine.Statement(12, 3.456, 41.5, "SELECT '…' FROM x")]
    monkeypatch.setattr(engine, "slow", lambda: slow)
    assert "42 3.46 12 SELECT &#x27;…&#x27; FROM x" in shown()
    monkeypatch.setattr(engine, "slow", list)
    assert "统计刚刚开始，还没有记录。" in shown()


@pytest.mark.django_db
def test_the_extension_itself():
    """Where the server has it loaded, as the one of .ci/run that Debian ships."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('shared_preload_libraries')")
        if "pg_stat_statements" not in cursor.fetchone()[0]:
            pytest.skip("this PostgreSQL has not loaded pg_stat_statements")
        cursor.execute("CREATE EXTENSION pg_stat_statements")
        cursor.execute("SELECT count(*) FROM firm_firm WHERE name = '王某'")
    found = engine.slow()
    assert 1 <= len(found) <= engine.SHOWN
    assert all(one.calls >= 1 and one.total >= one.mean >= 0 and "王某" not in one.text for one in found)


@pytest.mark.django_db
def test_an_extension_that_is_not_loaded_counts_as_none():
    """It can be created without; each question then fails, and the page goes on."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pg_extension SET extname = 'pg_stat_statements' WHERE extname = 'plpgsql'")
    assert engine.slow() is None
    assert engine.size().used >= 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT 1\n  FROM x", "SELECT 1 FROM x"),
        ("WHERE name = '王某''s' AND x = '借款'", "WHERE name = '…' AND x = '…'"),
        ("WHERE name = '王某", "WHERE name = '…'"),  # cut off by PostgreSQL
        ("WHERE phone = 13812345678", "WHERE phone = [手机号]"),
        ("x" * 300, "x" * 199 + "…"),
        (None, ""),
    ],
)
def test_a_statement_is_shown_without_what_somebody_typed(text, said):
    assert engine.shown(text) == said


def test_a_database_that_is_slow_to_tell_of_itself(as_, administrator, monkeypatch):
    monkeypatch.setattr(standing_page, "within", lambda seconds, asked: {})
    response = as_(administrator).get(reverse("admin:standing"))
    assert "数据库没有及时说出它自己的情况，请过一会儿刷新。" in response.content.decode()


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_for_administrators_alone(who, request, as_):
    client = as_(request.getfixturevalue(who))
    response = client.get(reverse("admin:standing"))
    assert (response.status_code, "只有管理员能看运行状况。" in response.content.decode()) == (403, True)
    assert "运行状况" not in client.get(reverse("admin:index")).content.decode()


def test_the_first_page_leads_there(as_, administrator):
    assert (
        f'<a href="{reverse("admin:standing")}">运行状况</a>'
        in as_(administrator).get("/admin/").content.decode()
    )


def test_a_visitor_is_sent_to_the_door(client, db):
    response = client.get(reverse("admin:standing"))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("admin:login"))
