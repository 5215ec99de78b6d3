"""An article's page as it was rendered, and what has changed since."""

from django.db import models

from articles.models.article import Article


class StoredPage(models.Model):
    """The two parts of a rendered page that are this article's own. What is around them is added when it is read.

    It holds until holds_until, for code of this rendering, for this content of the site
    (firm.SiteVersion), and while there is no PageChange of its article.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="stored_page", verbose_name="文章"
    )
    column = models.BigIntegerField("栏目")  # whose menu entry is marked
    head = models.BinaryField("页头")
    main = models.BinaryField("正文部分")
    digest = models.CharField("摘要", max_length=32)
    rendering = models.CharField("模板版本", max_length=16)
    content = models.BigIntegerField("内容版本")
    made_at = models.DateTimeField("生成时间")
    holds_until = models.DateTimeField("有效至")

    class Meta:
        verbose_name = "网页缓存"
        verbose_name_plural = "网页缓存"
        default_permissions = ()
        indexes = [
            models.Index(fields=["holds_until"], name="pages_by_end"),
            models.Index(fields=["rendering", "content"], name="pages_by_rendering"),
        ]

    def __str__(self):
        return str(self.article_id)


class PageChange(models.Model):
    """That something which an article's page shows has changed; added by triggers in the transaction of the change.

    Rows, and not a mark on the page: writers never wait for each other, and a page that was rendered while a change
    had not been committed is told of it by the row that comes with the commit.
    """

    article = models.BigIntegerField("文章", db_index=True)  # may be gone
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = "网页变动"
        verbose_name_plural = "网页变动"
        default_permissions = ()

    def __str__(self):
        return str(self.article)
