"""Small archives written by hand in the formats of the old sites."""

import json
import sqlite3
from pathlib import Path

POSTS = [  # ID, category, author, tags, status, type, alias, title, intro, content, posted, views
    (5, 1, 1, "{1}{5}", 0, 0, "wangdai", "网贷逾期怎么办", "", "<p>网贷逾期怎么办</p><p>先弄清楚欠多少。</p><p>版权声明：本文原创。</p>", 1560000000, 321),
    (7, 2, 1, "{5}", 0, 0, "", "It's \"quoted\"; \\ 与换行", "自己写的摘要", "<p>第一行\n第二行</p><p>它说：'可以'；\\路径。</p>", 1561000000, 5),
    (8, 1, 1, "", 1, 0, "", "草稿的标题", "", "<p>草稿标记。</p>", 1562000000, 0),
    (9, 1, 1, "", 2, 0, "", "待审的标题", "", "<p>待审标记。</p>", 1563000000, 0),
    (10, 1, 1, "", 4, 0, "", "私密的标题", "", "<p>私密标记。</p>", 1564000000, 9),
    (11, 0, 1, "", 0, 1, "about", "关于我们", "", "<p>独立页面。</p>", 1565000000, 77),
    (12, 0, 1, "{99}", 0, 0, "", "没有栏目", "", "<p>正文<img src=\"{#ZC_BLOG_HOST#}zb_users/upload/2019/06/a.png\"></p><script>x</script><p>见<a href=\"{#ZC_BLOG_HOST#}?id=5\">前文</a>。</p>", 1566000000, 1),
]  # fmt: skip
COLUMNS = [
    *("log_ID", "log_CateID", "log_AuthorID", "log_Tag", "log_Status", "log_Type"),
    *("log_Alias", "log_Title", "log_Intro", "log_Content", "log_PostTime", "log_ViewNums"),
]
TYPES = ["int(11) NOT NULL AUTO_INCREMENT", *["int(11) NOT NULL DEFAULT '0'"] * 2, "varchar(255) NOT NULL DEFAULT ''",
         *["tinyint(4) NOT NULL DEFAULT '0'"] * 2, *["varchar(255) NOT NULL DEFAULT ''"] * 2, *["longtext NOT NULL"] * 2,
         *["int(11) NOT NULL DEFAULT '0'"] * 2]  # fmt: skip
REST = {
    "category": (
        ("cate_ID", "cate_Name", "cate_Alias", "cate_Intro"),
        [(1, "金融债务", "debt", ""), (2, "劳动", "", "用工之事")],
    ),
    "comment": (("comm_ID", "comm_Content"), [(1, "INSERT INTO `zbp_post` VALUES (6,'假的');")]),
    "member": (("mem_ID", "mem_Name", "mem_Alias"), [(1, "林知远", "")]),
    "tag": (("tag_ID", "tag_Name", "tag_Alias"), [(1, "网贷法律", ""), (5, "征信", "")]),
    "upload": (("ul_ID", "ul_Name", "ul_LogID", "ul_PostTime"), [(1, "a.png", 12, 1560000000)]),
}


