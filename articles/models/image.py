"""A picture for articles, in the sizes that pages ask for, and where it is used."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.models.revision import Revision
from firm.models import User


class ImageQuerySet(models.QuerySet):
    def visible_to(self, user: User):
        """All to reviewers and administrators; to others their own and those that the public sees anyway."""
        if user.has_perm("articles.edit_every_article") or user.has_perm("articles.review_article"):
            return self
        shown = ImageUse.objects.filter(revision__state=Revision.State.LIVE).values("image")
        return self.filter(Q(uploaded_by=user) | Q(pk__in=shown))


class Image(models.Model):
    """An uploaded picture, drawn anew. Its files never change; articles name it by its id."""

    alt = models.CharField(
        "替代文字",
        max_length=200,
        help_text="用一句话说出图里有什么：看不见图的读者和搜索引擎靠它。",
    )
    awaits_alt = models.BooleanField(
        "还没有替代文字", default=False, editable=False
    )  # alt says whence it came
    is_generated = models.BooleanField(
        "由人工智能生成", default=False, help_text="勾选后，图片下面会注明，这是法规的要求。"
    )
    sizes = models.JSONField("尺寸", editable=False)  # [{"name", "width", "height"}, …], the narrowest first
    digest = models.CharField("原文件指纹", max_length=64, editable=False)  # SHA-256
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = "图片"
        verbose_name_plural = "图片"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(alt__regex=r"\S"),
                name="image_has_alt",
                violation_error_message="请填写替代文字。",
            ),
            models.UniqueConstraint(fields=["digest", "uploaded_by"], name="image_uploaded_once"),
        ]

    def __str__(self):
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("admin:articles_image_change", args=[self.pk])

    @property
    def words(self) -> str:
        """Its alternative text, empty as long as nobody has written one."""
        return "" if self.awaits_alt else self.alt

    def describe(self, alt: str) -> None:
        """Write the alternative text that the picture waits for; one that it has stays."""
        if self.awaits_alt and alt.strip():
            self.alt, self.awaits_alt = alt[:200], False
            self.save(update_fields=["alt", "awaits_alt"])

    @property
    def largest(self) -> dict:
        return self.sizes[-1]

    @property
    def src(self) -> str:
        """The address for who reads no srcset: the middle size."""
        return default_storage.url(self.sizes[len(self.sizes) // 2]["name"])

    @property
    def thumbnail(self) -> str:
        return default_storage.url(self.sizes[0]["name"])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{default_storage.url(size['name'])} {size['width']}w" for size in self.sizes)


class ImageUse(models.Model):
    """That a revision shows a picture. Any revision may be restored, so each keeps its pictures from being deleted."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="image_uses")
    image = models.ForeignKey(Image, models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = "图片的使用"
        verbose_name_plural = "图片的使用"
        constraints = [models.UniqueConstraint(fields=["revision", "image"], name="image_used_once")]
