"""Who is told by mail of which move, and in which words."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from articles import revisions, workflow
from articles.models import Article, Revision
from articles.reviewing import comments, invitations, notifying, releasing
from firm import mailing
from firm.access import Role
from firm.models import Mail, User
from tests.conftest import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def addresses(author, colleague, reviewer, administrator, settings):
    """Everybody has an address, as does a second reviewer."""
    make_user("第二位", Role.REVIEWER)
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"u{user.pk}@example.com")
    for user in (author, colleague, reviewer, administrator):
        user.refresh_from_db()
    settings.SITE_URL = "https://www.hefeilaws.com"


def sent() -> dict[str, list[str]]:
    """The subjects of all that is sent now, each with the names of those who get it; what was sent before is left out."""
    mail.outbox.clear()
    mailing.send_due()
    names = {user.email: user.name for user in User.objects.all()}
    found: dict[str, list[str]] = {}
    for message in mail.outbox:
        found.setdefault(message.subject, []).append(names[message.to[0]])
    return found


@pytest.fixture
def submitted(write, author):
    """An article that waits, of which nobody has been told yet."""
    article = workflow.perform("submit", write("标题"), by=author)
    Mail.objects.all().delete()
    return article


@pytest.fixture
def live(publish):
    article = publish("标题")
    Mail.objects.all().delete()
    return article


def test_submitting_asks_the_reviewers(write, author):
    workflow.perform("submit", write("标题"), by=author)
    assert sent() == {"〔请审核〕标题": ["审核员", "管理员", "第二位"]}


def test_submitting_asks_those_whom_the_column_names(write, column, author, reviewer):
    column.reviewers.add(reviewer)
    workflow.perform("submit", write("标题"), by=author)
    assert sent() == {"〔请审核〕标题": ["审核员"]}


def test_a_change_of_column_asks_those_who_are_named_in_both(live, rewrite, column, cases, author, reviewer):
    second = User.objects.get(name="第二位")
    column.reviewers.add(reviewer, second)
    cases.reviewers.add(second)
    rewrite(live, column_id=cases.pk, source_name="公报")
    workflow.perform("submit", live, by=author)
    assert sent() == {"〔请审核〕标题": ["第二位"]}


def test_who_wrote_it_is_not_asked_to_review_it(write, administrator):
    workflow.perform("submit", write("标题", by=administrator), by=administrator)
    assert sent() == {"〔请审核〕标题": ["审核员", "第二位"]}


def test_who_may_no_longer_log_in_is_not_told(write, author, reviewer):
    reviewer.is_active = False
    reviewer.save()
    workflow.perform("submit", write("标题"), by=author)
    assert sent() == {"〔请审核〕标题": ["管理员", "第二位"]}


def test_returning_tells_author_and_writer_the_reason(write, author, administrator, reviewer):
    article = workflow.perform("submit", write("标题", by=administrator), by=administrator)
    sent()
    workflow.perform("return", article, by=reviewer, reason="请写明条号")
    assert sent() == {"〔退回修改〕标题": ["林律师", "管理员"]}
    text = mail.outbox[0].body
    link = f"https://www.hefeilaws.com/admin/articles/article/{article.pk}/change/"
    assert text.splitlines()[:4] == [
        "《标题》",
        "文章退回修改。理由：请写明条号。",
        "经办：审核员",
        f"在后台打开：{link}",
    ]
    assert "先弄清楚欠多少" not in text  # the text of the draft


def test_publishing_tells_author_and_coauthors(write, author, colleague, reviewer):
    article = write("标题", coauthor_ids=[colleague.lawyer.pk])
    workflow.perform("submit", article, by=author)
    sent()
    workflow.perform("publish", article, by=reviewer)
    assert sent() == {"〔已发布〕标题": ["林律师", "沈律师"]}
    assert f"文章已经发布：https://www.hefeilaws.com/hf/{article.pk}.html" in mail.outbox[0].body


def test_a_first_publishing_for_later_tells_the_hour(write, author, reviewer):
    hour = datetime(2030, 5, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    article = workflow.perform("submit", write("标题", publish_at=hour), by=author)
    sent()
    workflow.perform("publish", article, by=reviewer)
    assert sent() == {"〔审核通过〕标题": ["林律师"]}
    assert "定于 2030-05-01 09:00 发布。" in mail.outbox[0].body


def test_a_timed_revision_is_told_when_it_is_approved_and_when_it_is_live(live, rewrite, author, reviewer):
    rewrite(live, title="修改", publish_at=timezone.now() + timedelta(hours=1))
    workflow.perform("submit", live, by=author)
    sent()
    workflow.perform("publish", live, by=reviewer)
    assert sent() == {"〔审核通过〕修改": ["林律师"]}
    Revision.objects.filter(state="approved").update(publish_at=timezone.now())
    releasing.release_due()
    assert sent() == {"〔已发布〕修改": ["林律师"]}


def test_what_cannot_be_released_is_told_as_returned(live, rewrite, author, reviewer):
    rewrite(live, title="修改", publish_at=timezone.now() + timedelta(hours=1))
    workflow.perform("submit", live, by=author)
    workflow.perform("publish", live, by=reviewer)
    sent()
    Revision.objects.filter(state="approved").update(publish_at=timezone.now(), body="")
    releasing.release_due()
    assert sent() == {"〔退回修改〕修改": ["林律师"]}


def test_the_second_approval_is_asked_of_the_others(column, submitted, reviewer, administrator):
    column.needs_second_reviewer = True
    column.save()
    workflow.perform("publish", submitted, by=reviewer)
    assert sent() == {"〔请作第二位审核〕标题": ["管理员", "第二位"]}
    assert "审核员 已审核通过，这个栏目还需要另一位审核人。" in mail.outbox[0].body
    workflow.perform("publish", submitted, by=administrator)
    assert sent() == {"〔已发布〕标题": ["林律师"]}


def test_withdrawing_tells_the_author_why(live, reviewer):
    workflow.perform("withdraw", live, by=reviewer, reason="当事人要求")
    assert sent() == {"〔已撤下〕标题": ["林律师"]}
    assert "说明：当事人要求" in mail.outbox[0].body


@pytest.mark.parametrize(("name", "by"), [("recall", "author")])
def test_moves_that_concern_nobody_else_tell_nobody(name, by, submitted, request):
    workflow.perform(name, submitted, by=request.getfixturevalue(by))
    assert sent() == {}


def test_a_move_that_fails_tells_nobody(submitted, reviewer, author):
    with pytest.raises(workflow.MoveNotAllowed):
        workflow.perform("publish", submitted, by=author)
    assert sent() == {}


def test_nobody_is_told_of_what_they_did_themselves(write, reviewer, author, administrator):
    article = workflow.perform("submit", write("标题", by=administrator), by=administrator)
    sent()
    workflow.perform("return", article, by=administrator, reason="我再改改")
    assert sent() == {"〔退回修改〕标题": ["林律师"]}


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("reviewer", ["林律师"]),
        ("author", ["审核员", "管理员", "第二位"]),
    ],
)
def test_a_comment_tells_the_other_side(by, told, submitted, request):
    by = request.getfixturevalue(by)
    comments.add(revisions.newest(submitted), quote="", text="这里要写明条号。", by=by)
    comments.add(
        revisions.newest(submitted), quote="", text="还有一处。", by=by
    )  # within the hour: no other mail
    assert sent() == {"〔新的意见〕标题": told}
    assert "条号" not in mail.outbox[0].body


def test_an_answer_tells_the_other_side(submitted, reviewer, author):
    made = comments.add(revisions.newest(submitted), quote="", text="请改", by=reviewer)
    sent()
    comments.reply(made, "好的", by=author)
    assert sent() == {"〔新的意见〕标题": ["审核员", "管理员", "第二位"]}


def test_returning_says_how_many_comments_are_open(submitted, reviewer):
    for text in ("一", "二"):
        made = comments.add(revisions.newest(submitted), quote="", text=text, by=reviewer)
    comments.resolve(made, by=reviewer)
    Mail.objects.all().delete()
    workflow.perform("return", submitted, by=reviewer, reason="见意见")
    sent()
    assert "文章退回修改。理由：见意见。另有 1 条意见还没有处理。" in mail.outbox[0].body


def test_a_title_of_several_lines_stays_in_the_subject(write, author):
    workflow.perform("submit", write("标题\nBcc: x@example.com"), by=author)
    assert sent() == {"〔请审核〕标题 Bcc: x@example.com": ["审核员", "管理员", "第二位"]}


# Weekly ------------------------------------------------------------------------------------------------


@pytest.fixture
def due(publish, column, colleague):
    """Two articles of the author's that are to be read again, none of the colleague's."""
    column.reread_months = 6
    column.save()
    for title in ("旧文", "更旧的"):
        publish(title)
    publish("新的", by=colleague, author=colleague.lawyer)
    Article.objects.filter(title="旧文").update(reread_at=timezone.now() - timedelta(days=400))
    Article.objects.filter(title="更旧的").update(reread_at=timezone.now() - timedelta(days=500))
    Mail.objects.all().delete()


@pytest.fixture
def clock(monkeypatch):
    """clock(day, hour): it is that hour of a day of December 2026; the 7th and 14th are Mondays."""

    def _set(day, hour):
        now = datetime(2026, 12, day, hour, tzinfo=ZoneInfo("Asia/Shanghai"))
        monkeypatch.setattr(notifying.timezone, "localtime", lambda *given: given[0] if given else now)

    return _set


def test_what_is_to_be_read_again_is_told_once_a_week(due, clock):
    told = []
    for day, hour in [(7, 7), (7, 8), (7, 9), (13, 23), (14, 7), (14, 8), (15, 8)]:
        clock(day, hour)
        notifying.tell_of_rereading()
        told.append(sent())
    mails = {"〔请复查〕更旧的等": ["林律师"]}
    assert told == [{}, mails, {}, {}, {}, mails, {}]


def test_a_machine_that_was_off_on_monday_tells_later(due, clock):
    clock(9, 3)
    notifying.tell_of_rereading()
    assert sent() == {"〔请复查〕更旧的等": ["林律师"]}
    assert "《更旧的》，上次复查 " in mail.outbox[0].body
    assert "https://www.hefeilaws.com/admin/articles/article/rereading/" in mail.outbox[0].body


def test_who_has_left_gets_no_weekly_mail(due, clock, author):
    author.lawyer.is_on_staff = False
    author.lawyer.save()
    clock(9, 9)
    notifying.tell_of_rereading()
    assert sent() == {}


def test_run_due_sends(submitted, reviewer, capsys):
    workflow.perform("return", submitted, by=reviewer, reason="请改")
    call_command("run_due")
    assert [message.subject for message in mail.outbox] == ["〔退回修改〕标题"]
    assert "发出邮件 1 封，没有发出 0 封。" in capsys.readouterr().out


def test_who_invited_hears_of_an_answer(write, author):
    article = write("标题")
    newest = revisions.newest(article).pk
    found, _ = invitations.invite(article, revision=newest, name="王工", days=7, may_answer=True, by=author)
    Mail.objects.all().delete()
    invitations.answer(found, opinion="remarks", text="第二段不清楚", form=invitations.form_for(found))
    assert sent() == {"〔预览答复〕标题": ["林律师"]}
    assert "王工（受邀预览） 看过预览，答复：意见。请在文章页查看。" in mail.outbox[0].body
    assert "第二段不清楚" not in mail.outbox[0].body  # its words stay here
