"""A real Chromium on a real server with the sample content; no page may break the CSP or call another host."""

import os
import shutil
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.test import Client
from playwright.sync_api import sync_playwright

from firm.models import User
from hefei_site import sample_accounts
from tests.conftest import Sample

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in the tests' thread

# The shell first: a whole Chromium makes a window, with a process for its frame, for each page that a test opens.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = Sample.password
SESSION = project.SESSION_COOKIE_NAME
VIOLATIONS = "addEventListener('securitypolicyviolation', e => (window.violations ??= []).push(e.violatedDirective + ' ' + e.blockedURI))"


def pytest_collection_modifyitems(items):
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine, and REQUIRE_BROWSER is set")
        pytest.skip("no Chromium on this machine (Debian: apt install chromium-headless-shell)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, committed, settings, sample, monkeypatch):
    """The address of a running site with the sample content."""
    settings.SITE_URL = live_server.url
    monkeypatch.setattr(sample_accounts, "file", lambda: sample.accounts)
    sample.rows.bring_back()
    return live_server.url


@pytest.fixture
def visit(chromium, site):
    """visit(path, width=…, scheme=…, js=…, touch=…, by=…): a page in a browser of its own, watched to its end."""
    contexts, watched, on_their_way = [], [], set()

    def _visit(path="/", *, width=1280, scheme="light", js=True, touch=False, height=900, by=None):
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=js,
            has_touch=touch,
            is_mobile=touch,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            base_url=site,
        )
        contexts.append(context)
        if by:
            context.add_cookies([{"name": SESSION, "value": _session_of(by), "url": site}])
        _note_requests(context, on_their_way)
        page = context.new_page()
        watched.append(_watch(page, site))
        page.goto(path)
        return page

    yield _visit
    problems = [problem for found in watched for problem in found]
    _end(contexts, on_their_way)
    assert problems == []


def _note_requests(context, on_their_way: set) -> None:
    context.on("request", lambda request: on_their_way.add(request))
    context.on("requestfinished", lambda request: on_their_way.discard(request))
    context.on("requestfailed", lambda request: on_their_way.discard(request))


def _end(contexts, on_their_way: set) -> None:
    """Close all pages with no request under way and none to come: the database is emptied next, and would wait for it."""
    for context in contexts:
        context.set_offline(True)
    for page in [page for context in contexts for page in context.pages][:1]:
        for _ in range(60):
            if on_their_way:
                page.wait_for_timeout(50)
    for context in contexts:
        context.close()


def _watch(page, site) -> list[str]:
    """The page's offences as they happen: script errors, CSP reports, requests to other hosts."""
    found: list[str] = []
    page.add_init_script(VIOLATIONS)
    page.on("pageerror", lambda error: found.append(f"error: {error}"))
    page.on(
        "console",
        lambda message: (
            found.append(f"{page.url} {message.text}") if "Content Security Policy" in message.text else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            found.append(f"foreign request: {request.url}")
            if urlsplit(request.url).netloc not in {urlsplit(site).netloc, ""}
            else None
        ),
    )
    return found


def _session_of(user: User) -> str:
    """The key of a new session in which the user is logged in, with a second factor where one is asked for."""
    client = Client()
    client.force_login(user)
    return client.cookies[SESSION].value


@pytest.fixture
def log_in(visit):
    """log_in(username, …): a page on the admin's first page, logged in; how one logs in is test_access.py's."""

    def _log_in(username: str, **kwargs):
        page = visit("/admin/", by=User.objects.get(username=username), **kwargs)
        page.wait_for_selector("text=今天的工作")
        return page

    return _log_in
