"""What changed between two versions, on a page."""

import re
from datetime import date

import pytest

from statutes.models import Statute

OLD = {
    1: "甲，乙。",
    2: "设立公司必须依法制定公司章程。",
    3: "公司以其主要办事机构所在地为住所。",
    9: "戊己庚辛壬癸子丑寅卯。",
}
NEW = {
    1: "甲,乙。",
    2: "设立公司应当依法制定公司章程。",
    4: "公司以其主要办事机构所在地为住所。",
    5: "国家鼓励公司参与社会公益活动。",
}
ADDRESS = "/laws/小法/changes/"


@pytest.fixture
def statute(db):
    """小法 of 2010 and of 2020: 第1条 differs in its form, 第2条 in a word, 第3条 became 第4条, 第9条 went, 第5条 came."""
    found = Statute.objects.create(title="中华人民共和国小法", slug="小法", kind="law")
    for day, texts in ((date(2010, 1, 1), OLD), (date(2020, 1, 1), NEW)):
        version = found.versions.create(promulgated_on=day, effective_from=day)
        for number, text in texts.items():
            version.provisions.create(number=number, key=str(number), text=text)
    return found


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def entries(html: str) -> list[tuple[str, str]]:
    """The words of each heading, and the HTML of what changed."""
    found = re.findall(r'<article class="change .*?</article>', html)
    return [
        (
            " ".join(re.sub(r"<.*?>", "", re.search(r"<h2>(.*?)</h2>", entry)[1]).split()),
            re.search(r'<div class="difference">(.*?)</div>', entry)[1].strip(),
        )
        for entry in found
    ]


def test_the_changes(client, statute):
    html = page(client, ADDRESS)
    assert entries(html) == [
        ("第2条 修改", "<p>设立公司<del>必须</del><ins>应当</ins>依法制定公司章程。</p>"),
        ("原第9条 删除", "<p><del>戊己庚辛壬癸子丑寅卯。</del></p>"),
        ("第5条 新增", "<p><ins>国家鼓励公司参与社会公益活动。</ins></p>"),
    ]
    assert "<p>新增 1 条，删除 1 条，条号改变 1 条，修改 1 条，没有改动 1 条。" in html
    assert re.findall(r"<li>(第3条.*?)</li>", html) == [
        '第3条 → <a href="/laws/%E5%B0%8F%E6%B3%95/4/?version=2020-01-01">第4条</a>'
    ]


def test_every_number_leads_to_its_text(client, statute):
    found = re.findall(r'<a href="(/laws/[^"]*?/\d+/\?version=.*?)">', page(client, ADDRESS))
    assert [client.get(address).status_code for address in found] == [200] * 4


def test_the_versions_may_be_named_in_either_order(client, statute):
    forwards = entries(page(client, f"{ADDRESS}?from=2010-01-01&to=2020-01-01"))
    assert forwards == entries(page(client, f"{ADDRESS}?from=2020-01-01&to=2010-01-01"))
    assert forwards == entries(page(client, f"{ADDRESS}?to=2020-01-01"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2010-02-30", "没有 2010-02-30 这一天。"),
        ("from=%00&to=x", "“x”不是日期，请照 2024-01-31 的样子写：年-月-日。"),
        ("to=2011-01-01", "本站没有收录 2011-01-01 公布的版本。"),
        ("from=2011-01-01", "本站没有收录 2011-01-01 公布的版本。"),
        ("from=2010-01-01&to=2010-01-01", "两边是同一个版本，请选两个不同的版本。"),
        ("from=", "没有填写日期。"),
    ],
)
def test_what_cannot_be_compared(query, words, client, statute):
    html = page(client, f"{ADDRESS}?{query}", 400)
    assert f'<p class="notice" role="status">{words}</p>' in html
    assert "noindex" in html
    assert entries(html) == []
    assert re.findall(r'<option value="(.*?)"', html) == ["2020-01-01", "2010-01-01"] * 2  # to choose anew


def test_a_version_to_come_is_compared_when_it_is_asked_for(client, statute):
    version = statute.versions.create(promulgated_on=date(2098, 1, 1), effective_from=date(2099, 1, 1))
    version.provisions.create(number=1, key="1", text="甲，乙。")
    assert "2010年1月1日公布的版本 → 2020年1月1日公布的版本" in page(client, ADDRESS)
    html = page(client, f"{ADDRESS}?from=2020-01-01&to=2098-01-01")
    assert [heading for heading, _ in entries(html)] == ["原第2条 删除", "原第4条 删除", "原第5条 删除"]


def test_one_version(client, statute):
    statute.versions.filter(promulgated_on=date(2010, 1, 1)).delete()
    assert "本站只收录了这部法规的一个版本，没有可以对照的。" in page(client, ADDRESS)


def test_no_text(client, notice_of_2017):
    assert "本站没有收录这份文件的原文。" in page(client, "/laws/现金贷通知/changes/")


def test_no_difference(client, statute):
    for version in statute.versions.all():
        version.provisions.exclude(key="1").delete()
    assert "条文的文字没有改动。" in page(client, ADDRESS)


def test_an_excerpt_is_said_to_be_one(client, statute):
    statute.versions.filter(promulgated_on=date(2010, 1, 1)).update(is_excerpt=True)
    assert "没有收录的条文也会显示为新增或删除。" in page(client, ADDRESS)


def test_the_words_are_escaped(client, statute):
    version = statute.versions.get(promulgated_on=date(2020, 1, 1))
    version.provisions.filter(key="2").update(text="设立公司<b>应当</b>依法制定公司章程。")
    assert "<b>" not in page(client, ADDRESS)


def test_no_such_statute(client, db):
    assert client.get("/laws/没有/changes/").status_code == 404
