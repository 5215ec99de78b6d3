"""A statute, the names it goes by, the versions it has had."""

from datetime import date

from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import MD5, Coalesce, Now
from django.urls import reverse
from django.utils import timezone

from statutes.citations.lexicon import Lexicon
from statutes.importing.naming import RESERVED
from statutes.language.normalise import STATE

_LEXICONS: dict[tuple, Lexicon] = {}  # the last one of this process, by the digest of its names


def _digest(rows: models.QuerySet, *names: str) -> str | None:
    """Of columns that are never NULL, which CONCAT_WS would leave out."""
    row = models.Func(
        Value("\x1f"), "pk", *names, function="CONCAT_WS", output_field=models.TextField()
    )  # a third of the work that nested Concat() is, at each publishing
    words = StringAgg(row, delimiter="\x1e", order_by="pk")
    return rows.order_by().aggregate(digest=MD5(words))["digest"]


class CorrectedField(models.JSONField):
    """The names of the fields that staff corrected by hand: an import leaves those as they are."""

    def __init__(self, *args, **kwargs):
        options = {"default": list, "blank": True, "editable": False} | kwargs
        super().__init__(options.pop("verbose_name", "人工改过的字段"), *args, **options)


class StatuteQuerySet(models.QuerySet):
    def with_text(self):
        """Those whose text the site holds, at least in part."""
        return self.filter(Exists(StatuteVersion.objects.filter(statute=OuterRef("pk"))))

    def touch(self) -> None:
        """Note that their texts, dates or names have just changed: what cites them is to be checked again."""
        self.update(touched_at=Now())

    def for_list(self):
        """With all that a line in the list of statutes shows, by kind and title."""
        versions = models.Prefetch("versions", StatuteVersion.objects.only("statute", "promulgated_on"))
        return self.prefetch_related(versions).order_by("kind", "title")

    def lexicon(self) -> Lexicon:
        """Every name by which a statute may be cited: the titles first, so that no alias takes one over.

        The process keeps the last one, and makes another when a name, a number or the order of the rows has changed.
        """
        key = self._names_digest()
        kept = _LEXICONS.get(key)
        if kept is None:
            kept = self._new_lexicon()
            _LEXICONS.clear()  # another thread may do so at any moment
            _LEXICONS[key] = kept
        return kept

    def _names_digest(self) -> tuple[str | None, ...]:
        """What changes whenever the names do, worked out in the database: in a fraction of the time they take to read."""
        return (
            _digest(self, "title", "doc_number"),
            _digest(StatuteAlias.objects.filter(statute__in=self), "statute", "name"),
            _digest(
                StatuteVersion.objects.filter(statute__in=self).exclude(doc_number=""),
                "statute",
                "doc_number",
            ),
        )

    def _new_lexicon(self) -> Lexicon:
        titles = list(self.order_by("pk").values_list("title", flat=True))
        aliases = (
            StatuteAlias.objects.filter(statute__in=self).order_by("pk").values_list("name", "statute__title")
        )
        numbers = [
            *self.exclude(doc_number="").order_by("pk").values_list("doc_number", "title"),
            *StatuteVersion.objects.filter(statute__in=self)
            .exclude(doc_number="")
            .order_by("pk")
            .values_list("doc_number", "statute__title"),
        ]
        return Lexicon.of([*((title, title) for title in titles), *aliases], numbers)


