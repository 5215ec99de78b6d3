"""One 条 of one version."""

import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse

from statutes.citations.address import Address
from statutes.language.numerals import to_chinese
from statutes.language.units import Line, lines
from statutes.models.statute import CorrectedField, StatuteVersion


class ProvisionQuerySet(models.QuerySet):
    def neighbours(self, here: "Provision") -> tuple["Provision | None", "Provision | None"]:
        """The provisions just before and just behind one in its version."""
        same = self.filter(version=here.version_id).select_related("version__statute")
        before = same.filter(Q(number__lt=here.number) | Q(number=here.number, suffix__lt=here.suffix))
        after = same.filter(Q(number__gt=here.number) | Q(number=here.number, suffix__gt=here.suffix))
        return before.last(), after.first()


class Provision(models.Model):
    """A provision (条) with its place in the statute and its words."""

    version = models.ForeignKey(
        StatuteVersion, models.CASCADE, related_name="provisions", verbose_name="版本"
    )
    number = models.PositiveSmallIntegerField("条")
    suffix = models.PositiveSmallIntegerField("之", default=0)
    key = models.CharField(
        "键", max_length=20, help_text="如 120-1，在版本内唯一，也是网页上的锚点；s1 是一、，a1 是附件。"
    )
    path = models.CharField("编章节", max_length=300, blank=True)
    text = models.TextField("条文", help_text="一款一行，不带“第…条”。")
    shingles = ArrayField(models.IntegerField(), verbose_name="指纹", default=list, editable=False)
    is_section = models.BooleanField(
        "不是条", default=False, help_text="没有“第…条”的文件里的一、二、……，或附件。"
    )
    corrected = CorrectedField()

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = "条文"
        verbose_name_plural = "条文"
        ordering = ["number", "suffix"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="provision_key_unique")]
        # Without PostgreSQL's list of pending entries: each look-up would read all of it until the next vacuum.
        indexes = [GinIndex(fields=["shingles"], name="provision_shingles", fastupdate=False)]

    def __str__(self):
        return f"{self.version.statute}{self.address}"

    def get_absolute_url(self):
        return reverse("provision", args=[self.version.statute.slug, self.key])

    @property
    def address(self) -> Address | str:
        """第1034条; of what is no 条, what a reader would call it: 三、, 附件, 全文."""
        if not self.is_section:
            return Address(self.number, self.suffix)
        if self.key.startswith("a"):
            return self.path if self.path.startswith("附") else f"附件：{self.path}"
        return f"{to_chinese(self.number)}、" if self.number else "全文"

    @property
    def is_annex(self) -> bool:
        """Whether it stands behind the last 条."""
        return self.is_section and self.key.startswith("a")

    @property
    def lines(self) -> list[Line]:
        return lines(self.text, self.key)

    def lines_at(self, key: str) -> list[Line]:
        """The lines of a 款 or 项 (1034.p2, 1034.p2.i3); 1034.i3 is the third 项 of the only list there is."""
        wanted = re.compile(re.escape(key).replace(r"\.i", r"(?:\.p\d+)?\.i") + r"(?:\.|$)")
        return [line for line in self.lines if wanted.match(line.key)]

    def words_at(self, key: str) -> str:
        """The words of a 款 or 项, all of the 条 where the key names none or none that is there."""
        return "\n".join(line.text for line in self.lines_at(key)) or self.text
