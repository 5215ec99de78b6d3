"""An article: the row that the public reads."""

from collections.abc import Sequence

from django.contrib.postgres.indexes import GinIndex
from django.db import connections, models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.models.content import Content
from articles.models.notice import CopyrightNotice
from articles.models.titles import Pairs
from firm.models import Lawyer

NEIGHBOURS = """
SELECT me.id, articles_neighbours(me.in_column, me.at, me.id)
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) AS me (id, in_column, at)
"""


class ArticleQuerySet(models.QuerySet):
    def published(self):
        """What the public may read: live, its hour has come by the database's clock, and not expired."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=Now()),
            state=Article.State.LIVE,
            published_at__lte=Now(),
        )

    def coming(self):
        """What the clock will publish, the next one first: live, its hour still to come."""
        return self.filter(state=Article.State.LIVE, published_at__gt=Now()).order_by("published_at", "pk")

    def ending(self):
        """What the clock will take off the site, the next one first: live, its end still to come."""
        return self.filter(state=Article.State.LIVE, expires_at__gt=Now()).order_by("expires_at", "pk")

    def gone(self):
        """What the public could once read and no longer may: withdrawn, or expired."""
        return self.filter(
            Q(state=Article.State.WITHDRAWN, published_at__lte=Now())
            | Q(state=Article.State.LIVE, published_at__lte=Now(), expires_at__lte=Now())
        )

    def known(self):
        """What the public may read or once could: .is_shown says which, .leads_to the public one it was merged into."""
        shown = Article.objects.published()
        return (self.published() | self.gone()).annotate(
            is_shown=models.Exists(shown.filter(pk=models.OuterRef("pk"))),
            leads_to=models.Subquery(shown.filter(pk=models.OuterRef("merged_into")).values("pk")),
        )

    def signed_by(self, lawyer: Lawyer):
        """Those under whose title a lawyer's name stands, alone or beside others."""
        together = Article.coauthors.through.objects.filter(lawyer=lawyer).values_list("article", flat=True)
        return self.filter(
            Q(author=lawyer) | Q(pk__in=list(together))
        )  # a list, for both sides have an index

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def neighbours(self, articles: "Sequence[Article]") -> "dict[int, tuple[Article | None, Article | None]]":
        """The published articles of the same column that came out just before and just after each of these, as they stand in
        memory; two queries for all."""
        dated = [one for one in articles if one.published_at]
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                NEIGHBOURS,
                [[getattr(one, name) for one in dated] for name in ("pk", "column_id", "published_at")],
            )
            found = dict(cursor.fetchall())
        wanted = {pk for two in found.values() for pk in two if pk}
        there = self.only("title", "published_at", "expires_at").in_bulk(wanted) if wanted else {}
        empty = [None, None]
        return {one.pk: tuple(there.get(pk) for pk in found.get(one.pk, empty)) for one in articles}

    def for_list(self):
        """With all that a line in a list shows, without the bodies."""
        return self.select_related("column", "author").defer("body", "body_html")

    def for_page(self):
        """With all that the article's own page shows."""
        return self.select_related("column", "author", "shown_notice", "law_confirmed_by")


