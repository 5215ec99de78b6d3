"""A statute's pages on a day, and its older versions: what they say, and what search engines are told."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from statutes.language.shingles import fingerprints
from statutes.models import LawCitation, Provision, Statute, StatuteVersion

SETTING_UP = "设立公司必须依法制定公司章程。公司章程对公司、股东、董事、监事、高级管理人员具有约束力。"
SEAT = "公司以其主要办事机构所在地为住所。"
MEETING = "股东大会应当对所议事项的决定作成会议记录，主持人、出席会议的董事应当在会议记录上签名。"
ADDRESS = "/laws/公司法/"
ENCODED = "/laws/%E5%85%AC%E5%8F%B8%E6%B3%95/"


@pytest.fixture
def company_law(db):
    """《公司法》 of 2018 and of 2023: 第11条 became 第5条 and was reworded, 第10条 became 第8条, 第12条 went."""
    statute = Statute.objects.create(
        title="中华人民共和国公司法", slug="公司法", kind="law", issuer="全国人大"
    )
    older = add(statute, date(2018, 10, 26), date(2018, 10, 26), {10: SEAT, 11: SETTING_UP, 12: MEETING})
    newer = {5: SETTING_UP.replace("必须", "应当"), 8: SEAT}
    add(statute, date(2023, 12, 29), date(2024, 7, 1), newer)
    older.effective_to = date(2024, 7, 1)
    older.save()
    return statute


def add(statute: Statute, promulgated: date, begins: date | None, texts: dict[int, str]) -> StatuteVersion:
    version = statute.versions.create(
        promulgated_on=promulgated, effective_from=begins, doc_number=f"主席令第{promulgated.year}号"
    )
    for number, text in texts.items():
        version.provisions.create(
            number=number, key=str(number), text=text, shingles=fingerprints(text), path="第一章 总则"
        )
    return version


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def notice(html: str) -> str:
    """The words of the notice above the text."""
    found = re.search(r'<div class="notice" role="status">(.*?)</div>', html)
    return " ".join(re.sub(r"<.*?>", "", found[1]).split()) if found else ""


def head(html: str) -> tuple[str, bool]:
    """The canonical address, and whether search engines may list the page."""
    return re.search(r'<link rel="canonical" href="http://[^/]+(.*?)">', html)[1], "noindex" not in html


def texts(html: str) -> list[str]:
    return re.findall(r'<p id="\d+\.p\d+">(.*?)</p>', html)


def test_today(client, company_law):
    html = page(client, ADDRESS)
    assert (notice(html), head(html)) == ("", (ENCODED, True))
    assert texts(html) == [SETTING_UP.replace("必须", "应当"), SEAT]


@pytest.mark.parametrize("query", ["on=2024-06-30", "version=2018-10-26"])
def test_a_superseded_version(query, client, company_law):
    html = page(client, f"{ADDRESS}?{query}")
    assert head(html) == (ENCODED, False)
    assert texts(html) == [SEAT, SETTING_UP, MEETING]
    assert re.findall(r'<a href="(\d+/\?.*?)">', html)[0] == f"10/?{query}"  # within the same text
    assert "2024年7月1日</dd>" in html  # its end


def test_what_the_line_says(client, company_law):
    assert notice(page(client, f"{ADDRESS}?on=2019-05-01")) == (
        "这里是2019年5月1日适用的文本，2018年10月26日公布。 当天：有效 今天：已修改 看今天适用的文本"
    )
    assert notice(page(client, f"{ADDRESS}?version=2018-10-26")) == (
        "这里是2018年10月26日公布的版本。 今天：已修改 看今天适用的文本"
    )
    html = page(client, f"{ADDRESS}?on=2024-07-01")
    assert notice(html) == (
        "这里是2024年7月1日适用的文本，2023年12月29日公布。 当天：有效 今天：现行有效 今天适用的也是这个版本。看今天的页面"
    )
    assert head(html) == (ENCODED, True)


@pytest.mark.parametrize(
    ("query", "words", "status"),
    [
        ("on=2019-02-30", "没有 2019-02-30 这一天。 看今天适用的文本", 400),
        ("on=", "没有填写日期。 看今天适用的文本", 400),
        ("on=%00", "“”不是日期，请照 2024-01-31 的样子写：年-月-日。 看今天适用的文本", 400),
        ("on=%FF%FE", "“��”不是日期，请照 2024-01-31 的样子写：年-月-日。 看今天适用的文本", 400),
        ("on=9999999999", "“9999999999”不是日期，请照 2024-01-31 的样子写：年-月-日。 看今天适用的文本", 400),
        ("on=２０２０-01-01", "“２０２０-01-01”不是日期，请照 2024-01-31 的样子写：年-月-日。 看今天适用的文本", 400),
        ("on=2019-05-01&on=2020-05-01", "地址里写了不止一个日期，请只写一个。 看今天适用的文本", 400),
        ("version=<b>", "“&lt;b&gt;”不是日期，请照 2024-01-31 的样子写：年-月-日。 看今天适用的文本", 400),
        ("version=2019-01-01", "本站没有收录2019年1月1日公布的版本。 看今天适用的文本", 200),
        (
            "on=0001-01-01",
            "本站没有1年1月1日适用的文本：收录的最早的版本是2018年10月26日公布的，2018年10月26日起施行。 "
            "看2018年10月26日公布的版本 看今天适用的文本",
            200,
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}5/"])
def test_what_is_no_day_is_said_and_no_text_shown(address, query, words, status, client, company_law):
    html = page(client, f"{address}?{query}", status)
    assert notice(html) == words
    assert (texts(html), head(html)[1]) == ([], False)


def test_the_versions(client, company_law):
    html = page(client, ADDRESS)
    section = html.partition('id="versions"')[2].partition("</section>")[0]
    items = re.findall(r"<li.*?</li>", section)
    assert [" ".join(re.sub(r"<.*?>", " ", item).split()) for item in items] == [
        "2023年12月29日公布 现行有效 正在看 2024年7月1日施行，主席令第2023号 与2018年10月26日公布的版本相比，改了什么",
        "2018年10月26日公布 已修改 2018年10月26日施行，2024年7月1日失效，主席令第2018号",
    ]
    assert re.findall(r'href="(.*?)"', section) == [
        ENCODED,
        f"{ENCODED}changes/?from=2018-10-26&amp;to=2023-12-29",
        f"{ENCODED}?version=2018-10-26",
    ]


def test_a_day_is_chosen_without_javascript(client, company_law):
    for address in (ADDRESS, f"{ADDRESS}5/"):
        form = re.search(r'<form class="day".*?</form>', page(client, f"{address}?on=2019-05-01"))[0]
        assert re.findall(r'method="get"|type="date"|name="on"|value="2019-05-01"', form) == [
            'method="get"', 'type="date"', 'name="on"', 'value="2019-05-01"',
        ]  # fmt: skip


def test_a_provision_on_a_day(client, company_law):
    html = page(client, f"{ADDRESS}11/?on=2019-05-01")
    assert (texts(html), head(html)) == ([SETTING_UP], (f"{ENCODED}11/", False))
    assert re.findall(r'<a href="([^"]*)" rel="(?:prev|next)"', html) == [
        f"{ENCODED}10/?on=2019-05-01",
        f"{ENCODED}12/?on=2019-05-01",
    ]


def test_a_number_that_was_given_up(client, company_law):
    html = page(client, f"{ADDRESS}11/")
    assert notice(html) == (
        "今天适用的文本（2023年12月29日公布）里没有第11条。它的内容现在是第5条。 下面是2018年10月26日公布的版本里的第11条。"
    )
    assert (texts(html), head(html)) == ([SETTING_UP], (f"{ENCODED}11/", False))
    assert '<dd><span class="standing amended">已修改</span></dd>' in html


def test_a_provision_that_was_taken_out(client, company_law):
    assert notice(page(client, f"{ADDRESS}12/")) == (
        "今天适用的文本（2023年12月29日公布）里没有第12条。 下面是2018年10月26日公布的版本里的第12条。"
    )


def test_a_provision_that_was_not_there_yet(client, company_law):
    html = page(client, f"{ADDRESS}5/?on=2019-05-01")
    assert notice(html).endswith("看今天适用的文本")
    assert "2018年10月26日公布的文本里没有第5条。" in html
    assert texts(html) == []


def test_a_provision_to_come(client, company_law):
    """Today's text has it not, a promulgated one that is not in force yet has."""
    add(company_law, date(2098, 1, 1), date(2099, 1, 1), {5: SETTING_UP, 300: MEETING})
    html = page(client, f"{ADDRESS}300/")
    assert "里没有第300条。" in notice(html)
    assert '<dd><span class="standing not_yet">尚未生效</span></dd>' in html


