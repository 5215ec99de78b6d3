"""Who else has an article open, and what became of it meanwhile: information, never an alarm."""

from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localtime

from articles import revisions
from articles.models import Article, EditingPresence, Revision
from firm.models import User

GONE_AFTER = timedelta(seconds=90)  # signs come each 20 s, from a window in the background each 60 s


def sign(user: User, article: Article, tab: str, *, is_writing: bool) -> None:
    """Somebody's window gives a sign that the article is open in it."""
    EditingPresence.objects.update_or_create(
        user=user, article=article, tab=tab, defaults={"seen_at": timezone.now(), "is_writing": is_writing}
    )


def leave(user: User, article: Article, tab: str) -> None:
    """Somebody's window is closed."""
    EditingPresence.objects.filter(user=user, article=article, tab=tab).delete()


def others(user: User, article: Article, tab: str) -> list[str]:
    """A sentence for each other person who has it open now, and one for the user's own other windows."""
    here = EditingPresence.objects.filter(article=article, seen_at__gte=timezone.now() - GONE_AFTER)
    seen: dict[User, EditingPresence] = {}
    for row in here.exclude(user=user, tab=tab).select_related("user"):
        if row.user not in seen or row.is_writing > seen[row.user].is_writing:
            seen[row.user] = row
    own = seen.pop(user, None)
    return [_of(row) for row in seen.values()] + (["您在另一个窗口也打开着这篇文章。"] if own else [])


def _of(row: EditingPresence) -> str:
    at = localtime(row.seen_at).strftime("%H:%M")
    return (
        f"{row.user} 正在编辑（最近 {at}）。"
        if row.is_writing
        else f"{row.user} 打开着这篇文章（最近 {at}）。"
    )


def news(user: User, article: Article, base: int | None, *, is_writing: bool) -> dict | None:
    """What was saved or submitted after the revision that this window knows, in words; that the article is locked
    is news only to who is writing."""
    newest = revisions.newest(article)
    if newest is None:
        return None
    if newest.pk != base:
        who = "您" if newest.written_by_id == user.pk else f"{newest.written_by} "
        at = localtime(newest.written_at).strftime("%H:%M")
        where = "从另一个窗口" if newest.written_by_id == user.pk else ""
        words = f"{who}在 {at} {where}保存了第 {newest.number} 版。"
    elif is_writing and newest.state in Revision.LOCKED:
        words = "这篇文章正在审核或等待发布，现在不能存成新版本；您写的会自动保存，撤回或退回之后可以恢复。"
    else:
        return None
    return {"revision": newest.pk, "number": newest.number, "words": words}
