"""What the form proposes while one writes."""

import pytest

from articles.models import Tag

pytestmark = pytest.mark.django_db

TAGS = "/admin/articles/article/tags/"
SUMMARY = "/admin/articles/article/summary/"


@pytest.fixture
def known(db):
    Tag.objects.bulk_create(
        Tag(name=name, slug=name) for name in ("债务", "债务重组", "夫妻债务", "网贷", "C++", "100%")
    )


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("债", ["债务", "债务重组", "夫妻债务"]),  # those that begin so come first, the short ones before
        ("债务重", ["债务重组"]),
        ("c", ["C++"]),
        ("Ｃ＋", ["C++"]),  # as an input method writes it
        ("#网", ["网贷"]),
        ("%", ["100%"]),  # not a wildcard
        ("_", []),
        ("没有", []),
        ("", []),
        ("  ", []),
        ("债\0", ["债务", "债务重组", "夫妻债务"]),
        ("债" * 5000, []),
    ],
)
def test_tags(typed, names, known, as_, author):
    assert as_(author).get(TAGS, {"q": typed}).json() == {"tags": names}


def test_the_tags_of_drafts_are_not_told(write, as_, author):
    write(tags=["秘密标签"])
    assert as_(author).get(TAGS, {"q": "秘密"}).json() == {"tags": []}


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (
            "<h2>标题</h2><p>" + "一" * 60 + "。" + "二" * 200 + "。</p>",
            {"summary": "标题 " + "一" * 60 + "。"},
        ),
        ("<p> </p>", {"summary": ""}),
        ("<script>alert(1)</script><p>正文。</p>", {"summary": "正文。"}),
        ("<div>" * 5000, {"refused": "正文的格式嵌套超过 100 层，请清除格式后重新粘贴。"}),
    ],
)
def test_summary(body, answer, as_, author):
    assert as_(author).post(SUMMARY, {"body": body}).json() == answer


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", TAGS), ("post", SUMMARY)],
)
def test_only_for_who_writes(method, address, as_, reviewer, client):
    assert getattr(client, method)(address).status_code == 302
    assert getattr(as_(reviewer), method)(address).status_code == 403
