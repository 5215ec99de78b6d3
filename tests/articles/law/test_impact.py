"""影响报告: what is listed, for whom, and what may be done about it."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import revisions, workflow
from articles.law import impact, rechecking
from articles.law.drift import law_state
from articles.models import Revision
from firm.models import Lawyer
from tests.articles.conftest import expire
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db
BODY = "<p>依《民法典》第1034条，个人信息受保护。</p>"
PAGE = "/admin/articles/article/impact/"
NEW = CIVIL_CODE[1034].replace("受法律保护", "受法律严格保护")


@pytest.fixture
def adrift(publish, civil_code, amend):
    """adrift(changes): an article that cites 第1034条, after the law has changed."""

    def _adrift(changes, body=BODY):
        article = publish(body=body)
        amend(civil_code, changes)
        rechecking.recheck(rechecking.live(), timezone.localdate())
        return article

    return _adrift


def shown(article) -> str:
    """The state of the law as the form that confirms has it."""
    return law_state(article.references.select_related("current"))


def test_empty(as_, reviewer, publish, civil_code):
    publish(body=BODY)
    html = as_(reviewer).get(PAGE).content.decode()
    assert "没有受影响的文章" in html


def test_a_row_shows_the_sentence_and_both_texts(as_, reviewer, adrift):
    article = adrift({"1034": NEW})
    html = as_(reviewer).get(PAGE).content.decode()
    for words in (
        article.title,
        "《民法典》第1034条",
        "条文已修改",
        "文中：依《民法典》第1034条，个人信息受保护。",
        "自然人的个人信息受法律保护。",
        "自然人的个人信息受法律<ins>严格</ins>保护。",
        "《中华人民共和国民法典》（1 篇）",
    ):
        assert words in html


@pytest.mark.parametrize(
    ("who", "moves"),
    [
        ("author", ["confirm", "follow"]),
        ("reviewer", ["follow", "send_back"]),  # no lawyer: cannot stand by the law
        ("administrator", ["follow", "send_back"]),
    ],
)
def test_what_each_may_do(who, moves, request, adrift):
    article = adrift({"1034": ("1036", None)})
    (row,) = impact.rows([article], request.getfixturevalue(who))
    assert list(row.moves) == moves
    assert [change.to.key for change in row.changes] == ["1036"]


def test_nothing_to_follow_where_the_words_have_not_moved(author, adrift):
    (row,) = impact.rows([adrift({"1034": NEW})], author)
    assert list(row.moves) == ["confirm"]


def test_a_lawyer_sees_their_own_only(author, colleague, reviewer, adrift):
    article = adrift({"1034": NEW})
    assert [list(impact.affected(user)) for user in (author, reviewer, colleague)] == [
        [article],
        [article],
        [],
    ]
    assert [len(impact.statutes(user)) for user in (author, reviewer, colleague)] == [1, 1, 0]


def test_by_statute(as_, reviewer, adrift, civil_code):
    article = adrift({"1034": NEW})
    client = as_(reviewer)
    assert article.title in client.get(PAGE, {"statute": civil_code.pk}).content.decode()
    assert article.title not in client.get(PAGE, {"statute": civil_code.pk + 1}).content.decode()
    for odd in ("x", "9" * 30, "²", "\0", ""):
        assert client.get(PAGE, {"statute": odd, "page": odd}).status_code == 200


def test_confirming_dates_the_line_and_clears_the_report(as_, author, adrift, client):
    article = adrift({"1034": NEW})
    newest = revisions.newest(article)
    response = as_(author).post(
        f"/admin/articles/article/{article.pk}/move/confirm/",
        {"revision": newest.pk, "impact": "1", "law": shown(article)},
    )
    assert (response.status_code, response["Location"]) == (302, PAGE)
    article.refresh_from_db()
    assert (article.law_confirmed_on, article.law_confirmed_by) == (timezone.localdate(), author.lawyer)
    assert list(impact.affected(author)) == []
    html = client.get(article.get_absolute_url()).content.decode()
    assert ("法律有变动" in html, "自然人的个人信息受法律严格保护。" in html) == (False, True)
    assert "林知远律师</a>" in html.split("法律依据核对：")[1].split("</p>")[0]
    assert Revision.objects.count() == 1  # nothing was written


def test_what_the_lawyer_did_not_see_is_not_confirmed(as_, author, publish, civil_code, amend):
    """The law changes between the page and the click: the click is refused, and the change is shown."""
    article = publish(body=BODY)
    form = {"revision": revisions.newest(article).pk, "law": shown(article)}
    amend(civil_code, {"1034": NEW})
    address = f"/admin/articles/article/{article.pk}/move/confirm/"
    html = as_(author).post(address, form, follow=True).content.decode()
    assert "文章所引的法条刚刚又有变动，没有确认。" in html
    assert list(impact.affected(author)) == [article]
    as_(author).post(address, form | {"law": shown(article)})
    assert list(impact.affected(author)) == []


def test_a_wrong_citation_is_confirmed_with_a_reason_only(author, publish, civil_code):
    article = publish(body="<p>《民法典》第9999条</p>")
    with pytest.raises(ValidationError, match="仍要确认的，请写明理由"):
        workflow.perform("confirm", article, by=author)
    workflow.perform("confirm", article, by=author, reason="读者的原话")


def test_many_references_cost_no_more_queries(author, adrift, django_assert_max_num_queries):
    body = "".join(BODY.replace("个人信息", f"第{n}种个人信息") for n in range(30))
    article = adrift({"1034": ("1036", None)}, body=body)
    with django_assert_max_num_queries(25):
        (row,) = impact.rows([article], author)
    assert len(row.changes) == 1  # the same provision thirty times is one thing to look at


def test_an_expired_article_is_nobodys_concern(author, adrift):
    expire(adrift({"1034": NEW}))
    assert list(impact.affected(author)) == []


def test_a_reviewing_lawyer_may_confirm(reviewer, adrift):
    article = adrift({"1034": NEW})
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("confirm", article, by=reviewer)
    lawyer = Lawyer.objects.create(user=reviewer, name="审核律师", licence_number="13301200000000009")
    reviewer.refresh_from_db()
    assert workflow.perform("confirm", article, by=reviewer).law_confirmed_by == lawyer


def test_sending_back_puts_it_on_the_authors_desk(as_, author, reviewer, adrift, client):
    article = adrift({"1034": NEW})
    workflow.perform("send_back", article, by=reviewer, reason="第1034条改了，请核对")
    newest = revisions.newest(article)
    assert (newest.state, newest.reason, newest.body) == ("returned", "第1034条改了，请核对", BODY)
    assert "第1034条改了，请核对" in as_(author).get("/admin/").content.decode()
    assert client.get(article.get_absolute_url()).status_code == 200  # the page stays
    (row,) = impact.rows([article], reviewer)
    assert (row.is_being_changed, list(row.moves)) == (True, [])


def test_following_submits_the_new_numbers_for_review(reviewer, administrator, author, adrift, client):
    article = adrift({"1034": ("1036", None)})
    workflow.perform("follow", article, by=reviewer)
    newest = revisions.newest(article)
    assert (newest.state, newest.written_by, newest.body) == (
        "in_review",
        reviewer,
        "<p>依《民法典》第1036条，个人信息受保护。</p>",
    )
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("publish", article, by=reviewer)  # nobody approves what they wrote
    workflow.perform("publish", article, by=administrator)
    assert "第1036条" in client.get(article.get_absolute_url()).content.decode()
    assert list(impact.affected(reviewer)) == []


def test_the_first_page_of_the_admin_tells(as_, author, colleague, adrift):
    adrift({"1034": NEW})
    words = "1 篇线上文章引用的条文已修改或废止，请核对"
    assert [words in as_(user).get("/admin/").content.decode() for user in (author, colleague)] == [
        True,
        False,
    ]
