"""A revision: what somebody wrote, and what became of it."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from articles.models.article import Article
from articles.models.content import Content

OPEN = Q(state__in=["draft", "in_review", "returned", "approved"])


class Revision(Content):
    """One saved text of an article. Its content never changes; its state is written by articles.workflow alone."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_REVIEW = "in_review", "待审核"
        RETURNED = "returned", "退回修改"
        APPROVED = "approved", "已批准，等待发布"
        LIVE = "live", "线上版本"
        SUPERSEDED = "superseded", "旧版本"

    OPEN = (State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED)
    LOCKED = (State.IN_REVIEW, State.APPROVED)  # nobody writes to these until they are returned or taken back

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions", verbose_name="文章")
    number = models.PositiveIntegerField("版本号")
    tag_names = models.JSONField("标签", default=list)
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="撰写人"
    )
    written_at = models.DateTimeField("保存时间", auto_now_add=True)
    submitted_at = models.DateTimeField("提交时间", null=True)
    reason = models.TextField("退回理由", blank=True)
    submit_reason = models.TextField(
        "提交说明", blank=True, help_text="提交时法条核对还有问题的，作者为什么仍要提交。"
    )

    note = models.CharField("说明", max_length=200, blank=True)  # where it comes from, if not from writing

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique"),
            models.UniqueConstraint(
                fields=["article"],
                condition=OPEN,
                name="one_open_revision",
            ),
            models.UniqueConstraint(fields=["article"], condition=Q(state="live"), name="one_live_revision"),
        ]
        indexes = [
            models.Index(fields=["state", "submitted_at"], name="revisions_by_state"),
            # Whose it is: rights.own, and the desk for what is open.
            models.Index(fields=["written_by", "article"], name="revisions_by_writer"),
            models.Index(fields=["author", "article"], name="revisions_by_author"),
            GinIndex(
                fields=["coauthor_ids"],
                name="revisions_by_coauthor",
                opclasses=["jsonb_path_ops"],
                fastupdate=False,
            ),
            models.Index(fields=["written_by", "state"], name="open_by_writer", condition=OPEN),
            models.Index(fields=["author", "state"], name="open_by_author", condition=OPEN),
            # In the order of the newsroom's list, for its filter by progress.
            models.Index(fields=["state", "article"], name="open_by_state", condition=OPEN),
        ]
