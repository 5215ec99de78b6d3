"""The pages of the law show what is held, what is only registered, and which articles cite it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import workflow
from articles.models import Article, StatuteReference
from statutes.models import Provision, Statute, StatuteVersion

CITES = "<p>依照《民法典》第1034条第二款，个人信息……</p>"
LEAK = "泄露标记"


def page(client, address: str) -> str:
    """The page's HTML with the white space between tags and words folded."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def pairs(html: str, pattern: str) -> list[str]:
    return re.findall(pattern, html)


def test_the_list_goes_by_kind(client, civil_code, notice_of_2017):
    """In the order of the kinds' rank: a law stands above an interpretation of it."""
    for title, kind in [("征信业管理条例", "regulation"), ("银行卡规定", "interpretation"), ("刑法", "law")]:
        Statute.objects.create(title=title, slug=title, kind=kind)
    response = client.get("/laws/")
    groups = [(kind, [row.title for row in rows]) for kind, rows in response.context["groups"]]
    assert groups == [
        ("法律", ["中华人民共和国民法典", "刑法"]),
        ("行政法规", ["征信业管理条例"]),
        ("司法解释", ["银行卡规定"]),
        ("规范性文件", ["关于规范整顿“现金贷”业务的通知"]),
    ]


def test_the_list_says_what_is_not_held_and_not_verified(client, civil_code, notice_of_2017):
    items = pairs(page(client, "/laws/"), r"<li>(<a href=\"/laws/.+?</a>.*?)</li>")
    words = [" ".join(re.sub(r"<.*?>", " ", item).split()) for item in items]
    assert [line for line in words if line != "法规库"] == [
        "中华人民共和国民法典",
        "关于规范整顿“现金贷”业务的通知 整治办函〔2017〕141号（待核对） 未收录原文",
    ]


def test_an_empty_library_says_so(client, db):
    assert '<p class="empty">法规库还是空的。</p>' in page(client, "/laws/")


def test_a_statute(client, civil_code):
    html = page(client, "/laws/民法典/")
    assert pairs(html, r'<article class="provision" id="(.*?)">') == ["111", "1034", "1035"]
    assert pairs(html, r'<p id="(1035.*?)"') == ["1035.p1", *(f"1035.p1.i{n}" for n in range(1, 5))]
    assert pairs(html, r'<p id="1034.p1">(.*?)</p>') == ["自然人的个人信息受法律保护。"]
    assert pairs(html, r"<d[td]>(.*?)</d[td]>") == [
        *("类别", "法律"),
        *("制定机关", "全国人民代表大会"),
        *("公布", "2020年5月28日"),
        *("施行", "2021年1月1日"),
        *("效力", '<span class="standing in_force">现行有效</span>'),
    ]
    assert "未收录" not in html
    assert "待核对" not in html


def test_an_excerpt_says_so(client, civil_code):
    civil_code.versions.update(is_excerpt=True)
    assert '<p class="notice">本站节选了其中 3 条，不是全文。</p>' in page(client, "/laws/民法典/")


def test_the_chapters_of_a_statute(client, civil_code):
    Provision.objects.filter(key="111").update(path="第一编 总则 第五章 民事权利")
    html = page(client, "/laws/民法典/")
    assert pairs(html, r'<a href="#(h.*?)">(.*?)</a> <small>(.*?)</small>') == [
        ("h1-111", "第一编 总则", "第111条"),
        ("h2-111", "第五章 民事权利", "第111条"),
        ("h1-1034", "第四编 人格权", "第1034—1035条"),
    ]
    assert pairs(html, r'<(h\d) id="([^"]*)" class="heading">') == [
        ("h2", "h1-111"),
        ("h3", "h2-111"),
        ("h2", "h1-1034"),
    ]
    assert pairs(html, r'<(h\d)><a href="(\d+)/">') == [("h4", "111"), ("h3", "1034"), ("h3", "1035")]


