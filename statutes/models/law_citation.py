"""One statute's provision citing another statute."""

from django.db import models

from statutes.models.provision import Provision
from statutes.models.statute import Statute


class LawCitation(models.Model):
    """A provision (条) of a newest version names another statute, or a 条 of it.

    Worked out from the provisions' own words by importing/citing.py; a reader's page only reads the rows.
    """

    provision = models.ForeignKey(
        Provision, models.CASCADE, related_name="law_citations", verbose_name="引用的条文"
    )
    statute = models.ForeignKey(Statute, models.CASCADE, related_name="cited_by", verbose_name="所引法规")
    key = models.CharField("所引条", max_length=20, blank=True, help_text="如 120-1；空的是整部法规。")

    class Meta:
        verbose_name = "法规之间的引用"
        verbose_name_plural = "法规之间的引用"
        ordering = ["provision", "statute", "key"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "statute", "key"], name="law_citation_unique")
        ]
        indexes = [models.Index(fields=["statute", "key"], name="law_citations_by_target")]

    def __str__(self):
        return f"{self.provision} → {self.statute} {self.key}".rstrip()
