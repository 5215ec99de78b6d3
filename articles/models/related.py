"""The stored list of related articles."""

from django.db import models

from articles.models.article import Article


class RelatedArticle(models.Model):
    """That an article's page names another one, at which place and why."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="related", verbose_name="文章")
    other = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="相关文章")
    position = models.PositiveSmallIntegerField("次序")
    reason = models.CharField("理由", max_length=200, help_text="如“同引《民法典》第1034条”。")
    title_marks = models.JSONField("标题中相同的词", default=list, help_text="字符位置 [起, 止]。")
    excerpt_marks = models.JSONField("摘要中相同的词", default=list, help_text="字符位置 [起, 止]。")

    class Meta:
        verbose_name = "相关文章"
        verbose_name_plural = "相关文章"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="related_position_unique"),
            models.UniqueConstraint(fields=["article", "other"], name="related_once"),
            models.CheckConstraint(
                condition=~models.Q(article=models.F("other")), name="not_related_to_itself"
            ),
        ]
