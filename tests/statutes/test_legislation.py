"""A statute and a provision in the words of schema.org."""

import json
import re
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from firm.linked_data import json_ld
from statutes import legislation
from statutes.models import Provision, Statute, StatuteVersion
from statutes.reading import read

SITE = "https://law.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def of_page(client, address: str) -> dict:
    """The properties that a page carries; the way to it stands in a block of its own."""
    html = client.get(address).content.decode()
    block, _ = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(block)


STATUTE = {
    "@context": "https://schema.org",
    "@type": "Legislation",
    "name": "中华人民共和国民法典",
    "url": f"{SITE}/laws/%E6%B0%91%E6%B3%95%E5%85%B8/",
    "inLanguage": "zh-CN",
    "legislationType": "法律",
    "legislationIdentifier": "主席令第四十五号",
    "legislationPassedBy": {"@type": "Organization", "name": "全国人民代表大会"},
    "legislationLegalForce": "https://schema.org/InForce",
    "legislationDate": "2020-05-28",
    "datePublished": "2020-05-28",
    "legislationDateOfApplicability": "2021-01-01",
}


def test_a_statute(client, civil_code):
    StatuteVersion.objects.update(doc_number="主席令第四十五号")
    assert of_page(client, "/laws/民法典/") == STATUTE


def test_a_provision_is_part_of_its_statute(client, civil_code):
    StatuteVersion.objects.update(doc_number="主席令第四十五号")
    found = of_page(client, "/laws/民法典/1034/")
    assert found.pop("isPartOf") == {k: v for k, v in STATUTE.items() if k != "@context"}
    shared = (
        "@context",
        "@type",
        "inLanguage",
        "legislationType",
        "legislationDate",
        "legislationLegalForce",
    )
    assert found == {name: STATUTE[name] for name in shared} | {
        "name": "《中华人民共和国民法典》第1034条",
        "url": f"{SITE}/laws/%E6%B0%91%E6%B3%95%E5%85%B8/1034/",
    }


def test_what_is_not_known_is_left_out(client, notice_of_2017):
    assert of_page(client, "/laws/现金贷通知/") == {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": "关于规范整顿“现金贷”业务的通知",
        "url": f"{SITE}/laws/%E7%8E%B0%E9%87%91%E8%B4%B7%E9%80%9A%E7%9F%A5/",
        "inLanguage": "zh-CN",
        "legislationType": "规范性文件",
        "legislationIdentifier": "整治办函〔2017〕141号",
        "legislationPassedBy": {"@type": "Organization", "name": "专项整治工作领导小组办公室"},
    }


@pytest.mark.parametrize(
    ("fields", "force"),
    [
        ({}, "https://schema.org/InForce"),
        ({"effective_from": None}, None),  # nobody knows: nothing is said
        ({"effective_from": date(2999, 1, 1)}, "https://schema.org/NotInForce"),
        ({"effective_to": date(2022, 1, 1)}, "https://schema.org/NotInForce"),
    ],
)
def test_the_force(fields, force, civil_code):
    StatuteVersion.objects.update(**fields)
    found = legislation.of_statute(read("民法典", QueryDict()))
    assert found.get("legislationLegalForce") == force


def test_an_older_version_names_itself(civil_code):
    StatuteVersion.objects.create(statute=civil_code, promulgated_on=date(2010, 1, 1))
    found = legislation.of_statute(read("民法典", QueryDict("version=2010-01-01")))
    assert (found["url"].rpartition("/")[2], found["legislationDate"], found["legislationLegalForce"]) == (
        "?version=2010-01-01",
        "2010-01-01",
        "https://schema.org/NotInForce",
    )


def test_a_repealed_statute(civil_code):
    Statute.objects.update(repealed_on=timezone.localdate() - timedelta(1))
    found = legislation.of_statute(read("民法典", QueryDict()))
    assert found["legislationLegalForce"] == "https://schema.org/NotInForce"


HOSTILE = '</script><script>alert(1)</script><!--&"\\'


def test_no_words_end_the_block(client, civil_code):
    Statute.objects.update(title=HOSTILE, issuer=HOSTILE)
    Provision.objects.update(path=HOSTILE)
    for address in ("/laws/民法典/", "/laws/民法典/1034/"):
        found = of_page(client, address)
        whole = found.get("isPartOf", found)
        assert (whole["name"], whole["legislationPassedBy"]["name"]) == (HOSTILE, HOSTILE)
        assert "<script>alert" not in client.get(address).content.decode()
    assert "<" not in json_ld({"name": HOSTILE})[1:].removesuffix("</script>")