def test_a_registered_document_without_text(client, notice_of_2017):
    html = page(client, "/laws/现金贷通知/")
    assert '整治办函〔2017〕141号 <span class="standing doubtful">待核对</span>' in html
    assert (
        '<p class="notice">本站登记了这份文件的标题、制定机关和文号，没有收录原文，请以官方公布的文本为准。</p>'
    ) in html
    assert pairs(html, r'<article class="provision"') == []


def test_doubt_is_shown_where_there_is_no_document_number(client, notice_of_2017):
    """What nobody has compared with the original is marked, whichever fields are filled."""
    Statute.objects.update(doc_number="")
    assert page(client, "/laws/").count("待核对") == 1
    assert page(client, "/laws/现金贷通知/").count("待核对") == 1


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({"repealed_on": 0}, "已废止"),  # from today on
        ({"repealed_on": 1}, "现行有效"),  # from tomorrow on
    ],
)
def test_the_status_is_that_of_today(days, status, client, civil_code):
    today = timezone.localdate()
    Statute.objects.update(**{name: today + timedelta(n) for name, n in days.items()})
    html = page(client, "/laws/民法典/")
    assert pairs(html, r'<dd><span class="standing \w+">(.*?)</span></dd>') == [status]
    assert pairs(html, r'公布</a> <span class="standing \w+">(.*?)</span>') == [
        status
    ]  # in the list of versions


def test_the_text_is_that_of_today(client, civil_code):
    today = timezone.localdate()
    StatuteVersion.objects.update(effective_to=today)
    new = StatuteVersion.objects.create(
        statute=civil_code, promulgated_on=today - timedelta(30), effective_from=today
    )
    Provision.objects.create(version=new, number=1034, key="1034", text="新的条文。")
    Provision.objects.create(
        version=StatuteVersion.objects.create(
            statute=civil_code, promulgated_on=today, effective_from=today + timedelta(1)
        ),
        number=1034,
        key="1034",
        text="还没有施行的条文。",
    )
    for address in ("/laws/民法典/", "/laws/民法典/1034/"):
        assert pairs(page(client, address), r'<p id="1034.*?">(.*?)</p>') == ["新的条文。"]


def test_a_provision(client, civil_code):
    Provision.objects.create(
        version=civil_code.versions.get(), number=1034, suffix=1, key="1034-1", text="之一的条文。"
    )
    html = page(client, "/laws/民法典/1034/")
    assert pairs(html, r"<h1>(.*?)</h1>") == ["《中华人民共和国民法典》第1034条"]
    assert pairs(html, r'<p id="(.*?)">') == ["1034.p1", "1034.p2", "1034.p3"]
    prefix = "/laws/%E6%B0%91%E6%B3%95%E5%85%B8"
    assert pairs(html, r'<a href="([^"]*)" rel="(prev|next)">(.*?)</a>') == [
        (f"{prefix}/111/", "prev", "第111条"),
        (f"{prefix}/1034-1/", "next", "第1034条之一"),
    ]


def test_the_first_and_the_last_provision_have_one_neighbour(client, civil_code):
    assert pairs(page(client, "/laws/民法典/111/"), r'rel="(prev|next)"') == ["next"]
    assert pairs(page(client, "/laws/民法典/1035/"), r'rel="(prev|next)"') == ["prev"]


@pytest.mark.parametrize(
    "address",
    [
        "/laws/没有这部法/",
        "/laws/没有这部法/1034/",
        "/laws/民法典/9/",  # not held
        "/laws/民法典/1034-1/",
        "/laws/民法典/12345/",  # no key
        "/laws/民法典/1034.p2/",  # a paragraph has no page of its own
        "/laws/民法典/第1034条/",
        "/laws/现金贷通知/1/",  # registered without text
        "/laws/%00/",  # PostgreSQL does not take NUL
        "/laws/%00/1034/",
    ],
)
def test_what_is_not_there(address, client, civil_code, notice_of_2017):
    assert client.get(address).status_code == 404


