"""Linting what is being written, answering beside it, and the pages that show it."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles import revisions, workflow
from articles.html import MAX_BYTES
from articles.models import LintAnswer, LintRule, Revision
from articles.reviewing import answering
from firm.models import AuditRecord

pytestmark = pytest.mark.django_db
LINT = "/admin/articles/article/lint/"
PROMISE = "<p>先看证据。</p><p>我们保证胜诉，电话13912345678。</p>"
REASON = "引用委托人的原话，文中已说明"


def change(article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def answer_at(article) -> str:
    return f"/admin/articles/article/{article.pk}/answer/"


def keys(article) -> list[str]:
    return [row.finding.key for row in answering.panel_of_revision(revisions.newest(article)).open]


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", unescape(response.content.decode())).split())


def test_the_panel_of_an_unsaved_text(as_, author):
    posted = {"title": "全国知名律师谈网贷", "body": PROMISE, "fragment": "1"}
    response = as_(author).post(LINT, posted)
    html = unescape(response.content.decode())
    assert "<html" not in html
    assert re.findall(r"<strong>([^<]+)</strong>", html) == ["“中国”“全国”字样", "承诺办案结果", "手机号码"]
    assert re.findall(r"<mark>([^<]+)</mark>", html) == ["全国知名律师", "保证胜诉", "13912345678"]
    assert "3 处要改正或答复，答复之前不能发布。" in html
    assert "依据：《律师业务推广行为规则（试行）》第十条第（五）项" in html
    assert html.count("先保存草稿，再在这里写明理由") == 3
    assert not Revision.objects.exists()


def test_without_javascript_it_is_a_page_of_its_own(as_, author):
    html = as_(author).post(LINT, {"title": "标题", "body": PROMISE}).content.decode()
    assert "这是对您刚才文字的检查，文字还没有保存。" in html
    assert re.findall(r"<mark>([^<]+)</mark>", html) == ["保证胜诉", "13912345678"]
    assert "跳到文中" not in html


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "没有发现"),
        ("x" * (MAX_BYTES + 1), "正文太长"),
        ("<div>" * 101, "正文的格式嵌套超过 100 层"),
        ("\0<script>alert(1)</script>我们保证胜诉", "1 处要改正或答复"),
    ],
)
def test_any_text_is_answered(body, said, as_, author):
    response = as_(author).post(LINT, {"body": body, "fragment": "1"})
    assert (response.status_code, said in response.content.decode()) == (200, True)


def test_only_who_writes_may_ask(client, as_, author, colleague, reviewer, write):
    article = write()
    assert client.post(LINT, {"body": PROMISE}).status_code == 302
    assert as_(reviewer).post(LINT, {"body": PROMISE}).status_code == 403
    assert as_(author).get(LINT).status_code == 405
    assert as_(colleague).post(LINT, {"body": PROMISE, "article": article.pk}).status_code == 404


def test_an_answer_to_an_unsaved_text(as_, author, write):
    """What was asked about is what stands in the editor, not what is saved."""
    article = write()
    posted = {"title": "标题", "body": PROMISE, "fragment": "1", "article": str(article.pk)}
    html = as_(author).post(LINT, posted).content.decode()
    key = re.findall(r'name="key" value="(\w+)"', html)[0]
    html = as_(author).post(answer_at(article), posted | {"key": key, "answer": REASON}).content.decode()
    assert "答复已记下。" in html
    assert "1 处要改正或答复，答复之前不能发布。已答复 1 处。" in " ".join(html.split())
    given = LintAnswer.objects.get()
    assert (given.text, given.sentence) == (REASON, "我们保证胜诉，电话13912345678。")


def test_an_answer_without_javascript(as_, author, write):
    article = write(body=PROMISE)
    response = as_(author).post(answer_at(article), {"key": keys(article)[0], "answer": REASON})
    assert response.url == change(article) + "#lint-title"
    html = text_of(as_(author).get(change(article)))
    assert f"答复：{REASON}" in html
    assert "1 处要改正或答复" in html


def test_an_answer_that_says_nothing_is_refused(as_, author, write):
    article = write(body=PROMISE)
    response = as_(author).post(answer_at(article), {"key": keys(article)[0], "answer": "好"})
    assert [str(m) for m in get_messages(response.wsgi_request)] == ["请写明理由，4 到 500 个字。"]
    assert not LintAnswer.objects.exists()


def test_who_answers(as_, author, colleague, reviewer, write):
    article = write(body=PROMISE)
    workflow.perform("submit", article, by=author)
    data = {"key": keys(article)[0], "answer": REASON}
    assert as_(colleague).post(answer_at(article), data).status_code == 404
    assert as_(reviewer).get(answer_at(article)).status_code == 405
    assert as_(author).post(answer_at(article), data).status_code == 302  # also while it is reviewed
    assert (
        as_(reviewer).post(answer_at(article), {"key": keys(article)[0], "answer": REASON}).status_code == 302
    )
    assert [answer.by for answer in LintAnswer.objects.all()] == [author, reviewer]


def test_submitting_tells_what_is_due_and_leads_there(as_, author, typed, write):
    article = write()
    response = as_(author).post(change(article), typed(article, body=PROMISE) | {"_submit": "1"})
    assert revisions.newest(article).state == "in_review"
    assert response.url == change(article) + "#lint-title"
    said = [str(m) for m in get_messages(response.wsgi_request)]
    assert said[-1] == "文字检查还有 2 处要答复，答复之前不能发布。请在下面写明理由。"


def test_the_reviewer_sees_the_answers_and_cannot_publish_before(as_, author, reviewer, write):
    article = write(body=PROMISE)
    workflow.perform("submit", article, by=author)
    as_(author).post(answer_at(article), {"key": keys(article)[0], "answer": REASON})
    client = as_(reviewer)
    assert f"林律师 {REASON}" in re.sub(
        r"\d+月\d+日 \d+:\d+ 答复：", "", text_of(client.get(change(article)))
    )
    move = f"/admin/articles/article/{article.pk}/move/publish/"
    html = text_of(client.post(move, {"revision": revisions.newest(article).pk}, follow=True))
    assert "文字检查还有 1 处没有改正或答复，不能发布：“13912345678”（手机号码）。" in html
    assert revisions.newest(article).state == "in_review"
    client.post(answer_at(article), {"key": keys(article)[0], "answer": "当事人书面同意公开，见卷"})
    client.post(move, {"revision": revisions.newest(article).pk})
    assert revisions.newest(article).state == "live"


RULES = "/admin/articles/lintrule/"


def rule_form(rule, **changes) -> dict:
    names = [
        "group",
        "name",
        "basis",
        "explanation",
        "suggestion",
        "severity",
        "order",
        "phrases",
        "needs",
        "exceptions",
    ]
    data = {name: getattr(rule, name) for name in names}
    flags = {name: "on" for name in ("is_on", "heeds_quotations", "heeds_context") if getattr(rule, name)}
    return {k: v for k, v in (data | flags | changes).items() if v is not None}


def test_everybody_in_the_newsroom_reads_the_rules_and_administrators_change_them(
    as_, author, reviewer, administrator
):
    rule = LintRule.objects.get(code="promo-promise")
    address = f"{RULES}{rule.pk}/change/"
    for user in (author, reviewer):
        assert as_(user).get(address).status_code == 200
        assert as_(user).post(address, rule_form(rule, is_on=None)).status_code == 403
    as_(administrator).post(address, rule_form(rule, is_on=None))
    rule.refresh_from_db()
    assert rule.is_on is False
    assert (
        AuditRecord.objects.filter(action="修改", target_label="承诺办案结果").get().reason == "启用：是 → 否"
    )


def test_wrong_phrases_come_back_with_what_is_wrong(as_, administrator):
    rule = LintRule.objects.get(code="promo-promise")
    address = f"{RULES}{rule.pk}/change/"
    html = text_of(as_(administrator).post(address, rule_form(rule, phrases="保证…胜诉\n…赢\n胜")))
    assert "“…赢”里有空的部分" in html
    assert "“胜”太短" in html
    html = text_of(as_(administrator).post(address, rule_form(rule, phrases=" \n ")))
    assert "请至少写一行词语。" in html


def test_trying_a_rule_keeps_nothing(as_, administrator):
    rule = LintRule.objects.get(code="promo-promise")
    address = f"{RULES}{rule.pk}/change/"
    html = text_of(as_(administrator).post(address, rule_form(rule, trial="我们保证胜诉。"), follow=True))
    assert "试一试：在这段文字里找到 1 处：“保证胜诉”。" in html
    html = text_of(as_(administrator).post(address, rule_form(rule, trial="不得承诺胜诉。"), follow=True))
    assert "试一试：在这段文字里没有找到。" in html
    assert not AuditRecord.objects.filter(action="修改").exists()


def test_a_rule_of_ones_own(as_, administrator, write):
    data = rule_form(
        LintRule(phrases="金牌调解", name="本所不用的词", basis="本所要求", explanation="不这样写。")
    )
    response = as_(administrator).post(f"{RULES}add/", data | {"code": "own-word", "group": "promotion"})
    assert response.status_code == 302
    (row,) = answering.panel_of_revision(revisions.newest(write(body="<p>金牌调解员。</p>"))).open
    assert row.rule.name == "本所不用的词"


def test_switching_several_goes_on_record(as_, administrator):
    chosen = list(LintRule.objects.filter(group="machine").values_list("pk", flat=True))
    as_(administrator).post(RULES, {"action": "switch_off", "_selected_action": chosen})
    assert not LintRule.objects.filter(group="machine", is_on=True).exists()
    assert AuditRecord.objects.filter(action="停用规则").count() == len(chosen)


def test_no_rule_is_deleted(as_, administrator):
    rule = LintRule.objects.first()
    assert as_(administrator).post(f"{RULES}{rule.pk}/delete/", {"post": "yes"}).status_code == 403
