"""The import's report: what is to be mended first, on its page and as CSV, for administrators alone."""

import pytest
from django.urls import reverse

from articles.archive import report, working_out
from articles.copies import stars
from articles.models import Article, ImportedItem, LintRule, OldAddress
from firm.models import AuditRecord
from tests.articles.archive import files

LIST = "/admin/articles/importeditem/"
LONG = "<p>" + "借款人应当先核对合同，再看流水，最后才谈还款的次序。".join("一二三四五六七八九十") + "</p>"


@pytest.fixture
def imported(bring, tmp_path, civil_code):
    """A refused page, one with wrong law, one with its title in the body, and two that say the same."""
    bring(files.dump(tmp_path / "site.sql"))
    Article.objects.filter(pk=5).update(body="<p>依据《民法典》第9999条，可以拒绝。</p>")
    Article.objects.filter(pk=7).update(
        title="网贷逾期以后先做什么", body="<p>网贷逾期以后先做什么</p><p>正文。</p>"
    )
    Article.objects.filter(pk=12).update(body=LONG)
    twin = Article.objects.get(pk=12)
    for article in (twin, Article.objects.get(pk=5)):
        type(article.live_revision).objects.filter(pk=article.live_revision_id).update(body=LONG)
    LintRule.objects.exclude(detector="title_in_body").update(is_on=False)
    working_out.work_out_all(lambda done, share: None)
    stars.find()


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ("", [5, 11, 10, 7, 12, 8, 9]),  # by traffic
        ("?outcome__exact=refused", [11]),
        ("?trouble=law", [5]),
        ("?trouble=copies", [5, 12]),
        ("?trouble=residue", [7]),
        ("?trouble=lint", [7]),
        ("?q=10", [10]),
        ("?trouble=nonsense", [5, 11, 10, 7, 12, 8, 9]),
    ],
)
def test_the_list_by_traffic_and_trouble(imported, as_, administrator, asked, numbers):
    page = as_(administrator).get(LIST + asked)
    assert [item.number for item in page.context["cl"].result_list] == numbers


def test_the_page_of_one_has_the_text_as_it_was(imported, as_, administrator):
    item = ImportedItem.objects.get(number=5)
    page = (
        as_(administrator).get(reverse("admin:articles_importeditem_change", args=[item.pk])).content.decode()
    )
    assert "版权声明：本文原创" in page
    assert "<p>先弄清楚欠多少。</p>" not in page  # as text, never as HTML
    assert "法条 1 处；与别的文章相近" in page


def test_the_list_as_csv_under_its_filter(imported, as_, administrator):
    answer = as_(administrator).post(f"{LIST}export/?trouble=law")
    heading, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert heading == ",".join(report.HEADING)
    told = "去掉了旧模板的重复的标题行；去掉了旧模板的版权声明"
    assert row == f"321,5,网贷逾期怎么办,导入，有改动,{told},1,是,,,/hf/5.html,site.sql"
    assert AuditRecord.objects.filter(action="导出", reason="导入报告").count() == 1
    assert as_(administrator).get(f"{LIST}export/").status_code == 405


def test_others_see_none_of_it(imported, as_, reviewer, author):
    for user in (reviewer, author):
        assert as_(user).get(LIST).status_code == 403
        assert as_(user).post(f"{LIST}export/").status_code == 403
        assert as_(user).get("/admin/articles/importrun/").status_code == 403
        assert as_(user).get("/admin/articles/oldaddress/").status_code == 403


def test_the_number_of_queries_is_fixed(imported, as_, administrator, django_assert_max_num_queries):
    client = as_(administrator)
    with django_assert_max_num_queries(14):
        assert client.get(LIST).status_code == 200


def test_an_old_address_by_hand(as_, administrator, publish):
    article, client = publish(pk=5), as_(administrator)
    add = "/admin/articles/oldaddress/add/"
    assert (
        client.post(add, {"old": "https://old.example/a%20b.html", "article": "5", "to": ""}).status_code
        == 302
    )
    assert list(OldAddress.objects.values_list("old", "article")) == [("/a b.html", article.pk)]
    for wrong in (
        {"old": "/c", "to": "//evil.example"},
        {"old": "x", "to": "/about/"},
        {"old": "/c"},
        {"old": "/c", "to": "/c"},
    ):
        assert client.post(add, {"article": "", "to": ""} | wrong).status_code == 200
    assert OldAddress.objects.count() == 1
    assert client.get("/admin/articles/oldaddress/").status_code == 200
    assert client.get("/admin/articles/importrun/").status_code == 200
