"""The lawyers under whose names articles appear."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from firm.images import ReencodedImageField


class LawyerQuerySet(models.QuerySet):
    def on_staff(self):
        """Those who are shown to visitors as the firm's lawyers."""
        return self.filter(is_on_staff=True)


class Lawyer(models.Model):
    """A person with 执业证 who writes for the site."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lawyer",
        verbose_name="登录账号",
    )
    name = models.CharField("姓名", max_length=50)
    title = models.CharField("职务", max_length=50, default="律师", help_text="如“高级合伙人”“律师”。")
    licence_number = models.CharField(
        "执业证号",
        max_length=17,
        unique=True,
        validators=[RegexValidator(r"^[0-9]{17}\Z", "执业证号是 17 位数字。")],
    )
    specialties = models.CharField(
        "擅长领域", max_length=200, blank=True, help_text="用顿号分开，如“债务纠纷、合同”。"
    )
    bio = models.TextField("简介", blank=True, help_text="纯文本，空一行另起一段。")
    portrait = ReencodedImageField("照片", upload_to="portraits", blank=True, max_side=800)
    order = models.PositiveSmallIntegerField("排序", default=100, help_text="数字小的排在前面。")
    is_on_staff = models.BooleanField(
        "在所", default=True, help_text="离所后取消勾选：不再列在律师页，文章仍署其名。"
    )

    objects = LawyerQuerySet.as_manager()

    class Meta:
        verbose_name = "律师"
        verbose_name_plural = "律师"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("lawyer", args=[self.pk])
