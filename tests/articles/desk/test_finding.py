"""Finding articles in the newsroom by number or by words of their titles."""

import pytest

from articles.desk import finding
from articles.models import Article

pytestmark = pytest.mark.django_db
TITLES = [
    "网贷逾期怎么办",
    "离婚时的网贷",
    "P2P 平台的责任",
    "工伤认定 100% 指南",
    "C_D 两方合同",
    "２０２５年新规",
]


@pytest.fixture
def archive(write):
    """Articles numbered from 901 on; the newest two are looked at one by one, the others found by their pairs."""
    return [write(title, pk=901 + n) for n, title in enumerate(TITLES)]


def titles(asked, **of) -> list[str]:
    found = finding.found(Article.objects.filter(**of).order_by("-pk"), asked)
    return [article.title for article in found]


@pytest.mark.parametrize("looked_at", [2, 100_000])  # most found by pairs; all looked at
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("网贷", ["离婚时的网贷", "网贷逾期怎么办"]),  # newest number first
        ("网贷 离婚", ["离婚时的网贷"]),  # all words
        ("贷离", []),  # both characters are there, not side by side
        ("网逾", []),
        ("p2p", ["P2P 平台的责任"]),
        ("100%", ["工伤认定 100% 指南"]),  # no wildcard
        ("C_D", ["C_D 两方合同"]),
        ("合同", ["C_D 两方合同"]),
        ("龘龘", []),
        ("　网贷　", ["离婚时的网贷", "网贷逾期怎么办"]),
        ("怎么办怎么办", []),
        ("' OR 1=1 --", []),
        ("\\", []),
    ],
)
def test_by_words(looked_at, asked, expected, archive, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", looked_at)
    assert titles(asked) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("902", ["离婚时的网贷"]),
        ("/hf/902.html", ["离婚时的网贷"]),
        ("https://www.hefeilaws.com/hf/902.html", ["离婚时的网贷"]),  # pasted from the address bar
        ("100", ["工伤认定 100% 指南"]),  # no such number: words
        ("999999999999999999", []),
        ("9" * 30, []),
        ("٩٠٢", []),  # other digits are no number of ours
    ],
)
def test_by_number(asked, expected, archive):
    assert titles(asked) == expected


def test_nothing_asked_is_everything(archive):
    assert titles(" \u200b ") == [article.title for article in reversed(archive)]


def test_only_among_the_articles_given(archive, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", 2)
    assert titles("网贷", pk=901) == ["网贷逾期怎么办"]
    assert titles("902", pk=901) == []


def test_of_many_the_newest(archive, monkeypatch):
    monkeypatch.setattr(finding, "FOUND", 1)
    monkeypatch.setattr(finding, "LOOKED_AT", 1)
    assert titles("网贷") == ["离婚时的网贷"]


def test_one_character_is_looked_for_among_the_newest(archive, monkeypatch):
    assert titles("婚") == ["离婚时的网贷"]
    monkeypatch.setattr(finding, "LOOKED_AT", 1)
    assert titles("婚") == []


def test_a_full_width_title_is_found_as_it_is_written(archive, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", 0)
    assert titles("２０２５年") == ["２０２５年新规"]