def test_the_history_of_a_provision(client, company_law):
    html = page(client, f"{ADDRESS}5/")
    section = html.partition('id="history"')[2].partition("</section>")[0]
    assert re.findall(r"<h3>(.*?)</h3>", section) == [
        f'<a href="{ENCODED}5/?version=2023-12-29">2023年12月29日</a>公布的版本',
        f'<a href="{ENCODED}11/?version=2018-10-26">2018年10月26日</a>公布的版本（第11条）',
    ]
    assert "与2018年10月26日公布的版本（第11条）相比：" in section
    assert "<p>设立公司<del>必须</del><ins>应当</ins>依法制定公司章程。" in section
    assert "文字没有改，条号原为第10条。" in page(client, f"{ADDRESS}8/")


@pytest.mark.parametrize(
    "address",
    [ADDRESS, f"{ADDRESS}5/", f"{ADDRESS}11/", f"{ADDRESS}11/?on=2019-05-01", f"{ADDRESS}changes/", f"{ADDRESS}citing/"],
)  # fmt: skip
def test_fifty_versions_cost_no_more_queries(address, client, company_law):
    few = queries(client, address)
    for year in range(1950, 2000):
        add(
            company_law,
            date(year, 1, 1),
            date(year, 3, 1),
            {10: SEAT, 11: f"{SETTING_UP}{year}", 13: MEETING},
        )
    other = Statute.objects.create(title="小法", slug="小法", kind="law")
    citing = add(other, date(2020, 1, 1), None, dict.fromkeys(range(1, 30), "依照公司法第五条。"))
    LawCitation.objects.bulk_create(
        LawCitation(provision=row, statute=company_law, key="5") for row in citing.provisions.all()
    )
    assert queries(client, address) == few


def queries(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_long_statute_has_a_page_of_its_size(client, db):
    """1,260 provisions of 65 characters: three bytes a character, and under 200 for what is around each."""
    statute = Statute.objects.create(title="中华人民共和国民法典", slug="民法典" * 10, kind="law")
    version = statute.versions.create(promulgated_on=date(2020, 5, 28), effective_from=date(2021, 1, 1))
    words = "民" * 64 + "。"
    Provision.objects.bulk_create(
        Provision(version=version, number=n, key=str(n), text=words, path=f"第{'一' * (n // 30 + 1)}章 甲")
        for n in range(1, 1261)
    )
    few = queries(client, statute.get_absolute_url())
    response = client.get(statute.get_absolute_url())
    assert len(response.content) < 1260 * (65 * 3 + 200) + 30_000
    Provision.objects.filter(number__gt=1).delete()
    assert queries(client, statute.get_absolute_url()) == few
