"""The sitemaps of the writing: articles by ranges of ids, tags, columns, lawyers."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from django.conf import settings
from django.db.models import (
    Aggregate,
    Exists,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from articles.models import Article, Column, Tag, TaggedArticle
from firm import sitemaps
from firm.models import Lawyer
from firm.sitemaps import Entry, State

CHANGED = Coalesce("revised_at", "published_at")  # when what an article says last changed
AT_ONCE = 2000  # rows that the database sends together


class Digest(Aggregate):
    """A number for a set of rows that is another one as soon as a row comes, goes or changes: the sum of hashes."""

    template = "sum(hashtextextended(%(expressions)s, 0))"
    output_field = TextField()
    arity = 1


def _articles(rows: QuerySet[Article]) -> Iterator[Entry]:
    """Streamed, as plain values; an address is put together, for to resolve each takes ten times as long."""
    before, after = reverse("article", args=[0]).split("0")
    found = rows.values_list("pk", CHANGED)
    return (Entry(f"{before}{pk}{after}", changed) for pk, changed in found.iterator(chunk_size=AT_ONCE))


def _state(rows: QuerySet[Article]) -> State | None:
    words = Concat(Cast("pk", TextField()), Cast(CHANGED, TextField()))
    found = rows.order_by().aggregate(digest=Digest(words), newest=Max(CHANGED))
    if found["newest"] is None:
        return None
    tag = sha256(f"{found['digest']} {settings.SITE_URL}".encode()).hexdigest()[:32]
    return State(tag, found["newest"])


def _tags() -> QuerySet[Tag]:
    """Those with a page: at least one article that bears them is public."""
    bearing = TaggedArticle.objects.filter(tag=OuterRef("pk"), content_object__in=Article.objects.published())
    return Tag.objects.filter(Exists(bearing))


def _tag_entries(rows: QuerySet[Tag]) -> Iterable[Entry]:
    """Without dates: the newest of a tag's articles would be looked for among all of them."""
    return (Entry(reverse("tag", args=found)) for found in rows.values_list("pk", "slug"))


def columns() -> list[Entry]:
    """The columns, each with the day of its newest article."""
    newest = Article.objects.published().filter(column=OuterRef("pk")).newest_first().values("published_at")
    found = Column.objects.annotate(newest=Subquery(newest[:1])).values_list("slug", "newest")
    return [Entry(reverse("column", args=[slug]), when) for slug, when in found]


def lawyers() -> list[Entry]:
    """The lawyers who have a page: who is here, and who has left but signs a public article."""
    published = Article.objects.published()
    together = Article.coauthors.through.objects.filter(lawyer=OuterRef("pk"), article__in=published)
    signing = Exists(published.filter(author=OuterRef("pk"))) | Exists(together)
    found = Lawyer.objects.filter(Q(is_on_staff=True) | signing).values_list("pk", flat=True)
    return [Entry(reverse("lawyers")), *(Entry(reverse("lawyer", args=[pk])) for pk in found)]


SECTIONS = (
    sitemaps.Section("articles", sitemaps.MOST, lambda: Article.objects.published(), _articles, _state),
    sitemaps.Section("tags", sitemaps.LONG_ADDRESSES, _tags, _tag_entries),
)
