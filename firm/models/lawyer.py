"""The lawyers under whose names articles appear."""

from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from firm.images import ReencodedImageField


class LawyerQuerySet(models.QuerySet):
    def on_staff(self):
        """Those who work here, whether or not they are lawyers today."""
        return self.filter(is_on_staff=True)

    def licensed(self, day: date | None = None):
        """Those whose 执业证 is valid on a day, today unless said otherwise: who may be called 律师."""
        day = day or timezone.localdate()
        valid = Q(licence_expires_on__isnull=True) | Q(licence_expires_on__gte=day)
        return self.filter(valid, is_trainee=False)

    def ending(self, within: timedelta):
        """Those here whose 执业证 is valid today and ends within this time."""
        last = timezone.localdate() + within
        return self.on_staff().licensed().filter(licence_expires_on__lte=last)

    def lapsed(self):
        """Those here whose 执业证 has expired."""
        today = timezone.localdate()
        return self.on_staff().filter(is_trainee=False, licence_expires_on__lt=today)


class Lawyer(models.Model):
    """A person with 执业证, or a trainee who is to have one, who writes for the site."""

    TRAINEE = "实习人员"

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
        null=True,  # so that several trainees have none
        blank=True,
        help_text="律师必填，17 位数字；实习人员留空。",
        validators=[RegexValidator(r"^[0-9]{17}\Z", "执业证号是 17 位数字。")],
    )
    licence_expires_on = models.DateField(
        "执业证有效期至",
        null=True,
        blank=True,
        help_text="过了这一天，网页上不再称其为律师，也不能审核文章；年度考核后请更新。不填则不作限制。",
    )
    is_trainee = models.BooleanField(
        "实习", default=False, help_text="实习人员署名为“实习人员”，不显示执业证号，不能审核文章。"
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
        constraints = [
            models.CheckConstraint(
                condition=Q(is_trainee=True, licence_number__isnull=True)
                | Q(is_trainee=False, licence_number__isnull=False),
                name="lawyers_have_licences_trainees_none",
                violation_error_message="律师要填写执业证号，实习人员没有执业证号。",
            )
        ]

    def clean(self):
        if self.is_trainee and self.licence_number:
            raise ValidationError(
                {"licence_number": "实习人员没有执业证号，请留空；已经执业的请取消“实习”。"}
            )
        if not self.is_trainee and not self.licence_number:
            raise ValidationError({"licence_number": "请填写律师的 17 位执业证号；实习人员请勾选“实习”。"})

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("lawyer", args=[self.pk])

    @property
    def is_licensed(self) -> bool:
        """Whether this is a lawyer whose 执业证 is valid today (LawyerQuerySet.licensed says the same of rows)."""
        if self.is_trainee:
            return False
        return self.licence_expires_on is None or self.licence_expires_on >= timezone.localdate()

    # How a person is printed. 律师法 allows nobody without a valid 执业证 to appear as 律师: every page and every block
    # of data takes title and number from here.

    @property
    def printed_title(self) -> str:
        """The title beside the name: of a trainee what they are, of one whose 执业证 has expired none."""
        if self.is_trainee:
            return self.TRAINEE
        return self.title if self.is_licensed else ""

    @property
    def printed_licence(self) -> str:
        """执业证号 for visitors; empty for a trainee and where it has expired."""
        return self.licence_number if self.is_licensed else ""

    @property
    def byline(self) -> str:
        """As an article is signed: 林知远 高级合伙人，执业证号 133…, 周实习 实习人员, or the name alone."""
        name = f"{self.name} {self.printed_title}".rstrip()
        return f"{name}，执业证号 {self.printed_licence}" if self.printed_licence else name
