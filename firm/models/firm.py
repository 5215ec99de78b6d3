"""The firm's own row: its name, its numbers, its policies."""

from django.core.validators import RegexValidator
from django.db import models


class Firm(models.Model):
    """The one firm of this site. What staff may choose stands here; how the site is deployed, in settings."""

    THE_ONE = 1

    name = models.CharField("律所全称", max_length=100)
    short_name = models.CharField("简称", max_length=20, help_text="用在页眉和浏览器标题里，如“合飞律师”。")
    tagline = models.CharField("一句话介绍", max_length=100, blank=True)
    about = models.TextField("关于本所", blank=True, help_text="纯文本，空一行另起一段。")
    address = models.CharField("办公地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=50, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    office_hours = models.CharField("接待时间", max_length=100, blank=True)
    licence_number = models.CharField("律所执业许可证号", max_length=50, blank=True)
    icp_number = models.CharField(
        "ICP 备案号", max_length=50, blank=True, help_text="填了才显示在页脚，并链接到工信部备案网站。"
    )
    police_number = models.CharField(
        "公安备案号",
        max_length=50,
        blank=True,
        validators=[
            RegexValidator(
                r"^\D*[0-9]{14}\D*$", "公安备案号里应有 14 位数字，如“浙公网安备 33010602000000 号”。"
            )
        ],
        help_text="填了才显示在页脚，并链接到公安备案网站。",
    )
    allow_self_approval = models.BooleanField(
        "允许发布自己写的文章",
        default=False,
        help_text="不勾选时，任何人都不能审核自己写的文章，管理员也不能。",
    )

    class Meta:
        verbose_name = "律所信息"
        verbose_name_plural = "律所信息"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="firm_is_one_row",
                violation_error_message="律所信息只有一条，请直接修改它。",
            )
        ]

    def __str__(self):
        return self.name

    @classmethod
    def load(cls) -> "Firm":
        """The firm's row; a migration has made it."""
        return cls.objects.get(pk=cls.THE_ONE)

    @property
    def police_code(self) -> str:
        """The 14 digits that the police register's address asks for."""
        return "".join(character for character in self.police_number if character.isdigit())