@pytest.fixture
def unpublished(publish, write, reviewer, civil_code):
    """Articles that cite 《民法典》第1034条 and that no visitor may see."""
    now = timezone.now()
    write(f"{LEAK}草稿", body=CITES)
    withdrawn = publish(f"{LEAK}已撤下", body=CITES)
    workflow.perform("withdraw", withdrawn, by=reviewer, reason="有误")
    publish(f"{LEAK}未到时间", body=CITES, publish_at=now + timedelta(hours=1))
    expired = publish(f"{LEAK}已下架", body=CITES, publish_at=now - timedelta(days=1))
    Article.objects.filter(pk=expired.pk).update(expires_at=now)
    assert StatuteReference.objects.count() == 3  # all but the draft's could be listed


def citing(client, address: str) -> list[str]:
    """The titles under 引用……的文章."""
    section = page(client, address).partition('<section class="citing"')[2].partition("</section>")[0]
    return pairs(section, r"<li> <p><a href=\"/hf/\d+\.html\">(.*?)</a>")


def test_the_articles_that_cite_it(client, publish, unpublished):
    publish("引用第1034条", body=CITES)
    publish("引用第111条", body="<p>依照《中华人民共和国民法典》第一百一十一条……</p>")
    publish("只说民法典", body="<p>《民法典》施行以来……</p>")
    publish("什么也没引用")
    assert citing(client, "/laws/民法典/1034/") == ["引用第1034条"]
    assert citing(client, "/laws/民法典/111/") == ["引用第111条"]
    assert citing(client, "/laws/民法典/1035/") == []
    assert citing(client, "/laws/民法典/") == ["只说民法典", "引用第111条", "引用第1034条"]  # newest first


@pytest.mark.parametrize("address", ["/laws/", "/laws/民法典/", "/laws/民法典/1034/"])
def test_nothing_unpublished_leaks(address, client, unpublished):
    html = page(client, address)
    assert "中华人民共和国民法典" in html
    assert LEAK not in html


def test_where_nothing_cites_it(client, civil_code):
    html = page(client, "/laws/民法典/1034/")
    assert '引用第1034条的文章</h2> <p class="empty">还没有文章引用。</p>' in html


@pytest.mark.parametrize("address", ["/laws/", "/laws/民法典/", "/laws/民法典/1034/"])
def test_the_number_of_queries_does_not_grow(address, client, publish, civil_code):
    publish("第一篇", body=CITES)
    few = queries(client, address)
    version = civil_code.versions.get()
    for number in range(1, 12):
        Provision.objects.create(
            version=version, number=number, key=str(number), path=str(number), text="条文"
        )
        StatuteVersion.objects.create(
            statute=Statute.objects.create(title=f"第{number}部法", slug=f"{number}", kind="law"),
            promulgated_on=version.promulgated_on,
        )
    for number in range(5):
        publish(f"第{number}篇", body=CITES)
    assert queries(client, address) == few


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


@pytest.mark.django_db
def test_a_text_without_articles_is_read_by_its_sections(client):
    statute = Statute.objects.create(title="某决定", slug="某决定", kind="interpretation")
    version = statute.versions.create(
        promulgated_on="2020-01-01", preamble="作如下修改：", doc_number="法释〔2020〕1号"
    )
    for number, text in enumerate(["甲。", "乙。"], 1):
        version.provisions.create(number=number, key=f"s{number}", text=text, is_section=True)
    version.provisions.create(number=20001, key="a1", path="附件一", text="清单。", is_section=True)
    whole = page(client, "/laws/某决定/")
    assert "<p>作如下修改：</p>" in whole
    assert "法释〔2020〕1号" in whole
    assert pairs(whole, r"<h2><a href=[^>]+>([^<]+)</a></h2>") == ["一、", "二、", "附件一"]
    section = page(client, "/laws/某决定/s2/")
    assert "<h1>《某决定》二、</h1>" in section
    assert '<p id="s2.p1">乙。</p>' in section
    assert pairs(section, r'rel="(?:prev|next)">([^<]+)<') == ["一、", "附件一"]
