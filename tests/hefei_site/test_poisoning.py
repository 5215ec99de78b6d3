"""What one visitor sends never changes what the next one is shown, nor leads anybody elsewhere: through the nginx that we ship."""

import pytest
from django.test import Client

from articles.models import OldAddress
from tests.hefei_site import shipped
from tests.hefei_site.shipped import NAME

EVIL = "evil.example"
TOLD = [  # what proxies and frameworks have believed of clients
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Scheme": "http", "X-Forwarded-Proto": "http"},
    {"X-Forwarded-Port": "666"},
    {"X-Forwarded-Server": EVIL, "X-Host": EVIL, "X-HTTP-Host-Override": EVIL},
    {"Forwarded": f"for=1.2.3.4;host={EVIL};proto=http"},
    {"X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"},
    {"X-HTTP-Method-Override": "DELETE", "X-Method-Override": "POST"},
    {"X-Forwarded-For": "127.0.0.1, 8.8.8.8", "X-Real-IP": "127.0.0.1", "True-Client-IP": "127.0.0.1"},
    {"X-Forwarded-Prefix": "/evil", "X-Script-Name": "/evil", "Script-Name": "/evil"},
    {"Cookie": f"__Host-sessionid=x; django_language=fr; theme={EVIL}"},
    {"Accept-Language": "fr", "User-Agent": EVIL, "Referer": f"https://{EVIL}/", "Origin": f"https://{EVIL}"},
    {"Range": "bytes=0-10"},
    {"Accept": "application/json"},
]


@pytest.fixture
def pages(publish, shipped_front):
    return [
        "/",
        publish("一篇文章").get_absolute_url(),
        "/columns/debt/",
        "/robots.txt",
        "/sitemap.xml",
        "/atom.xml",
    ]


@pytest.mark.django_db(transaction=True)
def test_headers_and_cookies_change_no_kept_page(pages, shipped_front):
    """The attacker asks first, at an address that is kept anew; the visitor is shown what everybody is."""
    plain = {page: shipped_front.ask(page).text for page in pages}
    found = {}
    for number, told in enumerate(TOLD):
        for page in pages[:3]:
            address = f"{page}?utm_source={number}"
            shipped_front.ask(address, **{name.replace("-", "_"): value for name, value in told.items()})
            seen = shipped_front.ask(address)
            if (seen.status, EVIL in seen.text + str(seen.headers)) != (200, False):
                found[page, str(told)] = seen.status
            elif seen.text.replace(f"?utm_source={number}", "") != plain[page]:
                found[page, str(told)] = "another page"
    assert found == {}


@pytest.mark.django_db(transaction=True)
def test_links_name_the_site_whatever_is_asked_for(pages, shipped_front):
    """Absolute addresses come from SITE_URL alone."""
    for page in pages:
        text = shipped_front.ask(page, X_Forwarded_Host=EVIL).text
        assert (EVIL in text, "127.0.0.1" in text, f"https://{NAME}/" in text) == (False, False, True), page


@pytest.mark.django_db(transaction=True)
def test_another_spelling_of_an_address_shows_the_same(pages, shipped_front):
    """Encoded paths are entries of their own to nginx; none of them gets another page or another visitor's."""
    article = pages[1]
    same = [
        article.replace("/hf/", "/%68f/"),
        article.replace(".html", "%2ehtml"),
        f"{article}?",
        f"{article}?a=%00",
    ]
    plain = shipped_front.ask(article).text
    assert {spelling: shipped_front.ask(spelling).text == plain for spelling in same} == dict.fromkeys(
        same, True
    )
    others = [
        article.replace("/hf/", "/HF/"),
        f"{article}/",
        f"{article}%3f",
        f"{article};x",
    ]
    assert {shipped_front.ask(other).status for other in others} <= {301, 404}


@pytest.mark.django_db(transaction=True)
def test_a_staff_page_is_kept_by_nobody(shipped_front, administrator):
    """nginx keeps none, tells no cache to, and shows a stranger the login."""
    client = Client()
    client.force_login(administrator)
    cookie = f"__Host-sessionid={client.cookies['__Host-sessionid'].value}"
    for page in ("/admin/", "/admin/articles/article/", "/admin/articles/article/add/"):
        mine = shipped_front.ask(page, Cookie=cookie)
        theirs = shipped_front.ask(page)
        assert (mine.status, theirs.status) == (200, 302), page
        assert theirs.one("Location").startswith("/admin/login/?next="), page
        assert {"no-store", "private"} <= set(mine.one("Cache-Control").replace(" ", "").split(",")), page


