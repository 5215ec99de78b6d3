"""Answers to what the rules find: kept, asked again when the sentence changes, due before anything goes live."""

import pytest
from django.core.exceptions import ValidationError

from articles import revisions, workflow
from articles.models import LintAnswer, LintRule
from articles.reviewing import answering
from firm.models import AuditRecord, Firm

pytestmark = pytest.mark.django_db
PROMISE = "<p>先看证据。</p><p>我们保证胜诉。</p>"


def open_names(article) -> list[str]:
    return [row.rule.name for row in answering.panel_of_revision(revisions.newest(article)).open]


def give(article, by, text="引用委托人的原话，文中已说明"):
    panel = answering.panel_of_revision(revisions.newest(article))
    return answering.answer(article, panel, panel.open[0].finding.key, text, by=by)


def test_nothing_goes_live_while_an_answer_is_due(write, author, reviewer):
    article = write(body=PROMISE)
    workflow.perform("submit", article, by=author)
    with pytest.raises(ValidationError) as refused:
        workflow.perform("publish", article, by=reviewer)
    assert refused.value.messages == [
        "文字检查还有 1 处没有改正或答复，不能发布：“保证胜诉”（承诺办案结果）。"
    ]
    give(article, author)
    assert workflow.perform("publish", article, by=reviewer).state == "live"


def test_an_answer_is_kept_and_on_record(write, author):
    article = write(body=PROMISE)
    given = give(article, author, "  引用委托人的原话，\n文中已说明  ")
    assert (given.text, given.sentence, given.words, given.rule_code, given.by) == (
        "引用委托人的原话， 文中已说明",
        "我们保证胜诉。",
        "保证胜诉",
        "promo-promise",
        author,
    )
    record = AuditRecord.objects.filter(action="答复文字检查").get()
    assert record.reason == "承诺办案结果，“保证胜诉”：引用委托人的原话， 文中已说明"
    assert record.target_id == article.pk


@pytest.mark.parametrize(
    ("body", "is_due"),
    [
        (PROMISE, False),
        ("<p>另起一段。</p>" + PROMISE + "<p>后面又写。</p>", False),  # the sentence stays
        ("<h2>我们保证胜诉。</h2>", False),  # and is moved
        ("<p>我们一定保证胜诉。</p>", True),  # it is another now
        ("<p>我们尽力。</p>", False),  # it is gone
    ],
)
def test_an_answer_holds_as_long_as_the_sentence(body, is_due, write, rewrite, author):
    article = write(body=PROMISE)
    give(article, author)
    rewrite(article, body=body)
    assert bool(open_names(article)) == is_due


def test_an_answer_to_one_article_is_none_to_another(write, author):
    give(write(body=PROMISE), author)
    assert open_names(write("另一篇文章", body=PROMISE)) == ["承诺办案结果"]


def test_the_newest_answer_counts_and_the_older_stays(write, author, reviewer):
    article = write(body=PROMISE)
    give(article, author, "第一次的理由")
    panel = answering.panel_of_revision(revisions.newest(article))
    answering.answer(article, panel, panel.answered[0].finding.key, "后来的理由", by=reviewer)
    (row,) = answering.panel_of_revision(revisions.newest(article)).answered
    assert (row.answer.text, row.answer.by) == ("后来的理由", reviewer)
    assert [answer.text for answer in LintAnswer.objects.all()] == ["第一次的理由", "后来的理由"]


@pytest.mark.parametrize("text", ["", "  ", "好", "可以的", "长" * 501])
def test_an_answer_says_something(text, write, author):
    with pytest.raises(ValidationError, match="请写明理由，4 到 500 个字。"):
        give(write(body=PROMISE), author, text)


def test_only_what_is_found_can_be_answered(write, author):
    article = write(body=PROMISE)
    panel = answering.panel_of_revision(revisions.newest(article))
    with pytest.raises(ValidationError, match="文中已经没有这句话"):
        answering.answer(article, panel, "0" * 32, "没有这句话的理由", by=author)


def test_a_hint_keeps_nothing_back(write, author, reviewer):
    article = write(body="<p>以上内容仅供参考。</p>")
    panel = answering.panel_of_revision(revisions.newest(article))
    assert ([row.rule.code for row in panel.hints], panel.open) == (["machine-disclaimer"], [])
    workflow.perform("submit", article, by=author)
    assert workflow.perform("publish", article, by=reviewer).state == "live"


def test_what_staff_switch_off_is_not_found(write):
    LintRule.objects.filter(code="promo-promise").update(is_on=False)
    assert open_names(write(body=PROMISE)) == []


def test_what_staff_word_is_found(write):
    LintRule.objects.create(
        code="own-word",
        group="promotion",
        name="本所不用的词",
        basis="本所要求",
        explanation="。",
        phrases="金牌调解",
    )
    assert open_names(write(body="<p>金牌调解员来了。</p>")) == ["本所不用的词"]


def test_the_firms_own_number_and_address_are_its_own(write):
    Firm.objects.update(phone="0571-00000000、13912345678", address="杭州市示例路 1 号 2 幢 1201 室")
    body = "<p>电话 139-1234-5678，地址：杭州市示例路1号2幢1201室。</p>"
    assert open_names(write(body=body)) == []
    Firm.objects.update(phone="0571-00000000", address="")
    assert sorted(open_names(write("又一篇", body=body))) == ["具体到门牌的住址", "手机号码"]


def test_title_summary_and_keywords_are_read_too(write):
    article = write("我们包赢的劳动官司", summary="林律师是婚姻专家。", keywords="胜诉率，本所胜诉率98%")
    rows = answering.panel_of_revision(revisions.newest(article)).open
    assert [(row.place, row.rule.code) for row in rows] == [
        ("标题", "promo-promise"),
        ("摘要", "promo-expert"),
        ("关键词", "promo-rate"),
    ]


def test_who_may_answer(write, author, colleague, reviewer, administrator):
    article = write()
    people = (author, colleague, reviewer, administrator)
    assert [answering.may_answer(article, user) for user in people] == [True, False, True, True]
