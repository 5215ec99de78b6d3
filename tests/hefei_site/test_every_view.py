"""Every view of the URLconf: by everybody who has no part in what it shows or changes, without a token, by GET.

A new view is in these tests as soon as it is in the URLconf; what it lets in must be named here.
"""

import logging

import pytest
from django.test import Client
from django.urls import get_resolver

from articles.models import Article
from tests.conftest import password_login
from tests.hefei_site.walking import View, undone, views, writing

pytestmark = pytest.mark.django_db

# Their own pages, and lists in which each sees what is theirs to see.
OWN = {
    "mail_notices",
    "second_factor",
    "sessions",
    "index",
    "password_change",
    "password_change_done",
    "jsi18n",
}
OWN |= {f"articles_article_{name}" for name in ("who", "logged_in", "offers")}
# What the newsroom reads in common, without a right to change it.
READ = (
    "statutes_statute",
    "statutes_provision",
    "articles_column",
    "articles_copyrightnotice",
    "articles_tag",
)
COMMON = OWN | {f"{model}_{page}" for model in READ for page in ("changelist", "history", "change")}
COMMON |= {f"articles_lintrule_{page}" for page in ("changelist", "history", "change")}
COMMON |= {f"articles_article_{name}" for name in ("changelist", "impact", "calendar", "rereading")}
COMMON |= {"app_list", "articles_image_changelist", "articles_image_recent"}
WRITERS = COMMON | {f"articles_article_{name}" for name in ("add", "tags", "related", "from_word")}
WRITERS |= {"articles_image_add"}
# What opens to each although none of the rows to which the addresses lead concerns them; for all else they are refused.
OPENS: dict[str, set[str]] = {
    "visitor": {"login"},
    "half way": {"login"},  # an administrator without the second factor
    "roleless": OWN,
    "colleague": WRITERS,
    "guest": WRITERS,
    "elsewhere": COMMON
    | {
        "articles_article_copies",
        "articles_image_history",
        "articles_image_change",
    },  # reviewers see all pictures
}
REFUSED = (400, 401, 403, 404, 405)
LEADS_ON = {  # to a page that asks again, or says that there is nothing
    *(f"{name}_history" for name in ("articles_article", "articles_importeditem", "firm_auditrecord")),
    *(f"articles_image_{page}" for page in ("history", "change", "delete")),
    *("login", "second_factor_new", "firm_firm_changelist", "view_on_site"),
}
ALLOWED = {"articles_workingcopy", "articles_article", "articles_articlesketch", "articles_revision"}
BEGINS = {
    "articles_article_add": ALLOWED | {"django_admin_log", "firm_auditrecord"}
}  # something of one's own
MAY_WRITE = {"colleague": BEGINS, "guest": BEGINS}
NOTED = {"articles_article_merge": {"firm_auditrecord"}}  # that somebody tried what they may not


@pytest.fixture(autouse=True)
def quiet():
    """Each refusal would be logged with its trace."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def browser(people, house):
    """browser(role): that of somebody who has no part in the rows of the house."""

    def _browser(role: str, **kwargs) -> Client:
        client = Client(raise_request_exception=False, **kwargs)
        if role == "half way":
            password_login(client, people["administrator"])
        elif role != "visitor":
            client.force_login(people[role])
        return client

    return _browser


def admin_views() -> list[tuple[str, View]]:
    """By name, but for that which ends the session."""
    found = [(view.name.removeprefix("admin:"), view) for view in views() if view.is_admin]
    return [(name, view) for name, view in found if name != "logout"]


@pytest.mark.parametrize("role", OPENS)
def test_who_has_no_part_in_it_is_refused(role, browser, house):
    """By GET and by POST with all that the forms would send; nothing is written."""
    client, opened, odd = browser(role), set(), {}
    for name, view in admin_views():
        address = house.address(view)
        got = client.get(address)
        with undone() as written:
            posted = client.post(address, house.posted)
        if got.status_code == 200:
            opened.add(name)
        elif got.status_code not in REFUSED and not _leads_to_login(got) and name not in LEADS_ON:
            odd[name] = "GET", got.status_code, got.get("Location")
        if written - MAY_WRITE.get(role, {}).get(name, set()) - NOTED.get(name, set()):
            odd[name] = "POST", posted.status_code, written
        if posted.status_code >= 500:
            odd[name] = "POST", posted.status_code, ""
    assert (sorted(opened ^ OPENS[role]), odd) == ([], {})


def _leads_to_login(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/admin/login/")


def test_the_same_requests_write_for_those_who_may(browser, house):
    """Else the test above could not fail."""
    done = {}
    for role in ("author", "reviewer", "administrator"):
        client = browser(role)
        for name, view in admin_views():
            if name.startswith("articles_") and view.parameters:
                with undone() as written:
                    client.post(house.address(view), house.posted)
                if written & {"articles_article", "articles_revision", "articles_reviewcomment"}:
                    done.setdefault(role, set()).add(name.removeprefix("articles_article_"))
    assert done == {
        "author": {"bulk", "change", "comment", "comment_act", "restore"},
        "reviewer": {"comment", "comment_act", "move"},
        "administrator": {"bulk", "change", "comment", "comment_act", "restore"},
    }


def test_whether_a_row_exists_is_not_told(browser, house):
    """The answer for a row that is not one's own is that for a row which is not there."""
    told = {}
    nowhere = Article.objects.order_by("pk").last().pk + 1000
    for role in ("colleague", "guest", "elsewhere"):
        client = browser(role)
        for name, view in admin_views():
            if name.startswith("articles_article_") and view.parameters & {"pk", "object_id"}:
                there = client.get(house.address(view))
                address = house.address(view).replace(f"/{house.article.pk}/", f"/{nowhere}/")
                address = address.replace(f"/{house.waiting.pk}/", f"/{nowhere}/")
                if there.status_code != client.get(address).status_code:
                    told[role, name] = there.status_code
    assert told == {}


def test_without_its_token_nothing_is_taken(browser, house):
    """Whatever a view does with it; one view is exempt, whose address is the authority and whose form has a mark of its own."""
    exempt = {view.name for view in views() if _is_exempt(view.name)}
    client = browser("administrator", enforce_csrf_checks=True)
    taken = {}
    for view in views():
        with writing() as written:
            response = client.post(house.address(view), house.posted)
        if response.status_code != 403 or written:
            taken[view.name] = response.status_code, written
    assert (exempt, set(taken)) == ({"preview"}, {"preview"})
    assert taken["preview"][1] == set()  # without the mark of the page nothing is kept


def _is_exempt(name: str) -> bool:
    """Whether the view with this name in the URLconf asks for no token."""
    patterns, found = [get_resolver()], []
    while patterns:
        one = patterns.pop()
        patterns += getattr(one, "url_patterns", [])
        if getattr(one, "name", None) == name:
            found.append(getattr(one.callback, "csrf_exempt", False))
    return any(found)


def test_get_changes_nothing(browser, house):
    """No row of any table but the session's, for who may do everything."""
    client, written_by = browser("administrator"), {}
    for view in views():
        with writing() as written:
            response = client.get(house.address(view), {"q": "网贷", "post": "yes", "_save": "1"})
        if written or response.status_code >= 500:
            written_by[view.name] = response.status_code, written
    assert written_by == {}
