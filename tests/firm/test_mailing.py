"""Mails: queued with the act, sent afterwards, tried again, never twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from firm import audit, mailing
from firm.models import Mail, Told

pytestmark = pytest.mark.django_db
LIST = "/admin/firm/mail/"


@pytest.fixture
def reader(author):
    author.email = "lin@example.com"
    author.save()
    return author


@pytest.fixture
def broken(monkeypatch):
    """A mail server that refuses."""

    def _refuse(self, messages):
        raise ConnectionRefusedError("没有人接")

    monkeypatch.setattr(EmailBackend, "send_messages", _refuse)


def later(**by) -> None:
    Mail.objects.update(next_try_at=timezone.now() - timedelta(**by))


def test_a_mail_is_sent_once(reader):
    mailing.queue([reader], "〔退回修改〕标题", "正文")
    assert mail.outbox == []  # not in the act's request
    assert [mailing.send_due() for _ in range(2)] == [mailing.Sent(1, 0), mailing.Sent(0, 0)]
    assert [(m.subject, m.body, m.to) for m in mail.outbox] == [
        ("〔退回修改〕标题", "正文", ["lin@example.com"])
    ]


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, True),
        ({"email": ""}, False),
        ({"mail_notices": False}, False),
        ({"is_active": False}, False),  # has left
    ],
)
def test_who_gets_mail(changes, wanted, reader):
    for name, value in changes.items():
        setattr(reader, name, value)
    mailing.queue([reader], "主题", "正文")
    assert Mail.objects.exists() == wanted


@pytest.mark.parametrize(
    "subject",
    [
        "标题\r\nBcc: x@example.com",
        "标题\nBcc: x@example.com",
        "标题\u2028Bcc: x@example.com",
        "标题\0\x85Bcc: x@example.com",
    ],
)
def test_a_title_adds_no_header(subject, reader):
    mailing.queue([reader], subject, "正文")
    assert mailing.send_due() == mailing.Sent(1, 0)
    message = mail.outbox[0].message()
    assert (message["Bcc"], mail.outbox[0].subject) == (None, "标题 Bcc: x@example.com")


def test_a_long_title_is_cut(reader):
    mailing.queue([reader], "长" * 300, "正文")
    assert Mail.objects.get().subject == "长" * 250


def test_an_act_that_fails_tells_nobody(reader):
    with transaction.atomic():
        mailing.queue([reader], "主题", "正文")
        transaction.set_rollback(True)
    assert mailing.send_due() == mailing.Sent(0, 0)


def test_what_fails_is_tried_again_later_and_not_for_ever(reader, broken):
    mailing.queue([reader], "主题", "正文")
    waits = []
    for _ in range(mailing.MOST_TRIES):
        assert mailing.send_due() == mailing.Sent(0, 1)
        assert mailing.send_due() == mailing.Sent(0, 0)  # not at once
        waits.append(round((Mail.objects.get().next_try_at - timezone.now()).total_seconds() / 60))
        later(minutes=1)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
    assert mailing.send_due() == mailing.Sent(0, 0)
    stuck = mailing.stuck().get()
    assert (stuck.tries, stuck.trouble) == (10, "ConnectionRefusedError: 没有人接")


def test_one_bad_address_does_not_keep_the_others_waiting(reader, colleague):
    reader.email, colleague.email = "无效\n地址", "shen@example.com"
    mailing.queue([reader, colleague], "主题", "正文")
    reader.save()
    colleague.save()
    assert mailing.send_due() == mailing.Sent(1, 1)
    assert [m.to for m in mail.outbox] == [["shen@example.com"]]


def test_a_run_sends_so_many(reader, monkeypatch):
    monkeypatch.setattr(mailing, "PER_RUN", 2)
    for n in range(3):
        mailing.queue([reader], f"第{n}封", "正文")
    assert [mailing.send_due().sent for _ in range(3)] == [2, 1, 0]
    assert [m.subject for m in mail.outbox] == ["第0封", "第1封", "第2封"]


def test_a_sender_killed_at_its_work_is_counted(reader, monkeypatch):
    """The try is on record before it is made."""

    def _killed(*args):
        raise KeyboardInterrupt

    mailing.queue([reader], "主题", "正文")
    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", _killed)
        with pytest.raises(KeyboardInterrupt):
            mailing.send_due()
    assert Mail.objects.get().tries == 1
    later(minutes=1)
    assert mailing.send_due() == mailing.Sent(1, 0)


def test_once(db):
    assert [mailing.once("一"), mailing.once("一"), mailing.once("二")] == [True, False, True]


def test_what_was_sent_long_ago_is_forgotten(reader):
    for subject in ("早发的", "刚发的", "没发的"):
        mailing.queue([reader], subject, "正文")
    long_ago = timezone.now() - mailing.KEPT - timedelta(days=1)
    Mail.objects.filter(subject="早发的").update(sent_at=long_ago)
    Mail.objects.filter(subject="刚发的").update(sent_at=timezone.now())
    mailing.once("早")
    Told.objects.update(at=long_ago)
    mailing.once("晚")
    mailing.forget_old()
    assert {m.subject for m in Mail.objects.all()} == {"刚发的", "没发的"}
    assert [told.key for told in Told.objects.all()] == ["晚"]


# In the admin -----------------------------------------------------------------------------------------


def test_administrators_see_stuck_mails_and_let_them_be_tried_again(reader, administrator, reviewer, as_):
    mailing.queue([reader], "〔退回修改〕标题", "只给收件人看的理由")
    Mail.objects.update(tries=mailing.MOST_TRIES)
    stuck = Mail.objects.get()
    assert "1 封通知邮件" not in as_(reviewer).get("/admin/").content.decode()
    assert "1 封通知邮件</a>多次没有发出" in as_(administrator).get("/admin/").content.decode()
    assert "发不出去，不再尝试" in as_(administrator).get(LIST).content.decode()
    page = as_(administrator).get(f"{LIST}{stuck.pk}/change/").content.decode()
    assert "只给收件人看的理由" not in page
    as_(administrator).post(LIST, {"action": "send_again", "_selected_action": [stuck.pk]})
    assert mailing.send_due() == mailing.Sent(1, 0)
    last = audit.AuditRecord.objects.filter(action="重新发送邮件").get()
    assert (last.actor_name, last.reason) == ("管理员", "1 封")


@pytest.mark.parametrize("who", ["author", "reviewer"])
def test_others_do_not_see_mails(who, as_, request):
    assert as_(request.getfixturevalue(who)).get(LIST).status_code == 403


def test_nobody_writes_or_deletes_mails(reader, administrator, as_):
    mailing.queue([reader], "主题", "正文")
    stuck = Mail.objects.get()
    client = as_(administrator)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{stuck.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{stuck.pk}/change/", {"subject": "改"})
    assert Mail.objects.get().subject == "主题"


def test_an_administrator_switches_ones_mails_off(reader, administrator, as_):
    response = as_(administrator).get(f"/admin/firm/user/{reader.pk}/change/")
    assert 'name="mail_notices"' in response.content.decode()
