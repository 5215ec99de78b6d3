"""One act on many articles: chosen in the list, confirmed, told of row by row."""

import re

import pytest
from django.db import transaction
from django.utils import timezone

from articles import revisions, workflow
from articles.desk import bulk
from articles.models import Article, Revision
from firm import audit
from firm.access import Role
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def choose(as_):
    """choose(name, articles, by=user): from the list to the page that asks."""

    def _choose(name, articles, *, by, **fields):
        ids = [article.pk for article in articles]
        return as_(by).post(LIST, {"action": f"bulk_{name}", "_selected_action": ids} | fields, follow=True)

    return _choose


@pytest.fixture
def confirm(as_):
    """confirm(name, rows, by=user, asked=…): the page that asks is answered; rows as its form has them."""

    def _confirm(name, rows, *, by, asked=""):
        return as_(by).post(f"{LIST}bulk/{name}/", {"row": rows, "asked": asked})

    return _confirm


@pytest.fixture
def waiting(write, author):
    """waiting(title): an article in review."""
    return lambda title: workflow.perform("submit", write(title), by=author)


def shown(*articles) -> list[str]:
    return [f"{article.pk}:{revisions.newest(article).pk}" for article in articles]


def planned(response) -> list[tuple[str, str, str]]:
    return [(row.newest.title, row.what, row.why_not) for row in response.context["rows"]]


def told(response) -> list[tuple[str, str, str]]:
    return [(row.title, row.done, row.why_not) for row in response.context["results"]]


def test_what_is_chosen_is_asked_about_first(choose, waiting, write, reviewer):
    articles = [waiting("待审的"), write("草稿")]
    response = choose("publish", articles, by=reviewer)
    html = response.content.decode()
    assert planned(response) == [("草稿", "", "最新一版现在是“草稿”。"), ("待审的", "发布到网站", "")]
    assert "选中 2 篇，其中 1 篇可以审核通过并发布。" in html
    assert re.findall(r'name="row" value="(.*?)"', html) == shown(articles[0])
    assert "审核通过并发布：1 篇</button>" in html
    assert revisions.newest(articles[0]).state == "in_review"  # nothing has happened yet


def test_then_it_is_done_and_told_row_by_row(choose, confirm, waiting, reviewer, rewrite, author):
    first, second = waiting("先审的"), waiting("又改过的")
    html = choose("publish", [first, second], by=reviewer).content.decode()
    workflow.perform("recall", second, by=author)
    rewrite(second, body="<p>改过了。</p>")
    workflow.perform("submit", second, by=author)
    response = confirm("publish", re.findall(r'name="row" value="(.*?)"', html), by=reviewer)
    assert told(response) == [
        ("又改过的", "", "您看到的已经不是最新版本，请重新打开文章看过之后再操作。"),
        ("先审的", "审核通过并发布", ""),
    ]
    assert "2 篇中完成了 1 篇。" in response.content.decode()
    assert [a.state for a in Article.objects.order_by("pk")] == ["live", "never_live"]
    assert audit.history(second).first().action == "被拒绝：审核通过并发布"


def test_sent_twice_it_happens_once(confirm, waiting, reviewer):
    article = waiting("待审的")
    rows = shown(article)
    assert [told(confirm("publish", rows, by=reviewer))[0][1:] for _ in range(2)] == [
        ("审核通过并发布", ""),
        ("", "现在不能审核通过并发布：文章状态已经变化，或您没有这项权限。"),
    ]


def test_one_that_fails_does_not_undo_the_others(confirm, waiting, reviewer, monkeypatch):
    articles = [waiting("先"), waiting("坏的"), waiting("后")]
    publish = workflow.ACTIONS["publish"]

    def _break(article, revision, by, reason):
        if article.title == "坏的":
            Article.objects.filter(pk=article.pk).update(title="改了一半")
            raise ZeroDivisionError
        return publish(article, revision, by, reason)

    monkeypatch.setitem(workflow.ACTIONS, "publish", _break)
    response = confirm("publish", shown(*articles), by=reviewer)
    assert [row[1:] for row in told(response)] == [
        ("审核通过并发布", ""),
        ("", "出了错，没有做。原因见日志。"),
        ("审核通过并发布", ""),
    ]
    assert [(a.title, a.state) for a in Article.objects.order_by("pk")] == [
        ("先", "live"),
        ("坏的", "never_live"),
        ("后", "live"),
    ]


@pytest.mark.parametrize("name", ["return", "withdraw"])
def test_without_a_reason_nothing_happens_and_nothing_is_lost(name, confirm, waiting, publish, reviewer):
    article = waiting("待审的") if name == "return" else publish("线上的")
    before = (article.state, revisions.newest(article).state)
    response = confirm(name, shown(article), by=reviewer, asked="  ")
    html = response.content.decode()
    assert "请写明理由。" in html
    assert f'value="{shown(article)[0]}"' in html  # may be sent again
    article.refresh_from_db()
    assert (article.state, revisions.newest(article).state) == before


