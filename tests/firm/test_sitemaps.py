"""Files of a sitemap: well-formed, within the limits, by ranges of ids."""

from datetime import UTC, date, datetime
from itertools import repeat
from xml.etree import ElementTree

import pytest
from django.http import Http404
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from firm import sitemaps
from firm.characters import fit
from firm.models import User
from firm.sitemaps import Entry, Section
from tests.sitemap_files import NAMESPACE

ANY = st.text(
    st.characters(codec=None, categories=None), max_size=60
)  # control characters and halves of pairs too
USERS = Section(
    "users", 10, User.objects.all, lambda rows: [Entry(f"/{pk}") for pk in rows.values_list("pk", flat=True)]
)


def locations(content: bytes) -> list[str]:
    return [found.text for found in ElementTree.fromstring(content).findall(".//s:loc", NAMESPACE)]


@given(ANY)
def test_any_path_is_well_formed(words):
    content = b"".join(sitemaps.written([Entry(f"/tags/1-{words}/")]))
    (found,) = locations(content)
    assert found.replace("\n", "\r") == fit(f"http://127.0.0.1:8000/tags/1-{words}/").replace("\n", "\r")


@pytest.mark.parametrize(
    ("modified", "words"),
    [
        (None, []),  # nothing is said of what is not known
        (date(2026, 3, 12), ["2026-03-12"]),
        (datetime(2026, 3, 12, 1, 2, 3, 999, tzinfo=UTC), ["2026-03-12T01:02:03+00:00"]),
    ],
)
def test_dates_are_w3c(modified, words):
    content = b"".join(sitemaps.written([Entry("/", modified)]))
    assert [e.text for e in ElementTree.fromstring(content).findall(".//s:lastmod", NAMESPACE)] == words


def test_the_fullest_file_is_within_the_limit(settings):
    """50,000 articles at a long host, and 5,000 addresses as long as a tag's or a statute's can be."""
    settings.SITE_URL = f"https://{'w' * 60}.example"
    now = datetime.now(UTC)
    articles = repeat(Entry("/hf/999999999.html", now), sitemaps.MOST)
    assert sum(map(len, sitemaps.written(articles))) < sitemaps.MOST_BYTES
    laws = repeat(Entry(f"/laws/{'%E6%B0%91' * 120}/20001-99/", now), sitemaps.LONG_ADDRESSES)
    assert sum(map(len, sitemaps.written(laws))) < sitemaps.MOST_BYTES


@pytest.fixture
def users(db):
    return [User.objects.create(pk=pk, username=f"u{pk}") for pk in (3, 9, 10, 57, 5_000_000)]


def test_files_are_the_ranges_that_hold_something(users, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert sitemaps.numbers(USERS) == [0, 1, 5, 500_000]


def test_a_file_holds_one_range(users, rf: RequestFactory):
    found = {n: locations(sitemaps.file(rf.get("/"), USERS, n).content) for n in (0, 1, 5)}
    at = "http://127.0.0.1:8000"
    assert found == {0: [f"{at}/3", f"{at}/9"], 1: [f"{at}/10"], 5: [f"{at}/57"]}


@pytest.mark.parametrize("number", [2, 10**6, 10**18, 10**40])
def test_there_is_no_empty_file(number, users, rf):
    with pytest.raises(Http404):
        sitemaps.file(rf.get("/"), USERS, number)


def test_nothing_has_no_files(db):
    assert sitemaps.numbers(USERS) == []
    assert sitemaps.numbers(Section("users", 10, User.objects.none, list)) == []
