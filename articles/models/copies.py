"""The near-copies in the archive: each text's sketch, and the stars of texts that say nearly the same."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from articles.models.article import Article
from articles.models.revision import Revision


class ArticleSketch(models.Model):
    """The sketch of an article's live text, and of its newest draft (articles.copies.sketch)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="sketches", verbose_name="文章")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+", verbose_name="版本")
    is_live = models.BooleanField("线上文本")
    prints = ArrayField(models.IntegerField(), default=list, verbose_name="指纹")
    title_key = models.CharField("标题的字", max_length=120, db_index=True)
    is_compared = models.BooleanField("已与存量比较", default=False)

    class Meta:
        verbose_name = "文章指纹"
        verbose_name_plural = "文章指纹"
        constraints = [models.UniqueConstraint(fields=["article", "is_live"], name="one_sketch_of_each_text")]
        indexes = [
            GinIndex(fields=["prints"], fastupdate=False, name="sketch_prints"),
            models.Index(
                fields=["article"],
                condition=models.Q(is_live=True, is_compared=False),
                name="sketches_to_compare",
            ),
        ]

    def __str__(self):
        return f"{self.article_id} {'线上' if self.is_live else '草稿'}"


class StockSentence(models.Model):
    """A sentence that stands under so many articles that it makes none of them a copy."""

    digest = models.IntegerField("摘要", primary_key=True)
    articles = models.PositiveIntegerField("篇数", help_text="抽样中有这句话的文章数。")

    class Meta:
        verbose_name = "套话"
        verbose_name_plural = "套话"

    def __str__(self):
        return str(self.digest)


class CopyStar(models.Model):
    """An article with the ones whose text nearly all stands in it."""

    head = models.OneToOneField(
        Article, models.CASCADE, related_name="copy_star", verbose_name="有代表性的一篇"
    )
    size = models.PositiveIntegerField("相近的篇数", default=0)

    class Meta:
        verbose_name = "相近文章"
        verbose_name_plural = "相近文章"
        indexes = [models.Index(models.F("size").desc(), "id", name="stars_by_size")]

    def __str__(self):
        return str(self.head)


class CopyMember(models.Model):
    """An article in a star, with the share of its text that the head has, and of the head's that it has."""

    star = models.ForeignKey(CopyStar, models.CASCADE, related_name="members", verbose_name="相近文章")
    article = models.OneToOneField(Article, models.CASCADE, related_name="copy_member", verbose_name="文章")
    share = models.FloatField("本篇在代表篇中的比例")
    share_back = models.FloatField("代表篇在本篇中的比例")

    class Meta:
        verbose_name = "相近的一篇"
        verbose_name_plural = "相近的各篇"
        ordering = ["-share", "article"]

    def __str__(self):
        return str(self.article)

    @property
    def percent(self) -> int:
        """The share of its text that the head has; a hundred only where that is all."""
        return int(self.share * 100)
