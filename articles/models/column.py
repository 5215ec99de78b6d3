"""The columns 栏目 under which articles stand."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from articles.models.notice import CopyrightNotice


class Column(models.Model):
    """A column with its place in the menu and the copyright notice of its articles."""

    name = models.CharField("名称", max_length=30, unique=True)
    slug = models.SlugField(
        "网址名", max_length=50, unique=True, help_text="小写英文，如 debt，发布后不要再改。"
    )
    description = models.CharField("说明", max_length=200, blank=True, help_text="显示在栏目页标题下面。")
    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")
    notice = models.ForeignKey(
        CopyrightNotice, models.PROTECT, verbose_name="版权声明", help_text="改动只对之后发布的文章生效。"
    )
    reviewers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="reviewed_columns",
        verbose_name="审核人",
        help_text="只由这几位审核；留空则所有审核人都可以。",
    )
    needs_second_reviewer = models.BooleanField(
        "需要两人审核", default=False, help_text="勾选后，要两位审核人先后通过才会发布。"
    )
    reread_months = models.PositiveSmallIntegerField(
        "复查周期（月）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="文章发布或复查之后过这么久，提醒再读一遍；留空则不提醒。",
    )

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("column", args=[self.slug])
