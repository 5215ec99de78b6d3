"""The pages that belong to no app, and what the site says when something is wrong."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.models import OldAddress
from firm.models import Firm
from tests.conftest import STRICT_POLICY

pytestmark = pytest.mark.django_db


def policy(response) -> dict:
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


def test_home_shows_columns_and_newest(client, publish, write, column, cases):
    shown = publish("已发布的文章")
    write("还是草稿的文章")
    response = client.get("/")
    assert list(response.context["newest"]) == [shown]
    assert response.context["columns"] == [(column, [shown]), (cases, [])]
    assert "还是草稿的文章" not in response.content.decode()


def test_an_empty_site_has_a_home(client):
    assert "网站正在准备，第一批文章很快发布。" in client.get("/").content.decode()


def test_home_costs_the_same_with_more_articles(client, publish):
    publish("第一篇")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for number in range(4):
        publish(f"又一篇{number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "address", ["/", "/about/", "/privacy/", "/laws/", "/lawyers/", "/healthz", "/robots.txt"]
)
def test_strict_policy_and_no_cookie(client, address):
    response = client.get(address)
    assert (response.status_code, policy(response), dict(client.cookies)) == (200, STRICT_POLICY, {})
    assert (response["X-Content-Type-Options"], response["X-Frame-Options"]) == ("nosniff", "DENY")


def test_404_in_chinese(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "没有找到这个页面" in response.content.decode()
    assert policy(response) == STRICT_POLICY


def test_500_stands_without_the_database(settings, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", broken)
    client = Client(raise_request_exception=False)
    response = client.get("/")
    assert response.status_code == 500
    assert "网站暂时出了问题" in response.content.decode()
    assert "database is gone" not in response.content.decode()


def test_400_asks_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = Client(headers={"host": "somebody-else.example"}).get("/")
    assert (response.status_code, "这个请求我们看不懂" in response.content.decode()) == (400, True)


def test_a_form_without_its_token_is_answered_in_chinese():
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "页面放得太久了，没有提交成功" in response.content.decode()


@pytest.mark.parametrize(
    ("icp", "police", "links"),
    [
        ("", "", []),
        ("浙ICP备2020000000号", "", ["https://beian.miit.gov.cn/"]),
        (
            "浙ICP备2020000000号",
            "浙公网安备 33010602000000 号",
            ["https://beian.miit.gov.cn/", "https://beian.mps.gov.cn/#/query/webSearch?code=33010602000000"],
        ),
    ],
)
def test_the_footer_shows_the_numbers_that_are_set(client, icp, police, links):
    Firm.objects.update(icp_number=icp, police_number=police)
    footer = client.get("/about/").content.decode().split("<footer", 1)[1]
    assert [
        part.split('"')[0] for part in footer.split('href="')[1:] if part.startswith("https://beian")
    ] == links


def test_uploaded_pictures_are_served_for_good(client, settings):
    folder = settings.MEDIA_ROOT / "portraits"
    folder.mkdir(parents=True)
    (folder / "abc.webp").write_bytes(b"RIFF")
    response = client.get("/media/portraits/abc.webp")
    assert (response.status_code, response["Content-Type"], response["X-Content-Type-Options"]) == (
        200,
        "image/webp",
        "nosniff",
    )
    assert client.get("/media/../manage.py").status_code == 404
    assert client.get("/media/portraits/").status_code == 404


def test_the_health_check_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


@pytest.fixture
def numbered(publish, write, reviewer):
    """Articles under numbers: 5 is read, 6 was withdrawn, 7 is a draft; an old address gives 8 for 5."""
    publish("一篇", pk=5)
    workflow.perform("withdraw", publish("撤下的", pk=6), by=reviewer, reason="有误")
    write("草稿", pk=7)
    OldAddress.objects.create(old="/?p=8", article_id=5)
    OldAddress.objects.create(old="/", to="/about/")


@pytest.mark.parametrize(
    ("query", "to"),
    [
        ("id=5", "/hf/5.html"),
        ("p=5", "/hf/5.html"),
        ("from=wx&id=5", "/hf/5.html"),
        ("id=6", "/hf/6.html"),  # which says that it is gone
        ("p=8", "/hf/5.html"),
        ("id=7", None),  # nobody may know of it
        ("id=9", None),
        ("id=9999999999999999999999", None),
        ("id=5x", None),
        ("id=", None),
        ("id=٥", None),
        ("cat=5", None),
    ],
)
def test_old_addresses_that_are_home_with_a_number(query, to, numbered, client, settings):
    for kept in (0, 1):
        settings.KEPT_PAGES_MB = kept
        response = Client().get(f"/?{query}")
        assert (response.status_code, response.get("Location")) == (301 if to else 200, to)


def test_other_queries_cost_home_nothing(client, numbered):
    counts = {}
    for address in ("/", "/?from=wx", "/?id=x", "/?id=5", "/?id=9"):
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts[address] = len(seen)
    home = counts["/"]
    assert counts == {"/": home, "/?from=wx": home, "/?id=x": home, "/?id=5": 1, "/?id=9": home + 1}


def test_an_old_address_is_heard_of_at_once_although_home_is_kept(client, numbered, settings):
    settings.KEPT_PAGES_MB, settings.KEPT_SECONDS = 1, 60
    visitor = Client()
    assert visitor.get("/?p=9").status_code == 200
    OldAddress.objects.create(old="/?p=9", article_id=5)
    assert visitor.get("/?p=9")["Location"] == "/hf/5.html"
