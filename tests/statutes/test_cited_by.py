"""The statutes that cite a statute, as its pages list them."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from statutes.cited_by import cited_by
from statutes.models import LawCitation, Statute


def cite(target: Statute, title: str, kind: str = "law", year: int = 2020, keys=("",), **fields) -> Statute:
    """A statute whose 条 1, 2, … cite one key of the target each."""
    statute = Statute.objects.create(title=title, slug=title, kind=kind, **fields)
    version = statute.versions.create(promulgated_on=date(year, 1, 1))
    for number, key in enumerate(keys, 1):
        row = version.provisions.create(number=number, key=str(number), text="依照它。")
        LawCitation.objects.create(provision=row, statute=target, key=key)
    return statute


def listed(statute: Statute, key: str | None = None) -> list[tuple[str, list[str]]]:
    return [(row.statute.title, [str(p.address) for p in row.provisions]) for row in cited_by(statute, key)]


def test_the_statutes_in_their_order(civil_code):
    today = timezone.localdate()
    cite(civil_code, "解释", "interpretation", 2024)
    cite(civil_code, "旧法", "law", 2010)
    cite(civil_code, "新法", "law", 2024)
    cite(civil_code, "废法", "law", 2025, repealed_on=today)
    cite(civil_code, "将废法", "law", 2023, repealed_on=today + timedelta(1))
    found = cited_by(civil_code)
    assert [(row.statute.title, row.is_repealed) for row in found] == [
        ("新法", False), ("将废法", False), ("旧法", False), ("解释", False), ("废法", True),
    ]  # fmt: skip


def test_the_provisions_that_cite_one_of_its_own(civil_code):
    cite(civil_code, "甲法", keys=["", "1034", "1034"])
    cite(civil_code, "乙法", keys=["111"])
    assert listed(civil_code) == [("乙法", ["第1条"]), ("甲法", ["第1条", "第2条", "第3条"])]
    assert listed(civil_code, "1034") == [("甲法", ["第2条", "第3条"])]
    assert listed(civil_code, "1035") == []


def test_a_provision_that_cites_twice_is_listed_once(civil_code):
    law = cite(civil_code, "甲法", keys=["111"])
    row = law.versions.get().provisions.get()
    LawCitation.objects.create(provision=row, statute=civil_code, key="1034")
    assert listed(civil_code) == [("甲法", ["第1条"])]


def test_sections_come_in_the_order_of_their_text(civil_code):
    law = cite(civil_code, "甲决定", keys=["111"])
    version = law.versions.get()
    for number, key in ((2, "s2"), (10, "s10")):
        row = version.provisions.create(number=number, key=key, text="依照它。", is_section=True)
        LawCitation.objects.create(provision=row, statute=civil_code, key="111")
    assert listed(civil_code) == [("甲决定", ["第1条", "二、", "十、"])]


def section(client, address: str) -> str:
    html = " ".join(client.get(address).content.decode().split())
    return html.partition('id="cited-by"')[2].partition("</section>")[0]


@pytest.mark.parametrize(("count", "more"), [(12, []), (15, ["还有 3 部，看全部"])])
def test_many_are_cut_and_can_all_be_seen(count, more, client, civil_code):
    for number in range(count):
        cite(civil_code, f"法{number:02}", keys=["1034"] * 10)
    for address, whole in (
        ("/laws/民法典/", "/laws/民法典/citing/"),
        ("/laws/民法典/1034/", "/laws/民法典/1034/citing/"),
    ):
        html = section(client, address)
        assert len(re.findall(r"<li>", html)) == 12
        assert re.findall(r"还有.*?(?=</a>)", html) == more
        assert html.count("等 10 处") == 12
        assert len(re.findall(r"<li>", section(client, whole))) == count
        assert section(client, whole).count('/10/"') == count  # every 条 of each


def test_nothing_cites_it(client, civil_code):
    for address in ("/laws/民法典/1034/", "/laws/民法典/1034/citing/"):
        assert "本站收录的法规里，没有找到引用" in section(client, address)


def test_who_cites_what_is_not_there(client, civil_code):
    assert client.get("/laws/民法典/9/citing/").status_code == 404
    assert client.get("/laws/没有/citing/").status_code == 404