class Article(Content):
    """What stands, or once stood, at /hf/<id>.html. Before its first publishing it holds the newest draft's title only.

    state is written by articles.workflow alone; the content and what is worked out from it by articles.publishing.
    """

    class State(models.TextChoices):
        NEVER_LIVE = "never_live", "未发布"
        LIVE = "live", "已发布"
        WITHDRAWN = "withdrawn", "已撤下"

    state = models.CharField("状态", max_length=12, choices=State, default=State.NEVER_LIVE, editable=False)
    live_revision = models.ForeignKey(
        "articles.Revision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="线上版本",
    )
    published_at = models.DateTimeField("首次发布", null=True, editable=False)
    revised_at = models.DateTimeField("最近修订", null=True, editable=False)
    reread_at = models.DateTimeField("最近复查", null=True, editable=False)  # publishing counts as reading
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name="并入",
        help_text="这篇的网址转到哪一篇。",
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    # Worked out at publishing ------------------------------------------------------------------------
    kind = models.CharField(
        "类别",
        max_length=10,
        choices=CopyrightNotice.Kind,
        default=CopyrightNotice.Kind.ORIGINAL,
        editable=False,
    )
    shown_notice = models.ForeignKey(
        CopyrightNotice,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="shown_under",
        verbose_name="所用版权声明",
    )
    body_html = models.TextField("网页正文", blank=True, editable=False)
    excerpt = models.CharField("列表摘要", max_length=200, blank=True, editable=False)
    characters = models.PositiveIntegerField("字数", default=0, editable=False)
    law_confirmed_on = models.DateField("法律依据核对日期", null=True, editable=False)
    law_confirmed_by = models.ForeignKey(
        Lawyer, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="法律依据核对人"
    )

    coauthors = models.ManyToManyField(
        Lawyer, blank=True, editable=False, related_name="coauthored", verbose_name="合著律师"
    )
    tags = TaggableManager(
        "标签", through="articles.TaggedArticle", blank=True, help_text="用逗号、顿号或分号分开。"
    )
    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = "文章"
        verbose_name_plural = "文章"
        permissions = [
            ("submit_article", "可以提交文章"),
            ("review_article", "可以审核并发布文章"),
            ("withdraw_article", "可以撤下文章"),
            ("edit_every_article", "可以修改所有人的文章"),
            ("merge_article", "可以合并相近的文章"),
        ]
        indexes = [
            models.Index(
                F("column"),
                F("published_at").desc(),
                F("id").desc(),
                name="live_in_column",
                condition=Q(state="live"),
            ),
            models.Index(
                F("author"),
                F("published_at").desc(),
                F("id").desc(),
                name="live_of_author",
                condition=Q(state="live"),
            ),
            models.Index(
                F("published_at").desc(), F("id").desc(), name="live_newest", condition=Q(state="live")
            ),
            models.Index(F("column"), F("reread_at"), name="live_by_reading", condition=Q(state="live")),
            models.Index(
                F("author"),
                F("column"),
                F("reread_at"),
                name="live_by_author_and_reading",
                condition=Q(state="live"),
            ),
            models.Index(
                fields=["expires_at"],
                name="live_by_end",
                condition=Q(state="live", expires_at__isnull=False),
            ),
            # The newsroom's list, newest number first, and its search by title: see articles/desk/finding.py.
            models.Index(F("column"), F("id").desc(), name="all_in_column"),
            models.Index(F("author"), F("id").desc(), name="all_of_author"),
            models.Index(F("state"), F("id").desc(), name="all_by_state"),
            models.Index(fields=["id"], include=["title"], name="titles_by_number"),
            GinIndex(Pairs("title"), name="titles_by_pairs", fastupdate=False),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="reprint") | ~Q(source_name=""),
                name="reprint_names_its_source",
                violation_error_message="公开转载的文章必须写明来源。",
            ),
            models.CheckConstraint(
                condition=~Q(state="live")
                | Q(published_at__isnull=False, live_revision__isnull=False, shown_notice__isnull=False),
                name="live_article_is_whole",
                violation_error_message="已发布的文章必须有发布时间、线上版本和版权声明。",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(state="withdrawn") & ~Q(merged_into=F("id"))),
                name="merged_article_is_withdrawn",
                violation_error_message="并入另一篇的文章必须已经撤下，也不能并入自己。",
            ),
        ]

    def get_absolute_url(self):
        return reverse("article", args=[self.pk])

    @property
    def public_state(self) -> str:
        """What the public has of it now, in a word for staff: a live article may be scheduled or expired."""
        now = timezone.now()
        if self.state == self.State.LIVE and self.published_at > now:
            return "已排期"
        if self.state == self.State.LIVE and self.expires_at and self.expires_at <= now:
            return "已过期"
        return self.get_state_display()

    @property
    def is_public(self) -> bool:
        return self.state == self.State.LIVE and self.public_state == self.State.LIVE.label

    @property
    def is_reprint(self) -> bool:
        return self.kind == CopyrightNotice.Kind.REPRINT

    @property
    def reading_minutes(self) -> int:
        """At 400 characters a minute, an ordinary pace for expository Chinese."""
        return max(1, round(self.characters / 400))
