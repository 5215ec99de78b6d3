"""The index by which provisions are found: which are in it, and the packed postings of each term."""

from django.db import models

from statutes.models.provision import Provision
from statutes.models.statute import Statute


class IndexedProvision(models.Model):
    """A provision as it stands in the index.

    Its id is its place there and is never used again: one that changes gets a new row, and what the postings still
    hold of the old one leads nowhere.
    """

    provision = models.OneToOneField(Provision, models.CASCADE, related_name="indexed", verbose_name="条文")
    statute = models.ForeignKey(Statute, models.CASCADE, related_name="+", verbose_name="法规")
    digest = models.UUIDField("摘要", help_text="所收的标题、编章节和条文的摘要。")
    mark = models.IntegerField(
        "记号", db_index=True, help_text="条文的第一个指纹，没有的为 0；由它认出条文，不论编号。"
    )

    class Meta:
        verbose_name = "已编入索引的条文"
        verbose_name_plural = "已编入索引的条文"


class Posting(models.Model):
    """Where a term stands within a block of the index, and how much it weighs at each place."""

    pk = models.CompositePrimaryKey("term", "block")
    term = models.CharField("词", max_length=40)
    block = models.PositiveSmallIntegerField("块")
    places = models.BinaryField("位置", help_text="块内的位置，每个两字节，低位在前。")
    weights = models.BinaryField("权重", help_text="每个一字节，与位置一一对应。")

    class Meta:
        verbose_name = "索引"
        verbose_name_plural = "索引"
