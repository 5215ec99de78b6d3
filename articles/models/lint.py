"""The rules of the linting as staff read and switch them, and what was answered to what they found."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from articles.linting.lint import DETECTORS
from articles.linting.phrases import problems
from articles.linting.values import PHRASES, Rule
from articles.models.article import Article
from articles.models.revision import Revision

DETECTOR_NAMES = {
    PHRASES: "按词语",
    "identity_numbers": "身份证号",
    "mobile_numbers": "手机号码",
    "bank_cards": "银行卡号",
    "plates": "车牌号",
    "homes": "住址",
    "full_names": "案号旁边的姓名",
    "case_numbers": "案号",
    "doubled_title": "标题重复",
    "title_in_body": "正文重复标题",
    "keyword_lines": "关键词段落",
    "repeated_sentences": "重复的句子",
    "markdown": "格式符号",
}


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a field that holds one phrase a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def check_phrases(text: str) -> None:
    """Raise ValidationError, in Chinese, for phrases that cannot be looked for."""
    if found := problems(lines_of(text)):
        raise ValidationError(found)


class LintRule(models.Model):
    """One thing that a text should not have: how it is found, why it matters, what to do about it.

    The rules that the site comes with stand in linting/rules.toml; articles/lint_rules.py puts them here.
    """

    class Group(models.TextChoices):
        PROMOTION = "promotion", "推广规则"
        CLIENT = "client", "客户信息"
        MACHINE = "machine", "机器痕迹"
        LAYOUT = "layout", "版面"
        CASE_NUMBER = "case_number", "案号"

    class Severity(models.TextChoices):
        MUST = "must", "必须答复"
        HINT = "hint", "只作提醒"

    code = models.CharField(
        "代号",
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", "代号用小写字母、数字和连字符，以字母开头。")],
        help_text="记录里用它认出这条规则，定了就不再改，如 own-slogan。",
    )
    group = models.CharField("类别", max_length=12, choices=Group)
    name = models.CharField("名称", max_length=40)
    basis = models.CharField("依据", max_length=200, help_text="哪一部规则的哪一条，或者本所的什么要求。")
    explanation = models.TextField("为什么", help_text="写给作者看的一两句话。")
    suggestion = models.TextField("怎么改", blank=True)
    severity = models.CharField(
        "要求",
        max_length=4,
        choices=Severity,
        default=Severity.MUST,
        help_text="“必须答复”的，作者改掉或者写明理由之前，文章不能发布。",
    )
    is_on = models.BooleanField("启用", default=True)
    detector = models.CharField(
        "查法", max_length=20, choices=DETECTOR_NAMES, default=PHRASES, editable=False
    )
    phrases = models.TextField(
        "词语",
        blank=True,
        validators=[check_phrases],
        help_text="一行一种说法。“…”把一行分成前后几段，中间可以隔几个字（不跨逗号），“……”可以跨逗号；“/”在一段里任选其一；"
        "“#”表示一个数字。例如“保证/承诺…胜诉/打赢”：先有保证或承诺，后有胜诉或打赢。",
    )
    needs = models.TextField(
        "同一句里还要有", blank=True, help_text="一行一个词，有其中一个才算；留空则不要求。"
    )
    exceptions = models.TextField(
        "同一句里有这些就不算",
        blank=True,
        validators=[check_phrases],
        help_text="一行一种说法，写法与“词语”相同。",
    )
    heeds_quotations = models.BooleanField(
        "不看引号和书名号里的话", default=True, help_text="引用别人的话、写法规的名称，不算自己说的。"
    )
    heeds_context = models.BooleanField(
        "不看否定、禁止、提问和提醒",
        default=True,
        help_text="例如“不得承诺胜诉”“谨防包赢的说法”“能保证胜诉吗？”。",
    )
    order = models.PositiveSmallIntegerField("顺序", default=500)
    shipped = models.JSONField(
        default=dict, editable=False
    )  # each field's value as the site last came with it

    class Meta:
        verbose_name = "检查规则"
        verbose_name_plural = "检查规则"
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        if self.detector == PHRASES and not lines_of(self.phrases):
            raise ValidationError({"phrases": "请至少写一行词语。"})

    @property
    def is_known(self) -> bool:
        """Whether this version of the site can look for it."""
        return self.detector in DETECTORS

    def as_rule(self) -> Rule:
        """The rule as the detectors take it."""
        return Rule(
            self.code,
            self.detector,
            lines_of(self.phrases),
            lines_of(self.needs),
            lines_of(self.exceptions),
            self.heeds_quotations,
            self.heeds_context,
        )


class LintAnswer(models.Model):
    """What somebody answered to a finding; it holds for the article as long as the sentence stays. Never changed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="lint_answers", verbose_name="文章")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+", verbose_name="版本")
    key = models.CharField("句子摘要", max_length=32)
    rule_code = models.CharField("规则代号", max_length=40)
    rule_name = models.CharField("规则", max_length=40)
    words = models.TextField("所指的词")
    sentence = models.TextField("句子")
    text = models.TextField("答复")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="答复人")
    at = models.DateTimeField("答复时间", auto_now_add=True)

    class Meta:
        verbose_name = "检查答复"
        verbose_name_plural = "检查答复"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["article", "key"], name="answers_by_sentence")]

    def __str__(self):
        return f"{self.rule_name}：{self.text[:40]}"
