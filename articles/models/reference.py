"""The statute references of a live article, with what was found when it was published."""

from django.db import models
from django.utils import timezone

from articles.models.article import Article
from statutes.citations.address import Address
from statutes.findings import Verdict
from statutes.models import Provision, Statute


class Drift(models.TextChoices):
    """What has become of a provision since a lawyer last stood by the article that cites it."""

    REWORDED = "reworded", "条文已修改"
    GONE = "gone", "现行文本没有这一条"
    REPEALED = "repealed", "法规已废止"


class StatuteReference(models.Model):
    """One citation in an article's text: as written, where it points, and the verdict until holds_until.

    provision is what the lawyer who last stood by the article had before them, current what applies now.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="references", verbose_name="文章")
    position = models.PositiveSmallIntegerField("次序")
    text = models.TextField("原文", help_text="文章里怎么写的。")
    title = models.TextField("所引标题")
    doc_number = models.TextField("所引文号", blank=True)
    statute = models.ForeignKey(
        Statute, models.PROTECT, null=True, related_name="references", verbose_name="法规"
    )
    provision = models.ForeignKey(
        Provision, models.SET_NULL, null=True, related_name="references", verbose_name="条文"
    )
    current = models.ForeignKey(
        Provision, models.SET_NULL, null=True, related_name="+", verbose_name="现行条文"
    )
    drift = models.CharField("变动", max_length=10, choices=Drift, blank=True)
    drifted_at = models.DateTimeField("发现变动的时间", null=True)
    digest = models.CharField(
        "条文摘要", max_length=32, blank=True, help_text="核对时所引文字的摘要，条文原地更正了也认得出来。"
    )
    is_of_range = models.BooleanField(
        "区间之内", default=False, help_text="第三条至第八条里，第三条以外的各条。"
    )
    key = models.CharField("条款项", max_length=20, blank=True, help_text="如 120-1.p2.i3。")
    is_held = models.BooleanField(
        "收录原文", default=False, help_text="本站能读到它所指的条文或法规，正文里有链接。"
    )
    sentence = models.TextField("所在句子", blank=True)
    verdict = models.CharField("核对结果", max_length=20, choices=Verdict)
    checked_on = models.DateField("核对日期")
    checked_at = models.DateTimeField("核对时间", default=timezone.now)
    holds_until = models.DateField("结果有效至", null=True)

    class Meta:
        verbose_name = "法条引用"
        verbose_name_plural = "法条引用"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="reference_position_unique")
        ]
        indexes = [
            models.Index(fields=["statute", "key"], name="references_by_provision"),
            models.Index(fields=["holds_until"], name="references_by_end"),
            models.Index(fields=["article"], condition=~models.Q(drift=""), name="references_adrift"),
        ]

    def __str__(self):
        return self.text

    @property
    def anchor(self) -> str:
        """The id under which this provision stands in the list, and by which its links find it."""
        return anchor(self.statute_id, self.key, self.position)

    @property
    def address_words(self) -> str:
        return str(Address.parse(self.key)) if self.key else ""

    @property
    def standing(self) -> Verdict | None:
        """What a reader is told of it: nothing once the verdict's time has passed."""
        if not self.is_held and self.verdict not in {Verdict.NO_SUCH_ARTICLE, Verdict.REPEALED}:
            return Verdict.NOT_HELD
        if self.holds_until and self.holds_until <= timezone.localdate():
            return None
        return Verdict(self.verdict)

    @property
    def law_words(self) -> str:
        """The law and the article as a reader is told of them: 《民法典》第1034条."""
        name = f"《{self.statute.short_title}》" if self.statute else f"《{self.title}》"
        return name + self.address_words

    @property
    def registered(self) -> str:
        """What is known of a document whose text the site does not hold."""
        if self.statute is None or self.is_held:
            return ""
        number, doubt = self.statute.doc_number, "（待核对）" if self.statute.is_unverified else ""
        known = filter(None, [self.statute.issuer, f"本站登记的文号为{number}{doubt}" if number else ""])
        return (words := "，".join(known)) and f"{words}。"


def anchor(statute_id: int | None, key: str, position: int) -> str:
    """The id of a provision in an article's list: one for each statute and 条; unknown documents by their place."""
    where = key.split(".")[0] or "whole"
    return f"law-{statute_id}-{where}" if statute_id else f"law-unknown-{position}"
