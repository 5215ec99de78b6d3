"""What a lawyer writes: the fields that a revision and its article share."""

import re

from django.core.validators import MaxLengthValidator
from django.db import models

from articles.models.body import BodyField
from articles.models.column import Column
from articles.models.notice import CopyrightNotice
from firm.models import Lawyer

WEB = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)


class HttpsURLField(models.URLField):
    """An address typed without http:// or https:// is taken to be https; a page links to it, so no other is ever stored."""

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str) and not WEB.fullmatch(value):
            value = ""
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https"} | kwargs)


class AiUse(models.TextChoices):
    """What the author declares of artificial intelligence: 人工智能生成合成内容标识办法 asks that it be told."""

    NONE = "none", "没有使用人工智能"
    ASSISTED = "assisted", "用人工智能辅助写作，由律师审定"
    GENERATED = "generated", "由人工智能生成，律师审核过"


class Content(models.Model):
    """The written part of an article; publishing copies these fields from a revision to its article."""

    title = models.CharField("标题", max_length=120)
    body = BodyField("正文", blank=True)
    column = models.ForeignKey(Column, models.PROTECT, verbose_name="栏目")
    author = models.ForeignKey(Lawyer, models.PROTECT, verbose_name="作者", help_text="署名的律师。")
    summary = models.TextField(
        "摘要",
        blank=True,
        validators=[MaxLengthValidator(200)],
        help_text="一两句话，显示在列表里；留空则取正文开头。",
    )
    keywords = models.CharField("关键词", max_length=200, blank=True, help_text="用逗号或顿号分开。")
    own_notice = models.ForeignKey(
        CopyrightNotice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="版权声明",
        help_text="留空则用栏目的声明。",
    )
    source_name = models.CharField(
        "来源", max_length=200, blank=True, help_text="转载的文章必填：从哪里转载。"
    )
    source_url = HttpsURLField("来源网址", blank=True)
    publish_at = models.DateTimeField(
        "发布时间", null=True, blank=True, help_text="留空则审核通过后立即发布；也可以定在将来。"
    )
    expires_at = models.DateTimeField(
        "下架时间", null=True, blank=True, help_text="到时文章自动下架；通常留空。"
    )

    ai_use = models.CharField(
        "使用了人工智能",
        max_length=10,
        choices=AiUse,
        blank=True,
        help_text="提交前必须选一项；用了的，文章页会注明。",
    )
    # Lists of ids: an article's row and a revision keep them alike, and what is deleted meanwhile is left out.
    coauthor_ids = models.JSONField("合著律师", default=list, blank=True)
    pinned_ids = models.JSONField("置顶的相关文章", default=list, blank=True)
    banned_ids = models.JSONField("不要的相关文章", default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def notice(self) -> CopyrightNotice:
        """The copyright notice that holds for this content: its own, else its column's."""
        return self.own_notice or self.column.notice


CONTENT_FIELDS = tuple(field.attname for field in Content._meta.local_fields)
