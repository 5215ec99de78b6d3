"""What leads readers to an article: to be looked at before it is withdrawn."""

from dataclasses import dataclass

from articles import linking
from articles.models import Article, ArticleLink

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Leading:
    """The links in other live texts, and the published articles whose related lists name an article; of each SHOWN and
    one more at most."""

    links: list[ArticleLink]
    related: list[Article]


def leading_to(article: Article) -> Leading:
    """What leads to an article now."""
    naming = Article.objects.published().filter(related__other=article)
    return Leading(
        links=list(linking.inbound(article).order_by("-article")[: SHOWN + 1]),
        related=list(naming.for_list().order_by("-pk")[: SHOWN + 1]),
    )
