"""The page of an article, part by part, as a visitor finds it."""

import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import segno
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import page, publishing, revisions
from articles.models import Article, Column, Tag
from firm.models import Firm
from statutes.models import Statute

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
BODY = "<p>依《民法典》第1034条第二款。</p><p>《关于规范整顿“现金贷”业务的通知》(银办发〔2017〕141号)禁止暴力催收。</p>"


class Words(HTMLParser):
    """The words that a visitor reads, blanks folded; also every link as (href, words)."""

    def __init__(self, html: str):
        super().__init__()
        self.words, self.links, self.href = "", [], None
        self.feed(re.sub(r"<head>.*?</head>", "", html, flags=re.DOTALL))
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append([dict(attrs).get("href"), ""])
            self.href = tag

    def handle_endtag(self, tag):
        if tag == "a":
            self.href = None
        if tag in {"p", "li", "h1", "h2", "h3", "dt", "dd", "span", "nav"}:
            self.words += " "

    def handle_data(self, data):
        self.words += data
        if self.href:
            self.links[-1][1] += data


@pytest.fixture
def read(client):
    def _read(article) -> tuple[Words, str]:
        response = client.get(article.get_absolute_url())
        assert response.status_code == 200
        html = response.content.decode()
        return Words(html), html

    return _read


@pytest.fixture
def article(publish, civil_code, notice_of_2017):
    """An article of the spring of 2026 with an older and a newer one of its column, both of its tag."""
    for title, days in (("网贷催收怎么投诉", 9), ("网贷逾期会坐牢吗", 1)):
        then = timezone.now() - timedelta(days=days)
        publish(title, publish_at=then, body=f"<p>{title}，这一篇讲别的。</p>", tags=["网贷法律"])
    found = publish(
        "网贷逾期把通讯录权限关闭可以吗?",
        body=BODY,
        tags=["网贷法律", "催收"],
        keywords="逾期处理，通讯录授权",
        publish_at=timezone.now() - timedelta(days=5),
        pk=837828,
    )
    Article.objects.filter(pk=found.pk).update(revised_at=datetime(2026, 3, 12, 1, tzinfo=CHINA))
    found.refresh_from_db()
    return found


def test_head_of_the_article(article, read, column, author):
    words, _ = read(article)
    then = article.published_at.astimezone(CHINA)
    day = f"{then.year}年{then.month}月{then.day}日"
    assert "当前位置： 首页 > 金融债务 > 正文" in words.words
    assert [column.get_absolute_url(), "金融债务"] in words.links
    assert (
        "网贷逾期把通讯录权限关闭可以吗? 林知远 律师，执业证号 13301200000000001 "
        f"发布于 {day} 修订于 2026年3月12日 全文 {article.characters} 字，约 1 分钟读完"
    ) in words.words
    assert [author.lawyer.get_absolute_url(), "林知远 律师，执业证号 13301200000000001"] in words.links
    assert article.characters == len(
        "依《民法典》第1034条第二款。《关于规范整顿“现金贷”业务的通知》(银办发〔2017〕141号)禁止暴力催收。"
    )


def test_body_with_its_link_and_card(article, read, civil_code):
    words, html = read(article)
    provision = civil_code.versions.get().provisions.get(key="1034")
    assert [provision.get_absolute_url(), "《民法典》第1034条第二款"] in words.links
    assert f'data-law="law-{civil_code.pk}-1034"' in html
    assert f'id="law-{civil_code.pk}-1034"' in html  # where the link finds its entry
    assert 'data-text="《民法典》第1034条　自然人的个人信息受法律保护。' in html


TODAY = timezone.localdate()


def test_references(article, read, civil_code):
    words, html = read(article)
    start = words.words.index("本文引用的法律条文")
    found = words.words[start : words.words.index("本文为", start)]
    assert found.startswith(
        "本文引用的法律条文 《中华人民共和国民法典》第1034条 现行有效 自然人的个人信息受法律保护。 个人信息是以电子"
    )
    assert found.strip().endswith(
        "《关于规范整顿“现金贷”业务的通知》（银办发〔2017〕141号） 未收录 "
        "专项整治工作领导小组办公室，本站登记的文号为整治办函〔2017〕141号（待核对）。 "
        f"法律依据核对：{TODAY.year}年{TODAY.month}月{TODAY.day}日，林知远律师"
    )
    assert html.count('<section class="references"') == 1


def test_foot_of_the_article(article, read):
    words, html = read(article)
    link = f"{settings.SITE_URL}/hf/837828.html"
    firm = Firm.load()
    assert f"本文为{firm.short_name}原创。个案情况不同，建议咨询专业律师。" in words.words
    assert f"版权声明 本文由{firm.name}原创，转载请附链接：{link}" in words.words
    assert "关键词 逾期处理，通讯录授权" in words.words
    assert f"本文链接 {link} 复制链接" in words.words
    tags = {tag.name: tag for tag in article.tags.all()}
    assert [[tags[name].get_absolute_url(), name] for name in ("网贷法律", "催收")] == [
        pair for pair in words.links if pair[1] in tags
    ]
    assert f'<link rel="canonical" href="{link}">' in html


