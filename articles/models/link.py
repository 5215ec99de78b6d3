"""The links from live articles to other articles."""

from django.db import models

from articles.models.article import Article


class ArticleLink(models.Model):
    """That a live article's text has a link to another article: to the number that its author wrote."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="links", verbose_name="文章")
    to = models.ForeignKey(Article, models.CASCADE, related_name="links_here", verbose_name="所链接的文章")
    words = models.CharField("链接文字", max_length=200, blank=True)

    class Meta:
        verbose_name = "文章间的链接"
        verbose_name_plural = "文章间的链接"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["article", "to"], name="one_link_once")]

    def __str__(self):
        return f"{self.article_id} → {self.to_id}"
