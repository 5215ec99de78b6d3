"""Who is told by mail of a move, and in which words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from articles import revisions
from articles.desk import rereading
from articles.models import Article, Column, Revision
from articles.reviewing import approvals
from articles.rights import all_reviewers, wrote
from firm import mailing
from firm.models import Lawyer, User

State = Revision.State
DIGEST_FROM = 8  # o'clock
FOOTER = "不想收这类邮件，请在后台右上角的“邮件通知”里关闭；后台首页总会显示。"


@dataclass(frozen=True, slots=True)
class Words:
    """What a mail says: the word in front of the title, and the sentence of what happened."""

    word: str
    sentence: str


def tell(name: str, article: Article, newest: Revision, by: User | None, reason: str) -> None:
    """Queue the mails that a move calls for, in its transaction; who made the move is not told of it.

    newest is the article's newest revision as the move left it. Moves that concern nobody else call for none.
    """
    if name in TOLD:
        people, told = TOLD[name](article, newest)
        _queue(people, told, article, newest, by, reason)


def comment(article: Article, by: User) -> None:
    """Queue the mails on a comment or an answer: writers hear of reviewers', reviewers of writers'. Its words stay here.

    Who makes many comments is told of once an hour.
    """
    if not mailing.once(f"comment {article.pk} {by.pk} {timezone.localtime():%Y%m%d%H}"):
        return
    newest = revisions.newest(article)
    people = _reviewers(article, newest) if wrote(article, by) else _writers(article, newest)
    _queue(people, Words("新的意见", f"{by} 写了意见，请在文章页查看。"), article, newest, by, "")


def answered(article: Article, to: User, by: str, opinion: str) -> None:
    """Queue the mail on what an invited colleague answered, to who invited them. Its words stay here."""
    told = Words("预览答复", f"{by} 看过预览，答复：{opinion}。请在文章页查看。")
    _queue([to], told, article, revisions.newest(article), None, "")


def tell_of_rereading() -> int:
    """Queue the weekly mails on what is to be read again, from Monday morning on, once; returns how many."""
    now = timezone.localtime()
    if now.isoweekday() == 1 and now.hour < DIGEST_FROM:
        return 0
    year, week, _ = now.isocalendar()
    told = 0
    for lawyer in Lawyer.objects.on_staff().filter(user__isnull=False).select_related("user"):
        told += _digest(lawyer.user, f"reread {year}-{week} {lawyer.user_id}")
    return told


def _submitted(article: Article, newest: Revision) -> tuple[list[User], Words]:
    first = approvals.names(newest)
    told = Words("请审核", f"{newest.written_by} 提交了文章，请审核。")
    if first:
        told = Words("请作第二位审核", f"{'，'.join(first)} 已审核通过，这个栏目还需要另一位审核人。")
    return _reviewers(article, newest), told


def _published(article: Article, newest: Revision) -> tuple[list[User], Words]:
    """What approving or the clock has led to: another reviewer is asked, an hour is waited for, or the page is there."""
    if newest.state == State.IN_REVIEW:
        return _submitted(article, newest)
    if newest.state == State.RETURNED:
        return _returned(article, newest)
    hour = newest.publish_at if newest.state == State.APPROVED else article.published_at
    if hour > timezone.now():
        when = timezone.localtime(hour).strftime("%Y-%m-%d %H:%M")
        return _writers(article, newest), Words("审核通过", f"文章已审核通过，定于 {when} 发布。")
    address = settings.SITE_URL + article.get_absolute_url()
    return _writers(article, newest), Words("已发布", f"文章已经发布：{address}")


def _returned(article: Article, newest: Revision) -> tuple[list[User], Words]:
    left = article.comments.open().count()
    besides = f"另有 {left} 条意见还没有处理。" if left else ""
    reason = newest.reason if newest.reason.endswith(("。", "！", "？")) else f"{newest.reason}。"
    return _writers(article, newest), Words("退回修改", f"文章退回修改。理由：{reason}{besides}")


def _withdrawn(article: Article, newest: Revision) -> tuple[list[User], Words]:
    return _writers(article, newest), Words("已撤下", "文章已从网站撤下。")


def _merged(article: Article, newest: Revision) -> tuple[list[User], Words]:
    address = settings.SITE_URL + article.merged_into.get_absolute_url()
    return _writers(article, newest), Words("已合并", f"文章与另一篇几乎相同，已并入那一篇：{address}")


TOLD: dict[str, Callable[[Article, Revision], tuple[list[User], Words]]] = {
    "submit": _submitted,
    "follow": _submitted,
    "publish": _published,
    "release": _published,
    "return": _returned,
    "send_back": _returned,
    "withdraw": _withdrawn,
    "merge": _merged,
}


def _writers(article: Article, newest: Revision) -> list[User]:
    """Who signs the article, and who wrote the text in question."""
    signing = Q(lawyer=newest.author_id) | Q(lawyer=article.author_id) | Q(lawyer__in=newest.coauthor_ids)
    return list(User.objects.filter(signing | Q(pk=newest.written_by_id)).distinct().order_by("pk"))


def _reviewers(article: Article, newest: Revision) -> list[User]:
    """Who may approve it now: named for each column that is concerned, or all where none is named."""
    concerned = {newest.column_id} | ({article.column_id} if article.state == Article.State.LIVE else set())
    may = all_reviewers().exclude(pk__in=approvals.approvers(newest))
    for column in Column.objects.filter(pk__in=concerned, reviewers__isnull=False).distinct():
        may = may.filter(reviewed_columns=column)
    return [user for user in may.distinct().order_by("pk") if not wrote(article, user)]


def _queue(
    people: Iterable[User], told: Words, article: Article, newest: Revision, by: User | None, reason: str
) -> None:
    link = settings.SITE_URL + reverse("admin:articles_article_change", args=[article.pk])
    lines = [f"《{newest.title}》", told.sentence]
    if reason and reason not in told.sentence:
        lines.append(f"说明：{reason}")
    if by:
        lines.append(f"经办：{by}")
    text = "\n".join([*lines, f"在后台打开：{link}", "", FOOTER])
    mailing.queue([user for user in people if user != by], f"〔{told.word}〕{newest.title}", text)


@transaction.atomic
def _digest(user: User, key: str) -> bool:
    if not mailing.once(key):
        return False
    due = rereading.longest_signed(user)
    if not due:
        return False
    link = settings.SITE_URL + reverse("admin:articles_article_rereading")
    lines = [f"《{row.article.title}》，上次复查 {timezone.localdate(row.article.reread_at)}" for row in due]
    text = "\n".join(
        [
            "下面的文章到了复查的时候，请看看内容是否仍然适用：",
            "",
            *lines,
            "",
            f"全部在这里：{link}",
            "",
            FOOTER,
        ]
    )
    mailing.queue([user], f"〔请复查〕{due[0].article.title}" + ("等" if len(due) > 1 else ""), text)
    return True
