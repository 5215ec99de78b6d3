"""The worst pages in a real Chromium, each text of the database a script: no dialog, no violation of the policy, nothing fetched."""

import pytest
from django.urls import reverse

from articles.models import Article, Revision
from firm.models import User
from tests.hefei_site import hostile

DESK = "admin:articles_article_"


@pytest.fixture
def poisoned(site):
    """The sample content, each text of it a script; the busiest article."""
    hostile.poison()
    number = Revision.objects.filter(number=2).values_list("article", flat=True).first()
    return Article.objects.get(pk=number) if number else Article.objects.published().first()


def test_nothing_runs(visit, poisoned):
    """Pages of visitors, then those of the newsroom that show texts as markup: the editor, a comparison, a review."""
    staff = User.objects.filter(is_superuser=False, groups__name="管理员").first()
    public = ["/", poisoned.get_absolute_url(), poisoned.column.get_absolute_url(), "/laws/", "/search/?q=恶"]
    names = ["change", "revisions", "preview"]
    desk = [reverse(DESK + name, args=[poisoned.pk]) for name in names]
    desk += [reverse(DESK + "compare", args=[poisoned.pk]) + "?from=1&to=1", reverse(DESK + "changelist")]
    for addresses, by in ((public, None), (desk, staff)):
        page = visit("/about/", by=by)
        dialogs = []
        page.on("dialog", lambda dialog, seen=dialogs: (seen.append(dialog.message), dialog.dismiss()))
        for address in addresses:
            page.goto(address)
            page.wait_for_load_state("networkidle")
            assert hostile.MARK in page.inner_text("body")
            assert (dialogs, page.evaluate("window.violations ?? []")) == ([], []), address