def test_qr_codes(article, read, client):
    words, html = read(article)
    link = f"{settings.SITE_URL}/hf/837828.html"
    assert "扫描二维码推送至手机访问" in words.words
    assert len(re.findall(r'<svg [^>]*class="qr"', html)) == 1
    assert '<img class="qr" src="/hf/837828.png" alt="本文链接的二维码"' in html
    png = client.get("/hf/837828.png")
    assert png["Content-Type"] == "image/png"
    expected = BytesIO()
    segno.make(link, error="m").save(expected, kind="png", scale=8, border=4)
    assert png.content == expected.getvalue()


def test_neighbours_and_related(article, read):
    words, html = read(article)
    before, after = (Article.objects.get(title=title) for title in ("网贷催收怎么投诉", "网贷逾期会坐牢吗"))
    assert "上一篇：网贷催收怎么投诉 下一篇：网贷逾期会坐牢吗" in words.words
    start = words.words.index("网贷逾期把通讯录权限关闭可以吗?的相关文章")
    assert "网贷逾期会坐牢吗 网贷逾期会坐牢吗，这一篇讲别的。 同标签 网贷法律" in words.words[start:]
    assert f'<a href="{after.get_absolute_url()}"><mark>网贷逾期</mark>会坐牢吗</a>' in html
    assert f'<a href="{before.get_absolute_url()}" rel="prev">网贷催收怎么投诉</a>' in html


def test_a_bare_article_has_no_empty_parts(publish, read):
    words, _ = read(publish())
    for part in ("本文引用的法律条文", "关键词", "标签", "的相关文章", "修订于"):
        assert part not in words.words
    assert "上一篇：没有了 下一篇：没有了" in words.words


def test_a_reprint_does_not_call_itself_original(publish, cases, read):
    source = {"source_name": "最高人民法院", "source_url": "https://court.example/1"}
    words, _ = read(publish(column=cases, **source))
    assert "原创" not in words.words
    assert f"本文转载自最高人民法院，由{Firm.load().name}整理。" in words.words
    assert "版权声明 来自最高人民法院 https://court.example/1。 原文：https://court.example/1" in words.words


def test_a_verdict_past_its_day_is_not_shown(article, read):
    assert "第1034条 现行有效" in read(article)[0].words
    article.references.update(holds_until=timezone.localdate() + timedelta(days=1))
    assert "第1034条 现行有效" in read(article)[0].words
    article.references.update(holds_until=timezone.localdate())
    words, _ = read(article)
    assert "第1034条 自然人的个人信息" in words.words
    assert "现行有效" not in words.words


def test_nothing_is_worked_out_at_reading(article, read):
    """The law's text is read, the article's parts are not made again."""
    before = read(article)[1]
    Article.objects.filter(pk=article.pk).update(body="<p>《民法典》第111条</p>", summary="换了")
    Statute.objects.update(doc_number="换了〔2017〕1号")
    assert read(article)[1] == before.replace("整治办函〔2017〕141号", "换了〔2017〕1号")


def test_the_number_of_queries_does_not_grow(publish, read, civil_code, original_notice):
    family = Column.objects.create(name="婚姻家庭", slug="family", notice=original_notice)

    def queries(article) -> int:
        with CaptureQueriesContext(connection) as captured:
            read(article)
        return len(captured)

    publish("邻居", body="<p>邻居的正文</p>", tags=["甲"])
    one = publish("一篇", body="<p>《民法典》第111条</p>", tags=["甲"])
    few = queries(one)
    for n in range(9):
        publish(f"第{n}篇", body=f"<p>{chr(0x4E00 + n) * 9}</p>", tags=["乙"], column=family)
    cited = "".join(f"<p>《民法典》第{n}条</p>" for n in (111, 1034, 1035, 1036))
    many = publish("多篇", body=cited, tags=["乙", "丙", "丁"], column=family)
    assert [len(page.of_live(found)["related"]) for found in (one, many)] == [1, 8]
    assert queries(many) == few


def test_preview_and_live_page_have_the_same_parts(article, rewrite):
    composed = publishing.compose(rewrite(article, title="改过"))
    preview, live = page.of_composed(composed), page.of_live(article)
    assert preview.keys() == live.keys()
    assert (preview["previous"], preview["next"]) == (live["previous"], live["next"])
    assert [str(tag) for tag in preview["tags"]] == [str(tag) for tag in live["tags"]]
    assert [r.anchor for r in preview["references"]] == [r.anchor for r in live["references"]]
    assert [i.reason for i in preview["related"]] == [i.reason for i in live["related"]]
    assert preview["article"].title == "改过"


def test_tags_stand_in_the_order_in_which_they_were_given(publish):
    for name in "丙乙甲":
        Tag.objects.create(name=name)
    article = publish(tags=["甲", "丙", "乙"])
    given = [tied.tag.name for tied in article.tagged.order_by("pk")]
    together = page.of_many([article, publish("别的", body="<p>别的</p>")])
    assert [tag.name for tag in page.of_live(article)["tags"]] == given
    assert [tag.name for tag in together[0]["tags"]] == given


def test_the_preview_of_a_first_draft_has_no_neighbours(write):
    context = page.of_composed(publishing.compose(revisions.newest(write())))
    assert (context["previous"], context["next"]) == (None, None)
