"""The stored list of related articles."""

from django.db import models

from articles.models.article import Article


class RelatedArticle(models.Model):
    """That an article's page names another one, how near the two are, and why.

    The score is what orders the list: the product of the two articles' keywords (articles.related), 0 for one that is
    there because it stands in the same column, PINNED and more for one that the editors chose.
    """

    PINNED = 1_000_000_000

    article = models.ForeignKey(
        Article, models.CASCADE, db_index=False, related_name="related", verbose_name="文章"
    )
    other = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name="相关文章")
    score = models.IntegerField("相近程度", default=0)
    reason = models.CharField("理由", max_length=200, help_text="如“同引《民法典》第1034条”。")
    title_marks = models.JSONField("标题中相同的词", default=list, help_text="字符位置 [起, 止]。")
    excerpt_marks = models.JSONField("摘要中相同的词", default=list, help_text="字符位置 [起, 止]。")

    class Meta:
        verbose_name = "相关文章"
        verbose_name_plural = "相关文章"
        ordering = ["-score", "-other"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="related_once"),
            models.CheckConstraint(
                condition=~models.Q(article=models.F("other")), name="not_related_to_itself"
            ),
        ]
