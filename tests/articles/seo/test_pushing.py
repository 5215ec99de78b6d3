"""The ledger is sent when it is due: in batches, within the quota, again after a failure, nothing twice."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from articles import workflow
from articles.models import Article, Push, PushQuota
from articles.seo import engines, pushing
from articles.seo.pushing import Pushed, push_due
from firm import audit
from tests.articles.conftest import HOUR
from tests.articles.seo.conftest import SITE

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/push/"
TAKEN = {"remain": 100, "success": 1}


def write_rows(many: int, engine: str = "indexnow", **fields) -> None:
    now = timezone.now()
    Push.objects.bulk_create(
        Push(**{"engine": engine, "path": f"/hf/{n}.html", "reason": "changed", "next_try_at": now} | fields)
        for n in range(many)
    )


def told(heard) -> list[str]:
    """The paths of a request to either engine."""
    addresses = json.loads(heard.body)["urlList"] if heard.body.startswith("{") else heard.body.split("\n")
    return [address.removeprefix(SITE) for address in addresses]


def row() -> tuple:
    found = Push.objects.get()
    minutes = round((found.next_try_at - timezone.now()).total_seconds() / 60)
    return found.tries, minutes, found.sent_at is not None, found.trouble


def test_nothing_is_sent_unless_an_engine_is_on(engine):
    write_rows(1)
    assert (push_due(), engine.heard) == (Pushed(), [])


def test_a_publishing_is_told_once(publish, engine, both):
    engine.answer((200, ""), (200, TAKEN))
    path = publish().get_absolute_url()
    assert engine.heard == []  # not in the move's request
    assert [push_due() for _ in range(2)] == [Pushed(2, 0), Pushed(0, 0)]
    assert [told(heard) for heard in engine.heard] == [[path], [path]]
    assert Push.objects.filter(sent_at=None).count() == 0


def test_what_waits_for_its_hour_is_told_by_the_clock(publish, engine, indexnow):
    """First the publishing, later the end."""
    now = timezone.now()
    path = publish(publish_at=now + 2 * HOUR, expires_at=now + 5 * HOUR).get_absolute_url()
    call_command("run_due")
    assert engine.heard == []
    for passed, reasons in ((2, ["published"]), (3, ["published", "gone"])):
        Push.objects.filter(sent_at=None).update(next_try_at=F("next_try_at") - passed * HOUR)
        call_command("run_due")
        call_command("run_due")
        sent = Push.objects.filter(sent_at__isnull=False).order_by("pk")
        assert [push.reason for push in sent] == reasons
    assert [told(heard) for heard in engine.heard] == [[path], [path]]


def test_two_rows_of_one_address_are_one_line(engine, indexnow):
    write_rows(1)
    write_rows(1, reason="gone")
    assert push_due() == Pushed(2, 0)
    assert [told(heard) for heard in engine.heard] == [["/hf/0.html"]]


def test_batches(engine, indexnow, monkeypatch):
    service = engines.Service("indexnow", engines.indexnow, at_once=2, daily=100)
    monkeypatch.setattr(engines, "enabled", lambda: [service])
    monkeypatch.setattr(pushing, "BATCHES", 2)
    write_rows(5)
    assert [push_due().sent for _ in range(3)] == [4, 1, 0]
    assert [len(told(heard)) for heard in engine.heard] == [2, 2, 1]
    assert PushQuota.objects.get().left == 95


def test_what_fails_is_tried_again_later_and_not_for_ever(engine, indexnow):
    engine.answer((503, "down"))
    write_rows(1)
    waits = []
    for _ in range(pushing.MOST_TRIES):
        assert push_due() == Pushed(0, 1)
        assert push_due() == Pushed(0, 0)  # not at once
        waits.append(row()[1])
        Push.objects.update(next_try_at=timezone.now() - timedelta(minutes=1))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256]
    assert push_due() == Pushed(0, 0)
    assert (pushing.stuck().get().trouble, len(engine.heard)) == (
        "没有收下（503：down）。",
        pushing.MOST_TRIES,
    )


def test_one_engine_that_is_down_does_not_keep_the_other_waiting(engine, both):
    engine.answer((500, ""), (200, TAKEN))
    write_rows(1)
    write_rows(1, engine="baidu")
    assert push_due() == Pushed(1, 1)
    assert Push.objects.get(sent_at=None).engine == "indexnow"


def test_run_due_says_what_it_did(engine, indexnow, capsys):
    write_rows(2)
    call_command("run_due")
    assert capsys.readouterr().out == "推送给搜索引擎 2 次，没有成功 0 次。\n"
    engine.answer((500, ""))
    write_rows(1)
    with pytest.raises(CommandError, match="推送没有成功"):
        call_command("run_due")


# The quota of Baidu -----------------------------------------------------------------------------------


def left() -> tuple[int, bool]:
    quota = PushQuota.objects.get()
    return quota.left, quota.is_told


def test_the_first_of_a_day_asks_what_is_left_by_one_address(engine, baidu):
    engine.answer((200, {"remain": 2, "success": 1}), (200, {"remain": 0, "success": 2}))
    write_rows(5, engine="baidu")
    assert push_due() == Pushed(3, 0)
    assert [len(told(heard)) for heard in engine.heard] == [1, 2]
    assert (left(), push_due()) == ((0, True), Pushed(0, 0))
    PushQuota.objects.update(day=timezone.localdate() - timedelta(days=1))
    engine.answer((200, {"remain": 50, "success": 1}), (200, {"remain": 49, "success": 1}))
    assert (push_due(), left()) == (Pushed(2, 0), (49, True))


def test_never_more_than_the_settings_allow(engine, baidu, settings):
    settings.BAIDU_PUSH_DAILY = 3
    engine.answer((200, {"remain": 99999, "success": 1}), (200, {"remain": 99997, "success": 2}))
    write_rows(5, engine="baidu")
    assert (push_due(), push_due(), left()) == (Pushed(3, 0), Pushed(0, 0), (0, True))


def test_a_quota_that_is_used_up_is_no_failure(engine, baidu):
    """By somebody who pushed by hand: what waits is sent tomorrow, its tries not counted."""
    engine.answer((400, {"error": 400, "message": "over quota"}))
    write_rows(1, engine="baidu")
    assert (push_due(), push_due(), len(engine.heard)) == (Pushed(0, 0), Pushed(0, 0), 1)
    assert (row(), left()) == ((0, 0, False, "请求的格式不对（400：over quota）。"), (0, True))


def test_a_failure_uses_up_no_quota(engine, baidu, settings):
    engine.answer((500, ""))
    write_rows(3, engine="baidu")
    push_due()
    assert left() == (settings.BAIDU_PUSH_DAILY, False)


def test_an_address_that_is_refused_is_not_tried_again(engine, baidu):
    engine.answer((200, {"remain": 9, "success": 0, "not_same_site": [f"{SITE}/hf/0.html"]}))
    write_rows(1, engine="baidu")
    assert push_due() == Pushed(0, 1)
    assert (row()[0], row()[3]) == (pushing.MOST_TRIES, "不是本站的地址，不再尝试。")


# Two at once, and death -------------------------------------------------------------------------------


def test_what_changes_while_it_is_sent_is_sent_again(publish, republish, engine, indexnow, monkeypatch):
    article = publish()

    def change_meanwhile(paths):
        republish(article, title="改过")
        return engines.Answer()

    service = engines.Service("indexnow", change_meanwhile, at_once=10, daily=100)
    monkeypatch.setattr(pushing, "BATCHES", 1)
    with monkeypatch.context() as patched:
        patched.setattr(engines, "enabled", lambda: [service])
        assert push_due() == Pushed(0, 0)
    assert [(push.reason, push.sent_at, push.tries) for push in Push.objects.all()] == [("changed", None, 0)]
    assert push_due() == Pushed(1, 0)


def test_a_run_that_is_killed_at_its_work_is_counted(indexnow, monkeypatch):
    def killed(paths):
        raise KeyboardInterrupt

    write_rows(1)
    service = engines.Service("indexnow", killed, at_once=10, daily=100)
    monkeypatch.setattr(engines, "enabled", lambda: [service])
    with pytest.raises(KeyboardInterrupt):
        push_due()
    assert (row()[:2], PushQuota.objects.get().left) == ((1, 2), 99)


def test_an_error_of_ours_is_a_failure_like_others(indexnow, monkeypatch):
    def broken(paths):
        raise RuntimeError("a secret")

    write_rows(1)
    service = engines.Service("indexnow", broken, at_once=10, daily=100)
    monkeypatch.setattr(engines, "enabled", lambda: [service])
    assert (push_due(), row()[3]) == (Pushed(0, 1), "出错：RuntimeError")


def test_what_was_sent_long_ago_is_forgotten(indexnow):
    long_ago = timezone.now() - pushing.KEPT - timedelta(days=1)
    write_rows(1, sent_at=long_ago)
    write_rows(1, sent_at=timezone.now(), path="/hf/8.html")
    write_rows(1, noted_at=long_ago, path="/hf/9.html")
    pushing.forget_old()
    assert sorted(push.path for push in Push.objects.all()) == ["/hf/8.html", "/hf/9.html"]


# In the admin -----------------------------------------------------------------------------------------


def test_administrators_see_what_failed_and_why_and_let_it_be_tried_again(
    publish, engine, indexnow, administrator, reviewer, as_
):
    publish("一", publish_at=timezone.now() + HOUR)
    write_rows(1, path="/hf/777.html", tries=pushing.MOST_TRIES, trouble="密钥文件核对不上（403）。")
    assert "1 个地址" not in as_(reviewer).get("/admin/").content.decode()
    client = as_(administrator)
    assert "1 个地址</a>多次没有推送给搜索引擎" in client.get("/admin/").content.decode()
    html = client.get(f"{LIST}?standing=stuck").content.decode()
    assert [
        words in html for words in ("/hf/777.html", "不再尝试", "密钥文件核对不上（403）。", "等待推送</td>")
    ] == [
        True,
        True,
        True,
        False,
    ]
    everything = list(Push.objects.values_list("pk", flat=True))
    client.post(LIST, {"action": "push_again", "_selected_action": everything})
    assert (push_due(), [told(heard) for heard in engine.heard]) == (Pushed(1, 0), [["/hf/777.html"]])
    last = audit.AuditRecord.objects.filter(action="重新推送给搜索引擎").get()
    assert (last.actor_name, last.reason) == ("管理员", "1 个地址")


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_others_do_not_see_the_ledger(who, as_, request):
    assert as_(request.getfixturevalue(who)).get(LIST).status_code == 403


def test_nobody_writes_or_deletes_in_the_ledger(administrator, as_):
    write_rows(1)
    push = Push.objects.get()
    client = as_(administrator)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{push.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{push.pk}/change/", {"path": "/elsewhere"})
    assert [found.path for found in Push.objects.all()] == ["/hf/0.html"]


def test_a_withdrawal_is_told_after_the_publishing(publish, reviewer, engine, indexnow):
    article = publish()
    push_due()
    workflow.perform("withdraw", Article(pk=article.pk), by=reviewer, reason="有误")
    push_due()
    assert [told(heard) for heard in engine.heard] == [[article.get_absolute_url()]] * 2
