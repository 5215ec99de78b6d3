"""A failure: that something which is done for an article by the clock ended in an error."""

from django.db import models

from articles.models.article import Article


class Failure(models.Model):
    """Kept until the same goes well, and shown to who looks after the site; the error itself stands in the log."""

    class Step(models.TextChoices):
        RENDER = "render", "生成网页"
        CHECK = "check", "核对法条"
        RELEASE = "release", "到时发布"
        COMPARE = "compare", "与存量比较"
        INDEX = "index", "编入索引"
        RELATE = "relate", "排相关文章"
        ENTER = "enter", "到时进入相关文章"

    article = models.ForeignKey(
        Article, models.CASCADE, db_index=False, related_name="+", verbose_name="文章"
    )
    step = models.CharField("事项", max_length=10, choices=Step)
    since = models.DateTimeField("第一次", auto_now_add=True)
    at = models.DateTimeField("最近一次", auto_now=True)

    class Meta:
        verbose_name = "没有办成的事"
        verbose_name_plural = "没有办成的事"
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "step"], name="one_failure_of_a_step")]

    def __str__(self):
        return f"{self.get_step_display()} {self.article_id}"