class Statute(models.Model):
    """A law, regulation, interpretation or notice, with or without its text."""

    class Kind(models.TextChoices):
        LAW = "law", "法律"
        REGULATION = "regulation", "行政法规"
        INTERPRETATION = "interpretation", "司法解释"
        RULE = "rule", "部门规章"
        LOCAL = "local", "地方性法规"
        NORMATIVE = "normative", "规范性文件"

    title = models.CharField("标题", max_length=200, unique=True, help_text="官方全称，不带书名号。")
    slug = models.SlugField("网址名", max_length=120, unique=True, allow_unicode=True)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    issuer = models.CharField("制定机关", max_length=200, blank=True)
    doc_number = models.CharField("文号", max_length=100, blank=True)
    source = models.CharField("来源", max_length=300, blank=True, help_text="从哪里得到这份文本或文号。")
    is_unverified = models.BooleanField(
        "待核对", default=False, help_text="登记的信息还没有人对照原件核对过。"
    )
    repealed_on = models.DateField("废止日期", null=True, blank=True, help_text="自这一天起不再有效。")
    touched_at = models.DateTimeField("最近变动", default=timezone.now, editable=False)
    corrected = CorrectedField()

    objects = StatuteQuerySet.as_manager()

    class Meta:
        verbose_name = "法规"
        verbose_name_plural = "法规"
        ordering = ["kind", "title"]

    def __str__(self):
        return f"《{self.title}》"

    def clean(self):
        if self.title.startswith("《") and self.title.endswith("》"):
            raise ValidationError({"title": "标题不带书名号。"})
        if self.slug in RESERVED:
            raise ValidationError({"slug": "这个网址名已用于本站的其他页面。"})

    def get_absolute_url(self):
        return reverse("statute", args=[self.slug])

    @property
    def doc_numbers(self) -> list[str]:
        """The numbers of its versions, the newest first, and that under which it was first published."""
        found = [*(version.doc_number for version in self.versions.all()), self.doc_number]
        return list(dict.fromkeys(filter(None, found)))

    @property
    def short_title(self) -> str:
        """The title as people say it: 民法典."""
        return self.title.removeprefix(STATE)


class StatuteAlias(models.Model):
    """Another name of a statute: 消法."""

    statute = models.ForeignKey(Statute, models.CASCADE, related_name="aliases", verbose_name="法规")
    name = models.CharField("别名", max_length=200, unique=True)

    class Meta:
        verbose_name = "别名"
        verbose_name_plural = "别名"

    def __str__(self):
        return self.name


class StatuteVersionQuerySet(models.QuerySet):
    def newest(self):
        """The version of each statute that was promulgated last."""
        return self.order_by("statute_id", "-promulgated_on").distinct("statute_id")

    def in_force_on(self, on: date):
        """The versions that applied on a day, by their dates alone; at most one of a statute.

        A version ends where a later one begins; where that day is not known, where the later one was promulgated.
        """
        later = StatuteVersion.objects.filter(
            statute=OuterRef("statute"), promulgated_on__gt=OuterRef("promulgated_on")
        ).annotate(begins=Coalesce("effective_from", "promulgated_on"))
        return self.filter(
            ~Exists(later.filter(begins__lte=on)),
            Q(effective_to__isnull=True) | Q(effective_to__gt=on),
            effective_from__lte=on,
        )


class StatuteVersion(models.Model):
    """The text of a statute as it stood between two dates."""

    statute = models.ForeignKey(Statute, models.CASCADE, related_name="versions", verbose_name="法规")
    promulgated_on = models.DateField("公布日期", help_text="这一版本通过或公布的日期。")
    effective_from = models.DateField(
        "施行日期", null=True, blank=True, help_text="不知道就留空，网站会写明“生效日期不详”。"
    )
    effective_to = models.DateField(
        "失效日期", null=True, blank=True, help_text="自这一天起这一版本不再适用。"
    )
    is_excerpt = models.BooleanField("节选", default=False, help_text="只收录了部分条文。")
    doc_number = models.CharField("文号", max_length=100, blank=True, help_text="公布这一版本的文件的文号。")
    preamble = models.TextField("正文前的文字", blank=True)
    source = models.CharField("来源文件", max_length=300, blank=True)
    corrected = CorrectedField()

    objects = StatuteVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "版本"
        verbose_name_plural = "版本"
        ordering = ["-promulgated_on"]
        constraints = [
            models.UniqueConstraint(fields=["statute", "promulgated_on"], name="one_version_a_day"),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_to__gt=models.F("effective_from")),
                name="version_ends_after_it_starts",
                violation_error_message="失效日期必须晚于施行日期。",
            ),
        ]

    def __str__(self):
        return f"{self.statute}（{self.promulgated_on:%Y-%m-%d} 版）"

    def clean(self):
        if self.effective_from and self.promulgated_on and self.effective_from < self.promulgated_on:
            raise ValidationError({"effective_from": "施行日期不能早于公布日期。"})
