"""What somebody said of a passage of an article while it was written or reviewed."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models

from articles.models.article import Article
from articles.models.revision import Revision

LONGEST_QUOTE, LONGEST_TEXT = 1_000, 2_000


class ReviewCommentQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has settled yet; an answer belongs to what it answers."""
        return self.filter(parent=None, resolved_at=None)


class ReviewComment(models.Model):
    """A comment on words of a revision, on the whole of it (no quote), or an answer to one. Written by articles.reviewing.comments."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", verbose_name="文章")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="comments", verbose_name="版本")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="replies", verbose_name="回复哪一条"
    )
    # The words as quoted, what stood around them, and which of the same words: see articles.comparing.anchoring.
    quote = models.TextField("所指的文字", blank=True, validators=[MaxLengthValidator(LONGEST_QUOTE)])
    before = models.CharField("前文", max_length=64, blank=True)
    after = models.CharField("后文", max_length=64, blank=True)
    occurrence = models.PositiveIntegerField("第几处", default=0)
    text = models.TextField("意见", validators=[MaxLengthValidator(LONGEST_TEXT)])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="谁")
    at = models.DateTimeField("时间", auto_now_add=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="处理人"
    )
    resolved_at = models.DateTimeField("处理时间", null=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "审核意见"
        verbose_name_plural = "审核意见"
        ordering = ["pk"]
        default_permissions = ()  # who may is said by articles.reviewing.comments
        indexes = [models.Index(fields=["article", "resolved_at"], name="comments_of_article")]

    def __str__(self):
        return self.text[:30]
