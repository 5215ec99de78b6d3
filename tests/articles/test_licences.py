"""On the pages that visitors read, and in the workflow, an invalid 执业证 shows: no 律师 is printed, none approves."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from articles import workflow
from articles.models import Article
from articles.moves import available
from firm.access import Role
from firm.models import Lawyer
from tests.firm.test_lawyer import KINDS, NUMBER, become

pytestmark = pytest.mark.django_db
LATER = timezone.localdate() + timedelta(days=99)


def text_of(html: str) -> str:
    """The words of a page, its title and description among them, without tags."""
    attributes = " ".join(re.findall(r'content="([^"]*)"', html))
    return attributes + re.sub(r"<[^>]*>", " ", html)


@pytest.fixture
def signed(publish, civil_code, author):
    """A live article that the author signed and whose law they confirmed."""
    return publish(body="<p>依《民法典》第一百一十一条，个人信息受法律保护。</p>")


@pytest.mark.parametrize("kind", KINDS)
def test_the_article_and_the_persons_page(kind, signed, author, client):
    lawyer = become(author.lawyer, kind)
    _, title, byline, _ = KINDS[kind]
    article = client.get(signed.get_absolute_url()).content.decode()
    person = client.get(lawyer.get_absolute_url()).content.decode()
    assert re.search(r'class="byline">\s*<span><a[^>]*>(.*?)</a>', article).group(1) == byline
    assert re.search(r'class="confirmed">.*?<a[^>]*>(.*?)</a>', article).group(1) == f"林知远{title}"
    assert re.search(r"<h1>(.*?)</h1>", person).group(1) == f"林知远 <small>{title}</small>"
    for page in (article, person):
        shown = text_of(page.split("<body")[0] + page.split("<main", 1)[1].split("</main>")[0])
        assert (NUMBER in shown) is (NUMBER in byline)
        assert bool(re.search(r"林知远\s*(律师|高级合伙人)|事务所(律师|高级合伙人)", shown)) is bool(
            title in {"律师", "高级合伙人"}
        )


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("valid", "律师"),
        ("last day", "律师"),
        ("expired", ""),
        ("trainee", "实习人员"),
        ("left", ""),
    ],
)
def test_the_list_of_lawyers_and_the_home_page(kind, place, author, client):
    become(author.lawyer, kind)
    page = client.get("/lawyers/")
    lists = {"律师": page.context["lawyers"], "实习人员": page.context["trainees"]}
    assert [name for name, people in lists.items() if author.lawyer in people] == ([place] if place else [])
    assert (author.lawyer in client.get("/").context["lawyers"]) is (place == "律师")
    if place == "实习人员":
        html = page.content.decode()
        assert html.index("<h2") < html.index("实习人员") < html.index("林知远 ".strip() + "</a>")
        assert "执业证号" not in text_of(html.split("<main", 1)[1])


@pytest.mark.parametrize("kind", KINDS)
def test_who_publishes(kind, write, author, colleague):
    """The colleague, a lawyer with the role 审核, on the author's article."""
    colleague.groups.add(Group.objects.get(name=Role.REVIEWER))
    Lawyer.objects.filter(pk=author.lawyer.pk).update(licence_number="13301200000000009")
    become(colleague.lawyer, kind)
    colleague.refresh_from_db()
    article = workflow.perform("submit", write(), by=author)
    allowed = KINDS[kind][3]
    assert ("publish" in available(article, colleague)) is allowed
    assert "return" in available(article, colleague)  # sending back is no approving
    if not allowed:
        with pytest.raises(workflow.MoveNotAllowed):
            workflow.perform("publish", article, by=colleague)
        assert Article.objects.get().state == Article.State.NEVER_LIVE


@pytest.mark.parametrize("kind", KINDS)
def test_who_confirms_the_law(kind, signed, author):
    become(author.lawyer, kind)
    author.refresh_from_db()
    assert ("confirm" in available(signed, author)) is KINDS[kind][3]


def test_the_reviewer_is_told_why(write, author, colleague, as_):
    colleague.groups.add(Group.objects.get(name=Role.REVIEWER))
    become(colleague.lawyer, "trainee")
    article = workflow.perform("submit", write(), by=author)
    html = as_(colleague).get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert ("不能审核通过文章" in html, "/move/publish/" in html) == (True, False)


@pytest.mark.parametrize(("kind", "confirmed"), [("valid", True), ("expired", False), ("trainee", False)])
def test_submitting_is_standing_by_the_law_for_lawyers_alone(kind, confirmed, publish, civil_code, author):
    become(author.lawyer, kind)
    author.refresh_from_db()
    article = publish(body="<p>依《民法典》第一百一十一条，个人信息受法律保护。</p>")
    assert (article.law_confirmed_by == author.lawyer) is confirmed
