"""The law changes under a live article: what readers, the lawyer and staff see of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.law import rechecking
from articles.models import Article
from statutes.models import Statute, StatuteVersion
from tests.browser.test_accessibility import looks

ARTICLE = "/hf/837828.html"
REPORT = "/admin/articles/article/impact/"


@pytest.fixture
def amended(site):
    """The civil code with another 第1034条, and the consumer law repealed, since yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    code = Statute.objects.get(slug="民法典")
    old = code.versions.get()
    old.effective_to = yesterday
    old.save()
    new = StatuteVersion.objects.create(statute=code, promulgated_on=yesterday, effective_from=yesterday)
    for row in old.provisions.all():
        row.pk, row.version = None, new
        row.text = row.text.replace("受法律保护", "受法律严格保护") if row.key == "1034" else row.text
        row.save()
    Statute.objects.filter(slug="消费者权益保护法").update(repealed_on=yesterday)
    Statute.objects.filter(slug__in=["民法典", "消费者权益保护法"]).touch()
    rechecking.recheck(rechecking.due(timezone.localdate()), timezone.localdate())


def test_a_reader_is_told_and_shown_both_texts(amended, visit):
    page = visit(ARTICLE)
    banner = page.locator(".law-changed").inner_text()
    assert "《民法典》第1034条、《消费者权益保护法》第29条，与本文在" in banner
    page.hover("a.cite[data-law]")
    card = page.locator(".card")
    card.wait_for()
    assert card.locator(".standing").inner_text() == "条文已修改"
    shown = card.locator("blockquote").all_inner_texts()
    assert [words.split("。")[0] for words in shown] == [
        "自然人的个人信息受法律保护",
        "自然人的个人信息受法律严格保护",
    ]


def test_without_javascript_the_list_has_both(amended, visit):
    page = visit(ARTICLE, js=False)
    entry = page.locator(".references li").first
    assert entry.locator(".aside").all_inner_texts()[0].startswith("本文核对时（")
    assert entry.locator("blockquote").count() == 2


def test_a_lawyer_confirms_by_one_click(amended, log_in, visit):
    page = log_in("lin")
    page.click("text=篇线上文章引用的条文已修改或废止")
    title = Article.objects.get(pk=837828).title
    entry = page.locator(".affected", has_text=title)
    assert entry.locator(".drifted .result").all_inner_texts() == ["条文已修改", "法规已废止"]
    entry.get_by_label("说明（可不填）").fill("文号照原页面保留")  # for what is wrong in it
    entry.get_by_role("button", name="确认法律依据仍然正确").click()
    page.wait_for_selector("text=完成")
    assert page.locator(".affected", has_text=title).count() == 0
    reader = visit(ARTICLE)
    assert reader.locator(".law-changed").count() == 0
    assert "林知远" in reader.locator(".confirmed").inner_text()


def test_axe_finds_nothing(amended, visit, log_in):
    article, report = looks(visit(ARTICLE)), log_in("shenhe")
    report.goto(REPORT)
    assert report.locator(".affected").count() > 0
    assert (article, looks(report)) == ({}, {})
