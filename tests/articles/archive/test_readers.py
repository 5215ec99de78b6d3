"""What the readers make of each format, and of files that are none."""

from datetime import UTC, datetime

import pytest

from articles.archive import mysql_text
from articles.archive.records import Item, SourceRefused, Standing, Unread
from articles.archive.sources import source_of
from tests.articles.archive import files


def read(path, **options) -> list:
    return list(source_of(path, **options).records())


@pytest.mark.parametrize("piece", [1, 17, 1 << 20])
@pytest.mark.parametrize("named", [False, True])
def test_a_dump_is_read_wherever_its_pieces_end(tmp_path, monkeypatch, piece, named):
    monkeypatch.setattr(mysql_text, "PIECE", piece)
    path = files.dump(tmp_path / "site.sql", named=named, prefix="hf_" if named else "zbp_")
    found = read(path)
    assert [record.number for record in found] == [5, 7, 8, 9, 10, 11, 12]
    first, second = found[:2]
    assert first == Item(
        number=5,
        title="网贷逾期怎么办",
        body=files.POSTS[0][9],
        standing=Standing.PUBLIC,
        column="金融债务",
        author="林知远",
        tag_names=("网贷法律", "征信"),
        published_at=datetime(2019, 6, 8, 13, 20, tzinfo=UTC),
        alias="wangdai",
        views=321,
        rest={"log_CateID": "1", "log_AuthorID": "1"},
    )
    assert (second.title, second.body) == (files.POSTS[1][7], files.POSTS[1][9])
    assert second.summary == "自己写的摘要"
    assert [record.standing for record in found[2:5]] == [Standing.DRAFT, Standing.AUDITING, Standing.PRIVATE]
    assert found[5] == Unread(11, "关于我们", "这是独立页面，不是文章", "<p>独立页面。</p>", 77)
    assert found[6].uploads == ("2019/06/a.png",)
    assert 'href="/hf/5.html"' in found[6].body


def test_sqlite_says_the_same_as_the_dump(tmp_path):
    assert read(files.sqlite(tmp_path / "site.db")) == read(files.dump(tmp_path / "site.sql"))


def test_a_dump_in_another_encoding(tmp_path):
    path = files.dump(tmp_path / "site.sql", encoding="gbk")
    with pytest.raises(SourceRefused, match="encoding"):
        source_of(path).preface()
    assert read(path, encoding="gbk")[0].title == "网贷逾期怎么办"


def test_two_sites_in_one_dump_are_told_apart_by_prefix(tmp_path):
    one, two = files.dump(tmp_path / "a.sql"), files.dump(tmp_path / "b.sql", prefix="bak_")
    both = tmp_path / "both.sql"
    both.write_text(one.read_text("utf-8") + two.read_text("utf-8"), "utf-8")
    with pytest.raises(SourceRefused, match="bak_post、zbp_post"):
        source_of(both).preface()
    assert len(read(both, prefix="bak_")) == 7


def test_wordpress(tmp_path):
    path = tmp_path / "wp.xml"
    path.write_text(files.WXR, "utf-8")
    source = source_of(path)
    assert source.preface().authors == ("林知远",)
    post, page, trashed, locked = source.records()
    assert post == Item(
        number=21,
        title="信用卡逾期",
        body="<p>第一段。</p><p>第二段的第一行，<br>第二行。</p>",
        standing=Standing.PUBLIC,
        column="金融债务",
        author="林知远",
        tag_names=("征信",),
        published_at=datetime(2019, 6, 1, tzinfo=UTC),
        alias="card",
        addresses=("/2019/06/card/",),
        views=88,
    )
    assert (page.why, trashed.why) == ("类型 page 不是文章", "在回收站里")
    assert (locked.standing, locked.body) == (Standing.PRIVATE, "<p>密码标记。</p>")


LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><rss><channel><item><title>&b;</title></item></channel></rss>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><rss><channel/></rss>'
REFUSED = {  # name: (bytes, what the sentence says)
    "empty": (b"", "空文件"),
    "packed": (b"\x1f\x8b\x08\x00", "压缩包"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0", "不是认识的格式"),
    "entities": (LAUGHS.encode(), "实体声明"),
    "outside": (OUTSIDE.encode(), "实体声明"),
    "deep": (b"<a>" * 40, "嵌套太深"),
    "html": (b"<html><body>x</body></html>", "不是 WordPress"),
    "cut xml": (files.WXR.encode()[:1500], "不是完整的 XML"),
    "other sql": (
        b"CREATE TABLE `wp_posts` (`ID` int);\nINSERT INTO `wp_posts` VALUES (1);\n",
        "没有 Z-BlogPHP",
    ),
    "no sql": ("随便写的一段话，没有分号".encode(), "没有 Z-BlogPHP"),
    "open quote": (b"INSERT INTO `zbp_tag` (tag_ID, tag_Name) VALUES (1,'" + b"x" * 5000, "中断"),
    "not json": (b"{nothing}\n[]\n", "不是 JSON Lines"),
    "false sqlite": (b"SQLite format 3\0" + b"x" * 5000, "SQLite"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_archive_is_refused_with_a_sentence(tmp_path, name):
    data, said = REFUSED[name]
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(SourceRefused, match=said):
        source_of(path).preface()


def test_a_dump_that_breaks_off_is_refused_before_anything_is_read(tmp_path):
    """Its tags stand behind the articles: what would come of it would lack them for good."""
    path = files.dump(tmp_path / "site.sql")
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("待审标记")], "utf-8")
    with pytest.raises(SourceRefused, match="中断"):
        next(source_of(path).records())


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{broken", "第 2 行不是 JSON"),
        ("[1]", "第 2 行不是一个对象"),
        ('{"number": "x"}', "有一个字段读不懂：number 应为整数，不是 'x'"),
        ('{"title": 5}', "有一个字段读不懂：title 应为文字"),
        ('{"state": "gone"}', "有一个字段读不懂：'gone' is not a valid Standing"),
        ('{"published_at": "yesterday"}', "有一个字段读不懂：Invalid isoformat string: 'yesterday'"),
    ],
)
def test_a_bad_line_is_told_and_the_others_read(tmp_path, line, why):
    path = tmp_path / "a.jsonl"
    path.write_text('{"number": 1, "title": "一"}\n' + line + '\n{"number": 3, "title": "三"}\n', "utf-8")
    first, bad, last = read(path)
    assert (first.number, last.number) == (1, 3)
    assert bad.why == why
