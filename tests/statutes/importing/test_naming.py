"""The address and the kind of an imported statute."""

import re

import pytest

from statutes.importing.naming import kind_of, kind_of_title, slug_of

LONG = "最高人民法院关于" + "审理案件" * 40


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("中华人民共和国公司法", set(), "公司法"),
        ("中华人民共和国公司法", {"公司法"}, "公司法-2"),
        ("中华人民共和国公司法", {"公司法", "公司法-2"}, "公司法-3"),
        (
            "最高人民法院关于适用《中华人民共和国民法典》的解释（一）",
            set(),
            "最高人民法院关于适用民法典的解释一",
        ),
        ("最高人民法院  最高人民检察院规定", set(), "最高人民法院最高人民检察院规定"),
        (LONG, set(), LONG[:120]),
        (LONG, {LONG[:120]}, LONG[:118] + "-2"),
        ("《》", set(), "法规"),
    ],
)
def test_slug(title, taken, slug):
    assert slug_of(title, taken) == slug
    assert re.fullmatch(r"[-\w]{1,120}", slug)


@pytest.mark.parametrize(
    ("title", "folders", "kind"),
    [
        ("中华人民共和国公司法", ("texts", "民法商法"), "law"),
        ("国务院关于口岸开放的若干规定", ("texts", "行政法规"), "regulation"),
        ("机动车登记规定", ("部门规章", "公安部"), "rule"),
        ("关于人脸识别的规定", ("司法解释",), "interpretation"),
        ("中华人民共和国刑法", ("行政法规", "刑法"), "law"),  # the nearest folder
        ("中华人民共和国刑法修正案（八）", (), "law"),
        ("最高人民检察院关于某案的批复", (), "interpretation"),
        ("工伤保险条例", (), "regulation"),
        ("人体损伤程度鉴定标准", ("其他",), "normative"),
    ],
)
def test_kind(title, folders, kind):
    assert kind_of(title, folders) == kind


@pytest.mark.parametrize(
    ("title", "introduced", "kind"),
    [
        ("广告管理暂行办法", "1982年2月6日国务院发布的", "regulation"),
        ("产品质量申诉处理办法", "原国家质量技术监督局公布的", "normative"),
        ("中华人民共和国民法总则", "", "law"),
        ("关于某事的解答", "最高人民法院", "interpretation"),
    ],
)
def test_kind_of_what_is_only_named(title, introduced, kind):
    assert kind_of_title(title, introduced) == kind
