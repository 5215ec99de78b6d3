"""Which articles are checked again, and what that leaves behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import workflow
from articles.law import rechecking
from articles.models import Article
from statutes.models import Statute, StatuteAlias
from tests.articles.conftest import settle
from tests.conftest import CIVIL_CODE

pytestmark = pytest.mark.django_db
BODY = "<p>依《民法典》第1034条，个人信息受保护。</p>"
NEW = CIVIL_CODE[1034].replace("受法律保护", "受法律严格保护")


def today():
    return timezone.localdate()


def test_nothing_is_due_after_publishing(publish, civil_code):
    publish(body=BODY)
    settle()
    assert rechecking.due(today()) == []


def test_what_cites_a_changed_statute_is_due_once(publish, civil_code, notice_of_2017, amend):
    article = publish(body=BODY)
    publish("另一篇", body=f"<p>《{notice_of_2017.title}》</p>")
    publish("没有引用的", body="<p>没有引用。</p>")
    settle()
    amend(civil_code, {"1034": NEW})
    Statute.objects.filter(pk=civil_code.pk).update(touched_at=timezone.now() - timedelta(minutes=10))
    assert rechecking.due(today()) == [article.pk]
    result = rechecking.recheck(rechecking.due(today()), today())
    assert (result.articles, result.adrift, dict(result.verdicts)) == (1, 1, {"in_force": 1})
    assert rechecking.due(today()) == []


def test_what_was_checked_while_an_import_committed_is_checked_once_more(publish, civil_code):
    article = publish(body=BODY)
    now = timezone.now()
    article.references.update(checked_at=now)
    Statute.objects.update(touched_at=now - timedelta(seconds=1))  # begun before, committed after
    assert rechecking.due(today()) == [article.pk]


def test_a_verdict_whose_day_has_come_is_due(publish, civil_code, amend):
    article = publish(body=BODY)
    tomorrow = today() + timedelta(days=1)
    amend(civil_code, {"1034": NEW}, since=tomorrow)
    rechecking.recheck(rechecking.live(), today())
    settle()
    assert [(r.holds_until, r.drift) for r in article.references.all()] == [(tomorrow, "")]
    assert (rechecking.due(today()), rechecking.due(tomorrow)) == ([], [article.pk])
    rechecking.recheck(rechecking.due(tomorrow), tomorrow)
    assert [(r.holds_until, r.drift) for r in article.references.all()] == [(None, "reworded")]
    assert rechecking.due(tomorrow) == []


@pytest.mark.parametrize(
    ("body", "title", "alias"),
    [
        ("<p>《网络小额贷款办法》第三条</p>", "网络小额贷款办法", ""),
        ("<p>《小贷办法》第三条</p>", "网络小额贷款办法", "小贷办法"),
    ],
)
def test_a_document_that_becomes_known_is_due(body, title, alias, publish, civil_code):
    article = publish(body=body)
    settle()
    assert (rechecking.due(today()), article.references.get().statute) == ([], None)
    statute = Statute.objects.create(title=title, slug="x", kind="rule")
    if alias:
        StatuteAlias.objects.create(statute=statute, name=alias)
    assert rechecking.due(today()) == [article.pk]
    rechecking.recheck([article.pk], today())
    assert article.references.get().statute == statute


def test_what_stays_unknown_is_not_looked_up_again(publish, civil_code, django_assert_num_queries):
    publish(body="<p>《谁也不知道的办法》第三条</p>")
    settle()
    Statute.objects.filter(pk=civil_code.pk).update(touched_at=timezone.now() - timedelta(minutes=10))
    assert rechecking.due(today()) == []
    with django_assert_num_queries(3):  # the newest change, the names, the articles: no lexicon
        assert rechecking.due(today()) == []


def test_only_what_is_live_is_checked(publish, write, civil_code, reviewer):
    gone = publish("撤下的", body=BODY)
    workflow.perform("withdraw", gone, by=reviewer, reason="有误")
    write("草稿", body=BODY)
    live = publish(body=BODY)
    assert rechecking.live() == [live.pk]
    assert rechecking.recheck([gone.pk, live.pk], today()).articles == 1


def test_the_page_follows(publish, civil_code, amend, client):
    article = publish(body=BODY)
    address = article.get_absolute_url()
    assert "法律有变动" not in client.get(address).content.decode()
    amend(civil_code, {"1034": NEW})
    rechecking.recheck(rechecking.due(today()), today())
    html = client.get(address).content.decode()
    assert '<aside class="law-changed"' in html
    assert "本文核对时）　自然人的个人信息受法律保护。" in html  # the card
    assert "现行条文　自然人的个人信息受法律严格保护。" in html


def test_no_article_is_changed_but_its_links(publish, civil_code, amend):
    publish(body=BODY)
    before = Article.objects.values().get()
    amend(civil_code, {"1034": NEW})
    rechecking.recheck(rechecking.live(), today())
    after = Article.objects.values().get()
    assert {name for name in before if before[name] != after[name]} == {"body_html"}


def test_words_count_what_was_found(publish, civil_code, amend):
    publish(body=BODY + "<p>《民法典》第111条</p>")
    amend(civil_code, {"1034": NEW, "111": None})
    assert rechecking.recheck(rechecking.live(), today()).words() == (
        "核对了 1 篇文章的法条引用，其中 1 篇所引的条文有变动，见后台“影响报告”。引用：现行有效 1，没有这一条 1。"
    )
    assert rechecking.Rechecked().words() == "核对了 0 篇文章的法条引用。"


def test_progress_is_told(publish, civil_code):
    ids, told = [publish(f"第{n}篇", body=BODY).pk for n in range(3)], []
    rechecking.recheck(ids, today(), lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_one_that_fails_does_not_keep_the_others_waiting(publish, civil_code, monkeypatch):
    bad, good = publish("坏的", body=BODY), publish("好的", body=BODY)
    real = rechecking.citing.recite

    def recite(body, on, lexicon, held):
        if any(reference.article_id == bad.pk for reference in held):
            raise RuntimeError("cannot be read")
        return real(body, on, lexicon, held)

    monkeypatch.setattr(rechecking.citing, "recite", recite)
    result = rechecking.recheck([bad.pk, good.pk], today())
    assert (result.articles, result.failed) == (1, [bad.pk])
    assert result.words().endswith(f"有 1 篇没有核对成（{bad.pk}），原因见日志。")


def test_a_dry_run_keeps_nothing(publish, civil_code, amend):
    article = publish(body=BODY)
    amend(civil_code, {"1034": NEW})
    assert rechecking.recheck(rechecking.live(), today(), dry_run=True).adrift == 1
    assert article.references.get().drift == ""


def test_what_an_unknown_law_is_called_in_a_withdrawn_article_is_not_looked_up(publish, reviewer, civil_code):
    gone = publish("撤下的", body="<p>《小贷办法》第三条</p>")
    workflow.perform("withdraw", gone, by=reviewer, reason="有误")
    settle()
    Statute.objects.create(title="小贷办法", slug="x", kind="rule")
    assert rechecking.due(today()) == []
    assert gone.references.get().checked_at < timezone.now() - timedelta(minutes=30)
