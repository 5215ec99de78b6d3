"""An invitation to preview one revision by a link, and what was answered to it."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from articles.models.revision import Revision

LONGEST_ANSWER = 2000


class PreviewInvitation(models.Model):
    """A link for a colleague without an account, bound to one revision. Rows stay when the link is dead.

    Of the link's token only the SHA-256 is kept: whoever reads the database cannot open it.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="invitations", verbose_name="版本")
    invited_name = models.CharField(
        "请谁看", max_length=50, help_text="对方的姓名，会显示在预览页上；答复也记在这个名下。"
    )
    may_answer = models.BooleanField("请对方答复（同意或意见）", default=True)
    token_hash = models.CharField("令牌的校验值", max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="邀请人"
    )
    created_at = models.DateTimeField("邀请时间", auto_now_add=True)
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("撤销时间", null=True, editable=False)

    class Meta:
        verbose_name = "预览邀请"
        verbose_name_plural = "预览邀请"
        ordering = ["-pk"]
        default_permissions = ()  # who may write or review an article may invite to it

    def __str__(self):
        return f"{self.invited_name}：第 {self.revision.number} 版"


class PreviewAnswer(models.Model):
    """What an invited colleague said of the revision. It is advice: no state follows from it."""

    class Opinion(models.TextChoices):
        AGREES = "agrees", "同意"
        REMARKS = "remarks", "意见"

    invitation = models.ForeignKey(
        PreviewInvitation, models.PROTECT, related_name="answers", verbose_name="预览邀请"
    )
    opinion = models.CharField("答复", max_length=10, choices=Opinion)
    text = models.TextField("意见", blank=True, validators=[MaxLengthValidator(LONGEST_ANSWER)])
    answered_at = models.DateTimeField("答复时间", auto_now_add=True)
    form = models.CharField(
        "所填表单的编号", max_length=32, unique=True, editable=False, help_text="同一张表单只算一次。"
    )

    class Meta:
        verbose_name = "预览答复"
        verbose_name_plural = "预览答复"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(opinion="remarks") | ~Q(text=""), name="remarks_have_words")
        ]

    def __str__(self):
        return f"{self.invitation.invited_name}：{self.get_opinion_display()}"
