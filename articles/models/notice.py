"""The copyright notice 版权声明 that stands under an article."""

from string import Formatter

from django.core.exceptions import ValidationError
from django.db import models

FIELDS = {"firm": "律所全称", "title": "文章标题", "link": "文章链接", "source": "来源"}


def check_wording(wording: str) -> None:
    """Raise ValidationError where a wording has a field that the notice cannot fill."""
    try:
        used = [
            (name, spec, conversion)
            for _, name, spec, conversion in Formatter().parse(wording)
            if name is not None
        ]
    except ValueError as error:
        raise ValidationError("大括号没有成对出现；要写大括号本身，请写两遍。") from error
    wrong = [name for name, spec, conversion in used if name not in FIELDS or spec or conversion]
    if wrong:
        known = "、".join(f"{{{name}}}（{meaning}）" for name, meaning in FIELDS.items())
        raise ValidationError(f"不认识的字段 {{{wrong[0]}}}，可用的有：{known}。")


class CopyrightNotice(models.Model):
    """A wording with fields, and whether what stands above it is the firm's own or reprinted."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", "原创"
        REPRINT = "reprint", "公开转载"

    name = models.CharField("名称", max_length=50, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, help_text="“公开转载”的文章必须填写来源。")
    wording = models.TextField(
        "声明文字",
        validators=[check_wording],
        help_text="可用 {firm}（律所全称）、{title}（文章标题）、{link}（文章链接）、{source}（来源）。",
    )

    class Meta:
        verbose_name = "版权声明"
        verbose_name_plural = "版权声明"
        ordering = ["pk"]
        # The article's (shown_notice, kind) refers to this pair: migration 0002.
        constraints = [models.UniqueConstraint(fields=["id", "kind"], name="notice_and_kind")]

    def __str__(self):
        return f"{self.name}（{self.get_kind_display()}）"

    def clean(self):
        """A notice that stands under published articles cannot become one for reprints where they name no source."""
        if self.pk and self.kind == self.Kind.REPRINT:
            nameless = self.shown_under.filter(source_name="").count()
            if nameless:
                raise ValidationError(
                    {"kind": f"有 {nameless} 篇用这份声明的文章没有写来源，不能改为公开转载。"}
                )

    def text(self, *, firm: str, title: str, link: str, source: str) -> str:
        """The notice as it reads under one article."""
        return self.wording.format(firm=firm, title=title, link=link, source=source)
