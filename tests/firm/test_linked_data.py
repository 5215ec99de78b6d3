"""The firm and its people in the words of schema.org."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firm import linked_data
from firm.characters import fit
from firm.models import Firm, Lawyer

SITE = "https://law.example"
FIRM = {"@type": "Organization", "@id": f"{SITE}/#firm", "name": "合飞所", "url": f"{SITE}/"}
ANY = st.text(st.characters(codec=None, categories=None), max_size=60)


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


@given(ANY, ANY)
def test_any_words_make_one_block(name, value):
    block = linked_data.json_ld({"name": name, "about": {"name": value}})
    block.encode()  # as a page is sent
    (inside,) = re.findall(r'<script type="application/ld\+json">([^<>&]*)</script>', block)
    assert json.loads(inside) == {
        "@context": "https://schema.org",
        "name": fit_in_json(name),
        "about": {"name": fit_in_json(value)},
    }


def fit_in_json(words: str) -> str:
    """Control characters are escaped in JSON and stay; what has no UTF-8 goes."""
    return "".join(c for c in words if c < "\x20" or fit(c))


def test_breadcrumbs():
    """Google: each has position and name, each but the last an item."""
    found = linked_data.breadcrumbs(("金融债务", "/columns/debt/"), ("标题", ""))
    assert found == {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "首页", "item": f"{SITE}/"},
            {"@type": "ListItem", "position": 2, "name": "金融债务", "item": f"{SITE}/columns/debt/"},
            {"@type": "ListItem", "position": 3, "name": "标题"},
        ],
    }


def test_the_firm_is_a_legal_service_where_it_has_an_address():
    """Google asks of a LocalBusiness, which a LegalService is, for name and address."""
    told = {"name": "合飞所", "short_name": "合飞", "phone": "0571-1", "email": "a@law.example"}
    shared = FIRM | {"alternateName": "合飞", "telephone": "0571-1", "email": "a@law.example"}
    assert linked_data.firm(Firm(**told)) == shared
    assert linked_data.firm(Firm(**told, address="杭州某路 1 号")) == shared | {
        "@type": "LegalService",
        "address": {"@type": "PostalAddress", "streetAddress": "杭州某路 1 号", "addressCountry": "CN"},
    }


@pytest.mark.parametrize(
    ("fields", "title", "licence"),
    [
        ({}, "高级合伙人", "1330"),
        ({"licence_expires_on": date(2020, 1, 1)}, None, None),  # 律师法: no longer called one
        ({"is_trainee": True, "licence_number": None}, "实习人员", None),
    ],
)
def test_a_title_stands_only_where_it_may_be_printed(fields, title, licence):
    person = Lawyer(pk=7, name="林知远", **{"title": "高级合伙人", "licence_number": "1330"} | fields)
    found = linked_data.lawyer(person, "合飞所")
    assert (found.get("jobTitle"), found.get("identifier")) == (title, licence)
    assert linked_data.person(person).get("jobTitle") == title


def test_a_lawyer_on_their_own_page():
    person = Lawyer(
        pk=7, name="林知远", title="律师", licence_number="1330", specialties="合同，网贷、", bio="简介"
    )
    assert linked_data.lawyer(person, "合飞所") == {
        "@type": "Person",
        "name": "林知远",
        "jobTitle": "律师",
        "url": f"{SITE}/lawyers/7/",
        "description": "简介",
        "identifier": "1330",
        "knowsAbout": ["合同", "网贷"],
        "worksFor": FIRM,
    }
    person.is_on_staff = False
    assert "worksFor" not in linked_data.lawyer(person, "合飞所")