def dump(path: Path, *, prefix: str = "zbp_", named: bool = False, encoding: str = "utf-8") -> Path:
    """As mysqldump writes it: a table after the other by name, several rows an INSERT; named as phpMyAdmin does."""
    tables = {name: (columns, None, rows) for name, (columns, rows) in REST.items()} | {
        "post": (COLUMNS, TYPES, POSTS)
    }
    parts = ["-- MySQL dump 10.13  Distrib 5.7.26\n/*!40101 SET NAMES utf8 */;\n"]
    for name in sorted(tables):
        columns, types, rows = tables[name]
        kinds = types or ["varchar(255) NOT NULL DEFAULT ''"] * len(columns)
        lines = ",\n".join(f"  `{c}` {t}" for c, t in zip(columns, kinds, strict=True))
        parts.append(
            f"DROP TABLE IF EXISTS `{prefix}{name}`;\nCREATE TABLE `{prefix}{name}` (\n{lines},\n  PRIMARY KEY (`{columns[0]}`),\n"
            f"  KEY `{prefix}x` (`{columns[0]}`,`{columns[1]}`)\n) ENGINE=MyISAM DEFAULT CHARSET=utf8;\n"
        )
        values = ",".join("(" + ",".join(map(_quoted, row)) + ")" for row in rows)
        into = f" ({', '.join(f'`{c}`' for c in columns)})" if named else ""
        parts.append(
            f"LOCK TABLES `{prefix}{name}` WRITE;\n/*!40000 ALTER TABLE `{prefix}{name}` DISABLE KEYS */;\n"
            f"INSERT INTO `{prefix}{name}`{into} VALUES {values};\nUNLOCK TABLES;\n"
        )
    path.write_text("".join(parts), encoding=encoding)
    return path


def _quoted(value: object) -> str:
    if isinstance(value, int):
        return str(value)
    text = value.replace("\\", "\\\\").replace("'", "\\'").replace('"', '\\"').replace("\n", "\\n")
    return f"'{text}'"


def sqlite(path: Path, prefix: str = "zbp_") -> Path:
    """The same site as it keeps itself in SQLite."""
    database = sqlite3.connect(path)
    for name, (columns, rows) in (REST | {"post": (COLUMNS, POSTS)}).items():
        database.execute(f"CREATE TABLE {prefix}{name} ({', '.join(columns)})")
        database.executemany(f"INSERT INTO {prefix}{name} VALUES ({', '.join('?' * len(columns))})", rows)
    database.commit()
    database.close()
    return path


WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>旧站</title><wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login><![CDATA[lin]]></wp:author_login><wp:author_display_name><![CDATA[林知远]]></wp:author_display_name></wp:author>
<wp:category><wp:category_nicename>debt</wp:category_nicename><wp:cat_name><![CDATA[金融债务]]></wp:cat_name></wp:category>
<item><title>信用卡逾期</title><link>https://old.example/2019/06/card/</link><dc:creator><![CDATA[lin]]></dc:creator>
<content:encoded><![CDATA[第一段。

第二段的第一行，
第二行。]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>21</wp:post_id><wp:post_date>2019-06-01 08:00:00</wp:post_date><wp:post_date_gmt>2019-06-01 00:00:00</wp:post_date_gmt>
<wp:post_name>card</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="debt"><![CDATA[金融债务]]></category><category domain="post_tag" nicename="x"><![CDATA[征信]]></category>
<wp:postmeta><wp:meta_key>views</wp:meta_key><wp:meta_value>88</wp:meta_value></wp:postmeta></item>
<item><title>附图</title><wp:post_id>22</wp:post_id><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type></item>
<item><title>页面</title><dc:creator>lin</dc:creator><wp:post_id>23</wp:post_id><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>扔掉的</title><dc:creator>lin</dc:creator><wp:post_id>24</wp:post_id><wp:status>trash</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>带密码的</title><dc:creator>lin</dc:creator><content:encoded><![CDATA[<!-- wp:paragraph --><p>密码标记。</p><!-- /wp:paragraph -->]]></content:encoded>
<wp:post_id>25</wp:post_id><wp:post_password>1234</wp:post_password><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
</channel></rss>
"""


def json_lines(path: Path, many: int, first: int = 100) -> Path:
    """So many simple records."""
    rows = (
        {"number": first + i, "title": f"第{i}篇", "body": f"<p>第{i}篇的正文。</p>", "column": "金融债务", "author": "林知远",
         "tags": ["征信", f"标签{i % 3}"], "published_at": "2020-01-01T08:00:00", "addresses": [f"/old/{i}.html"]}
        for i in range(many)
    )  # fmt: skip
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return path
