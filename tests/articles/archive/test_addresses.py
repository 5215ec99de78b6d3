"""Old addresses: loaded from a CSV file, and answered with 301 where the site has nothing else to say."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from articles.archive import addresses
from articles.models import OldAddress
from firm.models import AuditRecord


@pytest.fixture
def load(tmp_path, db):
    def _load(text: str) -> addresses.Loaded:
        path = tmp_path / "old.csv"
        path.write_bytes(text.encode("utf-8"))
        return addresses.load(path)

    return _load


def test_old_addresses_lead_on(load, publish, client, django_assert_num_queries):
    publish(pk=5)
    loaded = load(
        "\ufeff旧网址,新网址\n/a.html,/hf/5.html\nhttps://old.example/b.php?id=3,https://localhost/columns/debt/\n/旧 的/,/about/\n"
    )
    rows = {row.old: row.get_absolute_url() for row in OldAddress.objects.all()}
    assert rows == {"/a.html": "/hf/5.html", "/旧 的/": "/about/"} | (
        {"/b.php?id=3": "/columns/debt/"} if not loaded.refused else {}
    )
    for old, new in {
        "/a.html": "/hf/5.html",
        "/a.html?from=wx": "/hf/5.html",
        "/%E6%97%A7%20%E7%9A%84/": "/about/",
    }.items():
        answer = client.get(old)
        assert (answer.status_code, answer.headers["Location"]) == (301, new)
    assert client.head("/a.html").status_code == 301
    assert client.post("/a.html").status_code == 404
    assert client.get("/A.html").status_code == 404


def test_an_unknown_address_costs_one_query_more(client, db, django_assert_num_queries):
    with django_assert_num_queries(3):  # the firm and the columns for the page are the others
        assert client.get("/nothing.html").status_code == 404


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("/a.html", "这一行要有两栏：旧网址，新网址"),
        ("a.html,/about/", "旧网址要从 / 开始，不超过 500 字"),
        (f"/{'a' * 500},/about/", "旧网址要从 / 开始，不超过 500 字"),
        ("/a\x01,/about/", "旧网址要从 / 开始，不超过 500 字"),
        ("/about/,/about/", "新旧网址相同"),
        ("/a,/hf/404.html", "没有编号 404 的文章"),
    ],
)
def test_a_line_that_cannot_be_taken_is_told(load, line, why):
    loaded = load(f"/first,/about/\n{line}\n")
    assert [(one.line, one.why) for one in loaded.refused] == [(2, why)]
    assert loaded.taken == 1


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_nothing_leads_away_from_the_site(load, to):
    assert load(f'/a,"{to}"\n/b,/about/\n').taken == 1
    assert list(OldAddress.objects.values_list("old", "to")) == [("/b", "/about/")]


def test_the_last_word_counts_and_a_repeat_changes_nothing(load):
    load("/a,/about/\n/a,/privacy/\n")
    load("/a,/privacy/\n")
    assert list(OldAddress.objects.values_list("old", "to")) == [("/a", "/privacy/")]
    assert AuditRecord.objects.filter(action="载入旧网址").count() == 2


def test_the_command(tmp_path, db):
    path, out, errors = tmp_path / "old.csv", StringIO(), StringIO()
    path.write_text("/a,/about/\n/b\n", "utf-8")
    with pytest.raises(CommandError, match="有几行没有载入"):
        call_command("load_redirects", path, stdout=out, stderr=errors)
    assert out.getvalue() == "载入了 1 条，没有载入 1 条。\n"
    assert "第 2 行没有载入：这一行要有两栏" in errors.getvalue()
    path.write_bytes("/旧,/about/".encode("gbk"))
    with pytest.raises(CommandError, match="不是 UTF-8"):
        call_command("load_redirects", path, stdout=out, stderr=errors)


@given(st.text(max_size=40))
def test_any_address_has_one_spelling(text):
    key = addresses.normal(text)
    assert key == "" or key.startswith("/")


@pytest.mark.parametrize("query", ["a=%00", "a=%ED%A0%80", "a=" + "x" * 9000, "%", "a=%F0%9F%98%80"])
def test_whatever_stands_behind_the_question_mark(query, client, db):
    assert client.get(f"/old/page.html?{query}").status_code == 404