def test_one_reason_for_all(confirm, waiting, reviewer):
    articles = [waiting("先"), waiting("后")]
    confirm("return", shown(*articles), by=reviewer, asked=" 请统一体例 ")
    assert [(r.state, r.reason) for r in Revision.objects.all()] == [("returned", "请统一体例")] * 2


def test_all_of_all_pages_cannot_be_chosen(choose, waiting, reviewer):
    article = waiting("待审的")
    response = choose("publish", [article], by=reviewer, select_across="1")
    assert [str(m) for m in response.context["messages"]] == [
        "一次最多处理 100 篇，不能选中所有页的文章；请分几次选择。什么都没有改动。"
    ]
    assert revisions.newest(article).state == "in_review"


@pytest.mark.parametrize("door", ["choose", "confirm"])
def test_more_than_a_hundred_are_refused(door, choose, confirm, waiting, reviewer, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    articles = [waiting(f"第{n}篇") for n in range(3)]
    if door == "choose":
        choose("publish", articles, by=reviewer)
    else:
        assert confirm("publish", shown(*articles), by=reviewer)["Location"] == LIST
    assert set(Revision.objects.values_list("state", flat=True)) == {"in_review"}


@pytest.mark.parametrize("row", ["", "1", "1:2:3", "x:1", "1:x", "٣:1", "9" * 19 + ":1", "-1:1"])
def test_rows_that_no_form_has_are_left_out(row, confirm, waiting, reviewer):
    article = waiting("待审的")
    assert told(confirm("publish", [row, *shown(article)], by=reviewer)) == [("待审的", "审核通过并发布", "")]


def test_another_lawyers_article_is_not_there(confirm, write, colleague, author):
    other = write("同事的", by=colleague, author=colleague.lawyer)
    assert told(confirm("submit", shown(other), by=author)) == [
        (f"编号 {other.pk}", "", "没有这篇文章，或您无权查看。")
    ]
    assert revisions.newest(other).state == "draft"


@pytest.mark.parametrize("method", ["get", "unknown"])
def test_the_door_opens_to_posts_of_known_acts(method, as_, reviewer):
    client = as_(reviewer)
    answer = client.get(f"{LIST}bulk/publish/") if method == "get" else client.post(f"{LIST}bulk/recall/")
    assert answer.status_code == {"get": 405, "unknown": 404}[method]


OFFERED = {
    "author": ["submit", "reread", "column", "tags"],
    "reviewer": ["publish", "return", "withdraw", "reread"],
    "administrator": ["submit", "publish", "return", "withdraw", "reread", "column", "tags"],
}


@pytest.mark.parametrize(("who", "expected"), OFFERED.items())
def test_the_list_offers_what_each_may(who, expected, write, as_, request):
    write()
    html = as_(request.getfixturevalue(who)).get(LIST).content.decode()
    assert re.findall(r'<option value="bulk_(\w+)"', html) == expected


@pytest.mark.parametrize("who", OFFERED)
@pytest.mark.parametrize("name", bulk.ACTS)
def test_what_is_not_offered_is_refused(name, who, confirm, write, request):
    user = request.getfixturevalue(who)
    response = confirm(name, shown(write()), by=user, asked="理由")
    assert response.status_code == (200 if name in OFFERED[who] else 403)


# Which state lets which act through, for those who have the right; the workflow's own tests hold the rest.
OPEN = {
    ("submit", "author"): {"draft", "returned"},
    ("submit", "administrator"): {"draft", "returned"},
    ("publish", "reviewer"): {"in_review"},
    ("publish", "administrator"): {"in_review"},
    ("return", "reviewer"): {"in_review"},
    ("return", "administrator"): {"in_review"},
    ("withdraw", "reviewer"): {"live"},
    ("withdraw", "administrator"): {"live"},
    ("reread", "author"): {"live"},
    ("reread", "reviewer"): set(),  # is no lawyer
    ("tags", "author"): {"draft"},
    ("tags", "administrator"): {"draft"},
    ("column", "author"): {"draft"},
}


@pytest.mark.parametrize("state", ["draft", "in_review", "returned", "live", "withdrawn"])
def test_role_act_and_state(state, choose, confirm, waiting, write, publish, column, reviewer, request):
    """What the page that asks announces is what happens; what it refuses does not, also if it is sent all the same.

    Each act by each finds the article as it was.
    """
    people = {who: request.getfixturevalue(who) for _, who in OPEN}
    column.reread_months = 6
    column.save()
    article = {
        "draft": write,
        "in_review": waiting,
        "returned": waiting,
        "live": publish,
        "withdrawn": publish,
    }[state]("标题")
    if state == "returned":
        workflow.perform("return", article, by=reviewer, reason="请改")
    if state == "withdrawn":
        workflow.perform("withdraw", article, by=reviewer, reason="有误")
    before, found, expected = everything(), {}, {}
    for (name, who), open_in in OPEN.items():
        asked = {"column": str(column.pk), "tags": "网贷"}.get(name, "理由")
        with transaction.atomic():
            [(_, what, why_not)] = planned(choose(name, [article], by=people[who]))
            [(_, done, refused)] = told(confirm(name, shown(article), by=people[who], asked=asked))
            found[name, who] = bool(what), not why_not, bool(done), not refused, everything() != before
            transaction.set_rollback(True)
        is_open = state in open_in
        is_changed = is_open and name != "column"  # to the column where it stands: nothing to save
        expected[name, who] = (*[is_open] * 4, is_changed)
    assert found == expected


def everything() -> tuple:
    """All that an act would change."""
    return Article.objects.values().get(), list(Revision.objects.values())


@pytest.mark.parametrize(
    ("changes", "why_not"),
    [
        ({"body": ""}, "正文还是空的。"),
        ({"ai_use": ""}, "请选择是否使用了人工智能。"),
    ],
)
def test_what_is_missing_is_said_before(changes, why_not, choose, write, author):
    assert planned(choose("submit", [write("草稿", **changes)], by=author)) == [("草稿", "", why_not)]


@pytest.mark.parametrize(
    ("second", "days", "what"),
    [
        (False, 0, "发布到网站"),
        (True, 0, "记下您的通过，还需另一位审核人"),
        (False, 1, "通过，定于 "),
    ],
)
def test_what_publishing_would_do(second, days, what, choose, write, author, reviewer, column):
    column.needs_second_reviewer = second
    column.save()
    hour = timezone.now() + timezone.timedelta(days=days) if days else None
    article = workflow.perform("submit", write("待审", publish_at=hour), by=author)
    assert planned(choose("publish", [article], by=reviewer))[0][1].startswith(what)


def test_ones_own_text_waits_for_somebody_else(choose, write, administrator, column, reviewer, waiting):
    own = workflow.perform("submit", write("代写", by=administrator), by=administrator)
    assert planned(choose("publish", [own], by=administrator)) == [
        ("代写", "", "这是您自己写的文章，要由另一位同事审核。")
    ]
    column.reviewers.add(make_user("指定的", Role.REVIEWER))
    assert planned(choose("publish", [own], by=administrator))[0][2] == "这个栏目只由指定的审核人审核。"


# Drafts ------------------------------------------------------------------------------------------------


def test_tags_are_added_to_drafts_as_a_new_revision(confirm, write, author):
    article = write("草稿", tags=["网贷"])
    response = confirm("tags", shown(article), by=author, asked="债务、网贷，催收")
    assert told(response) == [("草稿", "存为新的草稿", "")]
    assert [(r.number, r.state, r.tag_names) for r in article.revisions.all()] == [
        (2, "draft", ["网贷", "债务", "催收"]),
        (1, "superseded", ["网贷"]),
    ]


def test_the_column_of_drafts_is_changed(confirm, write, author, cases):
    article = write("草稿")
    confirm("column", shown(article), by=author, asked=str(cases.pk))
    article.refresh_from_db()
    assert (article.column, revisions.newest(article).column) == (cases, cases)


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("tags", "", "请写标签。"),
        ("tags", "长" * 60, "太长，每个最多"),
        ("column", "", "请选择栏目。"),
        ("column", "999999", "请选择栏目。"),
        ("column", "x", "请选择栏目。"),
    ],
)
def test_what_is_wrong_is_asked_again(name, asked, said, confirm, write, author):
    response = confirm(name, shown(write("草稿")), by=author, asked=asked)
    assert said in response.content.decode()
    assert Revision.objects.count() == 1


def test_too_many_tags(confirm, write, author):
    article = write("草稿", tags=[f"标签{n}" for n in range(9)])
    response = confirm("tags", shown(article), by=author, asked="新一，新二")
    assert told(response) == [("草稿", "", "最多 10 个标签，加上之后会有 11 个。")]


def test_a_draft_saved_meanwhile_is_not_written_over(confirm, write, rewrite, author):
    article = write("草稿")
    rows = shown(article)
    rewrite(article, title="第二版")
    assert told(confirm("tags", rows, by=author, asked="网贷")) == [
        ("第二版", "", "您看到的已经不是最新版本，没有改动。")
    ]
    assert revisions.newest(article).tag_names == []
