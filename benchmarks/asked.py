"""What `make bench` asks of the site, case by case, and what the issue wants of each."""

from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from django.db.models import Count, Model, QuerySet
from django.urls import reverse

from articles.models import Article, Column, StatuteReference, Tag
from benchmarks import questions
from benchmarks.filled import FIRST
from firm.sitemaps import MOST

RANDOM_PAGES, QUESTIONS = 10_000, 200
PLAIN, GZIP = "identity", "gzip"
PAGE, HOT, LIST = 0.30, 0.80, 0.20  # of the requests a second of a bare Django view


@dataclass(frozen=True, slots=True)
class Case:
    """Addresses that are asked for at random, the target as a share of the bare view, whether a second's memory may answer,
    and the Accept-Encoding of who asks."""

    name: str
    paths: list[str]
    target: float | None = None
    from_memory: bool = False
    accepts: str = PLAIN


def cases(size: int, rendered: list[int]) -> list[Case]:
    """All pages that the issue names, the lists among them both asked each time and from the second's memory."""
    lists = _lists()
    hot = f"/hf/{(rendered or [Article.objects.published().first().pk])[0]}.html"
    return [
        Case("articles at random", [f"/hf/{pk}.html" for pk in rendered[:RANDOM_PAGES]] or [hot], PAGE),
        Case("one article", [hot], PAGE),
        *(Case(name, [path], LIST) for name, path in lists.items()),
        *(Case(name, [path]) for name, path in _unaimed().items()),
        Case(f"search, {QUESTIONS} questions", _searches(max(size, 1))),
        *(Case(f"{name}, from memory", [path], HOT, True) for name, path in {"one article": hot, **_hot(lists)}.items()),
    ]  # fmt: skip


def column_paths() -> tuple[str, str]:
    """The first and the last page of the column with most articles."""
    column = _fullest(Column.objects.all(), "column").get_absolute_url()
    return column, f"{column}?oldest=1"


def tag_path() -> str:
    """The page of the tag with most articles among the first fifty tags."""
    return _fullest(Tag.objects.all()[:50], "tagged__tag").get_absolute_url()


def provision_path() -> str:
    """The page of the provision that most articles cite."""
    held = StatuteReference.objects.filter(is_held=True, is_of_range=False).exclude(key="")
    most = (
        held.values("statute__slug", "key").annotate(many=Count("article")).order_by("-many", "key").first()
    )
    return reverse("provision", args=[most["statute__slug"], most["key"].partition(".")[0]])


def sitemap_path() -> str:
    """The first file of the made-up articles."""
    return reverse("sitemap", args=["articles", FIRST // MOST])


def _lists() -> dict[str, str]:
    first, last = column_paths()
    author = Article.objects.published().order_by("-pk").first().author
    return {
        "home": reverse("home"),
        "column, page 1": first,
        "column, last page": last,
        "tag": tag_path(),
        "lawyer": author.get_absolute_url(),
        "provision": provision_path(),
        "feed of the site": reverse("feed", args=["atom"]),
        "feed of a column": f"{first}atom.xml",
    }


def _unaimed() -> dict[str, str]:
    """Without targets of their own as a share of the bare view."""
    provision = provision_path()
    statute = f"{provision.rstrip('/').rpartition('/')[0]}/"
    return {
        "statute": statute,
        "who cites a statute": f"{statute}citing/",
        "who cites a provision": f"{provision}citing/",
        "sitemap, first file": sitemap_path(),
        "robots.txt": reverse("robots"),
    }


def _hot(lists: dict[str, str]) -> dict[str, str]:
    return {name: lists[name] for name in ("home", "column, page 1", "provision")}


def _searches(size: int) -> list[str]:
    found = questions.kinds(size, Random(5), QUESTIONS // 6 + 1)  # noqa: S311
    asked = [question for some in zip(*found.values(), strict=True) for question in some]
    return [f"{reverse('search')}?q={quote(question)}" for question in asked[:QUESTIONS]]


def _fullest(rows_of: QuerySet, field: str) -> Model:
    """The one with most published articles."""
    return max(rows_of, key=lambda row: Article.objects.published().filter(**{field: row})[:100_000].count())