LEAKING = "/static/", "/media/"
UPWARDS = ["../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "%2e%2e%2fsecret.txt", "..%5csecret.txt"]
UPWARDS += [
    "....//secret.txt",
    "..;/secret.txt",
    "%252e%252e%252fsecret.txt",
    "%00/../secret.txt",
    "x/../../secret.txt",
]
UPWARDS += [
    "/etc/passwd",
    "%2fetc/passwd",
    "..%c0%afsecret.txt",
    "site.css/../../secret.txt",
    "..\\secret.txt",
]


@pytest.mark.django_db(transaction=True)
def test_no_path_leads_out_of_its_folder(shipped_front, site_port, tmp_path):
    """Through nginx, and asked of the site itself; a folder lists nothing."""
    (tmp_path / "secret.txt").write_text("the secret")
    (tmp_path / "media").mkdir(exist_ok=True)
    found = {}
    for folder in LEAKING:
        for up in [*UPWARDS, ""]:
            path = folder + up
            for who in ("nginx", "site"):
                answer = (
                    shipped_front.ask(path)
                    if who == "nginx"
                    else shipped.ask(site_port, path, headers={"X-Forwarded-Proto": "https"})
                )
                if answer.status not in (301, 400, 403, 404) or b"the secret" in answer.body:
                    found[who, path] = answer.status
    for path in ("/static../secret.txt", "/media../secret.txt", "/.env", "/.git/config", "/manage.py"):
        if shipped_front.ask(path).status != 404:
            found["nginx", path] = "there"
    assert found == {}


ELSEWHERE = [
    f"https://{EVIL}/",
    f"//{EVIL}",
    f"///{EVIL}",
    f"/\\{EVIL}",
    f"\\\\{EVIL}",
    f"/%2f%2f{EVIL}",
    f"https:{EVIL}",
]
ELSEWHERE += [
    f"/\t/{EVIL}",
    f"\n//{EVIL}",
    f"https://{NAME}@{EVIL}/",
    f"https://{NAME}.{EVIL}/",
    "javascript:alert(1)",
]
ELSEWHERE += [
    "data:text/html,x",
    f"http:///{EVIL}",
    f"//{EVIL}%2f@{NAME}",
    f"https://{EVIL}\\@{NAME}",
    f"ftp://{NAME}/",
]


def leads_out(location: str | None) -> bool:
    """Whether a browser that follows it leaves the site."""
    if location is None or location.startswith((f"https://{NAME}/", "?", "#")):
        return False
    read = location.strip().replace("\\", "/").replace("\t", "").replace("\n", "")
    return not read.startswith("/") or read.startswith("//")


@pytest.mark.parametrize("wanted", ELSEWHERE)
@pytest.mark.django_db
def test_nobody_is_led_elsewhere(wanted, production, author, publish, client):
    """By next= of the login and the logout, by an address of ours that begins with two slashes, by an old address."""
    secure = {"secure": True, "headers": {"host": NAME}}
    login = {"username": author.username, "password": "test-password", "next": wanted}
    answers = [
        client.post("/admin/login/", login, **secure),
        client.get("/admin/login/", {"next": wanted}, **secure),
        client.post("/admin/logout/", {"next": wanted}, **secure),
        client.get("/", {"next": wanted, "url": wanted, "id": wanted}, **secure),
    ]
    if "\n" not in wanted and "\t" not in wanted:
        answers += [
            client.get(f"/{EVIL}/..//{wanted}", **secure),
            client.get("//" + wanted.lstrip("/"), **secure),
        ]
        answers += [client.get("//" + wanted.lstrip("/"), headers={"host": NAME})]  # on the way to https
    assert answers[0].status_code == 302
    assert [one.get("Location") for one in answers if leads_out(one.get("Location"))] == []


@pytest.mark.django_db
def test_an_old_address_leads_to_addresses_of_ours_alone(administrator, client):
    client.force_login(administrator)
    taken = []
    for number, wanted in enumerate(ELSEWHERE):
        client.post(
            "/admin/articles/oldaddress/add/", {"old": f"/old/{number}.html", "to": wanted, "article": ""}
        )
        taken += OldAddress.objects.filter(old=f"/old/{number}.html").values_list("to", flat=True)
    client.post("/admin/articles/oldaddress/add/", {"old": "/old/good.html", "to": "/about/", "article": ""})
    assert OldAddress.objects.filter(old="/old/good.html").values_list("to", flat=True).first() == "/about/"
    assert [to for to in taken if leads_out(to)] == []
