"""What is different between two revisions besides the text."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from articles import revisions, workflow
from articles.reviewing import changes
from articles.reviewing.baseline import baselines

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 5, 1, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def between(article) -> changes.Changes:
    new, old = article.revisions.all()[:2]
    return changes.between(old, new)


def test_nothing(write, rewrite, colleague):
    article = write()
    old = revisions.newest(article)
    found = changes.between(old, old)
    assert (found.is_same, found.fields, found.in_words) == (True, (), "")


@pytest.mark.parametrize(
    ("change", "label", "was", "now"),
    [
        ({"title": "网贷逾期了怎么办"}, "标题", "网贷逾期怎么办", "网贷逾期了怎么办"),
        ({"summary": "一句话。"}, "摘要", "（无）", "一句话。"),
        ({"keywords": "网贷"}, "关键词", "（无）", "网贷"),
        ({"source_name": "某报"}, "来源", "（无）", "某报"),
        ({"source_url": "https://a.cn/"}, "来源网址", "（无）", "https://a.cn/"),
        ({"publish_at": NOON}, "发布时间", "审核通过后立即", "2030年5月1日 12:00"),
        ({"expires_at": NOON}, "下架时间", "（无）", "2030年5月1日 12:00"),
        ({"ai_use": "assisted"}, "使用了人工智能", "没有使用人工智能", "用人工智能辅助写作，由律师审定"),
    ],
)
def test_a_field(change, label, was, now, write, rewrite):
    article = write()
    rewrite(article, **change)
    (found,) = between(article).fields
    assert (found.label, found.was, found.now) == (label, was, now)


def test_fields_that_name_rows(write, rewrite, cases, colleague, reprint_notice):
    article, other = write(), write("别的文章")
    rewrite(
        article,
        column_id=cases.pk,
        author_id=colleague.lawyer.pk,
        coauthor_ids=[colleague.lawyer.pk, 10**6],
        own_notice_id=reprint_notice.pk,
        pinned_ids=[other.pk],
        banned_ids=[10**6],
    )
    assert {change.label: (change.was, change.now) for change in between(article).fields} == {
        "栏目": ("金融债务", "法院案例"),
        "作者": ("林知远", "沈若水"),
        "合著律师": ("（无）", "沈若水，已删除的 1000000 号"),
        "版权声明": ("用栏目的声明", "转载"),
        "置顶的相关文章": ("（无）", "别的文章"),
        "不要的相关文章": ("（无）", "已删除的 1000000 号"),
    }


def test_every_field_of_the_content_is_looked_at(write):
    """A field that is added to Content and forgotten here would go live unseen."""
    named = {
        "title",
        "body",
        "summary",
        "keywords",
        "column_id",
        "author_id",
        "coauthor_ids",
        "own_notice_id",
    }
    named |= {"source_name", "source_url", "publish_at", "expires_at", "ai_use", "pinned_ids", "banned_ids"}
    assert set(revisions.content_of(revisions.newest(write()))) == named


def test_tags(write, rewrite):
    article = write(tags=["甲", "乙"])
    rewrite(article, tags=["乙", "丙"])
    tags = between(article).tags
    assert (tags.added, tags.gone, tags.kept) == (("丙",), ("甲",), ("乙",))


def test_citations(write, rewrite, civil_code):
    article = write(body="<p>见《民法典》第111条和《民法典》第1034条。</p>")
    rewrite(article, body="<p>见《中华人民共和国民法典》第111条和《民法典》第1035条、第9999条。</p>")
    law = between(article).law
    assert [finding.written for finding in law.gone] == ["《民法典》第1034条"]
    assert [(finding.written, finding.result) for finding in law.added] == [
        ("《民法典》第1035条", "现行有效"),
        ("《民法典》第9999条", "没有这一条"),
    ]
    assert between(article).in_words == "新增 2 处引用，去掉 1 处引用"


def test_what_the_rules_find(write, rewrite):
    """A reviewer sees what a new text brings in, and what was mended."""
    article = write(body="<p>请打13812345678找张某。</p>")
    rewrite(article, body="<p>我们保证胜诉。</p>")
    lint = between(article).lint
    assert [(row.finding.words, row.is_open) for row in lint.added] == [("保证胜诉", True)]
    assert [row.finding.words for row in lint.gone] == ["13812345678"]
    assert between(article).in_words == "文字检查新增 1 处，文字检查少了 1 处"


def test_apart_counts_each_as_often_as_it_is_there():
    found = changes.apart("aab", "abbc", key=str)
    assert (found.added, found.gone, found.kept) == (("b", "c"), ("a",), ("a", "b"))


def test_what_a_new_revision_is_held_against(publish, rewrite, write, author, reviewer):
    def named(article):
        return [
            (one.name, one.label, one.revision.number)
            for one in baselines(article, revisions.newest(article))
        ]

    article = publish()
    assert named(article) == []
    rewrite(article, title="改过的标题")
    assert named(article) == [("live", "线上版本", 1)]
    workflow.perform("submit", article, by=author)
    workflow.perform("return", article, by=reviewer, reason="再改")
    rewrite(article, title="再改的标题")
    assert named(article) == [("live", "线上版本", 1), ("returned", "上次退回的版本", 2)]
    fresh = write("没上过线")
    assert named(fresh) == []
