"""What keeps a revision from being submitted, or from going live at its hour, in Chinese sentences."""

from django.utils import timezone

from articles import pictures
from articles.law import citing
from articles.models import CopyrightNotice, Revision
from articles.reviewing import answering, approvals

UNDESCRIBED = "正文里有 {} 处图片还没有替代文字：在编辑器里点图片，再按“替代文字”。"


def missing(revision: Revision) -> list[str]:
    """What keeps a revision from being submitted, in Chinese sentences."""
    problems = []
    if not revision.body.strip():
        problems.append("正文还是空的。")
    if undescribed := pictures.undescribed(revision.body):
        problems.append(UNDESCRIBED.format(undescribed))
    if revision.notice.kind == CopyrightNotice.Kind.REPRINT and not revision.source_name.strip():
        problems.append(f"“{revision.notice.name}”下的文章是公开转载，请填写来源。")
    now = timezone.now()
    if revision.expires_at and revision.expires_at <= max(revision.publish_at or now, now):
        problems.append("下架时间已经过去，或者早于发布时间。")
    return problems


def undeclared(revision: Revision) -> list[str]:
    """What the author has yet to declare, in Chinese sentences; asked when they submit, not of what came without."""
    return [] if revision.ai_use else ["请选择是否使用了人工智能。"]


def wrong_law(revision: Revision) -> str:
    """That citations are wrong by today's law, with the first of them; empty where none is."""
    wrong = citing.cite(revision.body, timezone.localdate()).wrong
    return f"法条核对还有 {len(wrong)} 处问题：{wrong[0].sentence}" if wrong else ""


def at_its_hour(revision: Revision) -> list[str]:
    """What keeps an approved revision from going live when its hour has come.

    Much may have happened since it was approved: the law was changed (unless the author had said why it stands
    nevertheless), a rule was switched on, its column asks for two reviewers. Its approvals stay: who gave them could.
    """
    problems = [*missing(revision), *answering.open_problems(revision)]
    if not revision.submit_reason and (wrong := wrong_law(revision)):
        problems.append(wrong)
    if approvals.missing_approvals(revision):
        problems.append("这个栏目现在要两位审核人，还缺一位。")
    return problems
